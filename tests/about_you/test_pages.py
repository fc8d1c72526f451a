"""The questions as people meet them: after they said something, once, and never as a must."""

import pytest
from sqlalchemy import select

from app.about_you.models import AboutYouAnswer, Question
from app.about_you.operations import keep_answers
from app.about_you.queries import answers_of
from app.foundation.access import Role

CARD = "Answer a few questions"
AGAIN = "See, change or remove what you told about yourself"


def all_answers(session):
    session.expire_all()
    return {(row.question.value, row.answer) for row in session.scalars(select(AboutYouAnswer))}


@pytest.fixture
def taking_part(browse, make):
    actor = make.participant_actor()
    return browse.take_part_as(actor), actor


def test_a_visitor_is_told_when_and_gets_no_cookie(browse):
    answer = browse.open("/about-you/")
    assert "Set-Cookie" not in answer.headers
    page = browse.visit("/about-you/")
    assert "never before" in page
    assert not page.has_button("Keep my answers")


def test_nothing_is_asked_before_somebody_said_something(browse, make):
    need = make.need()
    for address in ("/", "/needs/", f"/needs/{need.code.lower()}", "/needs/new", "/follow/"):
        assert CARD not in browse.visit(address)


def test_from_the_receipt_to_the_answers_and_back(browse, make, session):
    make.conversation(), make.area("Links")
    page = browse.visit("/needs/new").fill(
        {"What needs to be different?": "A bench.", "Which area is this about?": "Links"}
    )
    page = page.press("Carry on").press("Carry on").press("Send")
    assert page.heading == "We have it. Thank you."
    page = page.follow(CARD)
    page = page.fill(
        {
            "I am… (choose all that fit)": ["I live here", "I work in services"],
            "How old are you?": "26 to 44",
            "Are you a disabled person?": "I’d rather not say",
        }
    ).press("Keep my answers")
    assert "We only count this" in page
    assert all_answers(session) == {
        ("kind", "resident"), ("kind", "works_in_services"), ("age", "26_44"),
        ("disability", "rather_not_say"),
    }  # fmt: skip
    assert CARD not in page
    page = page.follow(AGAIN)
    assert page.value_of("How old are you?") == "26 to 44"
    assert set(page.value_of("I am… (choose all that fit)")) == {
        "I live here", "I work in services"
    }  # fmt: skip


def test_who_says_no_is_not_asked_again(taking_part, session):
    browser, _actor = taking_part
    page = browser.visit("/follow/").press("No, thank you. Don’t ask again.")
    assert "We will not ask again" in page
    assert CARD not in page
    assert page.has_link(AGAIN)
    assert all_answers(session) == set()


def test_leaving_everything_empty_is_an_answer_too(taking_part, session):
    browser, _actor = taking_part
    page = browser.visit("/about-you/").press("Keep my answers")
    assert CARD not in page
    assert all_answers(session) == set()


def test_both_a_kind_and_rather_not_is_put_right_and_loses_nothing(taking_part, session):
    browser, _actor = taking_part
    page = browser.visit("/about-you/").fill(
        {
            "I am… (choose all that fit)": ["I live here", "I’d rather not say"],
            "How old are you?": "75 or older",
        }
    )
    page = page.press("Keep my answers", status=422)
    assert page.title.startswith("Error:")
    assert any("do not go together" in each for each in page.errors)
    assert page.value_of("How old are you?") == "75 or older"
    assert all_answers(session) == set()


def test_an_answer_that_is_none_is_refused(taking_part, session):
    browser, _actor = taking_part
    page = browser.post("/about-you/", {"age": "900", "kind": "king"}, status=422)
    assert len(page.errors) == 2
    assert all_answers(session) == set()


def test_answers_are_removed_at_once(taking_part, session, make, now):
    browser, actor = taking_part
    keep_answers(session, actor, {Question.AGE: ["65_74"]}, now=now)
    page = browser.visit("/about-you/").press("Remove everything I told")
    assert "Removed." in page
    assert page.value_of("How old are you?") == "Left empty"
    assert not page.has_button("Remove everything I told")
    assert answers_of(session, actor.participant_id) == {}


def test_without_the_cookie_nothing_is_kept(browse, session):
    for path in ("/about-you/", "/about-you/no-thanks", "/about-you/remove"):
        browse.post(path, {"age": "65_74"})
    assert all_answers(session) == set()


def test_people_signed_in_for_work_have_nothing_to_answer(browse, make, session):
    browser = browse.sign_in(make.person(Role.MODERATOR))
    page = browser.visit("/about-you/")
    assert not page.has_button("Keep my answers")


def test_the_page_is_never_kept(taking_part):
    browser, _actor = taking_part
    answer = browser.open("/about-you/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_page_of_others_shows_an_answer(browse, session, make, now):
    """Neither everyone nor a moderator, who reads the words, learns what their writer told."""
    writer = make.participant_actor()
    need = make.need(published=False, writer=writer)
    shown = make.need(writer=writer)
    keep_answers(session, writer, {Question.KIND: ["care_experienced"]}, now=now)
    moderator = browse.another().sign_in(make.person(Role.MODERATOR))
    pages = [
        browse.visit(f"/needs/{shown.code.lower()}"),
        moderator.visit(f"/moderation/needs/{need.id}"),
        moderator.visit(f"/needs/{shown.code.lower()}"),
    ]
    for page in pages:
        assert "I have been in care" not in page
        assert "care_experienced" not in page.html
