"""Helping one person at a time: whose voice it is, who ends it, how often, and two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.access import NotAllowed, NotFound, NotPossibleNow, Role
from app.helping import operations, queries
from app.helping.models import Helping
from app.helping.permissions import may_end_helping, may_help_others
from app.history.models import HistoryEntry
from app.needs.models import Channel
from app.people.models import Participant
from app.recounts.operations import differences
from app.voices import operations as voices
from app.voices.models import NeedSupport
from tests.at_once import at_once
from tests.builders import BUILDER
from tests.conftest import NOW

TODAY = clock.local_day(NOW)
HELPERS = (
    Role.MODERATOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER, Role.PARTNER_EDITOR, Role.ADMIN
)  # fmt: skip


def begins(session, actor, now, *, channel=Channel.PHONE, participant_id=None, at=None):
    row = operations.begin(
        session, actor, channel=channel, place_id=None, participant_id=participant_id, now=now,
        real_now=at or now,
    )  # fmt: skip
    session.flush()
    return queries.helping_actor(session, actor, row.id, today=TODAY)


def speaks(session, actor, now):
    who, _is_held, voice = operations.give_voice(session, actor, real_now=now)
    return (
        queries.helping_actor(session, helper_of(actor), actor.helping.id, today=TODAY),
        who,
        voice,
    )


def helper_of(actor):
    """Return the bare helper behind somebody who is helped."""
    return type(actor)(person_id=actor.person_id, name=actor.name)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_help(session, make, now, role):
    actor = make.actor(role)
    assert may_help_others(actor) == (role in HELPERS)
    if role not in HELPERS:
        with pytest.raises(NotAllowed):
            begins(session, actor, now)
    for nobody in (make.visitor(), make.participant_actor()):
        with pytest.raises(NotAllowed):
            begins(session, nobody, now)


def test_roles_rest_while_helping_and_the_history_still_names_them(session, make, now):
    helper = make.actor(Role.MODERATOR, Role.PLANNER)
    acts = begins(session, helper, now)
    assert not acts.is_staff
    assert not acts.is_at_work
    assert not acts.has_role(Role.MODERATOR)
    assert not may_help_others(acts)
    assert may_end_helping(acts)
    assert acts.role_names == "moderator, planner helping: phone"
    assert (
        len("moderator, partner_editor, partnership_manager, planner, admin helping: home_visit")
        < 120
    )


def test_nobody_has_a_voice_before_the_first_act(session, make, now):
    before = session.scalar(select(func.count()).select_from(Participant))
    acts = begins(session, make.actor(Role.PLANNER), now)
    assert acts.participant_id is None
    assert session.scalar(select(func.count()).select_from(Participant)) == before
    acts, who, voice = speaks(session, acts, now)
    assert acts.participant_id == who == voice.participant_id
    assert voice.token == ""
    _again, same, none = speaks(session, acts, now)
    assert (same, none) == (who, None)


def test_a_helped_voice_counts_once_with_its_channel(session, make, now):
    need = make.need(supports=2)
    acts, _who, voice = speaks(session, begins(session, make.actor(Role.PLANNER), now), now)
    voices.support_need(session, acts, need.number, new_voice=voice, now=now)
    voices.support_need(session, acts, need.number, now=now)
    session.refresh(need)
    assert need.online == 3
    row = session.get(NeedSupport, (need.id, acts.participant_id))
    assert row.channel is Channel.PHONE
    assert differences(session, BUILDER) == []
    voices.withdraw_support(session, acts, need.number)
    session.refresh(need)
    assert need.online == 2
    assert differences(session, BUILDER) == []


def test_helped_people_are_never_a_rush_from_one_address(session, make, now):
    helper = make.actor(Role.MODERATOR)
    for _ in range(40):
        acts, who, _voice = speaks(session, begins(session, helper, now), now)
        assert not session.get(Participant, who).is_held
        assert not acts.is_held


def test_a_day_has_a_limit_that_says_so(session, make, now, monkeypatch):
    monkeypatch.setattr(operations, "MOST_PEOPLE_A_DAY", 2)
    helper, colleague = make.actor(Role.MODERATOR), make.actor(Role.MODERATOR)
    for _ in range(2):
        begins(session, helper, now)  # who says nothing after all is not counted
        speaks(session, begins(session, helper, now), now)
    with pytest.raises(NotPossibleNow, match="helped 2 people today"):
        begins(session, helper, now)
    begins(session, colleague, now)
    begins(session, helper, now, at=now + timedelta(days=1))


def test_beginning_anew_ends_what_was_open(session, make, now):
    helper = make.actor(Role.PLANNER)
    first = begins(session, helper, now)
    second = begins(session, helper, now)
    assert queries.helping_actor(session, helper, first.helping.id, today=TODAY) is None
    assert queries.helping_actor(session, helper, second.helping.id, today=TODAY) is not None
    with pytest.raises(NotPossibleNow):
        operations.give_voice(session, first, real_now=now)


def test_nobody_speaks_through_the_turn_of_another_helper(session, make, now):
    helper, other = make.actor(Role.PLANNER), make.actor(Role.PLANNER)
    turn = begins(session, helper, now)
    assert queries.helping_actor(session, other, turn.helping.id, today=TODAY) is None
    stolen = type(turn)(person_id=other.person_id, helping=turn.helping)
    with pytest.raises(NotPossibleNow):
        operations.give_voice(session, stolen, real_now=now)
    with pytest.raises(NotPossibleNow):
        operations.go_on(session, other, turn.helping.id, now=now, real_now=now)
    with pytest.raises(NotFound):
        operations.go_on(session, other, 999_999, now=now, real_now=now)


def test_going_on_after_a_pause_is_the_same_person_and_after_done_is_refused(session, make, now):
    helper = make.actor(Role.PLANNER)
    acts, who, _voice = speaks(session, begins(session, helper, now), now)
    again = operations.go_on(session, helper, acts.helping.id, now=now, real_now=now)
    assert (again.participant_id, again.channel) == (who, Channel.PHONE)
    operations.end(session, helper, now=now, real_now=now)
    with pytest.raises(NotPossibleNow):
        operations.go_on(session, helper, again.id, now=now, real_now=now)


def test_a_code_speaks_only_before_something_was_said(session, make, now):
    known = make.participant()
    acts = begins(session, make.actor(Role.PLANNER), now)
    operations.speak_for(session, acts, known.id)
    operations.speak_for(session, acts, known.id)
    assert speaks(session, acts, now)[1] == known.id
    with pytest.raises(NotPossibleNow):
        operations.speak_for(session, acts, make.participant().id)


def test_joining_takes_a_turn_along(session, make, now):
    older, younger = make.participant_actor(), make.participant()
    helper = make.actor(Role.PLANNER)
    acts = begins(session, helper, now, participant_id=younger.id)
    voices.join_participants(session, older, older.participant_id, younger.id, now=now)
    session.expire_all()
    now_speaks = queries.helping_actor(session, helper, acts.helping.id, today=TODAY)
    assert now_speaks.participant_id == older.participant_id


def test_the_history_says_who_helped_and_how(session, make, now):
    helper = make.actor(Role.MODERATOR)
    begins(session, helper, now, channel=Channel.HOME_VISIT)
    operations.end(session, helper, now=now, real_now=now)
    session.flush()
    said = session.execute(
        select(HistoryEntry.verb, HistoryEntry.reason_code, HistoryEntry.person_id)
        .where(HistoryEntry.subject == "helping")
        .order_by(HistoryEntry.id)
    ).all()
    assert [tuple(each) for each in said] == [
        ("began to help", "home_visit", helper.person_id),
        ("ended helping", None, helper.person_id),
    ]


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.WORKSHOP, Channel.IMPORTED])
def test_other_channels_are_no_way_to_help(session, make, now, channel):
    with pytest.raises(NotPossibleNow):
        begins(session, make.actor(Role.PLANNER), now, channel=channel)


@pytest.mark.slow
def test_two_first_presses_at_once_make_one_voice(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        acts = begins(session, make.actor(Role.PLANNER), now)
        number = make.need().number
        before = session.scalar(select(func.count()).select_from(Participant))
        session.commit()

    def press(session):
        who, _is_held, voice = operations.give_voice(session, acts, real_now=now)
        actor = type(acts)(person_id=acts.person_id, helping=acts.helping, participant_id=who)
        voices.support_need(session, actor, number, new_voice=voice, now=now)

    assert at_once(fresh_database, [press, press]) == []
    with fresh_database.session() as session:
        assert session.scalar(select(func.count()).select_from(Participant)) == before + 1
        assert session.scalar(select(func.count()).select_from(Helping)) == 1
        assert differences(session, BUILDER) == []
