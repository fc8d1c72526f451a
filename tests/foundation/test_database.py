"""Both databases behave alike: moments, uniqueness, searching."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from app.foundation import clock, search_index
from app.foundation.database import insert_once
from app.foundation.public_codes import CodeCounter
from app.people.models import Attempt
from app.voices.models import NeedSupport

# --- moments ---


def test_a_moment_comes_back_as_it_was_in_utc(session):
    zone = timezone(timedelta(hours=5, minutes=30))
    at = datetime(2026, 3, 29, 1, 30, 15, 123456, tzinfo=zone)
    session.add(Attempt(kind="x", mark="y", at=at))
    session.flush()
    session.expire_all()
    found = session.scalar(select(Attempt.at))
    assert found == at
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)
    assert found.microsecond == 123456
    assert session.scalar(select(func.count()).where(Attempt.at >= at)) == 1
    assert session.scalar(select(func.count()).where(Attempt.at > at)) == 0


def test_a_moment_without_a_zone_is_refused(session):
    with pytest.raises(StatementError, match="time zone"):
        session.execute(
            Attempt.__table__.insert().values(kind="x", mark="y", at=datetime(2026, 3, 2))  # noqa: DTZ001
        )


# --- once ---


def test_a_row_is_added_once(session):
    table = CodeCounter.__table__
    assert insert_once(session, table, {"letter": "Q", "last": 4})
    assert not insert_once(session, table, {"letter": "Q", "last": 9})
    assert session.scalar(select(CodeCounter.last).where(CodeCounter.letter == "Q")) == 4


def test_a_row_that_points_nowhere_is_an_error_and_not_once(session, make, now):
    row = {
        "need_id": 999, "participant_id": 999, "place_id": None, "channel": "online",
        "supported_at": now,
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        insert_once(session, NeedSupport.__table__, row)


# --- searching ---


def found(session, words):
    matches = search_index.newest_matches(session, words)
    return None if matches is None else set(session.scalars(matches))


@pytest.fixture
def indexed(session):
    search_index.put_many(
        session,
        [
            (1, "The last bus leaves too early"),
            (2, "Buses and trains to Łódź"),
            (3, 'She said "never again" to O\'Neil'),
            (4, "الحافلة متأخرة"),
            (5, "NEAR the swimming pool AND the gym"),
            (6, "Café closes at six; wheelchair access is bad"),
        ],
    )


def test_both_databases_find_the_same(session, indexed):
    for words, numbers in [
        ("bus", {1, 2}),
        ("BUSES", {1, 2}),
        ("bus early", {1}),
        ("lodz", {2}),
        ("ŁÓDŹ", {2}),
        ('"never again"', {3}),
        ("O'Neil", {3}),
        ("الحافلة", {4}),
        ("near swimming", {5}),
        ("swim", {5}),
        ("cafe", {6}),
        ("café", {6}),
        ("bus -early", {1}),
        ("bus OR gym", set()),
        ("wheelchair*", {6}),
        ("(bus", {1, 2}),
        ("bus & early | !x:*", {1}),
        ("words:bus", set()),
        ("bus;--", {1, 2}),
        ("nothing like it", set()),
        ("", None),
        ("   ", None),
        ("🚌", None),
        ('"', None),
        ("* ' \" ( ) : ^ -", None),
    ]:
        assert found(session, words) == numbers, words


def test_words_put_in_anew_take_the_place_of_the_earlier_ones(session, indexed):
    search_index.put(session, 1, "A tram instead")
    assert found(session, "tram") == {1}
    assert found(session, "bus") == {2}
    search_index.take_out(session, [1, 99])
    search_index.take_out(session, [])
    search_index.put_many(session, [])
    assert found(session, "tram") == set()


def test_what_is_most_alike_shares_the_rarest_words(session):
    search_index.put_many(session, [(number, "The bus is late") for number in range(1, 20)])
    search_index.put_many(
        session,
        [
            (20, "The skateboard ramps are rusting"),
            (21, "Skateboard ramps for the late evening bus"),
            (22, "Swimming lessons"),
        ],
    )
    alike = search_index.most_alike(session, "Mend the skateboard ramps, the bus is late")
    assert alike[:2] == [21, 20]
    assert 22 not in alike
    assert search_index.most_alike(session, "skateboard") == [21, 20]
    assert search_index.most_alike(session, "Zebra crossing") == []
    assert search_index.most_alike(session, "🚌") == []
    assert len(search_index.most_alike(session, "bus late", among=5)) == 5


def test_what_shares_one_chance_word_is_not_alike(session):
    search_index.put_many(
        session,
        [
            (1, "Swimming lessons on a Sunday"),
            (2, "Playing fields flood"),
            (3, "The chemist closes on Sunday"),
        ],
    )
    alike = search_index.most_alike
    assert alike(session, "No chemist is open on a Sunday") == [3]
    assert alike(session, "Zebra crossing by the swimming bath") == []  # the others nobody used
    assert alike(session, "swimming") == [1]
    assert alike(session, "We play, we played, playing") == []  # one word three times
    assert alike(session, "no one and nothing else of it") == []


@pytest.mark.parametrize("words", ["the", "and of", "The AND was", "now then", "x", "s t"])
def test_small_words_find_the_same_on_each_database(session, words):
    search_index.put(session, 1, "The bus and the train was of x now, then it is")
    found_here = found(session, words)
    assert found_here == ({1} if words == "x" else None)


def test_long_odd_words_are_searched_without_error(session, indexed):
    for words in (
        "x" * 100_000,
        "a b " * 20_000,
        '"' * 5_000,
        "NOT " * 500,
        "\u202ebus",
        "a\u0301" * 999,
    ):
        search_index.most_alike(session, words)
        found(session, words)


# --- days ---


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-03-02", 3, "2026-03-05"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-04-02", 1, "2026-04-06"),  # Good Friday; Easter Monday is a working day in Scotland
        ("2025-11-28", 1, "2025-12-02"),  # St Andrew's Day fell on a Sunday
        ("2026-12-31", 1, "2027-01-05"),  # the 2nd of January falls on a Saturday
        ("2026-03-07", 0, "2026-03-07"),
    ],
)
def test_working_days_leave_out_weekends_and_scottish_holidays(day, count, then):
    assert clock.working_days_after(date.fromisoformat(day), count) == date.fromisoformat(then)


def test_the_day_is_the_one_that_people_here_call_it():
    assert clock.local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).isoformat() == "2026-07-01"
    assert clock.local_day(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)).isoformat() == "2026-01-31"
