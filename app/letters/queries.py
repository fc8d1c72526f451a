"""Reading the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from app.letters.models import LetterKind, OutgoingLetter


def is_free(real_now: datetime) -> ColumnElement[bool]:
    """Ask for letters that no worker has in its hands."""
    claimed_until = OutgoingLetter.claimed_until
    return or_(claimed_until.is_(None), claimed_until <= real_now)


def due_ids(session: Session, *, real_now: datetime, limit: int) -> Sequence[int]:
    """Return the letters whose turn it is and that no worker has, the longest due first.

    Somebody waits for a code; thousands of digests may be due before it, and they can wait.
    """
    can_wait = case((OutgoingLetter.kind == LetterKind.DIGEST, 1), else_=0)
    return session.scalars(
        select(OutgoingLetter.id)
        .where(OutgoingLetter.next_try_at <= real_now, is_free(real_now))
        .order_by(can_wait, OutgoingLetter.next_try_at, OutgoingLetter.id)
        .limit(limit)
    ).all()


def newest_letters(session: Session, *, limit: int) -> Sequence[OutgoingLetter]:
    """Return the letters that wait, the newest first: what the demo shows instead of sending."""
    return session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.next_try_at.is_not(None))
        .order_by(OutgoingLetter.id.desc())
        .limit(limit)
    ).all()
