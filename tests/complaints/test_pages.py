"""The form for anyone and the register, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.complaints.models import DataComplaint
from app.complaints.operations import FROM_ONE_PREFIX_AN_HOUR
from app.foundation.access import Role
from app.letters.models import LetterKind
from tests.members.letters import EMAIL, letters_to

WORDS = "The page of N-0001 says in which street I live."


def fills(browser, words=WORDS, **more):
    page = browser.visit("/").follow("Complain about your data")
    answers = {"What is it about?": "Something about me shows here", "What happened?": words}
    return page.fill(answers | more)


def test_anyone_complains_without_an_account(browse, session):
    page = fills(browse).press("Send my complaint")
    assert page.heading == "Your complaint came"
    assert "C-0001" in page
    assert "1 April 2026" in page
    assert WORDS not in page
    assert "Set-Cookie" not in page.response.headers
    complaint = session.scalar(select(DataComplaint))
    assert (complaint.words, complaint.email) == (WORDS, "")
    assert browse.visit("/complain-about-data/received?r=forged", status=404)


def test_whoever_leaves_an_email_gets_word_at_once_and_the_answer(browse, session, make):
    page = fills(browse, **{"Your e-mail": " GORDON@post.example "}).press("Send my complaint")
    assert "We also write to your e-mail" in page
    (word,) = letters_to(session)
    assert word.kind is LetterKind.COMPLAINT_RECEIVED
    assert "C-0001" in word.text
    assert WORDS not in word.text
    staff = browse.another().sign_in(make.person(Role.ADMIN))
    page = staff.visit("/staff/").follow("Complaints about data").follow("C-0001")
    assert WORDS in page
    assert EMAIL not in page.html, "addresses of people are never shown"
    assert len(page.press("Send the answer", status=422).errors) == 2
    page = page.fill({
        "Your answer": "We took <b>it</b> down.",
        "What came of it?": "They are right: we put it right",
    }).press("Send the answer")  # fmt: skip
    assert "goes by e-mail" in page
    answer = letters_to(session)[0]
    assert answer.kind is LetterKind.COMPLAINT_ANSWERED
    assert "We took <b>it</b> down." in answer.text
    assert "&lt;b&gt;" in answer.html
    page = page.press("Close it")
    assert "No complaint is open." in page
    assert "They are right: we put it right" in page


def test_bad_answers_get_a_sentence_and_lose_nothing(browse):
    page = browse.visit("/complain-about-data").fill({"Your e-mail": "no address"})
    page = page.fill({"What happened?": "  "}).press("Send my complaint", status=422)
    assert page.errors == [
        "Choose what it is about.",
        "Write a few words.",
        "Check the e-mail. It looks like name@post.example.",
    ]
    long = fills(browse, "x" * 5001).press("Send my complaint", status=422)
    assert long.value_of("What happened?") == "x" * 5001


def test_two_presses_make_one_complaint_and_one_letter(browse, session):
    for _ in range(2):
        fills(browse, **{"Your e-mail": EMAIL}).press("Send my complaint")
    assert len(session.scalars(select(DataComplaint)).all()) == 1
    assert len(letters_to(session)) == 1


def test_a_flood_waits_and_keeps_what_was_typed(browse):
    for number in range(FROM_ONE_PREFIX_AN_HOUR):
        fills(browse, f"Complaint {number}").press("Send my complaint")
    page = fills(browse, "One more").press("Send my complaint", status=429)
    assert "Very many complaints came just now." in page
    assert page.value_of("What happened?") == "One more"


def test_the_register_shows_the_clock_late_first(browse, session, make, now):
    for words in ("first", "second"):
        fills(browse, words).press("Send my complaint")
    late = session.scalars(select(DataComplaint).order_by(DataComplaint.id)).all()[1]
    late.due_on = make.today - timedelta(days=1)
    staff = browse.another().sign_in(make.person(Role.ADMIN))
    page = staff.visit("/complaints/")
    assert "1 is late." in page
    rows = page.words_of("tr")
    assert "C-0002" in rows[1]
    assert "Late" in rows[1]
    assert "30 days left" in rows[2]
    answer = staff.open("/complaints/register.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.get_data(as_text=True).count("\r\n") == 3


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_else_reads_the_register(browse, make, role):
    staff = browse.sign_in(make.person(role))
    for address in ("/complaints/", "/complaints/1", "/complaints/register.csv"):
        assert staff.open(address).status_code == 403
