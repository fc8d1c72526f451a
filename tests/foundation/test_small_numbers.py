"""Small numbers: nothing under 10 shows, the rest is rounded, and nothing hidden is worked out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.small_numbers import Cell, Hidden, protected, rounded

TABLES = st.lists(
    st.one_of(st.integers(0, 12), st.integers(0, 40), st.integers(0, 900)), min_size=1, max_size=9
)


def shown(*numbers: int) -> list[int | str]:
    """Return what may be shown, in short: a number, or why it is hidden."""
    return [cell.hidden.value if cell.hidden else cell.number or 0 for cell in protected(numbers)]


def test_large_numbers_are_rounded_to_five():
    assert shown(55, 62, 70) == [55, 60, 70]


@pytest.mark.parametrize(
    ("number", "near"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (231, 230)]
)
def test_a_number_is_rounded_to_the_nearest_five(number, near):
    assert rounded(number) == near


def test_where_one_is_hidden_the_next_smallest_is_hidden_too():
    assert shown(35, 18, 5) == [35, "too", "few"]


def test_two_hidden_ones_keep_each_other_company():
    assert shown(12, 5, 2) == [10, "few", "few"]
    assert shown(3, 40, 60, 9) == ["few", 40, 60, "few"]


def test_nobody_at_all_is_a_small_number():
    assert shown(0, 40, 60, 70) == ["few", "too", 60, 70]


def test_where_company_is_not_enough_nothing_is_shown():
    assert shown(0, 0, 50) == ["all"] * 3
    assert shown(1, 10, 80) == ["all"] * 3


def test_two_cells_of_which_one_is_small_show_nothing():
    assert shown(5, 300) == ["all", "all"]


def test_one_cell_alone_is_shown_only_from_ten():
    assert shown(9) == ["all"]
    assert shown(10) == [10]


def test_an_empty_table_stays_empty():
    assert protected([]) == []


@given(TABLES)
def test_no_number_under_ten_is_ever_shown(numbers):
    for number, cell in zip(numbers, protected(numbers), strict=True):
        assert (cell.number is None) == (cell.hidden is not None)
        if cell.number is not None:
            assert number >= 10
            assert cell.number % 5 == 0
            assert abs(cell.number - number) <= 2


@given(TABLES)
def test_labels_are_true(numbers):
    for number, cell in zip(numbers, protected(numbers), strict=True):
        if cell.hidden is Hidden.FEW:
            assert number < 10
        if cell.hidden is Hidden.TOO:
            assert number >= 10


@given(TABLES)
def test_what_is_hidden_is_never_alone(numbers):
    hidden = [cell for cell in protected(numbers) if cell.hidden]
    assert len(hidden) != 1 or len(numbers) == 1


@given(TABLES)
def test_order_makes_no_difference_to_what_is_shown(numbers):
    pairs = zip(numbers, protected(numbers), strict=True)
    backwards = zip(numbers[::-1], protected(numbers[::-1]), strict=True)
    without_ties = len(set(numbers)) == len(numbers)
    if without_ties:
        assert dict(pairs) == dict(backwards)


def worked_out(cells: Sequence[Cell], total: int) -> list[tuple[int, int]]:
    """Return how near a reader comes to each number from what is shown and the exact total."""
    ranges = []
    for cell in cells:
        if cell.number is not None:
            ranges.append((max(10, cell.number - 2), cell.number + 2))
        else:
            known = {Hidden.FEW: (0, 9), Hidden.TOO: (10, total), Hidden.ALL: (0, total)}
            ranges.append(known[cell.hidden])
    lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return [
        (max(low, total - (highs - high)), min(high, total - (lows - low))) for low, high in ranges
    ]


@given(TABLES.filter(lambda numbers: len(numbers) > 1))
def test_a_hidden_number_cannot_be_worked_out_within_ten(numbers):
    total = sum(numbers)
    cells = protected(numbers)
    for number, cell, (low, high) in zip(numbers, cells, worked_out(cells, total), strict=True):
        assert low <= number <= high
        if cell.hidden:
            # A total under 10 says by itself that every part is.
            assert high - low + 1 >= min(10, total + 1)


def tables_that_add_up(parts: int, total: int) -> Iterator[tuple[int, ...]]:
    """Return every table of some parts with a total."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables_that_add_up(parts - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize(("parts", "largest"), [(2, 70), (3, 55), (4, 24)])
def test_even_a_reader_who_knows_the_rule_has_ten_to_choose_from(parts, largest):
    """Of all tables that would be shown the same, a hidden number takes at least ten values."""
    for total in range(largest + 1):
        alike = defaultdict(list)
        for table in tables_that_add_up(parts, total):
            alike[tuple(protected(table))].append(table)
        for cells, tables in alike.items():
            for place, cell in enumerate(cells):
                if cell.hidden:
                    values = {table[place] for table in tables}
                    assert len(values) >= min(10, total + 1), (cells, total)
