"""Who may have words removed for good."""

from app.erasing.permissions import may_erase_for_somebody, may_erase_need, may_erase_when_due
from app.foundation.access import Actor, Role


def test_moderators_and_administrators_do_so_for_somebody(make):
    here, there = make.area(), make.area()
    assert may_erase_for_somebody(make.actor(Role.MODERATOR))
    assert may_erase_for_somebody(make.actor(Role.ADMIN))
    assert not may_erase_for_somebody(make.actor(Role.PLANNER))
    local = make.actor(Role.MODERATOR, place=here)
    assert may_erase_need(local, [here.id])
    assert not may_erase_need(local, [there.id])
    assert may_erase_need(make.actor(Role.ADMIN), [])
    assert not may_erase_need(Actor(), [])
    assert not may_erase_need(make.participant_actor(), [here.id])


def test_only_the_clock_removes_what_is_due(make):
    assert may_erase_when_due(Actor.system("keep-to-retention"))
    assert not may_erase_when_due(make.actor(Role.ADMIN))
