"""Digests over a real mail server that refuses, is away, or hangs up; and several workers."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.following.models import Digest, Follower, FollowKind
from app.foundation import clock
from app.foundation.access import Actor, Role
from app.foundation.mail_server import MailServer, Security
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.operations import post_letter
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from tests.builders import BUILDER
from tests.databases import free_port
from tests.digests.conftest import EMAIL, Readers
from tests.letters.mail_server import LONGEST_WAIT

AWAY = MailServer(host="127.0.0.1", port=1, security=Security.NONE)


class Place:
    """A place with real commits: its needs, its readers, and its worker."""

    def __init__(self, fresh, now, monkeypatch, server):
        self.app, self.session = fresh.app, fresh.session()
        self.make, self.readers = fresh.make(self.session), Readers(self.session, now)
        self._now, self._patch, self._server = now, monkeypatch, server
        self.use(server.address)

    def use(self, address):
        known = self.app.extensions["portal_settings"]
        mail = replace(known, mail_server=address, mail_from="no-reply@portal.example")
        self._patch.setitem(self.app.extensions, "portal_settings", mail)

    def work(self, *names):
        self.session.commit()
        for name in names:
            with self.app.app_context():
                jobs.JOBS[name].run()
        self.session.expire_all()

    def at(self, moment):
        self._patch.setattr(clock, "real_now", lambda: moment)

    def at_day(self, days, **ahead):
        self.at(self._now + timedelta(days=days, **ahead))

    @property
    def got(self):
        """Return the plain words of every letter that the server was given."""
        return [each.get_body(("plain",)).get_content() for each in self._server.manners.letters]

    def rows(self):
        self.session.rollback()
        found = self.session.scalars(
            select(OutgoingLetter)
            .where(OutgoingLetter.kind == LetterKind.DIGEST)
            .order_by(OutgoingLetter.id)
        ).all()
        self.session.expunge_all()
        self.session.rollback()
        return found


@pytest.fixture
def place(fresh_database, now, monkeypatch, mail_server):
    made = Place(fresh_database, now, monkeypatch, mail_server)
    yield made
    made.session.close()


@pytest.fixture
def need(place):
    """A need that somebody follows."""
    need = place.make.need(title="First words")
    place.readers.follow(place.readers.new(), FollowKind.NEED, need.id)
    place.session.commit()
    return need


def answered(place, need):
    place.make.decision(need)
    place.session.commit()


def another(place, title):
    """Let the same reader follow one need more, which is answered at once."""
    need = place.make.need(title=title)
    member_id = place.session.scalar(select(Follower.member_id))
    place.readers.follow(Actor(member_id=member_id), FollowKind.NEED, need.id)
    answered(place, need)
    return need


def test_a_digest_arrives_with_a_head_that_stops_all_with_one_press(place, need, mail_server):
    answered(place, need)
    place.work("send-digests", "send-letters", "send-digests", "send-letters")
    (message,) = mail_server.manners.letters
    assert str(message["To"]) == EMAIL
    assert str(message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    link, by_mail = str(message["List-Unsubscribe"]).split(", ")
    assert link.startswith("<http://localhost:8123/stop-letters/?k=")
    assert link[1:-1] in place.got[0], "the same as in its words"
    assert by_mail == "<mailto:hello@braidvale.example?subject=Stop%20all%20letters>"
    (row,) = place.rows()
    assert (row.to_address, row.text, row.stop_link) == ("", "", None)
    assert row.sent_at is not None


def test_while_the_server_is_away_nothing_is_lost_and_no_pile_grows(place, need):
    answered(place, need)
    place.use(replace(AWAY, port=free_port()))
    place.work("send-digests", "send-letters")
    for day in (1, 2, 3):
        another(place, f"Words of day {day}")
        place.at_day(day)
        place.work("drop-old-letters", "send-letters", "send-digests", "send-letters")
        assert len([row for row in place.rows() if row.next_try_at is not None]) == 1
    place.use(place._server.address)
    place.at_day(3, hours=2)
    place.work("send-letters")
    (words,) = place.got
    for title in ("First words", "Words of day 1", "Words of day 2", "Words of day 3"):
        assert words.count(f"* {title} (") == 1
    place.at_day(4)
    place.work("drop-old-letters", "send-digests", "send-letters")
    assert len(place.got) == 1, "nothing goes twice"


def test_a_refused_digest_is_told_again_the_next_day(place, need, mail_server):
    answered(place, need)
    mail_server.manners.at_rcpt = "550 no such person"
    place.work("send-digests", "send-letters")
    assert place.got == []
    mail_server.manners.at_rcpt = ""
    place.work("send-digests", "send-letters")
    assert place.got == [], "one a day"
    place.at_day(1)
    place.work("send-digests", "send-letters")
    (words,) = place.got
    assert "First words" in words


def test_a_line_that_breaks_after_the_words_sends_the_same_letter_again(place, need, mail_server):
    answered(place, need)
    mail_server.manners.drops_after_data = True
    place.work("send-digests", "send-letters")
    mail_server.manners.drops_after_data = False
    place.at_day(0, minutes=1)
    place.work("send-digests", "send-letters")
    one, two = (str(each["Message-ID"]) for each in mail_server.manners.letters)
    assert one == two
    assert len(place.rows()) == 1


def test_a_need_hidden_while_the_letter_waits_is_never_handed_over(place, need):
    answered(place, need)
    another(place, "Words that stay")
    place.work("send-digests")
    moderation.hide_need(
        place.session, place.make.actor(Role.MODERATOR), need.id, ReasonCode.HURTFUL,
        revision=need.revision, now=place.make.now,
    )  # fmt: skip
    place.work("send-letters")
    assert place.got == []
    place.at_day(1)
    place.work("send-digests", "send-letters")
    (words,) = place.got
    assert "Words that stay" in words
    assert "First words" not in words


def test_a_letter_in_a_workers_hands_is_not_replaced(place, need, mail_server):
    """It may be on its way: the digest of the next day waits until that is known."""
    answered(place, need)
    place.at(datetime(2026, 3, 2, 23, 58, tzinfo=UTC))
    place.work("send-digests")
    mail_server.manners.waits = True
    worker = threading.Thread(target=place.work, args=("send-letters",))
    worker.start()
    try:
        assert mail_server.manners.holds.wait(LONGEST_WAIT)
        place.at(datetime(2026, 3, 3, 0, 2, tzinfo=UTC))
        with place.app.app_context():
            jobs.send_digests()
    finally:
        mail_server.manners.waits = False
        mail_server.manners.go_on.set()
        worker.join(LONGEST_WAIT)
    place.work("send-digests", "send-letters")
    assert len(place.got) == 1, "it did arrive, so nothing is told again"


def test_codes_go_before_digests_that_wait(place, need, mail_server):
    answered(place, need)
    place.work("send-digests")
    post_letter(
        place.session, BUILDER, kind=LetterKind.SIGN_IN_CODE, to="other@post.example",
        subject="Your code", text="123456\n", html="<p>123456</p>",
        now=place.make.now,
    )  # fmt: skip
    place.work("send-letters")
    assert [str(each["To"]) for each in mail_server.manners.letters] == [
        "other@post.example", EMAIL,
    ]  # fmt: skip


def test_workers_at_the_same_moment_write_one_digest_each(place, need):
    answered(place, need)
    for number in range(11):
        place.readers.follow(place.readers.new(f"r{number}@post.example"), FollowKind.NEED, need.id)
    another_need = place.make.need(title="Second words")
    for follower in place.session.scalars(select(Follower)).all():
        place.readers.follow(Actor(member_id=follower.member_id), FollowKind.NEED, another_need.id)
    answered(place, another_need)
    start, problems = threading.Barrier(4), []

    def turn():
        start.wait()
        try:
            with place.app.app_context():
                jobs.send_digests()
        except BaseException as problem:  # a thread must tell the test
            problems.append(problem)

    threads = [threading.Thread(target=turn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert problems == []
    addresses = [row.to_address for row in place.rows()]
    assert sorted(addresses) == sorted({EMAIL, *(f"r{n}@post.example" for n in range(11))})
    assert len(place.session.scalars(select(Digest.member_id)).all()) == 12


def test_the_key_of_the_table_keeps_a_second_digest_of_a_day_out(place, need):
    """Even where somebody is looked at again, as after a clock was set back."""
    answered(place, need)
    place.work("send-digests")
    another(place, "Second words")
    follower = place.session.scalars(select(Follower)).one()
    follower.next_day = place.make.today
    told_until = follower.told_until
    place.work("send-letters", "send-digests")
    assert len(place.rows()) == 1
    follower = place.session.scalars(select(Follower)).one()
    assert (follower.told_until, follower.next_day) == (
        told_until, place.make.today + timedelta(days=1),
    )  # fmt: skip
    place.at_day(1)
    place.work("send-digests", "send-letters")
    assert "Second words" in place.got[1], "it is told the next day"


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2026, 3, 2, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 2, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 2, 16, 0, tzinfo=UTC), True),  # summer time
        (datetime(2026, 7, 2, 23, 30, tzinfo=UTC), False),  # past midnight there
        (datetime(2026, 3, 29, 16, 0, tzinfo=UTC), True),  # the day the clocks go on
        (datetime(2026, 10, 25, 16, 30, tzinfo=UTC), False),  # the day they go back
    ],
)
def test_digests_go_from_five_in_the_afternoon_by_the_clock_on_the_wall(moment, may):
    assert jobs.JOBS["send-digests"].may_run(moment) is may
    assert jobs.JOBS["send-letters"].may_run(moment)


def test_the_day_is_the_one_on_the_wall(place, need):
    place.make.now = datetime(2026, 7, 2, 12, tzinfo=UTC)
    answered(place, need)
    place.at(datetime(2026, 7, 2, 22, 30, tzinfo=UTC))
    place.work("send-digests")
    another(place, "Second words")
    place.at(datetime(2026, 7, 2, 23, 30, tzinfo=UTC))  # the third of July there
    place.work("send-letters", "send-digests")
    assert [day.isoformat() for day in place.session.scalars(select(Digest.day))] == [
        "2026-07-02", "2026-07-03",
    ]  # fmt: skip
