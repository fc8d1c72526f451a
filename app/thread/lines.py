"""The thread as values: knots of the strand, steps with their days, and how a promise was kept.

A value names an endpoint with its arguments, never an address: the page makes the address.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.foundation.public_codes import code_for
from app.needs.lines import NumberedNeed
from app.needs.models import MARKERS, Moderation, Progress
from app.plan.lines import ActionLine
from app.priorities.models import DecisionKind

MOST_OVERDUE = 1000
_LETTERS = {"need": "N", "theme": "T", "decision": "D", "action": "A", "outcome": "O"}
_PAGES = {
    "need": ("needs.show", "need_code"),
    "theme": ("themes.show", "theme_code"),
    "decision": ("priorities.decision", "decision_code"),
    "action": ("plan.action", "action_code"),
    "outcome": ("plan.outcome", "outcome_code"),
}


@dataclass(frozen=True)
class Link:
    """Where a thing of the thread has its page; without a text the page says what it is."""

    kind: str
    text: str
    endpoint: str
    args: dict[str, str]

    @classmethod
    def to(cls, kind: str, number: int, text: str = "") -> "Link":
        """Return the link to a thing with a public code."""
        endpoint, argument = _PAGES[kind]
        code = code_for(_LETTERS[kind], number)
        return cls(kind, text, endpoint, {argument: code})


@dataclass(frozen=True)
class Knot:
    """One of the six knots of the strand: done, here (this page), or next (not yet).

    `text` is a name or a code; `key` is a kind of answer, which the page puts in words; `more`
    says how many others there are beside the one named.
    """

    kind: str
    state: str = "next"
    text: str = ""
    key: str = ""
    more: int = 0
    endpoint: str = ""
    args: dict[str, str] | None = None

    @property
    def label(self) -> str:
        """Return the name of the knot."""
        return self.kind.capitalize()


@dataclass(frozen=True)
class Step:
    """One step of a need in time, with its day and what belongs to it.

    `kind` is sent, checked, grouped, decided, in_plan, being_done or done. `key` narrows it: the
    kind of answer, or late, stuck, stopped. `by` is the day promised, for what is still to come
    or is held up; `days_late` says how long ago that day was, where it has passed.
    """

    kind: str
    state: str = "next"
    on: date | None = None
    by: date | None = None
    key: str = ""
    words: str = ""
    who: str = ""
    is_late: bool = False
    days_late: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Thread:
    """Where a need stands: the strand, its steps, and what comes next on the thread."""

    strand: tuple[Knot, ...]
    steps: tuple[Step, ...] = ()
    is_late: bool = False
    onward: Link | None = None


@dataclass(frozen=True)
class ThemeOnThread:
    """A theme that needs stand under, and since when."""

    id: int
    number: int | None
    name: str
    grouped_at: datetime | None


@dataclass(frozen=True)
class AnswerOnThread:
    """An answer that stands."""

    number: int
    kind: DecisionKind
    kind_in_own_words: str
    we_decided: str
    decided_by: str
    decided_on: date | None
    need_id: int | None
    theme_id: int | None


@dataclass(frozen=True)
class ListOnThread:
    """A place on whose list of priorities something stands."""

    name: str
    slug: str
    is_whole_place: bool


@dataclass(frozen=True, kw_only=True)
class OnThread:
    """What was found around one thing; the first of each is the one that is named."""

    need_numbers: tuple[int, ...] = ()
    themes: tuple[ThemeOnThread, ...] = ()
    lists: tuple[ListOnThread, ...] = ()
    answers: tuple[AnswerOnThread, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    outcomes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class NeedBehind(NumberedNeed):
    """A need behind an action or outcome. One that is no longer public keeps its place only."""

    id: int
    number: int
    title: str
    progress: Progress
    moderation: Moderation
    online: int
    rooms: int
    target_number: int | None
    target_title: str | None

    @property
    def target_code(self) -> str:
        """Return the code of the need that says the same, for a merged one."""
        return code_for("N", self.target_number) if self.target_number else ""

    @property
    def marker(self) -> str:
        """Return what stands in place of the words: nothing, while they can be read here."""
        kind = MARKERS.get(self.moderation, "hidden")
        return "joined" if kind == "merged" and not self.target_number else kind

    def as_shown(self) -> "NeedBehind":
        """Return it as anyone may read it: of what is gone, no words and no counts."""
        if self.marker in {"", "merged"}:
            return self
        return replace(self, title="", online=0, rooms=0, target_title=None)


@dataclass(frozen=True)
class PromiseKept:
    """Of the needs that were due an answer, how many had one in time, and how many still wait."""

    due: int
    on_time: int
    overdue: int
    oldest_day: date | None
    # Only the newest of those that were due are looked at, where there are many.
    is_of_the_last: bool = False

    @property
    def overdue_words(self) -> str:
        """Return how many still wait, up to a thousand."""
        return f"{MOST_OVERDUE:,}+" if self.overdue > MOST_OVERDUE else f"{self.overdue:,}"

    @property
    def percent(self) -> int:
        """Return the share answered in time, rounded down: never better than it was."""
        return 100 * self.on_time // self.due if self.due else 0
