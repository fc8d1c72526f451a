import csv
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState
from app.foundation import visible
from app.history.models import HistoryEntry
from app.imports import looking
from app.imports.models import ImportedNeed, ImportSource
from app.needs.models import (
    Channel,
    Moderation,
    Need,
    NeedPlace,
    NeedTheme,
    Progress,
    PutForwardAs,
)
from app.needs.queries import NeedFilter, list_needs
from app.organisations.models import Organisation, Sector
from app.places.models import Place, PlaceKind
from app.priorities.models import Decision, DecisionKind, DecisionState
from app.recounts.operations import differences
from app.themes.models import Theme, ThemeState
from app.voices.models import NeedSupport
from tests.builders import BUILDER, Make
from tests.conftest import FreshDatabase
from tests.imports.conftest import BringIn, WriteFile

HEADINGS = ("id", "said", "place", "topic", "reply", "sort", "by", "signed")
ROWS = (
    ("a1", "The bus is late. I wait.", "Coalbrae", "Buses", "We look at it.", "3", "DOT", "12"),
    ("a2", "A bench, please.", "Harbour", "Benches", "No money.", "6", "Parks", ""),
    ("a3", "=1+1", "", "Buses", "", "", "", "0"),
)
COLUMNS = {
    "code": "id", "words": "said", "area": "place", "theme": "topic", "answer": "reply",
    "answer_kind": "sort", "body": "by", "signatures": "signed",
}  # fmt: skip
ALL = ("--create", "area,theme", "--value", "answer_kind:6=not now")


def needs_in(session: Session) -> list[Need]:
    return list(session.scalars(select(Need).order_by(Need.id)))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def everything(session: Session) -> dict[str, int]:
    tables = (Need, ImportSource, ImportedNeed, Decision, Place, Theme, Organisation, HistoryEntry)
    return {table.__tablename__: count(session, table) for table in tables}


@pytest.fixture
def file(write_file: WriteFile) -> Path:
    return write_file(HEADINGS, *ROWS)


def test_help_lists_every_field(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["import", "needs", "--help"]).output
    for field in ("words", "works_well", "title", "area", "parent_area", "theme", "answer"):
        assert f"\n    {field} " in said
    for field in ("answer_kind", "answered_on", "body", "code", "date", "channel", "signatures"):
        assert f"\n    {field} " in said


def test_needs_come_in_published_in_the_order_of_the_file(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.need()
    before = visible.current_number(session)
    result = bring_in(file, "--publish", *ALL, **COLUMNS)
    assert result.exit_code == 0, result.output
    assert (
        "3 needs came in from Town survey and can be read now: N-0002 to N-0004." in result.output
    )
    assert "2 answers came with them: D-0001 to D-0002." in result.output
    needs = needs_in(session)[1:]
    assert [(need.number, need.words) for need in needs] == [
        (2, "The bus is late. I wait."), (3, "A bench, please."), (4, "=1+1"),
    ]  # fmt: skip
    assert [need.title for need in needs] == ["The bus is late.", "A bench, please.", "=1+1"]
    for need in needs:
        assert need.moderation is Moderation.PUBLISHED
        assert need.channel is Channel.IMPORTED
        assert need.put_forward_as is PutForwardAs.RESIDENT
        assert need.participant_id is None
        assert (need.online, need.rooms, need.people) == (0, 0, 0)
        assert need.published_at == need.sent_at == make.now
        assert need.conversation_id == make.conversation().id
    assert count(session, NeedSupport) == 1
    assert visible.current_number(session) > before
    assert differences(session, BUILDER) == []


def test_without_publish_needs_wait_and_their_answers_are_drafts(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    result = bring_in(file, *ALL, **COLUMNS)
    assert "3 needs came in from Town survey and wait to be checked." in result.output
    assert "2 answers are drafts until a planner publishes them." in result.output
    needs = needs_in(session)
    assert {need.moderation for need in needs} == {Moderation.WAITING}
    assert {need.number for need in needs} == {None}
    assert {need.published_at for need in needs} == {None}
    assert {need.progress for need in needs} == {Progress.GROUPED}
    for decision in session.scalars(select(Decision)):
        assert (decision.state, decision.number) == (DecisionState.DRAFT, None)
        assert not decision.is_standing
    assert {theme.state for theme in session.scalars(select(Theme))} == {ThemeState.FORMING}
    make.publish(needs[0])
    found = list_needs(session, BUILDER, NeedFilter(words="bus"), size=5)
    assert [card.number for card in found] == [1]


def test_answers_keep_who_gave_them_and_move_the_progress(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, "--publish", "--answered-on", "2024-05-06", *ALL, **COLUMNS)
    first, second = session.scalars(select(Decision).order_by(Decision.number))
    assert (first.kind, first.kind_in_own_words) == (DecisionKind.OWN_WORDS, "3")
    assert (second.kind, second.kind_in_own_words) == (DecisionKind.NOT_NOW, "")
    assert (first.we_decided, first.decided_by) == ("We look at it.", "DOT")
    assert str(first.decided_on) == "2024-05-06"
    assert first.is_standing
    assert first.state is DecisionState.PUBLISHED
    progress = [need.progress for need in needs_in(session)]
    assert progress == [Progress.ANSWERED, Progress.NOT_NOW, Progress.GROUPED]
    bodies = session.scalars(select(Organisation).order_by(Organisation.id)).all()
    assert [(body.name, body.sector) for body in bodies] == [
        ("DOT", Sector.PUBLIC), ("Parks", Sector.PUBLIC),
    ]  # fmt: skip


def test_an_answer_without_a_body_is_the_sources_and_has_no_day(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    path = write_file(["id", "said", "reply"], ["1", "A bus", "Yes"])
    bring_in(path, "--publish", code="id", words="said", answer="reply")
    decision = session.scalars(select(Decision)).one()
    assert (decision.decided_by, decision.decided_on) == ("Town survey", None)


def test_areas_that_are_made_lie_in_the_whole_place_and_hold_their_needs(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    known = make.area("Coalbrae")
    earlier = make.need()
    bring_in(file, "--publish", *ALL, **COLUMNS)
    harbour = session.scalars(select(Place).where(Place.name == "Harbour")).one()
    assert harbour.kind is PlaceKind.LOCAL_AREA
    assert harbour.parent_id == make.whole_place().id
    under = {
        need_id: {row.place_id for row in rows}
        for need_id, rows in _grouped(session, NeedPlace).items()
    }
    first, second, everywhere = needs_in(session)[1:]
    assert under[first.id] == {known.id}
    assert under[second.id] == {harbour.id}
    # What is about the whole place stands under every area, also under one made later.
    assert everywhere.is_about_whole_place
    assert under[everywhere.id] == under[earlier.id] == {known.id, harbour.id}
    cards = list_needs(session, BUILDER, NeedFilter(place_id=harbour.id), size=9)
    assert {card.id for card in cards} == {earlier.id, second.id, everywhere.id}


def _grouped(session: Session, table: type[NeedPlace]) -> dict[int, list[NeedPlace]]:
    rows: dict[int, list[NeedPlace]] = {}
    for row in session.scalars(select(table)):
        rows.setdefault(row.need_id, []).append(row)
    return rows


def test_with_a_parent_area_areas_become_its_neighbourhoods(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.area("Bronx")
    path = write_file(
        ["id", "said", "in", "place"],
        ["1", "A", "Bronx", "01"],
        ["2", "B", "Queens", "01"],
        ["3", "C", "Queens", ""],
        ["4", "D", "", ""],
    )
    columns = {"code": "id", "words": "said", "parent_area": "in", "area": "place"}
    result = bring_in(path, "--publish", "--create", "area", **columns)
    assert result.exit_code == 0, result.output
    places = {place.id: place for place in session.scalars(select(Place))}
    slugs = sorted(each.slug for each in places.values() if each.kind is PlaceKind.NEIGHBOURHOOD)
    assert slugs == ["01", "01-2"]
    names = [
        sorted(
            f"{places[row.place_id].kind.value} {places[row.place_id].name}"
            for row in _grouped(session, NeedPlace)[need.id]
        )
        for need in needs_in(session)
    ]
    assert names == [
        ["local_area Bronx", "neighbourhood 01"],
        ["local_area Queens", "neighbourhood 01"],
        ["local_area Queens"],
        ["local_area Bronx", "local_area Queens"],
    ]


def test_an_existing_neighbourhood_brings_its_area_and_ward(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    ward = make.ward("North")
    area = make.area("Coalbrae")
    town = make.neighbourhood("Old Town", area=area, ward=ward)
    path = write_file(["id", "said", "place"], ["1", "A", "old town"])
    bring_in(path, code="id", words="said", area="place")
    (rows,) = _grouped(session, NeedPlace).values()
    assert {row.place_id for row in rows} == {ward.id, area.id, town.id}


def test_the_whole_place_can_be_named(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    make.area("Coalbrae")
    path = write_file(["id", "said", "place"], ["1", "A", "BRAIDVALE"])
    assert bring_in(path, code="id", words="said", area="place").exit_code == 0
    assert needs_in(session)[0].is_about_whole_place


def test_into_an_empty_installation_the_whole_place_and_its_conversation_come_first(
    bring_in: BringIn, file: Path, session: Session
) -> None:
    result = bring_in(file, "--publish", *ALL, **COLUMNS)
    assert result.exit_code == 0, result.output
    whole = session.scalars(select(Place).where(Place.kind == PlaceKind.WHOLE)).one()
    assert (whole.name, whole.slug) == ("Braidvale", "braidvale")
    conversation = session.scalars(select(Conversation)).one()
    assert conversation.is_always_open
    assert conversation.state is ConversationState.OPEN
    assert {need.conversation_id for need in needs_in(session)} == {conversation.id}


def test_themes_that_are_made_are_public_with_their_needs(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    known = make.theme("benches")
    make.conversation()
    bring_in(file, "--publish", *ALL, **COLUMNS)
    made = session.scalars(select(Theme).where(Theme.name == "Buses")).one()
    assert made.state is ThemeState.SHARED
    assert made.number == (known.number or 0) + 1
    under = {row.need_id: row.theme_id for row in session.scalars(select(NeedTheme))}
    assert list(under.values()) == [made.id, known.id, made.id]
    cards = list_needs(session, BUILDER, NeedFilter(theme_id=made.id), size=9)
    assert [card.number for card in cards] == [3, 1]


def test_a_second_run_adds_nothing(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, "--publish", *ALL, **COLUMNS)
    before = everything(session)
    result = bring_in(file, "--publish", *ALL, **COLUMNS)
    assert result.exit_code == 0
    assert "Nothing new came in from Town survey.\n3 were here already." in result.output
    assert everything(session) == before


def test_a_longer_file_adds_only_what_is_new(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(write_file(HEADINGS, *ROWS[:1]), "--publish", *ALL, **COLUMNS)
    result = bring_in(write_file(HEADINGS, *ROWS), "--publish", *ALL, **COLUMNS)
    assert "2 needs came in" in result.output
    assert "1 was here already." in result.output
    assert [need.number for need in needs_in(session)] == [1, 2, 3]


def test_what_is_here_already_stays_as_it_is_whatever_the_file_says_now(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    columns = {"code": "id", "words": "said", "area": "place"}
    bring_in(write_file(["id", "said", "place"], ["1", "A", ""]), **columns)
    path = write_file(["id", "said", "place"], ["1", "Another", "An area nobody knows"])
    result = bring_in(path, **columns)
    assert result.exit_code == 0
    assert [need.words for need in needs_in(session)] == ["A"]


def test_the_same_code_from_another_source_is_another_need(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, *ALL, **COLUMNS)
    bring_in(file, *ALL, source="Another survey", **COLUMNS)
    assert len(needs_in(session)) == 6
    assert count(session, ImportSource) == 2


def test_without_a_column_of_codes_a_second_run_adds_nothing_either(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    path = write_file(["said"], ["Nothing"], ["A bus"], ["Nothing"])
    assert "3 needs came in" in bring_in(path, words="said").output
    assert "3 were here already" in bring_in(path, words="said").output
    assert len(needs_in(session)) == 3


def test_one_refused_row_refuses_the_file_and_every_reason_is_listed(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    before = everything(session)
    path = write_file(
        HEADINGS,
        *ROWS,
        ["a4", "two\nlines\x00", "", "", "", "", "", "x"],
        ["a1", "Again", *[""] * 6],
    )
    result = bring_in(path, "--publish", *ALL, **COLUMNS)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        (
            "Row 5 (line 5): words: it holds a hidden character (U+0000) that cannot be kept."
            " signatures: “x” is not a whole number."
        ),
        "Row 6 (line 7): code: row 2 has “a1” as well.",
        (
            "Error: 2 rows are refused, so nothing was written. Put them right and begin again,"
            " or add --leave-out-refused to bring in the others."
        ),
    ]
    assert result.stdout == ""
    assert everything(session) == before


def test_the_first_200_refused_rows_are_listed_and_the_others_counted(
    bring_in: BringIn, write_file: WriteFile, make: Make
) -> None:
    make.conversation()
    path = write_file(["id", "said"], *([str(row), ""] for row in range(205)))
    lines = bring_in(path, code="id", words="said").stderr.splitlines()
    assert lines[0].startswith("Row 2 (line 2): There are no words")
    assert lines[199].startswith("Row 201 (line 201)")
    assert lines[200:] == ["… and 5 more rows.", lines[201]]
    assert lines[201].startswith("Error: 205 rows are refused")


def test_a_name_nobody_knows_is_said_once_with_the_rows_that_use_it(
    bring_in: BringIn, write_file: WriteFile, make: Make
) -> None:
    make.conversation()
    rows = [[f"A bus {row}", "BX 04" if row % 2 else "BX 05", "Trains"] for row in range(300)]
    path = write_file(["said", "where", "about"], *rows, ["Wet", "BX 06", ""], ["", "BX 04", ""])
    lines = bring_in(path, words="said", area="where", theme="about").stderr.splitlines()
    make_area = "Add --create area to make it."
    make_theme = "Add --create theme to make it."
    assert lines[:-1] == [
        f"Rows 2, 4, 6, 8, 10 and 145 more: area: there is no “BX 05”. {make_area}",
        f"Rows 2, 3, 4, 5, 6 and 295 more: theme: there is none called “Trains”. {make_theme}",
        f"Rows 3, 5, 7, 9, 11 and 145 more: area: there is no “BX 04”. {make_area}",
        f"Row 302: area: there is no “BX 06”. {make_area}",
        "Row 303 (line 303): There are no words and no title in this row.",
    ]
    assert lines[-1].startswith("Error: 302 rows are refused, so nothing was written.")


def test_the_others_come_in_when_refused_rows_may_be_left_out(
    bring_in: BringIn, write_file: WriteFile, make: Make, session: Session
) -> None:
    make.conversation()
    path = write_file(["id", "said"], ["1", "A bus"], ["=2", ""], ["3", "A train"])
    columns = {"code": "id", "words": "said"}
    result = bring_in(path, "--leave-out-refused", **columns)
    assert result.exit_code == 0, result.output
    assert "1 row was left out." in result.output
    assert [need.words for need in needs_in(session)] == ["A bus", "A train"]
    refused = path.with_name("needs.refused.csv")
    with refused.open(encoding="utf-8-sig", newline="") as rows:
        assert list(csv.reader(rows)) == [
            ["id", "said", "refused because"],
            ["'=2", "", "There are no words and no title in this row."],
        ]
    # Put right in a spreadsheet, it comes in under the code it had.
    refused.write_text("id,said,refused because\n'=2,'=A bench,old reason\n")
    assert "1 need came in" in bring_in(refused, **columns).output
    assert session.scalars(select(ImportedNeed.external_code)).all() == ["1", "3", "=2"]
    assert needs_in(session)[-1].words == "=A bench"


def test_a_check_writes_nothing_and_says_what_would_happen(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    before = everything(session)
    result = bring_in(file, "--check", "--publish", "--leave-out-refused", *ALL, **COLUMNS)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Read as UTF-8, with a comma between cells.",
        "This would bring in 3 needs, published at once.",
        "2 answers would come with them.",
        "Would be made: 2 local areas: “Coalbrae”, “Harbour”",
        "Would be made: 2 themes: “Buses”, “Benches”",
        "Would be made: 2 bodies: “DOT”, “Parks”",
        "The first one would be:",
        "  code        “a1”",
        "  title       “The bus is late.”",
        "  words       “The bus is late. I wait.”",
        "  area        “Coalbrae”",
        "  theme       “Buses”",
        "  signatures  “12”",
        "  answer      “We look at it.”",
        "  answer_kind “own words”",
        "  body        “DOT”",
        "Nothing was written.",
    ]
    assert everything(session) == before
    assert [each.name for each in file.parent.iterdir()] == ["needs.csv"]


def test_a_check_of_a_file_that_would_be_refused_fails(
    bring_in: BringIn, write_file: WriteFile, make: Make
) -> None:
    make.conversation()
    result = bring_in(write_file(["id", "said"], ["1", ""]), "--check", code="id", words="said")
    assert result.exit_code == 1
    assert "1 row is refused" in result.stderr


def test_a_broken_row_that_hides_the_next_ones_cannot_be_left_out(
    bring_in: BringIn, tmp_path: Path, make: Make, session: Session
) -> None:
    make.conversation()
    path = tmp_path / "needs.csv"
    path.write_text('id,said\n1,A bus\n2,"never ended\n3,A train\n')
    result = bring_in(path, "--leave-out-refused", code="id", words="said")
    assert result.exit_code == 1
    assert "Row 3 (line 3): A cell begins with a quotation mark" in result.stderr
    assert "mend it first" in result.stderr
    assert needs_in(session) == []
    assert [each.name for each in tmp_path.iterdir()] == ["needs.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_words_are_the_same_however_the_file_was_saved(
    bring_in: BringIn,
    write_file: WriteFile,
    make: Make,
    session: Session,
    encoding: str,
    line_end: str,
) -> None:
    make.conversation()
    words = "A café – “nice”,\nwith 5 € tea; and\tcake"
    path = write_file(["id", "said"], ["1", words], encoding=encoding, line_end=line_end)
    result = bring_in(path, code="id", words="said")
    assert result.exit_code == 0, result.output
    assert needs_in(session)[0].words == words


def test_half_a_character_refuses_its_row_alone(
    bring_in: BringIn, tmp_path: Path, make: Make, session: Session
) -> None:
    make.conversation()
    path = tmp_path / "needs.csv"
    path.write_bytes("id,said\n1,Łódź\n".encode() + b"2,half \xed\xa0\x80\n")
    result = bring_in(path, "--leave-out-refused", code="id", words="said")
    assert result.exit_code == 0, result.output
    assert "Row 3 (line 3): words: it holds half a character (U+D800)" in result.stderr
    assert [need.words for need in needs_in(session)] == ["Łódź"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "There is nothing in this file."),
        (b"id,said\n", "no rows under them"),
        ("id,said\n1,x\n".encode("utf-16"), "written as UTF-16"),
        (b"id,text\n1,x\n", "There is no column “said” for words."),
        (b"said,said,id\n1,x,1\n", "Two columns are called “said”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    bring_in: BringIn, tmp_path: Path, make: Make, session: Session, content: bytes, problem: str
) -> None:
    make.conversation()
    path = tmp_path / "needs.csv"
    path.write_bytes(content)
    result = bring_in(path, code="id", words="said")
    assert result.exit_code == 1
    assert problem in result.stderr
    assert needs_in(session) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--conversation", "nowhere"), "There is no conversation called nowhere"),
        (("--conversation", "a-draft"), "is a draft"),
        (("--answered-on", "2.3.2026"), "Write --answered-on as a day"),
        (("--create", "body"), "--create takes area, theme"),
        (("--source", " "), "Give --source a name"),
        (("--source", "x" * 161), "Give --source a name"),
        (("--delimiter", "xx"), "Say --delimiter with one of"),
        (("--refused-file", "{file}"), "cannot go into the file itself"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_a_sentence(
    bring_in: BringIn,
    file: Path,
    make: Make,
    session: Session,
    options: tuple[str, ...],
    problem: str,
) -> None:
    make.conversation()
    draft = make.conversation("A draft?", state=ConversationState.DRAFT)
    draft.slug = "a-draft"
    typed = [option.replace("{file}", str(file)) for option in options]
    result = bring_in(file, *typed, *ALL, **COLUMNS)
    assert result.exit_code == 1
    assert problem in result.stderr
    assert needs_in(session) == []


def test_needs_can_belong_to_a_conversation_of_their_own(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    asked = make.conversation("What about the High Street?")
    bring_in(file, "--conversation", asked.slug, *ALL, **COLUMNS)
    assert {need.conversation_id for need in needs_in(session)} == {asked.id}


def test_the_history_says_where_everything_came_from(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, "--publish", *ALL, **COLUMNS)
    rows = session.execute(
        select(HistoryEntry.subject, HistoryEntry.acting_as, HistoryEntry.at, func.count())
        .where(HistoryEntry.verb == "brought in from Town survey")
        .group_by(HistoryEntry.subject, HistoryEntry.acting_as, HistoryEntry.at)
    )
    told = {(row[0], row[3]) for row in rows if row[1] == "import" and row[2] == make.now}
    assert {("need", 3), ("decision", 2), ("theme", 2), ("organisation", 2)} <= told
    assert ("place", 3) in told or ("place", 2) in told


def test_a_long_name_of_a_source_is_shortened_in_the_history_alone(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    name = "A survey of every household in all of the wards of the whole council area"
    assert bring_in(file, *ALL, source=name, **COLUMNS).exit_code == 0
    assert session.scalars(select(ImportSource.name)).one() == name
    verbs = set(session.scalars(select(HistoryEntry.verb)))
    assert any(verb.startswith("brought in from A survey") and verb.endswith("…") for verb in verbs)


def test_many_batches_are_numbered_without_a_gap(
    bring_in: BringIn,
    write_file: WriteFile,
    make: Make,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking, "IN_A_BATCH", 3)
    make.conversation()
    rows = [[str(row), f"Need {row}", "x" if row % 2 else ""] for row in range(10)]
    path = write_file(["id", "said", "reply"], *rows)
    bring_in(path, "--publish", code="id", words="said", answer="reply")
    assert [need.words for need in needs_in(session)] == [row[1] for row in rows]
    assert [need.number for need in needs_in(session)] == list(range(1, 11))
    numbers = session.execute(
        select(Decision.number, Need.number)
        .join(Need, Need.id == Decision.need_id)
        .order_by(Decision.number)
    )
    assert [tuple(row) for row in numbers] == [(1, 2), (2, 4), (3, 6), (4, 8), (5, 10)]


def test_a_file_that_changes_while_it_is_read_is_refused_whole(
    bring_in: BringIn,
    write_file: WriteFile,
    make: Make,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.conversation()
    path = write_file(["id", "said"], ["1", "A bus"], ["2", "A train"])
    look_through = looking.look_through

    def then_change(*args: object) -> looking.Findings:
        findings = look_through(*args)  # type: ignore[arg-type]
        path.write_text("id,said\n1,A bus\n")
        return findings

    monkeypatch.setattr("app.imports.commands.look_through", then_change)
    result = bring_in(path, code="id", words="said")
    assert result.exit_code == 1
    assert "The file changed while it was read" in result.stderr
    assert needs_in(session) == []


def test_two_runs_of_one_file_at_the_same_moment_bring_it_in_once(
    fresh_database: FreshDatabase, write_file: WriteFile
) -> None:
    with fresh_database.session() as session:
        fresh_database.make(session).conversation()
        session.commit()
    rows = ([str(row), f"Need {row}", f"Area {row % 5}"] for row in range(300))
    path = write_file(["id", "said", "place"], *rows)
    app = fresh_database.app
    words = ["import", "needs", str(path), "--source", "Survey", "--publish"]
    words += ["--map", "code=id", "--map", "words=said", "--map", "area=place"]
    words += ["--create", "area"]
    codes: list[int] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        with app.app_context():
            try:
                app.cli.main(args=words, prog_name="flask", standalone_mode=False)
                codes.append(0)
            except Exception:  # whatever goes wrong must show in the codes
                codes.append(1)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with fresh_database.session() as session:
        numbers = session.scalars(select(Need.number).order_by(Need.number)).all()
    assert numbers == list(range(1, 301))
    assert codes == [0, 0]
