"""Asking for a group, and changing what it says of itself."""

import pytest

from tests.members.letters import joins


def fills_in(page, **other):
    return page.fill(
        {
            "The name of your group": "Coalbrae Kitchen",
            "What kind of group is it?": "Community group",
            "Who are you, and what do you do?": "We cook on Tuesdays.",
            "All over": True,
            "How do you ask them?": "We ask whoever comes to a meeting",
            "Your name, as your group sees it": "Moira",
            "A phone number for one call": "01632 960 123",
            **other,
        }
    )


@pytest.fixture
def start(browse, session, make):
    make.area("Coalbrae")
    joins(browse, session, address="/account/join?next=/start-a-group")
    return browse.visit("/start-a-group")


def test_a_group_is_asked_for_from_the_front_page(browse, session, make):
    make.area("Coalbrae")
    page = browse.visit("/").follow("Groups and bodies").follow("Bring your group in")
    page.follow("Sign in with your e-mail")
    joins(browse, session, address="/account/join?next=/start-a-group")
    page = fills_in(browse.visit("/start-a-group")).press("Send")
    assert "We have it. Next we phone you once." in page
    assert "Waiting for its call" in page
    assert "Moira · lead · you" in page
    assert "We phone you next." in browse.visit("/account/").follow("Coalbrae Kitchen")
    browse.another().visit("/groups/coalbrae-kitchen", status=404)
    assert "Coalbrae Kitchen" not in browse.another().visit("/groups/")


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"The name of your group": "?!"}, "Type the name of your group."),
        ({"The name of your group": "Shed\u202e"}, "signs that nobody can see"),
        ({"The name of your group": "Сouncil of cooks"}, "two alphabets"),  # noqa: RUF001
        ({"The name of your group": "BRAIDVALE COUNCIL"}, "looks like it, is here"),
        ({"All over": False}, "Choose an area, or “All over”."),
        ({"How many people do you speak for?": "many"}, "Write a whole number"),
        ({"How many people do you speak for?": "310"}, "Say how you counted"),
        ({"How many people do you speak for?": "0" * 8 + "9" * 5_000}, "Write a whole number"),
        ({"A phone number for one call": "call me"}, "Type a phone number"),
        ({"Your name, as your group sees it": "Council staff"}, "Choose another name."),
        ({"Who are you, and what do you do?": ""}, "Say in a sentence who you are."),
        ({"What kind of group is it?": "Choose one"}, "Choose what kind of group it is."),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(start, typed, complaint):
    page = fills_in(start, **typed).press("Send", status=422)
    assert complaint in page
    assert "We cook on Tuesdays." in page or "Who are you, and what do you do?" in typed
    page = fills_in(page, **{name: "" for name in typed if name.startswith("How")})
    assert "We have it." in page.press("Send")


def test_every_sector_and_kind_of_the_requirements_is_offered(start):
    words = start.text
    for kind in (
        "Community group", "Faith group", "Local business", "Housing association",
        "Community development", "Public body", "Council service", "National body",
        "Professional association", "Police or fire service", "Health body", "Trade union",
    ):  # fmt: skip
        assert kind in words


def test_a_lead_changes_the_page(browse, session, make):
    joins(browse, session, "moira@post.example")
    from app.foundation.access import Actor  # noqa: PLC0415
    from app.members.queries import find_member_by_email  # noqa: PLC0415

    moira = find_member_by_email(session, "moira@post.example")
    make.area("Coalbrae")
    group = make.community("Kitchen", lead=Actor(member_id=moira.id))
    page = browse.visit(f"/groups/{group.slug}/home").follow("Change your group’s page")
    other = page.fill({"Who are you, and what do you do?": ""}).press("Keep this", status=422)
    assert "Say in a sentence who you are." in other
    done = page.fill({"Who are you, and what do you do?": "We bake."}).press("Keep this")
    assert "Your group’s page is changed." in done
    assert "We bake." in browse.another().visit(f"/groups/{group.slug}")
    stale = page.fill({"Who are you, and what do you do?": "We roast."})
    assert "We roast." in stale.press("Keep this", status=409)
