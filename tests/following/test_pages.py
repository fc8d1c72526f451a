"""Following on the pages: pressing, joining first, stopping, what one follows, how often."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.following.models import Follower, Following, FollowKind, HowOften
from app.foundation.access import Actor, Role
from app.history.models import HistoryEntry
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.people.models import Member
from tests.members.letters import EMAIL, code_for, joins

SAID = {
    "Which area is this about?": "All over, or not sure",
    "What needs to be different?": "A bench by the school gate, please.",
}
FOLLOWED = "You follow this now. We write when there is news, once a day at most."


def hide(session, make, need):
    moderation.hide_need(
        session, make.actor(Role.MODERATOR), need.id, ReasonCode.HURTFUL, revision=need.revision,
        now=make.now,
    )  # fmt: skip
    session.flush()


def token_on(page):
    return next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )


def followed(session):
    session.expire_all()
    return session.execute(select(Following.kind, Following.thing_id)).all()


@pytest.fixture
def place(make):
    """One of each thing that can be followed, with its page."""
    ward = make.ward("Coalbrae ward")
    area = make.area("Coalbrae", ward=ward)
    theme = make.theme("Getting there and home")
    need = make.need(title="The last bus leaves too early", area=area, theme=theme)
    outcome = make.outcome()
    action = make.action(need, outcome=outcome)
    return {
        f"/needs/{need.code.lower()}": (FollowKind.NEED, need.id),
        f"/themes/{theme.code.lower()}": (FollowKind.THEME, theme.id),
        f"/plan/actions/{action.code.lower()}": (FollowKind.ACTION, action.id),
        f"/plan/outcomes/{outcome.code.lower()}": (FollowKind.OUTCOME, outcome.id),
        f"/areas/{area.slug}": (FollowKind.PLACE, area.id),
        f"/wards/{ward.slug}": (FollowKind.PLACE, ward.id),
    }


def test_a_member_follows_each_thing_from_its_page_and_stops_there(browse, session, place):
    joins(browse, session)
    for address, thing in place.items():
        page = browse.visit(address).press("Follow")
        assert page.path == address
        assert FOLLOWED in page
        assert followed(session) == [thing]
        page = page.press("Stop following")
        assert page.path == address
        assert page.has_button("Follow")
        assert followed(session) == []


def test_a_visitor_joins_first_and_presses_again_on_the_same_page(browse, session, place):
    address, thing = next(iter(place.items()))
    page = browse.visit(address).press("Follow")
    assert page.path == "/account/join"
    assert followed(session) == []
    page = page.fill({"E-mail": EMAIL}, within="Residents: your e-mail").press(
        "Send me six numbers"
    )
    page = page.fill({"Six numbers": code_for(session)}).press("Go on")
    assert page.path == address
    assert "You are signed in. Press the button, and you follow this." in page
    assert followed(session) == [], "nothing happens without a press"
    page.press("Follow")
    assert followed(session) == [thing]


@pytest.mark.parametrize("answer", ["Yes, it was me", "No, leave it"])
def test_the_wish_is_kept_over_the_question_about_the_device(browse, session, make, place, answer):
    address = next(iter(place))
    writer = make.participant_actor()
    make.need(writer=writer)
    page = browse.take_part_as(writer).visit(address).press("Follow")
    page = page.fill({"E-mail": EMAIL}, within="Residents: your e-mail")
    page = page.press("Send me six numbers")
    page = page.fill({"Six numbers": code_for(session)}).press("Go on")
    assert page.heading == "Put this with your account?"
    assert page.press(answer).path == address


def test_pages_are_the_same_for_everyone_without_a_cookie(browse, place, queries_made):
    for address in place:
        answer = browse.open(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.data == browse.another().open(address).data
        with queries_made() as made:
            browse.open(address)
        assert not any("following" in each or "follower" in each for each in made)


def test_people_at_work_have_no_button_and_cannot_follow(browse, make, session, place):
    browse.sign_in(make.person(Role.PLANNER))
    address = next(iter(place))
    page = browse.visit(address)
    assert not page.has_button("Follow")
    token = token_on(page)
    about = address.rpartition("/")[2].upper()
    browse.post("/following/", {"about": about, "csrf_token": token}, status=403)
    assert followed(session) == []


def test_what_i_follow_lists_each_thing_with_a_way_to_stop(browse, session, place):
    joins(browse, session)
    for address in place:
        browse.visit(address).press("Follow")
    page = browse.visit("/account/").follow("What I follow, and letters about it")
    assert page.heading == "What I follow"
    for address in place:
        assert any(href == address for _words, href in page.links)
    page = page.press("Stop following", within="The last bus leaves too early")
    assert "The last bus leaves too early" not in page
    assert len(followed(session)) == len(place) - 1
    assert page.follow("Coalbrae ward").has_button("Stop following")


def test_what_i_follow_sends_as_many_statements_for_many_things(
    browse, session, make, queries_made
):
    joins(browse, session)

    def statements():
        with queries_made() as made:
            browse.visit("/following/")
        return len(made)

    browse.visit(f"/needs/{make.need().code}").press("Follow")
    few = statements()
    for _ in range(5):
        browse.visit(f"/needs/{make.need().code}").press("Follow")
    assert statements() == few


def test_a_hidden_need_shows_no_words_but_can_be_stopped(browse, session, make):
    joins(browse, session)
    need = make.need(title="Words that will be hidden")
    browse.visit(f"/needs/{need.code}").press("Follow")
    hide(session, make, need)
    page = browse.visit("/following/")
    assert "Words that will be hidden" not in page
    assert need.code not in page
    assert "Something that does not show now" in page
    page.press("Stop following", within="Something that does not show now")
    assert followed(session) == []


def test_nobody_follows_what_does_not_show(browse, session, make):
    joins(browse, session)
    page = browse.visit("/following/")
    token = token_on(page)
    waiting = make.need(published=False)
    assert waiting.code is None
    for about in ("", "N-9999", "T-9999", "A-0001", "O-0001", "area:nowhere", "ward:", "X-0001",
                  "need", "N-0000000000001"):  # fmt: skip
        answer = browse.open("/following/", "POST", data={"about": about, "csrf_token": token})
        assert answer.status_code == 404, about
    assert followed(session) == []


def test_nobody_stops_what_another_follows(browse, session, make):
    joins(browse, session)
    need = make.need()
    browse.visit(f"/needs/{need.code}").press("Follow")
    number = session.scalar(select(Following.id))
    other = browse.another()
    joins(other, session, "other@post.example")
    page = other.visit("/following/")
    token = token_on(page)
    other.post(f"/following/{number}/stop", {"csrf_token": token})
    assert followed(session) == [(FollowKind.NEED, need.id)]


def test_how_often_is_chosen_and_following_again_asks_for_letters_again(browse, session, make):
    joins(browse, session)
    page = browse.visit("/following/").fill({"How often may we write?": "No letters"})
    page = page.press("Keep this")
    assert "You get no letters now." in page
    assert session.scalar(select(Follower.how_often)) is HowOften.NONE
    assert "one letter a day at most" in page
    page = page.fill({"How often may we write?": "Once a week, if there is news"})
    page = page.press("Keep this")
    assert "You get no letters now." not in page
    assert "one letter a week at most" in page
    assert "one letter a day at most" not in page
    session.expire_all()
    assert session.scalar(select(Follower.how_often)) is HowOften.WEEKLY
    browse.visit("/following/").fill({"How often may we write?": "No letters"}).press("Keep this")
    browse.visit(f"/needs/{make.need().code}").press("Follow")
    session.expire_all()
    assert session.scalar(select(Follower.how_often)) is HowOften.DAILY
    verbs = session.scalars(
        select(HistoryEntry.verb)
        .where(HistoryEntry.verb.startswith("chose letters"))
        .order_by(HistoryEntry.id)
    ).all()
    assert verbs == [f"chose letters: {each}" for each in ("none", "weekly", "none", "daily")]


def test_a_choice_that_is_none_of_ours_is_refused_with_a_sentence(browse, session):
    joins(browse, session)
    page = browse.visit("/following/")
    token = token_on(page)
    page = browse.post(
        "/following/how-often", {"how_often": "hourly", "csrf_token": token}, status=422
    )
    assert "Choose one from the list." in page
    assert session.scalar(select(func.count()).select_from(Follower)) == 0


def test_own_words_are_asked_about_once_after_sending(browse, session, make):
    make.conversation()
    joins(browse, session)

    def sends():
        page = browse.visit("/needs/new").fill(
            {"Which area is this about?": "All over, or not sure"}
        )
        page = page.fill({"What needs to be different?": "A bench by the school gate, please."})
        return page.press("Carry on").press("Carry on").press("Send")

    page = sends()
    assert "Shall we write to you?" in page
    assert followed(session) == [], "off unless chosen"
    assert "Shall we write to you?" in sends(), "not answered yet"
    page.press("No letters")
    assert followed(session) == []
    page = sends()
    assert "Shall we write to you?" not in page
    page = browse.visit("/following/").press("Follow", within="My own words")
    assert followed(session) == [(FollowKind.OWN_WORDS, 0)]
    page.press("Stop following", within="My own words")
    assert followed(session) == []


def test_yes_after_sending_follows_ones_own_words(browse, session, make):
    make.conversation()
    joins(browse, session)
    page = browse.visit("/needs/new").fill(SAID)
    page = page.press("Carry on").press("Carry on").press("Send").press("Yes, write to me")
    assert page.path == "/following/"
    assert followed(session) == [(FollowKind.OWN_WORDS, 0)]


def test_the_receipt_of_a_visitor_leads_to_joining(browse, make):
    make.conversation()
    page = browse.visit("/needs/new").fill(SAID)
    page = page.press("Carry on").press("Carry on").press("Send")
    assert page.follow("Join with an e-mail").path == "/account/join"


def test_pages_show_no_button_where_no_letter_goes_out(browse, app, place, monkeypatch):
    known = app.extensions["portal_settings"]
    monkeypatch.setitem(app.extensions, "portal_settings", replace(known, demo=False))
    for address in place:
        assert not browse.visit(address).has_button("Follow")
    about = next(iter(place)).rpartition("/")[2].upper()
    assert browse.open("/following/", "POST", data={"about": about}).status_code == 404


def test_an_account_that_is_followed_by_nothing_has_a_page(browse, session):
    assert browse.visit("/following/").path == "/account/join"
    page = joins(browse, session, address="/account/join?next=/following/")
    assert page.path == "/following/"
    assert "You follow nothing yet." in page
    assert session.scalar(select(func.count()).select_from(Member)) == 1


def test_a_member_follows_what_their_group_put_forward(browse, session, make):
    joins(browse, session)
    me = session.scalar(select(Member.id).where(Member.email == EMAIL))
    group = make.community("Kitchen")
    mine = make.in_group(group, Actor(member_id=me))
    session.commit()
    page = browse.visit("/groups/kitchen/home")
    assert "Each of you chooses alone." in page
    page = page.press("Follow")
    assert page.path == "/groups/kitchen/home"
    assert FOLLOWED in page
    assert followed(session) == [(FollowKind.GROUP, mine.id)]
    page = page.follow("What I follow")
    assert "What your group put forward" in page
    assert page.has_link("Kitchen")
    page = page.press("Stop following")
    assert followed(session) == []
    browse.visit("/groups/kitchen/home").press("Follow")
    mine.ended_at = make.now
    session.commit()
    assert not browse.visit("/following/").has_link("Kitchen")
    assert "Follow" not in browse.visit("/groups/kitchen")


def test_nobody_else_follows_a_group(browse, session, make):
    joins(browse, session)
    make.community("Kitchen")
    session.commit()
    page = browse.visit("/following/")
    for slug in ("kitchen", "no-such-group"):
        data = {"about": f"group:{slug}", "csrf_token": token_on(page)}
        browse.post("/following/", data, status=404)
    assert followed(session) == []
