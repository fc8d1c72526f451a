"""What somebody typed, what they were promised, and what stays of it, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from app.foundation.text.plain import title_from
from app.needs.models import Barrier, Need, Progress

BEFORE_AN_ANSWER = frozenset({Progress.NEW, Progress.GROUPED, Progress.BEING_DECIDED})

# Begins the act of the history that says what became of a need.
PROGRESS_VERB = "progress: "


@dataclass(frozen=True)
class Marker:
    """What stays of a need that was public and is not any more.

    `kind` is taken_back, erased, checked_again or hidden; `reason_code` says why it was hidden;
    `by_writer` tells whether its writer did this: took it back, or is changing the words.
    """

    code: str
    kind: str
    day: datetime | None
    by_writer: bool
    reason_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class NeedWords:
    """What somebody typed, already cleaned."""

    title: str = ""
    words: str = ""
    works_well: str = ""
    about_whom: str = ""
    barrier: Barrier | None = None

    @property
    def heading(self) -> str:
        """Return the title, or the first sentence when none was given."""
        return self.title or title_from(self.words or self.works_well)

    @property
    def says_only_what_works(self) -> bool:
        """Tell whether only the "works well" box was filled."""
        return bool(self.works_well) and not self.words


@dataclass(frozen=True, kw_only=True)
class Promise:
    """How soon a need is checked and answered."""

    check_days: int
    answer_weeks: int


def typed_title(need: Need) -> str:
    """Return the title that the writer typed; empty where it is the first sentence."""
    from_words = NeedWords(words=need.words, works_well=need.works_well).heading
    return "" if need.title == from_words else need.title


def waits_too_long(need: Need, today: date) -> bool:
    """Tell whether the day by which an answer was promised has passed without one."""
    return need.progress in BEFORE_AN_ANSWER and need.answer_by < today
