"""The page where administrators search for somebody who asks what is kept about them."""

import pytest
from sqlalchemy import select

from app.foundation.access import Role
from app.history import operations as history
from app.history.models import HistoryEntry, HistoryNote
from app.needs.models import Moderation

NAME, REQUEST = "Name, e-mail or phone number", "For which request?"


@pytest.fixture
def admin(browse, make):
    return browse.sign_in(make.person(Role.ADMIN, name="Ada"))


def searches(browser, words, request="letter 14", **more):
    page = browser.visit("/data-requests/").fill({NAME: words, REQUEST: request})
    return page.press("Search", **more)


def test_an_administrator_finds_words_and_goes_to_where_they_stand(admin, make):
    need = make.need(words="Senga <b>Lawrie</b> lives at number 5")
    need.moderation = Moderation.HIDDEN
    page = admin.visit("/staff/").follow("What do we keep about somebody?")
    page = page.fill({NAME: "lawrie", REQUEST: "letter 14"}).press("Search")
    assert "Needs (1)" in page
    assert page.words_of("mark") == ["Lawrie"]
    assert "Senga &lt;b&gt;<mark>Lawrie</mark>&lt;/b&gt;" in page.html
    assert (page.value_of(NAME), page.value_of(REQUEST)) == ("lawrie", "letter 14")
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert "lawrie" not in page.path
    there = page.follow(need.code)
    assert there.heading == "Remove these words for somebody?"
    assert "lives at number 5" in there


def test_the_history_keeps_who_and_why_and_not_the_words(admin, session):
    searches(admin, "Lawrie")
    page = admin.visit("/complaints/").follow("Search all kept words")
    page = page.follow("The history says who searched, and for which request.")
    assert "Ada searched kept words for a request" in page
    assert "letter 14" in page
    kept = session.scalars(select(HistoryNote.words)).all()
    assert kept
    assert not any("lawrie" in words.lower() for words in kept)


def test_a_note_leads_to_its_line_in_the_history(admin, session, make, now):
    moderator = make.actor(Role.MODERATOR)
    need = make.need()
    history.record(session, moderator, "hid", need, now=now, note="Names Senga Lawrie")
    page = searches(admin, "senga lawrie").follow(need.code)
    assert page.heading == "Who did what, and why"
    assert "Names Senga Lawrie" in page


def test_groups_members_and_what_was_never_public(admin, make):
    make.community("Pals of Senga", shown_name="Senga B")
    make.need(published=False, words="Senga waits")
    page = searches(admin, "senga")
    assert page.has_link("Pals of Senga")
    assert "Names of people in groups (1)" in page
    assert page.has_link("Never public")


def test_an_email_says_yes_or_no_and_names_nobody(admin, make):
    make.member("gordon@post.example")
    page = searches(admin, " Gordon@POST.example ")
    assert "An account has it." in page
    assert "Nobody signs in for work with it." in page
    page = searches(admin, "gordo@post.example")
    assert "No account has it." in page
    assert "gordon@post.example" not in page.html
    page = searches(admin, "gordon")
    assert "This e-mail" not in page
    assert "gordon@post.example" not in page.html
    assert "These words stand nowhere" in page


def test_an_email_of_a_complaint_leads_to_it(admin, browse):
    page = browse.another().visit("/complain-about-data")
    page.fill({
        "What is it about?": "Something else", "What happened?": "x y z",
        "Your e-mail": "gordon@post.example",
    }).press("Send my complaint")  # fmt: skip
    page = searches(admin, "gordon@post.example")
    assert "Complaints that left it:" in page
    assert page.follow("C-0001").heading == "Complaint C-0001"


@pytest.mark.parametrize(
    ("words", "request_", "error"),
    [
        ("", "letter 14", "Type 3 letters or numbers, or more."),
        ("a-b%", "letter 14", "Type 3 letters or numbers, or more."),
        ("x" * 201, "letter 14", "Make this 200 characters or fewer."),
        ("lawrie", "", "Say for which request you search."),
        ("lawrie", "x" * 81, "Make this 80 characters or fewer."),
        ("lawrie", "Mrs LAWRIE", "Leave out what you search for. Write the number of the letter."),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(admin, session, words, request_, error):
    page = searches(admin, words, request_, status=422)
    assert page.errors == [error]
    assert (page.value_of(NAME), page.value_of(REQUEST)) == (words, request_)
    verbs = session.scalars(select(HistoryEntry.verb)).all()
    assert "searched kept words for a request" not in verbs


def test_more_than_a_hundred_are_told(admin, make):
    for number in range(101):
        make.theme(f"Senga {number}")
    page = searches(admin, "senga")
    assert "Themes (100+)" in page
    assert "There are more than 100." in page


def test_others_find_no_such_page(browse, make):
    for role in (Role.MODERATOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER):
        staff = browse.another().sign_in(make.person(role))
        staff.visit("/data-requests/", status=403)
