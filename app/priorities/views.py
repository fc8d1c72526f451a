"""The lists of priorities, the page of a decision, and where planners write decisions down."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Gone, NotFound, Role
from app.foundation.public_codes import number_of
from app.foundation.web.audience import for_roles, public
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.grouping.queries import need_ids_in_the_plan
from app.needs.models import Need
from app.needs.queries import find_need, need_at_address
from app.places.models import Place, PlaceKind
from app.places.queries import places_of_kind, whole_place
from app.places.views import chosen_area
from app.plan.queries import actions_for_needs
from app.priorities import operations, queries
from app.priorities.forms import KIND_HINTS, DecisionForm, ListForm
from app.priorities.lines import DecisionLine
from app.themes.models import Theme
from app.themes.queries import theme_at_address
from app.thread.queries import strand_for
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted
from app.voices.queries import people_in_place, took_part_by_place

pages = Blueprint("priorities", __name__)

NEWEST, LONGEST_CODE, LONGEST_TYPED = 10, 11, 200
MOST_ANSWERED_NEEDS = 500


@pages.get("/priorities/")
@public
def index() -> ResponseReturnValue:
    """Show what stands on the list of the whole place, or of one area."""
    place = chosen_area() or whole_place(db.session)
    here = EVERYWHERE if place.kind is PlaceKind.WHOLE else place.id
    return render_template(
        "priorities/index.html",
        place=place,
        is_whole=place.kind is PlaceKind.WHOLE,
        lines=queries.priorities_of_place(db.session, current_actor(), place),
        took_part=took_part_by_place(db.session).get(here, People()).together,
    )


@pages.get("/decisions/<code:decision_code>")
@public
def decision(decision_code: str) -> ResponseReturnValue:
    """Show one published decision, and what was decided about the same thing before and after."""
    actor, today = current_actor(), clock.local_day(place_now())
    line = queries.decision_at_address(db.session, actor, number_of("D", decision_code))
    about = {"need_id": line.need_id, "theme_id": line.theme_id}
    need_ids = [line.need_id] if line.need_id else []
    if line.theme_id:
        need_ids = need_ids_in_the_plan(db.session, actor, line.theme_id, MOST_ANSWERED_NEEDS)
    shown = need_ids if line.subject_is_public else []
    return render_template(
        "priorities/decision.html",
        line=line,
        knots=strand_for(db.session, actor, "decision", line.id),
        answers=queries.answers_about(db.session, actor, **about),
        actions=actions_for_needs(db.session, actor, shown, today=today),
    )


def _subject() -> Need | Theme:
    """Return the need or theme whose code stands in the address (`?about=n-0015`)."""
    code, actor = request.args.get("about", "").strip()[:LONGEST_CODE], current_actor()
    if code[:1].upper() == "T":
        return theme_at_address(db.session, actor, number_of("T", code))
    return need_at_address(db.session, actor, number_of("N", code))


def _people(subject: Need | Theme) -> People:
    if isinstance(subject, Need):
        return People(subject.online, subject.rooms)
    kept = people_in_place(db.session, Counted.THEME, [subject.id], EVERYWHERE)
    return kept.get(subject.id, People())


@pages.get("/desk/decisions/")
@for_roles(Role.PLANNER)
def desk() -> ResponseReturnValue:
    """Show the drafts, the newest decisions, and where to begin one."""
    return _desk_page()


def _desk_page(mistyped: str | None = None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "priorities/desk.html",
        mistyped=mistyped,
        drafts=queries.drafts(db.session, actor),
        newest=queries.decisions_newest(db.session, actor, size=NEWEST)[:NEWEST],
    )
    return make_response(page, status)


@pages.get("/desk/decisions/new")
@for_roles(Role.PLANNER)
def new() -> ResponseReturnValue:
    """Show the form, with what people said filled in; a draft that stands there is opened."""
    try:
        subject = _subject()
    except (NotFound, Gone):
        return _desk_page(request.args.get("about", "")[:LONGEST_TYPED], 422)
    draft = queries.draft_about(db.session, **operations.key_of(subject))
    if draft is not None:
        return see_other(url_for(".edit", decision_id=draft.id))
    form = DecisionForm()
    form.people_said.data = subject.title if isinstance(subject, Need) else subject.summary
    return _new_page(form, subject)


def _new_page(form: DecisionForm, subject: Need | Theme, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "priorities/edit.html", form=form, kind_hints=KIND_HINTS, decision_id=None,
        code=subject.code, is_need=isinstance(subject, Need), people=_people(subject),
        title=subject.title if isinstance(subject, Need) else subject.name,
    )  # fmt: skip
    return make_response(page, status)


def _is_usable(form: DecisionForm, subject: Need | Theme | None) -> bool:
    if request.form.get("go") == "check":
        today, not_before = clock.local_day(place_now()), operations.earliest_decision_day(subject)
        return form.is_ready_to_publish(today, not_before)
    return form.is_sent_and_valid()


def _after_saving(decision_id: int) -> ResponseReturnValue:
    if request.form.get("go") == "check":
        return see_other(url_for(".check", decision_id=decision_id))
    flash(_("The draft is kept. Nobody else sees it."), "success")
    return see_other(url_for(".edit", decision_id=decision_id))


@pages.post("/desk/decisions/new")
@for_roles(Role.PLANNER)
def create() -> ResponseReturnValue:
    """Keep a new draft, and go on to the check when that was asked."""
    subject, form = _subject(), DecisionForm()
    if not _is_usable(form, subject):
        return _new_page(form, subject, 422)
    draft = operations.draft_decision(
        db.session, current_actor(), subject, form.as_words(), now=place_now()
    )
    decision_id = draft.id
    db.session.commit()
    return _after_saving(decision_id)


def _edit_page(form: DecisionForm, line: DecisionLine, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "priorities/edit.html", form=form, kind_hints=KIND_HINTS, decision_id=line.id,
        code=line.subject_code, is_need=line.need_id is not None, title=line.subject_title,
        people=People(line.online, line.rooms),
    )  # fmt: skip
    return make_response(page, status)


@pages.get("/desk/decisions/<int:decision_id>")
@for_roles(Role.PLANNER)
def edit(decision_id: int) -> ResponseReturnValue:
    """Show a draft as a form; a published decision leads to its page."""
    line = queries.decision_line(db.session, current_actor(), decision_id)
    if line.number is not None:
        return see_other(url_for(".decision", decision_code=line.code))
    return _edit_page(DecisionForm(obj=line), line)


@pages.post("/desk/decisions/<int:decision_id>")
@for_roles(Role.PLANNER)
def save(decision_id: int) -> ResponseReturnValue:
    """Keep a changed draft, and go on to the check when that was asked."""
    draft, form = queries.decision_to_change(db.session, decision_id), DecisionForm()
    need = find_need(db.session, draft.need_id) if draft.need_id else None
    if not _is_usable(form, need):
        line = queries.decision_line(db.session, current_actor(), decision_id)
        return _edit_page(form, line, 422)
    operations.change_draft(
        db.session, current_actor(), draft, form.as_words(), revision=form.seen_revision(),
        now=place_now(),
    )  # fmt: skip
    db.session.commit()
    return _after_saving(decision_id)


@pages.get("/desk/decisions/<int:decision_id>/check")
@for_roles(Role.PLANNER)
def check(decision_id: int) -> ResponseReturnValue:
    """Show a draft as people will read it, with the button that publishes it."""
    line = queries.decision_line(db.session, current_actor(), decision_id)
    if line.number is not None:
        return see_other(url_for(".decision", decision_code=line.code))
    before = queries.answers_about(
        db.session, current_actor(), need_id=line.need_id, theme_id=line.theme_id
    )
    return render_template("priorities/check.html", line=line, before=before)


def _seen_revision() -> int:
    return request.form.get("revision", default=-1, type=int)


@pages.post("/desk/decisions/<int:decision_id>/publish")
@for_roles(Role.PLANNER)
def publish(decision_id: int) -> ResponseReturnValue:
    """Publish a decision for good."""
    draft = queries.decision_to_read(db.session, decision_id)
    published = operations.publish_decision(
        db.session, current_actor(), draft, revision=_seen_revision(), now=place_now()
    )
    code = published.code
    db.session.commit()
    flash(_("Published. Everyone can read it."), "success")
    return see_other(url_for(".decision", decision_code=code))


@pages.post("/desk/decisions/<int:decision_id>/away")
@for_roles(Role.PLANNER)
def throw_away(decision_id: int) -> ResponseReturnValue:
    """Forget a draft."""
    draft = queries.decision_to_change(db.session, decision_id)
    operations.throw_draft_away(
        db.session, current_actor(), draft, revision=_seen_revision(), now=place_now()
    )
    db.session.commit()
    flash(_("The draft is gone."), "success")
    return see_other(url_for(".desk"))


@pages.get("/desk/priorities/")
@for_roles(Role.PLANNER)
def lists() -> ResponseReturnValue:
    """Show the list of the whole place or one area, to take things off."""
    place = chosen_area() or whole_place(db.session)
    areas = places_of_kind(db.session, PlaceKind.LOCAL_AREA)
    lines = queries.priorities_of_place(db.session, current_actor(), place)
    return render_template("priorities/lists.html", place=place, areas=areas, lines=lines)


def _list_form() -> tuple[ListForm, dict[str, Place]]:
    areas = places_of_kind(db.session, PlaceKind.LOCAL_AREA)
    places = {place.slug: place for place in (whole_place(db.session), *areas)}
    form = ListForm()
    form.offer([(slug, place.name) for slug, place in places.items()])
    return form, places


def _list_page(form: ListForm, subject: Need | Theme, status: int = 200) -> ResponseReturnValue:
    key = operations.key_of(subject)
    listed_in = queries.places_listing(db.session, current_actor(), **key)
    title = subject.title if isinstance(subject, Need) else subject.name
    page = render_template(
        "priorities/put_on.html", form=form, code=subject.code, title=title, listed_in=listed_in
    )
    return make_response(page, status)


@pages.get("/desk/priorities/new")
@for_roles(Role.PLANNER)
def choose_list() -> ResponseReturnValue:
    """Show on which lists a need or theme stands, and ask for one more."""
    form, _places = _list_form()
    return _list_page(form, _subject())


@pages.post("/desk/priorities/new")
@for_roles(Role.PLANNER)
def put_on() -> ResponseReturnValue:
    """Make a need or theme a priority of a place."""
    subject, (form, places) = _subject(), _list_form()
    if not form.is_sent_and_valid():
        return _list_page(form, subject, 422)
    place, code = places[form.place.data], subject.code
    operations.put_on_list(db.session, current_actor(), subject, place, now=place_now())
    db.session.commit()
    flash(_("It is on the list."), "success")
    return see_other(url_for(".choose_list", about=code))


@pages.post("/desk/priorities/<int:priority_id>/off")
@for_roles(Role.PLANNER)
def take_off(priority_id: int) -> ResponseReturnValue:
    """Take a need or theme off a list."""
    operations.take_off_list(db.session, current_actor(), priority_id, now=place_now())
    db.session.commit()
    flash(_("Taken off the list."), "success")
    return see_other(url_for(".lists", area=request.args.get("area")))
