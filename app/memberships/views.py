"""Asking for a group, and changing what it says of itself."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, NotPossibleNow, SignedOut, TooMuchNow, account_of
from app.foundation.web.audience import public
from app.foundation.web.errors import refusal_words
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import address_mark, current_actor, place_now, settings
from app.memberships import operations
from app.organisations import queries
from app.organisations.forms import GroupForm, StartForm
from app.organisations.models import Membership, Organisation
from app.organisations.operations import NameTaken
from app.organisations.permissions import may_act_in_group, may_lead_group
from app.organisations.queries import group_at_address, membership_of
from app.places.models import PlaceKind
from app.places.queries import places_of_kind
from app.places.views import area_choices

pages = Blueprint("memberships", __name__)

LISTS = {"areas": area_choices}


def own_group(slug: str) -> tuple[Organisation, Membership]:
    """Return the group at an address, and one's membership; for anybody else there is none."""
    actor, group = current_actor(), group_at_address(db.session, slug)
    if not actor.has_session:
        raise SignedOut(url_for("groups.own", slug=slug))
    mine = membership_of(db.session, group.id, actor.member_id)
    if mine is None or not may_act_in_group(actor, mine, clock.local_day(place_now())):
        raise NotFound
    return group, mine


def led_group(slug: str) -> Organisation:
    """Return the group at an address that one leads; for anybody else there is none."""
    group, mine = own_group(slug)
    if not may_lead_group(current_actor(), mine, clock.local_day(place_now())):
        raise NotFound
    return group


# --- asking for a group ---


def _ids_of_areas() -> dict[str, int]:
    return {each.slug: each.id for each in places_of_kind(db.session, PlaceKind.LOCAL_AREA)}


def _reserved() -> tuple[str, ...]:
    """Return the names that nobody may take: of this portal, this place, and its council."""
    known = settings()
    place = known.place_name
    return (known.site_name, known.partnership, place, f"{place} Council", f"Council of {place}")


@pages.get("/start-a-group")
@public
def start() -> ResponseReturnValue:
    """Show the form by which a group asks to be let in; an account comes first."""
    if current_actor().member_id is None:
        return render_template("memberships/before_start.html")
    return _start_page(StartForm())


def _start_page(form: StartForm, status: int = 200) -> ResponseReturnValue:
    form.offer(area_choices())
    return never_keep(make_response(render_template("memberships/start.html", form=form), status))


@pages.post("/start-a-group")
@public
def send_start() -> ResponseReturnValue:
    """Put the group down; it waits for its call."""
    account_of(current_actor(), back=url_for(".start"))
    form = StartForm()
    form.offer(area_choices())
    if not form.is_sent_and_valid():
        return _start_page(form, 422)
    try:
        group = operations.start_group(
            db.session, current_actor(), form.as_new_group(_ids_of_areas()),
            shown_name=form.shown_name.data or "", reserved=_reserved(),
            address_mark=address_mark(), now=place_now(), real_now=clock.real_now(),
        )  # fmt: skip
    except TooMuchNow as problem:
        db.session.rollback()
        form.form_errors = [refusal_words(problem)]
        return _start_page(form, 429)
    except NameTaken:
        db.session.rollback()
        form.name.errors = [
            _("A group with this name, or one that looks like it, is here. Is it yours? Phone us.")
        ]
        return _start_page(form, 422)
    slug = group.slug
    db.session.commit()
    flash(_("We have it. Next we phone you once."), "success")
    return see_other(url_for("groups.own", slug=slug))


# --- what a group says of itself ---


def _change_page(group: Organisation, form: GroupForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("memberships/change.html", group=group, form=form)
    return never_keep(make_response(page, status))


@pages.get("/groups/<slug>/change")
@public
def change(slug: str) -> ResponseReturnValue:
    """Show what the group says of itself, to be changed by a lead."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group = led_group(slug)
    if group.is_over:
        raise NotPossibleNow(operations.CLOSED)
    form = GroupForm(obj=group)
    form.offer(area_choices())
    form.areas.data = [each.slug for each in queries.places_of_group(db.session, group.id)]
    form.how_asked.data = group.how_asked.value if group.how_asked else ""
    form.speaks_for.data = str(group.speaks_for or "")
    return _change_page(group, form)


@pages.post("/groups/<slug>/change")
@public
def send_change(slug: str) -> ResponseReturnValue:
    """Keep what a lead changed."""
    group, form = led_group(slug), GroupForm()
    form.offer(area_choices())
    if not form.is_sent_and_valid():
        return _change_page(group, form, 422)
    try:
        operations.change_group(
            db.session, current_actor(), group.id, form.as_words(_ids_of_areas()),
            revision=form.seen_revision(), now=place_now(),
        )  # fmt: skip
    except NotPossibleNow as problem:
        db.session.rollback()
        flash(str(problem), "notice")
        return _change_page(group, form, 409)
    db.session.commit()
    flash(_("Your group’s page is changed."), "success")
    return see_other(url_for("groups.own", slug=slug))
