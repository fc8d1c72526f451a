"""Seeing where one is signed in, signing out of one browser, and never in somebody else's."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.devices import operations
from app.devices.operations import NOTED_EVERY
from app.devices.queries import MOST_SHOWN
from app.foundation import clock
from app.foundation.access import VISITOR, Actor, Helping, NotAllowed, NotFound, Role
from app.history.models import HistoryEntry
from app.members.models import MemberSession
from app.people.models import Member, WorkSession
from app.people.operations import begin_session
from app.people.sessions import LONGEST_SECONDS, MAY_IDLE_SECONDS
from tests.builders import PASSWORD
from tests.members.letters import joins
from tests.people.steps import second_step

VERB = "signed out one browser"
OTHERS = "other@post.example"


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def signs_in_for_work(browser, person):
    page = browser.visit("/sign-in").fill({"E-mail": person.email, "Password": PASSWORD})
    return second_step(page.press("Sign in"))


def ended(session, verb=VERB):
    return session.scalars(
        select(HistoryEntry).where(HistoryEntry.verb == verb).order_by(HistoryEntry.id)
    ).all()


# --- residents ---


def test_a_resident_signs_out_one_browser_and_stays_signed_in_here(
    browse, session, make, now, monkeypatch
):
    joins(browse, session)
    phone, tablet = browse.another(), browse.another()
    at(monkeypatch, now + timedelta(minutes=2))
    joins(phone, session)
    at(monkeypatch, now + timedelta(minutes=4))
    joins(tablet, session)
    page = browse.visit("/account/").follow("See where you are signed in")
    assert page.path == "/signed-in/"
    for words in ("This browser", "2 March 2026 at 10:00", "10:02", "10:04"):
        assert words in page.main
    assert page.main.count("Another browser") == 2
    page = page.press("Sign it out: signed in since 2 March 2026 at 10:02")
    assert "That one is signed out." in page
    assert page.main.count("Another browser") == 1
    assert phone.visit("/account/").path == "/account/join", "its next request is nobody's"
    assert tablet.visit("/account/").path == "/account/"
    member = session.scalar(select(Member))
    (entry,) = ended(session)
    assert (entry.subject, entry.subject_id) == ("member", member.id)
    assert entry.reason_code is None


def test_a_form_of_the_ended_browser_signs_in_first(browse, session, make):
    joins(browse, session)
    phone = browse.another()
    joins(phone, session)
    stale = phone.visit("/account/").fill({"New password": "three plain words"})
    browse.visit("/signed-in/").press("Sign it out")
    assert "You are signed out. Sign in." in stale.press("Keep this password", status=401)
    assert session.scalar(select(Member.password_hash)) is None


def test_signing_out_what_is_signed_out_is_no_error(browse, session, make):
    joins(browse, session)
    phone = browse.another()
    joins(phone, session)
    page, twin = browse.visit("/signed-in/"), browse.visit("/signed-in/")
    phone.visit("/account/").press("Sign out")
    assert "That one is signed out." in page.press("Sign it out")
    assert "That one is signed out." in twin.press("Sign it out")
    assert not ended(session), "it was over by itself"


def test_where_nobody_else_is_there_is_nothing_to_press(browse, session, make):
    joins(browse, session)
    page = browse.visit("/signed-in/")
    assert "You are signed in nowhere else." in page
    assert not page.has_button("Sign it out")
    assert not page.has_button("Sign out everywhere")


def test_everywhere_stands_beside_it(browse, session, make):
    joins(browse, session)
    phone = browse.another()
    joins(phone, session)
    browse.visit("/signed-in/").press("Sign out everywhere")
    for each in (browse, phone):
        assert each.visit("/signed-in/").path == "/account/join"


def test_anothers_session_is_like_what_does_not_exist(browse, session, make):
    joins(browse, session)
    other = browse.another()
    joins(other, session, OTHERS)
    theirs = session.scalar(
        select(MemberSession.id).join(Member, Member.id == MemberSession.member_id)
        .where(Member.email == OTHERS)
    )  # fmt: skip
    page = browse.visit("/signed-in/")
    assert "Another browser" not in page
    data = {"csrf_token": token_on(browse)}
    there = browse.open(f"/signed-in/{theirs}/sign-out", "POST", data=data)
    nowhere = browse.open("/signed-in/999999/sign-out", "POST", data=data)
    assert there.status_code == nowhere.status_code == 404
    assert there.get_data() == nowhere.get_data()
    assert other.visit("/account/").path == "/account/"
    assert not ended(session)


def token_on(browser):
    page = browser.visit("/")
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value")


def test_a_resident_never_ends_the_session_of_work_with_the_same_number(browse, session, make):
    joins(browse, session)
    moderator = make.person(Role.MODERATOR)
    at_work = browse.another().sign_in(moderator)
    number = session.scalar(select(WorkSession.id))
    mine = session.scalar(select(MemberSession))
    if mine.id == number:
        mine.id += 1000
    data = {"csrf_token": token_on(browse)}
    browse.post(f"/signed-in/{number}/sign-out", data, status=404)
    at_work.visit("/moderation/")


def test_strangers_sign_in_first(browse, make):
    assert browse.visit("/signed-in/").address == "/account/join?next=/signed-in/"
    assert browse.open("/signed-in/1/sign-out", "POST", data={}).status_code == 401


def test_the_list_has_an_end(browse, session, make, now):
    joins(browse, session)
    member = session.scalar(select(Member))
    session.add_all(
        MemberSession(member_id=member.id, digest=f"d{number}", made_at=now - timedelta(hours=1))
        for number in range(MOST_SHOWN + 5)
    )
    page = browse.visit("/signed-in/")
    assert page.main.count("Another browser") == MOST_SHOWN - 1
    assert "This browser" in page


# --- when something was last sent from there ---


def test_the_last_time_is_kept_by_acts_and_not_by_looking(browse, session, make, now, monkeypatch):
    area, phone = make.area(), browse.another()
    need = make.need(area=area)
    joins(browse, session)
    joins(phone, session)
    assert "nothing was sent from there." in browse.visit("/signed-in/")
    at(monkeypatch, now + NOTED_EVERY)
    phone.visit(f"/needs/{need.code.lower()}")
    assert session.scalars(select(MemberSession.sent_at)).all() == [None, None]
    phone.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    page = browse.visit("/signed-in/")
    assert "Something was last sent from there on 2 March 2026 at 10:10." in page
    sent = session.scalars(select(MemberSession.sent_at).order_by(MemberSession.id)).all()
    assert sent == [None, now + NOTED_EVERY]


def test_what_was_refused_is_no_use(browse, session, make, now, monkeypatch):
    joins(browse, session)
    page = browse.visit("/account/").fill({"New password": "short"})
    at(monkeypatch, now + NOTED_EVERY)
    page.press("Keep this password", status=422)
    assert session.scalar(select(MemberSession.sent_at)) is None


# --- people who work here ---


@pytest.fixture
def moderator(make):
    make.area()
    return make.person(Role.MODERATOR)


def test_somebody_who_works_here_signs_out_one_browser(
    browse, session, moderator, now, monkeypatch
):
    signs_in_for_work(browse, moderator)
    at(monkeypatch, now + timedelta(minutes=3))
    phone = browse.another().sign_in(moderator)
    page = browse.visit("/my-account").follow("See where you are signed in")
    assert page.main.count("Another browser") == 1
    assert "10:03" in page.main
    page = page.press("Sign it out")
    assert "That one is signed out." in page
    assert "You are signed in nowhere else." in page
    phone.visit("/moderation/", status=401)
    browse.visit("/moderation/")
    (entry,) = ended(session)
    assert (entry.subject, entry.subject_id) == ("person", moderator.id)
    assert entry.person_id == moderator.id


def test_what_was_typed_in_the_ended_browser_is_kept(browse, session, make, moderator):
    need = make.need(published=False)
    phone = browse.another().sign_in(moderator)
    page = phone.visit(f"/moderation/needs/{need.id}")
    browse.sign_in(moderator).visit("/signed-in/").press("Sign it out")
    page = page.press("Publish as it is", status=401)
    assert "What you typed is kept." in page


def test_another_who_works_here_is_out_of_reach(browse, session, make, moderator):
    other = browse.another().sign_in(make.person(Role.ADMIN))
    browse.sign_in(moderator)
    theirs = session.scalar(select(WorkSession.id).where(WorkSession.person_id != moderator.id))
    data = {"csrf_token": token_on(browse)}
    browse.post(f"/signed-in/{theirs}/sign-out", data, status=404)
    other.visit("/staff/")
    assert "Another browser" not in browse.visit("/signed-in/")


def test_signing_out_everywhere_and_twelve_hours_end_them_all(
    browse, session, moderator, now, monkeypatch
):
    phone = browse.another().sign_in(moderator)
    browse.sign_in(moderator).visit("/my-account").press("Sign out everywhere")
    phone.visit("/moderation/", status=401)
    browse.sign_in(moderator)
    assert "You are signed in nowhere else." in browse.visit("/signed-in/")
    at(monkeypatch, now + timedelta(seconds=LONGEST_SECONDS))
    browse.sign_in(moderator)
    assert "You are signed in nowhere else." in browse.visit("/signed-in/")


def test_a_changed_password_leaves_this_browser_and_its_twelve_hours(
    browse, session, moderator, now, monkeypatch
):
    browse.sign_in(moderator)
    at(monkeypatch, now + timedelta(minutes=30))
    page = browse.visit("/my-account").fill(
        {"Password you use now": PASSWORD, "New password": "entirely new words"}
    )
    page.press("Change my password")
    page = browse.visit("/signed-in/")
    assert "Signed in since 2 March 2026 at 10:00." in page.main
    assert "You are signed in nowhere else." in page


def test_the_last_time_at_work_is_kept(browse, session, make, moderator, now, monkeypatch):
    need = make.need(published=False)
    page = browse.sign_in(moderator).visit(f"/moderation/needs/{need.id}")
    at(monkeypatch, now + timedelta(seconds=MAY_IDLE_SECONDS - 1))
    page.press("Publish as it is")
    assert session.scalar(select(WorkSession.sent_at)) == now + timedelta(
        seconds=MAY_IDLE_SECONDS - 1
    )
    assert "Something was last sent from there on 2 March 2026 at 10:59." in browse.visit(
        "/signed-in/"
    )


# --- the operation ---


def test_a_helper_is_asked_nothing_while_helping(session, make, moderator, now):
    helping = Actor(person_id=moderator.id, helping=Helping(1, "phone", "moderator"))
    for actor in (helping, VISITOR, make.participant_actor(), Actor.system("clock")):
        with pytest.raises(NotAllowed):
            operations.end_device(session, actor, 1, now=now, real_now=now)


def test_two_presses_at_the_same_moment_end_it_once(fresh_database, now):
    real = fresh_database.session()
    make = fresh_database.make(real)
    person = make.person(Role.MODERATOR)
    begun, person_id = begin_session(real, Actor(), person, begun_at=now).id, person.id
    real.commit()
    together, broke = Barrier(2), []

    def press():
        with fresh_database.session() as mine:
            together.wait()
            try:
                actor = Actor(person_id=person_id)
                operations.end_device(mine, actor, begun, now=now, real_now=now)
                mine.commit()
            except Exception as error:
                broke.append(error)

    presses = [Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert not broke
    assert len(ended(real)) == 1
    with pytest.raises(NotFound):
        operations.end_device(real, Actor(person_id=person_id), begun + 1, now=now, real_now=now)
    real.close()
