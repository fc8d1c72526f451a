"""What the pages of this subject show, as values, and which columns each is made from.

No database here: `queries` reads the rows.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import aliased

from app.foundation.public_codes import code_for
from app.needs.lines import SaidByPeople
from app.needs.models import Moderation, Need, Progress
from app.priorities.models import Decision, DecisionKind
from app.themes.models import Theme, ThemeState
from app.voices.lines import People
from app.voices.models import VoiceCount

TARGET = aliased(Need)  # the need that a merged one says the same as
_OF_DECISION = (
    Decision.id,
    Decision.number,
    Decision.kind,
    Decision.people_said,
    Decision.we_decided,
    Decision.why,
    Decision.decided_by,
    Decision.decided_on,
    Decision.look_again_on,
    Decision.what_next,
    Decision.differs_because,
    Decision.passed_to,
    Decision.kind_in_own_words,
    Decision.is_standing,
    Decision.published_at,
    Decision.revision,
    Decision.need_id,
    Decision.theme_id,
)
DECISION_COLUMNS = (
    *_OF_DECISION,
    Need.number.label("need_number"),
    Need.title,
    Need.moderation,
    TARGET.moderation.label("target_moderation"),
    Need.online.label("need_online"),
    Need.rooms.label("need_rooms"),
    Theme.number.label("theme_number"),
    Theme.name,
    Theme.state,
    VoiceCount.online.label("theme_online"),
    VoiceCount.rooms.label("theme_rooms"),
)


@dataclass(frozen=True)
class DecisionLine(SaidByPeople):
    """An answer as lists and threads show it, with the need or theme it belongs to.

    Where the need is no longer public, its title, what people said and the counts are empty.
    """

    id: int
    number: int | None
    kind: DecisionKind
    people_said: str
    we_decided: str
    why: str
    decided_by: str
    decided_on: date | None
    look_again_on: date | None
    what_next: str
    differs_because: str
    passed_to: str
    kind_in_own_words: str
    is_standing: bool
    published_at: datetime | None
    revision: int
    need_id: int | None
    theme_id: int | None
    subject_number: int | None
    subject_title: str
    subject_is_public: bool
    online: int
    rooms: int

    @property
    def code(self) -> str:
        """Return the public code, empty for a draft."""
        return code_for("D", self.number) if self.number else ""

    @property
    def subject(self) -> str:
        """Tell what it is about: "need" or "theme"."""
        return "need" if self.need_id is not None else "theme"

    @property
    def subject_code(self) -> str:
        """Return the code of the need or theme."""
        letter = "N" if self.need_id is not None else "T"
        return code_for(letter, self.subject_number) if self.subject_number else ""

    @classmethod
    def from_row(cls, row: Row[*tuple[Any, ...]]) -> "DecisionLine":
        """Make a line from `DECISION_COLUMNS`, without the words and counts of what is gone."""
        values: tuple[Any, ...] = row[: len(_OF_DECISION)]
        if row.theme_id is not None:
            is_public = row.state is not ThemeState.FORMING
            people = (row.theme_online or 0, row.theme_rooms or 0)
            values = (*values, row.theme_number, row.name, is_public, *people)
            return cls(*values)
        # A merged need can still be read, at the page of the one that says the same.
        is_public = Moderation.PUBLISHED in {row.moderation, row.target_moderation}
        values = (*values, row.need_number, row.title, is_public, row.need_online, row.need_rooms)
        line = cls(*values)
        gone = replace(line, subject_title="", people_said="", online=0, rooms=0)
        return line if is_public else gone


@dataclass(frozen=True)
class PriorityLine:
    """A theme or need on the list of one place, with how many people there say so."""

    id: int
    need_id: int | None
    theme_id: int | None
    number: int
    title: str
    voices: People
    decision: DecisionLine | None
    progress: Progress | None = None
    is_small_group_big_need: bool = False

    @property
    def subject(self) -> str:
        """Tell what it is: "need" or "theme"."""
        return "need" if self.need_id is not None else "theme"

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("N" if self.need_id is not None else "T", self.number)

    @property
    def people(self) -> int:
        """Return people online and in rooms together."""
        return self.voices.together

    @classmethod
    def of_need(
        cls, priority_id: int, need: Need, voices: People, decision: DecisionLine | None
    ) -> "PriorityLine":
        """Make a line of a need."""
        return cls(
            id=priority_id,
            need_id=need.id,
            theme_id=None,
            number=need.number or 0,
            title=need.title,
            voices=voices,
            decision=decision,
            progress=need.progress,
            is_small_group_big_need=need.is_small_group_big_need,
        )

    @classmethod
    def of_theme(
        cls, priority_id: int, theme: Theme, voices: People, decision: DecisionLine | None
    ) -> "PriorityLine":
        """Make a line of a theme."""
        return cls(
            id=priority_id,
            need_id=None,
            theme_id=theme.id,
            number=theme.number or 0,
            title=theme.name,
            voices=voices,
            decision=decision,
        )


@dataclass(frozen=True)
class ListedIn:
    """A place on whose list a theme or need stands."""

    id: int
    place_name: str
    place_slug: str
    is_whole_place: bool
