"""Putting forward is its writer's support, and a repeated Send finds the first need."""

import pytest

from app.foundation.access import NotAllowed, Role
from app.needs.models import Moderation
from app.needs.words import NeedWords
from app.people import operations as people
from app.people.models import Participant
from app.recounts.operations import differences
from app.sending.operations import put_forward
from app.voices.queries import supported_by
from tests.builders import BUILDER, PROMISE


@pytest.fixture
def send(session, make, now):
    def sent(actor, key="one key", place=None, new_voice=None, **words):
        return put_forward(
            session, actor, NeedWords(**(words or {"words": "A later bus."})),
            conversation=make.conversation(), place=place, promise=PROMISE, send_key=key,
            new_voice=new_voice, now=now,
        )  # fmt: skip

    return sent


def test_the_writer_is_the_first_voice(session, make, send):
    actor = make.participant_actor(place=make.area())
    need, made = send(actor)
    session.refresh(need)
    assert (made, need.people, need.moderation) == (True, 1, Moderation.WAITING)
    assert supported_by(session, actor.participant_id, [need.id]) == {need.id}
    assert differences(session, BUILDER) == []


def test_the_same_key_finds_the_same_need_whatever_came_with_it(session, make, send):
    actor = make.participant_actor()
    need, _made = send(actor)
    for again in (actor, make.participant_actor()):
        found, made = send(again, words="Other words.")
        assert (found.id, made, found.words) == (need.id, False, "A later bus.")
    assert send(actor, key="another key")[0].id != need.id
    session.refresh(need)
    assert need.people == 1
    assert differences(session, BUILDER) == []


def test_a_held_voice_is_heard_and_not_counted(session, make, send):
    need, made = send(make.participant_actor(held=True))
    session.refresh(need)
    assert (made, need.people) == (True, 0)
    assert differences(session, BUILDER) == []


def test_who_speaks_for_the_first_time_took_part(session, make, send, now):
    voice = people.new_participant(
        session, make.visitor(), make.keys, address_mark="mark", real_now=now
    )
    actor = make.actor_of(session.get_one(Participant, voice.participant_id))
    send(actor, new_voice=voice)
    assert differences(session, BUILDER) == []


def test_staff_are_heard_elsewhere(make, send):
    with pytest.raises(NotAllowed):
        send(make.actor(Role.PLANNER))


def test_only_what_works_is_marked_and_named_by_its_first_sentence(make, send):
    need, _made = send(make.participant_actor(), works_well="The library is warm. Come and see.")
    assert need.is_works_well
    assert need.title == "The library is warm."


def test_the_days_that_are_promised_are_counted_from_today(make, send, now):
    need, _made = send(make.participant_actor())
    assert need.check_by.isoformat() == "2026-03-05"
    assert need.answer_by.isoformat() == "2026-05-25"
