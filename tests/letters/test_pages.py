"""The page of letters: only in a demo that sends none."""

from dataclasses import replace

import pytest

from app.foundation.mail_server import MailServer, Security
from tests.page_checks import words_in


def articles(page):
    return [words_in(each) for each in page.tree.all("article")]


def test_a_newcomer_reads_the_letter_in_full(browse, session, post):
    post(session, text="Your code is 123456.\n\nIt holds for 15 minutes: http://localhost/x\n")
    page = browse.visit("/letters/")
    (letter,) = articles(page)
    assert letter.startswith("Your code To resident@example.org, 2 March 2026 at 10:00")
    assert "Your code is 123456." in letter
    assert page.has_link("http://localhost/x")


def test_it_is_kept_by_nobody(browse, session, post):
    post(session)
    assert browse.visit("/letters/").response.headers["Cache-Control"] == "private, no-store"


def test_the_newest_twenty_stand_there_newest_first(browse, session, post):
    for number in range(21):
        post(session, subject=f"Letter {number:02}")
    shown = [each[:9] for each in articles(browse.visit("/letters/"))]
    assert shown == [f"Letter {number:02}" for number in range(20, 0, -1)]


@pytest.mark.parametrize(
    "words",
    [
        "{{config}}",
        "%(x)s",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "🚌 حافلة",
    ],
)
def test_words_stand_there_as_they_are(browse, session, post, words):
    post(session, subject=words, text=f"{words}\n", html=f"<p>{words}</p>")
    (letter,) = articles(browse.visit("/letters/"))
    assert letter.count(words) == 2


def test_an_empty_outbox_says_so(browse):
    assert "There is no letter yet." in browse.visit("/letters/")


SERVER = MailServer(host="127.0.0.1", port=1025, security=Security.NONE)


@pytest.mark.parametrize("change", [{"mail_server": SERVER}, {"demo": False}])
def test_elsewhere_there_is_no_such_page(browse, app, session, post, monkeypatch, change):
    post(session)
    known = app.extensions["portal_settings"]
    monkeypatch.setitem(app.extensions, "portal_settings", replace(known, **change))
    page = browse.visit("/letters/", status=404)
    assert "Your code" not in page
