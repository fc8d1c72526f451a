"""Lost locks: one administrator asks, another one opens, the person comes back by letter."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import NotAllowed, NotPossibleNow, Role
from app.history.models import HistoryEntry, HistoryNote
from app.letters.models import LetterKind
from app.locks.queries import locks_of
from app.people.models import RoleGrant
from app.staff import operations, queries
from app.staff.permissions import may_ask_reset, may_confirm_reset
from tests.builders import PASSWORD
from tests.conftest import KEYS
from tests.people.steps import set_up_app
from tests.staff.invited import letters_to, link_for

REASON = "Lost the phone on the bus; I phoned back on the number we have."
ASK, YES, NO = "Ask another administrator", "Yes, open the locks", "No, leave them as they are"


@pytest.fixture
def admins(make):
    return [settled(make.session, make.person(Role.ADMIN, name=n)) for n in ("Ada", "Bea", "Cal")]


def settled(session, person):
    """Make somebody an administrator of last week."""
    for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)):
        grant.starts_on -= queries.SETTLED_AFTER
    session.flush()
    return person


@pytest.fixture
def lost(make):
    return make.person(Role.MODERATOR, name="Lena")


def asks(browser, person):
    page = browser.visit(f"/staff/{person.id}").fill({"Why?": REASON})
    return page.press(ASK)


def test_two_administrators_open_lost_locks_together(browse, session, admins, lost):
    ada, bea = (browse.another().sign_in(each) for each in admins[:2])
    lena = browse.another().sign_in(lost)
    page = asks(ada, lost)
    assert "Now another administrator has to say yes." in page
    assert not page.has_button(YES)
    assert [each.kind for each in letters_to(session, lost.email)] == [LetterKind.LOCKS_ASKED]
    lena.visit("/moderation/")  # until the second one says yes nothing changes
    assert locks_of(session, lost.id).count == 1
    page = bea.visit("/staff/").follow("Lena", within="Lost locks wait for a second administrator")
    assert REASON in page
    page = page.press(YES)
    assert "A letter with a link goes to" in page
    lena.visit("/moderation/", status=401)
    session.expire_all()
    assert locks_of(session, lost.id).count == 0
    assert letters_to(session, lost.email)[0].kind == LetterKind.LOCKS_OPENED
    # The old password alone opens nothing, and the letter alone only what comes after it.
    guest = browse.another()
    page = guest.visit("/sign-in").fill({"E-mail": lost.email, "Password": PASSWORD})
    page.press("Sign in", status=422)
    page = guest.visit(link_for(session, lost.email)).fill({"Choose a password": "quite new words"})
    page = page.press("Keep this password and go on")
    guest.visit("/moderation/", status=401)
    assert set_up_app(page).path == "/moderation/"
    told = session.execute(
        select(HistoryEntry.verb, HistoryEntry.person_id)
        .where(HistoryEntry.subject == "person", HistoryEntry.subject_id == lost.id)
        .order_by(HistoryEntry.id)
    ).all()
    assert ("asked to open lost locks", admins[0].id) in told
    assert ("opened lost locks", admins[1].id) in told
    assert REASON in session.scalars(select(HistoryNote.words)).all()


def test_other_administrators_learn_of_it_once(browse, session, make, admins, lost):
    ended = make.person(Role.ADMIN, name="Eve", ends_on=make.today)
    for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id == ended.id)):
        grant.taken_back_at = make.now
    closed = make.person(Role.ADMIN, name="Clo")
    closed.is_closed = True
    also = make.role(make.person(Role.MODERATOR, name="Mo"), Role.ADMIN)
    ada, bea = (browse.another().sign_in(each) for each in admins[:2])
    stale = bea.visit(f"/staff/{lost.id}").fill({"Why?": REASON})
    asks(ada, lost)
    stale.press(ASK, status=409)
    for one in (admins[1], admins[2], also):
        (letter,) = letters_to(session, one.email)
        assert letter.kind is LetterKind.LOCKS_WAIT
        assert "/staff/" in letter.text
        for private in (lost.name, lost.email, REASON, "Ada"):
            assert private not in letter.subject + letter.text + letter.html
    for one in (admins[0], ended, closed, make.person(Role.PLANNER)):
        assert letters_to(session, one.email) == []
    kinds = [each.kind for each in letters_to(session, lost.email)]
    assert kinds == [LetterKind.LOCKS_ASKED]
    bea.visit(f"/staff/{lost.id}").press(NO)
    asks(ada, lost)  # another lock that waits, and another letter
    assert len(letters_to(session, admins[2].email)) == 2


def test_an_administrator_whose_own_locks_wait_gets_no_letter_to_say_yes(browse, session, admins):
    asks(browse.sign_in(admins[0]), admins[1])
    kinds = {
        each.name: [letter.kind for letter in letters_to(session, each.email)] for each in admins
    }
    assert kinds == {"Ada": [], "Bea": [LetterKind.LOCKS_ASKED], "Cal": [LetterKind.LOCKS_WAIT]}


def test_nobody_says_yes_to_what_they_asked_for(browse, session, admins, lost):
    ada = browse.sign_in(admins[0])
    page = asks(ada, lost)
    token = next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")
    ada.post(f"/staff/{lost.id}/locks/open", {"csrf_token": token}, status=403)
    session.expire_all()
    assert locks_of(session, lost.id).count == 1


def test_who_was_made_an_administrator_just_now_is_no_second_one(
    browse, session, make, admins, lost
):
    asks(browse.sign_in(admins[0]), lost)
    new = make.person(Role.ADMIN, name="Nell")
    page = browse.another().sign_in(new).visit(f"/staff/{lost.id}").press(YES, status=409)
    assert "for less than 7 days" in page
    session.expire_all()
    assert locks_of(session, lost.id).count == 1


def test_nobody_asks_for_or_opens_their_own(browse, session, admins):
    ada = browse.sign_in(admins[0])
    page = ada.visit(f"/staff/{admins[0].id}")
    assert "This is you." in page
    assert not page.has_button(ASK)
    token = next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")
    data = {"csrf_token": token, "reason": REASON}
    ada.post(f"/staff/{admins[0].id}/locks", data, status=403)
    asks(browse.another().sign_in(admins[1]), admins[0])
    ada.post(f"/staff/{admins[0].id}/locks/open", data, status=403)
    session.expire_all()
    assert locks_of(session, admins[0].id).count == 1


def test_either_may_say_no_and_then_nothing_is_open(browse, session, admins, lost):
    ada, bea = (browse.another().sign_in(each) for each in admins[:2])
    for one in (ada, bea):
        asks(ada, lost)
        page = one.visit(f"/staff/{lost.id}").press(NO)
        assert "The locks stay as they are." in page
        assert page.has_button(ASK)
    stale = bea.visit(f"/staff/{lost.id}")
    token = next(e.get("value") for e in stale.tree.all("input") if e.get("name") == "csrf_token")
    bea.post(f"/staff/{lost.id}/locks/open", {"csrf_token": token}, status=409)
    bea.post(f"/staff/{lost.id}/locks/leave", {"csrf_token": token}, status=409)


def test_asking_twice_is_told(browse, admins, lost):
    ada, bea = (browse.another().sign_in(each) for each in admins[:2])
    page = bea.visit(f"/staff/{lost.id}").fill({"Why?": REASON})
    asks(ada, lost)
    page = page.press(ASK, status=409)
    assert "Somebody has asked for this already." in page
    assert REASON in page.html


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed(browse, session, admins, lost, reason):
    page = browse.sign_in(admins[0]).visit(f"/staff/{lost.id}").fill({"Why?": reason})
    page = page.press(ASK, status=422)
    assert page.errors
    assert queries.reset_to_change(session, lost.id) is None
    assert letters_to(session, lost.email) == []


def test_an_asking_is_forgotten_after_a_week(browse, session, admins, lost, monkeypatch, now):
    asks(browse.sign_in(admins[0]), lost)
    monkeypatch.setattr(clock, "real_now", lambda: now + queries.RESET_LIVES)
    bea = browse.another().sign_in(admins[1])
    page = bea.visit(f"/staff/{lost.id}")
    assert not page.has_button(YES)
    asks(bea, lost)
    page = browse.another().sign_in(admins[2]).visit(f"/staff/{lost.id}")
    assert "Bea asks" in page or page.has_button(YES)


def test_an_old_asking_opens_nothing(session, make, admins, lost, now):
    actors = [make.actor_of(each) for each in admins]
    operations.ask_reset(session, actors[0], lost, REASON, now=now, real_now=now)
    session.flush()
    later = now + queries.RESET_LIVES
    with pytest.raises(NotPossibleNow):
        operations.confirm_reset(session, actors[1], KEYS, lost, now=now, real_now=later)


def test_a_closed_sign_in_is_not_opened_so(session, make, admins, lost, now):
    actors = [make.actor_of(each) for each in admins]
    operations.ask_reset(session, actors[0], lost, REASON, now=now, real_now=now)
    lost.is_closed = True
    session.flush()
    with pytest.raises(NotPossibleNow):
        operations.confirm_reset(session, actors[1], KEYS, lost, now=now, real_now=now)


def test_the_link_back_in_dies_with_a_newer_one(browse, session, admins, lost, now):
    ada, bea = (browse.another().sign_in(each) for each in admins[:2])
    asks(ada, lost)
    bea.visit(f"/staff/{lost.id}").press(YES)
    first = link_for(session, lost.email)
    asks(ada, lost)
    bea.visit(f"/staff/{lost.id}").press(YES)
    assert "does not work any more" in browse.visit(first)
    assert browse.visit(link_for(session, lost.email)).has_button("Keep this password and go on")


def test_two_at_once_open_them_once(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        people = [settled(session, make.person(Role.ADMIN)) for _ in range(3)]
        actors = [make.actor_of(each) for each in people]
        lost = make.person(Role.MODERATOR)
        operations.ask_reset(session, actors[0], lost, REASON, now=now, real_now=now)
        lost_id = lost.id
        session.commit()

    def opens(actor):
        with fresh_database.session() as session:
            try:
                whom = operations.person_to_change(session, lost_id)
                operations.confirm_reset(session, actor, KEYS, whom, now=now, real_now=now)
                session.commit()
            except NotPossibleNow:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(opens, actors[1:])) == [False, True]


@pytest.mark.parametrize("role", Role)
def test_who_may_ask_and_who_may_say_yes(make, role):
    actor = make.actor(role)
    is_admin = role is Role.ADMIN
    assert may_ask_reset(actor, 10_000) is is_admin
    assert not may_ask_reset(actor, actor.person_id)
    assert may_confirm_reset(actor, 10_000, 10_001) is is_admin
    assert not may_confirm_reset(actor, 10_000, actor.person_id)
    assert not may_confirm_reset(actor, actor.person_id, 10_001)


def test_others_ask_for_nothing(session, make, lost, now):
    for role in (Role.MODERATOR, Role.PARTNERSHIP_MANAGER):
        with pytest.raises(NotAllowed):
            operations.ask_reset(session, make.actor(role), lost, REASON, now=now, real_now=now)
