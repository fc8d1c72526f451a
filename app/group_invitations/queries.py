"""Reading invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.access.keys import KeyRing
from app.group_invitations.models import GroupInvitation


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


def invitation_of_link(
    session: Session, link_digest: str, *, hold: bool = False
) -> GroupInvitation | None:
    """Return the invitation that a link stands for, used or not; held where it is to be used."""
    statement = select(GroupInvitation).where(GroupInvitation.link_digest == link_digest)
    if hold:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalar(statement)


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
