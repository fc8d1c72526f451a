"""Putting a need forward: words, what is like it, the check, and the receipt.

What was typed travels in the form. The one-time key is made in the answer to the first POST,
which no cache holds, so a page that two people opened makes two needs, and one person's second
Send finds the need that the first one made. No address leads to somebody's follow code: the
first receipt answers Send itself, since that browser may keep no cookie.
"""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.backing.operations import put_forward_for_group
from app.conversations.queries import conversation_for_new_needs
from app.extensions import db
from app.follow.queries import find_code
from app.foundation import clock
from app.foundation.access import NotAllowed, NotFound, SignedOut
from app.foundation.access.keys import new_token
from app.foundation.public_codes import number_of
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
from app.helping.views import taking_part
from app.home.queries import example_of_change
from app.needs.models import Need
from app.needs.permissions import may_put_forward
from app.needs.queries import find_need, places_of_needs, similar_needs
from app.needs.words import Promise
from app.organisations.queries import group_at_address, groups_of_member
from app.people.operations import follow_code
from app.places.models import Place, PlaceKind
from app.places.queries import find_place
from app.places.views import area_choices, chosen_area
from app.sending import operations, queries
from app.sending.forms import ALL_OVER, BARRIER_WORDS, NeedForm
from app.voices import operations as voices

pages = Blueprint("sending", __name__, url_prefix="/needs")

LISTS = {"place": area_choices}


def _form() -> NeedForm:
    form = NeedForm()
    form.offer(area_choices())
    today = clock.local_day(place_now())
    groups = groups_of_member(db.session, current_actor().member_id, today)
    form.offer_groups([(each.slug, each.name) for each in groups if each.is_active])
    return form


def _page(template: str, form: NeedForm, status: int = 200, **context: object) -> Response:
    page = make_response(
        render_template(
            f"sending/{template}.html", form=form, barrier_words=BARRIER_WORDS, **context
        ),
        status,
    )
    return _form_answer(page) if request.method == "POST" else page


def _form_answer(page: Response) -> Response:
    """Keep an answer to what somebody typed from shared caches.

    The browser itself may keep it until it is told to forget, or Back would show an error in place
    of one's own words or code.
    """
    page.headers["Cache-Control"] = "private, no-cache"
    return page


@pages.get("/new")
@public
def new() -> ResponseReturnValue:
    """Show the first page, with the area in the address chosen already."""
    form, area = _form(), chosen_area()
    form.place.data = area.slug if area else ""
    group = request.args.get("group", "")
    form.as_group.data = group if group in form.group_names else ""
    form.conversation.data = clean_words(request.args.get("topic", ""))[:80]
    return _page("words", form, is_staff=not may_put_forward(current_actor()))


@pages.post("/new")
@public
def send() -> ResponseReturnValue:
    """Take one page's answers and show the next, or send."""
    if not may_put_forward(current_actor()):
        raise NotAllowed
    form, wanted = _form(), request.form.get("go", "")
    if form.as_group.data and not current_actor().has_session:
        raise SignedOut(back=url_for(".new"))  # or it would go on as one person without a name
    if wanted == "change":
        return _page("words", form)
    if same_as := request.form.get("same_as", ""):
        return _joined(form, same_as)
    if not form.is_sent_and_valid():
        return _page(form.page_with_errors(), form, 422)
    form.send_key.data = form.send_key.data or new_token()
    if wanted == "send":
        return _send(form)
    return _check(form) if wanted == "check" else _more(form)


def _check(form: NeedForm) -> Response:
    typed = form.as_words()
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


def _more(form: NeedForm) -> Response:
    """Show needs like it, those of the chosen area first, and ask two more things."""
    typed = form.as_words()
    like_it = similar_needs(
        db.session,
        current_actor(),
        f"{typed.title} {typed.words} {typed.works_well}",
        place=_place(form.place.data),
    )
    places = places_of_needs(db.session, [need.id for need in like_it])
    return _page("more", form, like_it=like_it, places=places)


def _joined(form: NeedForm, need_code: str) -> ResponseReturnValue:
    """Add a voice to a need that says the same; what was typed stays in the answer."""
    actor, voice = taking_part(current_actor())
    need, moved = voices.support_need(
        db.session, actor, number_of("N", need_code), new_voice=voice, now=place_now()
    )
    shown: dict[str, Any] = {
        "code": need.code, "title": need.title, "online": need.online + moved, "rooms": need.rooms,
    }  # fmt: skip
    follow = _code(actor.participant_id or 0)
    db.session.commit()
    is_held = voice.is_held if voice else actor.is_held
    return _page("joined", form, follow=follow, is_held=is_held, **shown)


def _code(participant_id: int) -> str:
    return follow_code(
        db.session, current_actor(), key_ring(), participant_id, real_now=clock.real_now()
    )


def _send(form: NeedForm) -> ResponseReturnValue:
    if form.as_group.data:
        return _send_for_group(form)
    before = current_actor().participant_id
    actor, voice = taking_part(current_actor())
    need, made = operations.put_forward(
        db.session,
        actor,
        form.as_words(),
        conversation=conversation_for_new_needs(
            db.session, form.conversation.data or "", clock.local_day(place_now())
        ),
        place=_place(form.place.data),
        promise=_promise(),
        send_key=_send_key(form),
        new_voice=voice,
        now=place_now(),
    )
    need_id, writer = need.id, need.participant_id or 0
    if made:
        operations.refuse_too_many(db.session, actor, need, now=place_now())
        _code(writer)
        db.session.commit()
    else:
        db.session.rollback()
        keep_no_new_cookie()  # the first Send made the need, and gave its writer a voice
    if before == writer:
        return see_other(_receipt_of(need_id))
    if not made and not (before is None and queries.is_known_by_cookie_alone(db.session, writer)):
        flash(_("We have these words already. Your code shows what happens to them."), "notice")
        return see_other(url_for("follow.index"))
    # Whoever holds the one-time key is whom the first Send came from.
    return _form_answer(_receipt(find_need(db.session, need_id)))


def _send_key(form: NeedForm) -> str:
    """Return what a repeated Send has again: the same page with the same words.

    Other words are another need, though they come from the same page by the button Back.
    """
    words = form.as_words()
    typed = (form.send_key.data, words.title, words.words, words.works_well)
    return key_ring().digest("send-key", repr(typed))


def _send_for_group(form: NeedForm) -> ResponseReturnValue:
    """Keep what a group says: it belongs to the group, and the way back is the group's home."""
    group = group_at_address(db.session, form.as_group.data)
    today = clock.local_day(place_now())
    talk = conversation_for_new_needs(db.session, form.conversation.data or "", today)
    put_forward_for_group(
        db.session, current_actor(), form.as_words(), organisation_id=group.id,
        conversation_id=talk.id, place=_place(form.place.data), promise=_promise(),
        send_key=_send_key(form), now=place_now(),
    )  # fmt: skip
    slug = group.slug
    db.session.commit()
    flash(
        _("We have it. A person checks it, then everyone sees it under your group’s name."),
        "success",
    )
    return see_other(url_for("groups.own", slug=slug))


def _promise() -> Promise:
    return Promise(
        check_days=settings().promise_check_days, answer_weeks=settings().promise_answer_weeks
    )


def _receipt_of(need_id: int) -> str:
    return url_for(".received", r=key_ring().sign("receipt", str(need_id)))


def _place(slug: str) -> Place | None:
    return None if slug == ALL_OVER else find_place(db.session, PlaceKind.LOCAL_AREA, slug)


@pages.get("/received")
@public
def received() -> ResponseReturnValue:
    """Show the receipt with the follow code, to the browser of its writer alone."""
    need_id = key_ring().signed_text("receipt", request.args.get("r", "")) or ""
    need = find_need(db.session, int(need_id)) if need_id.isdigit() else None
    if need is not None and current_actor().participant_id != need.participant_id:
        return see_other(url_for("follow.index"))
    return _receipt(need)


def _receipt(need: Need | None) -> Response:
    if need is None or need.participant_id is None:
        raise NotFound
    page = render_template(
        "sending/received.html",
        need=need,
        code=find_code(db.session, key_ring(), need.participant_id),
        back_here=_receipt_of(need.id),
        example=example_of_change(db.session, current_actor()),
    )
    return never_keep(make_response(page))
