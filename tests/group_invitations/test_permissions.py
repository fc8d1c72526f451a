"""Who may ask somebody into a group."""

import pytest

from app.foundation.access import Role
from app.group_invitations.permissions import may_invite
from app.organisations.models import GroupRole


def test_leads_and_moderators_ask_people_in(make):
    sam, lead = make.member(), make.member()
    group = make.community()
    his = make.in_group(group, sam)
    hers = make.in_group(group, lead, role=GroupRole.LEAD)
    assert may_invite(lead, hers, make.today)
    assert not may_invite(sam, his, make.today)
    assert not may_invite(sam, hers, make.today)


@pytest.mark.parametrize("role", Role)
def test_of_those_who_work_here_moderators_alone_do(make, role):
    assert may_invite(make.actor(role), None, make.today) is (role is Role.MODERATOR)
