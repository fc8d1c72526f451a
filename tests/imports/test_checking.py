import unicodedata
from datetime import date
from pathlib import Path

import pytest

from app.foundation.text.lookalikes import look_of
from app.imports.checking import CheckedRow, Checker
from app.imports.encoding import UTF_8
from app.imports.known import Known, NamesOfRow, NewNames, note_new_names, unknown_names
from app.imports.mapping import FIELDS, wishes_from
from app.imports.reading import Row, Sheet
from app.needs.models import Channel
from app.priorities.models import DecisionKind

TODAY = date(2026, 3, 2)


def checker_of(*fields: str, values: tuple[str, ...] = (), **more: str) -> Checker:
    """Return a checker of a file whose columns are called like the fields."""
    sheet = Sheet(path=Path("needs.csv"), encoding=UTF_8, delimiter=",", headings=fields)
    wishes = wishes_from([f"{field}={field}" for field in fields], values, **more)  # type: ignore[arg-type]
    return Checker(wishes, sheet, TODAY)


def check(cells: dict[str, str], **more: object) -> tuple[CheckedRow | None, list[str]]:
    row = Row(2, 2, list(cells.values()))
    return checker_of(*cells, **more).check(row)  # type: ignore[arg-type]


def row_of(**cells: str) -> CheckedRow:
    row, reasons = check(cells)
    assert row is not None, reasons
    return row


def reasons_of(**cells: str) -> list[str]:
    row, reasons = check(cells)
    assert row is None
    return reasons


@pytest.mark.parametrize(
    "words",
    [
        "=HYPERLINK(1)",
        "@SUM(A1)",
        "'quoted",
        "<p>HTML &amp; all</p>",
        "Łódź 公園 مدرسة 🚌",
        "one\ntwo\n\n  three",
        "\u202eturned round\u202c",
        "a  b",
        "../../etc/passwd",
        "{{ 7*7 }} %(x)s {0.__class__}",
    ],
)
def test_words_come_in_as_they_are(words: str) -> None:
    assert row_of(words=words, code="1").said.words == words


def test_only_line_ends_and_the_form_of_accents_are_made_one() -> None:
    apart = unicodedata.normalize("NFD", "café")
    assert row_of(words=f" {apart}\r\nnoir\rbar \n").said.words == "café\nnoir\nbar"


def test_without_a_title_the_first_sentence_is_the_title() -> None:
    assert row_of(words="The bus is late. I wait.").said.heading == "The bus is late."
    assert row_of(works_well="The park is nice.").said.heading == "The park is nice."
    assert row_of(words="The bus is late. I wait.", title="Buses").said.heading == "Buses"


def test_a_title_alone_is_enough() -> None:
    said = row_of(words="", title="Ban the thing").said
    assert (said.heading, said.words) == ("Ban the thing", "")


@pytest.mark.parametrize("nothing", ["", "  \n ", "\u200b\u200e", "\u0301"])
def test_a_row_without_words_and_title_is_refused(nothing: str) -> None:
    assert reasons_of(words=nothing, title=nothing) == [
        "There are no words and no title in this row."
    ]


def test_what_is_too_long_is_refused_and_never_cut() -> None:
    assert row_of(words="x" * 5000).said.words == "x" * 5000
    assert reasons_of(words="x" * 5001) == ["words: 5,001 characters, and 5,000 is the most."]
    assert reasons_of(words="ok", title="x" * 201) == [
        "title: 201 characters, and 200 is the most."
    ]
    assert "words: 5,000,000 characters" in reasons_of(words="x" * 5_000_000)[0]


@pytest.mark.parametrize(
    ("sign", "named"),
    [("\x00", "a hidden character (U+0000)"), ("\x0b", "(U+000B)"), ("\ud800", "half a character")],
)
def test_what_cannot_be_kept_is_named(sign: str, named: str) -> None:
    reasons = reasons_of(words=f"A bus\x85 {sign} here")
    assert len(reasons) == 1
    assert reasons[0].startswith("words: it holds")
    assert named in reasons[0]


def test_every_reason_of_a_row_is_given() -> None:
    reasons = reasons_of(words="x\x00", code="", date="tomorrow", signatures="many", channel="owl")
    assert [reason.split(":")[0] for reason in reasons] == [
        "words", "channel", "date", "signatures", "code",
    ]  # fmt: skip


def test_reasons_show_nothing_hidden_and_stay_short() -> None:
    (reason,) = reasons_of(words="ok", date="\u202e\x7f31" + "x" * 50)
    assert reason.isprintable()
    assert len(reason) < 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_row_with_other_cells_than_headings_is_refused(count: int) -> None:
    row, reasons = checker_of("words", "code").check(Row(2, 2, ["x"] * count))
    assert row is None
    assert reasons == [f"It has {count} cells, and there are 2 headings."]


def test_the_second_row_with_a_code_is_refused() -> None:
    checker = checker_of("words", "code")
    assert checker.check(Row(2, 2, ["A bus", "7"]))[0] is not None
    row, reasons = checker.check(Row(3, 3, ["A train", " 7 "]))
    assert (row, reasons) == (None, ["code: row 2 has “7” as well."])


def test_the_code_of_a_refused_row_is_free_for_the_next() -> None:
    checker = checker_of("words", "code")
    assert checker.check(Row(2, 2, ["", "7"]))[0] is None
    assert checker.check(Row(3, 3, ["A train", "7"]))[0] is not None


def test_without_codes_a_row_is_known_by_its_content_and_equal_rows_are_told_apart() -> None:
    rows = [["Nothing"], ["More buses"], ["Nothing"]]

    def codes() -> list[str]:
        checker = checker_of("words")
        found = [checker.check(Row(at, at, cells))[0] for at, cells in enumerate(rows, 2)]
        return [row.code for row in found if row is not None]

    assert codes() == codes()
    assert len(set(codes())) == 3


@pytest.mark.parametrize(
    ("cell", "format", "day"),
    [
        ("2025-12-31", None, date(2025, 12, 31)),
        ("2025-12-31T23:30:00Z", None, date(2025, 12, 31)),
        ("31/12/2025", "%d/%m/%Y", date(2025, 12, 31)),
        ("12/31/2025 10:00", "%m/%d/%Y %H:%M", date(2025, 12, 31)),
        ("", None, None),
    ],
)
def test_days_are_read_as_the_format_says(cell: str, format: str | None, day: date | None) -> None:
    row, _reasons = check({"words": "x", "date": cell}, date_format=format)
    assert row is not None
    assert row.put_forward_on == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/12/2025", "date: “31/12/2025” is not a day written like 2026-03-02. Say how with"),
        ("2025-02-30", "is not a day"),
        ("2026-03-03", "date: 2026-03-03 is still to come."),
    ],
)
def test_a_day_that_is_none_or_still_to_come_is_refused(cell: str, reason: str) -> None:
    assert reason in reasons_of(words="x", date=cell)[0]


@pytest.mark.parametrize(("cell", "number"), [("0", 0), ("4,767", 4767), ("", None), (" 12 ", 12)])
def test_signatures_are_whole_numbers(cell: str, number: int | None) -> None:
    assert row_of(words="x", signatures=cell).signatures == number


@pytest.mark.parametrize("cell", ["-1", "1.5", "1,23", "9" * 11, "٣", "1e3"])
def test_other_signatures_are_refused(cell: str) -> None:
    assert "is not a whole number" in reasons_of(words="x", signatures=cell)[0]


def test_an_answer_keeps_the_words_of_the_body_that_gave_it() -> None:
    cells = {"words": "x", "answer": "Later, maybe.", "answer_kind": " Further  study "}
    row, _reasons = check(cells)
    assert row is not None
    assert row.answer is not None
    assert (row.answer.words, row.answer.kind) == ("Later, maybe.", DecisionKind.OWN_WORDS)
    assert row.answer.kind_in_own_words == "Further study"


def test_a_kind_that_was_given_a_meaning_here_is_shown_as_ours() -> None:
    cells = {"words": "x", "answer": "Later.", "answer_kind": "8"}
    row, _reasons = check(cells, values=("answer_kind:8=not now",))
    assert row is not None
    assert row.answer is not None
    assert (row.answer.kind, row.answer.kind_in_own_words) == (DecisionKind.NOT_NOW, "")


def test_a_kind_without_an_answer_is_no_answer() -> None:
    assert row_of(words="x", answer=" ", answer_kind="8").answer is None


def test_the_day_of_an_answer_comes_from_its_cell_or_from_the_option() -> None:
    checker = checker_of("words", "answer", "answered_on", answered_on=date(2024, 1, 1))  # type: ignore[arg-type]
    days = [
        row.answer.answered_on
        for cell in ("2025-05-05", "")
        if (row := checker.check(Row(2, 2, ["x", "y", cell]))[0]) and row.answer
    ]
    assert days == [date(2025, 5, 5), date(2024, 1, 1)]


def test_channels_are_ours_or_were_given_a_meaning() -> None:
    assert row_of(words="x").channel is Channel.IMPORTED
    assert row_of(words="x", channel="Home visit").channel is Channel.HOME_VISIT
    row, _reasons = check({"words": "x", "channel": "WEB"}, values=("channel:web=online",))
    assert row is not None
    assert row.channel is Channel.ONLINE
    assert "channel: “owl” is none of ours" in reasons_of(words="x", channel="owl")[0]


def test_html_becomes_text_only_where_it_was_asked_for() -> None:
    cells = {"words": "<p>A</p><p>B &amp; C</p>", "title": "<b>T</b>"}
    row, _reasons = check(cells, html=("words",))
    assert row is not None
    assert (row.said.words, row.said.title) == ("A\n\nB & C", "<b>T</b>")


def test_what_is_too_long_only_because_of_its_tags_comes_in() -> None:
    html = f'<p class="{"x" * 6000}">Short.</p>'
    row, _reasons = check({"words": html}, html=("words",))
    assert row is not None
    assert row.said.words == "Short."


def test_every_field_of_the_list_is_read() -> None:
    cells = dict.fromkeys(FIELDS, "")
    cells |= {"words": "w", "works_well": "g", "title": "t", "area": "a", "parent_area": "p"}
    cells |= {"theme": "th", "answer": "an", "answer_kind": "k", "answered_on": "2025-01-02"}
    cells |= {"body": "b", "code": "c", "date": "2025-01-01", "channel": "phone", "signatures": "5"}
    row, reasons = check(cells)
    assert reasons == []
    assert row is not None
    assert row.answer is not None
    assert row.names == NamesOfRow(parent_area="p", area="a", theme="th", body="b")
    assert (row.code, row.channel, row.signatures) == ("c", Channel.PHONE, 5)
    assert (row.put_forward_on, row.answer.answered_on) == (date(2025, 1, 1), date(2025, 1, 2))


KNOWN = Known(
    places={("", "coalbrae"): (1,), ("", "north ward"): (5,), ("coalbrae", "old town"): (2, 1)},
    local_areas={"coalbrae": 1},
    themes={"buses": 7},
)


@pytest.mark.parametrize(
    "names",
    [
        NamesOfRow(),
        NamesOfRow(area=" COALBRAE "),
        NamesOfRow(area="North  Ward", theme="BUSES"),
        NamesOfRow(parent_area="Coalbrae", area="Old Town"),
        NamesOfRow(parent_area="Coalbrae"),
    ],
)
def test_names_are_known_whatever_their_case_and_spaces(names: NamesOfRow) -> None:
    assert unknown_names(names, KNOWN, ()) == []
    new = NewNames()
    note_new_names(names, KNOWN, new)
    assert new == NewNames()


def test_unknown_names_are_reasons_unless_they_may_be_made() -> None:
    names = NamesOfRow(area="Nowhere", theme="Trains")
    assert unknown_names(names, KNOWN, ()) == [
        "area: there is no “Nowhere”. Add --create area to make it.",
        "theme: there is none called “Trains”. Add --create theme to make it.",
    ]
    assert unknown_names(names, KNOWN, {"area", "theme"}) == []


def test_nothing_can_lie_in_a_place_that_is_no_local_area() -> None:
    names = NamesOfRow(parent_area="North Ward", area="New Town")
    assert unknown_names(names, KNOWN, {"area"}) == [
        "parent_area: “North Ward” is not a local area."
    ]


def test_new_names_are_kept_once_as_they_were_first_written() -> None:
    new = NewNames()
    for names in (
        NamesOfRow(parent_area="West", area="Old Town", theme="Trains", body="The Board"),
        NamesOfRow(parent_area="WEST", area="OLD TOWN", theme="trains", body="the board"),
        NamesOfRow(parent_area="West"),
        NamesOfRow(area="East"),
        NamesOfRow(parent_area="Coalbrae", area="New Town"),
    ):
        note_new_names(names, KNOWN, new)
    assert new == NewNames(
        local_areas={"west": "West", "east": "East"},
        neighbourhoods={("west", "old town"): "Old Town", ("coalbrae", "new town"): "New Town"},
        themes={"trains": "Trains"},
        bodies={look_of("the board"): "The Board"},
    )
