"""Who may forget what has been kept long enough."""

from app.foundation.access import Actor, Role
from app.retention.permissions import may_keep_to_retention


def test_only_the_clock(make):
    assert may_keep_to_retention(Actor.system("keep-to-retention"))
    assert not may_keep_to_retention(make.actor(Role.ADMIN))
    assert not may_keep_to_retention(Actor(member_id=1))
