"""Each route says who it is for; a route that says nothing is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden, InternalServerError, Unauthorized

from app.foundation.access import Role
from app.foundation.web.session import current_actor

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"
ANY_SESSION = "any session"


def public(view: View) -> View:
    """Mark a page for everyone."""
    view.audience = PUBLIC  # type: ignore[attr-defined]  # the guard below reads it
    return view


def signed_in(view: View) -> View:
    """Mark a page for anyone with a sign-in for work."""
    view.audience = SIGNED_IN  # type: ignore[attr-defined]
    return view


def any_session(view: View) -> View:
    """Mark a page for anyone who is signed in, for work or with an account."""
    view.audience = ANY_SESSION  # type: ignore[attr-defined]
    return view


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Mark a page for people who hold one of the roles."""

    def mark(view: View) -> View:
        view.audience = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(view: Callable[..., Any]) -> object:
    """Return the mark of a view, or None when it has none."""
    return getattr(view, "audience", None)


def is_for_any_session() -> bool:
    """Tell whether the page that was asked for is for people with an account too."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and audience_of(view) == ANY_SESSION


def _guard() -> None:
    if request.endpoint is None:
        return  # no such address: the 404 page answers
    audience = audience_of(current_app.view_functions[request.endpoint])
    if audience == PUBLIC:
        return
    if audience is None:
        raise InternalServerError(f"{request.endpoint} declares no audience.")
    actor = current_actor()
    if not (actor.has_session if audience == ANY_SESSION else actor.person_id):
        raise Unauthorized
    if isinstance(audience, frozenset) and not actor.has_role(*audience):
        raise Forbidden


def init_app(app: Flask) -> None:
    """Put the guard in front of every view."""
    app.before_request(_guard)
