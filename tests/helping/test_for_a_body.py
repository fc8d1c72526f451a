"""A partner editor helps for a body only while it acts here."""

import pytest

from app.foundation.access import NotPossibleNow, Role
from app.helping import operations, queries
from app.needs.models import Channel
from app.organisations.models import Standing
from tests.helping.test_pages import BANNER, begin

RESTING = "Your organisation is paused or closed here"


@pytest.fixture
def body(make):
    make.conversation()
    make.area("Links")
    return make.organisation("Health and Care")


def begins(make, actor):
    return operations.begin(
        make.session, actor, channel=Channel.STALL, place_id=None, now=make.now, real_now=make.now
    )


@pytest.mark.parametrize("standing", Standing)
def test_nobody_helps_for_a_body_that_rests(make, body, standing):
    editor = make.actor_of(make.person(Role.PARTNER_EDITOR, body=body))
    turn = begins(make, editor)
    body.standing = standing
    make.session.flush()
    goes_on = queries.helping_actor(make.session, editor, turn.id, today=make.today)
    acts = standing is Standing.ACTIVE
    assert (goes_on is not None) is acts
    if acts:
        assert begins(make, editor).ended_at is None
        return
    with pytest.raises(NotPossibleNow, match=RESTING):
        begins(make, editor)
    with pytest.raises(NotPossibleNow, match=RESTING):
        operations.go_on(make.session, editor, turn.id, now=make.now, real_now=make.now)


def test_who_works_for_another_body_too_or_in_another_role_still_helps(make, body):
    body.standing = Standing.PAUSED
    two = make.person(Role.PARTNER_EDITOR, body=body)
    make.role(two, Role.PARTNER_EDITOR, body=make.organisation("Harbour Board"))
    planner = make.person(Role.PARTNER_EDITOR, body=body)
    make.role(planner, Role.PLANNER)
    for person in (two, planner):
        actor = make.actor_of(person)
        turn = begins(make, actor)
        assert queries.helping_actor(make.session, actor, turn.id, today=make.today) is not None


def test_the_page_says_so(browse, make, body):
    desk = browse.sign_in(make.person(Role.PARTNER_EDITOR, body=body))
    assert BANNER in begin(desk)
    body.standing = Standing.CLOSED
    make.session.flush()
    assert RESTING in desk.visit("/helping/", status=409)
    body.standing = Standing.ACTIVE
    make.session.flush()
    assert desk.visit("/helping/").heading == "Help someone"
