"""The whole vocabulary of live pages: a page or its part, a redirect or a part.

Only this module (and `app.extensions`) knows htmx.
"""

from typing import Any, cast

from flask import Response, make_response, redirect, render_template, request
from htmx_flask.requests import HtmxAwareRequest


def wants_part() -> bool:
    """Tell whether htmx asks for a part; Back and boosted links get the whole page."""
    htmx = cast(HtmxAwareRequest, request).htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(page: str, part: str, **context: Any) -> Response:
    """Answer a GET with the page, or with the part that the page includes."""
    response = make_response(render_template(part if wants_part() else page, **context))
    response.vary.add("HX-Request")
    return response


def redirect_or_part(url: str, part: str, **context: Any) -> Response:
    """Answer a POST with a redirect, or with the changed part."""
    if wants_part():
        response = make_response(render_template(part, **context))
        response.vary.add("HX-Request")
        return response
    return see_other(url)


def see_other(url: str) -> Response:
    """Send the browser on with GET, so that reloading repeats nothing."""
    return cast(Response, redirect(url, code=303))


def never_keep(response: Response) -> Response:
    """Mark an answer that no cache may hold and no other page may be told of."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
