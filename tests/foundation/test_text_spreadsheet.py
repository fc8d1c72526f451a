import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.foundation.text.spreadsheet import plain_cell, safe_cell

FORMULAS = [
    '=HYPERLINK("https://evil.example")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
]


@pytest.mark.parametrize("value", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_guarded(value: str) -> None:
    assert safe_cell(value) == "'" + value
    assert plain_cell(safe_cell(value)) == value


@pytest.mark.parametrize("value", ["", "The bus", "'tis late", "a=b", "'", "''quoted", "5", " =1"])
def test_other_cells_stay_as_they_are(value: str) -> None:
    assert safe_cell(value) == value
    assert plain_cell(value) == value


def test_a_value_that_already_begins_with_a_guard_keeps_its_own() -> None:
    assert safe_cell("'=1") == "''=1"
    assert plain_cell("''=1") == "'=1"


starts = st.text(st.sampled_from("'=+-@\t\r\n a"), max_size=6)


@given(st.one_of(st.text(max_size=40), st.builds(str.__add__, starts, st.text(max_size=5))))
@example("'")
@example("'=")
def test_every_value_comes_back_and_none_is_a_formula(value: str) -> None:
    cell = safe_cell(value)
    assert plain_cell(cell) == value
    assert cell[:1] not in set("=+-@\t\r\n")


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=20), min_size=1))
def test_a_row_comes_back_through_a_csv_file(values: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([safe_cell(value) for value in values])
    (row,) = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert [plain_cell(cell) for cell in row] == values
