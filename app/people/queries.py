"""Reading participants, their keys, and people with their roles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.foundation import visible
from app.foundation.access import Actor, Grant, Home, NotFound, Role
from app.people.lines import GrantLine, PersonLine
from app.people.models import (
    Attempt,
    KeyKind,
    Member,
    Participant,
    ParticipantKey,
    Person,
    RoleGrant,
    WorkSession,
)
from app.places.models import Place
from app.places.queries import ids_above


def find_participant_by_key(session: Session, kind: KeyKind, digest: str) -> int | None:
    """Return the participant that a key speaks for; joining moves keys to the older one."""
    return session.scalar(
        select(ParticipantKey.participant_id).where(
            ParticipantKey.kind == kind, ParticipantKey.digest == digest
        )
    )


# Put together once and on the tables: every page of somebody who took part begins with it.
_VOICE, _KEY, _PLACE = (each.__table__.c for each in (Participant, ParticipantKey, Place))
_PARTICIPANT_WITH_COOKIE = (
    select(
        _VOICE.id, _VOICE.is_held, visible.number_column().label("change"),
        _PLACE.id.label("place_id"), _PLACE.kind, _PLACE.parent_id, _PLACE.ward_id,
    )
    .join(ParticipantKey.__table__, _KEY.participant_id == _VOICE.id)
    .outerjoin(Place.__table__, _PLACE.id == _VOICE.place_id)
    .where(_KEY.kind == KeyKind.COOKIE, _KEY.digest == bindparam("digest"))
)  # fmt: skip


def find_participant_actor(
    session: Session, cookie_digest: str
) -> tuple[Actor, int] | tuple[None, None]:
    """Return the actor that a participant cookie speaks for, and the last visible change."""
    connection = session.connection()  # the session's own steps would cost as much as the reading
    row = connection.execute(_PARTICIPANT_WITH_COOKIE, {"digest": cookie_digest}).one_or_none()
    if row is None:
        return None, None
    actor = Actor(participant_id=row.id, is_held=row.is_held, home=home_in(row))
    return actor, row.change


def home_in(row: Row[*tuple[Any, ...]]) -> Home | None:
    """Return where somebody lives from a row with the columns of that place, if they told it."""
    if row.place_id is None:
        return None
    return Home(row.place_id, *ids_above(row.kind, row.place_id, row.parent_id, row.ward_id))


def is_a_rush(address_mark: str, since: datetime, limit: int) -> ColumnElement[bool]:
    """Tell, inside the statement that makes a participant, whether the limit was reached."""
    return (
        select(func.count() >= limit)
        .select_from(Participant)
        .where(Participant.address_mark == address_mark, Participant.made_at > since)
        .scalar_subquery()
    )


def participants_to_change(session: Session, ids: Collection[int]) -> Sequence[Participant]:
    """Return participants with their rows held, in the order of their ids, read anew."""
    return session.scalars(
        select(Participant)
        .where(Participant.id.in_(ids))
        .order_by(Participant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def held_participant_ids(session: Session, address_mark: str) -> Sequence[int]:
    """Return the ids of the voices of one rush that wait for a check."""
    mark = (
        Participant.address_mark == address_mark
        if address_mark
        else Participant.address_mark.is_(None)
    )
    return session.scalars(
        select(Participant.id)
        .where(Participant.is_held, Participant.joined_into_id.is_(None), mark)
        .order_by(Participant.id)
    ).all()


def find_follow_key(session: Session, participant_id: int) -> ParticipantKey | None:
    """Return the row of a participant's one follow code; the oldest, if joins brought more."""
    return session.scalar(
        select(ParticipantKey)
        .where(
            ParticipantKey.participant_id == participant_id,
            ParticipantKey.kind == KeyKind.FOLLOW_CODE,
        )
        .order_by(ParticipantKey.id)
        .limit(1)
    )


def attempt_count(session: Session, kind: str, since: datetime, mark: str | None = None) -> int:
    """Count failed tries of one kind since a moment, of one mark or of everybody."""
    counted = (
        select(func.count()).select_from(Attempt).where(Attempt.kind == kind, Attempt.at > since)
    )
    if mark is not None:
        counted = counted.where(Attempt.mark == mark)
    return session.scalar(counted) or 0


def member_to_change(session: Session, member_id: int) -> Member:
    """Return an account with its row held until the transaction ends, read anew."""
    found = session.get(Member, member_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def account_count(session: Session, participant_ids: Collection[int]) -> int:
    """Count how many of some participants have an account."""
    counted = select(func.count()).where(Member.participant_id.in_(participant_ids))
    return session.scalar(counted) or 0


def find_person(session: Session, person_id: int) -> Person | None:
    """Return a person with a sign-in, or None."""
    return session.get(Person, person_id)


def find_person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this e-mail, in any case, or None."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


@dataclass(frozen=True)
class SessionOfWork:
    """One session of work that is not over, with its person."""

    id: int
    person: Person
    begun_at: datetime
    sent_at: datetime | None


def is_work_going_on(since: datetime) -> ColumnElement[bool]:
    """Say that a session of work, beside its person, was begun since then and not ended."""
    return and_(
        WorkSession.number == Person.session_number,
        WorkSession.ended_at.is_(None),
        WorkSession.begun_at > since,
    )


def find_work_session(
    session: Session, session_id: int, *, since: datetime
) -> SessionOfWork | None:
    """Return a session of work begun since then, unless it was ended, alone or with all others."""
    found = session.execute(
        select(Person, WorkSession.begun_at, WorkSession.sent_at)
        .join(WorkSession, WorkSession.person_id == Person.id)
        .where(WorkSession.id == session_id, is_work_going_on(since), Person.is_closed.is_(False))
    ).one_or_none()
    return SessionOfWork(session_id, *found) if found else None


def person_to_change(session: Session, person_id: int) -> Person:
    """Return a person with its row held until the transaction ends."""
    found = session.get(Person, person_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def grants_of(session: Session, person_id: int, today: date) -> frozenset[Grant]:
    """Return the roles that somebody holds today."""
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.place_id, RoleGrant.organisation_id).where(
            RoleGrant.person_id == person_id, _holds_on(today)
        )
    )
    return frozenset(Grant(row.role, row.place_id, row.organisation_id) for row in rows)


def _holds_on(today: date) -> ColumnElement[bool]:
    return and_(
        RoleGrant.taken_back_at.is_(None),
        RoleGrant.starts_on <= today,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )


def people_holding(session: Session, grant: RoleGrant, today: date) -> int:
    """Count the people who hold the role of a grant today by other grants, and can sign in."""
    counted = (
        select(func.count(RoleGrant.person_id.distinct()))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == grant.role,
            RoleGrant.id != grant.id,
            Person.is_closed.is_(False),
            _holds_on(today),
        )
    )
    return session.scalar(counted) or 0


def emails_of_role(
    session: Session, role: Role, today: date, *, but: Collection[int | None]
) -> Sequence[str]:
    """Return where letters to those go who hold a role today and can sign in, leaving some out."""
    return session.scalars(
        select(Person.email)
        .where(
            Person.id.in_(
                select(RoleGrant.person_id).where(RoleGrant.role == role, _holds_on(today))
            ),
            Person.id.not_in(but),
            Person.is_closed.is_(False),
        )
        .order_by(Person.id)
    ).all()


def actor_of(session: Session, person: Person, today: date) -> Actor:
    """Return a person as an actor, with the roles of today."""
    return Actor(person_id=person.id, name=person.name, grants=grants_of(session, person.id, today))


def people_with_grants(session: Session) -> Sequence[PersonLine]:
    """Return everybody with a sign-in, by name, with the roles they hold or held."""
    grants: dict[int, list[GrantLine]] = {}
    rows = session.execute(
        select(RoleGrant, Place.name)
        .outerjoin(Place, Place.id == RoleGrant.place_id)
        .order_by(RoleGrant.id)
    )
    for grant, place_name in rows:
        grants.setdefault(grant.person_id, []).append(
            GrantLine(
                grant.id,
                grant.person_id,
                grant.role,
                place_name,
                grant.organisation_id,
                grant.starts_on,
                grant.ends_on,
                grant.taken_back_at is not None,
            )
        )
    return [
        PersonLine(row.id, row.name, row.email, row.is_closed, grants.get(row.id, []))
        for row in session.execute(
            select(Person.id, Person.name, Person.email, Person.is_closed).order_by(
                Person.name, Person.id
            )
        )
    ]


def grant_to_change(session: Session, grant_id: int) -> RoleGrant:
    """Return a grant with all grants of its role held, in one order, read anew.

    So two administrators who take each other's role wait for each other, and one stays.
    """
    role = select(RoleGrant.role).where(RoleGrant.id == grant_id).scalar_subquery()
    held = session.scalars(
        select(RoleGrant)
        .where(RoleGrant.role == role)
        .order_by(RoleGrant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = next((grant for grant in held if grant.id == grant_id), None)
    if found is None:
        raise NotFound
    return found


def names_of_people(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of some people by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids))))
    return {row.id: row.name for row in rows}
