"""The outbox: what goes in, how one worker at a time takes it out, and what is left of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.access import VISITOR, Actor, NotAllowed
from app.letters import operations
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.post_office import Answer, Outcome
from app.letters.queries import due_ids, newest_letters

WORKER = Actor.system("send-letters")
SENT = Answer(Outcome.SENT)
LATER = Answer(Outcome.LATER, "DATA 451")
REFUSED = Answer(Outcome.REFUSED, "RCPT 550")


def only_letter(session):
    session.expire_all()
    (letter,) = session.scalars(select(OutgoingLetter)).all()
    return letter


def rows(session):
    session.expire_all()
    return session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()


def claimed(session, now):
    return operations.claim_letter(session, WORKER, only_letter(session).id, real_now=now)


def words_of(letter):
    return letter.to_address, letter.subject, letter.text, letter.html


def test_a_letter_waits_as_it_was_written(session, post, now):
    post(session)
    letter = only_letter(session)
    assert words_of(letter) == (
        "resident@example.org",
        "Your code",
        "Your code is 123456.\n",
        "<p>Your code is 123456.</p>",
    )
    assert letter.kind is LetterKind.SIGN_IN_CODE
    assert (letter.made_at, letter.next_try_at, letter.tries) == (now, now, 0)
    assert due_ids(session, real_now=now, limit=9) == [letter.id]


def test_what_is_rolled_back_leaves_no_letter(session, post):
    with session.begin_nested() as part:
        post(session)
        part.rollback()
    assert session.scalars(select(OutgoingLetter)).all() == []


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example,c@d.example",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "a@b.example c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "\ra@b.example",
        "a@b.example%0aBcc:c@d.example",
        "a@b.example\u2028",
        '"><x>"@b.example',
        '"a b"@b.example',
        "A <a@b.example>",
        "<a@b.example>",
        "a@b.example (c)",
        "a@b@c.example",
        "@b.example",
        "a@",
        "a",
        "",
        "a..b@b.example",
        "a@-b.example",
        "a@[127.0.0.1]",
        "\u00e9@b.example",
        "a@b\u00e9.example",
        "a" * 250 + "@b.example",
    ],
)
def test_a_letter_goes_to_one_plain_address(session, post, to):
    with pytest.raises(ValueError, match="one plain address"):
        post(session, to)
    assert session.scalars(select(OutgoingLetter)).all() == []


@pytest.mark.parametrize(
    "to", ["a@b.example", "o'neil+news.2@mail.b-c.example", "A_1@B.example", "a@localhost"]
)
def test_plain_addresses_are_taken(session, post, to):
    post(session, to)
    assert only_letter(session).to_address == to


@pytest.mark.parametrize(
    "subject",
    [
        "Code\r\nBcc: c@d.example",
        "Code\nX: y",
        "Code\r",
        "Code\u2028X: y",
        "Code\u2029",
        "Code\x85X",
        "Code\x0b",
        "Code\x0c",
        "Code\x00",
        "Code\x1b[31m",
        "Code\ud800",
        "",
        "  ",
    ],
)
def test_a_subject_is_one_line(session, post, subject):
    with pytest.raises(ValueError, match="one line"):
        post(session, subject=subject)
    assert session.scalars(select(OutgoingLetter)).all() == []


def test_what_is_claimed_nobody_else_takes(session, post, now):
    post(session)
    first = claimed(session, now)
    assert first is not None
    assert first.letter.to_address == "resident@example.org"
    assert first.letter.message_id == only_letter(session).message_id
    assert claimed(session, now) is None
    assert due_ids(session, real_now=now, limit=9) == []


def test_a_letter_of_a_dead_worker_is_taken_by_another_as_the_same(session, post, now):
    post(session)
    first = claimed(session, now)
    much_later = now + operations.CLAIMED_FOR
    assert claimed(session, much_later - timedelta(seconds=1)) is None
    second = claimed(session, much_later)
    assert second is not None
    assert (second.tries, second.letter.message_id) == (2, first.letter.message_id)
    operations.note_answer(session, WORKER, first, SENT, real_now=much_later)
    letter = only_letter(session)
    assert letter.sent_at is None, "the first worker lost it, and has no say any more"
    assert letter.claimed_until is not None
    operations.note_answer(session, WORKER, second, SENT, real_now=much_later)
    assert only_letter(session).sent_at == much_later


def test_once_sent_its_words_and_address_are_gone(session, post, now):
    post(session)
    operations.note_answer(session, WORKER, claimed(session, now), SENT, real_now=now)
    letter = only_letter(session)
    assert words_of(letter) == ("", "", "", "")
    assert (letter.kind, letter.made_at, letter.sent_at) == (LetterKind.SIGN_IN_CODE, now, now)
    assert letter.gave_up_at is None
    assert claimed(session, now + timedelta(days=1)) is None


def test_once_refused_for_good_it_is_given_up_and_empty(session, post, now):
    post(session)
    operations.note_answer(session, WORKER, claimed(session, now), REFUSED, real_now=now)
    letter = only_letter(session)
    assert words_of(letter) == ("", "", "", "")
    assert (letter.gave_up_at, letter.sent_at, letter.last_problem) == (now, None, "RCPT 550")
    assert claimed(session, now + timedelta(days=1)) is None


def test_pauses_grow_and_after_a_day_it_is_given_up(session, post, now):
    post(session, kind=LetterKind.ADDRESS_CHANGED)
    moment, pauses = now, []
    while True:
        claim = claimed(session, moment)
        assert claim is not None
        operations.note_answer(session, WORKER, claim, LATER, real_now=moment)
        letter = only_letter(session)
        if letter.next_try_at is None:
            break
        assert words_of(letter)[0] == "resident@example.org"
        assert claimed(session, letter.next_try_at - timedelta(seconds=1)) is None
        pauses.append((letter.next_try_at - moment) // timedelta(minutes=1))
        moment = letter.next_try_at
    assert pauses[:4] == [1, 5, 15, 60]
    assert set(pauses[4:]) == {60}
    assert timedelta(hours=23) < moment - now <= timedelta(hours=24)
    assert (letter.gave_up_at, letter.last_problem) == (moment, "DATA 451")
    assert words_of(letter) == ("", "", "", "")


def test_letters_of_yesterday_are_not_sent_any_more(session, post, now):
    post(session, kind=LetterKind.ADDRESS_CHANGED)
    just_in_time = now + timedelta(days=1)
    operations.give_up_late_letters(session, WORKER, real_now=just_in_time)
    assert only_letter(session).next_try_at is not None
    too_late = just_in_time + timedelta(seconds=1)
    operations.give_up_late_letters(session, WORKER, real_now=too_late)
    letter = only_letter(session)
    assert (letter.gave_up_at, letter.next_try_at) == (too_late, None)
    assert words_of(letter) == ("", "", "", "")
    assert newest_letters(session, limit=9) == []


@pytest.mark.parametrize("kind", [LetterKind.SIGN_IN_CODE, LetterKind.NEW_ADDRESS])
def test_a_code_is_not_sent_once_it_is_over(session, post, now, kind):
    post(session, kind=kind)
    for minutes in (0, 1, 6, 21):
        moment = now + timedelta(minutes=minutes)
        operations.note_answer(session, WORKER, claimed(session, moment), LATER, real_now=moment)
    letter = only_letter(session)
    assert (letter.gave_up_at, letter.next_try_at) == (moment, None)
    assert words_of(letter) == ("", "", "", "")


@pytest.mark.parametrize(("minutes", "waits"), [(30, True), (31, False)])
def test_a_worker_that_comes_back_late_sends_no_old_codes(session, post, now, minutes, waits):
    post(session)
    operations.give_up_late_letters(session, WORKER, real_now=now + timedelta(minutes=minutes))
    assert (only_letter(session).next_try_at is not None) is waits


def test_what_a_worker_has_in_its_hands_is_not_given_up(session, post, now):
    post(session)
    evening = now + timedelta(hours=24)
    claim = claimed(session, evening)
    operations.give_up_late_letters(session, WORKER, real_now=evening + timedelta(minutes=1))
    operations.note_answer(session, WORKER, claim, SENT, real_now=evening + timedelta(minutes=2))
    assert only_letter(session).gave_up_at is None
    assert only_letter(session).sent_at is not None


def test_traces_stay_for_their_time(session, post, now):
    post(session)
    operations.note_answer(session, WORKER, claimed(session, now), SENT, real_now=now)
    operations.drop_traces(session, WORKER, before=now)
    assert only_letter(session).sent_at == now
    operations.drop_traces(session, WORKER, before=now + timedelta(seconds=1))
    assert session.scalars(select(OutgoingLetter)).all() == []


def test_only_the_worker_takes_letters_out(session, post, now):
    post(session)
    claim = claimed(session, now)
    for act in (
        lambda: operations.claim_letter(session, VISITOR, claim.letter_id, real_now=now),
        lambda: operations.note_answer(session, VISITOR, claim, SENT, real_now=now),
        lambda: operations.give_up_late_letters(session, VISITOR, real_now=now),
        lambda: operations.drop_traces(session, VISITOR, before=now),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "link",
    [
        "https://portal.example/x\r\nBcc: other@example.org",
        "https://portal.example/x\nBcc: other@example.org",
        "https://portal.example/x%0a\u2028y",
        "https://portal.example/x>, <mailto:other@example.org",
        "https://portal.example/ x",
        "javascript:go()",
        "mailto:other@example.org",
        "https://portal.example/" + "x" * 1000,
        "https://portal.example/é",
    ],
)
def test_the_link_that_stops_letters_is_one_plain_address(session, post, link):
    with pytest.raises(ValueError, match="one plain address of a page"):
        post(session, stop_link=link)


def test_what_waits_can_be_taken_back_and_what_is_in_somebodys_hands_cannot(session, post, now):
    for number in range(3):
        post(session, f"r{number}@example.org", stop_link="https://portal.example/stop")
    ids = [letter.id for letter in rows(session)]
    operations.claim_letter(session, WORKER, ids[0], real_now=now)
    which = OutgoingLetter.id.in_(ids[:2])
    assert operations.take_back_letters(session, WORKER, which, real_now=now) == 1
    held, taken, other = rows(session)
    assert (held.to_address, other.to_address) == ("r0@example.org", "r2@example.org")
    assert (taken.to_address, taken.text, taken.html, taken.stop_link) == ("", "", "", None)
    assert (taken.gave_up_at, taken.next_try_at) == (now, None)
    assert operations.take_back_letters(session, WORKER, which, real_now=now) == 0
