"""One page where administrators search all kept words for somebody who asks what is kept."""

from collections.abc import Sequence

from flask import Blueprint, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.data_requests import operations, queries
from app.data_requests.forms import SearchForm
from app.data_requests.kinds import NOTES
from app.data_requests.queries import Found, Hit
from app.extensions import db
from app.foundation.access import Role
from app.foundation.database import before_ones_turn
from app.foundation.mail_addresses import is_email
from app.foundation.web.audience import for_roles
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import current_actor, key_ring, place_now
from app.history.things import SUBJECT_WORDS
from app.history.views import things_with_links
from app.members.secrets import plain_email

pages = Blueprint("data_requests", __name__, url_prefix="/data-requests")

Called = dict[tuple[str, int], tuple[str, str]]


def _page(form: SearchForm, status: int = 200, **context: object) -> ResponseReturnValue:
    page = render_template("data_requests/index.html", form=form, most=queries.MOST_HITS, **context)
    return never_keep(make_response(page, status))


@pages.get("/")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Ask what to search for, and for which request."""
    return _page(SearchForm(formdata=None))


@pages.post("/")
@for_roles(Role.ADMIN)
def search() -> ResponseReturnValue:
    """Note the search, then show what it finds: no address of a page ever holds the words."""
    form, actor = SearchForm(), current_actor()
    if not form.is_sent_and_valid():
        return _page(form, 422)
    typed = form.words.data or ""
    operations.note_search(db.session, actor, form.request.data or "", now=place_now())
    db.session.commit()
    email = plain_email(typed)
    with before_ones_turn(db.session):  # a long look, for which no writer should wait
        found = queries.find_words(db.session, actor, typed)
        address = (
            queries.find_address(db.session, actor, key_ring(), email) if is_email(email) else None
        )
        return _page(
            form, found=found, address=address, called=_called(found), href_of=_href_of_row
        )


def _called(found: Sequence[Found]) -> Called:
    """Return what each thing is called on the page, and where whoever searches can see it."""
    hits = [hit for each in found for hit in each.hits]
    called = {
        about: (thing.code or thing.words, href)
        for about, (thing, href) in things_with_links(hits).items()
    }
    groups = queries.pages_of_groups(
        db.session, {hit.subject_id for hit in hits if hit.subject == "organisation"}
    )
    for number, (name, slug) in groups.items():
        href = url_for("groups.show", slug=slug) if slug else ""
        called["organisation", number] = (name, href)
    for subject, number in list(called):
        href = _own_page(subject, number)
        if href:
            called[subject, number] = (called[subject, number][0], href)
    return called


def _own_page(subject: str, number: int) -> str:
    """Return the page of staff that shows a thing also while it is hidden, or waits."""
    if subject == "need":
        return url_for("erasing.for_somebody", need_id=number)
    if subject == "data_complaint":
        return url_for("complaints.show", complaint_id=number)
    return url_for("staff.index", _anchor="invited") if subject == "invitation" else ""


def _href_of_row(found: Found, hit: Hit) -> str:
    """Return where the row itself stands, where that is not the page of its thing."""
    if found.kind is not NOTES:
        return ""
    about = hit.subject if hit.subject in SUBJECT_WORDS else None
    return url_for("history.index", about=about, before=hit.row + 1)
