"""Real files, where they are at hand: every word that went in is compared with its cell."""

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.imports.html_words import words_from_html
from app.imports.models import ImportedNeed
from app.needs.models import Moderation, Need, NeedPlace, NeedTheme
from app.places.models import Place, PlaceKind
from app.priorities.models import Decision
from app.recounts.operations import differences
from app.settings import PROJECT_ROOT
from app.themes.models import Theme
from tests.builders import BUILDER, Make
from tests.imports.conftest import BringIn

DATA = PROJECT_ROOT.parent / "shared" / "data"
NEW_YORK = "proposals/nyc_community_board_needs_fy2024.csv"
PETITIONS = "proposals/uk_petitions_2015_2017.csv"
MADRID = "proposals/decide_madrid_proposals_2024_2025.csv"
COMMENTS = "feedback/nhs_friends_family_comments_phase1.csv"

pytestmark = pytest.mark.slow


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand: it is looked for in ../shared/data.")
    return path


def rows_of(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter, strict=True)


def as_kept(cell: str) -> str:
    """Return a cell as words are kept: composed letters, one kind of line end, no outer space."""
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def stored(session: Session) -> dict[str, Need]:
    rows = session.execute(
        select(ImportedNeed.external_code, Need).join(Need, Need.id == ImportedNeed.need_id)
    )
    return {row[0]: row[1] for row in rows}


def test_the_needs_of_new_york_come_in_with_their_answers(
    bring_in: BringIn, make: Make, session: Session, tmp_path: Path
) -> None:
    path, refused = real(NEW_YORK), tmp_path / "refused.csv"
    make.conversation()
    columns = {
        "code": "trkno", "words": "reason", "area": "cb_label", "parent_area": "boro_name",
        "theme": "need", "answer": "agy_response", "answer_kind": "agy_category_description",
        "body": "agency_name",
    }  # fmt: skip
    options = ("--publish", "--create", "area,theme", "--refused-file", str(refused))
    assert bring_in(path, *options, source="New York", **columns).exit_code == 1
    assert stored(session) == {}

    result = bring_in(path, *options, "--leave-out-refused", source="New York", **columns)
    assert result.exit_code == 0, result.output
    assert "3,724 needs came in" in result.output
    assert "4 rows were left out." in result.output
    assert sum(1 for _row in rows_of(refused)) == 4

    needs, source = stored(session), {row["trkno"]: row for row in rows_of(path) if row["reason"]}
    assert needs.keys() == source.keys()
    in_order = sorted(needs, key=lambda code: needs[code].number or 0)
    assert in_order == [row["trkno"] for row in rows_of(path) if row["reason"]]
    answers = {each.need_id: each for each in session.scalars(select(Decision))}
    themes = _names_under(session, Theme, NeedTheme)
    for code, row in source.items():
        need = needs[code]
        assert need.words == as_kept(row["reason"])
        answer = answers[need.id]
        assert answer.we_decided == as_kept(row["agy_response"])
        assert answer.kind_in_own_words == as_kept(row["agy_category_description"])
        assert answer.decided_by == row["agency_name"]
        assert themes[need.id] == {" ".join(row["need"].split())}
    _check_places(session, needs, source)
    assert differences(session, BUILDER) == []

    again = bring_in(path, *options, "--leave-out-refused", source="New York", **columns)
    assert "3,724 were here already." in again.output
    assert len(stored(session)) == 3724


def _names_under(
    session: Session, names: type[Theme] | type[Place], links: type[NeedTheme] | type[NeedPlace]
) -> dict[int, set[str]]:
    key = links.theme_id if links is NeedTheme else links.place_id  # type: ignore[attr-defined]
    found: dict[int, set[str]] = {}
    for need_id, name in session.execute(
        select(links.need_id, names.name).join(names, names.id == key)
    ):
        found.setdefault(need_id, set()).add(name)
    return found


def _check_places(
    session: Session, needs: dict[str, Need], source: dict[str, dict[str, str]]
) -> None:
    places = _names_under(session, Place, NeedPlace)
    for code, row in source.items():
        assert places[needs[code].id] == {row["cb_label"], row["boro_name"]}
    kinds = session.execute(select(Place.kind, func.count()).group_by(Place.kind))
    assert {row[0]: row[1] for row in kinds} == {
        PlaceKind.WHOLE: 1, PlaceKind.LOCAL_AREA: 5, PlaceKind.NEIGHBOURHOOD: 59,
    }  # fmt: skip


def test_titles_alone_come_in_with_the_figures_of_their_source(
    bring_in: BringIn, make: Make, session: Session
) -> None:
    path = real(PETITIONS)
    make.conversation()
    columns = {"code": "URL", "title": "Petition", "signatures": "Signatures Count"}
    result = bring_in(path, "--publish", source="Petitions", **columns)
    assert "10,950 needs came in" in result.output, result.output
    source = {row["URL"]: row for row in rows_of(path)}
    figures = session.execute(select(ImportedNeed.external_code, ImportedNeed.signatures))
    signatures = {row[0]: row[1] for row in figures}
    needs = stored(session)
    assert needs.keys() == source.keys()
    for code, row in source.items():
        assert needs[code].title == as_kept(row["Petition"])
        assert needs[code].words == ""
        assert needs[code].people == 0
        assert signatures[code] == int(row["Signatures Count"])


@pytest.mark.parametrize("is_html", [False, True])
def test_proposals_with_html_come_in_as_they_are_or_as_plain_text(
    bring_in: BringIn, make: Make, session: Session, tmp_path: Path, is_html: bool
) -> None:
    path = real(MADRID)
    make.conversation()
    columns = {
        "code": "id", "title": "title", "words": "description", "date": "created_at",
        "signatures": "cached_votes_up",
    }  # fmt: skip
    options = ["--date-format", "%d/%m/%Y", "--leave-out-refused"]
    options += ["--refused-file", str(tmp_path / "refused.csv"), *(["--html", "words"] * is_html)]
    result = bring_in(path, *options, source="Madrid", **columns)
    assert result.exit_code == 0, result.output
    source = {row["id"]: row for row in rows_of(path, ";")}
    needs = stored(session)
    left_out = {row["id"] for row in rows_of_refused(tmp_path / "refused.csv")}
    assert needs.keys() | left_out == source.keys()
    assert needs.keys() & left_out == set()
    assert len(left_out) == (6 if is_html else 9)
    for code, need in needs.items():
        row = source[code]
        assert need.title == as_kept(row["title"])
        assert f"{need.sent_at:%d/%m/%Y}" == row["created_at"]
        if not is_html:
            assert need.words == as_kept(row["description"])
        assert need.moderation is Moderation.WAITING
    for code in left_out:
        words = source[code]["description"]
        assert len(as_kept(words_from_html(words) if is_html else words)) > 5000


def rows_of_refused(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def test_plain_text_from_html_holds_every_word_another_parser_finds() -> None:
    for row in rows_of(real(MADRID), ";"):
        tree = html5lib.parse(row["description"], namespaceHTMLElements=False)
        expected = " ".join(" ".join(tree.itertext()).split())
        found = words_from_html(row["description"])
        addresses = {each.get("href") for each in tree.iter("a")}
        for address in addresses - {None}:
            found = found.replace(f"({address.strip()})", "")
        letters = "".join(found.split()).replace("-", "")
        assert letters == "".join(expected.split()).replace("-", "")
        assert "<p>" not in found


def test_comments_come_in_under_themes_and_one_hidden_character_is_refused(
    bring_in: BringIn, make: Make, session: Session, tmp_path: Path
) -> None:
    path = real(COMMENTS)
    make.conversation()
    columns = {"code": "row_index", "words": "feedback", "theme": "label", "area": "organization"}
    options = ("--create", "area,theme", "--publish", "--leave-out-refused")
    refused = ("--refused-file", str(tmp_path / "refused.csv"))
    result = bring_in(path, *options, *refused, source="Comments", **columns)
    assert "10,333 needs came in" in result.output, result.output
    assert "it holds a hidden character (U+000B)" in result.output
    source = {row["row_index"]: row for row in rows_of(path)}
    needs, themes = stored(session), _names_under(session, Theme, NeedTheme)
    assert len(source.keys() - needs.keys()) == 1
    for code, need in needs.items():
        assert need.words == as_kept(source[code]["feedback"])
        assert themes[need.id] == {source[code]["label"]}
    assert differences(session, BUILDER) == []
