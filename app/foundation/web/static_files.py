"""Files made at set-up: sent compressed where that helps, and kept by browsers for a year."""

from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory

YEAR = 31_536_000


def init_app(app: Flask, folder: Path) -> None:
    """Serve `static/`; names under vendor/ carry a hash, so they never change."""

    def static(filename: str) -> Response:
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        compressed = takes_gzip and (folder / f"{filename}.gz").is_file()
        if filename.endswith(".gz") or not filename.startswith(
            ("vendor/portal.", "vendor/fonts", "vendor/atkinson", "images/")
        ):
            abort(404)  # the sources are not for serving; the joined file is
        name = f"{filename}.gz" if compressed else filename
        response = send_from_directory(folder, name, mimetype=_kind(filename), conditional=True)
        if compressed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    static.audience = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)


def _kind(filename: str) -> str | None:
    kinds = {
        ".css": "text/css",
        ".js": "text/javascript",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
    }
    return kinds.get(Path(filename).suffix)
