"""Setting up an app that shows six numbers, and passkeys; taking what they prove."""

import hashlib
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.access.keys import KeyRing
from app.foundation.database import insert_once
from app.history import operations as history
from app.history.operations import Recorded
from app.locks import numbers, proofs, queries
from app.locks.models import AppLock, Passkey, UsedChallenge
from app.locks.permissions import may_keep_locks
from app.locks.proofs import Site

MOST_PASSKEYS = 20


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


def handle_of(keys: KeyRing, owner: Recorded) -> bytes:
    """Return by what a passkey knows its owner: always the same, and telling nobody who it is."""
    return bytes.fromhex(keys.digest("passkey-owner", f"{owner.__tablename__}:{owner.id}"))


def add_passkey(
    session: Session,
    actor: Actor,
    owner: Recorded,
    credential: str,
    *,
    site: Site,
    challenge: bytes,
    name: str,
    now: datetime,
    real_now: datetime,
) -> bool:
    """Keep a passkey that a browser has just made; return whether it was right."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    made = proofs.made(site, challenge, credential)
    if made is None or not _use_up(session, challenge, real_now):
        return False
    if len(queries.passkeys_of(session, owner.__tablename__, owner.id)) >= MOST_PASSKEYS:
        raise NotPossibleNow("You have very many passkeys. Take one away first.")
    values = {
        queries.OWNERS[owner.__tablename__].key: owner.id,
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "sign_count": made.sign_count,
        "name": name,
        "made_at": real_now,
    }
    if not insert_once(session, Passkey.__table__, values):  # type: ignore[arg-type]
        raise NotPossibleNow("This passkey is known here already.")
    history.record(session, actor, "added a passkey", owner, now=now)
    return True


def use_passkey(
    session: Session,
    actor: Actor,
    owner: str,
    credential: str,
    *,
    site: Site,
    challenge: bytes,
    owner_id: int | None = None,
    real_now: datetime,
) -> int | None:
    """Return whose passkey was shown, of people or of members; None when anything is not right."""
    passkey = queries.passkey_to_use(session, proofs.id_of(credential))
    if passkey is None:
        return None
    found: int | None = passkey.person_id if owner == "person" else passkey.member_id
    if found is None or owner_id not in {None, found}:
        return None
    count = proofs.shown(
        site, challenge, credential, public_key=passkey.public_key, sign_count=passkey.sign_count
    )
    if count is None or not _use_up(session, challenge, real_now):
        return None
    passkey.sign_count, passkey.used_at = count, real_now
    return found


def _use_up(session: Session, challenge: bytes, real_now: datetime) -> bool:
    """Let nobody answer a challenge twice."""
    row = {"digest": hashlib.sha256(challenge).hexdigest(), "used_at": real_now}
    return insert_once(session, UsedChallenge.__table__, row)  # type: ignore[arg-type]


def rename_passkey(
    session: Session, actor: Actor, owner: Recorded, passkey_id: int, name: str, *, now: datetime
) -> None:
    """Call a passkey something else."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    queries.find_passkey(session, owner.__tablename__, owner.id, passkey_id).name = name
    history.record(session, actor, "renamed a passkey", owner, now=now)


def remove_passkey(
    session: Session, actor: Actor, owner: Recorded, passkey_id: int, *, now: datetime
) -> None:
    """Take a passkey away. The caller holds the row of a person, whose last lock stays."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    passkey = queries.find_passkey(session, owner.__tablename__, owner.id, passkey_id)
    _keep_the_last(session, owner)
    session.delete(passkey)
    history.record(session, actor, "took a passkey away", owner, now=now)


def remove_app(session: Session, actor: Actor, owner: Recorded, *, now: datetime) -> None:
    """Take the app away. The caller holds the row of the person, whose last lock stays."""
    require(may_keep_locks, actor, owner.__tablename__, owner.id)
    if not queries.locks_of(session, owner.id).has_app:
        raise NotPossibleNow("There is no app any more.")
    _keep_the_last(session, owner)
    session.execute(delete(AppLock).where(AppLock.person_id == owner.id))
    history.record(session, actor, "took the app away", owner, now=now)


def _keep_the_last(session: Session, owner: Recorded) -> None:
    if owner.__tablename__ == "person" and queries.locks_of(session, owner.id).count == 1:
        raise NotPossibleNow("This is your last second step. Set up another one first.")


def drop_locks(session: Session, actor: Actor, owner: Recorded) -> None:
    """Take all locks away; whoever calls this has asked whether the actor may."""
    column = queries.OWNERS[owner.__tablename__]
    session.execute(delete(Passkey).where(column == owner.id))
    if owner.__tablename__ == "person":
        session.execute(delete(AppLock).where(AppLock.person_id == owner.id))
