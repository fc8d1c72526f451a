"""A member's passkey: never a must, set up and used by the member alone."""

from sqlalchemy import select

from app.foundation.access import Role
from app.letters.models import LetterKind, OutgoingLetter
from app.locks import queries
from app.locks.models import Passkey
from app.people.models import Member
from tests.locks.authenticator import Phone
from tests.members.letters import EMAIL, joins
from tests.work.test_pages import asks, sends, token_on

WORDS = "plenty of plain words"


def adds(browser, phone, status=200, **more):
    token = token_on(browser.visit("/account/passkeys/new"))
    made = phone.make(asks(browser, "/account/passkeys/ask", token))
    data = {"name": "My phone", **more}
    return sends(browser, "/account/passkeys", made, token, status=status, **data)


def signs_in(browser, phone, status=200, **more):
    shown = phone.show(asks(browser, "/account/passkey/ask"))
    return sends(browser, "/account/passkey", shown, status=status, **more)


def test_a_member_sets_up_a_passkey_signs_in_with_it_and_takes_it_away(browse, session):
    joins(browse, session)
    phone = Phone()
    page = browse.visit("/account/").follow("Set up a passkey")
    assert page.heading == "Set up a passkey"
    other = browse.another()
    joins(other, session)
    page = adds(browse, phone)
    assert "Your passkey works now." in page
    assert "My phone" in page
    assert other.visit("/account/").path == "/account/join"  # signed out elsewhere
    kinds = session.scalars(
        select(OutgoingLetter.kind).where(OutgoingLetter.to_address == EMAIL)
    ).all()
    assert LetterKind.LOCKS_CHANGED in kinds
    page = signs_in(other, phone)
    assert page.path == "/account/"
    assert signs_in(browse.another(), phone, next="/needs/").path == "/needs/"
    page = other.visit("/account/").press("Take it away")
    assert "The passkey is taken away." in page
    signs_in(browse.another(), phone, status=422)
    member = session.scalars(select(Member)).one()
    assert queries.passkeys_of(session, "member", member.id) == []


def test_a_password_in_use_is_asked_for(browse, session):
    joins(browse, session)
    page = browse.visit("/account/").fill({"New password": WORDS})
    page.press("Keep this password")
    adds(browse, Phone(), status=422)
    adds(browse, Phone(), status=422, password="wrong")
    assert session.scalars(select(Passkey.id)).all() == []
    assert "Your passkey works now." in adds(browse, Phone(), password=WORDS)


def test_a_passkey_of_a_member_opens_no_work_and_the_other_way_round(browse, session, make):
    phone, work = Phone(), Phone()
    joins(browse, session)
    adds(browse, phone)
    person = make.person(Role.ADMIN)
    at_work = browse.another().sign_in(person)
    token = token_on(at_work.visit("/sign-in/set-up/passkey"))
    made = work.make(asks(at_work, "/sign-in/set-up/passkey/ask", token))
    sends(at_work, "/sign-in/set-up/passkey", made, token, name="Work")
    guest = browse.another()
    shown = phone.show(asks(guest, "/sign-in/passkey/ask"))
    sends(guest, "/sign-in/passkey", shown, status=422)
    signs_in(guest, work, status=422)
    guest.visit("/staff/", status=401)


def test_wrong_passkeys_open_nothing(browse, session):
    joins(browse, session)
    phone = Phone()
    adds(browse, phone)
    guest = browse.another()
    page = signs_in(guest, Phone(credential_id=phone.credential_id), status=422)
    assert "This passkey did not work." in " ".join(page.errors)
    for credential in ("", "x", "{}"):
        sends(guest, "/account/passkey", credential, status=422)
    assert guest.visit("/account/").path == "/account/join"


def test_a_visitor_makes_none(browse):
    assert browse.visit("/account/passkeys/new").path == "/account/join"
    browse.open("/account/passkeys/ask", "POST")
    assert browse.open("/account/passkeys", "POST", data={"name": "x"}).status_code == 401


def test_anothers_passkey_is_not_there(browse, session):
    joins(browse, session)
    adds(browse, Phone())
    passkey = session.scalars(select(Passkey.id)).one()
    other = browse.another()
    joins(other, session, "other@post.example")
    token = token_on(other.visit("/account/"))
    other.post(f"/account/passkeys/{passkey}/remove", {"csrf_token": token}, status=404)


def test_whoever_works_here_does_not_become_a_resident_by_it(browse, session, make):
    phone = Phone()
    joins(browse, session)
    adds(browse, phone)
    at_work = browse.another().sign_in(make.person(Role.ADMIN))
    token = token_on(at_work.visit("/my-account"))
    shown = phone.show(asks(at_work, "/account/passkey/ask", token))
    page = sends(at_work, "/account/passkey", shown, token, status=422)
    assert "You are signed in for work." in page
