"""Who may open the queue, read an item of it, and decide."""

import pytest

from app.foundation.access import VISITOR, Actor, Grant, Role
from app.moderation.permissions import may_decide_need, may_moderate, may_review_need
from app.needs.models import Need

COALBRAE, MILLBURN = 7, 8


def staff(role: Role, place_id: int | None = None) -> Actor:
    return Actor(person_id=1, grants=frozenset({Grant(role, place_id)}))


EVERYWHERE = staff(Role.MODERATOR)
IN_COALBRAE = staff(Role.MODERATOR, COALBRAE)
OTHERS = [
    VISITOR,
    Actor(participant_id=1),
    Actor(person_id=1),
    Actor.system("nightly"),
    *(staff(role) for role in Role if role is not Role.MODERATOR),
]


@pytest.mark.parametrize("actor", OTHERS, ids=str)
def test_nobody_but_a_moderator_reads_or_decides(actor: Actor) -> None:
    need = Need(id=1, participant_id=5)
    assert not may_moderate(actor)
    assert not may_review_need(actor, {COALBRAE})
    assert not may_decide_need(actor, need, {COALBRAE})


@pytest.mark.parametrize(
    ("actor", "places", "answer"),
    [
        (EVERYWHERE, {COALBRAE}, True),
        (EVERYWHERE, set(), True),
        (IN_COALBRAE, {COALBRAE}, True),
        (IN_COALBRAE, {COALBRAE, MILLBURN}, True),
        (IN_COALBRAE, {MILLBURN}, False),
        (IN_COALBRAE, set(), False),
    ],
)
def test_a_role_for_one_place_reaches_only_what_is_about_it(
    actor: Actor, places: set[int], answer: bool
) -> None:
    assert may_moderate(actor)
    assert may_review_need(actor, places) is answer
    assert may_decide_need(actor, Need(id=1, participant_id=5), places) is answer


def test_nobody_decides_what_they_put_forward_themselves() -> None:
    both = Actor(person_id=1, participant_id=5, grants=EVERYWHERE.grants)
    assert not may_decide_need(both, Need(id=1, participant_id=5), {COALBRAE})
    assert may_decide_need(both, Need(id=2, participant_id=6), {COALBRAE})


def test_a_need_without_a_participant_is_nobodys_own() -> None:
    assert may_decide_need(EVERYWHERE, Need(id=1, participant_id=None), {COALBRAE})


def test_a_participant_cannot_decide_even_with_a_role() -> None:
    odd = Actor(participant_id=9, grants=EVERYWHERE.grants)
    assert not may_decide_need(odd, Need(id=1, participant_id=5), {COALBRAE})
