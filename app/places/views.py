"""Pages of local areas and wards, and the clock of this place."""

from collections.abc import Sequence
from typing import cast

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from app.backing.queries import groups_of_place_count
from app.dashboards.queries import listed_in, needs_in_place, people_heard, top_themes
from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound
from app.foundation.web.audience import public
from app.foundation.web.remembered import remembered
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now, settings
from app.needs.queries import NeedFilter, needs_count
from app.places import queries
from app.places.heard import (
    HeardIn,
    PlaceMap,
    hardly_heard,
    heard_exactly,
    heard_in_neighbourhoods,
    heard_in_ward,
    least_heard,
    told_only_the_area,
)
from app.places.models import Place, PlaceKind
from app.plan.queries import actions_for_needs

pages = Blueprint("places", __name__)

TOP = 5
MOST_LISTED = 10


def clock_shift() -> int:
    """Return the shift of the place's clock, read once: it is fixed when the place is laid out."""
    known = current_app.extensions
    if "portal_known_shift" not in known:
        known["portal_known_shift"] = queries.clock_shift(db.session)
    return cast(int, known["portal_known_shift"])


def _local_areas() -> Sequence[Place]:
    if "local_areas" not in g:
        g.local_areas = queries.places_of_kind(db.session, PlaceKind.LOCAL_AREA)
    return cast(Sequence[Place], g.local_areas)


def chosen_area() -> Place | None:
    """Return the area in the address (`?area=coalbrae`); one that does not exist is a 404.

    The page of an area has chosen it already.
    """
    if "chosen_area" not in g:
        slug = request.args.get("area", "")
        if not slug:
            return None
        found = next((area for area in _local_areas() if area.slug == slug), None)
        if found is None:
            raise NotFound
        g.chosen_area = found
    return cast(Place, g.chosen_area)


def area_choices() -> tuple[tuple[str, str], ...]:
    """Return (slug, name) of every local area, for the pickers."""
    if "local_areas" in g:
        return tuple((area.slug, area.name) for area in g.local_areas)
    return remembered(("areas",), lambda: tuple((area.slug, area.name) for area in _local_areas()))


def _area_or_none() -> Place | None:
    try:
        return chosen_area()
    except NotFound:
        return None  # the page that says so must be drawn without it


def _home_name() -> str:
    """Return where the person who looks told us they live, empty where they did not."""
    home = current_actor().home
    return queries.name_of_place(db.session, home.place_id) if home else ""


@pages.app_context_processor
def _for_templates() -> dict[str, object]:
    # Looked up only by pages that ask.
    return {
        "chosen_area": LocalProxy(_area_or_none),
        "area_choices": LocalProxy(area_choices),
        "home_name": LocalProxy(_home_name),
    }


def short_address(path: str) -> str:
    """Return a page's address as people type it from paper, without https://."""
    return settings().address.partition("://")[2] + path


def _every_place() -> PlaceMap:
    """Read all places once; the picker of areas is filled from them too."""
    places = PlaceMap(queries.all_places(db.session))
    g.local_areas = places.areas
    return places


@pages.get("/areas/")
@public
def index() -> ResponseReturnValue:
    """Show every local area and ward with how many were heard there, or go to the one chosen."""
    area = chosen_area()
    if area is not None:
        return see_other(url_for(".show", slug=area.slug))
    places, heard = _every_place(), people_heard(db.session)
    return render_template(
        "places/index.html",
        areas=[heard_exactly(each, heard.at(each.id).together) for each in places.areas],
        whole=heard_exactly(places.whole, heard.everybody.together),
        wards=_wards_heard(places, heard.together),
    )


def _wards_heard(places: PlaceMap, heard: dict[int, int]) -> list[HeardIn]:
    return [HeardIn(each, heard_in_ward(places, each, heard)) for each in places.wards]


@pages.get("/areas/<string:slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one local area: what matters, who was heard, what is planned, who shares its edge."""
    places = _every_place()
    area = g.chosen_area = places.called(PlaceKind.LOCAL_AREA, slug)
    actor, today = current_actor(), clock.local_day(place_now())
    needs = needs_in_place(db.session, actor, area.id, TOP)
    return render_template(
        "places/show.html",
        area=area,
        position=places.areas.index(area) + 1,
        places=places,
        needs=needs,
        unheard=0 if needs else needs_count(db.session, actor, NeedFilter(place_id=area.id)),
        titles={need.id: need.title for need in needs},
        listed=listed_in(db.session, actor, area.id, MOST_LISTED),
        actions=actions_for_needs(db.session, actor, [need.id for need in needs], today=today),
        wards=places.wards_of(area),
        services=queries.boundary_services(db.session, area),
        groups=groups_of_place_count(db.session, area),
        short_address=short_address(url_for(".show", slug=slug)),
        **_heard_inside(places, area),
    )


def _heard_inside(places: PlaceMap, area: Place) -> dict[str, object]:
    """Return who was heard in an area, and in each neighbourhood of it."""
    heard = people_heard(db.session)
    lines = heard_in_neighbourhoods(places, area, heard.together)
    return {
        "people": heard.at(area.id),
        "here": heard_exactly(area, heard.at(area.id).together),
        "whole": heard_exactly(places.whole, heard.everybody.together),
        "lines": lines,
        "hardly": hardly_heard(lines),
        "least": least_heard(lines),
        "rest": told_only_the_area(places, area, heard.together),
    }


@pages.get("/wards/")
@public
def wards() -> ResponseReturnValue:
    """Show every ward with how many were heard there."""
    places, heard = _every_place(), people_heard(db.session)
    return render_template("places/wards.html", wards=_wards_heard(places, heard.together))


@pages.get("/wards/<string:slug>")
@public
def ward(slug: str) -> ResponseReturnValue:
    """Show one ward: how many live there, what matters most, and the areas it lies in."""
    places = _every_place()
    place = places.called(PlaceKind.WARD, slug)
    heard = people_heard(db.session)
    return render_template(
        "places/ward.html",
        ward=place,
        areas=places.areas_of(place),
        neighbourhoods=places.neighbourhoods(place),
        is_exact=places.is_made_of_areas(place),
        here=HeardIn(place, heard_in_ward(places, place, heard.together)),
        people=heard.at(place.id),
        themes=top_themes(db.session, current_actor(), places, place, TOP),
    )
