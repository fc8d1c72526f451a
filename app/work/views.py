"""Setting up the second step, and looking after one's own sign-in for work."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.web.audience import public, signed_in
from app.foundation.web.letters import written
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.locks import numbers
from app.locks import operations as locks
from app.locks import queries as lock_queries
from app.people import operations as people
from app.people import queries, sessions
from app.people.forms import NumbersForm
from app.people.models import Person
from app.people.passwords import is_password
from app.people.views import safe_next, welcome
from app.work.forms import PasswordForm

pages = Blueprint("work", __name__)


def _page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    return never_keep(make_response(render_template(template, **context), status))


# --- setting up ---


def _who_sets_up() -> Person | None:
    """Return whose locks may be changed in this browser now.

    That is whoever has just shown a second step, or, the first time, has shown the password and
    has no second step yet.
    """
    person = sessions.signed_in_person()
    if person is not None:
        return person if sessions.is_just_proved() else None
    person = sessions.person_at_step()
    has_none = person is not None and not lock_queries.locks_of(db.session, person.id).count
    return person if has_none else None


def _prove_first() -> ResponseReturnValue:
    """Lead on to the way in, or to showing the second step once more."""
    if current_actor().is_signed_in:
        return see_other(url_for(".prove", next=url_for(".account")))
    return see_other(url_for("people.sign_in"))


def _as_actor(person: Person) -> Actor:
    return queries.actor_of(db.session, person, clock.local_day(place_now()))


@pages.get("/sign-in/set-up")
@public
def set_up() -> ResponseReturnValue:
    """Say which second steps there are, and let one be chosen."""
    person = _who_sets_up()
    if person is None:
        return _prove_first()
    return _page("work/set_up.html", is_first=not current_actor().is_signed_in)


@pages.post("/sign-in/set-up/app")
@public
def begin_app() -> ResponseReturnValue:
    """Make a secret for an app."""
    person = _who_sets_up()
    if person is None:
        return _prove_first()
    locks.offer_app(
        db.session, _as_actor(person), key_ring(), person, real_now=clock.real_now()
    )  # fmt: skip
    db.session.commit()
    return see_other(url_for(".app"))


@pages.get("/sign-in/set-up/app")
@public
def app() -> ResponseReturnValue:
    """Show the secret, as a picture and as text, until its first numbers were typed."""
    person = _who_sets_up()
    return _prove_first() if person is None else _app_page(person, NumbersForm())


def _app_page(person: Person, form: NumbersForm, status: int = 200) -> ResponseReturnValue:
    lock = lock_queries.find_app(db.session, person.id)
    secret = lock_queries.secret_of(lock, key_ring(), is_next=True)
    if not secret:
        return see_other(url_for(".set_up"))
    now = ""
    if settings().demo:  # whoever tries it has no app at hand; nowhere else is it shown
        now = numbers.numbers_of(secret, after=0, real_now=clock.real_now())
    return _page(
        "work/app.html", status, form=form, secret=numbers.in_fours(secret), numbers=now,
        picture=numbers.picture(secret, email=person.email, site_name=settings().site_name),
    )  # fmt: skip


@pages.post("/sign-in/set-up/app/numbers")
@public
def confirm_app() -> ResponseReturnValue:
    """Take the app into use with its first numbers."""
    person, form = _who_sets_up(), NumbersForm()
    if person is None:
        return _prove_first()
    if not form.is_sent_and_valid():
        return _app_page(person, form, 422)
    fits = locks.confirm_app(
        db.session, _as_actor(person), key_ring(), person, form.numbers.data or "",
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    if not fits:
        form.numbers.errors = [_("These numbers do not fit. Wait for new ones, then type those.")]
        return _app_page(person, form, 422)
    return changed(person, _("Your app is set up."))


def changed(person: Person, words: str) -> ResponseReturnValue:
    """Commit a change of somebody's locks, tell them by letter, and end all other sessions."""
    people.end_sessions(db.session, _as_actor(person), person)
    letter = written(LetterKind.LOCKS_CHANGED.value)
    post_letter(
        db.session, _as_actor(person), kind=LetterKind.LOCKS_CHANGED, to=person.email,
        subject=letter.subject, text=letter.text, html=letter.html, now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    if current_actor().is_signed_in:
        sessions.open_session(person, keep_begun=True)
        answer: ResponseReturnValue = see_other(url_for(".account"))
    else:
        answer = welcome(person)
    flash(words, "success")
    return answer


# --- one's own sign-in ---


@pages.get("/my-account/second")
@signed_in
def prove() -> ResponseReturnValue:
    """Ask for the second step once more, before something that matters."""
    return _page("work/prove.html", form=NumbersForm(), wanted=request.args.get("next", ""))


@pages.post("/my-account/second")
@signed_in
def send_proof() -> ResponseReturnValue:
    """Take the six numbers, and go on."""
    form, actor, wanted = NumbersForm(), current_actor(), request.form.get("next", "")
    if not form.is_sent_and_valid():
        return _page("work/prove.html", 422, form=form, wanted=wanted)
    try:
        fits = locks.use_numbers(
            db.session, actor, key_ring(), actor.person_id or 0, form.numbers.data or "",
            real_now=clock.real_now(),
        )  # fmt: skip
    except locks.Paused:
        return _page("work/prove.html", 429, form=form, wanted=wanted, must_pause=True)
    db.session.commit()  # right numbers are used up, a wrong try is counted
    if not fits:
        form.numbers.errors = [_("These numbers do not fit. Wait for new ones, then type those.")]
        return _page("work/prove.html", 422, form=form, wanted=wanted)
    sessions.note_proof()
    return see_other(safe_next(wanted) if wanted else url_for(".account"))


@pages.get("/my-account")
@signed_in
def account() -> ResponseReturnValue:
    """Show one's own sign-in."""
    return _account_page(PasswordForm())


def _account_page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    locks_here = lock_queries.locks_of(db.session, current_actor().person_id or 0)
    return _page("work/account.html", status, form=form, locks=locks_here)


@pages.post("/my-account")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every session ends but this one."""
    actor, form = current_actor(), PasswordForm()
    person = queries.person_to_change(db.session, actor.person_id or 0)
    form.own_words = (person.email, person.name)
    if form.is_sent_and_valid() and not is_password(
        form.old_password.data or "", person.password_hash
    ):
        form.old_password.errors = [_("This is not the password you use now.")]
    if form.errors or form.old_password.errors:
        return _account_page(form, 422)
    people.set_password(db.session, actor, person, form.password.data or "", now=place_now())
    db.session.commit()
    sessions.open_session(person, keep_begun=True)
    flash(_("Your password is changed. Other devices are signed out."), "success")
    return see_other(url_for(".account"))
