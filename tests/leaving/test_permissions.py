"""Who may take a name off, and who may delete an account."""

from app.foundation.access import Actor, Role
from app.leaving.permissions import may_delete_account, may_let_go_of_accounts, may_take_name_off


def test_only_ones_own(make):
    assert may_take_name_off(make.participant_actor())
    assert not may_take_name_off(Actor(member_id=1))
    assert not may_take_name_off(make.actor(Role.ADMIN))
    assert not may_take_name_off(Actor(person_id=1, participant_id=1)), "a helper"
    assert may_delete_account(Actor(member_id=1), 1)
    assert not may_delete_account(Actor.system("keep-to-retention"), 1)
    assert may_let_go_of_accounts(Actor.system("keep-to-retention"))
    assert not may_let_go_of_accounts(Actor(member_id=1))
    assert not may_let_go_of_accounts(make.actor(Role.ADMIN))
    assert not may_delete_account(Actor(member_id=2), 1)
    assert not may_delete_account(make.actor(Role.ADMIN), 1)
