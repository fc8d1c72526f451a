"""Who may look after a group."""

from datetime import timedelta

import pytest

from app.foundation.access import Role
from app.organisations.models import GroupRole
from app.organisations.permissions import (
    may_act_in_group,
    may_check_groups,
    may_lead_group,
    may_start_group,
    may_trust_groups,
)


def test_anyone_with_an_account_starts_a_group(make):
    assert may_start_group(make.member())
    for who in (make.visitor(), make.participant_actor(), make.actor(Role.ADMIN)):
        assert not may_start_group(who)


@pytest.mark.parametrize("role", Role)
def test_moderators_check_and_with_planners_trust(make, role):
    who = make.actor(role)
    assert may_check_groups(who) is (role is Role.MODERATOR)
    assert may_trust_groups(who) is (role in {Role.MODERATOR, Role.PLANNER})


def test_a_moderator_for_one_place_checks_groups_that_know_it_alone(make):
    here, there = make.area("Links"), make.area("Millburn")
    local, everywhere = make.actor(Role.MODERATOR, place=here), make.actor(Role.MODERATOR)
    planner = make.actor(Role.PLANNER)
    for areas, may in (
        ([{here.id}], True), ([{here.id}, {there.id}], False), ([{there.id}], False), ([], False),
        ([{there.id, here.id}], True), ([{there.id, here.id}, {there.id}], False),
    ):  # fmt: skip
        assert may_check_groups(local, areas) is may
        assert may_trust_groups(local, areas) is may
        assert may_check_groups(everywhere, areas)
        assert not may_check_groups(planner, areas)
        assert may_trust_groups(planner, areas)


@pytest.mark.parametrize("role", GroupRole)
def test_a_membership_serves_its_own_member_until_its_last_day(make, role):
    sam = make.member()
    his = make.in_group(make.community(), sam, role=role, ends_on=make.today)
    assert may_act_in_group(sam, his, make.today)
    assert may_lead_group(sam, his, make.today) is (role is GroupRole.LEAD)
    later = make.today + timedelta(days=1)
    for who, day in ((sam, later), (make.member(), make.today), (make.visitor(), make.today)):
        assert not may_act_in_group(who, his, day)
        assert not may_lead_group(who, his, day)
    assert not may_act_in_group(sam, None, make.today)
    his.ended_at = make.now
    assert not may_act_in_group(sam, his, make.today)
