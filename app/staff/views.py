"""Administrators make sign-ins, give roles and take them back."""

from flask import Blueprint, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, Role
from app.foundation.web.audience import for_roles
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.history.queries import history_of
from app.people import operations, queries
from app.places.models import PlaceKind
from app.places.queries import place_called, places_of_kind
from app.staff.forms import ROLE_WORDS, GrantForm, PersonForm

pages = Blueprint("staff", __name__, url_prefix="/staff")


@pages.get("/")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Show everybody with a sign-in and their roles."""
    people = queries.people_with_grants(db.session)
    return render_template(
        "staff/index.html", people=people, form=PersonForm(), role_words=ROLE_WORDS
    )


@pages.post("/")
@for_roles(Role.ADMIN)
def make_person() -> ResponseReturnValue:
    """Make a sign-in."""
    form = PersonForm()
    if not form.is_sent_and_valid():
        people = queries.people_with_grants(db.session)
        page = render_template("staff/index.html", people=people, form=form, role_words=ROLE_WORDS)
        return make_response(page, 422)
    person = operations.make_person(
        db.session, current_actor(), email=form.email.data or "", name=form.name.data or "",
        password=form.password.data or "", now=place_now(),
    )  # fmt: skip
    person_id = person.id
    db.session.commit()
    flash(_("The sign-in is made. Now give it a role."), "success")
    return see_other(url_for(".person", person_id=person_id))


def _grant_form() -> GrantForm:
    form = GrantForm()
    places = [
        (f"{place.kind.value}:{place.slug}", place.name)
        for kind in (PlaceKind.LOCAL_AREA, PlaceKind.WARD)
        for place in places_of_kind(db.session, kind)
    ]
    form.offer(places)
    return form


def _person_page(person_id: int, form: GrantForm, status: int = 200) -> ResponseReturnValue:
    lines = {line.id: line for line in queries.people_with_grants(db.session)}
    if person_id not in lines:
        raise NotFound
    history = history_of(db.session, "person", person_id)
    names = queries.names_of_people(
        db.session, [line.person_id for line in history if line.person_id]
    )
    page = render_template(
        "staff/person.html", person=lines[person_id], form=form, history=history, names=names,
        role_words=ROLE_WORDS,
    )  # fmt: skip
    return make_response(page, status)


@pages.get("/<int:person_id>")
@for_roles(Role.ADMIN)
def person(person_id: int) -> ResponseReturnValue:
    """Show one person's roles and their history."""
    return _person_page(person_id, _grant_form())


@pages.post("/<int:person_id>/roles")
@for_roles(Role.ADMIN)
def give_role(person_id: int) -> ResponseReturnValue:
    """Give a role with its place and last day."""
    form = _grant_form()
    if not form.is_sent_and_valid():
        return _person_page(person_id, form, 422)
    kind, _colon, slug = form.place.data.partition(":")
    place = place_called(db.session, PlaceKind(kind), slug) if kind else None
    operations.give_role(
        db.session, current_actor(), queries.person_to_change(db.session, person_id),
        Role(form.role.data), place_id=place.id if place else None,
        today=clock.local_day(place_now()), ends_on=form.ends_on.data, now=place_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("The role is given. They sign in again to use it."), "success")
    return see_other(url_for(".person", person_id=person_id))


@pages.post("/roles/<int:grant_id>/take-back")
@for_roles(Role.ADMIN)
def take_role_back(grant_id: int) -> ResponseReturnValue:
    """End a role now."""
    grant = queries.grant_to_change(db.session, grant_id)
    operations.take_role_back(db.session, current_actor(), grant, now=place_now())
    person_id = grant.person_id
    db.session.commit()
    flash(_("The role is taken back."), "success")
    return see_other(url_for(".person", person_id=person_id))
