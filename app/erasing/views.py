"""Having words removed: one's own, and as staff for somebody who asks."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.erasing import operations, queries
from app.erasing.forms import REASON_WORDS, FindForm, ForSomebodyForm
from app.erasing.models import ErasureReason
from app.extensions import db
from app.follow.queries import own_need
from app.foundation.access import NotFound, NotPossibleNow, Role
from app.foundation.public_codes import number_typed
from app.foundation.web.audience import for_roles, public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now
from app.needs.models import Moderation, Need

pages = Blueprint("erasing", __name__)

MOST_LISTED = 200


def _page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    page = render_template(f"erasing/{template}.html", **context)
    return never_keep(make_response(page, status))


def _refuse_erased(need: Need) -> None:
    if need.moderation is Moderation.ERASED:
        raise NotPossibleNow("These words were removed already.")


# --- one's own ---


@pages.get("/my-words/<int:need_id>/remove")
@public
def ask(need_id: int) -> ResponseReturnValue:
    """Say what is removed and what stays, and ask once."""
    need = own_need(db.session, current_actor(), need_id)
    _refuse_erased(need)
    return _page("ask", need=need, waits=need.moderation in operations.WAITS)


@pages.post("/my-words/<int:need_id>/remove")
@public
def remove(need_id: int) -> ResponseReturnValue:
    """Take one's own words off every page, and have them removed for good."""
    until = operations.ask_to_erase(db.session, current_actor(), need_id, now=place_now())
    db.session.commit()
    if until is None:
        flash(_("Your words are gone for good."), "success")
    else:
        flash(_("Your words show nowhere now. In 7 days they are gone for good."), "success")
    return see_other(url_for("follow.index"))


@pages.post("/my-words/<int:need_id>/keep")
@public
def keep(need_id: int) -> ResponseReturnValue:
    """Keep one's own words after all."""
    operations.keep_own_words(db.session, current_actor(), need_id, now=place_now())
    db.session.commit()
    flash(_("Kept. Your words are not removed."), "success")
    return see_other(url_for("follow.index"))


# --- for somebody who asks ---


def _list_page(form: FindForm, status: int = 200) -> ResponseReturnValue:
    waiting = queries.erasures_waiting(db.session, current_actor(), size=MOST_LISTED)
    return _page("index", status, form=form, waiting=waiting, reason_words=REASON_WORDS)


@pages.get("/removals/")
@for_roles(Role.MODERATOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    """Show what waits to be removed, without its words, and ask for a code."""
    return _list_page(FindForm())


@pages.post("/removals/")
@for_roles(Role.MODERATOR, Role.ADMIN)
def find() -> ResponseReturnValue:
    """Find the need that somebody wants removed."""
    form = FindForm()
    if not form.is_sent_and_valid():
        return _list_page(form, 422)
    need_id = queries.id_of_number(db.session, number_typed("N", form.code.data or "") or 0)
    try:
        queries.need_to_erase(db.session, current_actor(), need_id or 0)
    except NotFound:
        form.code.errors = [_("We have no such need, or it is not about your places.")]
        return _list_page(form, 422)
    return see_other(url_for(".for_somebody", need_id=need_id))


@pages.get("/removals/<int:need_id>")
@for_roles(Role.MODERATOR, Role.ADMIN)
def for_somebody(need_id: int) -> ResponseReturnValue:
    """Show the words, and ask who wants them removed."""
    need = queries.need_to_erase(db.session, current_actor(), need_id)
    _refuse_erased(need)
    return _page("for_somebody", need=need, form=ForSomebodyForm())


@pages.post("/removals/<int:need_id>")
@for_roles(Role.MODERATOR, Role.ADMIN)
def remove_for_somebody(need_id: int) -> ResponseReturnValue:
    """Ask once more, then take the words off every page and have them removed."""
    actor, form = current_actor(), ForSomebodyForm()
    need = queries.need_to_erase(db.session, actor, need_id)
    if not form.is_sent_and_valid():
        return _page("for_somebody", 422, need=need, form=form)
    reason = ErasureReason(form.reason.data)
    if request.form.get("sure") != "yes":
        waits = need.moderation in operations.WAITS
        words = REASON_WORDS[reason]
        return _page("sure", need=need, form=form, waits=waits, reason_words=words)
    operations.ask_to_erase_for_somebody(db.session, actor, need_id, reason, now=place_now())
    db.session.commit()
    flash(_("The words show nowhere now."), "success")
    return see_other(url_for(".index"))


@pages.post("/removals/<int:need_id>/keep")
@for_roles(Role.MODERATOR, Role.ADMIN)
def keep_for_somebody(need_id: int) -> ResponseReturnValue:
    """Keep words that should not be removed."""
    operations.keep_words_of_somebody(db.session, current_actor(), need_id, now=place_now())
    db.session.commit()
    flash(_("Kept. The words are not removed."), "success")
    return see_other(url_for(".index"))
