"""Following and stopping by their operations: again, at once, too much, and all forgotten."""

import threading

import pytest
from sqlalchemy import select

from app.following import operations, queries
from app.following.models import Follower, Following, FollowKind, HowOften
from app.foundation.access import Actor, NotAllowed, NotPossibleNow
from app.history.models import HistoryEntry
from app.history.operations import seal_history
from app.people.models import Member
from tests.builders import BUILDER


def member_of(session, now, email="gordon@post.example", participant_id=None):
    """Make an account and return it as an actor."""
    member = Member(email=email, participant_id=participant_id, made_at=now)
    session.add(member)
    session.flush()
    return Actor(member_id=member.id, participant_id=participant_id)


def follows(session, actor, kind, thing_id, now):
    return operations.begin_following(session, actor, kind, thing_id, now=now, real_now=now)


def test_following_twice_is_following_once(session, make, now):
    actor, need = member_of(session, now), make.need()
    assert follows(session, actor, FollowKind.NEED, need.id, now)
    assert not follows(session, actor, FollowKind.NEED, need.id, now)
    number = session.scalars(select(Following.id)).one()
    assert operations.stop_following(session, actor, number)
    assert not operations.stop_following(session, actor, number)
    assert follows(session, actor, FollowKind.NEED, need.id, now)


def test_a_new_follower_is_told_nothing_of_the_past(session, make, now):
    make.need()
    session.flush()
    assert seal_history(session, BUILDER, now=now) > 0
    actor = member_of(session, now)
    follows(session, actor, FollowKind.NEED, make.need().id, now)
    follower = queries.find_follower(session, actor.member_id)
    assert follower.told_until > 0
    assert (follower.how_often, follower.next_day) == (HowOften.DAILY, now.date())


def test_whoever_comes_back_to_letters_is_not_told_of_the_time_between(session, make, now):
    actor = member_of(session, now)
    choose = operations.choose_how_often
    choose(session, actor, HowOften.NONE, now=now, real_now=now)
    before = queries.find_follower(session, actor.member_id).told_until
    make.need()
    session.flush()
    seal_history(session, BUILDER, now=now)
    choose(session, actor, HowOften.DAILY, now=now, real_now=now)
    assert queries.find_follower(session, actor.member_id).told_until > before


def test_a_choice_made_twice_is_written_down_once(session, now):
    actor = member_of(session, now)
    for _ in range(2):
        operations.choose_how_often(session, actor, HowOften.WEEKLY, now=now, real_now=now)
    written = session.execute(
        select(HistoryEntry.subject, HistoryEntry.subject_id, HistoryEntry.verb)
    ).all()
    assert written == [("member", actor.member_id, "chose letters: weekly")]


def test_there_is_a_limit_to_what_one_follows(session, make, now, monkeypatch):
    monkeypatch.setattr(operations, "MOST_FOLLOWED", 2)
    actor = member_of(session, now)
    for thing_id in (1, 2):
        follows(session, actor, FollowKind.NEED, thing_id, now)
    with pytest.raises(NotPossibleNow, match="Stop following some of them first"):
        follows(session, actor, FollowKind.NEED, 3, now)


def test_only_an_account_follows(session, make, now):
    for nobody in (make.visitor(), make.participant_actor()):
        with pytest.raises(NotAllowed):
            follows(session, nobody, FollowKind.NEED, 1, now)
        with pytest.raises(NotAllowed):
            operations.stop_following(session, nobody, 1)
        with pytest.raises(NotAllowed):
            operations.choose_how_often(session, nobody, HowOften.NONE, now=now, real_now=now)
        with pytest.raises(NotAllowed):
            operations.leave_own_words(session, nobody, now=now, real_now=now)


def test_one_who_is_forgotten_leaves_nothing_and_others_keep_theirs(session, make, now):
    gone, stays = member_of(session, now), member_of(session, now, "other@post.example")
    for actor in (gone, stays):
        follows(session, actor, FollowKind.NEED, make.need().id, now)
        follows(session, actor, FollowKind.OWN_WORDS, 0, now)
    for _ in range(2):
        operations.forget_followings_of(session, gone, gone.member_id, now=now)
    assert set(session.scalars(select(Following.member_id))) == {stays.member_id}
    assert session.scalars(select(Follower.member_id)).all() == [stays.member_id]
    session.delete(session.get(Member, gone.member_id))
    session.flush()  # nothing points at it any more


def test_two_presses_at_the_same_moment_follow_once(fresh_database, now):
    with fresh_database.session() as session:
        actor = member_of(session, now)
        session.commit()
    start, problems, new = threading.Barrier(4), [], []

    def press():
        start.wait()
        try:
            with fresh_database.session() as session:
                new.append(follows(session, actor, FollowKind.NEED, 7, now))
                session.commit()
        except BaseException as problem:  # a thread must tell the test
            problems.append(problem)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert sorted(new) == [False, False, False, True]
    with fresh_database.session() as session:
        assert len(session.scalars(select(Following.id)).all()) == 1
        assert len(session.scalars(select(Follower.member_id)).all()) == 1
