"""The chain of seals: each is made of the one before and of one entry, column by column.

Values in, values out, so that anybody can compute it again (docs/adr/0008-sealed-history.md).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST = "0" * 64  # what stands before the first seal


@dataclass(frozen=True)
class EntryToSeal:
    """Every column of one entry. What somebody wrote is only there as a salted hash."""

    id: int
    at: datetime
    person_id: int | None
    participant_id: int | None
    acting_as: str
    verb: str
    subject: str
    subject_id: int
    reason_code: str | None
    note_hash: str | None


@dataclass(frozen=True)
class ChainFinding:
    """What a walk over the chain found: the whole of it, or the first step that does not fit."""

    steps: int
    seal: str
    waiting: int = 0
    problem: str = ""
    broken_step: int | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether every step fits."""
        return self.broken_step is None


def canonical_text(entry: EntryToSeal) -> str:
    """Return an entry as one line of JSON: names in order, no blanks, the time in UTC."""
    moment = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    columns = {**vars(entry), "at": moment}
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def next_seal(before: str, entry: EntryToSeal) -> str:
    """Return the seal of an entry that follows a seal."""
    return hashlib.sha256((before + canonical_text(entry)).encode()).hexdigest()
