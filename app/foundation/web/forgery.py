"""Every unsafe request proves where it comes from.

Browsers say so in Sec-Fetch-Site; older ones in Origin or Referer. A request with none of the
three is taken only from somebody without any cookie, who has nothing to be stolen. Signed-in
people need the form's token as well.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, SecurityError

from app.extensions import csrf
from app.foundation.web.session import SAFE_METHODS, current_actor, settings


class OldPage(Forbidden):
    """Our own page sent it, but from before a sign-in: nothing is done, and nothing lost.

    A page that somebody else was signed in on, or that is of another voice, is none of these.
    """


def _names_us(value: str) -> bool:
    ours, theirs = urlsplit(settings().address), urlsplit(value)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def comes_from_here() -> bool:
    """Tell whether the request proves that one of our own pages sent it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    for header in ("Origin", "Referer"):
        value = request.headers.get(header)
        if value is not None:
            return _names_us(value)
    return not request.cookies


def _check() -> None:
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception  # under another host's name no page of ours can be drawn
    if request.method in SAFE_METHODS:
        return
    if not comes_from_here():
        raise Forbidden("This was sent from another site. Open our page and press again.")
    if current_actor().has_session:
        try:
            csrf.protect()
        except CSRFError as problem:
            words = gettext("This page was open too long. Load it again, then press the button.")
            is_new_here = "csrf_token" not in request.form and current_actor().helping is None
            raise (OldPage if is_new_here else Forbidden)(words) from problem


def init_app(app: Flask) -> None:
    """Check every unsafe request before its view, whatever form it uses."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the check above decides who needs the token
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the origin was checked already
    csrf.init_app(app)
    app.before_request(_check)
