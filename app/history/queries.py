"""Reading the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.history.models import HistoryEntry, HistoryNote


@dataclass(frozen=True)
class HistoryLine:
    """One act, with its note when there still is one."""

    id: int
    at: datetime
    person_id: int | None
    participant_id: int | None
    acting_as: str
    verb: str
    subject: str
    subject_id: int
    reason_code: str | None
    note: str | None


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        HistoryEntry.id,
        HistoryEntry.at,
        HistoryEntry.person_id,
        HistoryEntry.participant_id,
        HistoryEntry.acting_as,
        HistoryEntry.verb,
        HistoryEntry.subject,
        HistoryEntry.subject_id,
        HistoryEntry.reason_code,
        HistoryNote.words,
    ).outerjoin(HistoryNote, HistoryNote.entry_id == HistoryEntry.id)


def history_of(session: Session, subject: str, subject_id: int) -> Sequence[HistoryLine]:
    """Return everything done to one thing, oldest first: it is a thread."""
    statement = (
        _lines()
        .where(HistoryEntry.subject == subject, HistoryEntry.subject_id == subject_id)
        .order_by(HistoryEntry.id)
    )
    return [HistoryLine(*row) for row in session.execute(statement)]


def latest_history(
    session: Session,
    *,
    before: int | None,
    size: int,
    subject: str | None = None,
    person_id: int | None = None,
) -> Sequence[HistoryLine]:
    """Return up to `size + 1` acts of staff and residents, newest first, below a number."""
    statement = _lines().order_by(HistoryEntry.id.desc()).limit(size + 1)
    if before is not None:
        statement = statement.where(HistoryEntry.id < before)
    if subject is not None:
        statement = statement.where(HistoryEntry.subject == subject)
    if person_id is not None:
        statement = statement.where(HistoryEntry.person_id == person_id)
    return [HistoryLine(*row) for row in session.execute(statement)]
