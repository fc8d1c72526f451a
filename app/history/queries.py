"""Reading the history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, case, exists, func, literal, select
from sqlalchemy.orm import Session

from app.foundation.database import Base
from app.foundation.public_codes import code_for
from app.history.chain import FIRST, EntryToSeal
from app.history.models import HistoryCheck, HistoryEntry, HistoryNote, HistorySeal
from app.history.things import NAMINGS, Thing


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


def entry_ids_about(subject: str, subject_id: int) -> Select[int]:
    """Return the ids of the acts on one thing, as part of another statement."""
    return select(HistoryEntry.id).where(
        HistoryEntry.subject == subject, HistoryEntry.subject_id == subject_id
    )


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


def acts_of_and_on(
    session: Session, person_id: int, *, before: int | None, size: int
) -> Sequence[HistoryLine]:
    """Return up to `size` acts of a person, and on their sign-in, newest first below a number."""
    on_them = (HistoryEntry.subject == "person") & (HistoryEntry.subject_id == person_id)
    statement = (
        _lines()
        .where((HistoryEntry.person_id == person_id) | on_them)
        .order_by(HistoryEntry.id.desc())
        .limit(size)
    )
    if before is not None:
        statement = statement.where(HistoryEntry.id < before)
    return [HistoryLine(*row) for row in session.execute(statement)]


class About(Protocol):
    """Whatever is about a thing, known by the name of its table and its id."""

    @property
    def subject(self) -> str:
        """Return the name of the table."""

    @property
    def subject_id(self) -> int:
        """Return the id."""


def things_of(session: Session, lines: Iterable[About]) -> dict[tuple[str, int], Thing]:
    """Return how the things of some acts are called, in one statement for each kind of thing."""
    ids: dict[str, set[int]] = {}
    for line in lines:
        ids.setdefault(line.subject, set()).add(line.subject_id)
    found = {}
    for subject in sorted(ids.keys() & NAMINGS.keys()):
        naming, columns = NAMINGS[subject], Base.metadata.tables[subject].c
        rows = session.execute(
            select(
                columns.id,
                columns.number if naming.letter else literal(0),
                columns[naming.words] if naming.words else literal(""),
                case((columns.state != "draft", columns.slug), else_="")
                if naming.has_slug
                else literal(""),
            ).where(columns.id.in_(ids[subject]))
        )
        for thing_id, number, words, slug in rows:
            code = code_for(naming.letter, number) if number else ""
            found[subject, thing_id] = Thing(thing_id, code, words, slug)
    return found


_COLUMNS = tuple(HistoryEntry.__table__.columns[name] for name in EntryToSeal.__annotations__)
_IS_SEALED = exists().where(HistorySeal.entry_id == HistoryEntry.id)


def last_seal(session: Session) -> tuple[int, str]:
    """Return the number and the seal of the last step; 0 when nothing is sealed yet."""
    row = session.execute(
        select(HistorySeal.number, HistorySeal.seal).order_by(HistorySeal.number.desc()).limit(1)
    ).one_or_none()
    return (row.number, row.seal) if row else (0, FIRST)


def newest_sealed_id(session: Session) -> int:
    """Return the highest id of an entry that is sealed."""
    return session.scalar(select(func.max(HistorySeal.entry_id))) or 0


def entries_to_seal(session: Session, *, above: int, limit: int) -> Sequence[EntryToSeal]:
    """Return entries without a seal above an id, lowest id first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(HistoryEntry.id > above, ~_IS_SEALED)
        .order_by(HistoryEntry.id)
        .limit(limit)
    )
    return [EntryToSeal(*row) for row in rows]


def unsealed_count(session: Session) -> int:
    """Count the entries that wait for their seal."""
    return session.scalar(select(func.count()).select_from(HistoryEntry).where(~_IS_SEALED)) or 0


@dataclass(frozen=True)
class SealedStep:
    """One seal with the entry it was laid over; no entry when that is gone."""

    number: int
    entry_id: int
    seal: str
    entry: EntryToSeal | None


def sealed_steps(session: Session, *, after: int, limit: int) -> Sequence[SealedStep]:
    """Return the seals above a number with their entries, in the order of the chain."""
    rows = session.execute(
        select(HistorySeal.number, HistorySeal.entry_id, HistorySeal.seal, *_COLUMNS)
        .outerjoin(HistoryEntry, HistoryEntry.id == HistorySeal.entry_id)
        .where(HistorySeal.number > after)
        .order_by(HistorySeal.number)
        .limit(limit)
    )
    return [
        SealedStep(row[0], row[1], row[2], None if row[3] is None else EntryToSeal(*row[3:]))
        for row in rows
    ]


def seals_of_checks(session: Session) -> dict[int, str]:
    """Return the last seal of each check that found everything whole, by its number."""
    rows = session.execute(
        select(HistoryCheck.steps, HistoryCheck.seal).where(
            HistoryCheck.broken_step.is_(None), HistoryCheck.steps > 0
        )
    )
    return {row.steps: row.seal for row in rows}


def last_check(session: Session) -> HistoryCheck | None:
    """Return what the last walk over the chain found, or None before the first."""
    return session.scalar(select(HistoryCheck).order_by(HistoryCheck.id.desc()).limit(1))
