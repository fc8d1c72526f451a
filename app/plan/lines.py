"""What the pages of the plan show, as values, and which columns each is made from.

No database here: `queries` reads the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row

from app.foundation.clock import local_day
from app.foundation.public_codes import code_for
from app.history.queries import HistoryLine
from app.organisations.models import Organisation
from app.plan.models import Action, ActionState, Depth, Outcome, OutcomeState
from app.plan.states import FINISHED, is_late

LATE = "late"
ACTION_COLUMNS = (
    Action.id,
    Action.number,
    Action.what,
    Action.state,
    Action.state_reason,
    Action.due_on,
    Action.agreed_on,
    Action.starts_on,
    Action.finished_on,
    Action.depth,
    Organisation.name.label("lead_name"),
    Action.lead_role,
    Outcome.id.label("outcome_id"),
    Outcome.number.label("outcome_number"),
    Outcome.name.label("outcome_name"),
)
OUTCOME_COLUMNS = (
    Outcome.id,
    Outcome.number,
    Outcome.name,
    Outcome.good_looks_like,
    Outcome.for_whom,
    Organisation.name.label("lead_name"),
    Outcome.lead_role,
    Outcome.state,
    Outcome.agreed_on,
)


@dataclass(frozen=True)
class ActionLine:
    """One action as a list shows it; `need_ids` says which of the needs asked for it answers."""

    id: int
    number: int | None
    what: str
    state: ActionState
    state_reason: str
    due_on: date | None
    agreed_on: date | None
    starts_on: date | None
    finished_on: date | None
    depth: Depth | None
    lead_name: str | None
    lead_role: str
    outcome_id: int
    outcome_number: int | None
    outcome_name: str
    last_news_on: date | None
    is_late: bool = False
    need_ids: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """Return the public code, empty before the action is agreed."""
        return code_for("A", self.number) if self.number else ""

    @property
    def outcome_code(self) -> str:
        """Return the code of the change that it works for."""
        return code_for("O", self.outcome_number) if self.outcome_number else ""

    @property
    def shown_state(self) -> str:
        """Return the key of the state as pages show it: late stands before on track."""
        return LATE if self.is_late else self.state.value

    @property
    def done_on(self) -> date | None:
        """Return the day it was done, or of its last news where that was never written down."""
        return (self.finished_on or self.last_news_on) if self.state in FINISHED else None

    @classmethod
    def from_row(cls, row: Row[Any], today: date, need_ids: tuple[int, ...] = ()) -> "ActionLine":
        """Make a line from `ACTION_COLUMNS`, late or not on a day."""
        names = [column.key for column in ACTION_COLUMNS]
        columns: dict[str, Any] = dict(zip(names, row, strict=False))  # a row may hold more
        late, news_on = is_late(row.state, row.due_on, today), row.last_news_on
        return cls(**columns, last_news_on=news_on, is_late=late, need_ids=need_ids)


@dataclass(frozen=True)
class OutcomeLine:
    """One change we want, and who answers for it."""

    id: int
    number: int | None
    name: str
    good_looks_like: str
    for_whom: str
    lead_name: str | None
    lead_role: str
    state: OutcomeState
    agreed_on: date | None

    @property
    def code(self) -> str:
        """Return the public code, empty for a draft."""
        return code_for("O", self.number) if self.number else ""


@dataclass(frozen=True)
class NewsLine:
    """One piece of news of an action."""

    id: int
    on: date
    words: str


@dataclass(frozen=True)
class Happened:
    """Something in the life of an agreed action: news, another state, or another day promised."""

    on: date
    words: str = ""
    state: str = ""
    why: str = ""
    day_was: date | None = None
    day_is: date | None = None


@dataclass(frozen=True)
class PlanCounts:
    """How many things were promised, by state; a late one counts as late only."""

    by_state: dict[str, int] = field(default_factory=dict)
    to_the_cause: int = 0

    @property
    def together(self) -> int:
        """Return how many things were promised."""
        return sum(self.by_state.values())

    def of(self, *states: str) -> int:
        """Return how many are in one of some states."""
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True, kw_only=True)
class PlanFilter:
    """What a list of actions is narrowed to."""

    show: str = ""
    place_id: int | None = None
    outcome_id: int | None = None
    after: int | None = None
    before: int | None = None


STATE_VERB, MOVED_VERB = "state: ", "moved the day"


def story_of(
    entries: Sequence[HistoryLine], news: Sequence[NewsLine], due_on: date | None
) -> list[Happened]:
    """Return what became of an agreed action, oldest first: it is a thread.

    Of the history only states and moved days are told, with the reasons that stand for everyone.
    What went on after its day is told as late, whatever it was called then.
    """
    told = [Happened(line.on, words=line.words) for line in reversed(news)]
    for entry in entries:
        on, why = local_day(entry.at), entry.note or ""
        if entry.verb.startswith(STATE_VERB):
            state = entry.verb.removeprefix(STATE_VERB)
            shown = LATE if is_late(ActionState(state), due_on, on) else state
            told.append(Happened(on, state=shown, why=why))
        elif entry.verb == MOVED_VERB:
            was, _, now = (entry.reason_code or "").partition("/")
            days = date.fromisoformat(was), date.fromisoformat(now)
            told.append(Happened(on, why=why, day_was=days[0], day_is=days[1]))
    return sorted(told, key=lambda part: part.on)
