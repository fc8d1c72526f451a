"""Reading memberships that are about to change."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from app.foundation.access import NotFound
from app.organisations.models import GroupRole, Membership, Organisation, Standing
from app.organisations.queries import holds_on
from app.people.models import Member


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


def groups_asked_for(session: Session, member_id: int, *, since: datetime) -> tuple[int, int]:
    """Count the groups that an account asked for: those that wait, and those since a moment.

    Whoever asks for a group belongs to it from that very moment.
    """
    waiting = func.count().filter(Organisation.standing == Standing.ASKED)
    lately = func.count().filter(Organisation.asked_at > since)
    row = session.execute(
        select(waiting, lately)
        .select_from(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.member_id == member_id,
            Membership.began_at == Organisation.asked_at,
        )
    ).one()
    return row[0], row[1]


def emails_of_leads(session: Session, organisation_id: int, today: date) -> Sequence[str]:
    """Return where letters to those who lead a group on a day go."""
    return session.scalars(
        select(Member.email)
        .join(Membership, Membership.member_id == Member.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == GroupRole.LEAD,
            holds_on(today),
        )
        .order_by(Membership.id)
    ).all()


def email_of_membership(session: Session, membership_id: int) -> str | None:
    """Return where a letter to somebody in a group goes."""
    return session.scalar(
        select(Member.email)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.id == membership_id)
    )


def groups_led_alone(session: Session, member_id: int, today: date) -> Sequence[Organisation]:
    """Return the groups that nobody would lead any more if an account went, by name."""
    other = aliased(Membership)
    mine = (
        (Membership.member_id == member_id) & (Membership.role == GroupRole.LEAD) & holds_on(today)
    )
    beside = exists().where(
        other.organisation_id == Membership.organisation_id,
        other.id != Membership.id,
        other.role == GroupRole.LEAD,
        holds_on(today, other),
    )
    return session.scalars(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(mine, ~beside, Organisation.standing.not_in((Standing.CLOSED, Standing.REFUSED)))
        .order_by(Organisation.name, Organisation.id)
    ).all()
