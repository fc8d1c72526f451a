"""Which numbers of a breakdown may be shown, so that nobody in a small group can be picked out.

The rule: no number under 10 is shown, the others are rounded to 5, and one that would give a
hidden one away is hidden too. Values in, values out; it supposes that readers know the exact
total of the breakdown and this rule.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 10
STEP = 5
# How many values must stay possible for a number that is hidden because of another. It is more
# than 10 since a reader may know that the next smallest is the one that is hidden.
ROOM = 14


class Hidden(enum.StrEnum):
    """Why a number is not shown."""

    FEW = "few"  # it is under 10
    TOO = "too"  # with it, one under 10 could be worked out
    ALL = "all"  # no number of the breakdown can be shown


@dataclass(frozen=True)
class Cell:
    """One number of a breakdown as it may be shown: rounded, or why it is hidden."""

    number: int | None
    hidden: Hidden | None = None


def rounded(number: int) -> int:
    """Return a number rounded to the nearest 5."""
    return STEP * ((number + STEP // 2) // STEP)


def protected(numbers: Sequence[int]) -> list[Cell]:
    """Return what may be shown of a breakdown, in the order given."""
    few = {place for place, number in enumerate(numbers) if number < SMALLEST}
    if not few:
        return [Cell(rounded(number)) for number in numbers]
    hidden = _with_company(numbers, few)
    if len(hidden) == len(numbers) or not _is_safe(numbers, hidden):
        return [Cell(None, Hidden.ALL)] * len(numbers)
    cells = []
    for place, number in enumerate(numbers):
        if place in hidden:
            cells.append(Cell(None, Hidden.FEW if place in few else Hidden.TOO))
        else:
            cells.append(Cell(rounded(number)))
    return cells


def protected_choices(numbers: Sequence[int], everybody: int) -> list[Cell]:
    """Return what may be shown where each person may have chosen several, or nothing.

    The numbers then add up to nothing that a reader knows, but each of them and those who did not
    choose it add up to everybody. How many chose anything at all must not be shown beside them.
    """
    if everybody < 2 * SMALLEST:  # to say which side is small would leave too few possible
        return [Cell(None, Hidden.ALL)] * len(numbers)
    cells = []
    for number in numbers:
        if number < SMALLEST:
            cells.append(Cell(None, Hidden.FEW))
        elif everybody - number < SMALLEST:
            cells.append(Cell(None, Hidden.TOO))
        else:
            cells.append(Cell(rounded(number)))
    return cells


def _with_company(numbers: Sequence[int], few: set[int]) -> set[int]:
    """Hide the next smallest where one number alone is hidden: nobody can then subtract it."""
    others = sorted((number, place) for place, number in enumerate(numbers) if place not in few)
    if len(few) == 1 and others:
        return few | {others[0][1]}
    return few


def _is_safe(numbers: Sequence[int], hidden: set[int]) -> bool:
    """Tell whether what is shown, with the exact total, leaves room for each hidden number."""
    shown = [_shown_range(number) for place, number in enumerate(numbers) if place not in hidden]
    total = sum(numbers)
    # What the hidden numbers come to together is known only within the rounding of the others.
    least_left = total - sum(high for _, high in shown)
    most_left = total - sum(low for low, _ in shown)
    few = (0, SMALLEST - 1)
    too = (SMALLEST, min(high for _, high in shown))
    ranges = {place: few if numbers[place] < SMALLEST else too for place in hidden}
    lows = sum(low for low, _ in ranges.values())
    highs = sum(high for _, high in ranges.values())
    for low, high in ranges.values():
        least = max(low, least_left - (highs - high))
        most = min(high, most_left - (lows - low))
        if most - least + 1 < (SMALLEST if low == 0 else ROOM):
            return False
    return True


def _shown_range(number: int) -> tuple[int, int]:
    """Return the lowest and the highest number that is shown as this one is."""
    middle = rounded(number)
    return max(SMALLEST, middle - STEP // 2), middle + STEP // 2
