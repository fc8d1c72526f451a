import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.imports import reading
from app.imports.looking import Refusal
from app.imports.problems import FileProblem
from app.imports.reading import REFUSED_BECAUSE, RowUnreadable, open_sheet
from app.imports.refused import RefusedRows, refused_path
from tests.imports.conftest import WriteFile


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "needs.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out_from_the_headings(
    write_file: WriteFile, delimiter: str
) -> None:
    path = write_file(["id", "said, or; written"], ["1", "a,b;c"], delimiter=delimiter)
    sheet = open_sheet(path)
    assert (sheet.delimiter, sheet.headings) == (delimiter, ("id", "said, or; written"))
    assert [row.cells for row in sheet.rows()] == [["1", "a,b;c"]]


def test_a_delimiter_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, "id|a,b,c\n1|x\n")
    assert open_sheet(path, delimiter="|").headings == ("id", "a,b,c")
    with pytest.raises(FileProblem, match="Say --delimiter with one of"):
        open_sheet(path, delimiter="::")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_breaks_in_cells_stay_and_lines_and_rows_are_counted(
    tmp_path: Path, line_end: str
) -> None:
    text = line_end.join(["", "id,said", '1,"one', 'two"', "", ",", "2,three", ""])
    rows = list(open_sheet(written(tmp_path, text)).rows())
    assert [(row.number, row.line, row.cells) for row in rows] == [
        (3, 3, ["1", f"one{line_end}two"]),
        (6, 7, ["2", "three"]),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(write_file: WriteFile) -> None:
    assert open_sheet(write_file(["id"], ["1"], encoding="utf-8-sig")).headings == ("id",)


@pytest.mark.parametrize("text", ["\n", "\r\n\r\n", " ,\n", '""\n'])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileProblem, match="There is nothing in this"):
        open_sheet(written(tmp_path, text))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [('2,"never ended\n3,x\n', "is missing"), ('2,"a "b" c"\n3,x\n', "where none may stand")],
)
def test_a_broken_quotation_mark_stops_at_its_row(tmp_path: Path, broken: str, reason: str) -> None:
    rows = open_sheet(written(tmp_path, f"id,said\n1,fine\n{broken}")).rows()
    assert next(rows).cells == ["1", "fine"]
    with pytest.raises(RowUnreadable, match=reason) as caught:
        next(rows)
    assert (caught.value.number, caught.value.line) == (3, 3)


def test_a_row_that_would_fill_the_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST_ROW", 1000)
    long_lines = "y\n" * 600
    for cell in ("x" * 1001, f'"{long_lines}"'):
        rows = open_sheet(written(tmp_path, f"id,said\n1,fine\n2,{cell}\n3,fine\n")).rows()
        assert next(rows).cells == ["1", "fine"]
        with pytest.raises(RowUnreadable, match="longer than 1,000 characters") as caught:
            next(rows)
        assert caught.value.number == 3


def test_many_short_rows_together_may_be_longer_than_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST_ROW", 100)
    assert len(list(open_sheet(written(tmp_path, "id\n" + "12345\n" * 500)).rows())) == 500


def test_a_file_has_a_bound_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert len(list(open_sheet(written(tmp_path, "id\n1\n2\n3\n")).rows())) == 3
    with pytest.raises(FileProblem, match="more than 3 rows"):
        list(open_sheet(written(tmp_path, "id\n1\n2\n3\n4\n")).rows())


def test_the_limit_of_the_csv_module_is_as_it_was_before(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    list(open_sheet(written(tmp_path, "id\n1\n")).rows())
    assert csv.field_size_limit() == before


CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
) | st.sampled_from(["=1+1", "'=1", "@x", "-", "\t=1", "a\r\nb", '"'])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS.filter(str.strip)), min_size=1, max_size=5))
def test_refused_rows_come_back_letter_for_letter(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("id", "said"), *rows])
    sheet = open_sheet(written(tmp_path, text.getvalue()))
    refused = RefusedRows(sheet, tmp_path / "needs.refused.csv")
    for row in sheet.rows():
        refused.keep(Refusal(row.number, row.line, ["=because"], row.cells))
    again = open_sheet(refused.put_in_place())
    assert again.headings == ("id", "said", REFUSED_BECAUSE)
    assert [tuple(row.cells[:2]) for row in again.rows()] == rows


def test_no_cell_of_refused_rows_is_a_formula(write_file: WriteFile, tmp_path: Path) -> None:
    sheet = open_sheet(write_file(["=id", "said"], ["=1+1", '@SUM("x")']))
    refused = RefusedRows(sheet, tmp_path / "out.csv")
    for row in sheet.rows():
        refused.keep(Refusal(row.number, row.line, ["-because"], row.cells))
    with refused.put_in_place().open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert cells == ["'=id", "said", REFUSED_BECAUSE, "'=1+1", '\'@SUM("x")', "'-because"]


def test_rows_refused_twice_have_one_column_of_reasons(
    write_file: WriteFile, tmp_path: Path
) -> None:
    sheet = open_sheet(write_file(["id", REFUSED_BECAUSE], ["'=1", "an old reason"]))
    refused = RefusedRows(sheet, tmp_path / "out.csv")
    for row in sheet.rows():
        refused.keep(Refusal(row.number, row.line, ["a new one"], row.cells))
    again = open_sheet(refused.put_in_place())
    assert again.headings == ("id", REFUSED_BECAUSE)
    assert [row.cells for row in again.rows()] == [["=1", "a new one"]]


def test_refused_rows_that_are_dropped_leave_nothing_behind(
    write_file: WriteFile, tmp_path: Path
) -> None:
    path = write_file(["id"], ["1"])
    refused = RefusedRows(open_sheet(path), refused_path(path))
    refused.drop()
    assert [each.name for each in tmp_path.iterdir()] == ["needs.csv"]
    assert refused_path(path).name == "needs.refused.csv"


def test_a_folder_that_cannot_be_written_is_known_at_once(write_file: WriteFile) -> None:
    path = write_file(["id"], ["1"])
    with pytest.raises(FileProblem, match="Say where with --refused-file"):
        RefusedRows(open_sheet(path), path / "no folder" / "out.csv")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id;what, in a word, they said\n1;a bus\n2;more\n", ";"),
        ("id\tsaid\n1\ta, b, c; d; e\n", "\t"),
        ('id,said\n1,"a;b;c;d"\n', ","),
        ("said\nhello, there; you\n", "\t"),
        ("said\n", "\t"),
    ],
)
def test_the_delimiter_is_the_one_with_which_rows_and_headings_agree(
    tmp_path: Path, text: str, delimiter: str
) -> None:
    path = written(tmp_path, text)
    assert open_sheet(path).delimiter == delimiter
