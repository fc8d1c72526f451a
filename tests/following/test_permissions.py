"""Who may follow."""

from app.following.permissions import may_follow
from app.foundation.access import Actor, Role


def test_only_whoever_is_signed_in_as_a_resident_follows(make):
    assert may_follow(Actor(member_id=1))
    assert not may_follow(make.visitor())
    assert not may_follow(make.participant_actor())
    assert not may_follow(make.actor(Role.PLANNER, Role.ADMIN))
    assert not may_follow(Actor.system("anything"))
