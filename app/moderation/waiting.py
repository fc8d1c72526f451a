"""What lists of the queue show and are narrowed to. Values only, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.foundation import clock
from app.foundation.public_codes import code_for
from app.moderation.lanes import Alike, Lane
from app.moderation.risk import risk_words
from app.needs.models import Channel


def text_of(title: str, words: str, works_well: str) -> str:
    """Return all the words of a need as one text, for the hints."""
    return " \n ".join((title, words, works_well))


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to, and where in it one stands (ids of needs)."""

    place_id: int | None = None
    lane: Lane | None = None
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class Waiting:
    """How much waits, since when, and what the promise makes of it."""

    count: int
    oldest: datetime | None
    past_promise: int
    due_today: int


@dataclass(frozen=True)
class WaitingNeed:
    """One need that waits, as its sender wrote it."""

    id: int
    title: str
    words: str
    works_well: str
    channel: Channel
    is_about_whole_place: bool
    sent_at: datetime
    check_by: date

    @property
    def place_in_queue(self) -> tuple[datetime, int]:
        """Return what the queue is ordered by."""
        return self.sent_at, self.id

    @property
    def sent_on(self) -> date:
        """Return the day people here would say it was sent on."""
        return clock.local_day(self.sent_at)

    @property
    def text(self) -> str:
        """Return all its words, for the hints."""
        return text_of(self.title, self.words, self.works_well)


@dataclass(frozen=True)
class QueueLine:
    """A waiting need with the lane the hints put it in, and the published need it is like."""

    need: WaitingNeed
    lane: Lane
    like_number: int | None

    @property
    def like_code(self) -> str:
        """Return the code of the need it is like, empty when there is none."""
        return code_for("N", self.like_number) if self.like_number else ""


def oldest_at_risk(rows: Iterable[WaitingNeed]) -> int | None:
    """Return the id of the need that has waited longest of those with a risk word."""
    return next((row.id for row in rows if risk_words(row.text)), None)


def alike_among(
    rows: Sequence[WaitingNeed], text: str, *, but: int, most: int
) -> Sequence[WaitingNeed]:
    """Return which of some waiting needs say much the same as a text, most alike first."""
    by_id = {row.id: row for row in rows if row.id != but}
    alike = Alike((row.id, row.text) for row in by_id.values())
    return [by_id[need_id] for need_id in alike.all_alike(text, most)]
