"""What a digest holds: whom it goes to, and each thing as anyone may read it now. Values only."""

from dataclasses import dataclass
from datetime import date

from app.following.lines import Shown
from app.following.models import HowOften
from app.needs.models import Progress
from app.plan.lines import ActionLine
from app.priorities.lines import DecisionLine


@dataclass(frozen=True)
class Reader:
    """Somebody whose turn it is, and from which step of the history on they are told."""

    member_id: int
    email: str
    participant_id: int | None
    how_often: HowOften
    # What the row said when it was read: whoever was quicker has moved it.
    told_until: int
    # Earlier than that where the last digest could not be sent.
    told_after: int
    unsent_letter_id: int | None


@dataclass(frozen=True)
class Doing:
    """An action of the plan: how far it is, its last words, and who leads it."""

    code: str
    what: str
    shown_state: str
    words: str
    lead_role: str
    lead_name: str

    @classmethod
    def of(cls, line: ActionLine, news: str = "") -> "Doing":
        """Return what a letter says of an action."""
        words = line.state_reason or news
        return cls(
            line.code, line.what, line.shown_state, words, line.lead_role, line.lead_name or ""
        )


@dataclass(frozen=True)
class Standing:
    """Who says a need, and what became of it."""

    online: int
    rooms: int
    progress: Progress

    @property
    def people(self) -> int:
        """Return people online and in rooms together."""
        return self.online + self.rooms


@dataclass(frozen=True, kw_only=True)
class DigestThing:
    """One thing of a digest: you said, we decided, we did."""

    shown: Shown
    standing: Standing | None = None
    answer: DecisionLine | None = None
    doing: tuple[Doing, ...] = ()
    # Of a place: what was newly said there, as far as it is named, and how much it is.
    new_needs: tuple[Shown, ...] = ()
    new_count: int = 0


@dataclass(frozen=True)
class Digest:
    """A digest before it is written: nothing to tell means that no letter goes."""

    reader: Reader
    day: date
    until: int
    things: tuple[DigestThing, ...]
    more: int
    need_ids: frozenset[int]
    # The number of the last visible change when it was read.
    visible_change: int
