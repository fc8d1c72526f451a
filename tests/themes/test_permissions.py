"""Who sees and shapes themes."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.themes.models import Theme, ThemeState
from app.themes.permissions import may_see_theme, may_shape_themes

PEOPLE = {
    "visitor": VISITOR,
    "participant": Actor(participant_id=1),
    "without a role": Actor(person_id=1),
    "job": Actor.system("nightly"),
    **{role.value: Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_planners_and_jobs_shape_themes(who: str) -> None:
    assert may_shape_themes(PEOPLE[who]) is (who in {"planner", "job"})


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", ThemeState)
def test_everyone_sees_a_theme_once_it_was_shared(who: str, state: ThemeState) -> None:
    seen = may_see_theme(PEOPLE[who], Theme(state=state))
    assert seen is (state is not ThemeState.FORMING)
