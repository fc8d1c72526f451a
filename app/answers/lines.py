"""What the page of answers shows, as values, and which columns each is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_

from app.foundation.public_codes import code_for
from app.needs.lines import NumberedNeed, SaidByPeople
from app.needs.models import Need, Progress
from app.plan.lines import ActionLine
from app.priorities.models import Decision, DecisionKind
from app.themes.models import Theme
from app.voices.models import EVERYWHERE, Counted, VoiceCount

# In the order of the page. The keys stand in addresses.
SECTIONS = (
    "late",
    "not_now",
    "held_up",
    "passed_on",
    "you_can",
    "being_done",
    "done",
    "answered",
)
ANSWER_COLUMNS = (
    Decision.number,
    Decision.kind,
    Decision.kind_in_own_words,
    Decision.people_said,
    Decision.we_decided,
    Decision.why,
    Decision.decided_by,
    Decision.decided_on,
    Decision.look_again_on,
    Decision.what_next,
    Decision.differs_because,
    Decision.passed_to,
    Need.number.label("need_number"),
    Need.title,
    Need.progress,
    Need.online,
    Need.rooms,
    Theme.number.label("theme_number"),
    Theme.name,
    VoiceCount.online.label("theme_online"),
    VoiceCount.rooms.label("theme_rooms"),
)
PEOPLE_OF_THEME = and_(
    VoiceCount.counted == Counted.THEME,
    VoiceCount.subject_id == Decision.theme_id,
    VoiceCount.place_id == EVERYWHERE,
)


@dataclass(frozen=True)
class LateAnswer(NumberedNeed):
    """A need whose answer was due before today and has not come, and who owes it."""

    number: int
    title: str
    online: int
    rooms: int
    answer_by: date
    owed_by: str

    @property
    def owed_by_body(self) -> str:
        """Return who owes it, without what is said about them after a colon."""
        return self.owed_by.partition(":")[0].strip()


@dataclass(frozen=True)
class Answered:
    """An answer that stands, with the need or theme it belongs to and the people behind it."""

    number: int
    kind: DecisionKind
    kind_in_own_words: str
    people_said: str
    we_decided: str
    why: str
    decided_by: str
    decided_on: date | None
    look_again_on: date | None
    what_next: str
    differs_because: str
    passed_to: str
    need_number: int | None
    need_title: str | None
    progress: Progress | None
    need_online: int | None
    need_rooms: int | None
    theme_number: int | None
    theme_name: str | None
    theme_online: int | None
    theme_rooms: int | None

    @property
    def code(self) -> str:
        """Return the code of the answer."""
        return code_for("D", self.number)

    @property
    def subject_code(self) -> str:
        """Return the code of the need or theme that was answered."""
        if self.need_number is not None:
            return code_for("N", self.need_number)
        return code_for("T", self.theme_number or 0)

    @property
    def title(self) -> str:
        """Return the name of the need or theme."""
        return self.need_title or self.theme_name or ""

    @property
    def online(self) -> int:
        """Return the people who said so online."""
        return self.need_online or self.theme_online or 0

    @property
    def rooms(self) -> int:
        """Return the people who said so in rooms."""
        return self.need_rooms or self.theme_rooms or 0

    @property
    def people(self) -> int:
        """Return people online and in rooms together."""
        return self.online + self.rooms

    @property
    def shown_state(self) -> str:
        """Return the key of the state as the page shows it."""
        elsewhere = self.progress is Progress.ELSEWHERE
        return Progress.ELSEWHERE.value if elsewhere else self.kind.value


@dataclass(frozen=True)
class SaidBefore(SaidByPeople):
    """What stands before an action: the need most people said, and the answer to it."""

    need_number: int
    title: str
    online: int
    rooms: int
    kind: DecisionKind | None
    kind_in_own_words: str | None
    we_decided: str | None
    decided_by: str | None

    @property
    def code(self) -> str:
        """Return the code of the need."""
        return code_for("N", self.need_number)


@dataclass(frozen=True)
class Promised:
    """An action with its last news and what stands before it."""

    action: ActionLine
    news: str
    said: SaidBefore | None

    @property
    def number(self) -> int:
        """Return the number of the action, by which its list is walked."""
        return self.action.number or 0


Line = LateAnswer | Answered | Promised


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; no section means the first few of each."""

    section: str = ""
    place_id: int | None = None
    after: int | None = None
    before: int | None = None
    size: int


@dataclass(frozen=True)
class Part:
    """One section of the page. Late actions stand beside the late answers of its rows."""

    section: str
    rows: Sequence[Line]
    late_actions: Sequence[Promised] = ()
    has_more: bool = False


@dataclass(frozen=True)
class Answers:
    """What was found, by section: `size + 1` of each at most."""

    rows: Mapping[str, Sequence[Line]]
    late_actions: Sequence[Promised] = ()

    def first_of_each(self, size: int) -> list[Part]:
        """Return the sections that hold something, in the order of the page."""
        parts = []
        for section in SECTIONS:
            rows = self.rows.get(section, ())
            beside = self.late_actions if section == "late" else ()
            if rows or beside:
                more = len(rows) > size or len(beside) > size
                parts.append(Part(section, rows[:size], beside[:size], more))
        return parts
