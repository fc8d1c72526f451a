"""Signing in with a passkey, looking after one's locks, and showing once more that it is me."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import Role
from app.letters.models import LetterKind, OutgoingLetter
from app.locks import challenges, queries
from app.people import sessions
from tests.builders import PASSWORD
from tests.locks.authenticator import Phone
from tests.people.steps import set_up_app

DID_NOT_WORK = "This passkey did not work."


@pytest.fixture
def moderator(make):
    return make.person(Role.MODERATOR)


def token_on(page):
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value") if fields else None


def asks(browser, address, token=None, status=200):
    answer = browser.open(address, "POST", data={"csrf_token": token} if token else {})
    assert answer.status_code == status, answer.get_data(as_text=True)[:300]
    if status != 200:
        return None
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return json.loads(answer.get_data(as_text=True))


def sends(browser, address, credential, token=None, status=200, **more):
    data = {"credential": credential, **({"csrf_token": token} if token else {}), **more}
    return browser.post(address, data, status=status)


def sets_up_passkey(browser, phone, name="My phone"):
    """Make a passkey in a browser that may set one up; return the page after it."""
    page = browser.visit("/sign-in/set-up").follow("Set up a passkey")
    token = token_on(page)
    made = phone.make(asks(browser, "/sign-in/set-up/passkey/ask", token))
    return sends(browser, "/sign-in/set-up/passkey", made, token, name=name)


def signs_in(browser, phone, status=200, **more):
    shown = phone.show(asks(browser, "/sign-in/passkey/ask"))
    return sends(browser, "/sign-in/passkey", shown, status=status, **more)


@pytest.fixture
def phone(browse, moderator):
    made = Phone()
    other = browse.another().sign_in(moderator)
    assert "Your passkey is set up." in sets_up_passkey(other, made)
    return made


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "real_now", lambda: moment)


# --- signing in ---


def test_a_passkey_alone_is_the_whole_sign_in(browse, make, moderator, phone):
    make.area()
    page = signs_in(browse, phone)
    assert page.path == "/moderation/"
    assert page.has_button("Sign out")
    other = signs_in(browse.another(), phone, next="/needs/?order=fewest")
    assert other.address == "/needs/?order=fewest"
    assert signs_in(browse.another(), phone, next="//evil.example").path == "/"


def test_it_is_the_second_step_after_a_password_too(browse, moderator, phone, make):
    page = browse.visit("/sign-in").fill({"E-mail": moderator.email, "Password": PASSWORD})
    page = page.press("Sign in")
    assert page.has_button("Use my passkey")
    asked = asks(browse, "/sign-in/passkey/ask")
    assert len(asked["allowCredentials"]) == 1
    assert sends(browse, "/sign-in/passkey", phone.show(asked)).path == "/moderation/"
    assert asks(browse.another(), "/sign-in/passkey/ask")["allowCredentials"] == []


def test_a_passkey_begins_a_new_session(browse, moderator, phone):
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        cookie["planted"] = "by somebody else"
    signs_in(browse, phone)
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        assert not {"planted", challenges.CHALLENGE} & cookie.keys()


def test_what_was_typed_comes_back_after_a_passkey_too(browse, make, moderator, phone):
    need = make.need(published=False)
    page = browse.sign_in(moderator).visit(f"/moderation/needs/{need.id}")
    moderator.session_number += 1
    page = page.press("Publish as it is", status=401)
    assert page.has_button("Use my passkey")
    kept = {
        each.get("name"): each.get("value")
        for each in page.tree.all("input")
        if each.get("name").startswith("kept_")
    }
    page = signs_in(browse, phone, **kept)
    assert page.heading == "What you typed is here"
    assert "Publish as it is" in page.main


def test_a_wrong_one_opens_nothing_and_says_so(browse, moderator, phone):
    page = signs_in(browse, Phone(credential_id=phone.credential_id), status=422)
    assert DID_NOT_WORK in " ".join(page.errors)
    for credential in ("", "x", "{}", "🚌"):
        sends(browse, "/sign-in/passkey", credential, status=422)
    browse.visit("/moderation/", status=401)


def test_an_answer_works_once_and_only_where_it_was_asked_for(browse, moderator, phone):
    shown = phone.show(asks(browse, "/sign-in/passkey/ask"))
    sends(browse.another(), "/sign-in/passkey", shown, status=422)
    assert sends(browse, "/sign-in/passkey", shown).has_button("Sign out")
    sends(browse.another(), "/sign-in/passkey", shown, status=422)


def test_an_answer_is_over_after_five_minutes(browse, moderator, phone, monkeypatch, now):
    shown = phone.show(asks(browse, "/sign-in/passkey/ask"))
    at(monkeypatch, now + timedelta(seconds=challenges.LIVES_SECONDS))
    sends(browse, "/sign-in/passkey", shown, status=422)


def test_a_newer_question_ends_the_older_one(browse, moderator, phone):
    shown = phone.show(asks(browse, "/sign-in/passkey/ask"))
    asks(browse, "/sign-in/passkey/ask")
    sends(browse, "/sign-in/passkey", shown, status=422)


def test_a_closed_sign_in_stays_closed(browse, moderator, phone):
    moderator.is_closed = True
    signs_in(browse, phone, status=422)


def test_where_the_address_is_a_number_there_are_none(browse, app, moderator, monkeypatch):
    settings = replace(app.extensions["portal_settings"], address="http://127.0.0.1:8123")
    monkeypatch.setitem(app.extensions, "portal_settings", settings)
    with app.test_request_context():
        assert not challenges.are_possible()
    browse.sign_in(moderator)
    assert "They need a name." in browse.visit("/sign-in/set-up")
    assert "They need a name." in browse.visit("/sign-in/set-up/passkey")
    assert not browse.visit("/sign-in/set-up").has_link("Set up a passkey")
    token = token_on(browse.visit("/my-account"))
    for address in ("/sign-in/passkey/ask", "/sign-in/set-up/passkey/ask"):
        asks(browse, address, token, status=409)


# --- setting one up ---


def test_the_first_second_step_may_be_a_passkey(browse, make):
    make.area()
    person, phone = make.person(Role.MODERATOR, has_app=False), Phone()
    page = browse.visit("/sign-in").fill({"E-mail": person.email, "Password": PASSWORD})
    assert page.press("Sign in").heading == "Set up your second step"
    page = sets_up_passkey(browse, phone)
    assert page.path == "/moderation/"
    assert "Your passkey is set up." in page
    assert signs_in(browse.another(), phone).path == "/moderation/"


def test_one_more_signs_out_elsewhere_and_is_told_by_letter(browse, session, moderator, phone):
    other = browse.another().sign_in(moderator)
    page = sets_up_passkey(browse.sign_in(moderator), Phone(), name="Laptop")
    assert page.path == "/my-account"
    assert "Laptop" in page
    other.visit("/moderation/", status=401)
    kinds = session.scalars(
        select(OutgoingLetter.kind).where(OutgoingLetter.to_address == moderator.email)
    )
    assert kinds.all() == [LetterKind.LOCKS_CHANGED] * 2


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\x00b"])
def test_a_passkey_has_a_name(browse, session, moderator, name):
    browse.sign_in(moderator)
    token = token_on(browse.visit("/sign-in/set-up/passkey"))
    made = Phone().make(asks(browse, "/sign-in/set-up/passkey/ask", token))
    page = sends(browse, "/sign-in/set-up/passkey", made, token, status=422, name=name)
    assert page.errors
    assert queries.passkeys_of(session, "person", moderator.id) == []


def test_one_that_is_not_right_is_not_kept(browse, session, moderator):
    browse.sign_in(moderator)
    token = token_on(browse.visit("/sign-in/set-up/passkey"))
    asks(browse, "/sign-in/set-up/passkey/ask", token)
    page = sends(browse, "/sign-in/set-up/passkey", "{}", token, status=422, name="Phone")
    assert DID_NOT_WORK in " ".join(page.errors)
    assert page.value_of("Name of this passkey") == "Phone"
    assert queries.passkeys_of(session, "person", moderator.id) == []


def test_an_answer_for_signing_in_makes_none(browse, session, moderator):
    browse.sign_in(moderator)
    token = token_on(browse.visit("/sign-in/set-up/passkey"))
    made = Phone().make(asks(browse, "/sign-in/passkey/ask", token))
    sends(browse, "/sign-in/set-up/passkey", made, token, status=422, name="Phone")


def test_nobody_sets_one_up_with_a_password_alone(browse, moderator):
    page = browse.visit("/sign-in").fill({"E-mail": moderator.email, "Password": PASSWORD})
    page.press("Sign in")
    assert asks(browse, "/sign-in/set-up/passkey/ask", status=303) is None
    assert sends(browse, "/sign-in/set-up/passkey", "{}", name="x").path == "/sign-in"


# --- looking after them ---


def test_passkeys_are_named_and_taken_away_but_never_the_last(browse, session, moderator, phone):
    page = browse.sign_in(moderator).visit("/my-account")
    page = page.fill({"New name": "Work phone"}).press("Keep the name")
    assert "Work phone" in page
    page = page.press("Take the app away")
    assert "The app is taken away." in page
    assert not page.has_button("Take it away")
    browse.visit("/my-account", status=200)
    token, passkey = token_on(page), queries.passkeys_of(session, "person", moderator.id)[0]
    address = f"/my-account/passkeys/{passkey.id}/remove"
    page = browse.post(address, {"csrf_token": token}, status=409)
    assert "This is your last second step." in page
    set_up_app(browse.visit("/sign-in/set-up"))
    page = browse.visit("/my-account").press("Take it away")
    assert "The passkey is taken away." in page
    signs_in(browse.another(), phone, status=422)


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_new_name_has_to_be_one(browse, moderator, phone, name):
    page = browse.sign_in(moderator).visit("/my-account").fill({"New name": name})
    assert page.press("Keep the name", status=422).errors == ["Type a name of up to 60 characters."]


def test_anothers_passkey_is_not_there(browse, session, make, moderator, phone):
    passkey = queries.passkeys_of(session, "person", moderator.id)[0]
    browse.sign_in(make.person(Role.ADMIN))
    token = token_on(browse.visit("/my-account"))
    for verb in ("remove", "name"):
        data = {"csrf_token": token, "name": "Mine"}
        browse.post(f"/my-account/passkeys/{passkey.id}/{verb}", data, status=404)


def test_after_ten_minutes_a_lock_is_changed_only_after_showing_one(
    browse, session, moderator, phone, monkeypatch, now
):
    page = browse.sign_in(moderator).visit("/my-account")
    at(monkeypatch, now + sessions.PROOF_LIVES)
    assert page.press("Take the app away").heading == "Show that it is you"
    assert queries.locks_of(session, moderator.id).has_app
    page = browse.visit("/my-account/second?next=/my-account")
    token = token_on(page)
    sends(browse, "/my-account/second/passkey", "{}", token, status=422)
    shown = phone.show(asks(browse, "/my-account/second/passkey/ask", token))
    page = sends(browse, "/my-account/second/passkey", shown, token, next="/my-account")
    assert page.path == "/my-account"
    assert "The app is taken away." in page.press("Take the app away")


def test_the_passkey_of_another_proves_nothing(browse, make, phone, now, monkeypatch):
    browse.sign_in(make.person(Role.ADMIN))
    token = token_on(browse.visit("/my-account/second"))
    shown = phone.show(asks(browse, "/my-account/second/passkey/ask", token))
    sends(browse, "/my-account/second/passkey", shown, token, status=422)
