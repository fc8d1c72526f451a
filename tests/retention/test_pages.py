"""How long things are kept, and every cookie, as anyone reads it."""

from datetime import timedelta

import pytest

from app.retention.table import TABLE, in_words
from tests.members.letters import joins


def test_the_page_is_made_from_the_table(browse):
    page = browse.visit("/").follow("Privacy in plain words").follow("How long we keep each")
    assert page.path == "/privacy/how-long"
    rows = page.words_of("tr")
    assert len(rows) == len(TABLE) + 1
    with browse.app.test_request_context():
        for kept, words in zip(TABLE, rows[1:], strict=True):
            for part in (kept.what, kept.why, kept.how_long, kept.then):
                assert str(part) in words
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize(
    ("time", "words"),
    [(timedelta(minutes=30), "30 minutes"), (timedelta(hours=1), "1 hour"),
     (timedelta(days=1), "1 day"), (timedelta(days=90), "90 days"),
     (timedelta(days=400), "400 days"), (timedelta(days=365), "12 months"),
     (timedelta(days=730), "24 months")],
)  # fmt: skip
def test_times_read_as_people_say_them(app, time, words):
    with app.test_request_context():
        assert in_words(time) == words


def test_every_cookie_that_is_ever_set_is_on_the_page(browse, session, make):
    need = make.need()
    browse.visit(f"/needs/{need.code.lower()}").press("me too")
    joins(browse, session)
    page = browse.visit("/").follow("Cookies")
    listed = page.words_of("th")
    given = {cookie.key for cookie in browse.client._cookies.values()}
    assert given == {"participant", "session"}  # the note went with the page that it was for
    assert {*given, "noted"} <= set(listed)
    assert len(page.words_of("tr")) == 4
    assert "400 days" in page
    assert "14 days" in page
    assert "12 hours" in page
