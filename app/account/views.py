"""Looking after one's own account."""

from flask import Blueprint, flash, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import PasswordField

from app.account import operations
from app.account.forms import NewEmailForm, NewPasskeyForm, NewPasswordForm
from app.extensions import db
from app.foundation import clock
from app.foundation.access import account_of
from app.foundation.access.keys import new_token
from app.foundation.web.audience import public
from app.foundation.web.letters import written
from app.foundation.web.rendering import see_other
from app.foundation.web.session import address_mark, current_actor, key_ring, place_now
from app.group_invitations.views import my_offers
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.locks import operations as locks
from app.locks.challenges import are_possible
from app.locks.making import is_passkey_added, new_passkey_options
from app.locks.queries import passkeys_of
from app.members import operations as members
from app.members import queries, sessions
from app.members.device import voice_of_device
from app.members.forms import CodeForm, JoinForm
from app.members.models import CodePurpose
from app.members.views import (
    ASKED,
    code_page,
    email_of_code,
    goodbye,
    join_page,
    page,
    send_code_letter,
    welcome,
)
from app.organisations.queries import groups_of_member
from app.people.models import Member
from app.people.operations import TooManyTries
from app.people.queries import member_to_change
from app.people.views import owner_of_shown, passkey_options

pages = Blueprint("account", __name__, url_prefix="/account")


def _account_page(status: int = 200, **context: object) -> ResponseReturnValue:
    member = queries.find_member(db.session, current_actor().member_id)
    if member is None:
        return see_other(url_for("members.join"))
    return page(
        "account/index.html", status,
        **{
            "password_form": NewPasswordForm(formdata=None),
            "email_form": NewEmailForm(formdata=None),
            "email": member.email,
            "has_password": member.password_hash is not None,
            "passkeys": passkeys_of(db.session, "member", member.id),
            "asks_about_device": voice_of_device() is not None,
            "own_groups": groups_of_member(db.session, member.id, clock.local_day(place_now())),
            "offers": my_offers(),
            **context,
        },
    )  # fmt: skip


def _my_account() -> Member:
    """Return the account of whoever asks, held."""
    member_id = account_of(current_actor(), back=url_for(".index"))
    return member_to_change(db.session, member_id)


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show one's account, and the way to what one said; whoever has none may join."""
    return _account_page()


@pages.post("/sign-out-everywhere")
@public
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out on every device, and let none of them speak for the member."""
    member = _my_account()
    operations.sign_out_everywhere(
        db.session, current_actor(), key_ring(), member,
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    answer = goodbye()
    flash(_("You are signed out on every phone and computer."), "success")
    return answer


@pages.post("/password")
@public
def set_password() -> ResponseReturnValue:
    """Set a password, or change it by giving the one in use."""
    member, form = _my_account(), NewPasswordForm()
    is_good = form.is_sent_and_valid()
    if not _knows_password(member, form.old_password) or not is_good:
        return _account_page(422, password_form=form)
    operations.set_password(
        db.session, current_actor(), key_ring(), member, form.password.data or "",
        token=sessions.session_token(), now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("Your password is set. Other devices are signed out."), "success")
    return see_other(url_for(".index"))


def _knows_password(member: Member, field: PasswordField) -> bool:
    """Tell whether the password in use was typed, where there is one; a wrong one is counted."""
    if member.password_hash is None:
        return True
    try:
        known = members.sign_in(
            db.session, current_actor(), key_ring(), member.email, field.data or "",
            address_mark=address_mark(), real_now=clock.real_now(),
        )  # fmt: skip
    except TooManyTries:
        field.errors = [_("Too many tries. Wait 10 minutes, then try again.")]
        return False
    if known is None:
        db.session.commit()  # the failed try is counted
        field.errors = [_("This is not the password you use now.")]
    return known is not None


@pages.post("/email")
@public
def ask_new_email() -> ResponseReturnValue:
    """Send six numbers to the new address; nothing changes before they are typed."""
    member, form = _my_account(), NewEmailForm()
    is_good = form.is_sent_and_valid()
    if not is_good or not _knows_password(member, form.password):
        return _account_page(422, email_form=form)
    if not _are_numbers_sent(form.email.data or "", CodePurpose.NEW_ADDRESS):
        return _account_page(429, email_form=form, must_pause="email")
    return see_other(url_for(".type_code"))


def _are_numbers_sent(email: str, purpose: CodePurpose) -> bool:
    """Send six numbers and commit, unless so many letters went that a pause is due."""
    browser = new_token()
    try:
        send_code_letter(email, purpose, browser)
    except members.TooManyLetters:
        db.session.rollback()
        return False
    db.session.commit()
    cookie_session[ASKED] = browser
    return True


@pages.post("/password/forgotten")
@public
def forget_password() -> ResponseReturnValue:
    """Send six numbers to one's own address, for who forgot the password."""
    if not _are_numbers_sent(_my_account().email, CodePurpose.FORGOTTEN):
        return _account_page(429, must_pause="password")
    return code_page(CodePurpose.FORGOTTEN, CodeForm(formdata=None))


@pages.post("/password/forgotten/code")
@public
def drop_password() -> ResponseReturnValue:
    """Take the forgotten password away with the six numbers."""
    member, form = _my_account(), CodeForm()
    if email_of_code(form, CodePurpose.FORGOTTEN) != member.email:
        return code_page(CodePurpose.FORGOTTEN, form, 422)
    operations.drop_password(
        db.session, current_actor(), key_ring(), member,
        token=sessions.session_token(), now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    cookie_session.pop(ASKED, None)
    flash(_("Your old password is gone. Set a new one, if you like."), "success")
    return see_other(url_for(".index", _anchor="password-title"))


@pages.get("/email")
@public
def type_code() -> ResponseReturnValue:
    """Show the box for the six numbers that went to the new address."""
    if ASKED not in cookie_session or current_actor().member_id is None:
        return see_other(url_for(".index"))
    return code_page(CodePurpose.NEW_ADDRESS, CodeForm())


@pages.post("/email/code")
@public
def change_email() -> ResponseReturnValue:
    """Change the address with the six numbers, and tell the old one."""
    actor, member, form = current_actor(), _my_account(), CodeForm()
    email = email_of_code(form, CodePurpose.NEW_ADDRESS)
    if email is None:
        return code_page(CodePurpose.NEW_ADDRESS, form, 422)
    old = operations.change_address(
        db.session, actor, key_ring(), member, email,
        token=sessions.session_token(), now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    kind = LetterKind.ADDRESS_CHANGED
    letter = written(kind.value)
    post_letter(
        db.session, actor, kind=kind, to=old, subject=letter.subject, text=letter.text,
        html=letter.html, now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    cookie_session.pop(ASKED, None)
    flash(_("Your new e-mail works now. Other devices are signed out."), "success")
    return see_other(url_for(".index"))


@pages.post("/passkey/ask")
@public
def ask_passkey() -> ResponseReturnValue:
    """Say what the browser should show to sign in."""
    return passkey_options("member", None)


@pages.post("/passkey")
@public
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey."""
    member = queries.find_member(db.session, owner_of_shown("member"))
    if member is None or current_actor().is_signed_in:
        db.session.rollback()
        form = JoinForm(formdata=None, next=request.form.get("next", ""))
        form.form_errors = [_("This passkey did not work. Try again, or use your e-mail.")]
        return join_page(422, form=form, is_staff=current_actor().is_signed_in)
    return welcome(member, request.form.get("next", ""))


def _passkey_page(form: NewPasskeyForm, status: int = 200) -> ResponseReturnValue:
    member = queries.find_member(db.session, current_actor().member_id)
    if member is None:
        return see_other(url_for("members.join"))
    return page(
        "account/passkey.html", status, form=form, are_possible=are_possible(),
        has_password=member.password_hash is not None,
    )  # fmt: skip


@pages.get("/passkeys/new")
@public
def new_passkey() -> ResponseReturnValue:
    """Ask how a new passkey should be called."""
    return _passkey_page(NewPasskeyForm(formdata=None))


@pages.post("/passkeys/ask")
@public
def ask_new_passkey() -> ResponseReturnValue:
    """Say what the browser should make."""
    member = _my_account()
    return new_passkey_options(member, member.email)


@pages.post("/passkeys")
@public
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey that was just made; the password is asked for where there is one."""
    member, form = _my_account(), NewPasskeyForm()
    is_good = form.is_sent_and_valid()
    if not _knows_password(member, form.password) or not is_good:
        return _passkey_page(form, 422)
    if not is_passkey_added(current_actor(), member, form):
        return _passkey_page(form, 422)
    return _locks_changed(member, _("Your passkey works now."))


@pages.post("/passkeys/<int:passkey_id>/remove")
@public
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Take a passkey away; an e-mail still opens the account."""
    member = _my_account()
    locks.remove_passkey(db.session, current_actor(), member, passkey_id, now=place_now())
    return _locks_changed(member, _("The passkey is taken away."))


def _locks_changed(member: Member, words: str) -> ResponseReturnValue:
    """Sign out elsewhere, tell the member by letter, and commit."""
    actor, real_now = current_actor(), clock.real_now()
    members.end_sessions(
        db.session, actor, key_ring(), member.id, but=sessions.session_token(), real_now=real_now
    )
    letter = written(LetterKind.LOCKS_CHANGED.value)
    post_letter(
        db.session, actor, kind=LetterKind.LOCKS_CHANGED, to=member.email, subject=letter.subject,
        text=letter.text, html=letter.html, now=real_now,
    )  # fmt: skip
    db.session.commit()
    flash(words, "success")
    return see_other(url_for(".index"))
