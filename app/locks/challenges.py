"""The challenge that a passkey answers: kept in the browser's signed session, used once."""

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, make_response
from flask import session as cookie_session

from app.foundation import clock
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import settings
from app.locks.proofs import Site

CHALLENGE = "challenge"
LIVES_SECONDS = 5 * 60


def site() -> Site:
    """Return where passkeys of this installation work."""
    parts = urlsplit(settings().address)
    return Site(
        name=settings().site_name,
        host=parts.hostname or "",
        origin=f"{parts.scheme}://{parts.netloc}",
    )


def are_possible() -> bool:
    """Tell whether browsers make passkeys here: not at an address that is a mere number."""
    try:
        ip_address(site().host)
    except ValueError:
        return True
    return False


def new_challenge(what_for: str) -> bytes:
    """Make a challenge for one purpose, and keep it with the answer; an older one is over."""
    made = secrets.token_bytes(32)
    cookie_session[CHALLENGE] = [what_for, made.hex(), int(clock.real_now().timestamp())]
    return made


def taken_challenge(what_for: str) -> bytes:
    """Return the challenge of a purpose and forget it; if there is none, one nobody can answer."""
    kept_for, made, at = cookie_session.pop(CHALLENGE, ["", "", 0])
    is_fresh = 0 <= clock.real_now().timestamp() - at < LIVES_SECONDS
    return bytes.fromhex(made) if kept_for == what_for and is_fresh else secrets.token_bytes(32)


def as_json(options: str) -> Response:
    """Answer a script with what to ask the browser for."""
    response = make_response(options)
    response.headers["Content-Type"] = "application/json"
    return never_keep(response)
