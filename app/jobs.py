"""What runs by the clock: `flask jobs work` beside the web server, or one job by hand.

A job calls operations as `Actor.system(…)` and commits; each is safe to run twice.
"""

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import click
from flask import current_app
from flask.cli import AppGroup

from app.digests import operations as digests
from app.digests.lines import Digest
from app.digests.queries import due_readers, news_for_readers, next_digests
from app.digests.stop_links import stop_key
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.database import only_reads
from app.foundation.mail_addresses import is_address
from app.foundation.web.letters import Written, link, written
from app.foundation.web.session import key_ring, place_now, settings
from app.history import operations as history
from app.history.commands import check_the_chain
from app.leaving import operations as leaving
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.letters.post_office import PostOffice
from app.letters.queries import due_ids
from app.reach import operations as reach
from app.retention.table import TABLE, Kept

MOST_SEALING_TURNS = 200  # of 1,000 each, before other jobs get their turn
MOST_RETENTION_TURNS = 1_000  # so that one row of the table never keeps the others waiting for good
MOST_WARNED = 500  # in one night
MOST_LETTERS = 50  # in one talk with the mail server
MOST_DIGESTS = 50  # in one turn: somebody may wait for six numbers meanwhile
DIGEST_HOUR = 17  # when most people are home, by the clock on their wall
TRIES_AT_A_DIGEST = 3

T = TypeVar("T")

commands = AppGroup("jobs", help="Run what goes by the clock.")


def keep_to_retention() -> None:
    """Forget whatever was kept for its time, by the table that the public page shows."""
    _keep_to(TABLE, "keep-to-retention")


def warn_unused_accounts() -> None:
    """Write to whoever has an account that nobody uses, before it is deleted."""
    if not settings().has_letters:
        return
    actor, real_now = Actor.system("warn-unused-accounts"), clock.real_now()
    due = leaving.due_warnings(db.session, actor, real_now=real_now, limit=MOST_WARNED)
    for member_id, warnings in due:
        days = leaving.WARNINGS_BEFORE[warnings].days
        letter = written(LetterKind.ACCOUNT_UNUSED.value, days=days)
        leaving.warn_of_end(
            db.session,
            actor,
            member_id,
            warnings=warnings,
            letter=leaving.Goodbye(letter.subject, letter.text, letter.html),
            real_now=real_now,
        )
        db.session.commit()


def forget_old_traces() -> None:
    """Forget what the table keeps for a day or less."""
    short = [kept for kept in TABLE if kept.time is not None and kept.time <= timedelta(days=1)]
    _keep_to(short, "forget-old-traces")


def drop_old_letters() -> None:
    """Give up letters of yesterday, and drop the traces of old ones."""
    _keep_to([kept for kept in TABLE if kept.name.endswith("letters")], "drop-old-letters")


def _keep_to(table: Iterable[Kept], name: str) -> None:
    actor, moments = Actor.system(name), {"real_now": clock.real_now(), "place_now": place_now()}
    for kept in table:
        for _turn in range(MOST_RETENTION_TURNS):
            forgot = kept.keep_to(db.session, actor, **moments)
            db.session.commit()
            if not forgot:
                break


def seal_history(*, from_start: bool = False) -> None:
    """Lay seals over what was added to the history since the last turn."""
    for _turn in range(MOST_SEALING_TURNS):
        laid = history.seal_history(
            db.session, Actor.system("seal-history"), from_start=from_start, now=place_now()
        )
        db.session.commit()
        if laid < history.SEALED_AT_ONCE:
            return


def check_history() -> None:
    """Seal what a long transaction kept back, walk the whole chain, keep what was found."""
    seal_history(from_start=True)
    finding = check_the_chain()
    if not finding.is_whole:
        current_app.logger.error(finding.problem, extra={"route": "check-history"})


def send_letters() -> None:
    """Hand due letters to the mail server in one talk; no transaction is open while it answers.

    When the line breaks, the talk is over: the other letters wait for the next turn.
    """
    server, actor = settings().mail_server, Actor.system("send-letters")
    if server is None:
        return
    us = settings()
    stop_mail = us.email if is_address(us.email) else ""
    with PostOffice(server, us.mail_from, stop_mail=stop_mail) as office:
        for letter_id in _due_letters():
            digests.drop_stale_digests(
                db.session, actor, letter_id=letter_id, real_now=clock.real_now()
            )
            claim = letters.claim_letter(db.session, actor, letter_id, real_now=clock.real_now())
            db.session.commit()
            if claim is None:
                continue
            answer = office.send(claim.letter)
            letters.note_answer(db.session, actor, claim, answer, real_now=clock.real_now())
            db.session.commit()
            if answer.problem:  # a number or a name, never what a server wrote
                event = f"letter {letter_id} was not sent: {answer.problem}"
                current_app.logger.warning(event, extra={"route": "send-letters"})
            if answer.is_cut_off:
                return


def _due_letters() -> Sequence[int]:
    """Look without the lock of a writer: mostly there is nothing to do."""
    return _reading(lambda: due_ids(db.session, real_now=clock.real_now(), limit=MOST_LETTERS))


def send_digests() -> None:
    """Write the digests of the day for the next readers; the outbox takes them from there.

    What happened, and how it shows, is read once for all of them; when something visible changes
    before one is written, that one is read again. Nobody waits for a lock while letters are read
    and put in words; only to post one needs it, and each is committed by itself.
    """
    actor, now, day = Actor.system("send-digests"), place_now(), clock.local_day(clock.real_now())
    readers = _reading(lambda: due_readers(db.session, day=day, limit=MOST_DIGESTS))
    if not readers:
        return
    seal_history()  # what has no seal yet would wait for tomorrow
    news = _reading(lambda: news_for_readers(db.session, actor, readers, day=day, now=now))

    def read(*member_ids: int) -> dict[int, Digest]:
        return _reading(lambda: next_digests(db.session, actor, member_ids, news, day=day, now=now))

    digests_read = read(*readers)
    for member_id in readers:
        digest = digests_read.get(member_id)
        for _try in range(TRIES_AT_A_DIGEST):
            if digest is None or _send_digest(actor, digest):
                break
            digest = read(member_id).get(member_id)


def _send_digest(actor: Actor, digest: Digest) -> bool:
    """Write one digest; tell whether that is over, or to be read again."""
    site, reader = settings().address, digest.reader
    stop_link = link("digests.ask", k=stop_key(key_ring(), site, reader.member_id, reader.email))
    letter = _in_words(digest, stop_link) if digest.things else None
    is_over = digests.write_digest(
        db.session, actor, digest, letter, stop_link=stop_link, real_now=clock.real_now()
    )
    db.session.commit()
    return is_over


def _in_words(digest: Digest, stop_link: str) -> Written:
    count = len(digest.things) + digest.more
    return written("digest", digest=digest, count=count, stop_link=stop_link)


def _reading(read: Callable[[], T]) -> T:
    """Read without the lock of a writer."""
    reading = only_reads.set(True)
    try:
        return read()
    finally:
        db.session.rollback()
        only_reads.reset(reading)


def drop_stale_digests() -> None:
    """Take back digests that wait and name what was hidden, or go to who wants none any more."""
    digests.drop_stale_digests(
        db.session, Actor.system("drop-stale-digests"), real_now=clock.real_now()
    )
    db.session.commit()


def publish_reach() -> None:
    """Publish who was heard, where a week has passed and ten more people have told us."""
    reach.publish(db.session, Actor.system("publish-who-was-heard"), now=place_now())
    db.session.commit()


@dataclass(frozen=True)
class Job:
    """A job, how often it runs, and from which hour of the day on, by the local clock."""

    run: Callable[[], None]
    every: timedelta
    from_hour: int = 0

    def may_run(self, real_now: datetime) -> bool:
        """Tell whether its hour has come today."""
        return real_now.astimezone(clock.LOCAL_ZONE).hour >= self.from_hour


JOBS = {
    "publish-who-was-heard": Job(publish_reach, timedelta(hours=6)),
    "forget-old-traces": Job(forget_old_traces, timedelta(minutes=15)),
    # First what is too late: after a long pause no code of yesterday is sent.
    "drop-old-letters": Job(drop_old_letters, timedelta(minutes=15)),
    "drop-stale-digests": Job(drop_stale_digests, timedelta(minutes=1)),
    "send-letters": Job(send_letters, timedelta(seconds=2)),
    "send-digests": Job(send_digests, timedelta(seconds=5), from_hour=DIGEST_HOUR),
    "seal-history": Job(seal_history, timedelta(minutes=1)),
    "check-history": Job(check_history, timedelta(days=1)),
    "warn-unused-accounts": Job(warn_unused_accounts, timedelta(days=1)),
    "keep-to-retention": Job(keep_to_retention, timedelta(days=1)),
}


@commands.command("run")
@click.argument("name", type=click.Choice(sorted(JOBS)))
def run_job(name: str) -> None:
    """Run one job now."""
    JOBS[name].run()


@commands.command("work")
def work() -> None:
    """Run every job in its turn until stopped."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    next_turn: dict[str, datetime] = {}
    while not stop.wait(2):
        now = clock.real_now()
        for name, job in JOBS.items():
            if next_turn.get(name, now) <= now and job.may_run(now):
                next_turn[name] = now + job.every
                _run_safely(name, job)


def _run_safely(name: str, job: Job) -> None:
    with current_app.app_context():  # each turn has its own session, and its own idea of now
        try:
            job.run()
        except Exception:  # a job that fails today runs again at its next turn
            db.session.rollback()
            current_app.logger.exception("job failed", extra={"route": name})
