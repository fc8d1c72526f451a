"""What the pages of places and wards show, as values. No database here: `queries` reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.foundation import clock
from app.foundation.public_codes import code_for
from app.needs.lines import NumberedNeed
from app.needs.models import Progress
from app.places.heard import Shown
from app.plan.lines import ActionLine
from app.plan.models import ActionState
from app.plan.states import FINISHED
from app.priorities.models import DecisionKind
from app.voices.lines import People


@dataclass(frozen=True)
class Heard:
    """Who was heard: everybody, and those who told where they live, by place."""

    everybody: People
    by_place: Mapping[int, People]

    def at(self, place_id: int) -> People:
        """Return the people of one place."""
        return self.by_place.get(place_id, People())

    @property
    def together(self) -> dict[int, int]:
        """Return how many were heard in each place, online and in rooms together."""
        return {place_id: people.together for place_id, people in self.by_place.items()}


@dataclass(frozen=True)
class NeedHere(NumberedNeed):
    """One need with how many people in a place say so."""

    id: int
    number: int
    title: str
    words: str
    works_well: str
    progress: Progress
    online: int
    rooms: int
    groups: int


@dataclass(frozen=True)
class ThemeHere:
    """One theme with its people in a ward, and the need under it that most of them say.

    `voices` is empty where only a rounded number, or none, may be shown.
    """

    id: int
    number: int
    name: str
    people: Shown
    voices: People | None
    loudest: NeedHere | None = None

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("T", self.number)


@dataclass(frozen=True)
class Listed:
    """A theme or need on the list of an area, with how far it is or the answer that stands."""

    number: int
    title: str
    is_need: bool
    progress: Progress | None
    answer: DecisionKind | None

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("N" if self.is_need else "T", self.number)


@dataclass(frozen=True)
class AnswerHere:
    """An answer about needs of a place; one that was passed on may still be waiting."""

    number: int
    kind: DecisionKind
    kind_in_own_words: str
    passed_to: str
    decided_by: str
    decided_on: date | None
    published_at: datetime | None
    subject_number: int
    subject_title: str
    is_about_need: bool
    progress: Progress | None

    @property
    def code(self) -> str:
        """Return the public code of the answer."""
        return code_for("D", self.number)

    @property
    def subject_code(self) -> str:
        """Return the code of the need or theme."""
        return code_for("N" if self.is_about_need else "T", self.subject_number)

    @property
    def on(self) -> date | None:
        """Return the day people could read it, else the day it was decided."""
        return clock.local_day(self.published_at) if self.published_at else self.decided_on

    @property
    def is_waiting(self) -> bool:
        """Tell whether it was passed to somebody else and nothing came back yet."""
        return self.kind is DecisionKind.NOT_OURS and self.progress in {None, Progress.PASSED_ON}


@dataclass(frozen=True)
class OpenNeed:
    """A need without an answer: promised by a day, owed by whoever decides."""

    number: int
    title: str
    answer_by: date
    who_decides: str

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("N", self.number)

    @property
    def owed_by(self) -> str:
        """Return who decides, without what is said about them after a colon."""
        return self.who_decides.partition(":")[0]


@dataclass(frozen=True)
class OpenNeeds:
    """Needs of a place that wait for an answer, longest first; the counts are of all of them."""

    late: Sequence[OpenNeed] = ()
    late_count: int = 0
    being_decided: Sequence[OpenNeed] = ()
    being_decided_count: int = 0


@dataclass(frozen=True)
class Moving:
    """What happened with actions that answer needs of a place."""

    done: Sequence[ActionLine]
    news: Sequence[ActionLine]
    behind: Sequence[ActionLine]

    @classmethod
    def since(cls, day: date, actions: Sequence[ActionLine]) -> "Moving":
        """Sort actions into done since a day, with news since that day, and late or stuck."""
        behind = [each for each in actions if each.is_late or each.state is ActionState.STUCK]
        done = [
            each
            for each in actions
            if each.state in FINISHED and each.done_on is not None and each.done_on >= day
        ]
        news = [
            each
            for each in actions
            if each not in done and each.last_news_on is not None and each.last_news_on >= day
        ]
        return cls(done, news, behind)
