"""An invitation works once, for a week, and stays dead whichever way one comes back to it (T25)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import VISITOR, Grant, NotAllowed, NotPossibleNow, Role
from app.letters.models import LetterKind
from app.people.models import Person
from app.people.passwords import is_guessable, is_password
from app.people.queries import find_person_by_email
from app.staff import operations
from app.staff.models import Invitation
from app.staff.queries import INVITATION_LIVES
from tests.builders import PASSWORD
from tests.conftest import KEYS
from tests.people.steps import set_up_app
from tests.staff.invited import letters_to, link_for

EMAIL = "senga@braidvale.example"
MODERATOR = "Moderator: checks what people send"
DEAD = "This invitation does not work any more."
CHOOSE, GO_ON = "Choose a password", "Keep this password and go on"


@pytest.fixture
def admin(make):
    return make.person(Role.ADMIN)


@pytest.fixture
def at_work(browse, admin):
    return browse.sign_in(admin)


def invites(browser, email=EMAIL, role=MODERATOR):
    page = browser.visit("/staff/").fill({"Name": "Senga", "E-mail": email, "Role": role})
    return page.press("Send the invitation")


def is_dead(browser, link, session):
    assert DEAD in browser.visit(link)
    key = link.rpartition("=")[2]
    page = browser.post("/staff/invitation", {"k": key, "password": PASSWORD}, status=422)
    assert DEAD in page
    return find_person_by_email(session, EMAIL) is None


def test_looking_at_a_link_opens_nothing_however_often(at_work, session):
    invites(at_work)
    link, guest = link_for(session, EMAIL), at_work.another()
    for _ in range(3):
        page = guest.visit(link)
        assert page.has_button(GO_ON)
        assert not page.shows_sign_out
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert find_person_by_email(session, EMAIL) is None
    guest.open(link, "HEAD")
    assert guest.visit(link).has_button(GO_ON)


def test_only_a_digest_of_the_link_is_kept(at_work, session):
    invites(at_work)
    link = link_for(session, EMAIL).rpartition("=")[2]
    (row,) = session.scalars(select(Invitation))
    assert link not in str(vars(row))
    assert row.link_digest == operations.link_digest(KEYS, link)
    letter = letters_to(session, EMAIL)[0]
    assert letter.kind == LetterKind.INVITATION
    assert link in letter.html


def test_a_used_one_is_dead(at_work, session):
    invites(at_work)
    link, guest = link_for(session, EMAIL), at_work.another()
    page = guest.visit(link).fill({CHOOSE: PASSWORD}).press(GO_ON)
    person = find_person_by_email(session, EMAIL)
    is_dead(at_work.another(), link, session)
    set_up_app(page)
    is_dead(at_work.another(), link, session)
    session.expire_all()
    assert is_password(PASSWORD, person.password_hash)
    assert session.scalars(select(Person.email)).all().count(EMAIL) == 1


def test_one_taken_back_is_dead(at_work, session):
    invites(at_work)
    link = link_for(session, EMAIL)
    page = at_work.visit("/staff/")
    done = page.press("Take the invitation back")
    assert "Its link opens nothing any more." in done
    assert "used or taken back already" in page.press("Take the invitation back", status=409)
    assert is_dead(at_work.another(), link, session)


def test_an_older_one_to_the_same_address_is_dead(at_work, session):
    invites(at_work)
    first = link_for(session, EMAIL)
    invites(at_work, email=EMAIL.upper())
    assert is_dead(at_work.another(), first, session)
    assert at_work.another().visit(link_for(session, EMAIL)).has_button(GO_ON)


def test_it_dies_after_seven_days(at_work, session, monkeypatch, now):
    invites(at_work)
    link, guest = link_for(session, EMAIL), at_work.another()
    monkeypatch.setattr(clock, "real_now", lambda: now + INVITATION_LIVES - timedelta(seconds=1))
    assert guest.visit(link).has_button(GO_ON)
    monkeypatch.setattr(clock, "real_now", lambda: now + INVITATION_LIVES)
    assert is_dead(guest, link, session)


def test_it_dies_with_the_role_and_with_the_right_of_whoever_invited(
    session, make, admin, now, browse
):
    actor, other, today = make.actor_of(admin), make.person(Role.ADMIN), now.date()
    about = {"name": "Senga", "grant": Grant(Role.PLANNER), "now": now, "real_now": now}
    link = operations.invite(session, actor, KEYS, email=EMAIL, ends_on=today, **about)
    accept = {"now": now, "real_now": now}
    with pytest.raises(NotPossibleNow):
        operations.accept(
            session, VISITOR, KEYS, link, PASSWORD, today=today + timedelta(days=1), **accept
        )
    link = operations.invite(session, actor, KEYS, email=EMAIL, ends_on=None, **about)
    session.flush()
    browse.sign_in(other).visit(f"/staff/{admin.id}").press("Take this role back")
    session.expire_all()
    with pytest.raises(NotPossibleNow):
        operations.accept(session, VISITOR, KEYS, link, PASSWORD, today=today, **accept)
    assert find_person_by_email(session, EMAIL) is None


def test_no_other_way_wakes_a_dead_one(at_work, session, monkeypatch, now):
    """T25: expired, then signing in, asking for numbers as a resident, and setting up a step."""
    invites(at_work)
    link, guest = link_for(session, EMAIL), at_work.another()
    monkeypatch.setattr(clock, "real_now", lambda: now + INVITATION_LIVES)
    page = guest.visit("/sign-in").fill({"E-mail": EMAIL, "Password": PASSWORD})
    page.press("Sign in", status=422)
    assert guest.visit("/sign-in/set-up").path == "/sign-in"
    guest.post("/account/join", {"email": EMAIL})
    guest.visit("/staff/", status=401)
    assert is_dead(guest, link, session)


@pytest.mark.parametrize("key", ["", "x", "🚌", "%00", "a" * 5000])
def test_what_is_no_link_says_so(browse, key):
    assert DEAD in browse.visit(f"/staff/invitation?k={key}")
    assert DEAD in browse.post("/staff/invitation", {"k": key, "password": PASSWORD}, status=422)


def test_two_who_use_one_link_at_once_make_one_sign_in(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        admin = make.actor(Role.ADMIN)
        link = operations.invite(
            session, admin, KEYS, email=EMAIL, name="Senga", grant=Grant(Role.PLANNER),
            ends_on=None, now=now, real_now=now,
        )  # fmt: skip
        session.commit()
    ready = Barrier(4)

    def accepts(number):
        with fresh_database.session() as session:
            ready.wait()
            try:
                operations.accept(
                    session, VISITOR, KEYS, link, f"words of number {number}",
                    today=now.date(), now=now, real_now=now,
                )  # fmt: skip
                session.commit()
            except NotPossibleNow:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accepts, range(4))) == [False, False, False, True]
    with fresh_database.session() as session:
        assert session.scalars(select(Person.email)).all().count(EMAIL) == 1


def test_whoever_is_signed_in_accepts_nothing(at_work, session):
    invites(at_work)
    page = at_work.visit(link_for(session, EMAIL))
    assert "You are signed in for work already." in page
    assert not page.has_button(GO_ON)


def test_where_no_letters_go_the_link_is_shown_once(at_work, app, session, monkeypatch):
    settings = app.extensions["portal_settings"]
    monkeypatch.setitem(app.extensions, "portal_settings", replace(settings, demo=False))
    page = invites(at_work)
    assert page.heading == "Hand this link over"
    (link,) = [word for word in page.main.split() if "invitation?k=" in word]
    assert letters_to(session, EMAIL) == []
    assert link not in at_work.visit("/staff/").html
    guest = at_work.another().visit(link.removeprefix("http://localhost:8123"))
    assert guest.has_button(GO_ON)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administrators_invite(session, make, now, role):
    with pytest.raises(NotAllowed):
        operations.invite(
            session, make.actor(role), KEYS, email=EMAIL, name="S",
            grant=Grant(Role.ADMIN), ends_on=None, now=now, real_now=now,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        operations.take_invitation_back(session, make.actor(role), 1, now=now, real_now=now)


# --- the password ---


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12 characters or longer"), ("", "12 characters or longer"),
        ("x" * 129, "128 characters or shorter"), ("123456789012", "easy to guess"),
        ("Braidvale2026", "easy to guess"), ("thegither1234", "easy to guess"),
        ("senga-senga-senga", "easy to guess"), ("qwertyuiop12345", "easy to guess"),
        ("passwordpassword", "easy to guess"), ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("zyxwvutsrqponm", "easy to guess"),
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused(at_work, session, password, said):
    invites(at_work)
    guest = at_work.another()
    page = guest.visit(link_for(session, EMAIL)).fill({CHOOSE: password})
    page = page.press(GO_ON, status=422)
    assert said in " ".join(page.errors)
    assert find_person_by_email(session, EMAIL) is None
    assert page.fill({CHOOSE: "three plain words"}).press(GO_ON).path == "/sign-in/set-up"


@pytest.mark.parametrize(
    "password",
    [
        "three plain words", "🚌🚲🚶🚋🚂✈️🚢🚁🚀🛶🛵🚜", "spaces   at a time",
        "kettle bus lamp 1234", "ÅngströmÅngström7",
    ],
)  # fmt: skip
def test_any_other_password_will_do(password):
    assert not is_guessable(password, ("Braidvale", EMAIL, "Senga"))
