"""Where staff look at groups: the call, yes or no, trusted, a new lead."""

import pytest

from app.foundation.access import Role
from app.memberships.operations import end_memberships_of
from app.organisations.models import Standing
from tests.members.letters import letters_to


@pytest.fixture
def priya(browse, make):
    return browse.sign_in(make.person(Role.MODERATOR))


def writes_call(page, status=200, **other):
    return page.fill(
        {
            "Day of the call": ("2", "3", "2026"),
            "Time of the call": "09:30",
            "Where did you find the number you phoned?": "The charity register",
            "What came of it?": "They said: yes, that is us",
            **other,
        }
    ).press("Write it down", status=status)


def test_a_group_that_waits_is_phoned_and_let_in(priya, make):
    group = make.community("Kitchen", standing=Standing.ASKED)
    page = priya.visit("/moderation/").follow("Groups").follow("Kitchen")
    assert "01632 960 123" in page
    assert not page.has_button("Let it in")
    assert "once a call is written down that confirmed it" in page
    page = writes_call(page)
    assert "once a call is written down" not in page
    assert "2 March 2026 at 09:30" in page.main
    page = page.press("Let it in")
    assert "01632 960 123" not in page
    assert "Active" in page.main
    assert "Kitchen" in priya.another().visit("/groups/")
    assert group.slug


def test_a_stale_press_leads_back_to_the_group(priya, make):
    group = make.community("Kitchen", standing=Standing.ASKED)
    page = writes_call(priya.visit(f"/check-groups/{group.id}"))
    group.revision += 1
    page = page.press("Let it in", status=409)
    assert page.follow("Go back to the form").heading == "Kitchen"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"Day of the call": ("", "", "")}, "Give the day of the call."),
        ({"Day of the call": ("3", "3", "2026")}, "last 30 days"),
        ({"Time of the call": "half nine"}, "Write the time like 14:30."),
        ({"Time of the call": "25:00"}, "Write the time like 14:30."),
    ],
)
def test_a_call_that_cannot_be_is_said(priya, make, typed, complaint):
    group = make.community("Kitchen", standing=Standing.ASKED)
    page = writes_call(priya.visit(f"/check-groups/{group.id}"), status=422, **typed)
    assert complaint in page
    assert page.value_of("What came of it?") == ["They said: yes, that is us"]


def test_no_needs_a_reason_which_the_group_reads(priya, make):
    group = make.community("Kitchen", standing=Standing.ASKED)
    page = priya.visit(f"/check-groups/{group.id}").press("Say no", within="Say no", status=422)
    assert "Choose a reason." in page
    page = page.fill({"Why?": "The group does not work in this place."}, within="Say no")
    page = page.press("Say no", within="Say no")
    assert "Not let in" in page
    assert "Waiting for its call" in page.press("Put it back among those that wait")


def test_a_name_like_a_public_bodys_is_pointed_out(priya, make):
    group = make.community("Friends of the Council", standing=Standing.ASKED)
    assert "This sounds like a public body." in priya.visit(f"/check-groups/{group.id}")


def test_trusted_is_given_and_taken_back_with_a_reason(priya, make):
    group = make.community("Kitchen")
    page = priya.visit(f"/check-groups/{group.id}")
    page = page.press("Call it trusted", status=422)
    assert "Say why, in a sentence." in page
    page = page.fill({"Why?": "Two years of good work."}, within="Call it trusted")
    page = page.press("Call it trusted")
    assert "Two years of good work." in page
    page = page.fill({"Why?": "They asked for it."}, within="Take back").press("Take it back")
    assert "They asked for it." in page
    assert "Two years" not in priya.another().visit("/groups/kitchen")


def test_a_group_without_a_lead_gets_one(priya, make, session):
    lead = make.member()
    group = make.community("Kitchen", lead=lead)
    end_memberships_of(session, lead, lead.member_id, now=make.now)
    page = priya.visit("/check-groups/").follow("Kitchen", within="Without a lead")
    page = page.fill({"Their e-mail": "new@post.example"}).press("Send the letter")
    assert "new@post.example" not in page
    letter = letters_to(session, "new@post.example")[0]
    assert letter.subject == "You are asked to lead Kitchen"
    assert "The council’s team asks you to lead Kitchen" in letter.text
    assert "you become its lead" in letter.html
    assert "left a group by deleting an account" in page.main
    assert group.id


def test_a_planner_trusts_and_does_not_decide(browse, make):
    group = make.community("Kitchen", standing=Standing.ASKED)
    callum = browse.sign_in(make.person(Role.PLANNER))
    page = callum.visit(f"/check-groups/{group.id}")
    assert not page.has_button("Let it in")
    assert "01632 960 123" not in page


def test_a_search_finds_a_name_that_looks_like_it(priya, make):
    make.community("Kitchen")
    make.community("Shed")
    page = priya.visit("/check-groups/").fill({"Find a name": "KITCH"}).press("Search")
    assert "Kitchen" in page.main
    assert "Shed" not in page.main
    page = page.fill({"Find a name": "zzz"}).press("Search")
    assert "No name holds these words." in page


@pytest.mark.parametrize("lets_in", [True, False])
def test_whoever_asked_gets_a_letter_about_yes_and_no(priya, make, session, lets_in):
    lead = make.member("moira@post.example")
    group = make.community("Kitchen", lead=lead, standing=Standing.ASKED)
    page = priya.visit(f"/check-groups/{group.id}")
    if lets_in:
        writes_call(page).press("Let it in")
        (letter,) = letters_to(session, "moira@post.example")
        assert letter.subject == "Kitchen is let in"
        assert "/groups/kitchen/home" in letter.text
        return
    page = page.fill({"Why?": "The group does not work in this place."}, within="Say no")
    page.press("Say no", within="Say no")
    (letter,) = letters_to(session, "moira@post.example")
    assert "The group does not work in this place." in letter.text
