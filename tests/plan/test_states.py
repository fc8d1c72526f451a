"""When an action is late, what it may become, and what it makes of its needs."""

from datetime import date

import pytest

from app.needs.models import Progress
from app.plan.drafts import MISSING, missing_to_agree
from app.plan.models import Action, ActionState
from app.plan.states import NEXT_STATES, furthest_progress, is_late

TODAY = date(2026, 3, 2)
YESTERDAY = date(2026, 3, 1)
GOING_ON = {ActionState.AGREED, ActionState.STARTED, ActionState.ON_TRACK}


@pytest.mark.parametrize("state", ActionState)
def test_only_what_goes_on_past_its_day_is_late(state: ActionState) -> None:
    assert is_late(state, YESTERDAY, TODAY) is (state in GOING_ON)


@pytest.mark.parametrize("state", ActionState)
def test_nothing_is_late_on_its_day_or_without_one(state: ActionState) -> None:
    assert not is_late(state, TODAY, TODAY)
    assert not is_late(state, None, TODAY)


def test_no_step_leads_into_the_plan_past_agreeing() -> None:
    assert NEXT_STATES[ActionState.PROPOSED] == ()
    assert all(ActionState.PROPOSED not in following for following in NEXT_STATES.values())


def test_every_state_can_be_reached_from_agreed() -> None:
    reached, ahead = {ActionState.AGREED}, [ActionState.AGREED]
    while ahead:
        following = set(NEXT_STATES[ahead.pop()]) - reached
        reached |= following
        ahead += following
    assert reached == set(ActionState) - {ActionState.PROPOSED}


@pytest.mark.parametrize(
    ("states", "progress"),
    [
        ([], None),
        ([ActionState.PROPOSED], None),
        ([ActionState.STOPPED], None),
        ([ActionState.AGREED], Progress.IN_PLAN),
        ([ActionState.STARTED], Progress.UNDER_WAY),
        ([ActionState.ON_TRACK], Progress.UNDER_WAY),
        ([ActionState.STUCK], Progress.UNDER_WAY),
        ([ActionState.DONE], Progress.DONE),
        ([ActionState.REVIEWED], Progress.REVIEWED),
        ([ActionState.AGREED, ActionState.DONE, ActionState.STUCK], Progress.UNDER_WAY),
        ([ActionState.STOPPED, ActionState.AGREED, ActionState.PROPOSED], Progress.IN_PLAN),
        ([ActionState.DONE, ActionState.REVIEWED], Progress.REVIEWED),
        ([ActionState.AGREED, ActionState.REVIEWED], Progress.UNDER_WAY),
        ([ActionState.STOPPED, ActionState.DONE], Progress.DONE),
    ],
)
def test_the_furthest_action_says_what_became_of_a_need(
    states: list[ActionState], progress: Progress | None
) -> None:
    assert furthest_progress(states) is progress


def test_an_empty_proposal_lacks_everything_that_is_told_about() -> None:
    nothing = Action(expected="", lead_id=None, lead_role="", due_on=None, legal_duty="")
    missing = missing_to_agree(nothing, has_a_public_need=False, outcome_is_agreed=False)
    assert missing == list(MISSING)


def test_a_law_named_in_public_stands_for_a_need() -> None:
    whole = Action(
        expected="Less waiting", lead_id=1, lead_role="Head", due_on=TODAY, legal_duty="Act of 2015"
    )
    assert missing_to_agree(whole, has_a_public_need=False, outcome_is_agreed=True) == []
    whole.legal_duty = ""
    assert missing_to_agree(whole, has_a_public_need=False, outcome_is_agreed=True) == ["need"]
