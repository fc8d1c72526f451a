"""Reading all that is kept about one person who works here, and nothing of anybody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.devices.queries import devices_of_person
from app.foundation import clock
from app.foundation.access import Actor, NotFound, require
from app.helping.models import Helping
from app.history.queries import acts_of_and_on, things_of
from app.letters.models import OutgoingLetter
from app.locks.queries import locks_of
from app.organisations.models import Organisation
from app.people.models import Person, RoleGrant
from app.places.models import Place
from app.provider.models import ProviderLink
from app.staff_data.permissions import may_see_own_work_data

Facts = dict[str, Any]
SHOWN = 200  # acts on the page; the file has them all
AT_ONCE = 1_000


def everything_about(session: Session, actor: Actor, *, since: datetime) -> Facts:
    """Return all that is kept about whoever asks; of their acts the newest."""
    require(may_see_own_work_data, actor)
    person = session.get(Person, actor.person_id)
    if person is None:
        raise NotFound
    devices = devices_of_person(session, person.id, since=since)
    return {
        "sign_in": _sign_in(session, person),
        "roles": _roles(session, person.id),
        "signed_in": [{"since": each.since, "last_sent_at": each.sent_at} for each in devices],
        "helped": _helped(session, person.id),
        "acts": [
            {"day": act.day, "what": act.verb, "about": act.subject, "code": act.code}
            for act in _acts(session, person.id, before=None, size=SHOWN)
        ],
    }


def _sign_in(session: Session, person: Person) -> Facts:
    locks = locks_of(session, person.id)
    linked = session.scalars(
        select(ProviderLink.made_at)
        .where(ProviderLink.person_id == person.id)
        .order_by(ProviderLink.id)
    ).first()
    letters = session.scalars(
        select(OutgoingLetter.subject)
        .where(OutgoingLetter.to_address == person.email)
        .order_by(OutgoingLetter.id)
    )
    return {
        "name": person.name,
        "email": person.email,
        "since": person.made_at,
        "has_password": person.password_hash is not None,
        "has_app": locks.has_app,
        "passkeys": [
            {"name": each.name, "since": each.made_at, "used_at": each.used_at}
            for each in locks.passkeys
        ],
        "council_sign_in_since": linked,
        "letters_on_their_way": [subject for subject in letters if subject],
    }


def _roles(session: Session, person_id: int) -> list[Facts]:
    rows = session.execute(
        select(
            RoleGrant.role, Place.name, Organisation.name, RoleGrant.starts_on,
            RoleGrant.ends_on, RoleGrant.taken_back_at,
        )
        .outerjoin(Place, Place.id == RoleGrant.place_id)
        .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id)
    )  # fmt: skip
    names = ("role", "place", "body", "from", "last_day", "taken_back_at")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _helped(session: Session, person_id: int) -> list[Facts]:
    rows = session.execute(
        select(Helping.started_at, Helping.ended_at, Helping.channel)
        .where(Helping.person_id == person_id)
        .order_by(Helping.id)
    )
    return [dict(zip(("from", "until", "reached_us"), row, strict=True)) for row in rows]


@dataclass(frozen=True)
class Act:
    """One act of the history: the day, the verb, and the code of its thing."""

    id: int
    day: date
    verb: str
    subject: str
    code: str


def all_acts(session: Session, actor: Actor) -> Iterator[Act]:
    """Return every act of whoever asks, the newest first, a thousand at a time."""
    require(may_see_own_work_data, actor)
    before = None
    while acts := _acts(session, actor.person_id or 0, before=before, size=AT_ONCE):
        yield from acts
        before = acts[-1].id


def _acts(session: Session, person_id: int, *, before: int | None, size: int) -> Sequence[Act]:
    """Return acts without their notes: those may hold words about somebody else."""
    lines = acts_of_and_on(session, person_id, before=before, size=size)
    things = things_of(session, lines)
    codes = {of: thing.code for of, thing in things.items()}
    return [
        Act(
            line.id,
            clock.local_day(line.at),
            line.verb,
            line.subject,
            codes.get((line.subject, line.subject_id), ""),
        )
        for line in lines
    ]
