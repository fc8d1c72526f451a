"""Reading invitations, and locks that somebody asked to open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.organisations.models import PARTNER_KINDS, Organisation, Standing
from app.people.models import Person, RoleGrant
from app.places.models import Place
from app.staff.models import Invitation, LockReset

INVITATION_LIVES = timedelta(days=7)
RESET_LIVES = timedelta(days=7)
# Whoever makes a second administrator to say yes to themselves waits so long, in everybody's sight.
SETTLED_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class InvitationLine:
    """An invitation that is open still."""

    id: int
    email: str
    name: str
    role: Role | None
    place_name: str | None
    organisation_id: int | None
    ends_on: date | None
    until: datetime


def _open_invitations(real_now: datetime) -> Select[Any]:
    return select(Invitation).where(
        Invitation.over_at.is_(None), Invitation.made_at > real_now - INVITATION_LIVES
    )


def open_invitations(session: Session, *, real_now: datetime) -> Sequence[InvitationLine]:
    """Return the invitations that can still be accepted, the newest first."""
    rows = session.execute(
        _open_invitations(real_now)
        .add_columns(Place.name)
        .outerjoin(Place, Place.id == Invitation.place_id)
        .order_by(Invitation.id.desc())
    )
    return [
        InvitationLine(
            each.id, each.email, each.name, each.role, place_name, each.organisation_id,
            each.ends_on, each.made_at + INVITATION_LIVES,
        )
        for each, place_name in rows
    ]  # fmt: skip


def find_invitation(session: Session, link_digest: str, *, real_now: datetime) -> Invitation | None:
    """Return the open invitation that a link stands for."""
    found: Invitation | None = session.scalar(
        _open_invitations(real_now).where(Invitation.link_digest == link_digest)
    )
    return found


def invitation_to_use(
    session: Session, link_digest: str, *, real_now: datetime
) -> Invitation | None:
    """Return the open invitation that a link stands for, held and read anew."""
    found: Invitation | None = session.scalar(
        _open_invitations(real_now)
        .where(Invitation.link_digest == link_digest)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


def invitation_to_change(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation with its row held."""
    return session.get(Invitation, invitation_id, with_for_update=True, populate_existing=True)


def find_reset(session: Session, person_id: int, *, real_now: datetime) -> LockReset | None:
    """Return what was asked for somebody's locks, unless that is too long ago."""
    return session.scalar(
        select(LockReset).where(
            LockReset.person_id == person_id, LockReset.asked_at > real_now - RESET_LIVES
        )
    )


def reset_to_change(session: Session, person_id: int) -> LockReset | None:
    """Return what was asked for somebody's locks, however long ago, with its row held."""
    return session.scalar(
        select(LockReset)
        .where(LockReset.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def people_asked_for(session: Session, *, real_now: datetime) -> Sequence[Person]:
    """Return the people whose locks wait for a second administrator, by name."""
    return session.scalars(
        select(Person)
        .join(LockReset, LockReset.person_id == Person.id)
        .where(LockReset.asked_at > real_now - RESET_LIVES)
        .order_by(Person.name, Person.id)
    ).all()


def is_settled_administrator(session: Session, person_id: int | None, today: date) -> bool:
    """Tell whether somebody has been an administrator for some days already."""
    held = exists().where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == Role.ADMIN,
        RoleGrant.taken_back_at.is_(None),
        RoleGrant.starts_on <= today - SETTLED_AFTER,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )
    return bool(session.scalar(select(held)))


def names_of_bodies(session: Session) -> dict[int, str]:
    """Return the names of the bodies that people were given or invited to work for, by id."""
    given = exists().where(RoleGrant.organisation_id == Organisation.id)
    invited = exists().where(Invitation.organisation_id == Organisation.id)
    rows = session.execute(select(Organisation.id, Organisation.name).where(or_(given, invited)))
    return {row.id: row.name for row in rows}


def partner_body_choices(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of the bodies that may have partner editors, for pickers."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.standing == Standing.ACTIVE, Organisation.kind.in_(PARTNER_KINDS))
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]


def partner_body_to_hold(session: Session, organisation_id: int) -> Organisation | None:
    """Return a body that may have partner editors, its row held; None when it may have none."""
    body = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    may = body and body.standing is Standing.ACTIVE and body.kind in PARTNER_KINDS
    return body if may else None
