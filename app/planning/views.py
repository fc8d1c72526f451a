"""The pages where planners write the plan."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.desk import queries as desk
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import Page, Row, page_of, whole_number
from app.foundation.web.rendering import page_or_part, see_other
from app.foundation.web.session import current_actor, place_now
from app.needs.queries import NeedFilter, list_needs
from app.organisations.queries import organisation_choices
from app.plan import operations, queries
from app.plan.models import Action, ActionState
from app.planning.forms import ActionForm, LinkForm, OutcomeForm, ProgressForm, SureForm
from app.thread.queries import linked_need_ids, needs_behind

pages = Blueprint("planning", __name__, url_prefix="/desk/plan")

ON_A_PAGE, MOST_LINKED, LONGEST_SEARCH = 20, 100, 200


def _page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    return make_response(render_template(f"planning/{template}.html", **context), status)


def _saved(words: str, endpoint: str, **args: object) -> ResponseReturnValue:
    flash(words, "success")
    return see_other(url_for(endpoint, **args))  # type: ignore[arg-type]  # numbers and words


def _paged(rows: Sequence[Row], key: Callable[[Row], str]) -> Page[Row]:
    is_after, is_before = (whole_number(name) is not None for name in ("after", "before"))
    return page_of(rows, size=ON_A_PAGE, key=key, has_start=is_after, backwards=is_before)


@pages.get("/")
@for_roles(Role.PLANNER)
def index() -> ResponseReturnValue:
    """Show drafts and proposals first, then the plan, newest first."""
    actor, today = current_actor(), clock.local_day(place_now())
    where = {"after": whole_number("after"), "before": whole_number("before")}
    rows = desk.actions_for_planners(
        db.session, actor, today, proposed=False, size=ON_A_PAGE, **where
    )
    return _page(
        "index",
        outcomes=desk.outcomes_for_planners(db.session, actor),
        proposals=desk.actions_for_planners(
            db.session, actor, today, proposed=True, size=MOST_LINKED
        ),
        page=_paged(rows, lambda line: str(line.id)),
    )


def _outcome_form(**filled: object) -> OutcomeForm:
    form = OutcomeForm(**filled)
    form.offer_leads(organisation_choices(db.session))
    return form


@pages.get("/outcomes/new")
@for_roles(Role.PLANNER)
def new_outcome() -> ResponseReturnValue:
    """Show the empty form of a change we want."""
    return _page("outcome", form=_outcome_form(), outcome=None)


@pages.post("/outcomes/new")
@for_roles(Role.PLANNER)
def create_outcome() -> ResponseReturnValue:
    """Write down a change we want, as a draft."""
    form, actor = _outcome_form(), current_actor()
    if not form.is_sent_and_valid():
        return _page("outcome", 422, form=form, outcome=None)
    made = operations.create_outcome(db.session, actor, form.as_words(), now=place_now())
    outcome_id = made.id
    db.session.commit()
    return _saved(_("Saved as a draft. Only planners see it."), ".outcome", outcome_id=outcome_id)


@pages.get("/outcomes/<int:outcome_id>")
@for_roles(Role.PLANNER)
def outcome(outcome_id: int) -> ResponseReturnValue:
    """Show a change we want as a form."""
    found = queries.outcome_for_planners(db.session, outcome_id)
    form = _outcome_form(obj=found, lead=str(found.lead_id or ""))
    return _page("outcome", form=form, outcome=found)


@pages.post("/outcomes/<int:outcome_id>")
@for_roles(Role.PLANNER)
def save_outcome(outcome_id: int) -> ResponseReturnValue:
    """Keep what was typed about a change we want, and show it to everyone if that was pressed."""
    found, form = queries.outcome_to_change(db.session, outcome_id), _outcome_form()
    agrees, actor, now = request.form.get("go") == "agree", current_actor(), place_now()
    if not (form.is_ready_to_agree() if agrees else form.is_sent_and_valid()):
        return _page("outcome", 422, form=form, outcome=found)
    operations.change_outcome(
        db.session, actor, found, form.as_words(), revision=form.seen_revision(), now=now
    )
    if agrees:
        operations.agree_outcome(db.session, actor, found, now=now)
    db.session.commit()
    words = _("Agreed. Everyone can see it now.") if agrees else _("Saved.")
    return _saved(words, ".outcome", outcome_id=outcome_id)


def _action_form(**filled: object) -> ActionForm:
    form = ActionForm(**filled)
    outcomes = desk.outcomes_for_planners(db.session, current_actor())
    form.offer(outcomes, organisation_choices(db.session))
    return form


@pages.get("/actions/new")
@for_roles(Role.PLANNER)
def new_action() -> ResponseReturnValue:
    """Show the empty form of an action, for one change where the address names it."""
    form = _action_form(outcome=str(whole_number("outcome") or ""))
    return _page("action_words", form=form, action=None)


@pages.post("/actions/new")
@for_roles(Role.PLANNER)
def create_action() -> ResponseReturnValue:
    """Write down an action as a proposal."""
    form, actor = _action_form(), current_actor()
    if not form.is_sent_and_valid():
        return _page("action_words", 422, form=form, action=None)
    partners, now = form.partner_ids(), place_now()
    made = operations.create_action(
        db.session, actor, form.as_words(), partner_ids=partners, now=now
    )
    action_id = made.id
    db.session.commit()
    return _saved(
        _("Saved as a proposal. Now link the needs it answers."), ".needs", action_id=action_id
    )


def _action_page(
    action: Action, status: int = 200, progress: ProgressForm | None = None
) -> ResponseReturnValue:
    """Show the desk of one action, with the form that came back with an error, if it did."""
    actor, today = current_actor(), clock.local_day(place_now())
    behind = linked_need_ids(actor, "action", action.id)
    return _page(
        "action",
        status,
        action=action,
        line=queries.line_of_action(db.session, action.id, today),
        form=progress or ProgressForm.of(action, today),
        needs=needs_behind(db.session, actor, behind, size=MOST_LINKED),
        partners=queries.partners_of(db.session, action.id),
        news=queries.news_of(db.session, [action.id]).get(action.id, []),
        missing=desk.missing_in(db.session, actor, action),
    )


@pages.get("/actions/<int:action_id>")
@for_roles(Role.PLANNER)
def action(action_id: int) -> ResponseReturnValue:
    """Show the desk of one action: what is missing, its needs, its state and its news."""
    return _action_page(queries.action_for_planners(db.session, action_id))


@pages.get("/actions/<int:action_id>/words")
@for_roles(Role.PLANNER)
def action_words(action_id: int) -> ResponseReturnValue:
    """Show an action as a form."""
    found = queries.action_for_planners(db.session, action_id)
    partners = queries.partners_of(db.session, action_id)
    form = _action_form(obj=found)
    form.fill(found, [partner.id for partner in partners])
    return _page("action_words", form=form, action=found)


@pages.post("/actions/<int:action_id>/words")
@for_roles(Role.PLANNER)
def save_action(action_id: int) -> ResponseReturnValue:
    """Keep what an action says; a day that was promised moves only with a reason."""
    found, form = queries.action_to_change(db.session, action_id), _action_form()
    if not form.is_sent_and_valid() or not form.says_why(found):
        return _page("action_words", 422, form=form, action=found)
    operations.change_action(
        db.session, current_actor(), found, form.as_words(), partner_ids=form.partner_ids(),
        why_moved=form.why_moved.data or "", revision=form.seen_revision(), now=place_now(),
    )  # fmt: skip
    db.session.commit()
    return _saved(_("Saved."), ".action", action_id=action_id)


@pages.post("/actions/<int:action_id>/agree")
@for_roles(Role.PLANNER)
def agree_action(action_id: int) -> ResponseReturnValue:
    """Put an action in the plan; what people would wonder about is asked first."""
    found, form = queries.action_to_change(db.session, action_id), SureForm()
    actor, now = current_actor(), place_now()
    behind = linked_need_ids(actor, "action", action_id)
    is_late = found.due_on is not None and found.due_on < clock.local_day(now)
    doubts = form.doubts(desk.codes_told_not_now(db.session, actor, behind), is_late=is_late)
    if doubts and found.state is ActionState.PROPOSED:
        return _page("sure", 409, form=form, action=found, doubts=doubts)
    operations.agree_action(db.session, actor, found, revision=form.seen_revision(), now=now)
    db.session.commit()
    words = _("It is in the plan now, and everyone can see it.")
    return _saved(words, ".action", action_id=action_id)


@pages.post("/actions/<int:action_id>/progress")
@for_roles(Role.PLANNER)
def tell_progress(action_id: int) -> ResponseReturnValue:
    """Say how far an action is, or why it is late, and tell news of it."""
    actor, now = current_actor(), place_now()
    found = queries.action_to_change(db.session, action_id)
    form = ProgressForm(clock.local_day(now))
    form.offer(found)
    if not form.is_sent_and_valid():
        return _action_page(found, 422, progress=form)
    operations.change_state(
        db.session, actor, found, form.chosen_state(), reason=form.reason.data or "",
        revision=form.seen_revision(), now=now,
    )  # fmt: skip
    if form.words.data:
        operations.add_news(
            db.session, actor, found, form.words.data, on=form.chosen_day(), now=now
        )
    db.session.commit()
    return _saved(_("Saved. Everyone can see it now."), ".action", action_id=action_id)


@pages.get("/actions/<int:action_id>/needs")
@for_roles(Role.PLANNER)
def needs(action_id: int) -> ResponseReturnValue:
    """Show the needs that an action answers, and search for more among those published."""
    return _needs_page(queries.action_for_planners(db.session, action_id), LinkForm(formdata=None))


def _needs_page(found: Action, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    actor, words = current_actor(), request.values.get("q", "").strip()[:LONGEST_SEARCH]
    wanted = NeedFilter(words=words, after=whole_number("after"), before=whole_number("before"))
    rows = list_needs(db.session, actor, wanted, size=ON_A_PAGE)
    behind = linked_need_ids(actor, "action", found.id)
    linked = needs_behind(db.session, actor, behind, size=MOST_LINKED)
    page = page_or_part(
        "planning/needs.html",
        "planning/_need_choices.html",
        action=found,
        form=form,
        words=words,
        choices=_paged(rows, lambda card: str(card.number)),
        linked=linked,
    )
    return make_response(page, status)


@pages.post("/actions/<int:action_id>/needs/link")
@for_roles(Role.PLANNER)
def link_need(action_id: int) -> ResponseReturnValue:
    """Say that an action answers a need; one that was told "not now" is asked about first."""
    found, form = queries.action_to_change(db.session, action_id), LinkForm()
    actor = current_actor()
    need = desk.need_to_link(db.session, actor, form.number())
    if need is None:
        form.need.errors = [_("No need that people can read has this code. Check it.")]
        return _needs_page(found, form, 422)
    doubts = form.doubts(desk.codes_told_not_now(db.session, actor, [need.id]))
    if doubts and found.state is not ActionState.PROPOSED:
        return _page("sure", 409, form=form, action=found, doubts=doubts)
    operations.link_need(db.session, actor, found, need.number or 0, now=place_now())
    db.session.commit()
    return _saved(_("Linked."), ".needs", action_id=action_id, q=form.q.data or None)


@pages.post("/actions/<int:action_id>/needs/<int:need_id>/unlink")
@for_roles(Role.PLANNER)
def unlink_need(action_id: int, need_id: int) -> ResponseReturnValue:
    """Take a need from an action."""
    found = queries.action_to_change(db.session, action_id)
    operations.unlink_need(db.session, current_actor(), found, need_id, now=place_now())
    db.session.commit()
    return _saved(_("Taken out."), ".needs", action_id=action_id)
