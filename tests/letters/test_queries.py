"""Reading the outbox: what is due, and what the demo shows."""

from datetime import timedelta

from app.foundation.access import Actor
from app.letters import operations
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.post_office import Answer, Outcome
from app.letters.queries import due_ids, newest_letters

WORKER = Actor.system("send-letters")


def test_the_longest_due_come_first_and_none_before_its_time(session, post, now):
    post(session, "late@example.org", now=now)
    post(session, "first@example.org", now=now - timedelta(minutes=2))
    post(session, "next-week@example.org", now=now + timedelta(days=7))
    by_id = {letter.id: letter.to_address for letter in newest_letters(session, limit=9)}
    due = [by_id[each] for each in due_ids(session, real_now=now, limit=9)]
    assert due == ["first@example.org", "late@example.org"]
    assert len(due_ids(session, real_now=now, limit=1)) == 1


def test_codes_come_before_digests_that_were_due_before_them(session, post, now):
    for number in range(3):
        earlier = now - timedelta(minutes=5)
        post(session, f"r{number}@example.org", kind=LetterKind.DIGEST, now=earlier)
    post(session, "code@example.org", now=now)
    (first,) = due_ids(session, real_now=now, limit=1)
    assert session.get(OutgoingLetter, first).to_address == "code@example.org"
    assert len(due_ids(session, real_now=now, limit=9)) == 4


def test_the_newest_that_wait_come_first(session, post, now):
    for number in range(4):
        post(session, f"r{number}@example.org")
    third = newest_letters(session, limit=9)[1]
    claim = operations.claim_letter(session, WORKER, third.id, real_now=now)
    operations.note_answer(session, WORKER, claim, Answer(Outcome.SENT), real_now=now)
    session.expire_all()
    shown = [letter.to_address for letter in newest_letters(session, limit=2)]
    assert shown == ["r3@example.org", "r1@example.org"]
