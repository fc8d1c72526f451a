"""Who publishes who was heard: the clock, and nobody at a moment of their choice."""

import pytest

from app.foundation.access import Actor, Role
from app.reach.permissions import may_publish_reach


@pytest.mark.parametrize("role", list(Role))
def test_no_role_publishes(make, role):
    assert not may_publish_reach(make.actor(role))


def test_the_clock_does_and_residents_do_not(make):
    assert may_publish_reach(Actor.system("publish-who-was-heard"))
    assert not may_publish_reach(make.visitor())
    assert not may_publish_reach(make.participant_actor())
