"""The worker's two jobs: letters go out by a real server, one worker each, and none is lost."""

import io
import logging
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import jobs
from app.foundation import clock
from app.foundation.mail_server import MailServer, Security
from app.foundation.web.logs import JsonLines
from app.letters import operations
from app.letters.models import LetterKind, OutgoingLetter
from tests.databases import free_port
from tests.letters.mail_server import LONGEST_WAIT


@pytest.fixture
def outbox(fresh_database):
    """Return a session of its own, beside those of the workers."""
    with fresh_database.session() as session:
        yield session


@pytest.fixture
def use(fresh_database, monkeypatch):
    """Return what lets the portal send letters by a server."""
    app = fresh_database.app
    known = app.extensions["portal_settings"]

    def used(server):
        mail = replace(known, mail_server=server, mail_from="no-reply@portal.example")
        monkeypatch.setitem(app.extensions, "portal_settings", mail)

    return used


@pytest.fixture
def work(fresh_database, use, mail_server):
    """Return one turn of the worker, as it runs beside the web server."""
    use(mail_server.address)

    def turn(job=jobs.send_letters):
        with fresh_database.app.app_context():
            job()

    return turn


def rows(outbox):
    """Return every row as it is committed, and leave no transaction open."""
    outbox.rollback()
    found = outbox.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
    outbox.expunge_all()
    outbox.rollback()
    return found


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def test_due_letters_go_out_in_one_talk_and_leave_no_words(outbox, post, work, mail_server, now):
    for number in range(3):
        post(outbox, f"r{number}@example.org", subject=f"Letter {number}")
    outbox.commit()
    work()
    assert [str(each["To"]) for each in mail_server.manners.letters] == [
        "r0@example.org", "r1@example.org", "r2@example.org",
    ]  # fmt: skip
    assert len(mail_server.manners.callers) == 1
    for row in rows(outbox):
        assert (row.sent_at, row.next_try_at, row.claimed_until) == (now, None, None)
        assert (row.to_address, row.subject, row.text, row.html) == ("", "", "", "")
    work()
    assert len(mail_server.manners.given) == 3, "nothing goes twice"


def test_nobody_is_called_when_nothing_is_due(outbox, post, work, mail_server, now):
    post(outbox, now=now + timedelta(minutes=1))
    outbox.commit()
    work()
    assert mail_server.manners.callers == []


def test_what_is_not_committed_is_not_sent(outbox, post, work, mail_server, database):
    if database == "sqlite":
        post(outbox)
        outbox.rollback()
    else:
        post(outbox)  # still open while the worker looks
    work()
    assert mail_server.manners.given == []


def test_a_refused_letter_does_not_stop_the_others(outbox, post, work, mail_server, now):
    mail_server.manners.at_rcpt = "550 no such person"
    post(outbox, "gone@example.org")
    outbox.commit()
    work()
    mail_server.manners.at_rcpt = ""
    post(outbox, "here@example.org")
    outbox.commit()
    work()
    refused, sent = rows(outbox)
    assert (refused.gave_up_at, refused.last_problem, refused.to_address) == (now, "RCPT 550", "")
    assert sent.sent_at == now


def test_later_means_later(outbox, post, work, mail_server, now, monkeypatch):
    mail_server.manners.at_data = "451 later"
    post(outbox)
    outbox.commit()
    work()
    work()
    assert len(mail_server.manners.given) == 1, "the pause is kept"
    (waiting,) = rows(outbox)
    assert (waiting.next_try_at, waiting.last_problem) == (now + timedelta(minutes=1), "DATA 451")
    mail_server.manners.at_data = ""
    at(monkeypatch, now + timedelta(minutes=1))
    work()
    (sent,) = rows(outbox)
    assert (sent.sent_at, sent.tries) == (now + timedelta(minutes=1), 2)
    assert sent.last_problem == ""


def test_a_line_that_breaks_after_the_words_sends_the_same_letter_again(
    outbox, post, work, mail_server, now, monkeypatch
):
    mail_server.manners.drops_after_data = True
    post(outbox)
    outbox.commit()
    work()
    (waiting,) = rows(outbox)
    assert waiting.sent_at is None
    assert waiting.last_problem == "SMTPServerDisconnected"
    mail_server.manners.drops_after_data = False
    at(monkeypatch, now + timedelta(minutes=1))
    work()
    assert rows(outbox)[0].sent_at is not None
    one, two = (str(each["Message-ID"]) for each in mail_server.manners.letters)
    assert one == two


def test_while_the_server_is_away_nothing_is_lost_and_a_turn_is_short(
    outbox, post, work, use, mail_server, now, monkeypatch
):
    use(MailServer(host="127.0.0.1", port=free_port(), security=Security.NONE))
    for number in range(3):
        post(outbox, f"r{number}@example.org")
    outbox.commit()
    work()
    assert [row.tries for row in rows(outbox)] == [1, 0, 0], "the first told that it is away"
    for _turn in range(4):
        work()
    assert [row.tries for row in rows(outbox)] == [1, 1, 1]
    use(mail_server.address)
    at(monkeypatch, now + timedelta(minutes=1))
    work()
    assert [row.sent_at is not None for row in rows(outbox)] == [True] * 3


def test_others_write_while_the_server_takes_its_time(outbox, post, work, mail_server):
    mail_server.manners.waits = True
    post(outbox)
    outbox.commit()
    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert mail_server.manners.holds.wait(LONGEST_WAIT)
        post(outbox, "second@example.org")
        outbox.commit()
        first, _second = rows(outbox)
        assert first.claimed_until is not None
        assert first.sent_at is None
    finally:
        mail_server.manners.go_on.set()
        worker.join(LONGEST_WAIT)
    assert rows(outbox)[0].sent_at is not None


def test_two_workers_never_send_the_same(outbox, post, fresh_database, work, mail_server):
    letters, workers = 12, 4
    for number in range(letters):
        post(outbox, f"r{number}@example.org")
    outbox.commit()
    mail_server.manners.takes_seconds = 0.01
    start, problems = threading.Barrier(workers), []

    def turn():
        start.wait()
        try:
            work()
        except BaseException as problem:  # a thread must tell the test
            problems.append(problem)

    threads = [threading.Thread(target=turn) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    sent = sorted(each["Message-ID"] for each in mail_server.manners.letters)
    assert len(sent) == len(set(sent)) == letters
    assert len(mail_server.manners.callers) > 1, "more than one of them worked"
    assert [row.tries for row in rows(outbox)] == [1] * letters


def test_without_a_server_letters_stay(outbox, post, work, use, mail_server):
    use(None)
    post(outbox)
    outbox.commit()
    work()
    (waiting,) = rows(outbox)
    assert (waiting.tries, waiting.to_address) == (0, "resident@example.org")


def test_letters_of_yesterday_are_dropped_before_any_is_sent(
    outbox, post, work, mail_server, now, monkeypatch
):
    post(outbox)
    outbox.commit()
    at(monkeypatch, now + timedelta(days=7))
    names = list(jobs.JOBS)
    assert names.index("drop-old-letters") < names.index("send-letters")
    for name in ("drop-old-letters", "send-letters"):
        work(jobs.JOBS[name].run)
    assert mail_server.manners.given == []
    assert rows(outbox)[0].to_address == ""


def test_traces_go_after_thirty_days(outbox, post, work, now, monkeypatch):
    post(outbox, kind=LetterKind.NEW_ADDRESS)
    outbox.commit()
    work()
    at(monkeypatch, now + timedelta(days=29))
    work(jobs.drop_old_letters)
    assert [row.kind for row in rows(outbox)] == [LetterKind.NEW_ADDRESS]
    at(monkeypatch, now + timedelta(days=31))
    work(jobs.drop_old_letters)
    assert rows(outbox) == []


@pytest.mark.parametrize(
    "manners",
    [
        {"at_rcpt": "550 <ADDRESS> secret-words unknown"},
        {"at_rcpt": "451 <ADDRESS> secret-words later"},
        {"at_data": "554 secret-words of resident@example.org"},
        {"drops_after_data": True},
        {},
    ],
)
def test_logs_and_traces_hold_nothing_personal(
    outbox, post, work, mail_server, fresh_database, manners
):
    for name, value in manners.items():
        setattr(mail_server.manners, name, value)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = fresh_database.app.logger
    logger.addHandler(handler)
    try:
        post(outbox, subject="secret-words", text="secret-words\n", html="<p>secret-words</p>")
        outbox.commit()
        work()
    finally:
        logger.removeHandler(handler)
    said = written.getvalue() + rows(outbox)[0].last_problem
    assert bool(said) == bool(manners)
    for word in ("resident", "example.org", "secret-words", "123456"):
        assert word not in said


def test_a_bug_while_sending_tells_nothing_personal_either(
    outbox, post, work, fresh_database, monkeypatch
):
    def broken(*_given, **_named):
        raise RuntimeError("resident@example.org secret-words")

    monkeypatch.setattr(operations, "note_answer", broken)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    fresh_database.app.logger.addHandler(handler)
    post(outbox)
    outbox.commit()
    with fresh_database.app.app_context():
        jobs._run_safely("send-letters", jobs.JOBS["send-letters"])
    fresh_database.app.logger.removeHandler(handler)
    assert '"error": "RuntimeError"' in written.getvalue()
    assert "resident" not in written.getvalue()
    assert rows(outbox)[0].claimed_until is not None, "nobody takes it for ten minutes"
