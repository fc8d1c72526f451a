"""Asking for a code and using it, signing in and out, and one voice for an account."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.access.keys import KeyRing, new_token
from app.foundation.database import insert_once
from app.history import operations as history
from app.members import queries, secrets
from app.members.models import AskedAddress, CodePurpose, MemberSession, SignInCode
from app.members.permissions import may_join, may_use_account
from app.people import passwords
from app.people.models import Attempt, Member
from app.people.operations import (
    FAILED_SIGN_INS_FROM_ONE_ADDRESS,
    FAILED_TRIES,
    FAILED_TRIES_WINDOW,
    TooManyTries,
    refuse_two_accounts,
)
from app.people.queries import attempt_count, member_to_change, participants_to_change
from app.voices.operations import join_participants

CODE_LIVES = timedelta(minutes=10)
LINK_LIVES = timedelta(minutes=30)
MOST_TRIES = 5
LETTERS_AN_HOUR, LETTERS_A_DAY = 3, 10
# Whoever signed in with their last letter of the hour can still leave.
LEAVING_LETTERS_AN_HOUR = 2
LEAVING_LETTERS_A_DAY = 5
# A hall or a library shares one address.
LETTERS_FROM_ONE_PREFIX_AN_HOUR = 60
LETTERS_WHOLE_SITE_AN_HOUR = 5_000
SESSION_LIVES = timedelta(days=90)
LETTER, SIGN_IN = "letter", "member"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooManyLetters(Exception):
    """So many letters went that a pause is due: the page says so, and nothing about whose."""


@dataclass(frozen=True)
class Sent:
    """What goes into a letter: the only place where the numbers and the link stand in full."""

    code: str
    link: str


def ask_for_code(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    email: str,
    *,
    purpose: CodePurpose,
    browser: str,
    address_mark: str,
    real_now: datetime,
) -> Sent:
    """Make six numbers and a link for an address; the same work whether anybody has it or not."""
    require(may_join if purpose is CodePurpose.JOIN else may_use_account, actor)
    mark = secrets.email_mark(keys, email)
    row = {"email_mark": mark, "asked_at": real_now}
    insert_once(session, AskedAddress.__table__, row)  # type: ignore[arg-type]
    queries.hold_address(session, mark)
    if _is_too_many(session, mark, purpose, address_mark, real_now):
        raise TooManyLetters
    sent = Sent(secrets.new_code(), secrets.new_link())
    session.add(
        SignInCode(
            purpose=purpose,
            email_mark=mark,
            email=email,
            code_digest=secrets.code_digest(keys, purpose, browser, sent.code),
            link_digest=secrets.link_digest(keys, sent.link),
            browser_digest=secrets.browser_digest(keys, browser),
            member_id=None if purpose is CodePurpose.JOIN else actor.member_id,
            made_at=real_now,
        )
    )
    session.add(Attempt(kind=LETTER, mark=address_mark, at=real_now))
    return sent


def _is_too_many(
    session: Session, mark: str, purpose: CodePurpose, address_mark: str, real_now: datetime
) -> bool:
    hour, leaves = real_now - HOUR, purpose is CodePurpose.LEAVE
    most_an_hour = LEAVING_LETTERS_AN_HOUR if leaves else LETTERS_AN_HOUR
    most_a_day = LEAVING_LETTERS_A_DAY if leaves else LETTERS_A_DAY
    return (
        queries.letters_since(session, mark, hour, leaving=leaves) >= most_an_hour
        or queries.letters_since(session, mark, real_now - DAY, leaving=leaves) >= most_a_day
        or attempt_count(session, LETTER, hour, address_mark) >= LETTERS_FROM_ONE_PREFIX_AN_HOUR
        or attempt_count(session, LETTER, hour) >= LETTERS_WHOLE_SITE_AN_HOUR
    )


def use_code(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    typed: str,
    *,
    purpose: CodePurpose,
    browser: str,
    real_now: datetime,
) -> str | None:
    """Return the address that six numbers stand for, once; a wrong try counts, the fifth is last.

    They fit only in the browser that asked, and for their purpose.
    """
    tried = secrets.code_digest(keys, purpose, browser, secrets.typed_code(typed))
    asker = secrets.browser_digest(keys, browser)
    queries.hold_addresses_of(session, browser_digest=asker)
    asked = queries.codes_to_try(session, purpose, asker, since=real_now - CODE_LIVES)
    mine = [
        each
        for each in asked
        if each.tries < MOST_TRIES
        and (purpose is CodePurpose.JOIN or each.member_id == actor.member_id)
    ]
    for each in mine:
        if hmac.compare_digest(each.code_digest, tried):
            return _use(session, each, real_now)
    for each in mine:
        each.tries += 1
        if each.tries >= MOST_TRIES:
            each.email, each.used_at = "", real_now
    return None


def use_link(
    session: Session, actor: Actor, keys: KeyRing, link: str, *, real_now: datetime
) -> str | None:
    """Return the address that a link stands for, once; None when it is used, over or not ours."""
    require(may_join, actor)
    digest = secrets.link_digest(keys, link)
    queries.hold_addresses_of(session, link_digest=digest)
    found = queries.code_of_link(session, digest, since=real_now - LINK_LIVES)
    return _use(session, found, real_now) if found else None


def _use(session: Session, code: SignInCode, real_now: datetime) -> str:
    """Use a code up, and with it whatever else was sent to that address for the same purpose."""
    email = code.email
    session.execute(
        update(SignInCode)
        .where(
            SignInCode.email_mark == code.email_mark,
            SignInCode.purpose == code.purpose,
            SignInCode.used_at.is_(None),
        )
        .values(used_at=real_now, email="")
        .execution_options(synchronize_session="fetch")
    )
    return email


def join(
    session: Session, actor: Actor, email: str, *, now: datetime, real_now: datetime
) -> Member:
    """Return the account of an address that was just proved, making it the first time."""
    require(may_join, actor)
    row = {
        "email": email,
        "participant_id": None,
        "password_hash": None,
        "made_at": real_now,
        "warnings": 0,
    }
    is_new = insert_once(session, Member.__table__, row)  # type: ignore[arg-type]
    member = queries.find_member_by_email(session, email)
    if member is None:  # its address was changed at this moment
        raise NotPossibleNow("Much happened at the same moment. Ask for a new code.")
    if is_new:
        history.record(session, actor, "joined with an e-mail", member, now=now)
    return member


def begin_session(
    session: Session, actor: Actor, keys: KeyRing, member: Member, *, real_now: datetime
) -> str:
    """Sign a member in on one device; return the token that its cookie holds."""
    token = new_token()
    digest = secrets.session_digest(keys, token)
    session.add(MemberSession(member_id=member.id, digest=digest, made_at=real_now))
    member.signed_in_at, member.warnings, member.warned_at = real_now, 0, None
    return token


def end_session(
    session: Session, actor: Actor, keys: KeyRing, token: str, *, real_now: datetime
) -> None:
    """Sign out on one device: a copy of its cookie is worth nothing afterwards."""
    digest = secrets.session_digest(keys, token)
    _end_sessions(session, MemberSession.digest == digest, real_now)


def end_sessions(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    member_id: int,
    *,
    but: str = "",
    real_now: datetime,
) -> None:
    """Sign a member out on every device, but the one whose token is given."""
    others = MemberSession.digest != secrets.session_digest(keys, but)
    _end_sessions(session, (MemberSession.member_id == member_id) & others, real_now)


def _end_sessions(session: Session, which: ColumnElement[bool], real_now: datetime) -> None:
    session.execute(
        update(MemberSession)
        .where(which, MemberSession.ended_at.is_(None))
        .values(ended_at=real_now)
        .execution_options(synchronize_session=False)
    )


def sign_in(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    email: str,
    password: str,
    *,
    address_mark: str,
    real_now: datetime,
) -> Member | None:
    """Return the member when address and password fit; the same work and answer when not.

    Raises TooManyTries after ten failures in ten minutes for one address, or a hundred from one
    prefix; the right password waits, too, and a code by e-mail does not.
    """
    marks = (secrets.email_mark(keys, email), address_mark)
    since = real_now - FAILED_TRIES_WINDOW
    for mark, most in zip(marks, (FAILED_TRIES, FAILED_SIGN_INS_FROM_ONE_ADDRESS), strict=True):
        if attempt_count(session, SIGN_IN, since, mark) >= most:
            raise TooManyTries
    member = queries.find_member_by_email(session, email)
    fits = passwords.is_password(password, member.password_hash if member else None)
    if fits:
        return member
    session.add_all(Attempt(kind=SIGN_IN, mark=mark, at=real_now) for mark in marks)
    return None


def put_with_account(session: Session, actor: Actor, voice_id: int, *, now: datetime) -> int:
    """Put what a participant said with the actor's account; return who speaks for it now.

    Raises NotPossibleNow when that participant has an account of its own.
    """
    require(may_use_account, actor)
    if actor.participant_id is not None:
        return join_participants(session, actor, actor.participant_id, voice_id, now=now)
    member = member_to_change(session, actor.member_id or 0)
    (voice,) = participants_to_change(session, [voice_id])
    if voice.joined_into_id is not None or member.participant_id is not None:
        raise NotPossibleNow("Much happened at the same moment. Press the button once more.")
    refuse_two_accounts(session, actor, [voice_id], most=0)
    member.participant_id = voice_id
    history.record(session, actor, "put a voice with an account", member, now=now)
    return voice_id
