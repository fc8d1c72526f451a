"""Pages kept for people without a cookie, answered before Flask does any work.

A page for somebody without a cookie is the same for everyone. Each worker keeps it compressed for
at most ten seconds, with the number of the last visible change that was read before it was drawn.
That number is read again before a kept page is served, so a request that begins after a hide has
committed never gets the hidden thing. What is not kept is compressed on its way out.
"""

import gzip
import hashlib
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from flask import Flask
from sqlalchemy import make_url

from app.foundation.web.remembered import VISIBLE_CHANGE
from app.foundation.web.session import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECONDS = 10.0
MOST_PAGES = 400
MOST_BYTES = 16 * 1024 * 1024
LONGEST_ADDRESS = 400
WORTH_COMPRESSING = 1000
# What decides between a page and its part; each combination is kept apart.
LIVE = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
QUESTION = "SELECT number FROM visible_change WHERE id = 1"

Headers = list[tuple[str, str]]


class ChangeNumber:
    """Reads the number of the last visible change over a connection of its own for each thread."""

    def __init__(self, url: str) -> None:
        """Keep where the database is."""
        self._url = make_url(url)
        self._here = threading.local()

    def read(self) -> int | None:
        """Return the number as it is committed now; None when the database does not answer."""
        try:
            return self._ask()
        except (sqlite3.Error, psycopg.Error):
            self._here.ask = None  # a broken connection is opened anew next time
            return None

    def _ask(self) -> int | None:
        ask = getattr(self._here, "ask", None)
        if ask is None:
            ask = self._here.ask = self._open()
        row = ask()
        return None if row is None else int(row[0])

    def _open(self) -> Callable[[], Any]:
        if self._url.get_backend_name() == "sqlite":
            connection = sqlite3.connect(self._url.database or "", isolation_level=None)
            connection.execute("PRAGMA query_only=ON")
            return lambda: connection.execute(QUESTION).fetchone()
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        cursor = psycopg.connect(address, autocommit=True, prepare_threshold=0).cursor()
        return lambda: cursor.execute(QUESTION).fetchone()


@dataclass(frozen=True)
class KeptPage:
    """One page as it goes out, and until when and for which number it holds."""

    number: int
    until: float
    body: bytes
    compressed: bytes
    headers: Headers
    compressed_headers: Headers
    etag: str
    vary: str


class KeptPages:
    """The outermost layer of the application."""

    def __init__(
        self, inner: "WSGIApplication", changes: ChangeNumber, session_cookie: str
    ) -> None:
        """Put the keeper in front of an application."""
        self._inner = inner
        self._changes = changes
        self._session_cookie = session_cookie + "="
        self._pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer from the kept pages, or let the application answer."""
        key = self._key(environ)
        if key is None:
            return self._answer(environ, start_response)
        number = self._changes.read()
        page = self._pages.get(key)
        if page is None or page.number != number or page.until < time.monotonic():
            environ[VISIBLE_CHANGE] = number
            return self._answer(environ, start_response, key=key, number=number)
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response(
                "304 NOT MODIFIED",
                [("ETag", page.etag), ("Vary", page.vary), ("Cache-Control", "no-cache")],
            )
            return [b""]
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            start_response("200 OK", page.compressed_headers)
            return [page.compressed]
        start_response("200 OK", page.headers)
        return [page.body]

    def _key(self, environ: "WSGIEnvironment") -> tuple[str, ...] | None:
        if (
            environ["REQUEST_METHOD"] != "GET"
            or "HTTP_COOKIE" in environ
            or "HTTP_RANGE" in environ
        ):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if path.startswith("/static/") or len(path) + len(query) > LONGEST_ADDRESS:
            return None
        return path, query, environ.get("HTTP_HOST", ""), *(environ.get(each, "") for each in LIVE)

    def _answer(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        *,
        key: tuple[str, ...] | None = None,
        number: int | None = None,
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def hear(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            said[:] = [status, headers, exc_info]
            return lambda _late: None

        pieces = self._inner(environ, hear)
        status, headers, exc_info = said
        kinds = {name.lower(): value for name, value in headers}
        if not kinds.get("content-type", "").startswith("text/html") or "content-encoding" in kinds:
            start_response(status, headers, exc_info) if exc_info else start_response(
                status, headers
            )
            return pieces
        try:
            body = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        is_kept = kinds.get("cache-control") == "no-cache" and "set-cookie" not in kinds
        if key is not None and number is not None and status.startswith("200") and is_kept:
            return self._keep(key, number, body, headers, environ, start_response)
        takes_gzip = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        # Pages of signed-in people carry a secret token, so their length must tell nothing.
        is_signed_in = self._session_cookie in environ.get("HTTP_COOKIE", "")
        if takes_gzip and not is_signed_in and len(body) > WORTH_COMPRESSING:
            body = gzip.compress(body, 1, mtime=0)
            headers = [
                *_without(headers, "content-length"),
                ("Content-Length", str(len(body))),
                ("Content-Encoding", "gzip"),
            ]
        start_response(status, headers)
        return [body]

    def _keep(
        self,
        key: tuple[str, ...],
        number: int,
        body: bytes,
        headers: Headers,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        compressed = gzip.compress(body, 6, mtime=0)
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        vary = dict(headers).get("Vary", "Cookie") + ", Accept-Encoding"
        kept = _without(_without(headers, "content-length"), "vary")
        common = [*kept, ("Vary", vary), ("ETag", etag)]
        page = KeptPage(
            number=number,
            until=time.monotonic() + SECONDS,
            body=body,
            compressed=compressed,
            headers=[*common, ("Content-Length", str(len(body)))],
            compressed_headers=[
                *common,
                ("Content-Length", str(len(compressed))),
                ("Content-Encoding", "gzip"),
            ],
            etag=etag,
            vary=vary,
        )
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._bytes += len(body) + len(compressed)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._forget(next(iter(self._pages)))
        takes_gzip = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        start_response("200 OK", page.compressed_headers if takes_gzip else page.headers)
        return [compressed if takes_gzip else body]

    def _forget(self, key: tuple[str, ...]) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= len(page.body) + len(page.compressed)


def _without(headers: Headers, name: str) -> Headers:
    return [(key, value) for key, value in headers if key.lower() != name]


def init_app(app: Flask) -> None:
    """Put the keeper in front of the application."""
    with app.app_context():
        url = settings().database_url
    changes = ChangeNumber(url)
    app.wsgi_app = KeptPages(app.wsgi_app, changes, app.config["SESSION_COOKIE_NAME"])  # type: ignore[method-assign]
