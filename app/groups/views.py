"""The list of groups and bodies, the page of each, starting one, and the home of one's own."""

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.backing import operations as backing
from app.backing import queries as backing_queries
from app.extensions import db
from app.follow.forms import ChangeForm
from app.follow.queries import TAKEN_BACK
from app.foundation import clock
from app.foundation.access import NotFound, NotPossibleNow
from app.foundation.public_codes import number_of
from app.foundation.web.audience import public
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now
from app.groups import operations
from app.groups.queries import actions_of_group
from app.memberships.views import led_group, own_group
from app.moderation.queries import latest_decisions_for_sender
from app.needs.models import Need
from app.needs.operations import CHANGEABLE
from app.needs.queries import places_of_needs
from app.needs.words import typed_title
from app.organisations import queries
from app.organisations.forms import (
    HOW_ASKED_WORDS,
    KIND_WORDS,
    SECTOR_WORDS,
)
from app.organisations.models import Organisation, Sector
from app.organisations.permissions import may_lead_group
from app.organisations.queries import GroupLine
from app.places.models import PlaceKind
from app.places.queries import find_place
from app.places.views import area_choices, chosen_area
from app.verifying.forms import REASON_WORDS

pages = Blueprint("groups", __name__)

LISTS = {"place": area_choices}

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
    actor = current_actor()
    return render_template(
        "groups/show.html",
        **_about(group),
        brought=backing_queries.brought_by(db.session, actor, group.id),
        backed=backing_queries.backed_by(db.session, actor, group.id),
        actions=actions_of_group(db.session, actor, group.id, clock.local_day(place_now())),
    )


def _about(group: Organisation) -> dict[str, object]:
    return {
        "group": group,
        "areas": queries.places_of_group(db.session, group.id),
        "kind_words": KIND_WORDS,
        "sector_words": SECTOR_WORDS,
        "how_asked_words": HOW_ASKED_WORDS,
        "reason_words": REASON_WORDS,
    }


# --- the home of one's own group ---


@pages.get("/groups/<slug>/home")
@public
def own(slug: str) -> ResponseReturnValue:
    """Show what there is to do in one's own group."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group, mine = own_group(slug)
    today = clock.local_day(place_now())
    own_needs = backing_queries.needs_of_group(db.session, group.id)
    page = render_template(
        "groups/home.html",
        **_about(group),
        mine=mine,
        leads=may_lead_group(current_actor(), mine, today),
        people=queries.members_of_group(db.session, group.id, today),
        needs=own_needs,
        reasons=latest_decisions_for_sender(db.session, [need.id for need in own_needs]),
        senders=backing_queries.senders_of(db.session, [need.id for need in own_needs]),
        changeable=CHANGEABLE,
        backed=backing_queries.backed_by(db.session, current_actor(), group.id),
    )
    return never_keep(make_response(page))


# --- what a group says and backs ---


def _code() -> str:
    code = request.form.get("need", "")
    if not number_of("N", code):
        raise NotFound
    return code


@pages.post("/groups/<slug>/backing")
@public
def back(slug: str) -> ResponseReturnValue:
    """Say for one's group that a need matters to it."""
    group = led_group(slug)
    need = backing.back_need(
        db.session, current_actor(), group.id, number_of("N", _code()), now=place_now()
    )
    code = need.code
    db.session.commit()
    flash(_("Your group stands behind this need now."), "success")
    return see_other(url_for("needs.show", need_code=code))


@pages.post("/groups/<slug>/backing/take-back")
@public
def take_backing_back(slug: str) -> ResponseReturnValue:
    """Take one's group's backing back."""
    group = led_group(slug)
    backing.take_backing_back(
        db.session, current_actor(), group.id, number_of("N", _code()), now=place_now()
    )
    db.session.commit()
    flash(_("Your group does not stand behind it any more."), "success")
    return see_other(url_for(".own", slug=slug, _anchor="backed"))


def _change_form(need: Need) -> ChangeForm:
    form = ChangeForm()
    names = places_of_needs(db.session, [need.id]).get(need.id, [])
    form.offer_places(area_choices(), [] if need.is_about_whole_place else names)
    return form


def _need_page(
    group: Organisation, need: Need, form: ChangeForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template("groups/change_need.html", group=group, need=need, form=form)
    return never_keep(make_response(page, status))


@pages.get("/groups/<slug>/needs/<int:need_id>/change")
@public
def change_need(slug: str, need_id: int) -> ResponseReturnValue:
    """Show the words of a group in the boxes."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group, _mine = own_group(slug)
    need = operations.need_of_group(db.session, current_actor(), group.id, need_id, now=place_now())
    operations.refuse_change(group, need)
    form = _change_form(need)
    form.works_well.data, form.words.data = need.works_well, need.words
    form.title.data, form.about_whom.data = typed_title(need), need.about_whom
    form.barrier.data = need.barrier.value if need.barrier else ""
    form.revision.data = str(need.revision)
    return _need_page(group, need, form)


@pages.post("/groups/<slug>/needs/<int:need_id>/change")
@public
def send_change_need(slug: str, need_id: int) -> ResponseReturnValue:
    """Keep the new words of a group; they are checked before anyone sees them."""
    (group, _mine), actor = own_group(slug), current_actor()
    need = operations.need_of_group(db.session, actor, group.id, need_id, now=place_now())
    form = _change_form(need)
    if not form.is_sent_and_valid():
        return _need_page(group, need, form, 422)
    operations.change_need(
        db.session, actor, group.id, need_id, form.as_words(),
        place=find_place(db.session, PlaceKind.LOCAL_AREA, form.place.data),
        has_new_place=form.has_new_place, revision=form.seen_revision(), now=place_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("We have your new words. A person checks them before they show."), "success")
    return see_other(url_for(".own", slug=slug, _anchor="needs"))


@pages.get("/groups/<slug>/needs/<int:need_id>/take-back")
@public
def ask_take_need_back(slug: str, need_id: int) -> ResponseReturnValue:
    """Ask once before the words of a group are taken back."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group, _mine = own_group(slug)
    need = operations.need_of_group(db.session, current_actor(), group.id, need_id, now=place_now())
    if need.moderation in TAKEN_BACK:
        raise NotPossibleNow("Your group took this back already. Nobody else sees the words.")
    return never_keep(
        make_response(render_template("groups/take_need_back.html", group=group, need=need))
    )


@pages.post("/groups/<slug>/needs/<int:need_id>/take-back")
@public
def take_need_back(slug: str, need_id: int) -> ResponseReturnValue:
    """Take what a group put forward from every page."""
    group, _mine = own_group(slug)
    operations.take_need_back(db.session, current_actor(), group.id, need_id, now=place_now())
    db.session.commit()
    flash(_("Taken back. The words are gone from every page."), "success")
    return see_other(url_for(".own", slug=slug, _anchor="needs"))
