"""Who may read and answer complaints about data."""

from app.complaints.permissions import may_answer_complaints, may_empty_complaints
from app.foundation.access import Actor, Role


def test_only_administrators_answer_and_only_the_clock_empties(make):
    assert may_answer_complaints(make.actor(Role.ADMIN))
    for role in set(Role) - {Role.ADMIN}:
        assert not may_answer_complaints(make.actor(role))
    assert may_empty_complaints(Actor.system("keep-to-retention"))
    assert not may_empty_complaints(make.actor(Role.ADMIN))
