"""Reading invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.access.keys import KeyRing
from app.group_invitations.models import GroupInvitation
from app.organisations.models import GroupRole, Membership, Organisation, Standing
from app.organisations.queries import holds_on


def link_digest(keys: KeyRing, link: str) -> str:
    """Return what is stored of the link in an invitation."""
    return keys.digest("group-invitation", link)


def open_invitations(
    session: Session, organisation_id: int, real_now: datetime
) -> Sequence[GroupInvitation]:
    """Return the invitations of a group that can still be accepted, newest first."""
    return session.scalars(
        select(GroupInvitation)
        .where(
            GroupInvitation.organisation_id == organisation_id,
            GroupInvitation.used_at.is_(None),
            GroupInvitation.revoked_at.is_(None),
            GroupInvitation.expires_at > real_now,
        )
        .order_by(GroupInvitation.id.desc())
    ).all()


def invitation_of_link(session: Session, link_digest: str) -> GroupInvitation | None:
    """Return the invitation that a link stands for, used or not, or None."""
    return session.scalar(select(GroupInvitation).where(GroupInvitation.link_digest == link_digest))


def invitation_to(session: Session, invitation_id: int, email_mark: str) -> GroupInvitation:
    """Return an invitation that went to an address, open or over; of others there is none."""
    found = session.get(GroupInvitation, invitation_id, populate_existing=True)
    if found is None or found.email_mark != email_mark:
        raise NotFound
    return found


@dataclass(frozen=True)
class Offer:
    """That a group asks somebody in, and as what."""

    id: int
    group_name: str
    role: GroupRole


def offers_to(
    session: Session, member_id: int, email_mark: str, *, today: date, real_now: datetime
) -> Sequence[Offer]:
    """Return the open invitations to an address from groups that act here, newest first.

    One that would change nothing for its member is not among them.
    """
    belongs = exists().where(
        Membership.organisation_id == GroupInvitation.organisation_id,
        Membership.member_id == member_id,
        holds_on(today),
        or_(Membership.role == GroupRole.LEAD, GroupInvitation.role == GroupRole.MEMBER),
    )
    rows = session.execute(
        select(GroupInvitation.id, Organisation.name, GroupInvitation.role)
        .join(Organisation, Organisation.id == GroupInvitation.organisation_id)
        .where(
            GroupInvitation.email_mark == email_mark,
            GroupInvitation.used_at.is_(None),
            GroupInvitation.revoked_at.is_(None),
            GroupInvitation.expires_at > real_now,
            Organisation.standing == Standing.ACTIVE,
            ~belongs,
        )
        .order_by(GroupInvitation.id.desc())
    )
    return [Offer(*row) for row in rows]


def invitation_to_change(
    session: Session, organisation_id: int, invitation_id: int
) -> GroupInvitation:
    """Return an invitation of a group with its row held; of another group there is none."""
    found = session.scalar(
        select(GroupInvitation)
        .where(
            GroupInvitation.id == invitation_id, GroupInvitation.organisation_id == organisation_id
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def letters_since(
    session: Session,
    since: datetime,
    *,
    email_mark: str | None = None,
    organisation_id: int | None = None,
) -> int:
    """Count the invitations that went out since a moment: to an address, from a group, or all."""
    counted = (
        select(func.count()).select_from(GroupInvitation).where(GroupInvitation.made_at > since)
    )
    if email_mark is not None:
        counted = counted.where(GroupInvitation.email_mark == email_mark)
    if organisation_id is not None:
        counted = counted.where(GroupInvitation.organisation_id == organisation_id)
    return session.scalar(counted) or 0
