"""A partner editor is invited, signs in, sees the work of the body, and updates its actions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.access import Grant, Role
from app.organisations.models import OrganisationKind, OrganisationPlace, Sector, Standing
from app.people.models import RoleGrant
from app.people.queries import find_person_by_email, grants_of
from app.plan.models import ActionState
from app.staff.models import Invitation
from tests.builders import PASSWORD
from tests.page import counted_statements
from tests.people.steps import set_up_app
from tests.staff.invited import link_for

PARTNER_EDITOR = "Partner editor: a partner body’s own work"
NEW = {"Name": "Neil Abara", "E-mail": "neil@braidvale.example", "Role": PARTNER_EDITOR}
ONE_BODY = "A partner editor works for one body. Choose that body."


@pytest.fixture
def body(make):
    made = make.organisation("Health and Care", sector=Sector.PUBLIC)
    made.kind = OrganisationKind.HEALTH_BODY
    return made


@pytest.fixture
def editor(make, body):
    return make.person(Role.PARTNER_EDITOR, body=body)


def works_in(session, body, area):
    session.add(OrganisationPlace(organisation_id=body.id, place_id=area.id))
    session.flush()


def test_an_administrator_invites_a_partner_editor_whose_first_page_is_the_work(
    browse, session, make, body, now
):
    at_work = browse.sign_in(make.person(Role.ADMIN))
    page = at_work.visit("/staff/").fill(NEW).press("Send the invitation", status=422)
    assert ONE_BODY in page
    assert page.value_of("Name") == "Neil Abara"
    page = page.fill({"For which body": "Health and Care"}).press("Send the invitation")
    assert "A letter with a link goes to neil@braidvale.example." in page
    assert "Health and Care" in page
    neil = at_work.another()
    page = neil.visit(link_for(session, "neil@braidvale.example"))
    assert PARTNER_EDITOR in page
    assert "Health and Care" in page
    page = page.fill({"Choose a password": PASSWORD}).press("Keep this password and go on")
    page = set_up_app(page)
    assert (page.path, page.heading) == ("/partner/", "Your organisation’s work")
    person = find_person_by_email(session, "neil@braidvale.example")
    held = grants_of(session, person.id, now.date())
    assert held == {Grant(Role.PARTNER_EDITOR, None, body.id)}
    page = at_work.visit(f"/staff/{person.id}")
    assert "Health and Care" in page
    page.press("Take this role back")
    neil.visit("/partner/", status=401)


def test_a_role_is_given_with_a_body_and_no_other_role_takes_one(browse, session, make, body):
    at_work, person = browse.sign_in(make.person(Role.ADMIN)), make.person()
    area = make.area("Coalbrae")
    address = f"/staff/{person.id}"
    page = at_work.visit(address).fill({"Role": PARTNER_EDITOR}).press("Give the role", status=422)
    assert ONE_BODY in page
    planner = {"Role": "Planner: themes, decisions and the plan", "For which body": body.name}
    page = at_work.visit(address).fill(planner).press("Give the role", status=422)
    assert "Only a partner editor works for a body." in page
    both = {"Role": PARTNER_EDITOR, "For which body": body.name, "Where": f"{area.name}, the area"}
    page = at_work.visit(address).fill(both).press("Give the role", status=422)
    assert "A partner editor works for one body, in all its areas." in page
    grants = select(RoleGrant).where(RoleGrant.person_id == person.id)
    assert session.scalars(grants).all() == []
    page = page.fill({"Where": "Everywhere"}).press("Give the role")
    assert session.scalars(grants).one().organisation_id == body.id


def test_only_bodies_that_are_active_and_plan_services_are_offered(browse, make, session, body):
    resting = make.organisation("Resting body", sector=Sector.PUBLIC)
    resting.kind, resting.standing = OrganisationKind.PUBLIC_BODY, Standing.PAUSED
    make.organisation("Coalbrae Kitchen")
    session.flush()
    page = browse.sign_in(make.person(Role.ADMIN)).visit("/staff/")
    offered = page.words_of("option")
    assert {"No body", "Health and Care"} <= {*offered}
    assert not {"Resting body", "Coalbrae Kitchen"} & {*offered}
    hidden = next(f for f in page.tree.all("input") if f.get("name") == "csrf_token")
    token = {"csrf_token": hidden.get("value", ""), "name": "N", "email": "n@braidvale.example"}
    browse.post("/staff/", {**token, "role": "partner_editor", "body": str(resting.id)}, status=422)
    assert session.scalars(select(Invitation)).all() == []


def test_the_first_page_shows_the_work(browse, make, session, body, editor):
    here, there = make.area("Coalbrae"), make.area("Millburn")
    works_in(session, body, here)
    make.need(title="A warm room", area=here, supports=2)
    make.need(title="A far bus", area=there)
    make.need(title="Still in the queue", area=here, published=False)
    late = make.action(what="Phone every six weeks", lead=body, due_on=make.today - timedelta(1))
    make.action(what="Helped along", partners=[body])
    page = browse.sign_in(editor).visit("/partner/")
    for words in ("A warm room", "Phone every six weeks", "Helped along", "2 people"):
        assert words in page
    for words in ("A far bus", "Still in the queue"):
        assert words not in page
    page.follow("Phone every six weeks")
    page = page.follow("Say how far it is: Phone every six weeks")
    assert page.path == f"/partner/actions/{late.code.lower()}"
    body.is_everywhere = True
    session.flush()
    assert "A far bus" in browse.visit("/partner/")


def test_they_say_how_far_an_action_is_and_tell_news(browse, make, session, body, editor):
    action = make.action(what="Phone every six weeks", lead=body)
    page = browse.sign_in(editor).visit(f"/partner/actions/{action.code.lower()}")
    page = page.fill({"How far is it?": "Stuck"}).press("Save for everyone to see", status=422)
    assert "Say why, in words anyone can read." in page
    why = {"Why is it late, stuck or stopped?": "Two posts are empty."}
    page = page.fill(why).press("Save for everyone to see")
    assert "Saved. Everyone can see it now." in page
    assert action.state is ActionState.STUCK
    page = page.fill({"What happened?": "Much.", "On which day?": ("", "", "")})
    page = page.press("Save for everyone to see", status=422)
    assert "Give the day" in page
    page = page.fill(
        {"What happened?": "Two people start in May.", "On which day?": ("2", "3", "2026")}
    ).press("Save for everyone to see")
    public = page.follow("See the page that everyone sees")
    assert "Two people start in May." in public
    assert "Two posts are empty." in public


def test_what_another_body_leads_is_not_there(browse, make, body, editor):
    other = make.action(make.need(), partners=[body])
    browse.sign_in(editor)
    browse.visit(f"/partner/actions/{other.code.lower()}", status=404)
    browse.visit("/partner/?body=no-such-body", status=404)
    browse.visit("/desk/plan/", status=403)
    browse.another().sign_in(make.person(Role.PLANNER)).visit("/partner/", status=403)


def test_a_body_that_is_paused_gives_no_work_and_says_so(browse, make, session, body, editor):
    action = make.action(make.need(title="A warm room"), lead=body)
    body.standing = Standing.PAUSED
    session.flush()
    page = browse.sign_in(editor).visit("/partner/")
    assert "This organisation is paused or closed here." in page
    assert "A warm room" not in page
    browse.visit(f"/partner/actions/{action.code.lower()}", status=409)


def test_who_works_for_two_bodies_chooses(browse, make, body, editor):
    other = make.organisation("Another body", sector=Sector.PUBLIC)
    make.role(editor, Role.PARTNER_EDITOR, body=other)
    make.action(what="Phone every six weeks", lead=body)
    page = browse.sign_in(editor).visit("/partner/")
    assert "Phone every six weeks" not in page
    assert "Phone every six weeks" in page.follow("Health and Care")


def test_the_last_day_ends_it(browse, make, session, body, editor):
    browse.sign_in(editor).visit("/partner/")
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == editor.id)).one()
    grant.starts_on = make.today - timedelta(days=9)
    grant.ends_on = make.today - timedelta(days=1)
    session.flush()
    browse.visit("/partner/", status=403)


def test_much_work_needs_no_more_statements(browse, make, session, connection, body, editor):
    area = make.area("Coalbrae")
    works_in(session, body, area)

    def more(count):
        for _number in range(count):
            make.need(area=area)
            make.action(make.need(area=area), lead=body)
            make.action(make.need(area=area), partners=[body])

    more(2)
    browse.sign_in(editor).visit("/partner/")
    with counted_statements(connection.engine) as few:
        browse.visit("/partner/")
    more(12)
    with counted_statements(connection.engine) as many:
        browse.visit("/partner/")
    assert len(many) == len(few) <= 11
