"""An administrator adds a body that is missing, and corrects one."""

import pytest

from app.foundation.access import Role
from app.organisations.models import OrganisationKind, Sector, Standing
from tests.permissions.walker import token_of

NEW = {"Its name": "Harbour Board", "What is it?": "Public body", "Where does it work?": ["Links"]}
OLD_PAGE = "This was changed since you opened the page."


@pytest.fixture
def at_work(browse, make):
    make.area("Links")
    return browse.sign_in(make.person(Role.ADMIN))


def test_a_body_that_is_missing_is_added_where_a_role_is_given(at_work, make):
    person = make.person()
    page = at_work.visit(f"/staff/{person.id}").follow("Add or correct a body")
    page = page.follow("Add a body").fill(NEW).press("Add it")
    assert (page.heading, page.value_of("Its name")) == ("Harbour Board", "Harbour Board")
    assert "added a body" in page
    assert "Links" in page.follow("Its page, as everyone sees it")
    role = {"Role": "Partner editor: a partner body’s own work", "For which body": "Harbour Board"}
    page = at_work.visit(f"/staff/{person.id}").fill(role).press("Give the role")
    assert "Harbour Board" in page.main


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(at_work):
    page = at_work.visit("/staff/").follow("Add or correct a body").follow("Add a body")
    page = page.fill({"Its name": "…"}).press("Add it", status=422)
    for complaint in ("Type its name.", "Choose what it is.", "Choose an area, or “All over”."):
        assert complaint in page
    page = page.fill({"Its name": "x" * 161, "What is it?": "Council"}).press("Add it", status=422)
    assert "160 characters" in page
    assert page.value_of("Its name") == "x" * 161
    assert page.value_of("What is it?") in {"Council", OrganisationKind.COUNCIL.value}


def test_a_name_that_is_taken_is_said_and_the_words_stay(at_work, make):
    make.organisation("harbour board")
    page = at_work.visit("/staff/bodies/new").fill(NEW).press("Add it", status=422)
    assert "A body or group with this name, or one that looks like it, is here." in page
    assert page.value_of("Its name") == "Harbour Board"
    page = page.fill({"Its name": "Harbour Office"}).press("Add it")
    page = page.fill({"Its name": "Harbour Board"}).press("Keep this", status=422)
    assert "looks like it, is here" in page
    assert page.value_of("Its name") == "Harbour Board"
    assert page.heading == "Harbour Office"


def test_a_body_is_found_by_name_and_corrected(at_work, make, session):
    body = make.organisation("Helth and Care", sector=Sector.PUBLIC)
    make.organisation("Harbour Board")
    page = at_work.visit("/staff/bodies/?q=helth")
    assert "Harbour Board" not in page.main
    page = page.follow("Helth and Care")
    fills = {"Its name": "Health and Care", "What is it?": "Health body", "All over": True}
    page = page.fill(fills).press("Keep this")
    assert "Corrected." in page
    session.refresh(body)
    assert (body.name, body.kind) == ("Health and Care", OrganisationKind.HEALTH_BODY)
    assert body.is_everywhere
    assert "Health and Care" in at_work.another().visit("/groups/helth-and-care")
    assert "No name holds these words." in at_work.visit("/staff/bodies/?q=helth")


def test_an_old_page_says_so_and_keeps_the_words(at_work, make):
    body = make.organisation("Helth")
    page = at_work.visit(f"/staff/bodies/{body.id}")
    body.revision += 1
    page = page.fill({"Its name": "Health", "What is it?": "Health body", "All over": True})
    page = page.press("Keep this", status=409)
    assert OLD_PAGE in page
    assert "Health" in page.main
    assert body.name == "Helth"


def test_of_a_group_with_people_the_page_says_who_changes_it(at_work, make):
    group = make.community("Kitchen", lead=make.member())
    page = at_work.visit("/staff/bodies/").follow("Kitchen")
    assert "Its leads change what its page says, and nobody else does." in page
    assert not page.has_button("Keep this")
    sent = {"name": "Mine", "kind": "charity", "is_everywhere": "y", "revision": "0"}
    page = at_work.post(
        f"/staff/bodies/{group.id}", {**sent, "csrf_token": token_of(at_work)}, status=409
    )
    assert "people of its own" in page
    assert group.name == "Kitchen"


def test_a_group_that_waits_for_its_call_is_not_there(at_work, make):
    group = make.community("Kitchen", standing=Standing.ASKED)
    assert "Kitchen" not in at_work.visit("/staff/bodies/").main
    at_work.visit(f"/staff/bodies/{group.id}", status=404)
    at_work.visit("/staff/bodies/999999", status=404)
