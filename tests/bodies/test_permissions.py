"""Who keeps the list of bodies."""

import pytest

from app.bodies.permissions import may_correct_body, may_keep_bodies
from app.foundation.access import Role


@pytest.mark.parametrize("role", Role)
def test_administrators_keep_the_list_and_leave_groups_with_people_alone(make, role):
    who = make.actor(role)
    assert may_keep_bodies(who) is (role is Role.ADMIN)
    assert may_correct_body(who, has_people=False) is (role is Role.ADMIN)
    assert not may_correct_body(who, has_people=True)


def test_nobody_else_does(make):
    for who in (make.visitor(), make.member(), make.participant_actor()):
        assert not may_keep_bodies(who)
        assert not may_correct_body(who, has_people=False)
