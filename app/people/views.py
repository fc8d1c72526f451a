"""Sign-in of staff, who acts in a request, and taking part without an account."""

from dataclasses import replace

from flask import Blueprint, g, make_response, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import VISITOR, Actor, NotPossibleNow, Role
from app.foundation.database import before_ones_turn
from app.foundation.web.audience import is_for_any_session, public, signed_in
from app.foundation.web.remembered import VISIBLE_CHANGE, know_visible_change
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    give_participant_cookie,
    key_ring,
    participant_token,
    place_now,
    settings,
)
from app.foundation.web.typed import filled, is_own_path, typed_words
from app.locks import challenges, proofs
from app.locks import operations as locks
from app.locks import queries as lock_queries
from app.people import operations, queries, sessions
from app.people.follow_codes import cookie_digest
from app.people.forms import NumbersForm, SignInForm
from app.people.models import Person
from app.people.operations import NewVoice

pages = Blueprint("people", __name__)

PAUSED = 429

FIRST_PAGES = (
    (Role.MODERATOR, "moderation.index"),
    (Role.PLANNER, "desk.index"),
    (Role.COUNCILLOR, "dashboards.my_ward"),
    (Role.PARTNERSHIP_MANAGER, "desk.index"),
    (Role.PARTNER_EDITOR, "partners.index"),
    (Role.ADMIN, "staff.index"),
)


def load_actor() -> Actor:
    """Return who makes this request: a person signed in, a participant, or a visitor."""
    person = sessions.signed_in_person()
    if person is not None:
        return queries.actor_of(db.session, person, clock.local_day(place_now()))
    token = participant_token()
    if token is None:
        know_visible_change(request.environ.get(VISIBLE_CHANGE))
        return VISITOR
    digest = cookie_digest(key_ring(), token)
    with before_ones_turn(db.session):
        participant, change = queries.find_participant_actor(db.session, digest)
    know_visible_change(change)
    return participant or VISITOR


def taking_part(actor: Actor) -> tuple[Actor, NewVoice | None]:
    """Return the actor as a participant, made now when this browser never took part.

    The cookie goes out with the answer, if the act succeeds.
    """
    if actor.participant_id is not None or actor.is_signed_in:
        return actor, None
    voice = operations.new_participant(
        db.session, actor, key_ring(), address_mark=address_mark(), real_now=clock.real_now()
    )
    if voice.token:
        give_participant_cookie(voice.token)
    g.actor = replace(actor, participant_id=voice.participant_id, is_held=voice.is_held)
    return g.actor, voice


def safe_next(path: str) -> str:
    """Return the path when it is one of ours, else the home page (T01, T31)."""
    return path if is_own_path(path) else url_for("home.index")


def first_page(actor: Actor) -> str:
    """Return where somebody's work begins."""
    for role, endpoint in FIRST_PAGES:
        if actor.has_role(role):
            return url_for(endpoint)
    return url_for("home.index")


@pages.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the form for people who work here."""
    form = SignInForm()
    form.next.data = request.args.get("next", "")
    return never_keep(make_response(render_template("people/sign_in.html", form=form, kept=[])))


@pages.post("/sign-in")
@public
def send_sign_in() -> ResponseReturnValue:
    """Sign in, or say the same thing for a wrong password and an unknown e-mail."""
    form = SignInForm()
    if not form.is_sent_and_valid():
        return _sign_in_page(form, 422)
    try:
        person = operations.sign_in(
            db.session, current_actor(), form.email.data or "", form.password.data or "",
            address_mark=address_mark(), real_now=clock.real_now(),
        )  # fmt: skip
    except operations.TooManyTries:
        return _sign_in_page(form, 429, must_pause=True)
    if person is None:
        db.session.commit()  # the failed try is counted
        form.password.errors = [_("This e-mail and password do not fit. Check both and try again.")]
        return _sign_in_page(form, 422)
    sessions.begin_step(person, form.next.data or "")
    if not lock_queries.locks_of(db.session, person.id).count:
        return see_other(url_for("second_step.set_up"))
    if "kept_action" in request.form:  # what was typed travels from form to form
        return _second_step_page(person, NumbersForm(formdata=None))
    return see_other(url_for(".second_step"))


def _sign_in_page(form: SignInForm, status: int, **context: object) -> ResponseReturnValue:
    page = render_template("people/sign_in.html", form=form, kept=_kept(), **context)
    return never_keep(make_response(page, status))


def _kept() -> list[tuple[str, str]]:
    """Return what was typed before the sign-in ran out, on its way to the page after it."""
    return [
        (name, safe_next(value) if name == "kept_action" else value)
        for name, value in request.form.items(multi=True)
        if name.startswith("kept_")
    ]


# --- the second step ---


def _second_step_page(
    person: Person, form: NumbersForm, status: int = 200, **context: object
) -> ResponseReturnValue:
    numbers = ""
    if settings().demo:  # nobody has the app of a made-up person; nowhere else is it shown
        numbers = lock_queries.numbers_now(
            db.session, key_ring(), person.id, real_now=clock.real_now()
        )
    page = render_template(
        "people/second_step.html", form=form, kept=_kept(), numbers=numbers,
        locks=lock_queries.locks_of(db.session, person.id), **context,
    )  # fmt: skip
    return never_keep(make_response(page, status))


@pages.get("/sign-in/second")
@public
def second_step() -> ResponseReturnValue:
    """Ask for the second step, of whoever has done the first."""
    person = sessions.person_at_step()
    if person is None:
        return see_other(url_for(".sign_in"))
    return _second_step_page(person, NumbersForm())


@pages.post("/sign-in/second")
@public
def send_numbers() -> ResponseReturnValue:
    """Sign in with the six numbers of an app; wrong ones are counted."""
    person, form = sessions.person_at_step(), NumbersForm()
    if person is None and "kept_action" in request.form:
        return _sign_in_page(SignInForm(formdata=None), 401, is_needed=True)
    if person is None:
        return see_other(url_for(".sign_in"))
    if status := refused_numbers(form, person.id):
        return _second_step_page(person, form, status, must_pause=status == PAUSED)
    return welcome(person)


def refused_numbers(form: NumbersForm, person_id: int) -> int:
    """Try the six numbers of an app; return 0 when they fit, else the status of the answer."""
    if not form.is_sent_and_valid():
        return 422
    try:
        fits = locks.use_numbers(
            db.session, current_actor(), key_ring(), person_id, form.numbers.data or "",
            real_now=clock.real_now(),
        )  # fmt: skip
    except locks.Paused:
        return PAUSED
    db.session.commit()  # right numbers are used up, a wrong try is counted
    if fits:
        return 0
    form.numbers.errors = [_("These numbers do not fit. Wait for new ones, then type those.")]
    return 422


def passkey_options(owner: str, owner_id: int | None) -> ResponseReturnValue:
    """Answer with what a browser is asked to show: a passkey of somebody, or of anybody."""
    if not challenges.are_possible():
        raise NotPossibleNow("Passkeys do not work at this address.")
    known = lock_queries.passkeys_of(db.session, owner, owner_id) if owner_id else []
    options = proofs.options_to_show(
        challenges.site(), challenges.new_challenge(owner),
        known=[each.credential_id for each in known],
    )  # fmt: skip
    return challenges.as_json(options)


def owner_of_shown(owner: str, owner_id: int | None = None) -> int | None:
    """Return whose passkey the browser shows, or None; what proves it is used up."""
    return locks.use_passkey(
        db.session, current_actor(), owner, request.form.get("credential", ""),
        site=challenges.site(), challenge=challenges.taken_challenge(owner), owner_id=owner_id,
        real_now=clock.real_now(),
    )  # fmt: skip


@pages.post("/sign-in/passkey/ask")
@public
def ask_passkey() -> ResponseReturnValue:
    """Say what the browser should show: after the password a passkey of that person."""
    person = sessions.person_at_step()
    return passkey_options("person", person.id if person else None)


@pages.post("/sign-in/passkey")
@public
def send_passkey() -> ResponseReturnValue:
    """Sign in with a passkey, which is two things at once: the device, and its lock."""
    person = queries.find_person(db.session, owner_of_shown("person") or 0)
    if person is None or person.is_closed:
        db.session.rollback()
        form = SignInForm(formdata=None)
        form.form_errors = [_("This passkey did not work. Try again, or use your password.")]
        return _sign_in_page(form, 422)
    db.session.commit()
    return welcome(person)


def welcome(person: Person) -> ResponseReturnValue:
    """Open a session after the second step, and lead on to what was wanted, or to one's work."""
    wanted = cookie_session.get(sessions.NEXT, "") or request.form.get("next", "")
    actor = queries.actor_of(db.session, person, clock.local_day(place_now()))
    begun = operations.begin_session(db.session, actor, person, begun_at=clock.real_now())
    db.session.commit()
    sessions.open_session(begun)
    if "kept_action" in request.form:
        g.pop("actor", None)
        return kept_page()
    return see_other(safe_next(wanted) if wanted else first_page(actor))


def sign_in_first() -> ResponseReturnValue:
    """Answer 401 with the form, carrying what was typed into the page that asked for it."""
    form = SignInForm(formdata=None)
    form.next.data = request.full_path if request.method == "GET" else ""
    kept: list[tuple[str, str]] = []
    if request.method == "POST":
        kept = [(f"kept_{name}", value) for name, value in typed_words()]
        kept.append(("kept_action", request.full_path.rstrip("?")))
    page = render_template(
        "people/sign_in.html", form=form, kept=kept, is_needed=True, is_for_all=is_for_any_session()
    )
    return never_keep(make_response(page, 401))


def kept_page() -> ResponseReturnValue:
    """Show again what was typed before the sign-in ran out; it is never sent by itself."""
    return never_keep(make_response(render_template("people/kept.html", again=filled())))


@pages.get("/sign-in/other-tab")
@public
def other_tab() -> ResponseReturnValue:
    """Lead whoever signed in beside what they typed back to it."""
    return render_template("people/other_tab.html")


@pages.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out here and on every other device: a copied cookie is worth nothing afterwards."""
    actor = current_actor()
    person = queries.person_to_change(db.session, actor.person_id or 0)
    operations.end_sessions(db.session, actor, person)
    db.session.commit()
    sessions.close_session()
    answer = see_other(url_for("home.index"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # or Back would show it to whoever is next
    return answer
