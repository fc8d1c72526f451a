"""Reading the history of who did what and why."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.foundation.access import Role
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.history import queries
from app.people.queries import names_of_people

pages = Blueprint("history", __name__, url_prefix="/history")

ON_A_PAGE = 50
SUBJECTS = (
    "need",
    "theme",
    "decision",
    "plan_action",
    "outcome",
    "conversation",
    "person",
    "participant",
)


@pages.get("/")
@for_roles(Role.ADMIN, Role.PARTNERSHIP_MANAGER)
def index() -> ResponseReturnValue:
    """Show the latest acts, narrowed to one kind of thing or one person."""
    subject = request.args.get("about", "")
    before = whole_number("before")
    rows = queries.latest_history(
        db.session,
        before=before,
        size=ON_A_PAGE,
        subject=subject if subject in SUBJECTS else None,
        person_id=whole_number("person"),
    )
    page = page_of(
        rows, size=ON_A_PAGE, key=lambda line: str(line.id), has_start=False, backwards=False
    )
    ids = [line.person_id for line in page.rows if line.person_id]
    return render_template(
        "history/index.html",
        lines=page.rows,
        names=names_of_people(db.session, ids),
        subjects=SUBJECTS,
        subject=subject,
        next_href=same_page_with(before=page.after) if page.after else "",
    )
