"""Reading the history of who did what and why."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation.access import Role
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import NO_SUCH_FILTER, page_of, same_page_with, whole_number
from app.foundation.web.session import current_actor
from app.history import queries
from app.history.queries import About, HistoryLine
from app.history.things import SUBJECT_WORDS, Thing
from app.people.queries import names_of_people
from app.places.queries import all_places

pages = Blueprint("history", __name__, url_prefix="/history")

ON_A_PAGE = 50
# Where something with a public code has its page, and what that page calls the code.
PAGES = {
    "need": ("needs.show", "need_code"),
    "theme": ("themes.show", "theme_code"),
    "decision": ("priorities.decision", "decision_code"),
    "plan_action": ("plan.action", "action_code"),
    "outcome": ("plan.outcome", "outcome_code"),
}


@pages.get("/")
@for_roles(Role.ADMIN, Role.PARTNERSHIP_MANAGER)
def index() -> ResponseReturnValue:
    """Show the latest acts, narrowed to one kind of thing or one person."""
    subject = request.args.get("about", "")
    if subject and subject not in SUBJECT_WORDS:
        raise BadRequest(NO_SUCH_FILTER)
    before = whole_number("before")
    rows = queries.latest_history(
        db.session,
        before=before,
        size=ON_A_PAGE,
        subject=subject or None,
        person_id=whole_number("person"),
    )
    page = page_of(
        rows, size=ON_A_PAGE, key=lambda line: str(line.id), has_start=False, backwards=False
    )
    ids = [line.person_id for line in page.rows if line.person_id]
    sealed, seal = queries.last_seal(db.session)
    return render_template(
        "history/index.html",
        lines=page.rows,
        names=names_of_people(db.session, ids),
        things=things_with_links(page.rows),
        reasons=_places_named(page.rows),
        check=queries.last_check(db.session),
        sealed=sealed,
        seal=seal,
        subjects=SUBJECT_WORDS,
        subject=subject,
        next_href=same_page_with(before=page.after) if page.after else "",
    )


def _places_named(lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Return how the places read that acts give as their reason: "place 7"."""
    if not any((line.reason_code or "").startswith("place ") for line in lines):
        return {}
    return {f"place {place.id}": place.name for place in all_places(db.session)}


def things_with_links(
    lines: Iterable[About],
) -> dict[tuple[str, int], tuple[Thing, str]]:
    """Return how the things of some acts are called, each with its address where it has one."""
    found = queries.things_of(db.session, lines)
    return {key: (thing, _address(key[0], thing)) for key, thing in found.items()}


def _address(subject: str, thing: Thing) -> str:
    if subject in PAGES and thing.code:
        endpoint, name = PAGES[subject]
        values: dict[str, Any] = {name: thing.code}
        return url_for(endpoint, **values)
    if subject == "person" and current_actor().has_role(Role.ADMIN):
        return url_for("staff.person", person_id=thing.id)
    if thing.slug:
        return url_for("conversations.show", slug=thing.slug)
    return ""
