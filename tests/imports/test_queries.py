from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports.models import ImportedNeed, ImportSource
from app.imports.queries import (
    SourceLine,
    codes_here,
    source_line,
    what_is_known,
)
from app.needs.models import Need
from tests.builders import Make
from tests.imports.conftest import BringIn, WriteFile

QueriesMade = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def file(write_file: WriteFile) -> Path:
    return write_file(
        ["link", "said", "signed"],
        ["https://petitions.example/1", "A bus", "4,767"],
        ["javascript:alert(1)", "A train", ""],
    )


def first_need(session: Session) -> int:
    return session.scalars(select(Need.id).order_by(Need.id)).first() or 0


def test_a_need_from_a_file_says_where_it_came_from(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, code="link", words="said", signatures="signed")
    need_id = first_need(session)
    line = source_line(session, need_id)
    assert line == SourceLine("Town survey", "https://petitions.example/1", 4767)
    assert line is not None
    assert line.address == "https://petitions.example/1"
    other = source_line(session, need_id + 1)
    assert other is not None
    assert (other.address, other.signatures) == ("", None)


def test_a_need_that_was_put_forward_here_comes_from_nowhere_else(
    make: Make, session: Session
) -> None:
    assert source_line(session, make.need().id) is None


def test_a_code_that_the_portal_made_up_is_shown_to_nobody(
    bring_in: BringIn, file: Path, make: Make, session: Session
) -> None:
    make.conversation()
    bring_in(file, words="said")
    line = source_line(session, first_need(session))
    assert line == SourceLine("Town survey", "", None)


def test_codes_are_here_for_their_own_source_only(make: Make, session: Session) -> None:
    sources = [ImportSource(name=name, made_at=make.now) for name in ("One", "Two")]
    session.add_all(sources)
    session.flush()
    session.add(ImportedNeed(need_id=make.need().id, source_id=sources[0].id, external_code="a"))
    session.flush()
    assert codes_here(session, sources[0].id, ["a", "b"]) == {"a"}
    assert codes_here(session, sources[1].id, ["a", "b"]) == set()
    assert codes_here(session, sources[0].id, []) == set()


def test_where_places_share_a_name_the_local_area_is_meant(make: Make, session: Session) -> None:
    area = make.area("Coalbrae")
    ward = make.ward("COALBRAE")
    other = make.neighbourhood("Coalbrae", area=make.area("West"), ward=ward)
    known = what_is_known(session)
    assert known.places["", "coalbrae"] == (area.id,)
    assert known.places["west", "coalbrae"][0] == other.id
    assert set(known.places["west", "coalbrae"]) == {other.id, other.parent_id, ward.id}
    assert known.places["", "braidvale"] == ()
    assert set(known.everywhere) == {area.id, ward.id, other.parent_id}


@pytest.mark.parametrize("publish", [True, False])
def test_nothing_is_looked_up_row_by_row(
    bring_in: BringIn, write_file: WriteFile, make: Make, queries_made: QueriesMade, publish: bool
) -> None:
    make.conversation()
    made = []
    for rows in (2, 40):
        cells = ([f"{rows}-{row}", f"Need {row}", "Answer"] for row in range(rows))
        path = write_file(["id", "said", "reply"], *cells)
        options = ["--publish"] if publish else []
        with queries_made() as statements:
            bring_in(path, *options, code="id", words="said", answer="reply")
        made.append(sum(not statement.startswith("INSERT") for statement in statements))
    assert made[0] >= made[1] > 0
