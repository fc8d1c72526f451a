"""Beginning to help somebody, the receipt for them, and the end of it."""

from dataclasses import replace
from datetime import timedelta

import segno
from flask import Blueprint, Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.follow.queries import backed_things, find_code, own_things
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.web.audience import any_session
from app.foundation.web.rendering import see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    key_ring,
    place_now,
    settings,
)
from app.helping import operations, queries, sessions
from app.helping.forms import CHANNEL_WORDS, HelpCodeForm, HelpForm
from app.helping.pauses import ask_after_pause, let_account_rest, page
from app.needs.models import Channel
from app.people import operations as people
from app.people import views as people_views
from app.people.operations import NewVoice, TooManyTries
from app.places.models import PlaceKind
from app.places.queries import find_place
from app.places.views import area_choices

pages = Blueprint("helping", __name__, url_prefix="/helping")

LISTS = {"place": area_choices}


def taking_part(actor: Actor) -> tuple[Actor, NewVoice | None]:
    """Return the actor as a participant: the person who is helped, or whoever uses this browser.

    No cookie speaks for who is helped, and they are never held as a rush from one address.
    """
    if actor.helping is None:
        return people_views.taking_part(actor)
    if actor.participant_id is not None:
        return actor, None
    speaks, is_held, voice = operations.give_voice(db.session, actor, real_now=clock.real_now())
    g.actor = replace(actor, participant_id=speaks, is_held=is_held)
    return g.actor, voice


@pages.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"helping_words": {channel.value: words for channel, words in CHANNEL_WORDS.items()}}


pages.before_app_request(ask_after_pause)
pages.before_app_request(let_account_rest)


def _begin_page(form: HelpForm, status: int = 200, **context: object) -> Response:
    return page("begin", status, form=form, most=operations.MOST_PEOPLE_A_DAY, **context)


def _not_helping() -> ResponseReturnValue:
    """Lead a helper who helps nobody now to where it begins."""
    _require_helper()
    return see_other(url_for(".index"))


def _require_helper() -> None:
    operations.require_helper(db.session, current_actor(), now=place_now())


def _form() -> HelpForm:
    form = HelpForm()
    form.offer(area_choices())
    return form


@pages.get("/")
@any_session
def index() -> ResponseReturnValue:
    """Begin to help somebody, or show what to do for whom one helps now."""
    actor = current_actor()
    if actor.helping is not None:
        return page("now", form=HelpCodeForm())
    _require_helper()
    return _begin_page(_form())


@pages.post("/")
@any_session
def begin() -> ResponseReturnValue:
    """Begin to help one person, somebody new or the one whose code was typed."""
    actor, form = current_actor(), _form()
    if actor.helping is not None:
        return see_other(url_for(".index"))
    _require_helper()
    if not form.is_sent_and_valid():
        return _begin_page(form, 422)
    participant_id = None
    if form.code.data:
        try:
            participant_id = _whose(form)
        except TooManyTries:
            return _begin_page(form, 429, must_pause=True)
        if participant_id is None:
            return _begin_page(form, 422)
    place = find_place(db.session, PlaceKind.LOCAL_AREA, form.place.data)
    helping = operations.begin(
        db.session, actor, channel=Channel(form.channel.data),
        place_id=place.id if place else None, participant_id=participant_id,
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    helping_id = helping.id
    db.session.commit()
    sessions.note(helping_id)
    sessions.change_token()
    return see_other(url_for(".index"))


def _whose(form: HelpForm | HelpCodeForm) -> int | None:
    """Return whom a typed code speaks for; a wrong one is counted, and the form says so."""
    found = people.participant_of_code(
        db.session, current_actor(), key_ring(), form.code.data or "",
        address_mark=address_mark(), real_now=clock.real_now(),
    )  # fmt: skip
    if found is None:
        db.session.commit()  # the failed try is counted
        form.code.errors = [_("We don’t know this code. Check each word and both digits.")]
    return found


@pages.post("/code")
@any_session
def use_code() -> ResponseReturnValue:
    """Go on as whom a code belongs to, as long as nothing was said yet."""
    actor, form = current_actor(), HelpCodeForm()
    if actor.helping is None:
        return _not_helping()
    if not form.is_sent_and_valid():
        return page("now", 422, form=form)
    try:
        found = _whose(form)
    except TooManyTries:
        return page("now", 429, form=form, must_pause=True)
    if found is None:
        return page("now", 422, form=form)
    operations.speak_for(db.session, actor, found)
    db.session.commit()
    return see_other(url_for("follow.index"))


@pages.post("/done")
@any_session
def done() -> ResponseReturnValue:
    """Make sure that the person has a code, and lead to the receipt."""
    actor = current_actor()
    if actor.helping is None:
        return _not_helping()
    if actor.participant_id is not None:
        people.follow_code(
            db.session, actor, key_ring(), actor.participant_id, real_now=clock.real_now()
        )
        db.session.commit()
    return see_other(url_for(".receipt"))


@pages.get("/receipt")
@any_session
def receipt() -> ResponseReturnValue:
    """Show what the person takes home: their code, what they said, what happens next."""
    actor = current_actor()
    if actor.helping is None:
        return _not_helping()
    today = clock.local_day(place_now())
    code = find_code(db.session, key_ring(), actor.participant_id or 0)
    return page(
        "receipt",
        code=code,
        picture=_picture_of(code) if code else "",
        things=own_things(db.session, actor),
        backed=backed_things(db.session, actor),
        check_by=clock.working_days_after(today, settings().promise_check_days),
        answer_by=today + timedelta(weeks=settings().promise_answer_weeks),
    )


def _picture_of(code: str) -> str:
    """Draw a code for a phone's camera: it opens the page with the code filled in."""
    address = settings().address + url_for("follow.from_paper", code_from_paper=code)
    return segno.make(address, micro=False).svg_data_uri(scale=4)


@pages.post("/end")
@any_session
def end() -> ResponseReturnValue:
    """End helping, so that the next person starts clean."""
    actor = current_actor()
    if actor.helping is None:
        _require_helper()
    operations.end(db.session, actor, now=place_now(), real_now=clock.real_now())
    db.session.commit()
    sessions.wipe()
    if actor.own_account_id is None:
        flash(_("Done. The next person starts clean."), "success")
    else:
        flash(_("Done. You speak for yourself again. The next person starts clean."), "success")
    answer = see_other(url_for(".index"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # or Back would show the last person's pages
    return answer


@pages.get("/paused")
@any_session
def paused() -> ResponseReturnValue:
    """Ask whether it is still the same person."""
    actor = current_actor()
    if sessions.paused_helping() is None:
        return see_other(url_for(".index")) if actor.helping else _not_helping()
    return page("paused", kept=[])


@pages.post("/go-on")
@any_session
def go_on() -> ResponseReturnValue:
    """Go on with the same person, and show again what was typed; nothing is sent by itself."""
    actor, helping_id = current_actor(), sessions.paused_helping()
    if helping_id is None:
        return see_other(url_for(".index")) if actor.helping else _not_helping()
    helping = operations.go_on(
        db.session, actor, helping_id, now=place_now(), real_now=clock.real_now()
    )
    helping_id = helping.id
    db.session.commit()
    sessions.note(helping_id)
    today = clock.local_day(place_now())
    g.actor = queries.helping_actor(db.session, actor, helping_id, today=today) or actor
    return (
        people_views.kept_page() if "kept_action" in request.form else see_other(url_for(".index"))
    )
