"""T48: whoever keeps every page that was published learns nothing of one person by comparing."""

from datetime import timedelta

import pytest

from app.about_you.choices import CHOICES
from app.about_you.models import Question
from app.about_you.operations import forget_answers_of, keep_answers
from app.foundation.access import Actor
from app.reach import operations, queries
from app.reach.models import Cut
from tests.foundation.test_small_numbers import worked_out

CLOCK = Actor.system("publish-who-was-heard")
BANDS = CHOICES[Question.AGE]


def tells(session, make, now, band):
    actor = make.participant_actor()
    keep_answers(session, actor, {Question.AGE: [band]}, now=now)
    return actor


def ages(session):
    return {each.name: each.cell for each in queries.newest_publications(session)[Cut.AGES].cells}


@pytest.fixture
def place(session, make, now):
    for _ in range(60):
        make.participant_actor()
    for band, count in (("26_44", 30), ("45_64", 22), ("16_17", 9)):
        for _ in range(count):
            tells(session, make, now, band)
    operations.publish(session, CLOCK, now=now)


def test_t48_one_more_person_moves_no_published_number(session, make, now, place):
    """The tenth of a small band, or one who leaves: the next page that shows it is ten later."""
    before = ages(session)
    somebody = tells(session, make, now + timedelta(hours=1), "16_17")
    for hours in (2, 24, 24 * 8, 24 * 60):
        operations.publish(session, CLOCK, now=now + timedelta(hours=hours))
        assert ages(session) == before
    forget_answers_of(session, somebody, somebody.participant_id, now=now)
    operations.publish(session, CLOCK, now=now + timedelta(days=90))
    assert ages(session) == before


def test_t48_two_pages_after_each_other_leave_ten_values_each(session, make, now, place):
    counts = {"26_44": 30, "45_64": 22, "16_17": 9}
    for week in (1, 2, 3):
        when = now + timedelta(days=7 * week)
        for turn in range(10):
            band = BANDS[(week + turn) % 3 + 1]
            counts[band] = counts.get(band, 0) + 1
            tells(session, make, when - timedelta(hours=1), band)
        operations.publish(session, CLOCK, now=when)
        shown = ages(session)
        everybody = queries.people_online(session)
        numbers = [counts.get(band, 0) for band in BANDS]
        numbers.append(everybody - sum(numbers))
        cells = [shown[name] for name in (*BANDS, operations.NOT_TOLD)]
        for number, cell, (low, high) in zip(
            numbers, cells, worked_out(cells, everybody), strict=True
        ):
            assert low <= number <= high
            assert cell.number is not None or high - low + 1 >= 10


def test_t48_no_number_is_published_for_less_than_the_whole_place(session, make, now, place):
    """A child area, its parent and its siblings cannot be compared: there is one number alone."""
    tables = {cut.value for cut in Cut}
    assert tables == {"kinds", "ages", "themes_in_services", "themes_using_services"}
    names = {each.name for each in queries.newest_publications(session)[Cut.AGES].cells}
    assert names == {*BANDS, operations.NOT_TOLD}
