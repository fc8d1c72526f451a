"""What one participant adds to the counts. Values in, values out.

Each count of people online is the number of participants who add one to it. An act of one
participant therefore changes a count by the difference of what they add after and before.
"""

from collections.abc import Iterable
from typing import NamedTuple

from app.voices.models import EVERYWHERE, Counted

# (what is counted, its id, the place).
CountKey = tuple[Counted, int, int]


class SupportFacts(NamedTuple):
    """One support as it counts: merged needs count for their target."""

    target_id: int
    theme_ids: tuple[int, ...]
    area_id: int | None
    ward_id: int | None
    # Given within the last hour; only the limit of an hour asks.
    is_recent: bool = False


def contribution(supports: Iterable[SupportFacts]) -> frozenset[CountKey]:
    """Return every count to which these supports of one participant add one."""
    keys: set[CountKey] = set()
    for support in supports:
        subjects = [(Counted.NEED, support.target_id)]
        subjects += [(Counted.THEME, theme_id) for theme_id in support.theme_ids]
        for counted, subject_id in subjects:
            keys.add((counted, subject_id, EVERYWHERE))
            for place_id in (support.area_id, support.ward_id):
                if place_id is not None:
                    keys.add((counted, subject_id, place_id))
    return frozenset(keys)


def gained(before: Iterable[SupportFacts], new: SupportFacts) -> dict[CountKey, int]:
    """Return the counts that go up by one when one participant supports one more need.

    As `difference` with one more, without working out what all the others add.
    """
    themes = frozenset(new.theme_ids)
    alike = [
        each
        for each in before
        if each.target_id == new.target_id or not themes.isdisjoint(each.theme_ids)
    ]
    return dict.fromkeys(contribution([new]) - contribution(alike), 1)


def difference(
    before: Iterable[SupportFacts], after: Iterable[SupportFacts]
) -> dict[CountKey, int]:
    """Return by how much each count moves (1 or -1) when one participant's supports change."""
    had, has = contribution(before), contribution(after)
    moves = dict.fromkeys(has - had, 1)
    moves.update(dict.fromkeys(had - has, -1))
    return moves
