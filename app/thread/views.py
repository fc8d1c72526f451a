"""Pages along the thread: what changed, and every need behind an outcome or an action."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.answers.lines import SECTIONS, Answers, Line, Part, Wanted
from app.answers.queries import answers_and_promises
from app.extensions import db
from app.foundation import clock
from app.foundation.public_codes import number_of
from app.foundation.web.audience import public
from app.foundation.web.paging import NO_SUCH_FILTER, Page, page_of, whole_number
from app.foundation.web.session import current_actor, place_now
from app.places.views import chosen_area
from app.plan.lines import PlanFilter
from app.plan.queries import action_at_address, outcome_at_address, plan_counts
from app.thread import queries

pages = Blueprint("thread", __name__)

ON_A_PAGE = 20
OF_EACH = 4


def _wanted() -> Wanted:
    area, section = chosen_area(), request.args.get("show", "")
    if section and section not in SECTIONS:
        raise BadRequest(NO_SUCH_FILTER)
    return Wanted(
        section=section,
        place_id=area.id if area else None,
        after=whole_number("after") if section else None,
        before=whole_number("before") if section else None,
        size=ON_A_PAGE if section else OF_EACH,
    )


def _page(found: Answers, wanted: Wanted) -> Page[Line]:
    return page_of(
        found.rows.get(wanted.section, ()),
        size=wanted.size,
        key=lambda line: str(line.number),
        has_start=wanted.after is not None,
        backwards=wanted.before is not None,
    )


@pages.get("/changed")
@public
def changed() -> ResponseReturnValue:
    """Show what people said, what was decided and what was done: late and "not now" first."""
    actor, wanted = current_actor(), _wanted()
    today = clock.local_day(place_now())
    found = answers_and_promises(db.session, actor, wanted, today)
    page = _page(found, wanted)
    one_part = Part(wanted.section, page.rows, found.late_actions)
    here = PlanFilter(place_id=wanted.place_id)
    return render_template(
        "thread/changed.html",
        promise=queries.promise_kept(db.session, actor, today=today),
        counts=plan_counts(db.session, actor, here, today=today),
        parts=[one_part] if wanted.section else found.first_of_each(OF_EACH),
        page=page,
        chosen=wanted.section,
        choices=SECTIONS,
    )


def _needs_page(kind: str, thing_id: int, template: str, **context: object) -> ResponseReturnValue:
    actor, after, before = current_actor(), whole_number("after"), whole_number("before")
    rows = queries.needs_behind(
        db.session,
        actor,
        queries.linked_need_ids(actor, kind, thing_id),
        after=after,
        before=before,
        size=ON_A_PAGE,
    )
    page = page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda need: str(need.number),
        has_start=after is not None,
        backwards=before is not None,
    )
    return render_template(template, page=page, **context)


@pages.get("/plan/outcomes/<code:outcome_code>/needs")
@public
def needs_behind_outcome(outcome_code: str) -> ResponseReturnValue:
    """Show every need behind a change we want, through what was joined or taken back."""
    number = number_of("O", outcome_code)
    outcome = outcome_at_address(db.session, current_actor(), number)
    return _needs_page("outcome", outcome.id, "thread/needs_behind.html", outcome=outcome)


@pages.get("/plan/actions/<code:action_code>/needs")
@public
def needs_behind_action(action_code: str) -> ResponseReturnValue:
    """Show every need that an action answers, through what was joined or taken back."""
    action = action_at_address(db.session, current_actor(), number_of("A", action_code))
    return _needs_page("action", action.id, "thread/needs_behind.html", action=action)
