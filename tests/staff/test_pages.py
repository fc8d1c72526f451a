"""Administrators invite people, give roles and take them back; the history says so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.foundation.access import Grant, NotPossibleNow, Role
from app.history.models import HistoryEntry
from app.letters.models import OutgoingLetter
from app.organisations.models import OrganisationKind, Sector
from app.people import operations
from app.people.models import RoleGrant
from app.people.queries import find_person_by_email, grant_to_change, grants_of
from app.staff.models import Invitation
from tests.builders import BUILDER, PASSWORD
from tests.people.steps import second_step, set_up_app
from tests.staff.invited import link_for

NEW = {"Name": "Senga McBride", "E-mail": "Senga@Braidvale.example"}
LAST_DAY = "Last day (you can leave this empty)"
MODERATOR = "Moderator: checks what people send"
PLANNER = "Planner: themes, decisions and the plan"


@pytest.fixture
def admin(make):
    return make.person(Role.ADMIN, name="Ada Admin")


@pytest.fixture
def at_work(browse, admin):
    return browse.sign_in(admin)


def test_somebody_is_invited_comes_in_works_and_loses_the_role(at_work, session, make, now):
    make.ward("Hillfoot")
    page = at_work.visit("/staff/").fill(
        {**NEW, "Role": MODERATOR, "Where": "Hillfoot, the ward", LAST_DAY: ("31", "3", "2026")}
    )
    page = page.press("Send the invitation")
    assert "A letter with a link goes to senga@braidvale.example." in page
    assert "until 31 March 2026" in page
    assert find_person_by_email(session, "senga@braidvale.example") is None
    senga = at_work.another()
    page = senga.visit(link_for(session, "senga@braidvale.example"))
    assert MODERATOR in page
    page = page.fill({"Choose a password": PASSWORD}).press("Keep this password and go on")
    assert page.heading == "Set up your second step"
    assert set_up_app(page).path == "/moderation/"
    person = find_person_by_email(session, "senga@braidvale.example")
    (grant,) = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id))
    assert grants_of(session, person.id, now.date()) == {Grant(Role.MODERATOR, grant.place_id)}
    assert "Invited, not here yet" not in at_work.visit("/staff/")
    page = at_work.visit(f"/staff/{person.id}").press("Take this role back")
    assert "The role is taken back." in page
    assert not page.has_button("Take this role back")
    senga.visit("/moderation/", status=401)
    assert grants_of(session, person.id, now.date()) == frozenset()
    verbs = session.scalars(
        select(HistoryEntry.verb)
        .where(HistoryEntry.subject == "person", HistoryEntry.subject_id == person.id)
        .order_by(HistoryEntry.id)
    ).all()
    assert verbs == [
        "made a sign-in", "gave a role", "set up an app for signing in", "took a role back"
    ]  # fmt: skip
    for verb in verbs:
        assert verb in page


def test_one_administrator_always_stays(at_work, session, make, admin, now):
    page = at_work.visit(f"/staff/{admin.id}").press("Take this role back", status=409)
    assert "This is the last administrator." in page
    assert grants_of(session, admin.id, now.date()) == {Grant(Role.ADMIN)}
    other = make.person(Role.ADMIN)
    other.is_closed = True  # somebody who cannot sign in is none
    at_work.visit(f"/staff/{admin.id}").press("Take this role back", status=409)
    other.is_closed = False
    at_work.another().sign_in(other).visit(f"/staff/{admin.id}").press("Take this role back")
    assert grants_of(session, admin.id, now.date()) == frozenset()


def test_an_administrator_may_go_while_another_stays(at_work, session, make, admin, now):
    make.person(Role.ADMIN)
    at_work.visit(f"/staff/{admin.id}").press("Take this role back", status=401)
    assert grants_of(session, admin.id, now.date()) == frozenset()


def test_two_roles_of_one_person_are_one_administrator(session, make, admin, now):
    operations.give_role(
        session, BUILDER, admin, Role.ADMIN, place_id=None, today=now.date(), ends_on=None, now=now
    )
    actor = make.actor_of(admin)
    first, second = session.scalars(select(RoleGrant).order_by(RoleGrant.id)).all()
    operations.take_role_back(session, actor, first, now=now)
    with pytest.raises(NotPossibleNow):
        operations.take_role_back(session, actor, second, now=now)


def test_two_who_take_each_others_role_leave_one(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        people = [make.person(Role.ADMIN), make.person(Role.ADMIN)]
        actors = [make.actor_of(person) for person in people]
        grants = session.scalars(select(RoleGrant.id).order_by(RoleGrant.id)).all()
        session.commit()
    ready = Barrier(2)

    def takes(actor, grant_id):
        with fresh_database.session() as session:
            ready.wait()
            try:
                grant = grant_to_change(session, grant_id)
                operations.take_role_back(session, actor, grant, now=now)
                session.commit()
            except NotPossibleNow as problem:
                return str(problem)
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(takes, actors, reversed(grants)))
    assert told == ["", "This is the last administrator. Make another one first."]
    with fresh_database.session() as session:
        left = [grants_of(session, each.person_id, now.date()) for each in actors]
    assert sorted(map(len, left)) == [0, 1]


def test_a_last_day_that_is_over_is_refused(at_work, session, make, now, admin):
    person = make.person()
    page = at_work.visit(f"/staff/{person.id}").fill(
        {"Role": MODERATOR, LAST_DAY: ("1", "3", "2026")}
    )
    page = page.press("Give the role", status=422)
    assert any("This last day has passed already" in error for error in page.errors)
    assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all() == []
    with pytest.raises(NotPossibleNow):
        operations.give_role(
            session, make.actor_of(admin), person, Role.ADMIN,
            place_id=None, today=now.date(), ends_on=now.date() - timedelta(days=1), now=now,
        )  # fmt: skip


def test_taking_back_twice_is_told(at_work, session, make):
    person = make.person(Role.MODERATOR)
    first = at_work.visit(f"/staff/{person.id}")
    first.press("Take this role back")
    assert "taken back already" in first.press("Take this role back", status=409)


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ({"Name": ""}, "Name"), ({"Name": "x" * 121}, "Name"), ({"E-mail": "no e-mail"}, "E-mail"),
        ({"E-mail": "a@b"}, "E-mail"), ({"E-mail": f"{'x' * 250}@b.cd"}, "E-mail"),
        ({"E-mail": "a@b.cd, e@f.gh"}, "E-mail"), ({LAST_DAY: ("1", "3", "2026")}, "Name"),
        ({"Name": "a\x00b"}, None),
    ],
)  # fmt: skip
def test_an_invitation_that_cannot_be_sent_is_refused_with_all_kept(
    at_work, session, answers, label
):
    page = at_work.visit("/staff/").fill({**NEW, "Role": MODERATOR} | answers)
    page = page.press("Send the invitation", status=422)
    assert page.errors
    if label:
        assert page.value_of(label) == (NEW | answers)[label]
    assert session.scalars(select(Invitation.id)).all() == []
    assert session.scalars(select(OutgoingLetter.id)).all() == []


def test_an_email_in_use_is_told_and_nothing_typed_is_lost(at_work, admin):
    page = at_work.visit("/staff/").fill({**NEW, "Role": MODERATOR, "E-mail": admin.email.upper()})
    page = page.press("Send the invitation", status=422)
    assert page.errors == ["Somebody signs in with this e-mail already."]
    assert page.value_of("Name") == "Senga McBride"
    assert page.value_of("E-mail") == admin.email.upper()
    assert page.value_of("Role") == MODERATOR
    page = page.fill({"E-mail": "other@braidvale.example"}).press("Send the invitation")
    assert "A letter with a link goes to other@braidvale.example." in page


@pytest.mark.parametrize(
    "day",
    [("", "3", "2026"), ("31", "2", "2026"), ("31", "", ""), ("a", "b", "c"), ("1", "1", "26")],
)
def test_half_a_day_gives_no_role_without_an_end(at_work, session, make, day):
    person = make.person()
    page = at_work.visit(f"/staff/{person.id}").fill({"Role": MODERATOR, LAST_DAY: day})
    page = page.press("Give the role", status=422)
    assert page.errors
    grants = select(RoleGrant).where(RoleGrant.person_id == person.id)
    assert session.scalars(grants).all() == []


def test_a_role_that_holds_everywhere_takes_no_place(at_work, session, make, now):
    area, person = make.area("Hillfoot"), make.person(Role.MODERATOR)
    page = at_work.visit(f"/staff/{person.id}")
    page = page.fill({"Role": PLANNER, "Where": "Hillfoot, the area"})
    page = page.press("Give the role", status=422)
    assert "This role holds everywhere" in page
    assert page.value_of("Where") == f"{area.name}, the area"
    with pytest.raises(NotPossibleNow, match="everywhere"):
        make.role(person, Role.ADMIN, place=area)
    page.fill({"Where": "Everywhere"}).press("Give the role")
    grants = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
    assert [(each.role, each.place_id) for each in grants][1:] == [(Role.PLANNER, None)]


def test_a_role_without_a_last_day_stays(at_work, session, make, now):
    person = make.person()
    page = at_work.visit(f"/staff/{person.id}").fill({"Role": MODERATOR})
    page.press("Give the role")
    assert grants_of(session, person.id, now.date()) == {Grant(Role.MODERATOR)}


@pytest.mark.parametrize("address", ["/staff/999", "/staff/99999999999999999999", "/staff/abc"])
def test_nobody_has_no_page(at_work, address):
    at_work.visit(address, status=404)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_the_pages_of_people_are_for_administrators(browse, make, role):
    person = make.person(role)
    browse.sign_in(person)
    browse.visit("/staff/", status=403)
    browse.visit(f"/staff/{person.id}", status=403)


def test_names_are_shown_as_words(at_work, make):
    person = make.person(name="<img src=x onerror=alert(1)>")
    for address in ("/staff/", f"/staff/{person.id}"):
        assert "<img src=x" not in at_work.visit(address).html


def test_what_was_chosen_reads_in_its_own_words_after_signing_in_again(
    browse, session, make, admin
):
    make.area("Castle Braes")
    body = make.organisation("Braid Buses", sector=Sector.PUBLIC)
    body.kind = OrganisationKind.PUBLIC_BODY
    session.flush()
    page = (
        browse.sign_in(admin)
        .visit("/staff/")
        .fill(
            {
                "Name": "Isla Reid",
                "E-mail": "isla.reid@braidvale.example",
                "Role": "Partner editor: a partner body’s own work",
                "Where": "Castle Braes, the area",
                "For which body": body.name,
            }
        )
    )
    admin.session_number += 1  # signed out meanwhile
    session.flush()
    page = page.press("Send the invitation", status=401)
    page = second_step(page.fill({"E-mail": admin.email, "Password": PASSWORD}).press("Sign in"))
    assert page.heading == "What you typed is here"
    for words in ("Partner editor: a partner body’s own work", "Castle Braes, the area", body.name):
        assert words in page.main
    assert "castle braes" not in page.main, "the words of the option, not its value"
    assert "partner_editor" not in page.main
