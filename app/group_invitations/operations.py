"""Asking somebody into a group by a letter, calling that back, and joining by its link.

Whoever changes who belongs to a group holds the group's row first, then the invitation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, NotFound, NotPossibleNow, require
from app.foundation.access.keys import KeyRing
from app.group_invitations import queries
from app.group_invitations.models import GroupInvitation
from app.group_invitations.permissions import may_invite
from app.group_invitations.queries import link_digest
from app.history import operations as history
from app.members.secrets import email_mark, new_link
from app.memberships.operations import belong, group_led
from app.organisations.models import GroupRole, Organisation, Standing
from app.organisations.permissions import may_start_group
from app.organisations.queries import (
    areas_known_to,
    group_to_change,
    lead_count,
    membership_of,
)
from app.people.queries import member_to_change

INVITATION_LIVES = timedelta(days=14)
DAY = timedelta(days=1)
# So that nobody is pestered, and no group can be used to send letters to everybody.
LETTERS_TO_ONE_ADDRESS_A_DAY = 3
LETTERS_FROM_ONE_GROUP_A_DAY = 50
LETTERS_WHOLE_SITE_A_DAY = 2_000


class TooManyInvitations(Exception):
    """So many invitations went out that a pause is due; the page says nothing about to whom."""


class InvitationOver(Exception):
    """The link was used, called back or ran out, or is for another account: all answer alike."""


@dataclass(frozen=True)
class Invited:
    """What goes into the letter: the only place where the link stands in full."""

    link: str
    group_name: str


def invite(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    organisation_id: int,
    email: str,
    role: GroupRole,
    *,
    now: datetime,
    real_now: datetime,
) -> Invited:
    """Ask an address into a group; the same work and answer whether anybody has it or not.

    An earlier invitation of the group to that address is dead from now on.
    """
    group = group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    today = clock.local_day(now)
    if not may_invite(actor, mine, today, areas_known_to(session, group)):
        raise NotFound
    _check_is_active(group)
    if mine is None and lead_count(session, organisation_id, today):
        raise NotPossibleNow("This group has a lead. A lead asks people in.")
    mark = email_mark(keys, email)
    since = real_now - DAY
    if (
        queries.letters_since(session, since, email_mark=mark) >= LETTERS_TO_ONE_ADDRESS_A_DAY
        or queries.letters_since(session, since, organisation_id=organisation_id)
        >= LETTERS_FROM_ONE_GROUP_A_DAY
        or queries.letters_since(session, since) >= LETTERS_WHOLE_SITE_A_DAY
    ):
        raise TooManyInvitations
    _revoke(
        session,
        real_now,
        GroupInvitation.organisation_id == group.id,
        GroupInvitation.email_mark == mark,
    )
    link = new_link()
    session.add(
        GroupInvitation(
            organisation_id=group.id,
            invited_by_id=mine.id if mine else None,
            role=role if mine else GroupRole.LEAD,
            # Who works here typed it once; only a lead finds it again.
            email=email if mine else "",
            email_mark=mark,
            link_digest=link_digest(keys, link),
            made_at=real_now,
            expires_at=real_now + INVITATION_LIVES,
        )
    )
    history.record(session, actor, "asked somebody into a group", group, now=now)
    return Invited(link, group.name)


def revoke_invitation(
    session: Session,
    actor: Actor,
    organisation_id: int,
    invitation_id: int,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """Call an invitation back; its link is dead, and stays so."""
    group = group_led(session, actor, organisation_id, now)
    found = queries.invitation_to_change(session, organisation_id, invitation_id)
    if not found.is_open(real_now):
        raise NotPossibleNow("This invitation was used or is over already.")
    found.revoked_at, found.email = real_now, ""
    history.record(session, actor, "called an invitation back", group, now=now)


def accept_invitation(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    link: str,
    *,
    shown_name: str,
    now: datetime,
    real_now: datetime,
) -> Organisation:
    """Join a group by a link, once, with the account of the address that it was sent to."""
    require(may_start_group, actor)
    found = queries.invitation_of_link(session, link_digest(keys, link))
    return _join(session, actor, keys, found, shown_name, now=now, real_now=real_now)


def accept_offered(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    invitation_id: int,
    *,
    shown_name: str,
    now: datetime,
    real_now: datetime,
) -> Organisation:
    """Join a group that asked one's own address in, without the letter at hand."""
    require(may_start_group, actor)
    found = session.get(GroupInvitation, invitation_id)
    return _join(session, actor, keys, found, shown_name, now=now, real_now=real_now)


def _join(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    found: GroupInvitation | None,
    shown_name: str,
    *,
    now: datetime,
    real_now: datetime,
) -> Organisation:
    if found is None:
        raise InvitationOver
    # The account first, then the group: whoever deletes an account holds them in that order.
    member = member_to_change(session, actor.member_id or 0)
    group = group_to_change(session, found.organisation_id)
    found = session.get(GroupInvitation, found.id, with_for_update=True, populate_existing=True)
    if (
        found is None
        or not found.is_open(real_now)
        or found.email_mark != email_mark(keys, member.email)
    ):
        raise InvitationOver
    _check_is_active(group)
    before = membership_of(session, group.id, member.id)
    if before is not None and not before.holds_on(clock.local_day(now)):
        before.ended_at, before = now, None  # its last day has passed: this is a new beginning
        session.flush()
    found.used_at, found.email = real_now, ""
    if before is None:
        belong(session, actor, group.id, member.id, found.role, shown_name, now)
        history.record(session, actor, "joined a group", group, now=now)
    elif found.role is GroupRole.LEAD and before.role is not GroupRole.LEAD:
        before.role = GroupRole.LEAD
        history.record(session, actor, "became a lead of a group", group, now=now)
    return group


def _revoke(session: Session, real_now: datetime, *which: ColumnElement[bool]) -> None:
    session.execute(
        update(GroupInvitation)
        .where(*which, GroupInvitation.used_at.is_(None), GroupInvitation.revoked_at.is_(None))
        .values(revoked_at=real_now, email="")
        .execution_options(synchronize_session="fetch")
    )


def _check_is_active(group: Organisation) -> None:
    if group.standing is not Standing.ACTIVE:
        raise NotPossibleNow("This group is not active here yet, or not any more.")
