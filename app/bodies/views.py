"""Where administrators find bodies, add one, and correct one."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.bodies import operations, queries
from app.bodies.forms import BodyForm
from app.bodies.permissions import may_correct_body
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.text.plain import clean_words
from app.foundation.web.audience import for_roles
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.history.queries import history_of
from app.organisations.forms import KIND_WORDS
from app.organisations.models import Organisation
from app.organisations.operations import NameTaken
from app.organisations.queries import places_of_group
from app.people.queries import names_of_people
from app.places.models import PlaceKind
from app.places.queries import places_of_kind
from app.places.views import area_choices

pages = Blueprint("bodies", __name__, url_prefix="/staff/bodies")

MOST_SHOWN = 100
LONGEST_SEARCH = 100


@pages.get("/")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Show bodies and groups by name, all or those whose name holds some words."""
    words = clean_words(request.args.get("q", ""))[:LONGEST_SEARCH]
    found = queries.bodies_with_name(db.session, words, size=MOST_SHOWN)
    return render_template(
        "bodies/index.html", found=found[:MOST_SHOWN], has_more=len(found) > MOST_SHOWN,
        words=words, most=MOST_SHOWN, kind_words=KIND_WORDS,
    )  # fmt: skip


def _form(**filled: object) -> BodyForm:
    form = BodyForm(**filled)
    form.offer(area_choices())
    return form


def _ids_of_areas() -> dict[str, int]:
    return {each.slug: each.id for each in places_of_kind(db.session, PlaceKind.LOCAL_AREA)}


def _say_that_it_is_taken(form: BodyForm) -> None:
    db.session.rollback()
    form.name.errors = [
        _("A body or group with this name, or one that looks like it, is here. Look for it first.")
    ]


def _new_page(form: BodyForm, status: int = 200) -> ResponseReturnValue:
    return make_response(render_template("bodies/new.html", form=form), status)


@pages.get("/new")
@for_roles(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Show the empty form of a body."""
    return _new_page(_form())


@pages.post("/new")
@for_roles(Role.ADMIN)
def add() -> ResponseReturnValue:
    """Add a body; everyone sees it in the list at once."""
    form = _form()
    if not form.is_sent_and_valid():
        return _new_page(form, 422)
    words = form.as_words(_ids_of_areas())
    try:
        body = operations.add_body(db.session, current_actor(), words, now=place_now())
    except NameTaken:
        _say_that_it_is_taken(form)
        return _new_page(form, 422)
    organisation_id = body.id
    db.session.commit()
    flash(_("It is in the list now. Roles and actions can name it."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))


def _page(body: Organisation, form: BodyForm, status: int = 200) -> ResponseReturnValue:
    has_people = queries.has_people(db.session, body.id)
    history = history_of(db.session, "organisation", body.id)
    page = render_template(
        "bodies/show.html", body=body, form=form, kind_words=KIND_WORDS, history=history,
        areas=places_of_group(db.session, body.id),
        may_correct=may_correct_body(current_actor(), has_people=has_people),
        names=names_of_people(
            db.session, [line.person_id for line in history if line.person_id]
        ),
    )  # fmt: skip
    return make_response(page, status)


@pages.get("/<int:organisation_id>")
@for_roles(Role.ADMIN)
def show(organisation_id: int) -> ResponseReturnValue:
    """Show one body with the form to correct it; of a group with people, who changes it."""
    body = queries.body_to_show(db.session, organisation_id)
    slugs = [each.slug for each in places_of_group(db.session, body.id)]
    form = _form(
        name=body.name, kind=body.kind.value, areas=slugs, is_everywhere=body.is_everywhere,
        revision=str(body.revision),
    )  # fmt: skip
    return _page(body, form)


@pages.post("/<int:organisation_id>")
@for_roles(Role.ADMIN)
def correct(organisation_id: int) -> ResponseReturnValue:
    """Keep what an administrator corrected."""
    body, form = queries.body_to_show(db.session, organisation_id), _form()
    if not form.is_sent_and_valid():
        return _page(body, form, 422)
    try:
        operations.correct_body(
            db.session, current_actor(), organisation_id, form.as_words(_ids_of_areas()),
            revision=form.seen_revision(), now=place_now(), real_now=clock.real_now(),
        )  # fmt: skip
    except NameTaken:
        _say_that_it_is_taken(form)
        return _page(queries.body_to_show(db.session, organisation_id), form, 422)
    db.session.commit()
    flash(_("Corrected. Everyone sees it like this now."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))
