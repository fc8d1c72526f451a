import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.imports.permissions import may_bring_in_needs


def test_a_command_and_an_administrator_may_bring_needs_in() -> None:
    assert may_bring_in_needs(Actor.system("import"))
    assert may_bring_in_needs(Actor(person_id=1, grants=frozenset({Grant(Role.ADMIN)})))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_on_the_staff_side_may(role: Role) -> None:
    assert not may_bring_in_needs(Actor(person_id=1, grants=frozenset({Grant(role)})))


def test_residents_may_not() -> None:
    assert not may_bring_in_needs(VISITOR)
    assert not may_bring_in_needs(Actor(participant_id=1))
