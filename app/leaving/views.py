"""The pages for leaving: take one's name off, delete one's account."""

from flask import Blueprint, flash, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import account_of
from app.foundation.access.keys import new_token
from app.foundation.web.audience import public
from app.foundation.web.letters import written
from app.foundation.web.rendering import see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    forget_participant_cookie,
    key_ring,
    place_now,
)
from app.leaving import operations
from app.leaving.forms import AccountForm
from app.leaving.operations import Goodbye
from app.leaving.permissions import may_take_name_off
from app.letters.models import LetterKind
from app.members import operations as members
from app.members.forms import CodeForm
from app.members.models import CodePurpose
from app.members.queries import find_member, has_account
from app.members.views import ASKED, email_of_code, goodbye, page, send_code_letter
from app.memberships.queries import groups_led_alone
from app.people.models import Member
from app.people.operations import TooManyTries
from app.people.queries import member_to_change

pages = Blueprint("leaving", __name__, url_prefix="/leave")


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show the ways to leave, from the lightest to the last."""
    return page("leaving/index.html", belongs_to_account=_belongs_to_account())


def _belongs_to_account() -> bool:
    """Tell whether this browser speaks for an account without being signed in to it."""
    actor = current_actor()
    if actor.participant_id is None or actor.member_id is not None:
        return False
    return has_account(db.session, actor.participant_id)


# --- the name ---


@pages.get("/name")
@public
def ask_name() -> ResponseReturnValue:
    """Say what taking one's name off does, and that nobody can undo it."""
    if not may_take_name_off(current_actor()) or _belongs_to_account():
        return see_other(url_for(".index"))
    return page("leaving/name.html")


@pages.post("/name")
@public
def take_name_off() -> ResponseReturnValue:
    """Cut what one said loose from oneself, for good."""
    operations.take_name_off(db.session, current_actor(), now=place_now())
    db.session.commit()
    forget_participant_cookie()
    flash(_("Done. Nothing leads from your words to you any more."), "success")
    answer = see_other(url_for("home.index"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # or Back would show them to whoever is next
    return answer


# --- the account ---


def _my_account() -> Member:
    """Return the account of whoever asks, held."""
    member_id = account_of(current_actor(), back=url_for(".ask_account"))
    return member_to_change(db.session, member_id)


def _account_page(form: AccountForm, status: int = 200, **context: object) -> ResponseReturnValue:
    member = find_member(db.session, current_actor().member_id)
    if member is None:
        return see_other(url_for("members.join", next=url_for(".ask_account")))
    return page(
        "leaving/account.html",
        status,
        form=form,
        has_password=member.password_hash is not None,
        led_alone=groups_led_alone(db.session, member.id, clock.local_day(place_now())),
        **context,
    )


@pages.get("/account")
@public
def ask_account() -> ResponseReturnValue:
    """Ask what should become of words and voices when the account goes."""
    return _account_page(AccountForm())


@pages.post("/account")
@public
def leave() -> ResponseReturnValue:
    """Delete the account with the password, or send six numbers where none is known."""
    member, form = _my_account(), AccountForm()
    if not form.is_sent_and_valid():
        return _account_page(form, 422)
    if member.password_hash is None or "forgot" in request.form:
        return _send_numbers(member, form)
    try:
        known = members.sign_in(
            db.session, current_actor(), key_ring(), member.email, form.password.data or "",
            address_mark=address_mark(), real_now=clock.real_now(),
        )  # fmt: skip
    except TooManyTries:
        form.password.errors = [_("Too many tries. Wait 10 minutes, then try again.")]
        return _account_page(form, 429)
    if known is None:
        db.session.commit()  # the failed try is counted
        form.password.errors = [_("This is not the password you use now.")]
        return _account_page(form, 422)
    return _delete(member, form)


def _send_numbers(member: Member, form: AccountForm) -> ResponseReturnValue:
    browser = new_token()
    try:
        send_code_letter(member.email, CodePurpose.LEAVE, browser)
    except members.TooManyLetters:
        db.session.rollback()
        return _account_page(form, 429, must_pause=True)
    db.session.commit()
    cookie_session[ASKED] = browser
    return _code_page(form, CodeForm(formdata=None))


def _code_page(form: AccountForm, code_form: CodeForm, status: int = 200) -> ResponseReturnValue:
    """Show the box for the numbers; what was chosen travels in the form."""
    email = _my_account().email
    return page("leaving/code.html", status, form=form, code_form=code_form, email=email)


@pages.post("/account/code")
@public
def leave_with_code() -> ResponseReturnValue:
    """Delete the account with the six numbers."""
    member, form, code_form = _my_account(), AccountForm(), CodeForm()
    if not form.is_sent_and_valid():
        return _account_page(form, 422)
    email = email_of_code(code_form, CodePurpose.LEAVE)
    if email is None or email != member.email:
        return _code_page(form, code_form, 422)
    return _delete(member, form)


def _delete(member: Member, form: AccountForm) -> ResponseReturnValue:
    actor, wish = current_actor(), form.wish()
    letter = written(LetterKind.ACCOUNT_DELETED.value, wish=wish)
    operations.delete_account(
        db.session, actor, member.id, wish,
        goodbye=Goodbye(letter.subject, letter.text, letter.html),
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    forget_participant_cookie()
    answer = goodbye()
    flash(_("Your account is deleted. One last letter says so."), "success")
    return answer
