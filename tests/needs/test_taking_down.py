"""Taking down: the day that the marker shows is the first one."""

from datetime import timedelta

from app.needs import operations
from app.needs.models import Moderation
from tests.builders import BUILDER


def test_taking_down_again_keeps_the_first_day(session, make, now):
    need = make.need()
    for days, state in ((0, Moderation.HIDDEN), (3, Moderation.RETURNED)):
        operations.take_down(
            session, BUILDER, need, state, reason_code=None, now=now + timedelta(days=days)
        )
    assert need.taken_down_at == now


def test_what_shows_again_has_no_day_and_gets_a_new_one(session, make, now):
    need = make.need()
    operations.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=now)
    operations.make_public(session, BUILDER, need, now=now)
    assert need.taken_down_at is None
    later = now + timedelta(days=2)
    operations.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=later)
    assert need.taken_down_at == later
