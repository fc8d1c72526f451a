"""Which happenings are news for one reader."""

from app.following.models import FollowKind
from app.news.lines import Happening, News

NEED, OTHER, PLACE = (FollowKind.NEED, 1), (FollowKind.NEED, 2), (FollowKind.PLACE, 7)
OWN = (FollowKind.OWN_WORDS, 5)


def news(*happenings):
    made = News(until=100)
    for number, keys, thing, *more in sorted(happenings, reverse=True, key=lambda each: each[0]):
        made.add(keys, Happening(number, thing, *more))
    return made


def told(found):
    return [(each.number, each.thing) for each in found]


def test_each_thing_once_with_the_newest_that_happened():
    found = news((3, [NEED], NEED), (9, [NEED], NEED), (5, [OTHER], OTHER)).for_reader(
        [NEED, OTHER], after=0, participant_id=None
    )
    assert told(found) == [(9, NEED), (5, OTHER)]


def test_one_thing_followed_in_two_ways_is_told_once():
    made = news((3, [NEED, PLACE], NEED))
    assert told(made.for_reader([NEED, PLACE], after=0, participant_id=None)) == [(3, NEED)]


def test_what_was_told_or_is_not_followed_is_no_news():
    made = news((3, [NEED], NEED), (4, [OTHER], OTHER))
    assert made.for_reader([NEED], after=3, participant_id=None) == []
    assert made.for_reader([], after=0, participant_id=None) == []


def test_new_needs_of_a_place_stand_together_without_ones_own():
    mine = frozenset({OWN})
    made = news((3, [PLACE], PLACE, 1, frozenset()), (4, [PLACE], PLACE, 2, mine),
                (5, [PLACE], PLACE, 3, frozenset()))  # fmt: skip
    (found,) = made.for_reader([PLACE], after=0, participant_id=5)
    assert (found.number, found.new_need_ids) == (5, (3, 1))
    (found,) = made.for_reader([PLACE], after=0, participant_id=6)
    assert found.new_need_ids == (3, 2, 1)
