"""Reading which accounts nobody uses."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.people.models import Member

LAST_WARNING = 2


def last_used() -> ColumnElement[datetime]:
    """Return when somebody last signed in; a session lasts 90 days at most."""
    return func.coalesce(Member.signed_in_at, Member.made_at)


def accounts_to_warn(
    session: Session, *, unused_since: datetime, warnings: int, warned_before: datetime, limit: int
) -> Sequence[int]:
    """Return accounts that nobody used since a moment, and that had so many warnings."""
    statement = (
        select(Member.id)
        .where(last_used() < unused_since, Member.warnings == warnings)
        .order_by(Member.id)
        .limit(limit)
    )
    if warnings:
        statement = statement.where(Member.warned_at < warned_before)
    return session.scalars(statement).all()


def accounts_to_delete(
    session: Session, *, unused_since: datetime, warned_before: datetime, limit: int
) -> Sequence[int]:
    """Return accounts that nobody used since a moment though both warnings went."""
    return session.scalars(
        select(Member.id)
        .where(
            last_used() < unused_since,
            Member.warnings == LAST_WARNING,
            Member.warned_at < warned_before,
        )
        .order_by(Member.id)
        .limit(limit)
    ).all()
