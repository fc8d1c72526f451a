"""Adding to the history, in the transaction of the act itself."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.foundation import visible
from app.foundation.access import Actor
from app.history.models import HistoryEntry, HistoryNote


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
