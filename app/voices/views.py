"""Pressing "this matters to me too", taking it back, and saying where one lives."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation.public_codes import number_of
from app.foundation.web.audience import public
from app.foundation.web.rendering import redirect_or_part, see_other, wants_part
from app.foundation.web.session import current_actor, place_now
from app.people.views import taking_part
from app.places.models import PlaceKind
from app.places.queries import place_called
from app.voices import operations
from app.voices.lines import Backing
from app.voices.queries import areas_of_need

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
    if actor.participant_id is None and not actor.is_signed_in:
        # The cookie is gone, so nothing here is known to be theirs.
        return see_other(url_for("needs.show", need_code=need_code))
    need, moved = operations.withdraw_support(db.session, actor, number_of("N", need_code))
    answer = _facts(need, moved)
    db.session.commit()
    return _answer(answer, is_supported=False, is_held=actor.is_held)


def _facts(need: Backing, moved: int) -> dict[str, Any]:
    return {
        "id": need.id,
        "code": need.code,
        "title": need.title,
        "online": need.online + moved,
        "rooms": need.rooms,
    }


def _answer(answer: dict[str, Any], *, is_supported: bool, is_held: bool) -> ResponseReturnValue:
    url = url_for("needs.show", need_code=answer["code"], _anchor="me-too")
    on_need_page = request.form.get("on") == "need"
    has_areas = on_need_page and wants_part()
    return redirect_or_part(
        _way_back(str(answer["code"])) or url,
        "voices/_me_too.html",
        is_supported=is_supported,
        is_held=is_held,
        just_pressed=True,
        on_need_page=on_need_page,
        areas=areas_of_need(db.session, answer["id"]) if has_areas else (),
        back_to=request.form.get("back_to", ""),
        **answer,
    )


def _way_back(code: str) -> str:
    """Return the list that the button was pressed on, when the form named one of ours."""
    path = request.form.get("back_to", "")
    ours = path.startswith("/needs/?") or path == "/needs/"
    return f"{path}#need-{code.lower()}" if ours and "\\" not in path and "\n" not in path else ""


@pages.post("/where-i-live")
@public
def tell_place() -> ResponseReturnValue:
    """Keep where somebody lives, told after a me-too; it only serves the counts by area."""
    actor = current_actor()
    slug, code = request.form.get("place", ""), request.form.get("need", "")
    if actor.participant_id is None or not slug:
        raise BadRequest("Choose your area from the list and press the button again.")
    kind = PlaceKind.NEIGHBOURHOOD if slug.startswith("n:") else PlaceKind.LOCAL_AREA
    place = place_called(db.session, kind, slug.removeprefix("n:"))
    operations.tell_place(db.session, actor, place, now=place_now())
    db.session.commit()
    return see_other(url_for("needs.show", need_code=code) if code else url_for("needs.index"))
