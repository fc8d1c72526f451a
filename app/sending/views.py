"""Putting a need forward: words, what is like it, the check, and the receipt.

What was typed travels in the form. The one-time key is made in the answer to the first POST,
which no cache holds, so a page that two people opened makes two needs, and one person's second
Send finds the need that the first one made.
"""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.conversations.queries import conversation_for_new_needs
from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotAllowed, NotFound
from app.foundation.access.keys import new_token
from app.foundation.text.hints import marked, personal_hints
from app.foundation.text.plain import clean_words
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    current_actor,
    keep_no_new_cookie,
    key_ring,
    place_now,
    settings,
)
from app.home.queries import example_of_change
from app.needs.permissions import may_put_forward
from app.needs.queries import find_need, similar_needs
from app.needs.words import Promise
from app.people.operations import follow_code
from app.people.views import taking_part
from app.places.models import Place, PlaceKind
from app.places.queries import find_place
from app.places.views import area_choices, chosen_area
from app.sending import operations
from app.sending.forms import ALL_OVER, BARRIER_WORDS, NeedForm

pages = Blueprint("sending", __name__, url_prefix="/needs")

RECEIPT_MINUTES = 30


def _form() -> NeedForm:
    form = NeedForm()
    form.offer(area_choices())
    return form


def _page(template: str, form: NeedForm, status: int = 200, **context: object) -> Response:
    page = make_response(
        render_template(
            f"sending/{template}.html", form=form, barrier_words=BARRIER_WORDS, **context
        ),
        status,
    )
    if request.method == "POST":
        # It holds what somebody typed and the one-time key, so no shared cache may keep it; the
        # browser itself may, or Back would show an error in place of one's own words.
        page.headers["Cache-Control"] = "private, no-cache"
    return page


@pages.get("/new")
@public
def new() -> ResponseReturnValue:
    """Show the first page, with the area in the address chosen already."""
    form, area = _form(), chosen_area()
    form.place.data = area.slug if area else ""
    form.conversation.data = clean_words(request.args.get("topic", ""))[:80]
    return _page("words", form, is_staff=not may_put_forward(current_actor()))


@pages.post("/new")
@public
def send() -> ResponseReturnValue:
    """Take one page's answers and show the next, or send."""
    if not may_put_forward(current_actor()):
        raise NotAllowed
    form, wanted = _form(), request.form.get("go", "")
    if wanted == "change":
        return _page("words", form)
    if not form.is_sent_and_valid():
        return _page(form.page_with_errors(), form, 422)
    form.send_key.data = form.send_key.data or new_token()
    if wanted == "send":
        return _send(form)
    typed = form.as_words()
    if wanted == "check":
        known = frozenset(name for _slug, name in area_choices())
        shown = {
            name: marked(text, personal_hints(text, known))
            for name, text in (
                ("title", typed.heading),
                ("words", typed.words),
                ("works_well", typed.works_well),
            )
        }
        hints = personal_hints(f"{typed.heading}\n{typed.words}\n{typed.works_well}", known)
        return _page("check", form, shown=shown, hints=hints, typed=typed)
    like_it = similar_needs(
        db.session, current_actor(), f"{typed.title} {typed.words} {typed.works_well}"
    )
    return _page("more", form, like_it=like_it)


def _send(form: NeedForm) -> ResponseReturnValue:
    actor, voice = taking_part(current_actor())
    need, made = operations.put_forward(
        db.session,
        actor,
        form.as_words(),
        conversation=conversation_for_new_needs(
            db.session, form.conversation.data or "", clock.local_day(place_now())
        ),
        place=_place(form.place.data),
        promise=Promise(
            check_days=settings().promise_check_days, answer_weeks=settings().promise_answer_weeks
        ),
        send_key=key_ring().digest("send-key", form.send_key.data or ""),
        new_voice=voice,
        now=place_now(),
    )
    need_id = need.id
    if made:
        follow_code(
            db.session, actor, key_ring(), actor.participant_id or 0, real_now=clock.real_now()
        )
        db.session.commit()
    else:
        db.session.rollback()
        keep_no_new_cookie()  # the first Send made the need, and gave its writer a voice
    until = int(clock.real_now().timestamp()) + RECEIPT_MINUTES * 60
    return see_other(url_for(".received", r=key_ring().sign("receipt", f"{need_id}-{until}")))


def _place(slug: str) -> Place | None:
    return None if slug == ALL_OVER else find_place(db.session, PlaceKind.LOCAL_AREA, slug)


@pages.get("/received")
@public
def received() -> ResponseReturnValue:
    """Show the receipt with the follow code to the writer's browser.

    For half an hour whoever was just sent here sees it too, since some browsers keep no cookie.
    """
    signed = key_ring().signed_text("receipt", request.args.get("r", "")) or ""
    need_id, _, until = signed.partition("-")
    need = find_need(db.session, int(need_id)) if need_id else None
    if need is None or need.participant_id is None:
        raise NotFound
    is_theirs = current_actor().participant_id == need.participant_id
    if not is_theirs and int(until) < clock.real_now().timestamp():
        return see_other(url_for("follow.index"))
    code = follow_code(
        db.session, current_actor(), key_ring(), need.participant_id, real_now=clock.real_now()
    )
    return never_keep(
        make_response(
            render_template(
                "sending/received.html",
                need=need,
                code=code,
                example=example_of_change(db.session, current_actor()),
            )
        )
    )
