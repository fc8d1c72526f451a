"""The past of a seeded place: entries are gathered in any order and written oldest first."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.demo.staff import STAFF
from app.foundation.access import Actor
from app.foundation.database import Base
from app.history.models import HistoryEntry, HistoryNote
from app.seed.known import Known
from app.seed.operations import put_rows, put_rows_with_ids

_ROLE_OF = {each.email: each.role for each in STAFF}


def entry(
    at: datetime,
    verb: str,
    model: type[Base],
    subject_id: int,
    *,
    acting_as: str = "resident",
    person_id: int | None = None,
    participant_id: int | None = None,
    reason_code: str | None = None,
) -> dict[str, object]:
    """Return the row of one act."""
    return {
        "at": at,
        "person_id": person_id,
        "participant_id": participant_id,
        "acting_as": acting_as,
        "verb": verb,
        "subject": model.__tablename__,
        "subject_id": subject_id,
        "reason_code": reason_code,
        "note_hash": None,
    }


class History:
    """Acts that happened before the place was laid out."""

    def __init__(self, known: Known) -> None:
        """Begin with none."""
        self._known = known
        self._acts: list[tuple[datetime, dict[str, object], str]] = []

    def staff(
        self,
        at: datetime,
        verb: str,
        model: type[Base],
        subject_id: int,
        *,
        by: str,
        reason_code: str | None = None,
        note: str = "",
    ) -> None:
        """Add an act of somebody on the staff, named by e-mail."""
        row = entry(
            at,
            verb,
            model,
            subject_id,
            acting_as=_ROLE_OF[by],
            person_id=self._known.people[by],
            reason_code=reason_code,
        )
        self._acts.append((at, row, note))

    def resident(
        self,
        at: datetime,
        verb: str,
        model: type[Base],
        subject_id: int,
        *,
        participant_id: int | None,
    ) -> None:
        """Add an act of a resident; a group has no voice of its own."""
        row = entry(at, verb, model, subject_id, participant_id=participant_id)
        self._acts.append((at, row, ""))

    def write(self, session: Session, actor: Actor) -> None:
        """Write the acts down, oldest first; those of one moment in the order they were added."""
        acts = sorted(self._acts, key=lambda act: act[0])
        rows, notes = [], []
        for _at, row, note in acts:
            salt = secrets.token_hex(16) if note else ""
            note_hash = hashlib.sha256((salt + note).encode()).hexdigest() if note else None
            rows.append({**row, "note_hash": note_hash})
            notes.append((note, salt))
        ids = put_rows_with_ids(session, actor, HistoryEntry, rows)
        told = [
            {"entry_id": entry_id, "words": note, "salt": salt}
            for entry_id, (note, salt) in zip(ids, notes, strict=True)
            if note
        ]
        put_rows(session, actor, HistoryNote, told)
