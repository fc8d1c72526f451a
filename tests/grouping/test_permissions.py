"""Who says what is behind a theme, and marks needs."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.grouping.permissions import may_mark_needs, may_write_causes
from app.needs.permissions import may_group_needs

PEOPLE = {
    "visitor": VISITOR,
    "participant": Actor(participant_id=1),
    "without a role": Actor(person_id=1),
    "job": Actor.system("nightly"),
    **{role.value: Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role},
}


@pytest.mark.parametrize("may", [may_write_causes, may_mark_needs, may_group_needs])
@pytest.mark.parametrize("who", PEOPLE)
def test_only_planners_and_jobs_may(who: str, may) -> None:  # type: ignore[no-untyped-def]
    assert may(PEOPLE[who]) is (who in {"planner", "job"})
