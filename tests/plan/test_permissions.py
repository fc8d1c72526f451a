"""Who sees the plan and who writes it."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.plan.models import Action, ActionState, Outcome, OutcomeState
from app.plan.permissions import may_edit_plan, may_see_action, may_see_outcome

PEOPLE = {
    "visitor": VISITOR,
    "participant": Actor(participant_id=1),
    "without a role": Actor(person_id=1),
    "job": Actor.system("nightly"),
    **{role.value: Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_planners_and_jobs_write_the_plan(who: str) -> None:
    assert may_edit_plan(PEOPLE[who]) is (who in {"planner", "job"})


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", ActionState)
def test_everyone_sees_an_action_once_it_is_agreed(who: str, state: ActionState) -> None:
    seen = may_see_action(PEOPLE[who], Action(state=state))
    assert seen is (state is not ActionState.PROPOSED)


@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_sees_a_change_once_it_is_agreed(who: str) -> None:
    assert may_see_outcome(PEOPLE[who], Outcome(state=OutcomeState.AGREED))
    assert not may_see_outcome(PEOPLE[who], Outcome(state=OutcomeState.DRAFT))
