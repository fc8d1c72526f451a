"""Adding to the history, in the transaction of the act itself."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation import visible
from app.foundation.access import Actor
from app.history import queries
from app.history.chain import ChainFinding, next_seal
from app.history.models import HistoryCheck, HistoryEntry, HistoryNote, HistorySeal

SEALED_AT_ONCE = 1_000  # others wait on SQLite meanwhile
# An act may become readable after others that began later. Each turn looks back this far below
# the newest sealed entry; what took even longer is sealed by the check, which looks at all.
LOOK_BACK = 10_000


class Recorded(Protocol):
    """Anything with a table name and an id can stand in the history."""

    __tablename__: str
    id: int


def record(
    session: Session,
    actor: Actor,
    verb: str,
    thing: Recorded,
    *,
    now: datetime,
    reason_code: str | None = None,
    note: str = "",
) -> HistoryEntry:
    """Write one act down. Whatever is recorded may have changed what is visible."""
    salt = secrets.token_hex(16)
    entry = HistoryEntry(
        at=now,
        person_id=actor.person_id,
        participant_id=actor.participant_id,
        acting_as=actor.job or actor.role_names or "resident",
        verb=verb,
        subject=thing.__tablename__,
        subject_id=thing.id,
        reason_code=reason_code,
        note_hash=hashlib.sha256((salt + note).encode()).hexdigest() if note else None,
    )
    session.add(entry)
    if note:
        session.flush()  # the note needs the number of its entry
        session.add(HistoryNote(entry_id=entry.id, words=note, salt=salt))
    visible.move_on(session)
    return entry


def forget_notes(session: Session, actor: Actor, thing: Recorded) -> None:
    """Drop the words of every note about a thing; with its salt gone, a hash says nothing."""
    about = queries.entry_ids_about(thing.__tablename__, thing.id)
    session.execute(
        delete(HistoryNote)
        .where(HistoryNote.entry_id.in_(about))
        .execution_options(synchronize_session=False)
    )


def record_many(
    session: Session,
    actor: Actor,
    verb: str,
    subject: str,
    subject_ids: Sequence[int],
    *,
    now: datetime,
) -> None:
    """Write the same act down for many things of one table.

    Unlike `record` it leaves the number of the last visible change alone: whoever brings in many
    batches moves it once, at the end.
    """
    if not subject_ids:
        return
    act = {
        "at": now,
        "person_id": actor.person_id,
        "participant_id": actor.participant_id,
        "acting_as": actor.job or actor.role_names or "resident",
        "verb": verb,
        "subject": subject,
    }
    session.execute(
        insert(HistoryEntry), [{**act, "subject_id": subject_id} for subject_id in subject_ids]
    )


def seal_history(session: Session, actor: Actor, *, from_start: bool = False, now: datetime) -> int:
    """Lay the next seals over up to 1,000 entries without one; return how many were laid.

    Steps are numbered one after the other and the number is the key, so of two workers that seal
    at the same moment one is refused by the table and lays nothing: its next turn does.
    """
    number, seal = queries.last_seal(session)
    above = 0 if from_start else queries.newest_sealed_id(session) - LOOK_BACK
    steps = []
    for entry in queries.entries_to_seal(session, above=above, limit=SEALED_AT_ONCE):
        number, seal = number + 1, next_seal(seal, entry)
        steps.append({"number": number, "entry_id": entry.id, "seal": seal, "sealed_at": now})
    if not steps:
        return 0
    try:
        with session.begin_nested():
            session.execute(insert(HistorySeal), steps)
    except IntegrityError:
        return 0
    return len(steps)


def keep_check(
    session: Session, actor: Actor, finding: ChainFinding, *, now: datetime
) -> HistoryCheck:
    """Keep what a walk over the chain found; only ever added to, like the seals."""
    check = HistoryCheck(
        checked_at=now, steps=finding.steps, seal=finding.seal, broken_step=finding.broken_step
    )
    session.add(check)
    return check
