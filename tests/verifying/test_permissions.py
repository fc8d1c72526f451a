"""Who may decide about a group: never about one's own."""

import pytest

from app.foundation.access import Role
from app.verifying.permissions import may_decide_group, may_trust_group


@pytest.mark.parametrize("role", Role)
def test_moderators_decide_and_with_planners_trust(make, role):
    who = make.actor(role)
    assert may_decide_group(who, is_own=False) is (role is Role.MODERATOR)
    assert may_trust_group(who, is_own=False) is (role in {Role.MODERATOR, Role.PLANNER})
    assert not may_decide_group(who, is_own=True)
    assert not may_trust_group(who, is_own=True)


def test_members_decide_nothing(make):
    for who in (make.member(), make.visitor()):
        assert not may_decide_group(who, is_own=False)
        assert not may_trust_group(who, is_own=False)
