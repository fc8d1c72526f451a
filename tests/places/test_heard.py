"""Who was heard in each place, as it may be shown: the rules, without a database."""

import pytest

from app.foundation.access import NotFound
from app.foundation.small_numbers import Hidden
from app.places.heard import (
    HeardIn,
    PlaceMap,
    Shown,
    hardly_heard,
    heard_in_neighbourhoods,
    heard_in_ward,
    least_heard,
    shown_in_ward,
    standing_of,
    told_only_the_area,
)
from app.places.models import Place, PlaceKind

WHOLE = Place(id=1, kind=PlaceKind.WHOLE, slug="braidvale", name="Braidvale", population=30_000)
COALBRAE_WARD = Place(id=2, kind=PlaceKind.WARD, slug="coalbrae", name="Coalbrae", population=8_300)
HARBOUR = Place(id=3, kind=PlaceKind.WARD, slug="harbour", name="Harbour", population=9_700)
LINKS = Place(id=4, kind=PlaceKind.WARD, slug="links", name="Links", population=5_200)
COALBRAE = Place(
    id=5, kind=PlaceKind.LOCAL_AREA, slug="coalbrae", name="Coalbrae", parent_id=1, ward_id=2,
    population=8_300,
)  # fmt: skip
SHORE = Place(
    id=6, kind=PlaceKind.LOCAL_AREA, slug="shore", name="Shore", parent_id=1, population=14_900
)


def neighbourhood(number: int, name: str, area: Place, ward: Place, people: int = 3_000) -> Place:
    return Place(
        id=number, kind=PlaceKind.NEIGHBOURHOOD, slug=name.lower(), name=name,
        parent_id=area.id, ward_id=ward.id, population=people,
    )  # fmt: skip


ROWS = neighbourhood(10, "Rows", COALBRAE, COALBRAE_WARD, 3_100)
PITHEAD = neighbourhood(11, "Pithead", COALBRAE, COALBRAE_WARD, 2_700)
LAMPFIELD = neighbourhood(12, "Lampfield", COALBRAE, COALBRAE_WARD, 2_500)
SHOREHEAD = neighbourhood(13, "Shorehead", SHORE, HARBOUR)
NETMAKERS = neighbourhood(14, "Netmakers", SHORE, HARBOUR)
LINKSFIELD = neighbourhood(15, "Linksfield", SHORE, LINKS)
PLACES = PlaceMap(
    [
        WHOLE,
        COALBRAE_WARD,
        HARBOUR,
        LINKS,
        COALBRAE,
        SHORE,
        ROWS,
        PITHEAD,
        LAMPFIELD,
        SHOREHEAD,
        NETMAKERS,
        LINKSFIELD,
    ]
)


def test_a_place_is_found_by_its_kind_and_slug():
    assert PLACES.called(PlaceKind.WARD, "coalbrae") is COALBRAE_WARD
    assert PLACES.called(PlaceKind.LOCAL_AREA, "coalbrae") is COALBRAE
    with pytest.raises(NotFound):
        PLACES.called(PlaceKind.WARD, "shore")


def test_a_map_without_a_root_has_no_whole_place():
    with pytest.raises(NotFound):
        _ = PlaceMap([COALBRAE]).whole


def test_areas_and_wards_know_each_other():
    assert PLACES.areas_of(COALBRAE_WARD) == [COALBRAE]
    assert PLACES.wards_of(COALBRAE) == [COALBRAE_WARD]
    assert PLACES.areas_of(LINKS) == [SHORE]
    assert PLACES.wards_of(SHORE) == [HARBOUR, LINKS]
    assert PLACES.neighbourhoods(HARBOUR) == [SHOREHEAD, NETMAKERS]


def test_a_ward_is_made_of_areas_or_cuts_one():
    assert PLACES.is_made_of_areas(COALBRAE_WARD)
    assert not PLACES.is_made_of_areas(HARBOUR)
    assert PLACES.wards_sharing(COALBRAE_WARD) == [COALBRAE_WARD]
    assert PLACES.wards_sharing(LINKS) == [HARBOUR, LINKS]


def test_a_ward_without_any_place_in_it_stands_alone():
    alone = Place(id=9, kind=PlaceKind.WARD, slug="alone", name="Alone")
    places = PlaceMap([WHOLE, alone])
    assert places.wards_sharing(alone) == [alone]
    assert not places.is_made_of_areas(alone)
    assert shown_in_ward(places, alone, {9: 4}) == Shown(None, hidden=Hidden.ALL)


def test_a_ward_made_of_areas_shows_its_exact_count():
    heard = {COALBRAE_WARD.id: 58, ROWS.id: 12, PITHEAD.id: 5, LAMPFIELD.id: 2}
    line = HeardIn(COALBRAE_WARD, heard_in_ward(PLACES, COALBRAE_WARD, heard))
    assert line.heard == Shown(58, is_exact=True)
    assert line.rate == 7.0


def test_small_neighbourhoods_are_hidden_and_the_rest_is_rounded():
    lines = heard_in_neighbourhoods(PLACES, COALBRAE, {ROWS.id: 12, PITHEAD.id: 5, LAMPFIELD.id: 2})
    assert [line.heard.number for line in lines] == [10, None, None]
    assert [line.rate for line in lines] == [3, None, None]
    assert hardly_heard(lines) == [PITHEAD, LAMPFIELD]


def test_a_share_is_made_from_the_rounded_number():
    """A share with decimals of the exact number would give the exact number away."""
    lines = heard_in_neighbourhoods(
        PLACES, COALBRAE, {ROWS.id: 62, PITHEAD.id: 58, LAMPFIELD.id: 41}
    )
    assert [line.rate for line in lines] == [19, 22, 16]


def test_an_unknown_population_gives_no_share():
    nowhere = Place(id=20, kind=PlaceKind.WARD, slug="x", name="X", population=None)
    assert HeardIn(nowhere, Shown(58, is_exact=True)).rate is None


def test_a_ward_that_cuts_an_area_is_rounded():
    heard = {SHORE.id: 286, SHOREHEAD.id: 96, NETMAKERS.id: 74, LINKSFIELD.id: 71}
    heard |= {HARBOUR.id: 170, LINKS.id: 71}
    assert heard_in_ward(PLACES, LINKS, heard) == Shown(70)
    assert heard_in_ward(PLACES, HARBOUR, heard) == Shown(170)


def test_a_ward_that_cuts_an_area_is_hidden_with_any_neighbourhood_there():
    """The area's exact count less the ward would give a hidden neighbourhood away."""
    heard = {SHORE.id: 175, SHOREHEAD.id: 96, NETMAKERS.id: 74, LINKSFIELD.id: 5}
    heard |= {HARBOUR.id: 170, LINKS.id: 5}
    assert heard_in_ward(PLACES, HARBOUR, heard) == Shown(None, hidden=Hidden.ALL)
    assert heard_in_ward(PLACES, LINKS, heard) == Shown(None, hidden=Hidden.ALL)


def test_who_told_only_the_area_is_rounded_too():
    heard = {COALBRAE.id: 58, ROWS.id: 12, PITHEAD.id: 5, LAMPFIELD.id: 2}
    assert told_only_the_area(PLACES, COALBRAE, heard) == Shown(40)
    heard[COALBRAE.id] = 22
    assert told_only_the_area(PLACES, COALBRAE, heard) == Shown(None, hidden=Hidden.FEW)
    heard[COALBRAE.id] = 19
    assert told_only_the_area(PLACES, COALBRAE, heard) is None


def test_the_least_heard_is_named_only_when_the_shown_figures_tell():
    def least(*people: int) -> Place | None:
        inside = (ROWS.id, PITHEAD.id, LAMPFIELD.id)
        return least_heard(
            heard_in_neighbourhoods(PLACES, COALBRAE, dict(zip(inside, people, strict=True)))
        )

    assert least(40, 80, 90) is ROWS
    assert least(62, 54, 48) is None  # 19, 20 and 20 in every 1,000: too near
    assert least(40, 80, 4) is None


def test_a_ward_stands_beside_the_others():
    heard = {COALBRAE_WARD.id: 58, SHOREHEAD.id: 96, NETMAKERS.id: 74, LINKSFIELD.id: 71}
    heard |= {HARBOUR.id: 170, LINKS.id: 71, SHORE.id: 286}
    standing = standing_of(PLACES, COALBRAE_WARD, heard, 459)
    assert standing.bars == [("Harbour", 18), ("Links", 13), ("Coalbrae", 7.0)]
    assert (standing.higher, standing.lower, standing.compared) == (2, 0, 3)
    assert standing.whole_rate == 15.3
    assert standing.left_out == []


def test_a_ward_that_is_hidden_is_left_out_of_the_comparison():
    heard = {COALBRAE_WARD.id: 58, SHOREHEAD.id: 96, NETMAKERS.id: 74, LINKSFIELD.id: 5}
    heard |= {HARBOUR.id: 170, LINKS.id: 5, SHORE.id: 175}
    standing = standing_of(PLACES, LINKS, heard, 233)
    assert standing.here.rate is None
    assert standing.bars == [("Coalbrae", 7.0)]
    assert standing.left_out == ["Harbour", "Links"]
    assert (standing.higher, standing.lower) == (0, 0)


def test_with_many_wards_the_chart_keeps_the_ends_and_this_one():
    areas = [
        Place(id=100 + n, kind=PlaceKind.LOCAL_AREA, slug=f"a{n}", name=f"A{n}", ward_id=200 + n)
        for n in range(30)
    ]
    wards = [
        Place(id=200 + n, kind=PlaceKind.WARD, slug=f"w{n}", name=f"W{n}", population=1_000)
        for n in range(30)
    ]
    heard = {200 + n: 10 * n for n in range(30)}
    standing = standing_of(PlaceMap([WHOLE, *areas, *wards]), wards[15], heard, 4_350)
    names = [name for name, _ in standing.bars]
    assert names == [
        *(f"W{n}" for n in range(29, 24, -1)),
        "W15",
        *(f"W{n}" for n in range(4, -1, -1)),
    ]
    assert (standing.higher, standing.lower) == (14, 15)
