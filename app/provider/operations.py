"""Linking a person with the council's own sign-in, and taking the link away."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.access.keys import KeyRing
from app.foundation.database import insert_once
from app.history import operations as history
from app.people.models import Person
from app.provider import queries
from app.provider.models import ProviderLink
from app.provider.permissions import may_link_provider
from app.staff.operations import accept


def link(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    issuer: str,
    subject: str,
    now: datetime,
    real_now: datetime,
) -> None:
    """Let a person sign in by what a provider knows them as; each of the two has one link."""
    require(may_link_provider, actor, person.id)
    row = {"person_id": person.id, "issuer": issuer, "subject": subject, "made_at": real_now}
    if not insert_once(session, ProviderLink.__table__, row):  # type: ignore[arg-type]
        raise NotPossibleNow("One of these two is linked already. Take that link away first.")
    history.record(session, actor, "linked the council's sign-in", person, now=now)


def accept_linked(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    invitation_link: str,
    *,
    issuer: str,
    subject: str,
    today: date,
    now: datetime,
    real_now: datetime,
) -> Person:
    """Accept an invitation with the council's sign-in instead of a password."""
    person = accept(
        session, actor, keys, invitation_link, None, today=today, now=now, real_now=real_now
    )
    myself = Actor(person_id=person.id, name=person.name)
    link(session, myself, person, issuer=issuer, subject=subject, now=now, real_now=real_now)
    return person


def unlink(session: Session, actor: Actor, person: Person, *, issuer: str, now: datetime) -> None:
    """Take the link away, from somebody who has a password to sign in with."""
    require(may_link_provider, actor, person.id)
    found = queries.find_link(session, person.id, issuer)
    if found is None:
        raise NotPossibleNow("There is no link any more.")
    if person.password_hash is None:
        raise NotPossibleNow("This is your only way in: you have no password here.")
    session.delete(found)
    history.record(session, actor, "took the link with the council's sign-in away", person, now=now)
