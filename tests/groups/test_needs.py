"""A group puts a need forward and stands behind others, from its home and the need's page."""

import pytest
from sqlalchemy import select

from app.backing.operations import back_need
from app.backing.queries import needs_of_group
from app.foundation.access import Actor
from app.members.queries import find_member_by_email
from app.needs.models import Moderation, Need
from app.organisations.models import GroupRole, Standing
from tests.members.letters import joins


@pytest.fixture
def moira(browse, session):
    joins(browse, session, "moira@post.example")
    return Actor(member_id=find_member_by_email(session, "moira@post.example").id)


@pytest.fixture
def group(make, moira):
    return make.community("Kitchen", lead=moira)


def test_a_need_is_put_forward_as_a_group_and_changed_and_taken_back(browse, make, group, session):
    make.conversation()
    page = browse.visit("/groups/kitchen/home").follow("Put a need forward as a group")
    assert page.value_of("Who says this?") == "Kitchen"
    page = page.fill(
        {
            "What needs to be different?": "The hall is locked all week.",
            "Which area is this about?": "All over, or not sure",
        }
    ).press("Carry on")
    page = page.press("Carry on", within="gets in the way")
    assert "Kitchen" in page.main
    assert "Your own name does not show." in page
    page = page.press("Send")
    assert page.path == "/groups/kitchen/home"
    assert "Waiting to be checked" in page
    assert "The hall is locked all week." not in browse.visit("/follow/")
    page = browse.visit("/groups/kitchen/home").follow("Change the words")
    page = page.fill({"What needs to be different?": ""}).press("Send our new words", status=422)
    assert "Write something in one of the two boxes." in page
    page = page.fill({"What needs to be different?": "The hall is cold."})
    assert "We have your new words." in page.press("Send our new words")
    page = browse.visit("/groups/kitchen/home").follow("Take it back")
    assert page.heading == "Take your group’s words back?"
    assert "The hall is cold." in page
    assert "The hall is cold." in page.follow("Keep them"), "a question alone takes nothing back"
    page = page.press("Take our words back")
    assert "Taken back. The words are gone" in page
    session.expire_all()
    (need,) = needs_of_group(session, group.id)
    assert need.moderation is Moderation.WITHDRAWN
    assert not page.has_link("Take it back")
    page = browse.visit(f"/groups/kitchen/needs/{need.id}/take-back", status=409)
    assert "Your group took this back already." in page
    page = browse.visit(f"/groups/kitchen/needs/{need.id}/change", status=409)
    assert "it cannot be changed" in page, "nobody types what could not be kept"


def test_a_closed_group_takes_its_words_back_and_writes_no_new_ones(
    browse, make, group, moira, session
):
    need = make.need_of_group(group, moira, words="The hall is locked all week.")
    backed = make.need()
    back_need(session, moira, group.id, backed.number, now=make.now)
    group.standing = Standing.CLOSED
    session.flush()
    page = browse.visit("/groups/kitchen/home")
    assert not page.has_link("Change the words")
    assert not page.has_link("Change your group’s page")
    assert "Take our backing back" not in page, "it counts nowhere any more"
    page = browse.visit(f"/groups/kitchen/needs/{need.id}/change", status=409)
    assert "It can take its words back, but not change them." in page
    assert "This group is closed here." in browse.visit("/groups/kitchen/change", status=409)
    people = browse.visit("/groups/kitchen/people")
    assert "Set a last day" not in people
    assert "Make a member" not in people
    page = browse.visit("/groups/kitchen/home").follow("Take it back")
    assert "The words are gone" in page.press("Take our words back")


def test_whoever_may_not_take_a_groups_need_back_is_not_asked(browse, make, session, group, moira):
    need = make.need_of_group(group, moira)
    address = f"/groups/kitchen/needs/{need.id}/take-back"
    other = browse.another()
    page = other.visit(address)
    assert page.path == "/account/join"
    joins(other, session, "sam@post.example")
    other.visit(address, status=404)


def test_what_a_group_says_waits_for_its_sign_in_and_is_never_said_by_somebody_else(
    browse, make, group, session
):
    make.conversation()
    page = browse.visit("/needs/new?group=kitchen").fill(
        {
            "What needs to be different?": "The hall is locked all week.",
            "Which area is this about?": "All over, or not sure",
        }
    )
    browse.visit("/account/").press("Sign out")
    page = page.press("Carry on", status=401)
    assert page.heading == "Sign in to go on"
    assert page.value_of("What needs to be different?") == "The hall is locked all week."
    page = page.press("Go on with what I typed", status=401)  # too early: nothing is lost
    joins(browse, session, "moira@post.example")
    page = page.press("Go on with what I typed", status=403)
    assert page.value_of("What needs to be different?") == "The hall is locked all week."
    page = page.press("Send").press("Carry on", within="gets in the way")
    assert session.scalars(select(Need)).all() == [], "nothing is sent by itself"
    assert page.press("Send").path == "/groups/kitchen/home"
    (need,) = needs_of_group(session, group.id)
    assert need.participant_id is None


def test_whoever_left_the_group_sees_that_the_words_would_be_their_own(make, browse, session):
    make.conversation()
    joins(browse, session, "sam@post.example")
    sam = Actor(member_id=find_member_by_email(session, "sam@post.example").id)
    make.in_group(make.community("Kitchen"), sam)
    page = browse.visit("/needs/new?group=kitchen").fill(
        {
            "What needs to be different?": "The hall is cold.",
            "Which area is this about?": "All over, or not sure",
        }
    )
    browse.visit("/groups/kitchen/leave").press("Leave this group")
    page = page.press("Carry on", status=422)
    assert page.errors == ["Choose one from the list."]
    assert page.value_of("Who says this?") == "I do, myself"


def test_a_lead_backs_a_need_and_everyone_sees_it_beside_people(browse, make, group):
    need = make.need(supports=2, title="Last bus leaves early")
    address = f"/needs/{need.code.lower()}"
    page = browse.visit(address).press("Kitchen stands behind this")
    assert "Your group stands behind this need now." in page
    other = browse.another()
    assert "And 1 group" in other.visit(address)
    assert "2 people" in other.visit(address)
    assert "and 1 group" in other.visit("/needs/")
    assert "Last bus leaves early" in other.visit("/groups/kitchen")
    page = browse.visit(address).press("Take Kitchen’s backing back")
    assert "Your group does not stand behind it any more." in page
    assert "and 1 group" not in other.visit("/needs/")


def test_members_who_lead_nothing_see_no_such_button(browse, make, moira):
    make.in_group(make.community("Kitchen"), moira, role=GroupRole.MEMBER)
    need = make.need()
    assert not browse.visit(f"/needs/{need.code.lower()}").has_button("stands behind this")
    assert not browse.another().visit(f"/needs/{need.code.lower()}").has_button("stands behind")


def test_a_group_one_does_not_belong_to_cannot_be_chosen(browse, make, group):
    make.community("Shed")
    page = browse.visit("/needs/new?group=shed")
    assert page.value_of("Who says this?") == "I do, myself"
    token = next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )
    data = {"csrf_token": token, "words": "Cold.", "place": "all-over", "as_group": "shed"}
    make.conversation()
    browse.post("/needs/new", {**data, "go": "send"}, status=422)


def test_the_need_of_a_group_says_who_put_it_forward(browse, make, group, moira):
    need = make.need_of_group(group, moira)
    page = browse.another().visit(f"/needs/{need.code.lower()}")
    assert "Kitchen put this forward" in page
    assert "No one yet" in page


def test_the_page_of_an_area_says_how_many_groups_stand_behind_a_need(browse, make, session):
    area = make.area("Coalbrae")
    need = make.need(title="The hall", area=area, supporters_from=area, supports=3)
    assert "and 1 group" not in browse.visit("/areas/coalbrae")
    need.groups = 1
    session.flush()
    make.need(title="Another", area=area, supporters_from=area)
    assert "and 1 group" in browse.another().visit("/areas/coalbrae").main
