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


def voice_of_device() -> int | None:
    """Return for whom this browser speaks by its cookie, unless that is nobody to ask about."""
    token = participant_token()
    if token is None:
        return None
    digest = cookie_digest(key_ring(), token)
    voice_id = find_participant_by_key(db.session, KeyKind.COOKIE, digest)
    if voice_id is None or queries.has_account(db.session, voice_id):
        return None
    said = queries.what_was_said(db.session, voice_id)
    return voice_id if said.needs or said.supports else None


def forget_this_device() -> None:
    """Let this browser speak for nobody any more: its key opens nothing from now on."""
    token = participant_token()
    digest = cookie_digest(key_ring(), token) if token else ""
    voice_id = find_participant_by_key(db.session, KeyKind.COOKIE, digest)
    if voice_id is not None:
        drop_device_keys(db.session, current_actor(), voice_id, digest=digest)
    forget_participant_cookie()


def put_with_account(voice_id: int) -> None:
    """Put what a participant said with the account of this request.

    This may be a shared device: from now on only the sign-in opens that voice here.
    """
    actor, token = current_actor(), participant_token()
    speaks = operations.put_with_account(db.session, actor, voice_id, now=place_now())
    digest = cookie_digest(key_ring(), token) if token else ""
    if drop_device_keys(db.session, actor, speaks, digest=digest):
        forget_participant_cookie()
