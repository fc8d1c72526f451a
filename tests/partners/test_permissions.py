"""Who does the work of a partner body, and who tells of its actions."""

import pytest

from app.foundation.access import Actor, Grant, Role
from app.partners.permissions import may_work_for_body
from app.plan.models import Action, ActionState
from app.plan.permissions import may_edit_plan, may_tell_of_action

OWN = Actor(person_id=1, grants=frozenset({Grant(Role.PARTNER_EDITOR, None, 7)}))


def test_partner_editors_work_for_their_own_body_alone():
    assert may_work_for_body(OWN, 7)
    assert not may_work_for_body(OWN, 8)
    assert not may_work_for_body(OWN, None)
    assert not may_work_for_body(Actor(), None)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTNER_EDITOR])
def test_no_other_role_works_for_a_body(role):
    assert not may_work_for_body(Actor(person_id=1, grants=frozenset({Grant(role, None, 7)})), 7)


def test_they_tell_of_what_their_body_leads_once_it_is_agreed():
    for state in ActionState:
        action = Action(lead_id=7, state=state)
        assert may_tell_of_action(OWN, action) is (state is not ActionState.PROPOSED)
        assert not may_tell_of_action(OWN, Action(lead_id=8, state=state))
        assert not may_tell_of_action(OWN, Action(lead_id=None, state=state))
    assert not may_edit_plan(OWN)
