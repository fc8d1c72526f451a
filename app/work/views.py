"""Looking after one's own sign-in for work."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation.web.audience import signed_in
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now, settings
from app.locks import operations as locks
from app.locks import queries as lock_queries
from app.locks.forms import PasskeyForm
from app.people import operations as people
from app.people import queries, sessions
from app.people.forms import NumbersForm
from app.people.models import Person
from app.people.passwords import is_password
from app.people.views import PAUSED, owner_of_shown, passkey_options, refused_numbers, safe_next
from app.provider.queries import find_link
from app.second_step.views import changed, page, prove_first, who_sets_up
from app.work.forms import PasswordForm

pages = Blueprint("work", __name__, url_prefix="/my-account")


def _who_changes() -> Person | None:
    """Return who may change their locks now, held, so that the last one is not taken away."""
    person = who_sets_up() if current_actor().is_signed_in else None
    return queries.person_to_change(db.session, person.id) if person else None


@pages.post("/app/remove")
@signed_in
def remove_app() -> ResponseReturnValue:
    """Take the app away, unless it is the last second step."""
    person = _who_changes()
    if person is None:
        return prove_first()
    locks.remove_app(db.session, current_actor(), person, now=place_now())
    return changed(person, _("The app is taken away."))


@pages.post("/passkeys/<int:passkey_id>/remove")
@signed_in
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Take a passkey away, unless it is the last second step."""
    person = _who_changes()
    if person is None:
        return prove_first()
    locks.remove_passkey(db.session, current_actor(), person, passkey_id, now=place_now())
    return changed(person, _("The passkey is taken away."))


@pages.post("/passkeys/<int:passkey_id>/name")
@signed_in
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    """Call a passkey something else."""
    person, form = _who_changes(), PasskeyForm()
    if person is None:
        return prove_first()
    if not form.is_sent_and_valid():
        return _account_page(PasswordForm(formdata=None), 422, name_form=form)
    name = form.name.data or ""
    locks.rename_passkey(db.session, current_actor(), person, passkey_id, name, now=place_now())
    db.session.commit()
    flash(_("The passkey has its new name."), "success")
    return see_other(url_for(".account"))


@pages.get("/second")
@signed_in
def prove() -> ResponseReturnValue:
    """Ask for the second step once more, before something that matters."""
    return _prove_page(NumbersForm(), request.args.get("next", ""))


def _prove_page(
    form: NumbersForm, wanted: str, status: int = 200, **context: object
) -> ResponseReturnValue:
    mine = lock_queries.locks_of(db.session, current_actor().person_id or 0)
    return page("work/prove.html", status, form=form, wanted=wanted, locks=mine, **context)


@pages.post("/second/passkey/ask")
@signed_in
def ask_passkey() -> ResponseReturnValue:
    """Say which passkeys the browser may show."""
    return passkey_options("person", current_actor().person_id)


@pages.post("/second/passkey")
@signed_in
def send_passkey() -> ResponseReturnValue:
    """Take a passkey of one's own, and go on."""
    wanted, form = request.form.get("next", ""), NumbersForm(formdata=None)
    if owner_of_shown("person", current_actor().person_id) is None:
        db.session.rollback()
        form.form_errors = [_("This passkey did not work. Try again.")]
        return _prove_page(form, wanted, 422)
    db.session.commit()
    return _proved(wanted)


def _proved(wanted: str) -> ResponseReturnValue:
    sessions.note_proof()
    return see_other(safe_next(wanted) if wanted else url_for(".account"))


@pages.post("/second")
@signed_in
def send_proof() -> ResponseReturnValue:
    """Take the six numbers, and go on."""
    form, wanted = NumbersForm(), request.form.get("next", "")
    if status := refused_numbers(form, current_actor().person_id or 0):
        return _prove_page(form, wanted, status, must_pause=status == PAUSED)
    return _proved(wanted)


@pages.get("")
@signed_in
def account() -> ResponseReturnValue:
    """Show one's own sign-in."""
    return _account_page(PasswordForm())


def _account_page(
    form: PasswordForm, status: int = 200, *, name_form: PasskeyForm | None = None
) -> ResponseReturnValue:
    mine = lock_queries.locks_of(db.session, current_actor().person_id or 0)
    name_form = name_form or PasskeyForm(formdata=None)
    provider, person_id = settings().provider, current_actor().person_id or 0
    is_linked = bool(provider and find_link(db.session, person_id, provider.issuer))
    return page(
        "work/account.html", status, form=form, name_form=name_form, locks=mine,
        is_linked=is_linked, has_password=_has_password(),
    )  # fmt: skip


def _has_password() -> bool:
    person = sessions.signed_in_person()
    return person is not None and person.password_hash is not None


@pages.post("")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every session ends but this one."""
    actor, form = current_actor(), PasswordForm()
    person = queries.person_to_change(db.session, actor.person_id or 0)
    form.own_words = (person.email, person.name)
    if person.password_hash is None and who_sets_up() is None:  # nothing old to ask for
        return prove_first()
    if (
        form.is_sent_and_valid()
        and person.password_hash is not None
        and not is_password(form.old_password.data or "", person.password_hash)
    ):
        form.old_password.errors = [_("This is not the password you use now.")]
    if form.errors or form.old_password.errors:
        return _account_page(form, 422)
    people.set_password(db.session, actor, person, form.password.data or "", now=place_now())
    began_at = sessions.session_began_at()
    begun = people.begin_session(db.session, actor, person, begun_at=began_at)
    db.session.commit()
    sessions.open_session(begun)
    flash(_("Your password is changed. Other devices are signed out."), "success")
    return see_other(url_for(".account"))
