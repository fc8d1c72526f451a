"""Locks are one's own."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.locks.permissions import may_keep_locks


@pytest.mark.parametrize("role", Role)
def test_nobody_keeps_the_locks_of_another_whatever_their_role(role):
    actor = Actor(person_id=1, grants=frozenset({Grant(role)}))
    assert may_keep_locks(actor, "person", 1)
    assert not may_keep_locks(actor, "person", 2)
    assert not may_keep_locks(actor, "member", 1)


def test_a_member_keeps_their_own_and_a_visitor_none():
    assert may_keep_locks(Actor(member_id=1), "member", 1)
    assert not may_keep_locks(Actor(member_id=1), "person", 1)
    assert not may_keep_locks(Actor(member_id=1), "member", 2)
    for actor in (VISITOR, Actor(participant_id=1), Actor.system("a job")):
        assert not may_keep_locks(actor, "person", 1)
        assert not may_keep_locks(actor, "place", 1)
