"""How much somebody put forward lately."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.members.queries import has_account
from app.needs.models import Need
from app.people.models import KeyKind, ParticipantKey


def needs_sent_since(session: Session, participant_id: int | None, since: datetime) -> int:
    """Count what a participant put forward since a moment, whatever became of it."""
    counted = select(func.count()).where(
        Need.participant_id == participant_id, Need.sent_at > since
    )
    return session.scalar(counted) or 0


def is_known_by_cookie_alone(session: Session, participant_id: int) -> bool:
    """Tell whether a browser speaks for a voice by its cookie, and no account does.

    Not any more once that browser was told to forget, nor for who was helped at a desk.
    """
    has_cookie = exists().where(
        ParticipantKey.participant_id == participant_id, ParticipantKey.kind == KeyKind.COOKIE
    )
    return bool(session.scalar(select(has_cookie))) and not has_account(session, participant_id)
