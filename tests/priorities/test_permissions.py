"""Who puts things on lists, and answers for the bodies that decide."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.priorities.permissions import (
    may_draft_decisions,
    may_publish_decisions,
    may_set_priorities,
)

PEOPLE = {
    "visitor": VISITOR,
    "participant": Actor(participant_id=1),
    "without a role": Actor(person_id=1),
    "job": Actor.system("nightly"),
    **{role.value: Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role},
}


@pytest.mark.parametrize("may", [may_set_priorities, may_draft_decisions, may_publish_decisions])
@pytest.mark.parametrize("who", PEOPLE)
def test_only_planners_and_jobs_may(who: str, may) -> None:  # type: ignore[no-untyped-def]
    assert may(PEOPLE[who]) is (who in {"planner", "job"})
