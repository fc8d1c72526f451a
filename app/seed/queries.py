"""Reading what is laid out already: who can sign in, and what made-up needs can be about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, Gathering
from app.foundation.access import NotFound, Role
from app.group_invitations.models import GroupInvitation
from app.needs.models import Need
from app.organisations.models import GroupRole, Membership, Organisation
from app.people.models import Member, ParticipantKey, Person, RoleGrant
from app.people.queries import find_follow_key
from app.places.models import Place, PlaceKind
from app.seed.crowd import Home
from app.themes.models import Theme


def is_empty(session: Session) -> bool:
    """Tell whether no place was laid out yet."""
    return session.scalar(select(Place.id).limit(1)) is None


@dataclass(frozen=True)
class SignIn:
    """Somebody with a sign-in, and what is stored of the password."""

    email: str
    password_hash: str | None


def sign_ins_of(session: Session, emails: Sequence[str]) -> list[SignIn]:
    """Return those of some people who have a sign-in that is open."""
    rows = session.execute(
        select(Person.email, Person.password_hash).where(
            Person.email.in_(emails), ~Person.is_closed
        )
    )
    return [SignIn(*row) for row in rows]


def leads_with_accounts(session: Session, emails: Sequence[str]) -> list[tuple[str, str]]:
    """Return (e-mail, group) of those of some accounts that lead a group."""
    rows = session.execute(
        select(Member.email, Organisation.name)
        .join(Membership, Membership.member_id == Member.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Member.email.in_(emails),
            Membership.role == GroupRole.LEAD,
            Membership.ended_at.is_(None),
        )
        .order_by(Member.id)
    )
    return [(row.email, row.name) for row in rows]


def open_invitation_to(session: Session, email: str) -> tuple[GroupInvitation, str] | None:
    """Return the invitation into a group that waits for an address, and the group's name."""
    row = session.execute(
        select(GroupInvitation, Organisation.name)
        .join(Organisation, Organisation.id == GroupInvitation.organisation_id)
        .where(
            GroupInvitation.email == email,
            GroupInvitation.used_at.is_(None),
            GroupInvitation.revoked_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def follow_key_of_writer(session: Session, number: int) -> ParticipantKey | None:
    """Return the follow code's row of whoever wrote the need with this number, if there is one."""
    writer = session.scalar(select(Need.participant_id).where(Need.number == number))
    return None if writer is None else find_follow_key(session, writer)


def homes(session: Session) -> list[Home]:
    """Return every neighbourhood with what it lies in."""
    rows = session.execute(
        select(Place.id, Place.parent_id, Place.ward_id, Place.name, Place.population)
        .where(Place.kind == PlaceKind.NEIGHBOURHOOD)
        .order_by(Place.id)
    )
    return [
        Home(row.id, row.parent_id, row.ward_id, row.name, row.population or 1)
        for row in rows
        if row.parent_id is not None
    ]


def wards_above_areas(session: Session) -> dict[int, int | None]:
    """Return the ward of each local area, None where it does not lie in one whole."""
    rows = session.execute(
        select(Place.id, Place.ward_id)
        .where(Place.kind == PlaceKind.LOCAL_AREA)
        .order_by(Place.position, Place.id)
    )
    return {row.id: row.ward_id for row in rows}


def ward_ids(session: Session) -> list[int]:
    """Return the ids of all wards."""
    return list(session.scalars(select(Place.id).where(Place.kind == PlaceKind.WARD)))


def conversation_always_open(session: Session) -> int:
    """Return the id of the conversation that is always open, or raise NotFound."""
    found = session.scalar(select(Conversation.id).where(Conversation.is_always_open))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Room:
    """A gathering as far as made-up needs use it."""

    gathering_id: int
    area_id: int
    came: int


def rooms(session: Session) -> list[Room]:
    """Return the gatherings held so far."""
    rows = session.execute(
        select(Gathering.id, Gathering.place_id, Gathering.came).order_by(Gathering.id)
    )
    return [Room(*row) for row in rows]


def people_with_role(session: Session, role: Role) -> list[int]:
    """Return the ids of people who were given a role and may sign in."""
    return list(
        session.scalars(
            select(RoleGrant.person_id)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == role, Person.password_hash.is_not(None))
            .order_by(RoleGrant.person_id)
        )
    )


def themes_called(session: Session, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of some themes by name; those that are not there are left out."""
    rows = session.execute(select(Theme.name, Theme.id).where(Theme.name.in_(names)))
    return {row.name: row.id for row in rows}
