"""Who may say "me too", and who lets held voices count."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.voices.permissions import may_count_held_voices, may_support


def staff(role: Role) -> Actor:
    return Actor(person_id=1, grants=frozenset({Grant(role)}))


def test_anyone_without_a_sign_in_may_support():
    assert may_support(VISITOR)
    assert may_support(Actor(participant_id=1))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_who_signed_in_for_work_may_support(role):
    assert not may_support(staff(role))


@pytest.mark.parametrize("role", list(Role))
def test_only_moderators_let_held_voices_count(role):
    assert may_count_held_voices(staff(role)) is (role is Role.MODERATOR)
    assert not may_count_held_voices(VISITOR)


def test_a_rush_is_of_no_single_area():
    here = Grant(Role.MODERATOR, place_id=7)
    assert not may_count_held_voices(Actor(person_id=1, grants=frozenset({here})))
    both = frozenset({here, Grant(Role.MODERATOR)})
    assert may_count_held_voices(Actor(person_id=1, grants=both))
