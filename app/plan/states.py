"""What an action may become next, when it is late, and what that makes of its needs. Pure."""

from collections.abc import Iterable
from datetime import date

from app.needs.models import Progress
from app.plan.models import ActionState

# Agreeing has rules of its own, so nothing leads there but taking up again what was stopped.
NEXT_STATES: dict[ActionState, tuple[ActionState, ...]] = {
    ActionState.PROPOSED: (),
    ActionState.AGREED: (
        ActionState.STARTED,
        ActionState.ON_TRACK,
        ActionState.STUCK,
        ActionState.DONE,
        ActionState.STOPPED,
    ),
    ActionState.STARTED: (
        ActionState.ON_TRACK,
        ActionState.STUCK,
        ActionState.DONE,
        ActionState.STOPPED,
    ),
    ActionState.ON_TRACK: (
        ActionState.STARTED,
        ActionState.STUCK,
        ActionState.DONE,
        ActionState.STOPPED,
    ),
    ActionState.STUCK: (
        ActionState.STARTED,
        ActionState.ON_TRACK,
        ActionState.DONE,
        ActionState.STOPPED,
    ),
    # Done may have been said too early; then it goes on.
    ActionState.DONE: (ActionState.REVIEWED, ActionState.STARTED, ActionState.ON_TRACK),
    ActionState.REVIEWED: (ActionState.DONE,),
    ActionState.STOPPED: (ActionState.AGREED, ActionState.STARTED),
}
NEEDS_A_REASON = frozenset({ActionState.STUCK, ActionState.STOPPED})
# Stuck and stopped say more than late does, so they are never called late beside it.
CAN_BE_LATE = (ActionState.AGREED, ActionState.STARTED, ActionState.ON_TRACK)
FINISHED = frozenset({ActionState.DONE, ActionState.REVIEWED})

_PROGRESS = {
    ActionState.AGREED: Progress.IN_PLAN,
    ActionState.STARTED: Progress.UNDER_WAY,
    ActionState.ON_TRACK: Progress.UNDER_WAY,
    ActionState.STUCK: Progress.UNDER_WAY,
    ActionState.DONE: Progress.DONE,
    ActionState.REVIEWED: Progress.REVIEWED,
}
_NEAR_TO_FAR = (Progress.IN_PLAN, Progress.UNDER_WAY, Progress.DONE, Progress.REVIEWED)
BY_THE_PLAN = frozenset(_NEAR_TO_FAR)


def is_late(state: ActionState, due_on: date | None, today: date) -> bool:
    """Tell whether an action should have been finished before today and still goes on."""
    return due_on is not None and due_on < today and state in CAN_BE_LATE


def furthest_progress(states: Iterable[ActionState]) -> Progress | None:
    """Return what the actions of a need make of it: the one that is furthest wins.

    It is done once all of them are finished. None when nothing in the plan answers it: only
    proposals, or only what was stopped.
    """
    live = {state for state in states if state in _PROGRESS}
    if live & FINISHED and live - FINISHED:
        return Progress.UNDER_WAY
    reached = {_PROGRESS[state] for state in live}
    return max(reached, key=_NEAR_TO_FAR.index, default=None)
