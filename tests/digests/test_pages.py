"""The link that stops letters: one press, from a page or from a mail program, and its undo."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.digests.stop_links import stop_key, undo_key
from app.following.models import Follower, FollowKind, HowOften
from app.foundation import clock
from app.foundation.access.keys import KeyRing
from app.history.models import HistoryEntry
from app.people.models import Member
from tests.architecture.test_forgery import sent
from tests.databases import ADDRESS
from tests.digests.conftest import EMAIL
from tests.members.letters import joins

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
TOO_LATE = "This link does not work any more, or a part of it is missing."


@pytest.fixture
def reader(readers, make):
    return readers.follow(readers.new(), FollowKind.NEED, make.need().id)


@pytest.fixture
def link(reader, make):
    return "/stop-letters/?k=" + stop_key(make.keys, ADDRESS, reader.member_id, EMAIL)


def how_often(session):
    session.expire_all()
    return session.scalar(select(Follower.how_often))


def test_opening_the_link_changes_nothing_and_one_press_stops_and_undoes(browse, session, link):
    for _ in range(3):  # programs open links by themselves
        page = browse.visit(link)
        assert page.heading == "Stop all letters?"
    assert how_often(session) is HowOften.DAILY
    page = page.press("Stop all letters")
    assert page.heading == "No more letters"
    assert how_often(session) is HowOften.NONE
    assert "You get no letters now." in browse.another().visit(link)
    page = page.press("Undo: send me letters again")
    assert page.heading == "Letters come again"
    assert how_often(session) is HowOften.DAILY
    verbs = select(HistoryEntry.verb).where(HistoryEntry.verb.startswith("chose letters"))
    assert session.scalars(verbs.order_by(HistoryEntry.id)).all() == [
        "chose letters: none", "chose letters: daily",
    ]  # fmt: skip


def test_undo_brings_back_what_was_chosen_before(browse, session, readers, reader, link):
    readers.often(reader, HowOften.WEEKLY)
    browse.visit(link).press("Stop all letters").press("Undo: send me letters again")
    assert how_often(session) is HowOften.WEEKLY


def test_a_mail_program_stops_letters_with_one_post(browse, session, link):
    """RFC 8058: no cookie, no word of where it comes from, no redirect."""
    browse._hand_over()
    answer = browse.app.test_client().post(link, data=ONE_CLICK, base_url=browse.address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert how_often(session) is HowOften.NONE
    again = browse.app.test_client().post(link, data=ONE_CLICK, base_url=browse.address)
    assert again.status_code == 200
    assert "Undo" not in again.get_data(as_text=True), "there is nothing more to undo"


def test_a_press_that_another_site_makes_for_somebody_is_refused(browse, session, link):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer, wrote = sent(browse, link, "POST", headers=headers, data=ONE_CLICK)
        assert (answer.status_code, wrote) == (403, False)
    assert how_often(session) is HowOften.DAILY


def test_it_works_while_signed_in_as_somebody_else(browse, session, link):
    joins(browse, session, "other@post.example")
    browse.visit(link).press("Stop all letters")
    stopped = session.scalars(
        select(Member.email)
        .join(Follower, Follower.member_id == Member.id)
        .where(Follower.how_often == HowOften.NONE)
    ).all()
    assert stopped == [EMAIL]


def test_no_other_key_stops_letters_and_this_one_opens_nothing_else(
    browse, session, reader, make, link
):
    """T24: a key has one purpose, one place and one e-mail."""
    keys, member = make.keys, reader.member_id
    good = link.partition("k=")[2]
    wrong = (
        "",
        str(member),
        f"{member}.",
        good[:-1],
        good + "A",
        f"{member + 1}.{good.partition('.')[2]}",
        f"0{good}",
        stop_key(keys, "https://another.example", member, EMAIL),
        stop_key(keys, ADDRESS, member, "other@post.example"),
        stop_key(KeyRing("another installation's secret, also long"), ADDRESS, member, EMAIL),
        undo_key(keys, ADDRESS, member, EMAIL, HowOften.DAILY, make.now),
        *(
            keys.sign(purpose, str(member))
            for purpose in ("participant", "receipt", "stop-letters")
        ),
        "9" * 5000,
        "\uff11.abc",
        "\0",
    )
    for key in wrong:
        answer = browse.open("/stop-letters/", "POST", data={"k": key, **ONE_CLICK})
        assert answer.status_code == 422, key
        assert TOO_LATE in answer.get_data(as_text=True)
        assert browse.open("/stop-letters/", data=None).status_code == 200
    assert how_often(session) is HowOften.DAILY
    for address in (f"/needs/received?r={good}", f"/account/link?k={good}"):
        assert "No more letters" not in browse.open(address).get_data(as_text=True)
    answer = browse.open("/account/link", "POST", data={"k": good})
    assert answer.status_code == 422
    answer = browse.open("/stop-letters/undo", "POST", data={"k": good})
    assert answer.status_code == 422
    assert how_often(session) is HowOften.DAILY


def test_a_letter_to_an_old_e_mail_does_not_stop_those_to_the_new_one(
    browse, session, reader, link
):
    session.get(Member, reader.member_id).email = "new@post.example"
    assert TOO_LATE in browse.visit(link, status=422)
    assert browse.post(link, ONE_CLICK, status=422)
    assert how_often(session) is HowOften.DAILY


def test_undo_is_over_after_an_hour_and_changes_no_later_choice(
    browse, session, readers, reader, link, make, monkeypatch
):
    page = browse.visit(link).press("Stop all letters")
    readers.often(reader, HowOften.WEEKLY)  # chosen meanwhile, somewhere else
    page.press("Undo: send me letters again")
    assert how_often(session) is HowOften.WEEKLY
    page = browse.visit(link).press("Stop all letters")
    monkeypatch.setattr(clock, "real_now", lambda: make.now + timedelta(hours=1))
    page.press("Undo: send me letters again", status=422)
    assert how_often(session) is HowOften.NONE


def test_the_link_of_who_is_gone_stops_nothing_and_says_no_more(browse, session, reader, make):
    gone = stop_key(make.keys, ADDRESS, reader.member_id + 99, EMAIL)
    assert TOO_LATE in browse.visit(f"/stop-letters/?k={gone}", status=422)
    assert TOO_LATE in browse.visit("/stop-letters/")


def test_the_office_stops_letters_for_who_writes_to_it(app, session, reader):
    session.commit()
    for email in (f" {EMAIL.upper()} ", "nobody@post.example"):
        result = app.test_cli_runner().invoke(args=["digests", "stop", email])
        assert result.exit_code == 0
        assert result.output == "No more letters about what they follow go to that e-mail.\n"
    assert how_often(session) is HowOften.NONE
