"""Joining with an e-mail, signing in and out, and looking after one's account."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, account_of
from app.foundation.access.keys import new_token
from app.foundation.web.audience import public
from app.foundation.web.letters import written
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    key_ring,
    place_now,
    settings,
)
from app.helping import operations as helping
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.members import operations, queries, secrets, sessions
from app.members.device import put_with_account, voice_of_device
from app.members.forms import CodeForm, JoinForm, PasswordSignInForm
from app.members.models import CodePurpose
from app.people.models import Member
from app.people.operations import TooManyTries
from app.people.views import safe_next

pages = Blueprint("members", __name__, url_prefix="/account")

ASKED, NEXT = "asked", "next"
LETTER_OF = {
    CodePurpose.JOIN: LetterKind.SIGN_IN_CODE,
    CodePurpose.NEW_ADDRESS: LetterKind.NEW_ADDRESS,
    CodePurpose.LEAVE: LetterKind.LEAVING_CODE,
    CodePurpose.FORGOTTEN: LetterKind.FORGOTTEN,
}


def page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    """Answer with a page about an account, which nothing may keep."""
    context |= {"shows_letters": settings().shows_letters, "has_mail": settings().has_letters}
    return never_keep(make_response(render_template(template, **context), status))


def join_page(status: int = 200, **context: object) -> ResponseReturnValue:
    """Show every way in; each leads on to where somebody was going, also after a mistake."""
    wanted = request.values.get("next", "")
    forms = {
        "form": JoinForm(formdata=None, next=wanted),
        "password_form": PasswordSignInForm(formdata=None, next=wanted),
    }
    return page("members/join.html", status, **{**forms, **context})


def _onward(wanted: str) -> str:
    """Return where somebody goes on once signed in: where they wished, or to their own page."""
    return safe_next(wanted) if wanted else url_for("account.index")


# --- joining and signing in ---


@pages.get("/join")
@public
def join() -> ResponseReturnValue:
    """Ask for an e-mail; whoever is signed in already goes on."""
    actor, wanted = current_actor(), request.args.get("next", "")
    if actor.member_id is not None:
        return see_other(_onward(wanted))
    return join_page(is_staff=actor.is_signed_in)


@pages.post("/join")
@public
def ask() -> ResponseReturnValue:
    """Send six numbers and a link; the same answer whether the address is known or not."""
    form = JoinForm()
    if not form.is_sent_and_valid():
        return join_page(422, form=form)
    browser = new_token()
    try:
        send_code_letter(form.email.data or "", CodePurpose.JOIN, browser)
    except operations.TooManyLetters:
        db.session.rollback()
        return join_page(429, form=form, must_pause=True)
    db.session.commit()
    cookie_session[ASKED], cookie_session[NEXT] = browser, form.next.data or ""
    return see_other(url_for(".type_code"))


def send_code_letter(email: str, purpose: CodePurpose, browser: str) -> None:
    """Put a letter with six numbers into the outbox; where none go out there is no such page."""
    if not settings().has_letters:
        raise NotFound
    actor, kind, real_now = current_actor(), LETTER_OF[purpose], clock.real_now()
    sent = operations.ask_for_code(
        db.session, actor, key_ring(), email, purpose=purpose, browser=browser,
        address_mark=address_mark(), real_now=real_now,
    )  # fmt: skip
    letter = written(kind.value, code=sent.code, link_key=sent.link)
    post_letter(
        db.session, actor, kind=kind, to=email, subject=letter.subject, text=letter.text,
        html=letter.html, now=real_now,
    )  # fmt: skip


def code_page(purpose: CodePurpose, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    """Show the box for the six numbers, and where they were sent."""
    since = clock.real_now() - operations.LINK_LIVES
    browser = secrets.browser_digest(key_ring(), cookie_session.get(ASKED, ""))
    email = queries.address_asked(db.session, purpose, browser, since=since)
    shown = {"form": form, "email": email, "purpose": purpose.value}
    return page("members/code.html", status, **shown, next=cookie_session.get(NEXT, ""))


@pages.get("/code")
@public
def type_code() -> ResponseReturnValue:
    """Show the box for the six numbers to the browser that asked for them."""
    if ASKED not in cookie_session or current_actor().has_session:
        return see_other(url_for(".join"))
    return code_page(CodePurpose.JOIN, CodeForm())


@pages.post("/code")
@public
def send_code() -> ResponseReturnValue:
    """Sign in with the six numbers; a wrong try is counted."""
    form = CodeForm()
    if ASKED not in cookie_session:
        return see_other(url_for(".join"))
    email = email_of_code(form, CodePurpose.JOIN)
    if email is None:
        return code_page(CodePurpose.JOIN, form, 422)
    return welcome(_member_of(email), cookie_session.get(NEXT, ""))


def email_of_code(form: CodeForm, purpose: CodePurpose) -> str | None:
    """Return the address that the typed numbers prove, or None with the form saying why not."""
    if not form.is_sent_and_valid():
        return None
    email = operations.use_code(
        db.session, current_actor(), key_ring(), form.code.data or "", purpose=purpose,
        browser=cookie_session.get(ASKED, ""), real_now=clock.real_now(),
    )  # fmt: skip
    if email is None:
        form.code.errors = [_why_not(purpose)]
        db.session.commit()  # the failed try is counted
    return email


def _why_not(purpose: CodePurpose) -> str:
    asker = secrets.browser_digest(key_ring(), cookie_session.get(ASKED, ""))
    since = clock.real_now() - operations.CODE_LIVES
    if queries.are_used_up(db.session, purpose, asker, operations.MOST_TRIES, since=since):
        return _("These numbers are used up after five tries. Ask for new ones.")
    return _("These numbers do not fit, or their time is over. Check them, or ask for new ones.")


@pages.get("/link")
@public
def open_link() -> ResponseReturnValue:
    """Show one button: a program that only opens links signs nobody in."""
    return page("members/link.html", link_key=request.args.get("k", "")[:100])


@pages.post("/link")
@public
def use_link() -> ResponseReturnValue:
    """Sign in with the link, once, in whichever browser it was opened."""
    email = operations.use_link(
        db.session, current_actor(), key_ring(), request.form.get("k", ""),
        real_now=clock.real_now(),
    )  # fmt: skip
    if email is None:
        return page("members/link.html", 422, link_key="", is_over=True)
    return welcome(_member_of(email), cookie_session.get(NEXT, ""))


@pages.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with a password; the same answer for a wrong one and an unknown e-mail."""
    form = PasswordSignInForm()
    if not form.is_sent_and_valid():
        return join_page(422, password_form=form)
    try:
        member = operations.sign_in(
            db.session, current_actor(), key_ring(), form.email.data or "",
            form.password.data or "", address_mark=address_mark(), real_now=clock.real_now(),
        )  # fmt: skip
    except TooManyTries:
        return join_page(429, password_form=form, must_pause_password=True)
    if member is None:
        db.session.commit()  # the failed try is counted
        form.password.errors = [_("This e-mail and password do not fit. Check both and try again.")]
        return join_page(422, password_form=form)
    return welcome(member, form.next.data or "")


def _member_of(email: str) -> Member:
    return operations.join(
        db.session, current_actor(), email, now=place_now(), real_now=clock.real_now()
    )


def welcome(member: Member, wanted: str) -> ResponseReturnValue:
    """Begin a new session, and ask about what this device did if it did anything."""
    actor, real_now = current_actor(), clock.real_now()
    before = sessions.session_token()
    operations.end_session(db.session, actor, key_ring(), before, real_now=real_now)
    token = operations.begin_session(db.session, actor, key_ring(), member, real_now=real_now)
    asks = voice_of_device() is not None
    db.session.commit()
    sessions.open_session(token)
    if asks:
        return see_other(url_for(".device", next=wanted or None))
    return see_other(_onward(wanted))


# --- what this device did ---


@pages.get("/device")
@public
def device() -> ResponseReturnValue:
    """Say how much this device did, and ask whether it belongs to the account."""
    voice_id = voice_of_device() if current_actor().member_id is not None else None
    if voice_id is None:
        return see_other(_onward(request.args.get("next", "")))
    said = queries.what_was_said(db.session, voice_id)
    return page("members/device.html", said=said, next=request.args.get("next", ""))


@pages.post("/device")
@public
def join_device() -> ResponseReturnValue:
    """Put what this device did with the account, or leave both apart."""
    account_of(current_actor(), back=url_for(".device"))
    voice_id, wanted = voice_of_device(), request.form.get("next", "")
    onward = _onward(wanted)
    if voice_id is None or request.form.get("together") != "yes":
        return see_other(onward)
    put_with_account(voice_id)
    db.session.commit()
    flash(_("It stands with your account now."), "success")
    return see_other(onward)


@pages.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out on this device; whoever is helped meanwhile is not helped any more."""
    actor, real_now = current_actor(), clock.real_now()
    token = sessions.session_token()
    if actor.helping is not None:
        helping.end(db.session, actor, now=place_now(), real_now=real_now)
    operations.end_session(db.session, actor, key_ring(), token, real_now=real_now)
    db.session.commit()
    wanted = request.form.get("next", "")
    return goodbye(url_for(".join", next=wanted) if wanted else "")


def goodbye(onward: str = "") -> ResponseReturnValue:
    """Take the session from this browser, and every page that it may have kept."""
    sessions.close_session()
    answer = see_other(onward or url_for("home.index"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # or Back would show it to whoever is next
    return answer
