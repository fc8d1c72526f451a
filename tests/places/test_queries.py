"""Reading places."""

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.places import queries
from app.places.models import BoundaryService, Installation, PlaceKind
from tests.builders import Make


def test_places_come_by_name_as_people_look_for_them(session: Session, make: Make) -> None:
    names = ["Area 2", "Area 10", "École", "Fairhill", "zebra Hill", "7 Oaks"]
    for name in reversed(names):
        make.area(name)
    wanted = ["7 Oaks", *names[:-1]]
    found = queries.places_of_kind(session, PlaceKind.LOCAL_AREA)
    assert [area.name for area in found] == wanted
    every = [each.name for each in queries.all_places(session) if each.name in names]
    assert every == wanted


def test_a_place_is_found_by_its_slug(session: Session, make: Make) -> None:
    area = make.area("Castle Braes")
    assert queries.place_called(session, PlaceKind.LOCAL_AREA, "castle-braes").id == area.id
    assert queries.find_place(session, PlaceKind.WARD, "castle-braes") is None
    with pytest.raises(NotFound):
        queries.place_called(session, PlaceKind.WARD, "castle-braes")


def test_there_is_no_whole_place_before_one_is_made(session: Session, make: Make) -> None:
    with pytest.raises(NotFound):
        queries.whole_place(session)
    assert make.whole_place().id == queries.whole_place(session).id


def test_neighbourhoods_are_found_by_area_and_by_ward(session: Session, make: Make) -> None:
    area, ward, other_ward = make.area(), make.ward(), make.ward()
    one = make.neighbourhood(area=area, ward=ward)
    two = make.neighbourhood(area=area, ward=other_ward)
    elsewhere = make.neighbourhood(ward=ward)
    assert [each.id for each in queries.neighbourhoods_in(session, area)] == [one.id, two.id]
    assert [each.id for each in queries.neighbourhoods_in(session, ward)] == [one.id, elsewhere.id]


def test_a_place_knows_what_it_lies_in(session: Session, make: Make) -> None:
    ward = make.ward()
    area = make.area(ward=ward)
    neighbourhood = make.neighbourhood(area=area)
    assert queries.place_ids_above(neighbourhood) == (area.id, ward.id)
    assert queries.place_ids_above(area) == (area.id, ward.id)
    assert queries.place_ids_above(ward) == (None, ward.id)
    assert queries.place_ids_above(make.whole_place()) == (None, None)
    assert queries.place_ids_above(None) == (None, None)


def test_every_place_is_read_at_once(session: Session, make: Make, queries_made) -> None:
    made = {make.neighbourhood().id for _ in range(3)}
    with queries_made() as statements:
        found = {place.id for place in queries.all_places(session)}
    assert made <= found
    assert len(statements) == 1


def test_services_with_the_same_edge_come_by_name(session: Session, make: Make) -> None:
    area = make.area()
    session.add_all(
        BoundaryService(place_id=area.id, name=name) for name in ("Home care", "Families team")
    )
    session.flush()
    assert queries.boundary_services(session, area) == ["Families team", "Home care"]
    assert queries.boundary_services(session, make.area()) == []


def test_the_clock_is_shifted_only_where_a_place_was_laid_out(session: Session, make: Make) -> None:
    assert queries.clock_shift(session) == 0
    session.add(Installation(id=1, clock_shift_seconds=-90, made_at=make.now))
    session.flush()
    assert queries.clock_shift(session) == -90
