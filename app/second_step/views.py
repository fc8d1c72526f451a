"""Setting up the second step: an app, or a passkey."""

from flask import Blueprint, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.web.audience import public
from app.foundation.web.letters import written
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.locks import challenges, numbers
from app.locks import operations as locks
from app.locks import queries as lock_queries
from app.locks.forms import PasskeyForm
from app.locks.making import is_passkey_added, new_passkey_options
from app.people import operations as people
from app.people import queries, sessions
from app.people.forms import NumbersForm
from app.people.models import Person
from app.people.views import welcome

pages = Blueprint("second_step", __name__, url_prefix="/sign-in/set-up")


def page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    """Answer with a page that nothing may keep."""
    return never_keep(make_response(render_template(template, **context), status))


def who_sets_up() -> Person | None:
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


def prove_first() -> ResponseReturnValue:
    """Lead on to the way in, or to showing the second step once more."""
    if current_actor().is_signed_in:
        return see_other(url_for("work.prove", next=url_for("work.account")))
    return see_other(url_for("people.sign_in"))


def as_actor(person: Person) -> Actor:
    return queries.actor_of(db.session, person, clock.local_day(place_now()))


@pages.get("")
@public
def set_up() -> ResponseReturnValue:
    """Say which second steps there are, and let one be chosen."""
    person = who_sets_up()
    if person is None:
        return prove_first()
    return page(
        "second_step/set_up.html", is_first=not current_actor().is_signed_in,
        are_possible=challenges.are_possible(),
    )  # fmt: skip


@pages.post("/app")
@public
def begin_app() -> ResponseReturnValue:
    """Make a secret for an app."""
    person = who_sets_up()
    if person is None:
        return prove_first()
    locks.offer_app(
        db.session, as_actor(person), key_ring(), person, real_now=clock.real_now()
    )  # fmt: skip
    db.session.commit()
    return see_other(url_for(".app"))


@pages.get("/app")
@public
def app() -> ResponseReturnValue:
    """Show the secret, as a picture and as text, until its first numbers were typed."""
    person = who_sets_up()
    return prove_first() if person is None else _app_page(person, NumbersForm())


def _app_page(person: Person, form: NumbersForm, status: int = 200) -> ResponseReturnValue:
    lock = lock_queries.find_app(db.session, person.id)
    secret = lock_queries.secret_of(lock, key_ring(), is_next=True)
    if not secret:
        return see_other(url_for(".set_up"))
    now = ""
    if settings().demo:  # whoever tries it has no app at hand; nowhere else is it shown
        now = numbers.numbers_of(secret, after=0, real_now=clock.real_now())
    return page(
        "second_step/app.html", status, form=form, secret=numbers.in_fours(secret), numbers=now,
        picture=numbers.picture(secret, email=person.email, site_name=settings().site_name),
    )  # fmt: skip


@pages.post("/app/numbers")
@public
def confirm_app() -> ResponseReturnValue:
    """Take the app into use with its first numbers."""
    person, form = who_sets_up(), NumbersForm()
    if person is None:
        return prove_first()
    if not form.is_sent_and_valid():
        return _app_page(person, form, 422)
    fits = locks.confirm_app(
        db.session, as_actor(person), key_ring(), person, form.numbers.data or "",
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    if not fits:
        form.numbers.errors = [_("These numbers do not fit. Wait for new ones, then type those.")]
        return _app_page(person, form, 422)
    return changed(person, _("Your app is set up."))


@pages.get("/passkey")
@public
def passkey() -> ResponseReturnValue:
    """Ask how the passkey should be called."""
    if who_sets_up() is None:
        return prove_first()
    return page(
        "second_step/passkey.html", form=PasskeyForm(), are_possible=challenges.are_possible()
    )


@pages.post("/passkey/ask")
@public
def ask_new_passkey() -> ResponseReturnValue:
    """Say what the browser should make."""
    person = who_sets_up()
    if person is None:
        return prove_first()
    return new_passkey_options(person, person.email)


@pages.post("/passkey")
@public
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser has made."""
    person, form = who_sets_up(), PasskeyForm()
    if person is None:
        return prove_first()
    if not form.is_sent_and_valid() or not is_passkey_added(as_actor(person), person, form):
        return page(
            "second_step/passkey.html", 422, form=form, are_possible=challenges.are_possible()
        )
    return changed(person, _("Your passkey is set up."))


def changed(person: Person, words: str) -> ResponseReturnValue:
    """Commit a change of somebody's locks, tell them by letter, and end all other sessions."""
    people.end_sessions(db.session, as_actor(person), person)
    letter = written(LetterKind.LOCKS_CHANGED.value)
    post_letter(
        db.session, as_actor(person), kind=LetterKind.LOCKS_CHANGED, to=person.email,
        subject=letter.subject, text=letter.text, html=letter.html, now=clock.real_now(),
    )  # fmt: skip
    if current_actor().is_signed_in:
        began_at = sessions.session_began_at()
        begun = people.begin_session(db.session, as_actor(person), person, begun_at=began_at)
        db.session.commit()
        sessions.open_session(begun)
        answer: ResponseReturnValue = see_other(url_for("work.account"))
    else:
        answer = welcome(person)
    flash(words, "success")
    return answer
