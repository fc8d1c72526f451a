"""What a planner writes, as values, and what must be there before anyone is told. Pure."""

from dataclasses import asdict, dataclass
from datetime import date

from app.foundation.access import NotPossibleNow
from app.plan.models import Action, Depth, Outcome

STALE = "This was changed since you opened the page. Look at it again, then change it."
SAME_NAME = "There is a change with this name already. Open that one, or choose another name."
LAST_NEED = (
    "This is the last need behind it that people can read. Link another one first, or name the "
    "law that asks for it."
)
MISSING = {
    "outcome": "The change it works for is only a draft. Agree that change first.",
    "need": (
        "No need that people can read stands behind it. Link a need, or name the law that asks "
        "for it."
    ),
    "expected": "Say what we expect from it, so that everyone can check afterwards.",
    "lead": "Name the group or body that leads it.",
    "lead_role": "Name the role that answers for it.",
    "due_on": "Say by when it is done.",
}


def says(thing: Outcome | Action, words: "OutcomeWords | ActionWords") -> bool:
    """Tell whether what is to be written stands there already."""
    return all(getattr(thing, name) == value for name, value in asdict(words).items())


@dataclass(frozen=True, kw_only=True)
class OutcomeWords:
    """What a planner writes about a change we want."""

    name: str
    good_looks_like: str = ""
    for_whom: str = ""
    lead_id: int | None = None
    lead_role: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """What a planner writes about an action."""

    outcome_id: int
    what: str
    more: str = ""
    expected: str = ""
    lead_id: int | None = None
    lead_role: str = ""
    depth: Depth | None = None
    starts_on: date | None = None
    due_on: date | None = None
    legal_duty: str = ""


def missing_to_agree(
    action: Action | ActionWords, *, has_a_public_need: bool, outcome_is_agreed: bool
) -> list[str]:
    """Return what an action lacks before anyone can be told of it: keys, in the form's order."""
    checks = {
        "outcome": outcome_is_agreed,
        "need": has_a_public_need or bool(action.legal_duty),
        "expected": bool(action.expected),
        "lead": action.lead_id is not None,
        "lead_role": bool(action.lead_role),
        "due_on": action.due_on is not None,
    }
    return [name for name, is_there in checks.items() if not is_there]


def refuse_stale(thing: Outcome | Action, revision: int) -> None:
    """Refuse a form that was opened before the last change."""
    if thing.revision != revision:
        raise NotPossibleNow(STALE)


def refuse_without_lead(lead_id: int | None, lead_role: str) -> None:
    """Refuse what nobody would answer for."""
    if lead_id is None:
        raise NotPossibleNow("Name the group or body that answers for it.")
    if not lead_role:
        raise NotPossibleNow(MISSING["lead_role"])
