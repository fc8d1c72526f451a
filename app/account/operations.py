"""Changing one's own account: its password, its e-mail, and where it is signed in."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, NotPossibleNow
from app.foundation.access.keys import KeyRing
from app.history import operations as history
from app.members.operations import end_sessions
from app.people import passwords
from app.people.models import Member
from app.people.operations import drop_device_keys


def sign_out_everywhere(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    member: Member,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """Sign out everywhere, and let no phone or computer speak for the member by its cookie."""
    _check_own(actor, member)
    end_sessions(session, actor, keys, member.id, real_now=real_now)
    if member.participant_id is not None:
        drop_device_keys(session, actor, member.participant_id)
    history.record(session, actor, "signed out everywhere", member, now=now)


def set_password(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    member: Member,
    password: str,
    *,
    token: str,
    now: datetime,
    real_now: datetime,
) -> None:
    """Set a password, and sign out on every device but this one."""
    _check_own(actor, member)
    member.password_hash = passwords.hash_password(password)
    end_sessions(session, actor, keys, member.id, but=token, real_now=real_now)
    history.record(session, actor, "changed a password", member, now=now)


def drop_password(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    member: Member,
    *,
    token: str,
    now: datetime,
    real_now: datetime,
) -> None:
    """Take a forgotten password away, and sign out on every device but this one."""
    _check_own(actor, member)
    member.password_hash = None
    end_sessions(session, actor, keys, member.id, but=token, real_now=real_now)
    history.record(session, actor, "dropped a forgotten password", member, now=now)


def change_address(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    member: Member,
    email: str,
    *,
    token: str,
    now: datetime,
    real_now: datetime,
) -> str:
    """Give an account an address that was just proved; return the old one, which is told."""
    _check_own(actor, member)
    old = member.email
    try:
        with session.begin_nested():
            member.email = email
    except IntegrityError as taken:
        raise NotPossibleNow("This e-mail has an account of its own already.") from taken
    end_sessions(session, actor, keys, member.id, but=token, real_now=real_now)
    history.record(session, actor, "changed an e-mail", member, now=now)
    return old


def _check_own(actor: Actor, member: Member) -> None:
    if actor.member_id != member.id:
        raise NotAllowed
