import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.access import NotAllowed, Role
from app.imports.looking import Findings, Walk
from app.imports.mapping import wishes_from
from app.imports.models import ImportedNeed, ImportSource
from app.imports.operations import Wanted, bring_in_needs
from app.imports.queries import what_is_known
from app.imports.reading import open_sheet
from app.imports.rows import slug_from
from app.needs.models import Need
from app.needs.words import Promise
from tests.builders import Make
from tests.imports.conftest import WriteFile

WANTED = Wanted(
    source="Town survey",
    promise=Promise(check_days=3, answer_weeks=12),
    place_name="Braidvale",
    partnership="The partnership",
)


def test_a_planner_cannot_bring_needs_in(
    make: Make, session: Session, write_file: WriteFile
) -> None:
    make.conversation()
    walk = Walk(
        sheet=open_sheet(write_file(["said"], ["A bus"])),
        wishes=wishes_from(["words=said"]),
        today=make.today,
        known=what_is_known(session),
        codes_here=lambda _codes: (),
    )
    with pytest.raises(NotAllowed):
        bring_in_needs(
            session, make.actor(Role.PLANNER), walk, Findings(accepted=1), WANTED, now=make.now
        )
    assert session.scalar(select(func.count()).select_from(Need)) == 0


def test_the_promises_of_this_place_begin_on_the_day_of_the_run(
    make: Make, session: Session, write_file: WriteFile
) -> None:
    make.conversation()
    walk = Walk(
        sheet=open_sheet(write_file(["said", "day"], ["A bus", "2015-06-07"])),
        wishes=wishes_from(["words=said", "date=day"]),
        today=make.today,
        known=what_is_known(session),
        codes_here=lambda _codes: (),
    )
    bring_in_needs(
        session, make.actor(Role.ADMIN), walk, Findings(accepted=1), WANTED, now=make.now
    )
    need = session.scalars(select(Need)).one()
    assert need.sent_at.isoformat() == "2015-06-07T11:00:00+00:00"
    assert (str(need.check_by), str(need.answer_by)) == ("2026-03-05", "2026-05-25")


def test_the_database_itself_refuses_a_code_twice(make: Make, session: Session) -> None:
    source = ImportSource(name="One", made_at=make.now)
    session.add(source)
    session.flush()
    for _ in range(2):
        row = ImportedNeed(need_id=make.need().id, source_id=source.id, external_code="a")
        session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Old Town", "old-town"),
        ("Łódź", "lodz"),
        ("公園", "place"),
        ("../../x", "x"),
        ("", "place"),
    ],
)
def test_addresses_are_made_from_names(name: str, slug: str) -> None:
    taken: set[str] = set()
    assert slug_from(name, taken, 80) == slug
    assert slug_from(name, taken, 80) == f"{slug}-2"
    assert taken == {slug, f"{slug}-2"}


def test_a_long_name_makes_an_address_that_fits() -> None:
    taken: set[str] = set()
    slugs = [slug_from("x" * 300, taken, 80) for _ in range(120)]
    assert len(set(slugs)) == 120
    assert max(map(len, slugs)) <= 80
