"""Asking somebody in by a letter, joining by its link, and the people of a group."""

import re

import pytest
from sqlalchemy import select

from app.foundation.access import Actor, Role
from app.group_invitations.models import GroupInvitation
from app.members.queries import find_member, find_member_by_email
from app.organisations.models import GroupRole, Standing
from app.organisations.queries import membership_of
from tests.members.letters import asks, code_for, joins, letters_to, link_for

MOIRA, SAM = "moira@post.example", "sam@post.example"


def signed_in(browser, session, email):
    joins(browser, session, email)
    return Actor(member_id=find_member_by_email(session, email).id)


@pytest.fixture
def moira(browse, session):
    return signed_in(browse, session, MOIRA)


@pytest.fixture
def group(make, moira):
    return make.community("Kitchen", lead=moira)


def asks_in(browse, email=SAM, status=200):
    page = browse.visit("/groups/kitchen/people").fill({"Their e-mail": email})
    return page.press("Send the letter", status=status)


def link_in_letter(session, email=SAM):
    letter = letters_to(session, email)[0]
    return re.search(r"http://localhost:8123(/group-invitation\?k=\S+)", letter.text)[1]


def test_a_lead_asks_somebody_in_who_joins_by_name(browse, session, make, group):
    page = asks_in(browse)
    assert "The letter is on its way." in page
    assert SAM in page
    link, other = link_in_letter(session), browse.another()
    page = other.visit(link)
    assert "First sign in with the e-mail that the letter came to." in page
    signed_in(other, session, SAM)
    page = other.visit(link)
    assert membership_of(session, group.id, find_member_by_email(session, SAM).id) is None
    page = page.fill({"Your name, as the group sees it": ""}).press("Join the group", status=422)
    assert "Type the name that your group sees." in page
    page = page.fill({"Your name, as the group sees it": "Sam"}).press("Join the group")
    assert "You belong to the group now." in page
    page = browse.visit("/groups/kitchen/people")
    assert "Sam" in page.words_of("h2")
    assert SAM not in page
    assert MOIRA not in other.visit("/groups/kitchen/people")
    assert "This link does not work any more." in other.visit(link)


def test_the_answer_is_the_same_for_known_and_unknown_addresses(browse, session, group, make):
    make.member("known@post.example")
    answers = [asks_in(browse, email) for email in ("known@post.example", "new@post.example")]
    assert [page.text.count("works until") for page in answers] == [1, 2]
    texts = [
        letters_to(session, each)[0].text for each in ("known@post.example", "new@post.example")
    ]
    assert len({re.sub(r"k=\S+", "", text) for text in texts}) == 1


def test_another_account_is_told_at_once_and_can_sign_in_with_the_right_e_mail(
    browse, session, make, group
):
    asks_in(browse)
    other, link = browse.another(), link_in_letter(session)
    signed_in(other, session, "other@post.example")
    page = other.visit(link)
    assert "This letter went to another e-mail than yours." in page
    assert SAM not in page
    assert not page.has_button("Join the group")
    page = page.press("Sign in with that e-mail")
    assert numbers_typed(page, session).address == link


def test_another_account_does_not_join_by_the_form(browse, session, make, group):
    asks_in(browse)
    other, link = browse.another(), link_in_letter(session)
    signed_in(other, session, SAM)
    page = other.visit(link).fill({"Your name, as the group sees it": "Sam"})
    find_member_by_email(session, SAM).email = "moved@post.example"
    page = page.press("Join the group", status=422)
    assert "This letter went to another e-mail than yours." in page


def numbers_typed(page, session, email=SAM):
    page = page.fill({"E-mail": email}, within="Residents: your e-mail")
    page = page.press("Send me six numbers")
    return page.fill({"Six numbers": code_for(session, email)}).press("Go on")


@pytest.mark.parametrize("near", ["First sign in", "My code"])
def test_signing_in_leads_back_to_the_invitation(browse, session, group, near):
    asks_in(browse)
    other, link = browse.another(), link_in_letter(session)
    page = numbers_typed(other.visit(link).follow("Sign in", within=near), session)
    assert page.address == link
    assert page.has_button("Join the group")


def test_other_visitors_are_led_to_no_invitation(browse, session, group):
    asks_in(browse)
    browse.another().visit(link_in_letter(session))
    assert "group-invitation" not in str(browse.another().visit("/groups/").links)


def test_new_numbers_and_a_device_with_words_still_lead_back(browse, session, group, make):
    asks_in(browse)
    other, link = browse.another(), link_in_letter(session)
    somebody = make.participant_actor()
    make.support(make.need(), somebody)
    other.take_part_as(somebody)
    page = other.visit(link).follow("Sign in", within="First sign in")
    page = page.fill({"E-mail": SAM}, within="Residents: your e-mail").press("Send me six numbers")
    page = numbers_typed(page.follow("Send another"), session)
    assert page.heading == "Put this with your account?"
    assert page.press("No, leave it").address == link


def test_an_invitation_called_back_is_dead(browse, session, group):
    page = asks_in(browse)
    assert "called back" in page.press("Call it back")
    assert "This link does not work any more." in browse.another().visit(link_in_letter(session))


def test_a_wrong_address_is_said_and_kept(browse, group):
    page = asks_in(browse, "sam at post", status=422)
    assert "Check the e-mail." in page
    assert page.value_of("Their e-mail") == "sam at post"


def test_a_fourth_letter_to_one_address_waits(browse, group):
    for _ in range(3):
        asks_in(browse)
    assert "We cannot send more letters today." in asks_in(browse, status=429)


def test_a_lead_makes_another_lead_sets_a_last_day_and_leaves(browse, make, group, session):
    sam = make.in_group(group)
    page = browse.visit("/groups/kitchen/people")
    page = page.follow("Leave this group")
    assert "only lead" in page
    assert not page.has_button("Leave this group")
    sams = find_member(session, sam.member_id).email
    page = browse.visit("/groups/kitchen/people").press("Make a lead: Sam")
    (letter,) = letters_to(session, sams)
    assert letter.subject == "You lead Kitchen now"
    assert "Changed." in page
    bad = page.fill({"Last day of Sam": ("1", "1", "2020")})
    page = bad.press("Set it: Sam", status=422)
    assert "has passed already" in page
    page = page.fill({"Last day of Sam": ("", "", "")}).press("Set it: Sam")
    assert page.follow("Leave this group").press("Leave this group").path == "/account/"
    session.expire_all()
    assert sam.role is GroupRole.LEAD
    browse.visit("/groups/kitchen/people", status=404)


def test_the_only_lead_stays_one_and_is_told_beside_her_people(browse, group):
    page = browse.visit("/groups/kitchen/people").press("Make a member", status=409)
    assert page.heading == "Who belongs to it"
    assert "You are the only lead without a last day. Make somebody else a lead first." in page.main
    assert "Your words are safe." not in page
    assert page.has_button("Make a member")


def test_a_member_sees_people_and_changes_nobody(browse, session, make):
    group = make.community("Kitchen")
    sam = make.in_group(group, signed_in(browse, session, SAM))
    other = make.in_group(group, shown_name="Ali")
    page = browse.visit("/groups/kitchen/people")
    assert "Ali" in page
    assert not page.has_button("Make a lead")
    assert not page.has_button("Send the letter")
    token = next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )
    for address in (
        f"/groups/kitchen/people/{other.id}/role",
        f"/groups/kitchen/people/{other.id}/last-day",
        f"/groups/kitchen/people/{other.id}/end",
        "/groups/kitchen/invitations",
    ):
        data = {"csrf_token": token, "role": "lead", "email": "a@post.example"}
        browse.post(address, data, status=404)
    assert page.follow("Leave this group").press("Leave this group").path == "/account/"
    session.expire_all()
    assert sam.ended_at is not None
    assert other.ended_at is None


def test_staff_do_not_join_by_a_link(browse, session, make, group):
    asks_in(browse)
    other = browse.another().sign_in(make.person(Role.MODERATOR))
    assert "You are signed in for work." in other.visit(link_in_letter(session))


# --- signed in elsewhere than where the letter was opened ---


def test_an_invitation_is_offered_in_whichever_browser_its_e_mail_signs_in(browse, session, group):
    asks_in(browse)
    asked = browse.another()
    asks(asked, SAM, address=f"/account/join?next={link_in_letter(session)}")
    phone = browse.another()
    page = phone.visit(link_for(session, SAM)).press("Sign me in")
    assert page.path == "/account/"
    assert "You are invited to Kitchen." in page
    page = page.follow("See the invitation")
    member = find_member_by_email(session, SAM)
    assert membership_of(session, group.id, member.id) is None
    page = page.fill({"Your name, as the group sees it": ""}).press("Join the group", status=422)
    assert "Type the name that your group sees." in page
    page = page.fill({"Your name, as the group sees it": "Sam"}).press("Join the group")
    assert "You belong to the group now." in page
    assert membership_of(session, group.id, member.id).shown_name == "Sam"
    assert "You are invited" not in phone.visit("/account/")
    (row,) = session.scalars(select(GroupInvitation)).all()
    assert "This invitation is over." in phone.visit(f"/account/group-invitations/{row.id}")


def test_nobody_else_is_offered_it(browse, session, group):
    asks_in(browse)
    (row,) = session.scalars(select(GroupInvitation)).all()
    address, other = f"/account/group-invitations/{row.id}", browse.another()
    assert browse.another().visit(address).path == "/account/join"
    signed_in(other, session, "other@post.example")
    page = other.visit("/account/")
    assert "You are invited" not in page
    other.visit(address, status=404)
    token = next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )
    other.post(address, {"csrf_token": token, "shown_name": "Sam"}, status=404)
    other.visit("/account/group-invitations/999", status=404)


def test_what_is_over_is_not_offered(browse, session, make, group):
    page = asks_in(browse)
    other = browse.another()
    signed_in(other, session, SAM)
    offered = other.visit("/account/").follow("See the invitation")
    page.press("Call it back")
    offered = offered.fill({"Your name, as the group sees it": "Sam"})
    assert "This invitation is over." in offered.press("Join the group", status=422)
    assert "You are invited" not in other.visit("/account/")
    asks_in(browse)
    assert "You are invited" in other.visit("/account/")
    for row in session.scalars(select(GroupInvitation)):
        row.expires_at = row.made_at
    session.flush()
    assert "You are invited" not in other.visit("/account/")


def test_a_group_that_rests_offers_nothing(browse, session, group):
    asks_in(browse)
    link, other = link_in_letter(session), browse.another()
    signed_in(other, session, SAM)
    assert "You are invited" in other.visit("/account/")
    group.standing = Standing.PAUSED
    session.flush()
    assert "You are invited" not in other.visit("/account/")
    page = other.visit(link)
    assert "This group takes nobody in just now." in page, "nobody types a name for nothing"
    assert "Join the group" not in page


def test_who_belongs_already_is_offered_only_what_changes_something(browse, session, make, group):
    other = browse.another()
    mine = signed_in(other, session, SAM)
    make.in_group(group, mine)
    asks_in(browse)
    assert "You are invited" not in other.visit("/account/")
    lead = "Lead: also asks people in, backs needs, changes your words"
    page = browse.visit("/groups/kitchen/people")
    page.fill({"Their e-mail": SAM, "As what?": lead}).press("Send the letter")
    assert "You are asked to lead Kitchen." in other.visit("/account/")
