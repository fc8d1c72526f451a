"""One's own things, and nobody else's."""

import pytest

from app.follow.queries import find_code, own_need, own_things, reason_for_sender
from app.foundation.access import VISITOR, NotFound
from app.needs.models import Moderation
from app.people import operations as people


def test_own_things_are_listed_newest_first_with_what_can_be_done(session, make):
    actor = make.participant_actor()
    target = make.need()
    states = {
        make.need(writer=actor, published=False).id: True,
        make.need(writer=actor).id: True,
        make.need(writer=actor, state=Moderation.HIDDEN).id: True,
        make.need(writer=actor, state=Moderation.RETURNED).id: True,
        make.need(writer=actor, state=Moderation.WITHDRAWN).id: False,
        make.need(writer=actor, merged_into=target).id: False,
    }
    things = own_things(session, actor)
    assert [thing.need.id for thing in things] == sorted(states, reverse=True)
    assert {thing.need.id: thing.can_change for thing in things} == states
    assert things[0].target.id == target.id
    assert own_things(session, VISITOR) == []
    assert own_things(session, make.participant_actor()) == []


def test_one_has_ones_own_need_only(session, make):
    actor = make.participant_actor()
    need = make.need(writer=actor, published=False)
    assert own_need(session, actor, need.id) is need
    for who, number in ((VISITOR, need.id), (make.participant_actor(), need.id), (actor, 999)):
        with pytest.raises(NotFound):
            own_need(session, who, number)


def test_a_code_is_shown_again_to_who_has_one(session, make, now):
    actor = make.participant_actor()
    assert find_code(session, make.keys, actor.participant_id) is None
    code = people.follow_code(session, actor, make.keys, actor.participant_id, real_now=now)
    assert find_code(session, make.keys, actor.participant_id) == code
    assert people.follow_code(session, actor, make.keys, actor.participant_id, real_now=now) == code


def test_what_shows_has_no_reason(session, make):
    assert reason_for_sender(session, make.need()) is None
