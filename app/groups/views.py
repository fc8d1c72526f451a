"""The list of groups and bodies, the page of each, starting one, and the home of one's own."""

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotPossibleNow
from app.foundation.web.audience import public
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now, settings
from app.group_invitations.views import led_group, own_group
from app.memberships import operations as memberships
from app.organisations import queries
from app.organisations.forms import (
    HOW_ASKED_WORDS,
    KIND_WORDS,
    SECTOR_WORDS,
    GroupForm,
    StartForm,
)
from app.organisations.models import Organisation, Sector
from app.organisations.operations import NameTaken
from app.organisations.permissions import may_lead_group
from app.organisations.queries import GroupLine
from app.places.models import PlaceKind
from app.places.queries import places_of_kind
from app.places.views import area_choices, chosen_area
from app.verifying.forms import REASON_WORDS

pages = Blueprint("groups", __name__)

ON_A_PAGE = 30


def _sector() -> Sector | None:
    wanted = request.args.get("sector", "")
    if wanted and wanted not in set(Sector):
        raise BadRequest("That filter is not one of ours. Choose one from the list.")
    return Sector(wanted) if wanted else None


@pages.get("/groups/")
@public
def index() -> ResponseReturnValue:
    """Show councils, bodies and groups in one list by name, narrowed as the address says."""
    area, sector = chosen_area(), _sector()
    after, before = whole_number("after"), whole_number("before")
    beside = before or after
    rows: Sequence[GroupLine] = queries.list_groups(
        db.session,
        sector=sector,
        place_id=area.id if area else None,
        after=queries.name_of_line(db.session, beside) if beside else None,
        backwards=before is not None,
        size=ON_A_PAGE,
    )
    page = page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda line: str(line.id),
        has_start=after is not None,
        backwards=before is not None,
    )
    return render_template(
        "groups/index.html",
        page=page,
        sector=sector,
        sector_words=SECTOR_WORDS,
        kind_words=KIND_WORDS,
        areas=area_choices(),
        next_href=same_page_with(after=page.after, before=None) if page.after else "",
        previous_href=same_page_with(before=page.before, after=None) if page.before else "",
    )


@pages.get("/groups/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one group or body: who they are, whom they speak for, what they brought."""
    group = queries.public_group(db.session, slug)
    return render_template("groups/show.html", **_about(group))


def _about(group: Organisation) -> dict[str, object]:
    return {
        "group": group,
        "areas": queries.places_of_group(db.session, group.id),
        "kind_words": KIND_WORDS,
        "sector_words": SECTOR_WORDS,
        "how_asked_words": HOW_ASKED_WORDS,
        "reason_words": REASON_WORDS,
    }


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
        return render_template("groups/before_start.html")
    return _start_page(StartForm())


def _start_page(form: StartForm, status: int = 200) -> ResponseReturnValue:
    form.offer(area_choices())
    return never_keep(make_response(render_template("groups/start.html", form=form), status))


@pages.post("/start-a-group")
@public
def send_start() -> ResponseReturnValue:
    """Put the group down; it waits for its call."""
    if current_actor().member_id is None:
        return see_other(url_for(".start"))
    form = StartForm()
    form.offer(area_choices())
    if not form.is_sent_and_valid():
        return _start_page(form, 422)
    try:
        group = memberships.start_group(
            db.session, current_actor(), form.as_new_group(_ids_of_areas()),
            shown_name=form.shown_name.data or "", reserved=_reserved(), now=place_now(),
        )  # fmt: skip
    except NameTaken:
        db.session.rollback()
        form.name.errors = [
            _("A group with this name, or one that looks like it, is here. Is it yours? Phone us.")
        ]
        return _start_page(form, 422)
    slug = group.slug
    db.session.commit()
    flash(_("We have it. Next we phone you once."), "success")
    return see_other(url_for(".own", slug=slug))


# --- the home of one's own group ---


@pages.get("/groups/<slug>/home")
@public
def own(slug: str) -> ResponseReturnValue:
    """Show what there is to do in one's own group."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group, mine = own_group(slug)
    today = clock.local_day(place_now())
    page = render_template(
        "groups/home.html",
        **_about(group),
        mine=mine,
        leads=may_lead_group(current_actor(), mine, today),
        people=queries.members_of_group(db.session, group.id, today),
    )
    return never_keep(make_response(page))


def _change_page(group: Organisation, form: GroupForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("groups/change.html", group=group, form=form)
    return never_keep(make_response(page, status))


@pages.get("/groups/<slug>/change")
@public
def change(slug: str) -> ResponseReturnValue:
    """Show what the group says of itself, to be changed by a lead."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group = led_group(slug)
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
    typed = form.revision.data or ""
    try:
        memberships.change_group(
            db.session, current_actor(), group.id, form.as_words(_ids_of_areas()),
            revision=int(typed) if typed.isdecimal() and len(typed) < 9 else -1,  # noqa: PLR2004
            now=place_now(),
        )  # fmt: skip
    except NotPossibleNow as problem:
        db.session.rollback()
        flash(str(problem), "notice")
        return _change_page(group, form, 409)
    db.session.commit()
    flash(_("Your group’s page is changed."), "success")
    return see_other(url_for(".own", slug=slug))
