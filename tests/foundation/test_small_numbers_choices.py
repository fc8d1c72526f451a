"""Small numbers where one person may choose several things."""

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.small_numbers import Cell, Hidden, protected_choices


def test_few_are_hidden_and_so_are_those_whom_nearly_everybody_chose():
    assert protected_choices([9, 10, 91, 90], 100) == [
        Cell(None, Hidden.FEW),
        Cell(10),
        Cell(None, Hidden.TOO),
        Cell(90),
    ]


@given(st.integers(0, 80), st.integers(0, 80))
def test_of_all_numbers_that_show_the_same_a_hidden_one_takes_ten_values(number, rest):
    everybody = number + rest
    (cell,) = protected_choices([number], everybody)
    alike = [
        each for each in range(everybody + 1) if protected_choices([each], everybody) == [cell]
    ]
    if cell.hidden:
        assert len(alike) >= min(10, everybody + 1)
    else:
        assert all(each >= 10 and everybody - each >= 10 for each in alike)
