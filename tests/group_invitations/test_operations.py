"""Invitations: for one address, once, until they are over; dead ones stay dead (T25)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.account.operations import change_address
from app.foundation.access import NotAllowed, NotFound, NotPossibleNow, Role
from app.group_invitations import operations
from app.group_invitations.models import GroupInvitation
from app.group_invitations.operations import (
    DAY,
    INVITATION_LIVES,
    InvitationOver,
    TooManyInvitations,
)
from app.group_invitations.queries import open_invitations
from app.memberships.operations import end_membership, end_memberships_of
from app.organisations.models import GroupRole, Standing
from app.organisations.queries import lead_count, membership_of
from app.people.models import Member
from app.retention.operations import forget_asked_in, forget_group_letters
from tests.builders import BUILDER

SAM = "sam@post.example"


@pytest.fixture
def lead(make):
    return make.member("moira@post.example")


@pytest.fixture
def group(make, lead):
    return make.community("Kitchen", lead=lead)


def invites(make, who, group, email=SAM, role=GroupRole.MEMBER, later=timedelta()):
    return operations.invite(
        make.session, who, make.keys, group.id, email, role,
        now=make.now + later, real_now=make.now + later,
    ).link  # fmt: skip


def accepts(make, who, link, later=timedelta(), name="Sam"):
    return operations.accept_invitation(
        make.session, who, make.keys, link,
        shown_name=name, now=make.now + later, real_now=make.now + later,
    )  # fmt: skip


def test_the_invited_joins_once_and_the_address_goes(make, lead, group):
    link, sam = invites(make, lead, group), make.member(SAM)
    assert accepts(make, sam, link).id == group.id
    mine = membership_of(make.session, group.id, sam.member_id)
    assert (mine.role, mine.shown_name) == (GroupRole.MEMBER, "Sam")
    row = make.session.scalars(select(GroupInvitation)).one()
    assert (row.email, row.used_at) == ("", make.now)
    with pytest.raises(InvitationOver):
        accepts(make, sam, link)
    end_membership(make.session, sam, group.id, mine.id, now=make.now)
    with pytest.raises(InvitationOver):  # a used one never brings anybody back
        accepts(make, sam, link)


def test_nobody_else_joins_by_it(make, lead, group):
    link = invites(make, lead, group)
    other = make.member("other@post.example")
    with pytest.raises(InvitationOver):
        accepts(make, other, link)
    for who in (make.visitor(), make.participant_actor(), make.actor(Role.MODERATOR)):
        with pytest.raises(NotAllowed):
            accepts(make, who, link)
    assert accepts(make, make.member(SAM), link)


def test_t25_an_invitation_that_is_over_stays_dead(make, lead, group):
    link, sam = invites(make, lead, group), make.member(SAM)
    with pytest.raises(InvitationOver):
        accepts(make, sam, link, later=INVITATION_LIVES)
    forget_asked_in(make.session, BUILDER, before=make.now + DAY, now=make.now)
    with pytest.raises(InvitationOver):
        accepts(make, sam, link, later=INVITATION_LIVES + timedelta(days=1))


def test_t25_a_revoked_one_stays_dead_after_the_address_changes(make, lead, group):
    link = invites(make, lead, group)
    row = open_invitations(make.session, group.id, make.now)[0]
    operations.revoke_invitation(
        make.session, lead, group.id, row.id, now=make.now, real_now=make.now
    )
    assert row.email == ""
    other = make.member("other@post.example")
    change_address(
        make.session, other, make.keys, make.session.get(Member, other.member_id), SAM,
        token="", now=make.now, real_now=make.now,
    )  # fmt: skip
    with pytest.raises(InvitationOver):
        accepts(make, other, link)
    with pytest.raises(NotPossibleNow):
        operations.revoke_invitation(
            make.session, lead, group.id, row.id, now=make.now, real_now=make.now
        )
    assert accepts(make, other, invites(make, lead, group))  # a new one works for it


def test_a_second_letter_kills_the_first(make, lead, group):
    first, second = invites(make, lead, group), invites(make, lead, group)
    sam = make.member(SAM)
    with pytest.raises(InvitationOver):
        accepts(make, sam, first)
    assert accepts(make, sam, second)


def test_only_leads_invite_and_call_back(make, lead, group):
    sam, stranger = make.member(), make.member()
    make.in_group(group, sam)
    make.community(lead=stranger)
    invites(make, lead, group)
    row = open_invitations(make.session, group.id, make.now)[0]
    for who in (sam, stranger, make.visitor(), make.actor(Role.PLANNER)):
        with pytest.raises(NotFound):
            invites(make, who, group)
        with pytest.raises(NotFound):
            operations.revoke_invitation(
                make.session, who, group.id, row.id, now=make.now, real_now=make.now
            )


def test_t09_an_invitation_of_another_group_is_not_called_back(make, lead, group):
    stranger = make.member()
    other = make.community(lead=stranger)
    invites(make, lead, group)
    row = open_invitations(make.session, group.id, make.now)[0]
    with pytest.raises(NotFound):
        operations.revoke_invitation(
            make.session, stranger, other.id, row.id, now=make.now, real_now=make.now
        )
    assert row.revoked_at is None


@pytest.mark.parametrize("standing", [Standing.ASKED, Standing.PAUSED, Standing.REFUSED])
def test_only_an_active_group_invites_or_is_joined(make, lead, group, standing):
    link = invites(make, lead, group)
    group.standing = standing
    make.session.flush()
    with pytest.raises(NotPossibleNow):
        invites(make, lead, group)
    with pytest.raises(NotPossibleNow):
        accepts(make, make.member(SAM), link)


def test_a_moderator_finds_a_lead_where_there_is_none(make, lead, group):
    moderator = make.actor(Role.MODERATOR)
    with pytest.raises(NotPossibleNow, match="has a lead"):
        invites(make, moderator, group)
    end_memberships_of(make.session, lead, lead.member_id, now=make.now)
    link = invites(make, moderator, group)
    row = open_invitations(make.session, group.id, make.now)[0]
    assert (row.email, row.role) == ("", GroupRole.LEAD)
    accepts(make, make.member(SAM), link)
    assert lead_count(make.session, group.id, make.today) == 1


def test_an_invitation_makes_a_member_a_lead_and_never_less(make, lead, group):
    sam = make.member(SAM)
    mine = make.in_group(group, sam)
    accepts(make, sam, invites(make, lead, group, role=GroupRole.LEAD))
    assert mine.role is GroupRole.LEAD
    accepts(make, sam, invites(make, lead, group))
    assert (mine.role, mine.shown_name) == (GroupRole.LEAD, "Sam")


def test_who_left_by_a_last_day_can_come_back(make, lead, group):
    sam = make.member(SAM)
    make.in_group(group, sam, ends_on=make.today - timedelta(days=1))
    accepts(make, sam, invites(make, lead, group), name="Samuel")
    mine = membership_of(make.session, group.id, sam.member_id)
    assert (mine.shown_name, mine.ends_on) == ("Samuel", None)


def test_nobody_is_pestered(make, lead, group):
    for number in range(3):
        invites(make, lead, group, later=timedelta(minutes=number))
    with pytest.raises(TooManyInvitations):
        invites(make, lead, group)
    assert invites(make, lead, group, "other@post.example")
    assert invites(make, lead, group, later=timedelta(days=1, hours=1))


def test_addresses_of_old_invitations_go(make, lead, group):
    invites(make, lead, group)
    row = make.session.scalars(select(GroupInvitation)).one()
    forget_asked_in(make.session, BUILDER, before=make.now, now=make.now)
    make.session.refresh(row)
    assert row.email == SAM
    later = make.now + timedelta(seconds=1)
    forget_asked_in(make.session, BUILDER, before=later, now=make.now)
    make.session.refresh(row)
    assert row.email == ""
    forget_group_letters(make.session, BUILDER, before=later, now=make.now)
    assert make.session.scalars(select(GroupInvitation)).all() == []
