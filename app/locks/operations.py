"""Setting up an app that shows six numbers, and taking the numbers."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.access.keys import KeyRing
from app.foundation.database import insert_once
from app.history import operations as history
from app.history.operations import Recorded
from app.locks import numbers, queries
from app.locks.models import AppLock
from app.locks.permissions import may_keep_locks


class Paused(Exception):
    """So many wrong numbers that a pause is due, for the right ones too."""


def offer_app(
    session: Session, actor: Actor, keys: KeyRing, owner: Recorded, *, real_now: datetime
) -> None:
    """Make a new secret for an app; the one in use stays until the new one was tried."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    values = {
        "person_id": owner.id,
        "secret": "",
        "next_secret": "",
        "last_step": 0,
        "failures": 0,
        "made_at": real_now,
    }
    insert_once(session, AppLock.__table__, values)  # type: ignore[arg-type]
    lock = queries.app_to_change(session, owner.id)
    if lock is not None:
        lock.next_secret = encrypted(keys, owner.id, numbers.new_secret())


def encrypted(keys: KeyRing, person_id: int, secret: str) -> str:
    """Return a secret as it is stored: bound to its person, unreadable in a copy of the table."""
    return keys.encrypt(queries.PURPOSE, secret, bound_to=str(person_id))


def confirm_app(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    owner: Recorded,
    typed: str,
    *,
    now: datetime,
    real_now: datetime,
) -> bool:
    """Take the new secret into use when its numbers fit; return whether they did."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    lock = queries.app_to_change(session, owner.id)
    secret = queries.secret_of(lock, keys, is_next=True)
    if lock is None or not secret:
        raise NotPossibleNow("This was set up already, or begun anew elsewhere. Begin again.")
    step = numbers.fitting_step(secret, typed, after=0, real_now=real_now)
    if step is None:
        return False
    lock.secret, lock.next_secret, lock.last_step = lock.next_secret, "", step
    lock.failures, lock.failed_at, lock.made_at = 0, None, real_now
    history.record(session, actor, "set up an app for signing in", owner, now=now)
    return True


def use_numbers(
    session: Session, actor: Actor, keys: KeyRing, person_id: int, typed: str, *, real_now: datetime
) -> bool:
    """Tell whether the numbers fit; each fit once, and wrong ones are counted.

    Raises Paused after five wrong tries, for longer at each further five until right ones come.
    """
    lock = queries.app_to_change(session, person_id)
    secret = queries.secret_of(lock, keys)
    if lock is None or not secret:
        return False
    if lock.failed_at and real_now < lock.failed_at + numbers.pause_after(lock.failures):
        raise Paused
    step = numbers.fitting_step(secret, typed, after=lock.last_step, real_now=real_now)
    if step is None:
        lock.failures, lock.failed_at = lock.failures + 1, real_now
        return False
    lock.last_step, lock.failures, lock.failed_at = step, 0, None
    return True


def drop_locks(session: Session, actor: Actor, owner: Recorded) -> None:
    """Take all locks away; whoever calls this has asked whether the actor may."""
    session.execute(delete(AppLock).where(AppLock.person_id == owner.id))
