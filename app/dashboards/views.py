"""The ward page: what matters in a ward, how many said so, what changed, and what is late."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.backing.queries import groups_of_place_count
from app.dashboards import queries
from app.dashboards.lines import Moving, ThemeHere
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, Role
from app.foundation.web.audience import for_roles
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.places.heard import (
    PlaceMap,
    hardly_heard,
    heard_in_neighbourhoods,
    least_heard,
    standing_of,
)
from app.places.models import Place, PlaceKind
from app.places.queries import all_places
from app.places.views import short_address

pages = Blueprint("dashboards", __name__, url_prefix="/dashboards")

TOP = 5
LOOK_BACK = timedelta(days=90)


@pages.get("/")
@for_roles(Role.COUNCILLOR)
def my_ward() -> ResponseReturnValue:
    """Lead a councillor to their ward, or show their wards when there are several."""
    places = PlaceMap(all_places(db.session))
    wards = _wards_of(current_actor(), places)
    if len(wards) == 1:
        return see_other(url_for(".ward", slug=wards[0].slug))
    return render_template("dashboards/my_ward.html", wards=wards)


def _wards_of(actor: Actor, places: PlaceMap) -> Sequence[Place]:
    """Return the wards that somebody is councillor for; a role without a place holds in all."""
    place_ids = actor.places_for(Role.COUNCILLOR)
    if place_ids is None:
        return places.wards
    inside = {
        ward.id for area in places.areas if area.id in place_ids for ward in places.wards_of(area)
    }
    return [ward for ward in places.wards if ward.id in place_ids | inside]


@pages.get("/ward/<string:slug>")
@for_roles(Role.COUNCILLOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER)
def ward(slug: str) -> ResponseReturnValue:
    """Show the page of one ward, which prints on one sheet."""
    actor, places = current_actor(), PlaceMap(all_places(db.session))
    place = places.called(PlaceKind.WARD, slug)
    return render_template(
        "dashboards/ward.html",
        ward=place,
        areas=places.areas_of(place),
        is_exact=places.is_made_of_areas(place),
        short_address=short_address(url_for("places.ward", slug=slug)),
        themes=_themes_with_words(actor, places, place),
        groups=groups_of_place_count(db.session, place),
        **_heard(places, place),
        **_what_happened(actor, places, place),
    )


def _themes_with_words(actor: Actor, places: PlaceMap, place: Place) -> Sequence[ThemeHere]:
    themes = queries.top_themes(db.session, actor, places, place, TOP)
    loudest = queries.loudest_needs(db.session, actor, [each.id for each in themes], place.id)
    return [replace(each, loudest=loudest.get(each.id)) for each in themes]


def _heard(places: PlaceMap, place: Place) -> dict[str, object]:
    """Return who was heard: here against other wards, and inside by neighbourhood."""
    heard = queries.people_heard(db.session)
    lines = [
        line
        for area in places.areas_of(place)
        for line in heard_in_neighbourhoods(places, area, heard.together)
        if line.place.ward_id == place.id
    ]
    return {
        "people": heard.at(place.id),
        "standing": standing_of(places, place, heard.together, heard.everybody.together),
        "lines": lines,
        "hardly": hardly_heard(lines),
        "least": least_heard(lines),
    }


def _what_happened(actor: Actor, places: PlaceMap, place: Place) -> dict[str, object]:
    """Return what changed lately for needs of a ward and its areas, what is late, what waits."""
    now = place_now()
    since, today = now - LOOK_BACK, clock.local_day(now)
    first_day = clock.local_day(since)
    place_ids = [place.id, *(area.id for area in places.areas_of(place))]
    answers = queries.answers_here(db.session, actor, place_ids, since)
    actions = queries.actions_here(db.session, actor, place_ids, since=first_day, today=today)
    return {
        "answered": [each for each in answers if each.on and each.on >= first_day],
        "waiting": [each for each in reversed(answers) if each.is_waiting],
        "moving": Moving.since(first_day, actions),
        "open_needs": queries.open_needs_here(db.session, actor, place_ids, today),
    }
