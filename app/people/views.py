"""Sign-in of staff, who acts in a request, and taking part without an account."""

from dataclasses import replace

from flask import Blueprint, flash, g, make_response, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import UserMixin, current_user, login_user, logout_user

from app.extensions import db
from app.foundation import clock
from app.foundation.access import VISITOR, Actor, Role
from app.foundation.web.audience import public, signed_in
from app.foundation.web.remembered import VISIBLE_CHANGE, know_visible_change
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    give_participant_cookie,
    key_ring,
    participant_token,
    place_now,
)
from app.foundation.web.typed import in_own_words, typed_words, view_of
from app.people import operations, queries
from app.people.follow_codes import cookie_digest
from app.people.forms import PasswordForm, SignInForm
from app.people.models import Person
from app.people.operations import NewVoice
from app.people.passwords import is_password

pages = Blueprint("people", __name__)

FIRST_PAGES = (
    (Role.MODERATOR, "moderation.index"),
    (Role.PLANNER, "desk.index"),
    (Role.COUNCILLOR, "dashboards.my_ward"),
    (Role.PARTNERSHIP_MANAGER, "desk.index"),
    (Role.ADMIN, "staff.index"),
)


class SignedIn(UserMixin):
    """A person's session. Its id carries the session number, so that moving that ends it."""

    def __init__(self, person: Person) -> None:
        """Keep the person for this request."""
        self.person = person

    def get_id(self) -> str:
        """Return what the signed session cookie holds."""
        return f"{self.person.id}:{self.person.session_number}"


def load_session(session_id: str) -> SignedIn | None:
    """Return whose session of work this is; None when it was ended."""
    person_id, _, number = session_id.partition(":")
    person = queries.find_person(db.session, int(person_id))
    if person is None or person.is_closed or str(person.session_number) != number:
        return None
    return SignedIn(person)


def load_actor() -> Actor:
    """Return who makes this request: a person signed in, a participant, or a visitor."""
    somebody = current_user._get_current_object()  # noqa: SLF001 - the way Werkzeug documents
    if isinstance(somebody, SignedIn):
        today = clock.local_day(place_now())
        return queries.actor_of(db.session, somebody.person, today)
    token = participant_token()
    if token is None:
        know_visible_change(request.environ.get(VISIBLE_CHANGE))
        return VISITOR
    digest = cookie_digest(key_ring(), token)
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
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and "\\" not in path else url_for("home.index")


def _first_page(actor: Actor) -> str:
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
    cookie_session.clear()  # a session from before the sign-in is never carried over (T46)
    login_user(SignedIn(person))
    cookie_session.permanent = True
    actor = queries.actor_of(db.session, person, clock.local_day(place_now()))
    kept = request.form.get("kept_action", "")
    if kept:
        return _filled_form(kept)
    return see_other(safe_next(form.next.data) if form.next.data else _first_page(actor))


def _sign_in_page(form: SignInForm, status: int, **context: object) -> ResponseReturnValue:
    kept = [pair for pair in request.form.items(multi=True) if pair[0].startswith("kept_")]
    return never_keep(
        make_response(
            render_template("people/sign_in.html", form=form, kept=kept, **context), status
        )
    )


def sign_in_first() -> ResponseReturnValue:
    """Answer 401 with the form, carrying what was typed into the page that asked for it."""
    form = SignInForm(formdata=None)
    form.next.data = request.full_path if request.method == "GET" else ""
    kept: list[tuple[str, str]] = []
    if request.method == "POST":
        kept = [(f"kept_{name}", value) for name, value in typed_words()]
        kept.append(("kept_action", request.full_path.rstrip("?")))
    page = render_template("people/sign_in.html", form=form, kept=kept, is_needed=True)
    return never_keep(make_response(page, 401))


def _filled_form(action: str) -> ResponseReturnValue:
    """Show again what was typed before the sign-in ran out; it is never sent by itself."""
    typed = [
        (name.removeprefix("kept_"), value)
        for name, value in request.form.items(multi=True)
        if name.startswith("kept_") and name != "kept_action"
    ]
    g.pop("actor", None)
    action = safe_next(action)
    boxes = in_own_words(typed, view_of(action))
    page = render_template("people/kept.html", action=action, typed=boxes)
    return never_keep(make_response(page))


@pages.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out here and on every other device: a copied cookie is worth nothing afterwards."""
    actor = current_actor()
    person = queries.person_to_change(db.session, actor.person_id or 0)
    operations.end_sessions(db.session, actor, person)
    db.session.commit()
    logout_user()
    cookie_session.clear()
    return see_other(url_for("home.index"))


@pages.get("/my-account")
@signed_in
def account() -> ResponseReturnValue:
    """Show one's own sign-in."""
    return render_template("people/account.html", form=PasswordForm())


@pages.post("/my-account")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every session ends but this one."""
    actor, form = current_actor(), PasswordForm()
    person = queries.person_to_change(db.session, actor.person_id or 0)
    if form.is_sent_and_valid() and not is_password(
        form.old_password.data or "", person.password_hash
    ):
        form.old_password.errors = [_("This is not the password you use now.")]
    if form.errors or form.old_password.errors:
        return make_response(render_template("people/account.html", form=form), 422)
    operations.set_password(db.session, actor, person, form.password.data or "", now=place_now())
    db.session.commit()
    login_user(SignedIn(person))
    flash(_("Your password is changed. Other devices are signed out."), "success")
    return see_other(url_for(".account"))
