"""Which bodies may have partner editors: asked where a role is given, invited to and accepted."""

import pytest
from sqlalchemy import func, select

from app.foundation.access import Grant, NotAllowed, NotPossibleNow, Role
from app.organisations.models import PARTNER_KINDS, OrganisationKind, Sector, Standing
from app.people.models import Person, RoleGrant
from app.staff import operations
from app.staff.models import Invitation
from tests.builders import PASSWORD

EMAIL = "neil@braidvale.example"
NONE_HERE = "can have no partner editor"


def body_of(make, kind, standing=Standing.ACTIVE):
    made = make.organisation(f"Body {kind} {standing}", sector=Sector.PUBLIC)
    made.kind, made.standing = kind, standing
    make.session.flush()
    return made


def gives(make, actor, person, body):
    return operations.give_role(
        make.session, actor, person, Grant(Role.PARTNER_EDITOR, None, body.id),
        today=make.today, ends_on=None, now=make.now,
    )  # fmt: skip


def invites(make, actor, body):
    return operations.invite(
        make.session, actor, make.keys, email=EMAIL, name="Neil Abara",
        grant=Grant(Role.PARTNER_EDITOR, None, body.id), ends_on=None,
        now=make.now, real_now=make.now,
    )  # fmt: skip


def accepts(make, link):
    return operations.accept(
        make.session, make.visitor(), make.keys, link, PASSWORD,
        today=make.today, now=make.now, real_now=make.now,
    )  # fmt: skip


def grants_of(make, person):
    counted = select(func.count()).where(RoleGrant.person_id == person.id)
    return make.session.scalar(counted)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_kinds_that_plan_services_have_partner_editors(make, kind):
    admin, person, body = make.actor(Role.ADMIN), make.person(), body_of(make, kind)
    if kind in PARTNER_KINDS:
        assert gives(make, admin, person, body).organisation_id == body.id
        invites(make, admin, body)
        return
    for act in (lambda: gives(make, admin, person, body), lambda: invites(make, admin, body)):
        with pytest.raises(NotPossibleNow, match=NONE_HERE):
            act()
    assert grants_of(make, person) == 0
    assert make.session.scalar(select(func.count()).select_from(Invitation)) == 0


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.ACTIVE])
def test_a_body_that_does_not_act_here_gets_no_new_ones(make, standing):
    admin, person = make.actor(Role.ADMIN), make.person()
    body = body_of(make, OrganisationKind.HEALTH_BODY, standing)
    for act in (lambda: gives(make, admin, person, body), lambda: invites(make, admin, body)):
        with pytest.raises(NotPossibleNow, match=NONE_HERE):
            act()
    unknown = Grant(Role.PARTNER_EDITOR, None, 999_999)
    with pytest.raises(NotPossibleNow, match=NONE_HERE):
        operations.give_role(
            make.session, admin, person, unknown, today=make.today, ends_on=None, now=make.now
        )
    assert grants_of(make, person) == 0


def test_an_invitation_is_over_once_its_body_may_have_none(make):
    admin, body = make.actor(Role.ADMIN), body_of(make, OrganisationKind.CHARITY)
    link = invites(make, admin, body)
    body.standing = Standing.PAUSED
    with pytest.raises(NotPossibleNow, match="does not work any more"):
        accepts(make, link)
    assert make.session.scalar(select(Person).where(Person.email == EMAIL)) is None
    body.standing = Standing.ACTIVE
    assert grants_of(make, accepts(make, link)) == 1


def test_who_gives_no_roles_learns_nothing_of_bodies(make):
    body = body_of(make, OrganisationKind.COMMUNITY_GROUP)
    with pytest.raises(NotAllowed):
        gives(make, make.actor(Role.PLANNER), make.person(), body)


def test_a_body_that_rests_meanwhile_is_told_where_the_role_is_given(browse, make):
    body, person = body_of(make, OrganisationKind.CHARITY), make.person()
    page = browse.sign_in(make.person(Role.ADMIN)).visit(f"/staff/{person.id}")
    body.standing = Standing.PAUSED
    make.session.flush()
    role = {"Role": "Partner editor: a partner body’s own work", "For which body": body.name}
    page = page.fill(role).press("Give the role", status=422)
    assert "Choose one from the list." in page
    assert grants_of(make, person) == 0
