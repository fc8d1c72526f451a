"""The planner's desk: where the thread stops, in words, and the list behind each number."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.desk import queries
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import page_of, whole_number
from app.foundation.web.session import current_actor, place_now

pages = Blueprint("desk", __name__, url_prefix="/desk")

ON_A_PAGE = 20


@pages.get("/")
@for_roles(Role.PLANNER, Role.PARTNERSHIP_MANAGER)
def index() -> ResponseReturnValue:
    """Show how many loose ends there are of each kind; none stays in the list."""
    today = clock.local_day(place_now())
    counts = queries.loose_end_counts(db.session, current_actor(), today)
    return render_template("desk/index.html", counts=counts, exact_up_to=queries.EXACT_UP_TO)


@pages.get("/loose-ends/<string:slug>")
@for_roles(Role.PLANNER, Role.PARTNERSHIP_MANAGER)
def loose_ends(slug: str) -> ResponseReturnValue:
    """Show the loose ends of one kind, the oldest first."""
    actor, today = current_actor(), clock.local_day(place_now())
    after, before = whole_number("after"), whole_number("before")
    rows = queries.loose_ends(
        db.session, actor, slug, today, after=after, before=before, size=ON_A_PAGE
    )
    page = page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda line: str(line.id),
        has_start=after is not None,
        backwards=before is not None,
    )
    return render_template("desk/loose_ends.html", slug=slug, page=page)
