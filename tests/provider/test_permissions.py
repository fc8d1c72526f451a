"""Everybody links their own sign-in, whatever their role."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.provider.permissions import may_link_provider


@pytest.mark.parametrize("role", Role)
def test_nobody_links_for_another(role):
    actor = Actor(person_id=1, grants=frozenset({Grant(role)}))
    assert may_link_provider(actor, 1)
    assert not may_link_provider(actor, 2)


def test_residents_and_jobs_link_nothing():
    for actor in (VISITOR, Actor(member_id=1), Actor(participant_id=1), Actor.system("a job")):
        assert not may_link_provider(actor, 1)
