"""The first page of partner editors, and the page where they update one action of their body."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, Role
from app.foundation.public_codes import number_of
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import page_of, whole_number
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.needs.queries import EXACT_UP_TO, places_of_needs
from app.organisations.models import Organisation, Standing
from app.organisations.queries import find_group, places_of_group
from app.partners import operations, queries
from app.plan.models import Action
from app.plan.queries import line_of_action, news_of, partners_of
from app.planning.forms import ProgressForm
from app.thread.queries import linked_need_ids, needs_behind

pages = Blueprint("partners", __name__, url_prefix="/partner")

ON_A_PAGE, MOST_LINKED = 10, 100


def _chosen(bodies: list[Organisation]) -> Organisation:
    """Return the body that the address names, else the first."""
    wanted = request.args.get("body", "")
    found = next((body for body in bodies if wanted in {"", body.slug}), None)
    if found is None:
        raise NotFound
    return found


@pages.get("/")
@for_roles(Role.PARTNER_EDITOR)
def index() -> ResponseReturnValue:
    """Show what waits in the areas of one's own body, its actions, and what was passed on to it."""
    actor, bodies = current_actor(), list(queries.own_bodies(db.session, current_actor()))
    body = _chosen(bodies)
    if body.standing is not Standing.ACTIVE:
        return render_template("partners/resting.html", body=body, bodies=bodies)
    areas = [] if body.is_everywhere else places_of_group(db.session, body.id)
    place_ids = [area.id for area in areas]
    after, before = whole_number("after"), whole_number("before")
    rows = queries.needs_waiting(
        db.session, actor, place_ids, after=after, before=before, size=ON_A_PAGE
    )
    led, helped = queries.actions_of_body(db.session, actor, body.id, clock.local_day(place_now()))
    return render_template(
        "partners/index.html", body=body, bodies=bodies, areas=areas, led=led, helped=helped,
        page=page_of(
            rows, size=ON_A_PAGE, key=lambda line: str(line.number),
            has_start=after is not None, backwards=before is not None,
        ),
        where=places_of_needs(db.session, [row.id for row in rows]),
        waiting=queries.waiting_count(db.session, actor, place_ids), exact_up_to=EXACT_UP_TO,
        passed_on=queries.passed_on_to(db.session, actor, body),
    )  # fmt: skip


# --- one action ---


def _action_page(
    found: Action, status: int = 200, progress: ProgressForm | None = None
) -> ResponseReturnValue:
    """Show one action, with the form that came back with an error, if it did."""
    actor, today = current_actor(), clock.local_day(place_now())
    operations.refuse_resting(find_group(db.session, found.lead_id or 0))
    behind = linked_need_ids(actor, "action", found.id)
    page = render_template(
        "partners/action.html", action=found, form=progress or ProgressForm.of(found, today),
        line=line_of_action(db.session, found.id, today),
        needs=needs_behind(db.session, actor, behind, size=MOST_LINKED),
        partners=partners_of(db.session, found.id),
        news=news_of(db.session, [found.id]).get(found.id, []),
    )  # fmt: skip
    return make_response(page, status)


def _action(action_code: str) -> Action:
    return queries.led_action(db.session, current_actor(), number_of("A", action_code))


@pages.get("/actions/<code:action_code>")
@for_roles(Role.PARTNER_EDITOR)
def action(action_code: str) -> ResponseReturnValue:
    """Show an action that one's own body leads: how far it is, and its news."""
    return _action_page(_action(action_code))


@pages.post("/actions/<code:action_code>/progress")
@for_roles(Role.PARTNER_EDITOR)
def tell_progress(action_code: str) -> ResponseReturnValue:
    """Say how far an action of one's own body is, or why it is late, and tell news of it."""
    actor, now = current_actor(), place_now()
    found, form = _action(action_code), ProgressForm(clock.local_day(now))
    form.offer(found)
    if not form.is_sent_and_valid():
        return _action_page(found, 422, form)
    number, words = found.number or 0, form.words.data
    operations.change_state(
        db.session, actor, number, form.chosen_state(), reason=form.reason.data or "",
        revision=form.seen_revision(), now=now,
    )  # fmt: skip
    if words:
        operations.add_news(db.session, actor, number, words, on=form.chosen_day(), now=now)
    db.session.commit()
    flash(_("Saved. Everyone can see it now."), "success")
    return see_other(url_for(".action", action_code=action_code))
