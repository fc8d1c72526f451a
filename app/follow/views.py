"""Coming back: typing the code, one's own things, changing and taking back, forgetting."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.erasing.queries import erase_days
from app.extensions import db
from app.follow import operations, queries
from app.follow.forms import ChangeForm, CodeForm
from app.foundation import clock
from app.foundation.access import NotAllowed, NotFound, NotPossibleNow
from app.foundation.text.plain import clean_words
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    give_participant_cookie,
    key_ring,
    place_now,
)
from app.members.device import forget_this_device, put_with_account
from app.needs import operations as needs
from app.needs.models import Need
from app.needs.permissions import may_change_own_need
from app.needs.queries import need_to_change, places_of_needs, themes_of_need
from app.needs.words import typed_title
from app.people import operations as people
from app.people.operations import TooManyTries
from app.places.models import PlaceKind
from app.places.queries import find_place
from app.places.views import area_choices
from app.recounts import operations as recounts
from app.voices import operations as voices
from app.voices.queries import hold_voices_of

pages = Blueprint("follow", __name__, url_prefix="/follow")

LISTS = {"place": area_choices}


def _page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    return never_keep(make_response(render_template(f"follow/{template}.html", **context), status))


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show one's own things, or ask for the code."""
    actor = current_actor()
    if actor.participant_id is None and actor.helping is not None:
        return see_other(url_for("helping.index"))
    if actor.participant_id is None and actor.member_id is None:
        return _page("enter", form=CodeForm(), is_staff=actor.is_signed_in)
    code = queries.find_code(db.session, key_ring(), actor.participant_id or 0)
    own = queries.own_things(db.session, actor)
    backed = queries.backed_things(db.session, actor)
    return _page(
        "mine",
        code=code,
        things=own,
        backed=backed,
        erase_days=erase_days(db.session, [thing.need.id for thing in own]),
        has_unseen=queries.backs_what_does_not_show(db.session, actor),
        is_held=actor.is_held,
        form=CodeForm(),
    )


@pages.post("/code")
@public
def give_code() -> ResponseReturnValue:
    """Give a code to somebody who backed needs of others and never put one forward."""
    actor = current_actor()
    if actor.participant_id is not None:
        people.follow_code(
            db.session, actor, key_ring(), actor.participant_id, real_now=clock.real_now()
        )
        db.session.commit()
    return see_other(url_for(".index", _anchor="your-code"))


@pages.get("/<code_from_paper>")
@public
def from_paper(code_from_paper: str) -> ResponseReturnValue:
    """Show the form filled from a printed link; nothing happens before the button is pressed."""
    form = CodeForm()
    form.code.data = clean_words(code_from_paper)[:60]
    return _page("enter", form=form, is_staff=current_actor().is_signed_in)


@pages.post("/")
@public
def enter() -> ResponseReturnValue:
    """Let this browser speak for whom the code belongs to."""
    actor, form = current_actor(), CodeForm()
    if actor.is_signed_in:
        return _page("enter", 422, form=form, is_staff=True)
    if not form.is_sent_and_valid():
        return _page("enter", 422, form=form, is_staff=False)
    try:
        found = people.participant_of_code(
            db.session, actor, key_ring(), form.code.data or "",
            address_mark=address_mark(), real_now=clock.real_now(),
        )  # fmt: skip
    except TooManyTries:
        return _page("enter", 429, form=form, is_staff=False, must_pause=True)
    if found is None:
        db.session.commit()  # the failed try is counted
        form.code.errors = [_("We don’t know this code. Check each word and both digits.")]
        return _page("enter", 422, form=form, is_staff=False)
    if actor.member_id is not None:
        put_with_account(found)
    elif actor.participant_id is not None:
        voices.join_participants(db.session, actor, actor.participant_id, found, now=place_now())
    else:
        give_participant_cookie(
            people.new_device_key(db.session, actor, key_ring(), found, real_now=clock.real_now())
        )
    db.session.commit()
    return see_other(url_for(".index"))


@pages.post("/forget")
@public
def forget() -> ResponseReturnValue:
    """Take the key away from this browser; what was said stays, and the code still works.

    Who has no code yet is asked first, since nothing would lead back.
    """
    me, is_sure = current_actor().participant_id, "sure" in request.form
    if current_actor().helping is not None:
        raise NotAllowed  # no cookie speaks for who is helped; Done wipes this browser
    if me is not None and not is_sure and queries.find_code(db.session, key_ring(), me) is None:
        return _page("forget")
    forget_this_device()
    db.session.commit()
    flash(_("This phone or computer has forgotten you. What you said stays."), "success")
    answer = see_other(url_for(".index"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # or Back would show the code to whoever is next
    return answer


def _need_to_reword(need_id: int) -> Need:
    need = need_to_change(db.session, need_id)
    if not may_change_own_need(current_actor(), need):
        raise NotFound
    _refuse_final(need)
    hold_voices_of(db.session, [need.id])
    return need


def _refuse_final(need: Need) -> None:
    """Refuse before anything is typed what could not be kept afterwards."""
    if need.moderation not in queries.CHANGEABLE:
        raise NotPossibleNow("This was taken back or joined with another, so it cannot be changed.")


@pages.get("/things/<int:need_id>/change")
@public
def change(need_id: int) -> ResponseReturnValue:
    """Show one's own words in the boxes."""
    need = queries.own_need(db.session, current_actor(), need_id)
    _refuse_final(need)
    form = _change_form(need)
    form.works_well.data, form.words.data = need.works_well, need.words
    form.title.data = typed_title(need)
    form.about_whom.data = need.about_whom
    form.barrier.data = need.barrier.value if need.barrier else ""
    form.revision.data = str(need.revision)
    reason = queries.reason_for_sender(db.session, need)
    return _page("change", form=form, need=need, reason=reason)


@pages.post("/things/<int:need_id>/change")
@public
def send_change(need_id: int) -> ResponseReturnValue:
    """Keep the new words; they are checked before anyone sees them."""
    need = _need_to_reword(need_id)
    form = _change_form(need)
    if not form.is_sent_and_valid():
        reason = queries.reason_for_sender(db.session, need)
        return _page("change", 422, form=form, need=need, reason=reason)
    theme_ids = {theme.id for theme in themes_of_need(db.session, need.id, with_forming=True)}
    needs.change_words(
        db.session, current_actor(), need, form.as_words(),
        revision=form.seen_revision(), now=place_now(),
    )  # fmt: skip
    if form.has_new_place:
        place = find_place(db.session, PlaceKind.LOCAL_AREA, form.place.data)
        needs.set_places(db.session, current_actor(), need, [place] if place else None)
    recounts.recount_themes(db.session, current_actor(), theme_ids)
    db.session.commit()
    flash(_("We have your new words. A person checks them before they show."), "success")
    return see_other(url_for(".index"))


def _change_form(need: Need) -> ChangeForm:
    form = ChangeForm()
    names = places_of_needs(db.session, [need.id]).get(need.id, [])
    form.offer_places(area_choices(), [] if need.is_about_whole_place else names)
    return form


@pages.get("/things/<int:need_id>/take-back")
@public
def ask_take_back(need_id: int) -> ResponseReturnValue:
    """Ask once before words are taken back."""
    need = queries.own_need(db.session, current_actor(), need_id)
    if need.moderation in queries.TAKEN_BACK:
        raise NotPossibleNow("You took this back already. Nobody else sees your words.")
    return _page("take_back", need=need)


@pages.post("/things/<int:need_id>/take-back")
@public
def take_back(need_id: int) -> ResponseReturnValue:
    """Take one's own words back: they go from every page at once."""
    operations.take_back(db.session, current_actor(), need_id, now=place_now())
    db.session.commit()
    done = _(
        "Taken back. Your words are gone from every page. "
        "Nobody but you and our staff can still read them."
    )
    flash(done, "success")
    return see_other(url_for(".index"))
