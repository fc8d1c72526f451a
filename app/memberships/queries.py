"""Reading memberships that are about to change."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.organisations.models import Membership


def membership_to_change(session: Session, organisation_id: int, membership_id: int) -> Membership:
    """Return a membership of a group with its row held; of another group there is none."""
    found = session.scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def memberships_of_member(session: Session, member_id: int) -> Sequence[Membership]:
    """Return every membership of an account, also those that are over, held, by group."""
    return session.scalars(
        select(Membership)
        .where(Membership.member_id == member_id)
        .order_by(Membership.organisation_id, Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def groups_of_account(session: Session, member_id: int) -> Sequence[int]:
    """Return the ids of the groups that an account belongs or belonged to, in their order."""
    return session.scalars(
        select(Membership.organisation_id)
        .where(Membership.member_id == member_id)
        .distinct()
        .order_by(Membership.organisation_id)
    ).all()
