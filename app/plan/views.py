"""The public pages of the plan."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation import clock
from app.foundation.public_codes import number_of
from app.foundation.web.audience import public
from app.foundation.web.paging import NO_SUCH_FILTER, Page, page_of, whole_number
from app.foundation.web.session import current_actor, place_now
from app.history.queries import history_of
from app.places.views import chosen_area
from app.plan import queries
from app.plan.lines import ActionLine, PlanFilter, story_of
from app.thread.queries import linked_need_ids, needs_behind, strand_for

pages = Blueprint("plan", __name__)

ON_A_PAGE = 20
MOST_FIRST = 50
MOST_IN_THE_PLAN = 300
SHOWN = ("", "late", "stuck", "stopped", "going", "done")


def _page_of_actions(rows: list[ActionLine]) -> Page[ActionLine]:
    return page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda line: str(line.number),
        has_start=whole_number("after") is not None,
        backwards=whole_number("before") is not None,
    )


@pages.get("/plan/")
@public
def index() -> ResponseReturnValue:
    """Show the plan: what is late first, then each change with its actions, or one state."""
    actor, area, show = current_actor(), chosen_area(), request.args.get("show", "")
    if show not in SHOWN:
        raise BadRequest(NO_SUCH_FILTER)
    today, place_id = clock.local_day(place_now()), area.id if area else None
    everything = PlanFilter(place_id=place_id)
    wanted = PlanFilter(
        show=show or "first",
        place_id=place_id,
        after=whole_number("after"),
        before=whole_number("before"),
    )
    size = ON_A_PAGE if show else MOST_FIRST
    shown = queries.list_actions(db.session, actor, wanted, today=today, size=size)
    actions = queries.list_actions(
        db.session, actor, everything, today=today, size=0 if show else MOST_IN_THE_PLAN
    )
    return render_template(
        "plan/index.html",
        show=show,
        counts=queries.plan_counts(db.session, actor, everything, today=today),
        first=shown,
        page=_page_of_actions(list(shown)) if show else None,
        outcomes=queries.agreed_outcomes(db.session, actor),
        actions=actions,
    )


@pages.get("/plan/outcomes/<code:outcome_code>")
@public
def outcome(outcome_code: str) -> ResponseReturnValue:
    """Show one change we want: who answers for it, what is done for it, and whose needs."""
    actor, today = current_actor(), clock.local_day(place_now())
    found = queries.outcome_at_address(db.session, actor, number_of("O", outcome_code))
    behind = linked_need_ids(actor, "outcome", found.id)
    actions = queries.list_actions(
        db.session,
        actor,
        PlanFilter(outcome_id=found.id),
        today=today,
        size=MOST_IN_THE_PLAN,
    )
    return render_template(
        "plan/outcome.html",
        outcome=found,
        knots=strand_for(db.session, actor, "outcome", found.id),
        actions=actions,
        needs=needs_behind(db.session, actor, behind, size=ON_A_PAGE),
    )


@pages.get("/plan/actions/<code:action_code>")
@public
def action(action_code: str) -> ResponseReturnValue:
    """Show one action: why, who, by when, what we expect, how far it is, and its news."""
    actor, today = current_actor(), clock.local_day(place_now())
    found = queries.action_at_address(db.session, actor, number_of("A", action_code))
    behind = linked_need_ids(actor, "action", found.id)
    news = queries.news_of(db.session, [found.id])
    return render_template(
        "plan/action.html",
        action=found,
        line=queries.line_of_action(db.session, found.id, today),
        knots=strand_for(db.session, actor, "action", found.id),
        needs=needs_behind(db.session, actor, behind, size=ON_A_PAGE),
        partners=queries.partners_of(db.session, found.id),
        told=story_of(
            history_of(db.session, "plan_action", found.id), news.get(found.id, []), found.due_on
        ),
    )
