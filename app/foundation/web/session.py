"""Who makes this request, what time it is, and the cookie of a participant.

How an actor is loaded belongs to `people`; `create_app` hands its function over, since the
foundation knows no subject.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, cast

from flask import Flask, Response, current_app, g, request

from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.access.keys import KeyRing
from app.foundation.database import only_reads
from app.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PARTICIPANT_DAYS = 400  # the longest that browsers keep a cookie
NOTE_SECONDS = 60


def settings() -> Settings:
    """Return the settings of this installation."""
    return cast(Settings, current_app.extensions["portal_settings"])


def key_ring() -> KeyRing:
    """Return the keys made from the installation's secret."""
    return cast(KeyRing, current_app.extensions["portal_keys"])


def current_actor() -> Actor:
    """Return who acts, looked up once per request."""
    if "actor" not in g:
        g.actor = current_app.extensions["portal_load_actor"]()
    return cast(Actor, g.actor)


def place_now() -> datetime:
    """Return the moment it is in the place: real time, plus the fixed shift of the demo place."""
    if "place_now" not in g:
        shift = current_app.extensions["portal_clock_shift"]()
        g.place_now = clock.real_now() + timedelta(seconds=shift)
    return cast(datetime, g.place_now)


def participant_cookie_name() -> str:
    """Return the cookie's name; the __Host- prefix needs https."""
    return "__Host-participant" if settings().is_https else "participant"


def participant_token() -> str | None:
    """Return the token in the participant cookie, or None when there is none of ours."""
    signed = request.cookies.get(participant_cookie_name())
    return key_ring().signed_text("participant", signed) if signed else None


def give_participant_cookie(token: str) -> None:
    """Give the browser this key with the answer, provided that the act succeeds."""
    g.new_participant_token = token


def keep_no_new_cookie() -> None:
    """Give the browser no new key after all: what it was for was rolled back."""
    g.pop("new_participant_token", None)


def forget_participant_cookie() -> None:
    """Take the key away from this browser with the answer."""
    g.forget_participant = True


def note_cookie_name() -> str:
    """Return the name of the cookie that tells the next page what was just pressed."""
    return "__Host-noted" if settings().is_https else "noted"


def note_for_next_page(word: str) -> None:
    """Tell the one page that comes next a word. Anybody may forge it: nothing may hang on it."""
    g.note_given = word


def take_note() -> str:
    """Return what the page before told, once."""
    word = request.cookies.get(note_cookie_name(), "")
    g.note_taken = bool(word)
    return word


def address_mark() -> str:
    """Return a keyed mark of the address prefix: /24 for IPv4, /56 for IPv6."""
    try:
        address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - no binding here
        network = ip_network((address, 24 if address.version == 4 else 56), strict=False)  # noqa: PLR2004
        text = str(network)
    except ValueError:
        text = "unknown"
    return key_ring().digest("address", text)[:32]


def _choose_transaction() -> None:
    only_reads.set(request.method in SAFE_METHODS)


def _set_cookies(response: Response) -> Response:
    attributes: dict[str, Any] = {
        "httponly": True,
        "samesite": "Lax",
        "secure": settings().is_https,
        "path": "/",
    }
    if note := g.get("note_given"):
        response.set_cookie(note_cookie_name(), note, max_age=NOTE_SECONDS, **attributes)
    elif g.get("note_taken"):
        response.delete_cookie(note_cookie_name(), **attributes)
    if g.get("forget_participant"):
        response.delete_cookie(participant_cookie_name(), **attributes)
    token = g.get("new_participant_token")
    too_bad = 400
    if token and response.status_code < too_bad:
        response.set_cookie(
            participant_cookie_name(),
            key_ring().sign("participant", token),
            max_age=PARTICIPANT_DAYS * 24 * 3600,
            **attributes,
        )
    return response


def init_app(
    app: Flask,
    settings_: Settings,
    *,
    load_actor: Callable[[], Actor],
    clock_shift: Callable[[], int],
) -> None:
    """Keep the settings and keys, and hand over how to load an actor and the clock's shift."""
    app.extensions["portal_settings"] = settings_
    app.extensions["portal_keys"] = KeyRing(settings_.secret)
    app.extensions["portal_load_actor"] = load_actor
    app.extensions["portal_clock_shift"] = clock_shift
    app.before_request(_choose_transaction)
    app.after_request(_set_cookies)
