"""Reading locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.access.keys import KeyRing
from app.locks import numbers
from app.locks.models import AppLock, Passkey

PURPOSE = "app-lock"
OWNERS = {"person": Passkey.person_id, "member": Passkey.member_id}


@dataclass(frozen=True)
class Locks:
    """What somebody has set up."""

    has_app: bool
    passkeys: Sequence[Passkey]

    @property
    def count(self) -> int:
        """Count them: of somebody who works here the last one is never taken away."""
        return int(self.has_app) + len(self.passkeys)


def locks_of(session: Session, person_id: int) -> Locks:
    """Return what a person who works here has set up."""
    lock = find_app(session, person_id)
    return Locks(
        has_app=lock is not None and lock.secret != "",
        passkeys=passkeys_of(session, "person", person_id),
    )


def passkeys_of(session: Session, owner: str, owner_id: int) -> Sequence[Passkey]:
    """Return the passkeys of a person or a member, the oldest first."""
    return session.scalars(
        select(Passkey).where(OWNERS[owner] == owner_id).order_by(Passkey.id)
    ).all()


def find_passkey(session: Session, owner: str, owner_id: int, passkey_id: int) -> Passkey:
    """Return a passkey of somebody, held; another's is not to be found."""
    found = session.scalar(
        select(Passkey).where(Passkey.id == passkey_id, OWNERS[owner] == owner_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def passkey_to_use(session: Session, credential_id: str) -> Passkey | None:
    """Return the passkey that a browser shows, held, or None."""
    return session.scalar(
        select(Passkey)
        .where(Passkey.credential_id == credential_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def find_app(session: Session, person_id: int) -> AppLock | None:
    """Return the app of a person, or None."""
    return session.scalar(select(AppLock).where(AppLock.person_id == person_id))


def app_to_change(session: Session, person_id: int) -> AppLock | None:
    """Return the app of a person with its row held, read anew."""
    return session.scalar(
        select(AppLock)
        .where(AppLock.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def secret_of(lock: AppLock | None, keys: KeyRing, *, is_next: bool = False) -> str:
    """Return the secret of an app, the one in use or the next; "" where there is none."""
    if lock is None:
        return ""
    stored = lock.next_secret if is_next else lock.secret
    return keys.decrypt(PURPOSE, stored, bound_to=str(lock.person_id)) or ""


def numbers_now(
    session: Session, keys: KeyRing, person_id: int, *, is_next: bool = False, real_now: datetime
) -> str:
    """Return the numbers that an app shows just now: for the demo place, where nobody has one."""
    lock = find_app(session, person_id)
    secret = secret_of(lock, keys, is_next=is_next)
    if lock is None or not secret:
        return ""
    return numbers.numbers_of(secret, after=lock.last_step, real_now=real_now)
