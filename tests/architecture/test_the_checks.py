"""The checks of every answer (tests/page_checks.py, tests/page.py) themselves: each can fail."""

import pytest
from flask import request

from app.extensions import db
from app.foundation.access import Role
from app.foundation.web.audience import public
from app.people.models import Attempt
from tests.page_checks import (
    complaints_about_page,
    complaints_about_part,
    parse_page,
    parse_part,
)

GOOD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Needs</title></head>
<body><a href="#main">Skip</a><main id="main"><h1>Needs</h1>
<form action="/needs" method="get"><label for="q">Search</label><input id="q" name="q">
<button type="submit">Go</button></form>
<form action="/me-too" method="post" hx-post="/me-too"><button type="submit">Me too</button></form>
<a href="/needs?after=2" hx-get="/needs?after=2">More</a>
</main></body></html>"""

SPOILT = [
    ("<title>Needs</title>", "<title> </title>", "has a title"),
    ("<h1>Needs</h1>", "<h2>Needs</h2>", "exactly one h1"),
    ("<h1>Needs</h1>", "<h1>Needs</h1><h1>More</h1>", "exactly one h1"),
    ('<html lang="en">', "<html>", "says the language"),
    ('<label for="q">Search</label>', "", "has no label"),
    ('for="q"', 'for="other"', "has no label"),
    ('<input id="q"', '<input id="main"', "ids are unique"),
    ('action="/needs" method="get"', 'action="/needs"', "says action and method"),
    ('action="/needs" method="get"', 'method="get"', "says action and method"),
    ("<h1>", '<h1 style="color: red">', "is refused by the browser"),
    ("<h1>", '<h1 onclick="go()">', "is refused by the browser"),
    ('href="/needs?after=2"', 'href="javascript:go()"', "is refused by the browser"),
    ("</body>", "<script>go()</script></body>", "scripts stand in static/js"),
    ("</body>", "<style>h1 {color: red}</style></body>", "styles stand in static/css"),
    ('hx-post="/me-too"', 'hx-post="/other"', "no plain twin"),
    ('hx-get="/needs?after=2"', 'hx-get="/other"', "no plain twin"),
    ('href="/needs?after=2" hx-get', "hx-get", "no plain twin"),
    ('<button type="submit">Me too</button>', '<button hx-delete="/x">Me too</button>', "no plain"),
    ('<button type="submit">Me too</button>', '<button type="submit"></button>', "has no words"),
    ('href="#main"', 'href="#nowhere"', "not on the page"),
    ("</h1>", "</h1></p>", "HTML is wrong"),
    ("<!DOCTYPE html>", "", "HTML is wrong"),
    ("<h1>", '<h1 class="a" class="b">', "HTML is wrong"),
]


def test_a_good_page_has_no_complaint():
    assert complaints_about_page(parse_page(GOOD), is_signed_in=False) == []


@pytest.mark.parametrize(("good", "bad", "said"), SPOILT)
def test_each_fault_of_a_page_is_found(good, bad, said):
    assert good in GOOD
    found = complaints_about_page(parse_page(GOOD.replace(good, bad, 1)), is_signed_in=False)
    assert any(said in each for each in found), found


def test_a_missing_token_is_found_where_somebody_is_signed_in():
    found = complaints_about_page(parse_page(GOOD), is_signed_in=True)
    assert any("has no token" in each for each in found)


def test_a_token_in_the_page_of_everyone_is_found():
    token = '<input type="hidden" name="csrf_token" value="x">'
    page = GOOD.replace('hx-post="/me-too">', f'hx-post="/me-too">{token}')
    assert complaints_about_page(parse_page(page), is_signed_in=True) == []
    found = complaints_about_page(parse_page(page), is_signed_in=False)
    assert any("shows a token" in each for each in found)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("<p>Thanks</p>", "root with an id"),
        ('Thanks <p id="it">Thanks</p>', "no words outside"),
        ('<p id="it">Thanks</div>', "HTML is wrong"),
    ],
)
def test_each_fault_of_a_part_is_found(part, said):
    found = complaints_about_part(parse_part(part), is_signed_in=False)
    assert any(said in each for each in found), found
    assert complaints_about_part(parse_part('<p id="it">Thanks</p>'), is_signed_in=False) == []


@pytest.fixture
def spoilt(fresh_database, now):
    """A portal with views that do what no view may do."""

    def writes():
        db.session.add(Attempt(kind="x", mark="x", at=now))
        db.session.flush()
        if request.args.get("commits"):
            db.session.commit()
        return GOOD

    def forgets():
        db.session.add(Attempt(kind="x", mark="x", at=now))
        return GOOD

    app = fresh_database.app
    for view in (writes, forgets):
        app.add_url_rule(f"/{view.__name__}", view_func=public(view), methods=["GET", "POST"])
    return fresh_database.browser()


def test_a_get_that_writes_is_found(spoilt):
    with pytest.raises(AssertionError, match="A GET changed the database"):
        spoilt.visit("/writes?commits=1")


@pytest.mark.parametrize("view", ["writes", "forgets"])
def test_a_forgotten_commit_is_found(spoilt, view):
    with pytest.raises(AssertionError, match="changes that nobody committed"):
        spoilt.post(f"/{view}")


def test_what_is_committed_is_no_complaint(spoilt):
    assert spoilt.post("/writes?commits=1").heading == "Needs"


@pytest.mark.parametrize(
    ("header", "value", "said"),
    [
        ("Content-Security-Policy", "script-src 'unsafe-inline'", "unsafe-inline"),
        ("X-Content-Type-Options", "", "lacks the header X-Content-Type-Options"),
        ("Cache-Control", "", "lacks the header Cache-Control"),
        ("Set-Cookie", "a=b", "gave a cookie"),
    ],
)
def test_each_fault_of_headers_is_found(fresh_database, header, value, said):
    app = fresh_database.app

    def spoil(response):
        response.headers[header] = value
        return response

    # What is registered first runs last, over what the portal set.
    app.after_request_funcs[None].insert(0, spoil)
    with pytest.raises(AssertionError, match=said):
        fresh_database.browser().open("/health/live")


def test_a_page_of_one_person_that_may_be_kept_is_found(browse, make, app):
    def keep(response):
        response.headers["Cache-Control"] = "no-cache"
        return response

    app.after_request_funcs[None].insert(0, keep)
    try:
        with pytest.raises(AssertionError, match="may be kept"):
            browse.sign_in(make.person(Role.PLANNER)).visit("/my-account")
    finally:
        app.after_request_funcs[None].remove(keep)
