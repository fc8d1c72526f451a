"""The app of a person: set up, changed, used once, guessed at, and unreadable in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.access import VISITOR, NotAllowed, NotPossibleNow
from app.foundation.access.keys import KeyRing
from app.history.models import HistoryEntry
from app.locks import numbers, operations, queries
from app.locks.models import AppLock
from tests.builders import APP_SECRET
from tests.conftest import KEYS

STEP = timedelta(seconds=numbers.STEP_SECONDS)


def shown(moment, secret=APP_SECRET):
    return numbers.numbers_of(secret, after=0, real_now=moment)


def use(session, person, typed, at):
    used = operations.use_numbers(session, VISITOR, KEYS, person.id, typed, real_now=at)
    session.commit()
    return used


@pytest.fixture
def person(make):
    return make.person()


def test_numbers_open_once(session, person, now):
    assert use(session, person, shown(now), now)
    assert not use(session, person, shown(now), now)
    assert use(session, person, shown(now + STEP), now + STEP)
    assert not use(session, person, shown(now), now + STEP)


def test_nobody_else_uses_them(session, make, now):
    other = make.person(has_app=False)
    assert not use(session, other, shown(now), now)
    assert not use(session, other, "", now)


def test_guessing_is_paused_for_longer_and_longer_and_the_right_numbers_wait_too(
    session, person, now
):
    for _ in range(5):
        assert not use(session, person, "000000", now)
    with pytest.raises(operations.Paused):
        use(session, person, shown(now), now)
    session.rollback()
    later = now + timedelta(minutes=10)
    for _ in range(5):
        assert not use(session, person, "000000", later)
    with pytest.raises(operations.Paused):
        use(session, person, "000000", later + timedelta(minutes=19))
    session.rollback()
    at = later + timedelta(minutes=20)
    assert use(session, person, shown(at), at)
    lock = queries.find_app(session, person.id)
    assert (lock.failures, lock.failed_at) == (0, None)


def test_an_app_is_set_up_with_its_first_numbers(session, make, now):
    person = make.person(has_app=False)
    actor = make.actor_of(person)
    assert queries.locks_of(session, person.id).count == 0
    operations.offer_app(session, actor, KEYS, person, real_now=now)
    assert queries.locks_of(session, person.id).count == 0
    secret = queries.secret_of(queries.find_app(session, person.id), KEYS, is_next=True)
    confirm = {"now": now, "real_now": now}
    assert not operations.confirm_app(session, actor, KEYS, person, "000000", **confirm)
    assert operations.confirm_app(session, actor, KEYS, person, shown(now, secret), **confirm)
    assert queries.locks_of(session, person.id).has_app
    assert not use(session, person, shown(now, secret), now)  # these numbers are used up
    assert use(session, person, shown(now + STEP, secret), now + STEP)
    with pytest.raises(NotPossibleNow):
        operations.confirm_app(session, actor, KEYS, person, shown(now, secret), **confirm)
    verbs = session.scalars(select(HistoryEntry.verb).where(HistoryEntry.subject == "person"))
    assert "set up an app for signing in" in verbs.all()


def test_the_old_app_works_until_the_new_one_does(session, make, person, now):
    actor = make.actor_of(person)
    operations.offer_app(session, actor, KEYS, person, real_now=now)
    assert use(session, person, shown(now), now)
    secret = queries.secret_of(queries.find_app(session, person.id), KEYS, is_next=True)
    operations.confirm_app(session, actor, KEYS, person, shown(now, secret), now=now, real_now=now)
    assert not use(session, person, shown(now + STEP), now + STEP)
    assert use(session, person, shown(now + STEP, secret), now + STEP)


def test_nobody_sets_up_an_app_for_another(session, make, person, now):
    other = make.actor_of(make.person())
    for actor in (other, VISITOR, make.participant_actor()):
        with pytest.raises(NotAllowed):
            operations.offer_app(session, actor, KEYS, person, real_now=now)
        with pytest.raises(NotAllowed):
            operations.confirm_app(session, actor, KEYS, person, "1", now=now, real_now=now)


def test_a_copy_of_the_database_opens_nothing(session, make, person, now):
    lock = queries.find_app(session, person.id)
    assert APP_SECRET not in lock.secret
    assert queries.secret_of(lock, KeyRing("another secret")) == ""
    other = queries.find_app(session, make.person(has_app=True).id)
    other.secret = lock.secret  # copied from row to row it opens nothing either
    assert queries.secret_of(other, KEYS) == ""
    lock.secret = "not base64 !"
    assert queries.secret_of(lock, KEYS) == ""
    assert not use(session, person, shown(now), now)


def test_two_at_once_cannot_both_use_the_same_numbers(fresh_database, now):
    with fresh_database.session() as session:
        person_id = fresh_database.make(session).person().id
        session.commit()

    def tries(_n):
        with fresh_database.session() as session:
            used = operations.use_numbers(
                session, VISITOR, KEYS, person_id, shown(now), real_now=now
            )
            session.commit()
            return used

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(tries, range(6))) == [False] * 5 + [True]
    with fresh_database.session() as session:
        assert session.scalars(select(AppLock.failures)).all() == [5]
