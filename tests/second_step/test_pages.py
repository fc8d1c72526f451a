"""The second step at sign-in, setting it up, sessions that end, and one's own sign-in."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.access import Role
from app.letters.models import LetterKind, OutgoingLetter
from app.locks import queries
from app.people import sessions
from tests.builders import PASSWORD
from tests.people.steps import NUMBERS, new_numbers, numbers_shown, second_step, set_up_app

DO_NOT_FIT = "These numbers do not fit. Wait for new ones, then type those."


@pytest.fixture
def moderator(make):
    return make.person(Role.MODERATOR)


def first_step(browser, person, status=200):
    page = browser.visit("/sign-in").fill({"E-mail": person.email, "Password": PASSWORD})
    return page.press("Sign in", status=status)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def token_on(page):
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value")


def letters_to(session, person):
    return session.scalars(
        select(OutgoingLetter.kind).where(OutgoingLetter.to_address == person.email)
    ).all()


# --- two steps ---


def test_a_password_alone_opens_nothing(browse, moderator):
    page = first_step(browse, moderator)
    assert page.heading == "One more step"
    assert not page.shows_sign_out
    browse.visit("/moderation/", status=401)
    browse.visit("/my-account", status=401)
    assert second_step(browse.visit("/sign-in/second")).path == "/moderation/"


def test_the_second_step_alone_is_nothing(browse, moderator, session, now):
    assert browse.visit("/sign-in/second").path == "/sign-in"
    page = browse.post("/sign-in/second", {"numbers": new_numbers(session, now)})
    assert page.path == "/sign-in"


@pytest.mark.parametrize("typed", ["000000", "12345", "🚌", "1" * 5000])
def test_wrong_numbers_are_told_and_counted(browse, session, moderator, typed):
    page = first_step(browse, moderator).fill({NUMBERS: typed}).press("Go on", status=422)
    assert page.errors == [DO_NOT_FIT]
    session.expire_all()
    assert queries.find_app(session, moderator.id).failures == 1
    browse.visit("/moderation/", status=401)


def test_no_numbers_are_asked_for_again_and_not_counted(browse, session, moderator):
    page = first_step(browse, moderator).fill({NUMBERS: " "}).press("Go on", status=422)
    assert page.errors == ["Type the six numbers that your app shows now."]
    session.expire_all()
    assert queries.find_app(session, moderator.id).failures == 0


def test_after_five_wrong_tries_the_right_numbers_wait(browse, moderator, monkeypatch, now):
    page = first_step(browse, moderator)
    for _ in range(5):
        page = page.fill({NUMBERS: "000000"}).press("Go on", status=422)
    page = page.fill({NUMBERS: numbers_shown(page)}).press("Go on", status=429)
    assert "Wait 10 minutes, then try again." in page
    other = browse.another()
    page = first_step(other, moderator)  # from another browser, too
    page.fill({NUMBERS: numbers_shown(page)}).press("Go on", status=429)
    at(monkeypatch, now + timedelta(minutes=10))
    assert second_step(other.visit("/sign-in/second")).path == "/moderation/"


def test_the_way_between_the_steps_is_short_and_ends_with_the_sessions(
    browse, session, moderator, monkeypatch, now
):
    first_step(browse, moderator)
    at(monkeypatch, now + sessions.STEP_LIVES)
    assert browse.visit("/sign-in/second").path == "/sign-in"
    at(monkeypatch, now)
    assert browse.visit("/sign-in/second").path == "/sign-in/second"
    moderator.session_number += 1
    assert browse.visit("/sign-in/second").path == "/sign-in"
    first_step(browse, moderator)
    moderator.is_closed = True
    assert browse.visit("/sign-in/second").path == "/sign-in"


def test_numbers_are_shown_in_the_demo_and_nowhere_else(browse, app, moderator, monkeypatch):
    assert "would show these numbers now" in first_step(browse, moderator)
    settings = app.extensions["portal_settings"]
    monkeypatch.setitem(app.extensions, "portal_settings", replace(settings, demo=False))
    page = browse.visit("/sign-in/second")
    assert "would show these numbers now" not in page
    assert not re.search(r"\b\d{6}\b", page.main)
    browse.sign_in(moderator).visit("/sign-in/set-up").press("Set up an app")
    page = browse.visit("/sign-in/set-up/app")
    assert "would show these numbers now" not in page
    assert "would show these numbers now" not in browse.visit("/my-account/second")


def test_each_step_begins_a_new_session(browse, moderator):
    def plant(name):
        with browse.client.session_transaction(base_url=browse.address) as cookie:
            cookie[name] = "by somebody else"

    plant("planted")
    page = first_step(browse, moderator)
    plant("planted again")
    second_step(page)
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        assert not {"planted", "planted again", sessions.STEP, sessions.NEXT} & cookie.keys()


# --- how long a session lasts ---


def test_a_session_lasts_twelve_hours_at_most(browse, moderator, monkeypatch, now):
    browse.sign_in(moderator)
    at(monkeypatch, now + timedelta(hours=12, seconds=-1))
    browse.visit("/moderation/")
    at(monkeypatch, now + timedelta(hours=12))
    browse.visit("/moderation/", status=401)


def test_a_new_password_does_not_make_it_last_longer(browse, moderator, monkeypatch, now):
    browse.sign_in(moderator)
    at(monkeypatch, now + timedelta(hours=11))
    page = browse.visit("/my-account").fill(
        {"Password you use now": PASSWORD, "New password": "entirely new words"}
    )
    page.press("Change my password")
    at(monkeypatch, now + timedelta(hours=12))
    browse.visit("/moderation/", status=401)


def test_a_session_ends_after_sixty_minutes_without_a_press(browse, moderator, monkeypatch):
    monkeypatch.undo()  # cookies are signed by the real clock
    second_step(first_step(browse, moderator))
    real = clock.real_now()
    at(monkeypatch, real + timedelta(minutes=59))
    browse.visit("/moderation/")
    at(monkeypatch, real + timedelta(minutes=61))
    browse.visit("/moderation/", status=401)


@pytest.mark.parametrize("named", ["1:0", "1:0:", "1:0:x", "1:0:-5", "x:0:1", "1", "", ":::"])
def test_what_names_no_session_is_nobody(browse, moderator, named):
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        cookie["_user_id"] = named
    browse.visit("/moderation/", status=401)


# --- setting up ---


def test_whoever_has_no_second_step_sets_one_up_before_anything_else(browse, session, make):
    person = make.person(Role.MODERATOR, has_app=False)
    page = first_step(browse, person)
    assert page.heading == "Set up your second step"
    for address in ("/moderation/", "/my-account"):
        browse.visit(address, status=401)
    page = page.press("Set up an app")
    assert "No camera? Type this into the app instead:" in page
    assert page.fill({NUMBERS: "000000"}).press("My app works", status=422).errors == [DO_NOT_FIT]
    assert page.fill({NUMBERS: ""}).press("My app works", status=422).errors
    page = page.fill({NUMBERS: numbers_shown(page)}).press("My app works")
    assert page.path == "/moderation/"
    assert "Your app is set up." in page
    assert letters_to(session, person) == [LetterKind.LOCKS_CHANGED]
    assert browse.visit("/sign-in/set-up/app").path == "/sign-in/set-up"


def test_nobody_with_a_second_step_gets_round_it_by_setting_up_another(browse, moderator):
    first_step(browse, moderator)
    for address in ("/sign-in/set-up", "/sign-in/set-up/app"):
        assert browse.visit(address).path == "/sign-in"
    for address in ("/sign-in/set-up/app", "/sign-in/set-up/app/numbers"):
        answer = browse.open(address, "POST", data={"numbers": "123456"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_a_visitor_sets_up_nothing(browse, make):
    for address in ("/sign-in/set-up", "/sign-in/set-up/app"):
        assert browse.visit(address).path == "/sign-in"
    assert browse.post("/sign-in/set-up/app").path == "/sign-in"


def test_beginning_anew_gives_a_new_secret(browse, make):
    first_step(browse, make.person(has_app=False))
    first = browse.visit("/sign-in/set-up").press("Set up an app")
    second = browse.visit("/sign-in/set-up").press("Set up an app")
    assert first.words_of("strong") != second.words_of("strong")


# --- changing it ---


def test_another_app_is_set_up_and_every_other_device_is_signed_out(browse, session, moderator):
    other = browse.another().sign_in(moderator)
    page = browse.sign_in(moderator).visit("/my-account").follow("Set up another one")
    assert "You see people’s words" not in page
    page = set_up_app(page)
    assert page.path == "/my-account"
    assert "Your app is set up." in page
    other.visit("/moderation/", status=401)
    assert letters_to(session, moderator) == [LetterKind.LOCKS_CHANGED]


def test_a_session_left_open_changes_no_second_step(browse, session, moderator, monkeypatch, now):
    browse.sign_in(moderator)
    at(monkeypatch, now + sessions.PROOF_LIVES)
    page = browse.visit("/my-account").follow("Set up another one")
    assert page.heading == "Show that it is you"
    for address in ("/sign-in/set-up/app", "/sign-in/set-up/app/numbers"):
        token = next(
            e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token"
        )
        answer = browse.open(address, "POST", data={"csrf_token": token})
        assert answer.headers["Location"].startswith("/my-account/second")
    page.fill({NUMBERS: ""}).press("Go on", status=422)
    assert page.fill({NUMBERS: "000000"}).press("Go on", status=422).errors == [DO_NOT_FIT]
    right = new_numbers(session, clock.real_now())
    assert page.fill({NUMBERS: right}).press("Go on").path == "/my-account"
    assert browse.visit("/sign-in/set-up").heading == "Set up your second step"


def test_showing_it_once_more_is_paused_like_signing_in(browse, moderator):
    page = browse.sign_in(moderator).visit("/my-account/second")
    for _ in range(5):
        page = page.fill({NUMBERS: "000000"}).press("Go on", status=422)
    page = page.fill({NUMBERS: "000000"}).press("Go on", status=429)
    assert "Too many tries." in page
    assert browse.visit("/my-account").heading == "Your sign-in"


def test_signing_out_says_so_to_the_browser(browse, moderator):
    browse.sign_in(moderator)
    token = token_on(browse.visit("/my-account"))
    answer = browse.open("/sign-out", "POST", data={"csrf_token": token})
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_looking_at_these_pages_counts_no_try(browse, session, moderator):
    browse.sign_in(moderator)
    for address in ("/my-account", "/my-account/second", "/sign-in/set-up"):
        browse.visit(address)
    tried = func.sum(queries.AppLock.failures)
    assert session.scalar(select(tried)) == 0
