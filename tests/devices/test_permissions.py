"""Who may see where somebody is signed in."""

from app.devices.permissions import may_see_devices
from app.foundation.access import VISITOR, Actor, Helping


def test_whoever_is_signed_in_may_and_nobody_else():
    assert may_see_devices(Actor(member_id=1))
    assert may_see_devices(Actor(person_id=1))
    for actor in (
        VISITOR,
        Actor(participant_id=1),
        Actor.system("clock"),
        Actor(person_id=1, helping=Helping(1, "phone", "moderator")),
    ):
        assert not may_see_devices(actor)
