"""One place that turns errors into pages: what happened, what to do next, what was typed kept."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.extensions import db
from app.foundation.access import Gone, NotAllowed, NotFound, NotPossibleNow, SignedOut, TooMuchNow
from app.foundation.text.plain import UnreadableWords
from app.foundation.this_machine import LOOPBACK_HOSTS
from app.foundation.web.forgery import OldPage
from app.foundation.web.session import settings
from app.foundation.web.typed import filled_again, words_to_copy

PAGES = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500})


def _came_from() -> str:
    """Return the page of ours that the form stood on, or nothing: never an address elsewhere."""
    came = urlsplit(request.referrer or "")
    is_ours = f"{came.scheme}://{came.netloc}" == settings().address.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if is_ours and adapter and adapter.test(unquote(came.path), method="GET"):
        return f"{came.path}?{came.query}" if came.query else came.path
    if request.method != "POST" or not adapter:
        return ""
    if adapter.test(request.path, method="GET"):
        return str(request.full_path.rstrip("?"))
    # Pages about people send no referrer: the page above what was posted to is the way back.
    above = request.path.rstrip("/").rpartition("/")[0]
    while above and not adapter.test(above, method="GET"):
        above = above.rpartition("/")[0]
    return above


def error_page(status: int, words: str = "", **context: Any) -> Response:
    """Answer with the page for a status."""
    db.session.rollback()
    response = make_response(
        render_template(
            "errors/error.html",
            status=status if status in PAGES else 500,
            words=words,
            kept=words_to_copy() if request.method == "POST" else [],
            came_from=_came_from(),
            **context,
        ),
        status,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refusal_words(why: NotPossibleNow) -> str:
    """Return the sentence of a refusal in the language of the page.

    Operations know no language: they raise English sentences, which are gathered for translators
    with `pybabel extract -k NotPossibleNow -k TooMuchNow` and translated here, where shown.
    """
    words = str(why)
    return gettext(words) if words else ""


def _other_name() -> ResponseReturnValue:
    """Lead from another name of this very machine to the configured one; refuse any other."""
    ours, asked = settings().address, request.environ
    name = re.sub(r":\d*$", "", asked.get("HTTP_HOST", "")).strip("[]")
    if urlsplit(ours).hostname in LOOPBACK_HOSTS and name in LOOPBACK_HOSTS:
        path = quote(asked.get("PATH_INFO", "").lstrip("/").encode("latin-1", "replace"))
        query = asked.get("QUERY_STRING", "")
        return redirect(f"{ours}/{path}?{query}" if query else f"{ours}/{path}")
    return Response("This address is not ours.\n", 400, mimetype="text/plain")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # a host that is not ours: no page of ours can be drawn
        return _other_name()
    status = error.code or 500
    if status == 401:  # noqa: PLR2004
        db.session.rollback()
        return current_app.extensions["portal_sign_in_first"]()  # type: ignore[no-any-return]
    if status < 400 and error.response is not None:  # noqa: PLR2004 - a redirect of the router
        return error.response
    given = error.description if error.description != type(error).description else ""
    if status >= 500:  # noqa: PLR2004
        return _unexpected(error)
    again = filled_again() if isinstance(error, OldPage) else None
    page = error_page(status, given or "", again=again)
    if status == 405 and hasattr(error, "valid_methods"):  # noqa: PLR2004
        page.headers["Allow"] = ", ".join(error.valid_methods or ())
    return page


def _signed_out(why: SignedOut) -> Response:
    """Ask for a sign-in with what was typed kept; afterwards the page with the form opens again."""
    return error_page(
        401, gettext("You are signed out. Sign in."), back=why.back, is_account=True,
        again=filled_again(),
    )  # fmt: skip


def _unexpected(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    current_app.logger.exception(
        "unexpected error", exc_info=cause or error, extra={"incident": incident}
    )
    return error_page(500, incident=incident)


def init_app(app: Flask, *, sign_in_first: Callable[[], ResponseReturnValue]) -> None:
    """Register the handlers; how somebody signs in is handed over, as it belongs to `people`."""
    app.extensions["portal_sign_in_first"] = sign_in_first
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(NotFound, lambda _: error_page(404))
    app.register_error_handler(NotAllowed, lambda _: error_page(403))
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(Gone, lambda gone: error_page(410, marker=gone.marker))
    app.register_error_handler(NotPossibleNow, lambda why: error_page(409, refusal_words(why)))
    app.register_error_handler(TooMuchNow, lambda why: error_page(429, refusal_words(why)))
    app.register_error_handler(UnreadableWords, lambda why: error_page(400, str(why)))
