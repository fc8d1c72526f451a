"""Acts that cross at the same moment, with real commits: none waits in a circle, counts hold."""

import threading

import pytest

from app.follow.operations import take_back
from app.foundation.access import NotFound, NotPossibleNow, Role
from app.grouping import operations as grouping
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs.models import Channel, Need
from app.needs.operations import submit_need
from app.needs.words import NeedWords, Promise
from app.people.models import Participant
from app.places.models import Place
from app.recounts.operations import differences
from app.themes.models import Theme
from app.voices import operations
from tests.at_once import LONGEST, at_once
from tests.builders import BUILDER

pytestmark = pytest.mark.slow
ROUNDS = 8
REFUSALS = (NotPossibleNow, NotFound)


def lives(session, actor, place_id, now):
    operations.tell_place(session, actor, session.get_one(Place, place_id), now=now)


def whole(fresh_database):
    with fresh_database.session() as session:
        assert differences(session, BUILDER) == []


def test_joining_supporting_telling_a_place_and_sending_cross(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        areas = [make.area("Harbour"), make.area("Hillfoot")]
        theme = make.theme()
        needs = [make.need(theme=theme) for _ in range(3)]
        numbers = [need.number for need in needs]
        conversation = make.conversation()
        pairs = []
        for turn in range(ROUNDS):
            older, younger = make.participant_actor(place=areas[0]), make.participant_actor()
            for number in numbers[:2]:
                operations.support_need(session, younger, number, now=now)
            operations.support_need(session, older, numbers[turn % 2], now=now)
            session.flush()
            older = make.actor_of(session.get(Participant, older.participant_id))
            pairs.append((older, younger))
        conversation_id, place_id = conversation.id, areas[1].id
        session.commit()

    def sends(actor, key):
        words = NeedWords(title="A bench", words="A bench, please.")

        def act(session):
            promise = Promise(check_days=2, answer_weeks=6)
            need, _made = submit_need(
                session, actor, words, conversation_id=conversation_id, place=None,
                promise=promise, send_key=key, now=now, channel=Channel.ONLINE,
            )  # fmt: skip
            operations.say_ones_own(session, actor, need, now=now)

        return act

    for turn, (older, younger) in enumerate(pairs):
        problems = at_once(
            fresh_database,
            [
                lambda s, a=older, b=younger: operations.join_participants(
                    s, a, a.participant_id, b.participant_id, now=now
                ),
                lambda s, a=younger: lives(s, a, place_id, now),
                lambda s, a=younger: operations.support_need(s, a, numbers[2], now=now),
                lambda s, a=older: operations.support_need(s, a, numbers[1], now=now),
                lambda s, a=younger: operations.withdraw_support(s, a, numbers[0]),
                sends(older, f"key-{turn}"),
            ],
            REFUSALS,
        )
        assert problems == []
    whole(fresh_database)


def test_one_person_who_presses_twice_at_once_counts_once_in_a_theme(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        theme = make.theme()
        numbers = [make.need(theme=theme).number for _ in range(2)]
        people = [make.participant_actor(place=make.area(f"Area {n}")) for n in range(ROUNDS)]
        session.commit()
    for actor in people:
        acts = [
            lambda s, a=actor, n=number: operations.support_need(s, a, n, now=now)
            for number in numbers
        ]
        assert at_once(fresh_database, acts, REFUSALS) == []
    whole(fresh_database)


@pytest.mark.parametrize("act", ["group", "take out", "hide"])
def test_a_theme_that_changes_meanwhile_counts_a_person_once(fresh_database, now, act, monkeypatch):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        theme, actor = make.theme(), make.participant_actor()
        pressed = make.need(theme=theme)
        moved = make.need(**({} if act == "group" else {"theme": theme}))
        make.support(moved, actor)
        planner = make.actor(Role.PLANNER, Role.MODERATOR)
        number, moved_id, theme_id, revision = pressed.number, moved.id, theme.id, moved.revision
        session.commit()
    has_read, has_moved = threading.Event(), threading.Event()
    read = operations.queries.supports_beside

    def read_and_wait(*arguments, **named):
        facts = read(*arguments, **named)
        has_read.set()
        has_moved.wait(1)  # the other act goes first, if nothing holds it
        return facts

    def move(session):
        has_read.wait(LONGEST)
        if act == "hide":
            reason = ReasonCode.ADVERT
            moderation.hide_need(session, planner, moved_id, reason, revision=revision, now=now)
        else:
            verb = grouping.put_under_theme if act == "group" else grouping.take_out_of_theme
            named = {"now": now}
            verb(session, planner, session.get_one(Theme, theme_id), [moved_id], **named)
        session.commit()
        has_moved.set()

    monkeypatch.setattr(operations.queries, "supports_beside", read_and_wait)
    support = lambda s: operations.support_need(s, actor, number, now=now)  # noqa: E731
    assert at_once(fresh_database, [support, move], REFUSALS) == []
    monkeypatch.undo()
    whole(fresh_database)


def test_a_rush_that_is_let_in_crosses_with_supports(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        areas = [make.area("Harbour"), make.area("Hillfoot")]
        numbers = [make.need(theme=make.theme()).number for _ in range(3)]
        rush = []
        for n in range(6):
            actor = make.participant_actor(place=areas[n % 2], held=True)
            operations.support_need(session, actor, numbers[n % 3], now=now)
            session.get(Participant, actor.participant_id).address_mark = "a hall"
            rush.append(actor)
        moderator = make.actor_of(make.person(Role.MODERATOR))
        others = [make.participant_actor(place=areas[n % 2]) for n in range(6)]
        place_id = areas[1].id
        session.commit()
    acts = [
        lambda s: operations.count_held_voices(s, moderator, "a hall", now=now),
        lambda s: operations.count_held_voices(s, moderator, "a hall", now=now),
        *(
            lambda s, a=actor, n=numbers[turn % 3]: operations.support_need(s, a, n, now=now)
            for turn, actor in enumerate([*others, *rush])
        ),
        *(lambda s, a=actor: lives(s, a, place_id, now) for actor in rush[:3]),
    ]
    assert at_once(fresh_database, acts, REFUSALS) == []
    whole(fresh_database)


def test_a_support_of_a_merged_need_crosses_with_the_undo(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        moderator = make.actor_of(make.person(Role.MODERATOR))
        pairs = []
        for _ in range(ROUNDS):
            target, merged = make.need(), make.need()
            decision = moderation.merge_need(
                session, moderator, merged.id, target.id, revision=merged.revision, now=now
            )
            pairs.append((merged.number, decision.id, merged.id))
        people = [make.participant_actor() for _ in range(3)]
        session.flush()
        session.commit()
    for number, decision_id, _merged in pairs:
        acts = [
            lambda s, d=decision_id: moderation.undo_decision(s, moderator, d, now=now),
            *(
                lambda s, a=actor, n=number: operations.support_need(s, a, n, now=now)
                for actor in people
            ),
        ]
        assert at_once(fresh_database, acts, REFUSALS) == []
    whole(fresh_database)
    with fresh_database.session() as session:
        assert session.get(Need, pairs[0][2]).merged_into_id is None


def test_a_support_of_a_merged_need_crosses_with_its_writers_taking_back(fresh_database, now):
    """Whoever says "me too" at this moment is counted there, and nobody who said so is lost."""
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        pairs = []
        for _ in range(ROUNDS):
            target, writer = make.need(), make.participant_actor()
            merged = make.need(writer=writer, supports=3, merged_into=target)
            make.recount(merged)
            pairs.append((merged.number, merged.id, writer, target.id))
        people = [make.participant_actor() for _ in range(3)]
        session.flush()
        session.commit()
    for number, need_id, writer, _target in pairs:
        acts = [
            lambda s, w=writer, n=need_id: take_back(s, w, n, now=now),
            *(
                lambda s, a=actor, n=number: operations.support_need(s, a, n, now=now)
                for actor in people
            ),
        ]
        assert at_once(fresh_database, acts, REFUSALS) == []
    whole(fresh_database)
    with fresh_database.session() as session:
        for _number, _need, _writer, target_id in pairs:
            assert 3 <= session.get(Need, target_id).people <= 6
