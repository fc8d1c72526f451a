"""Pressing "this matters to me too", taking it back, and saying where one lives."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation.access import Gone
from app.foundation.public_codes import number_of
from app.foundation.text.numbers import number_in
from app.foundation.web.audience import public
from app.foundation.web.rendering import redirect_or_part, see_other, wants_part
from app.foundation.web.session import current_actor, place_now
from app.helping.views import taking_part
from app.needs.models import Need
from app.needs.queries import find_need, need_at_address
from app.needs.views import note_pressed
from app.places.models import PlaceKind
from app.places.queries import find_place, place_called
from app.voices import operations
from app.voices.lines import Backing, People
from app.voices.queries import areas_of_need, people_of_needs_in_place

pages = Blueprint("voices", __name__, url_prefix="/needs")


@pages.post("/<code:need_code>/support")
@public
def support(need_code: str) -> ResponseReturnValue:
    """Say that a need matters; saying it again is no error."""
    actor, voice = taking_part(current_actor())
    need, moved = operations.support_need(
        db.session, actor, number_of("N", need_code), new_voice=voice, now=place_now()
    )
    answer = _facts(need, moved)
    db.session.commit()
    is_held = voice.is_held if voice else actor.is_held
    return _answer(answer, is_supported=True, is_held=is_held)


@pages.post("/<code:need_code>/support/take-back")
@public
def take_back(need_code: str) -> ResponseReturnValue:
    """Take a support back; taking back what is not there is no error."""
    actor = current_actor()
    if actor.participant_id is None and not actor.is_at_work:
        # The cookie is gone, so nothing here is known to be theirs.
        need_shown = _need_shown(need_code) if wants_part() else None
        if need_shown is None:
            return see_other(url_for("needs.show", need_code=need_code))
        return _answer(_facts(need_shown), is_unknown=True, is_supported=False)
    need, moved = operations.withdraw_support(db.session, actor, number_of("N", need_code))
    answer = _facts(need, moved)
    db.session.commit()
    return _answer(answer, is_supported=False, is_held=actor.is_held)


def _need_shown(need_code: str) -> Need | None:
    """Return the need at a code, or the one that it was merged into; None once it is gone."""
    try:
        need = need_at_address(db.session, current_actor(), number_of("N", need_code))
    except Gone:
        return None
    return find_need(db.session, need.merged_into_id or need.id) or need


def _facts(need: Backing | Need, moved: int = 0) -> dict[str, Any]:
    return {
        "id": need.id,
        "code": need.code,
        "title": need.title,
        "online": need.online + moved,
        "rooms": need.rooms,
    }


def _answer(
    answer: dict[str, Any], *, is_supported: bool, is_held: bool = False, is_unknown: bool = False
) -> ResponseReturnValue:
    code, back_to = str(answer["code"]), _way_back("/needs/")
    on_need_page = request.form.get("on") == "need"
    if not wants_part():
        note_pressed(code, is_held=is_held)
        around: dict[str, Any] = {}
    elif on_need_page:
        around = {"areas": areas_of_need(db.session, answer["id"])}
    else:
        around = _as_in_the_list(answer, back_to)
    own_page = url_for("needs.show", need_code=code, _anchor="me-too")
    return redirect_or_part(
        f"{back_to}#need-{code.lower()}" if back_to else own_page,
        "voices/_me_too.html",
        is_supported=is_supported,
        is_held=is_held,
        just_pressed=True,
        is_unknown=is_unknown,
        is_live=True,
        on_need_page=on_need_page,
        back_to=back_to,
        **{**answer, **around},
    )


def _as_in_the_list(answer: dict[str, Any], list_address: str) -> dict[str, Any]:
    """Return the figure of a need as its card has it: of the area that the list is narrowed to."""
    own_page = url_for("needs.show", need_code=answer["code"], _anchor="where-i-live")
    asks = {"where_href": "" if current_actor().home else own_page}
    slug = parse_qs(urlsplit(list_address).query).get("area", [""])[0]
    area = find_place(db.session, PlaceKind.LOCAL_AREA, slug) if slug else None
    if area is None:
        line = number_in(request.form.get("full_line", "")) or 0
        return {**asks, "full_line": line, "area_name": ""}
    counts, took_part = people_of_needs_in_place(db.session, [answer["id"]], area)
    here = counts.get(answer["id"], People())
    return {
        **asks,
        "online": here.online,
        "rooms": here.rooms,
        "area_name": area.name,
        "full_line": took_part.together if took_part else 0,
    }


def _way_back(*ours: str) -> str:
    """Return the page that the button was pressed on, when the form named one of ours."""
    path = request.form.get("back_to", "")
    is_ours = path.partition("?")[0] in ours and "\\" not in path and "\n" not in path
    return path if is_ours else ""


@pages.post("/where-i-live")
@public
def tell_place() -> ResponseReturnValue:
    """Keep where somebody lives, told after a me-too; it only serves the counts by area."""
    actor = current_actor()
    slug, code = request.form.get("place", ""), request.form.get("need", "")
    if not slug:
        raise BadRequest("Choose your area from the list and press the button again.")
    if actor.participant_id is None:
        return see_other(url_for("follow.index"))  # the cookie is gone; the code brings it back
    kind = PlaceKind.NEIGHBOURHOOD if slug.startswith("n:") else PlaceKind.LOCAL_AREA
    place = place_called(db.session, kind, slug.removeprefix("n:"))
    operations.tell_place(db.session, actor, place, now=place_now())
    db.session.commit()
    flash(
        _("You live in %(place)s: we keep that, and what you say counts there.", place=place.name),
        "success",
    )
    own_page = url_for("needs.show", need_code=code) if code else url_for("needs.index")
    return see_other(_way_back("/follow/", "/needs/received") or own_page)
