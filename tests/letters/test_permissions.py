"""Who may take letters out of the outbox."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.letters.permissions import may_send_letters


def test_only_the_worker_sends_letters():
    assert may_send_letters(Actor.system("send-letters"))


@pytest.mark.parametrize(
    "actor",
    [
        VISITOR,
        Actor(participant_id=1),
        *(Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role),
    ],
)
def test_nobody_else_does(actor):
    assert not may_send_letters(actor)
