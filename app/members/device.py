"""What this phone or computer did before anybody signed in on it, and whose it becomes."""

from app.extensions import db
from app.foundation.web.session import (
    current_actor,
    forget_participant_cookie,
    key_ring,
    participant_token,
    place_now,
)
from app.members import operations, queries
from app.people.follow_codes import cookie_digest
from app.people.models import KeyKind
from app.people.operations import drop_device_keys
from app.people.queries import find_participant_by_key


def _digest() -> str:
    """Return what the key of this browser's cookie is found by; nothing without a cookie."""
    token = participant_token()
    return cookie_digest(key_ring(), token) if token else ""


def _voice_of_cookie() -> int | None:
    digest = _digest()
    return find_participant_by_key(db.session, KeyKind.COOKIE, digest) if digest else None


def voice_of_device() -> int | None:
    """Return for whom this browser speaks by its cookie, unless that is nobody to ask about."""
    voice_id = _voice_of_cookie()
    if voice_id is None or queries.has_account(db.session, voice_id):
        return None
    said = queries.what_was_said(db.session, voice_id)
    return voice_id if said.needs or said.supports else None


def forget_this_device() -> None:
    """Let this browser speak for nobody any more: its key opens nothing from now on."""
    voice_id = _voice_of_cookie()
    if voice_id is not None:
        drop_device_keys(db.session, current_actor(), voice_id, digest=_digest())
    forget_participant_cookie()


def put_with_account(voice_id: int) -> None:
    """Put what a participant said with the account of this request.

    This may be a shared device: from now on only the sign-in opens that voice here.
    """
    actor = current_actor()
    speaks = operations.put_with_account(db.session, actor, voice_id, now=place_now())
    if drop_device_keys(db.session, actor, speaks, digest=_digest()):
        forget_participant_cookie()
