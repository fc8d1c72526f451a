"""What the values about decisions, priorities and the plan hold."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.demo.vocabulary import (
    ActionState,
    AreaCode,
    DecisionKind,
    Depth,
    Horizon,
    Prevention,
    Reach,
)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """You said, we decided, and why: on one need or one theme; `answers` names the needs."""

    code: str
    subject: str
    answers: tuple[str, ...]
    kind: DecisionKind
    people_said: str
    we_decided: str
    why: str
    decided_by: str
    decided_on: date
    look_again_on: date
    what_next: str
    passed_to: str = ""
    differs_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Priority:
    """A theme or need on the list of an area, or of the whole place (`BV`)."""

    place: AreaCode | Literal["BV"]
    subject: str
    listed_on: date
    by_right: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A change we want, and who answers for it."""

    code: str
    name: str
    good_looks_like: str
    for_whom: str
    lead: str
    lead_role: str
    agreed_on: date


@dataclass(frozen=True)
class Update:
    """News of an action, in plain words."""

    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """Who does what by when. Late is never stored: it follows from `due_on` and today."""

    code: str
    outcome: str
    what: str
    more: str
    expected: str
    lead: str
    lead_role: str
    partners: tuple[str, ...]
    needs: tuple[str, ...]
    depth: Depth
    prevention: Prevention
    reach: Reach
    horizon: Horizon
    agreed_on: date
    starts_on: date
    due_on: date
    state: ActionState
    state_reason: str = ""
    updates: tuple[Update, ...] = ()

    def is_late_on(self, day: date) -> bool:
        """Tell whether it should have been finished by then and is still going on."""
        return self.state in {"started", "on_track"} and self.due_on < day
