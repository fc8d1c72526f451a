"""The front page, the pages that explain how this works, and whether the portal is well."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound
from app.foundation.web.audience import public
from app.foundation.web.remembered import remembered
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import current_actor, place_now
from app.home import queries
from app.places.models import PlaceKind
from app.places.queries import clock_shift, places_of_kind
from app.thread.queries import promise_kept
from app.voices.lines import People
from app.voices.models import EVERYWHERE
from app.voices.queries import took_part_by_place

pages = Blueprint("home", __name__)

MOST_LINES = 7  # more lines than this are no picture
PAGES = (
    "contact", "worried", "accessibility", "promises", "who-decides", "house-rules", "counting",
    "privacy", "words", "permissions", "where-staff-are-heard",
)  # fmt: skip


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Say in one sentence what this is, and show one thing that came of it."""
    actor, today = current_actor(), clock.local_day(place_now())
    area = request.args.get("area", "")
    if area:
        return redirect(url_for("places.show", slug=area))
    heard = took_part_by_place(db.session)
    areas = places_of_kind(db.session, PlaceKind.LOCAL_AREA)
    people = ((place.name, heard.get(place.id, People()).together) for place in areas)
    with_voices = sorted((pair for pair in people if pair[1]), key=lambda pair: (-pair[1], pair[0]))
    return render_template(
        "home/index.html",
        areas=areas,
        counted=with_voices[:MOST_LINES],
        areas_heard=len(with_voices),
        heard=heard.get(EVERYWHERE, People()),
        least_heard=_least_heard(areas, heard),
        example=remembered(("example",), lambda: queries.example_of_change(db.session, actor)),
        conversations=queries.open_conversations(db.session),
        promise=remembered(("promise",), lambda: promise_kept(db.session, actor, today=today)),
    )


def _least_heard(areas: object, heard: dict[int, People]) -> str:
    """Return the area with fewest people heard per 1,000, where populations are known."""
    rates = [
        (heard.get(place.id, People()).together / place.population, place.name)
        for place in areas  # type: ignore[attr-defined]
        if place.population
    ]
    return min(rates)[1] if len(rates) > 1 else ""


@pages.get("/about/<slug>")
@public
def page(slug: str) -> ResponseReturnValue:
    """Show one of the pages that explain how this works."""
    if slug not in PAGES:
        raise NotFound
    return render_template(f"home/{slug.replace('-', '_')}.html")


@pages.get("/health/live")
@public
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return never_keep(Response("alive\n", mimetype="text/plain"))


@pages.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Say whether the database answers too."""
    try:
        clock_shift(db.session)
    except Exception:
        current_app.logger.exception("the database does not answer")
        return never_keep(Response("the database does not answer\n", 503, mimetype="text/plain"))
    return never_keep(Response("ready\n", mimetype="text/plain"))
