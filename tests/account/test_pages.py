"""One's own account: a password, another e-mail, signing out everywhere, and nobody else's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.account import operations
from app.foundation import clock
from app.foundation.access import Actor, NotAllowed, NotPossibleNow
from app.members import operations as members
from app.members.models import SignInCode
from app.people.models import Member
from app.people.passwords import is_password
from app.recounts.operations import differences
from tests.builders import BUILDER
from tests.members.letters import EMAIL, asks, code_for, joins, letters_to, link_for
from tests.people.test_sign_in import cookie_of, copied

PASSWORD, NEW = "three plain words", "new@post.example"


def sets_password(browser, password=PASSWORD, old=None, status=200):
    page = browser.visit("/account/").fill({"New password": password})
    if old is not None:
        page = page.fill({"Password you use now": old})
    return page.press("Keep this password", status=status)


def signs_in(browser, password=PASSWORD, email=EMAIL, status=200):
    page = browser.visit("/account/join").fill({"Your e-mail": email, "Password": password})
    return page.press("Sign in with my password", status=status)


def asks_for_new_email(browser, email=NEW, status=200, password=None):
    page = browser.visit("/account/").fill({"New e-mail": email})
    if password is not None:
        page = page.fill({"Password": password}, within="Use another e-mail")
    return page.press("Send the numbers", status=status)


def test_whoever_is_not_signed_in_joins_first(browse, make):
    assert browse.visit("/account/").path == "/account/join"
    assert browse.visit("/account/email").path == "/account/join"
    for address in (
        "password", "password/forgotten", "password/forgotten/code", "email", "email/code",
        "sign-out-everywhere",
    ):  # fmt: skip
        assert browse.open(f"/account/{address}", "POST", data={}).status_code == 401


def test_a_page_from_before_signing_out_leads_back_to_where_it_stood(browse, session, make):
    joins(browse, session)
    stale = browse.visit("/account/").fill({"New e-mail": NEW})
    browse.visit("/account/").press("Sign out")
    page = stale.press("Send the numbers", status=401)
    assert "You are signed out. Sign in." in page
    assert NEW in page, "what was typed is kept"
    assert page.follow("Sign in (new tab)").path == "/account/join"


def by_code(browser, session, page):
    page = page.fill({"E-mail": EMAIL}, within="Residents: your e-mail")
    page = page.press("Send me six numbers")
    return page.fill({"Six numbers": code_for(session)}).press("Go on")


def by_link(browser, session, page):
    page.fill({"E-mail": EMAIL}, within="Residents: your e-mail").press("Send me six numbers")
    return browser.visit(link_for(session)).press("Sign me in")


def by_password(browser, session, page):
    page = page.fill({"Your e-mail": EMAIL, "Password": "wrong"})
    page = page.press("Sign in with my password", status=422)
    return page.fill({"Password": PASSWORD}).press("Sign in with my password")


@pytest.mark.parametrize("signs_in_anew", [by_code, by_link, by_password])
def test_what_was_typed_before_signing_out_waits_beside_every_way_in(
    browse, session, make, signs_in_anew
):
    joins(browse, session)
    sets_password(browse)
    stale = browse.visit("/account/").fill({"New e-mail": NEW})
    browse.visit("/account/").press("Sign out")
    page = stale.press("Send the numbers", status=401)
    page = page.press("Go on with what I typed", status=401)  # too early: nothing is lost
    assert page.value_of("New e-mail") == NEW
    beside = signs_in_anew(browse, session, page.follow("Sign in (new tab)"))
    assert beside.heading == "Go back to your other tab"
    page = page.press("Go on with what I typed", status=403)
    assert page.heading == "What you typed is here"
    assert letters_to(session, NEW) == [], "nothing is sent by itself"
    page = page.press("Send", status=422)  # the password never travels: it is asked for anew
    assert page.value_of("New e-mail") == NEW
    page = page.fill({"Password": PASSWORD}, within="Use another e-mail")
    page.press("Send the numbers")
    assert len(letters_to(session, NEW)) == 1


def test_a_mistake_on_one_way_in_keeps_where_another_leads(browse, session, make):
    joins(browse, session)
    sets_password(browse)
    browse.visit("/account/").press("Sign out")
    page = browse.visit("/account/join?next=/needs/?order=fewest")
    page = page.fill({"E-mail": ""}, within="Residents: your e-mail")
    page = page.press("Send me six numbers", status=422)
    page = page.fill({"Your e-mail": EMAIL, "Password": PASSWORD})
    page = page.press("Sign in with my password")
    assert page.address == "/needs/?order=fewest"


def test_a_password_is_one_more_way_in_and_ends_other_sessions(browse, session, make):
    joins(browse, session)
    thief, phone = copied(browse, cookie_of(browse)), browse.another()
    joins(phone, session)
    assert "Your password is set." in sets_password(browse)
    assert phone.visit("/account/").path == "/account/join"
    assert thief.visit("/account/").path == "/account/", "the very session that set it stays"
    stored = session.scalar(select(Member.password_hash))
    assert PASSWORD not in stored
    assert is_password(PASSWORD, stored)
    assert signs_in(phone, email=" GORDON@post.example ").path == "/account/"
    signs_in(browse.another(), "another one entirely", status=422)


@pytest.mark.parametrize("password", ["", "short", "eleven char", "x" * 201])
def test_a_poor_password_is_refused(browse, session, make, password):
    joins(browse, session)
    assert sets_password(browse, password, status=422).errors
    assert session.scalar(select(Member.password_hash)) is None


def test_a_password_is_changed_only_by_who_knows_it(browse, session, make):
    joins(browse, session)
    sets_password(browse)
    page = sets_password(browse, "wholly other words", old="a guess", status=422)
    assert "This is not the password you use now." in page.errors
    sets_password(browse, "wholly other words", old=PASSWORD)
    signs_in(browse.another(), status=422)
    assert signs_in(browse.another(), "wholly other words").path == "/account/"


def test_who_forgot_the_password_proves_the_email_and_is_asked_for_it_no_more(
    browse, session, make
):
    joins(browse, session)
    sets_password(browse)
    phone = browse.another()
    joins(phone, session)
    page = browse.visit("/account/").press("Send me six numbers", within="Forgot it?")
    assert session.scalar(select(Member.password_hash)) is not None
    code = code_for(session)
    assert letters_to(session)[0].subject == "Forgot your password for Thegither?"
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    page = page.fill({"Six numbers": wrong}).press("Go on", status=422)
    assert "These numbers do not fit" in page.errors[0]
    other = browse.another()
    joins(other, session, "other@post.example")
    sets_password(other)
    another = other.visit("/account/").press("Send me six numbers", within="Forgot it?")
    another.fill({"Six numbers": code}).press("Go on", status=422)
    page = page.fill({"Six numbers": code}).press("Go on")
    assert "Your old password is gone." in page
    assert session.scalar(select(Member.password_hash).where(Member.email == EMAIL)) is None
    assert phone.visit("/account/").path == "/account/join", "other devices are signed out"
    signs_in(browse.another(), status=422)
    asks_for_new_email(browse)
    assert letters_to(session, NEW)
    sets_password(browse, "wholly other words")
    assert signs_in(browse.another(), "wholly other words").path == "/account/"


def test_numbers_for_a_forgotten_password_have_the_same_limit(browse, session, make):
    joins(browse, session)
    sets_password(browse)
    for _ in range(2):
        browse.visit("/account/").press("Send me six numbers", within="Forgot it?")
    page = browse.visit("/account/").press("Send me six numbers", within="Forgot it?", status=429)
    assert "We cannot send more letters just now." in page


def test_ten_wrong_passwords_make_it_wait_but_numbers_still_work(
    browse, session, make, now, monkeypatch
):
    joins(browse, session)
    sets_password(browse)
    for _ in range(10):
        signs_in(browse.another(), "a guess", status=422)
    page = signs_in(browse.another(), status=429)
    assert "Wait 10 minutes, or have six numbers sent instead." in page
    page = sets_password(browse, "wholly other words", old=PASSWORD, status=422)
    assert "Too many tries. Wait 10 minutes, then try again." in page.errors
    assert joins(browse.another(), session).path == "/account/"
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=11))
    assert signs_in(browse.another()).path == "/account/"


def test_no_password_is_no_way_in(browse, session, make):
    joins(browse, session)
    for guess in ("nobody has this password", "None", " "):
        signs_in(browse.another(), guess, status=422)


def test_another_email_is_proved_first_and_the_old_one_is_told(browse, session, make):
    joins(browse, session)
    phone = browse.another()
    joins(phone, session)
    page = asks_for_new_email(browse)
    assert f"If {NEW} can get mail from us" in page
    assert session.scalar(select(Member.email)) == EMAIL
    page = page.fill({"Six numbers": code_for(session, NEW)}).press("Go on")
    assert "Your new e-mail works now." in page
    assert f"You are signed in with {NEW}." in page
    told = letters_to(session)[0]
    assert told.subject == "Your account on Thegither has another e-mail now"
    assert "If not, phone us now" in told.text
    assert NEW not in told.text
    assert phone.visit("/account/").path == "/account/join"
    old = session.scalar(select(Member.id))
    joins(browse.another(), session, NEW)
    joins(browse.another(), session, EMAIL)
    emails = dict(session.execute(select(Member.email, Member.id)).all())
    assert emails[NEW] == old
    assert emails[EMAIL] != old


def test_numbers_for_another_email_do_nothing_else(browse, session, make):
    joins(browse, session)
    asks_for_new_email(browse)
    code = code_for(session, NEW)
    other = browse.another()
    joins(other, session, "other@post.example")
    page = asks_for_new_email(other, "third@post.example").fill({"Six numbers": code})
    page.press("Go on", status=422)
    visitor = browse.another()
    page = asks(visitor, "fourth@post.example").fill({"Six numbers": code})
    page.press("Go on", status=422)
    assert sorted(session.scalars(select(Member.email))) == [EMAIL, "other@post.example"]


def test_an_email_with_an_account_is_not_taken(browse, session, make):
    joins(browse.another(), session, NEW)
    joins(browse, session)
    page = asks_for_new_email(browse).fill({"Six numbers": code_for(session, NEW)})
    page = page.press("Go on", status=409)
    assert "This e-mail has an account of its own already." in page
    assert sorted(session.scalars(select(Member.email))) == [EMAIL, NEW]


def test_where_there_is_a_password_it_is_asked_for_before_the_email_changes(browse, session, make):
    joins(browse, session)
    sets_password(browse)
    page = asks_for_new_email(browse, password="a guess", status=422)
    assert "This is not the password you use now." in page.errors
    assert not letters_to(session, NEW)
    asks_for_new_email(browse, password=PASSWORD)
    assert letters_to(session, NEW)


def test_letters_to_a_new_email_have_the_same_limit(browse, session, make):
    joins(browse, session)
    for _ in range(3):
        asks_for_new_email(browse)
    page = asks_for_new_email(browse, status=429)
    assert "We cannot send more letters just now." in page
    assert len(letters_to(session, NEW)) == 3


def test_signing_out_everywhere_ends_every_session_and_every_device(browse, session, make):
    device = make.participant_actor()
    make.need(writer=device, title="A bench at the stop")
    tablet = browse.another().take_part_as(device)
    page = joins(browse.take_part_as(device), session)
    session.scalar(select(Member)).participant_id = device.participant_id  # as after the press
    phone = browse.another()
    joins(phone, session)
    thief = copied(phone, cookie_of(phone))
    assert "A bench at the stop" in tablet.visit("/follow/")
    page = browse.visit("/account/").press("Sign out everywhere")
    assert page.path == "/"
    assert "You are signed out on every phone and computer." in page
    for browser in (browse, phone, thief):
        assert browser.visit("/account/").path == "/account/join"
    assert "A bench at the stop" not in tablet.visit("/follow/")
    assert differences(session, BUILDER) == []


def test_nobody_changes_the_account_of_another(session, make, now):
    member = members.join(session, Actor(), EMAIL, now=now, real_now=now)
    keys, real_now = make.keys, now
    for actor in (Actor(member_id=member.id + 1), Actor(), make.participant_actor()):
        for act in (
            lambda actor=actor: operations.sign_out_everywhere(
                session, actor, keys, member, now=now, real_now=real_now
            ),
            lambda actor=actor: operations.set_password(
                session, actor, keys, member, PASSWORD, token="", now=now, real_now=real_now
            ),
            lambda actor=actor: operations.drop_password(
                session, actor, keys, member, token="", now=now, real_now=real_now
            ),
            lambda actor=actor: operations.change_address(
                session, actor, keys, member, NEW, token="", now=now, real_now=real_now
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert (member.email, member.password_hash) == (EMAIL, None)


def test_a_taken_address_leaves_the_account_as_it_was(session, make, now):
    members.join(session, Actor(), NEW, now=now, real_now=now)
    member = members.join(session, Actor(), EMAIL, now=now, real_now=now)
    with pytest.raises(NotPossibleNow):
        operations.change_address(
            session, Actor(member_id=member.id), make.keys, member, NEW,
            token="", now=now, real_now=now,
        )  # fmt: skip
    session.refresh(member)
    assert member.email == EMAIL


def test_used_numbers_stay_dead_after_the_email_changed(browse, session, make):
    """T25: what was used or is over never comes back, whatever changes after it."""
    asks(browse)
    code, link, asking = code_for(session), link_for(session), cookie_of(browse)
    browse.visit("/account/code").fill({"Six numbers": code}).press("Go on")
    page = asks_for_new_email(browse).fill({"Six numbers": code_for(session, NEW)})
    page.press("Go on")
    again = copied(browse, asking).visit("/account/code").fill({"Six numbers": code})
    again.press("Go on", status=422)
    browse.another().visit(link).press("Sign me in", status=422)
    assert session.scalars(select(Member.email)).all() == [NEW]
    assert {each.email for each in session.scalars(select(SignInCode))} == {""}
