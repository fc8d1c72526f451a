"""Putting letters into the outbox, taking them out one at a time, giving up, dropping traces.

Every moment here is a real one, not one of the demo place: letters travel in the real world.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import Session

from app.foundation.access import Actor, require
from app.foundation.mail_addresses import is_address, is_one_line, is_plain_link
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.permissions import may_send_letters
from app.letters.post_office import LONGEST_TALK, Answer, Letter, Outcome
from app.letters.queries import is_free

# Between the first tries; later ones follow an hour after each other, until a day is over.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
TRIED_FOR = timedelta(days=1)
# What a code or link opens is over by then: a later letter would only puzzle its reader.
CODES_TRIED_FOR = timedelta(minutes=30)
CODES = (
    LetterKind.SIGN_IN_CODE, LetterKind.NEW_ADDRESS, LetterKind.LEAVING_CODE,
    LetterKind.FORGOTTEN,
)  # fmt: skip
# Far longer than one talk may last, so that a letter taken from a dead worker is not in its hands.
CLAIMED_FOR = timedelta(seconds=5 * LONGEST_TALK)
WORDS_GONE: dict[str, str | None] = {
    "to_address": "",
    "subject": "",
    "text": "",
    "html": "",
    "stop_link": None,
}


@dataclass(frozen=True)
class Claim:
    """A letter that this worker alone has, at its n-th try."""

    letter_id: int
    tries: int
    tried_for: timedelta
    letter: Letter


def post_letter(
    session: Session,
    actor: Actor,
    *,
    kind: LetterKind,
    to: str,
    subject: str,
    text: str,
    html: str,
    stop_link: str = "",
    now: datetime,
) -> OutgoingLetter:
    """Put a letter into the outbox, to go when the caller commits; `now` is the real moment.

    Raises ValueError unless `to` is one plain address, and what goes into the head one line (T40).
    """
    if not is_address(to):
        raise ValueError("A letter goes to one plain address.")
    if not is_one_line(subject):
        raise ValueError("The subject of a letter is one line.")
    if stop_link and not is_plain_link(stop_link):
        raise ValueError("The link that stops letters is one plain address of a page.")
    letter = OutgoingLetter(
        kind=kind,
        to_address=to,
        subject=subject,
        text=text,
        html=html,
        stop_link=stop_link or None,
        message_id=secrets.token_hex(16),
        made_at=now,
        next_try_at=now,
        tries=0,
        last_problem="",
    )
    session.add(letter)
    return letter


def take_back_letters(
    session: Session, actor: Actor, which: ColumnElement[bool], *, real_now: datetime
) -> int:
    """Give up letters that wait, as if they had never been posted; return how many.

    One that a worker has in its hands is not taken back: it may be gone already.
    """
    taken = session.execute(
        update(OutgoingLetter)
        .where(OutgoingLetter.next_try_at.is_not(None), is_free(real_now), which)
        .values(gave_up_at=real_now, next_try_at=None, claimed_until=None, **WORDS_GONE)
        .execution_options(synchronize_session=False)
    )
    return int(taken.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def claim_letter(
    session: Session, actor: Actor, letter_id: int, *, real_now: datetime
) -> Claim | None:
    """Take a due letter for this worker alone; None when another has it or it is done.

    The caller commits before it talks to the server. Whoever never comes back loses the letter to
    the next worker after ten minutes.
    """
    require(may_send_letters, actor)
    row = session.execute(
        update(OutgoingLetter)
        .where(
            OutgoingLetter.id == letter_id,
            OutgoingLetter.next_try_at <= real_now,
            is_free(real_now),
        )
        .values(claimed_until=real_now + CLAIMED_FOR, tries=OutgoingLetter.tries + 1)
        .returning(
            OutgoingLetter.kind,
            OutgoingLetter.tries,
            OutgoingLetter.to_address,
            OutgoingLetter.subject,
            OutgoingLetter.text,
            OutgoingLetter.html,
            OutgoingLetter.stop_link,
            OutgoingLetter.message_id,
            OutgoingLetter.made_at,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    letter = Letter(
        to_address=row.to_address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        stop_link=row.stop_link or "",
        message_id=row.message_id,
        made_at=row.made_at,
    )
    tried_for = CODES_TRIED_FOR if row.kind in CODES else TRIED_FOR
    return Claim(letter_id, row.tries, tried_for, letter)


def note_answer(
    session: Session, actor: Actor, claim: Claim, answer: Answer, *, real_now: datetime
) -> None:
    """Write down what became of a try: sent, given up, or when to try again."""
    require(may_send_letters, actor)
    values: dict[str, object]
    next_try_at = real_now + _pause_after(claim.tries)
    is_too_late = next_try_at > claim.letter.made_at + claim.tried_for
    if answer.outcome is Outcome.SENT:
        values = {"sent_at": real_now, "next_try_at": None, **WORDS_GONE}
    elif answer.outcome is Outcome.REFUSED or is_too_late:
        values = {"gave_up_at": real_now, "next_try_at": None, **WORDS_GONE}
    else:
        values = {"next_try_at": next_try_at}
    session.execute(
        update(OutgoingLetter)
        .where(
            OutgoingLetter.id == claim.letter_id,
            OutgoingLetter.tries == claim.tries,  # nobody else has taken it meanwhile
            OutgoingLetter.next_try_at.is_not(None),
        )
        .values(claimed_until=None, last_problem=answer.problem, **values)
        .execution_options(synchronize_session=False)
    )


def _pause_after(tries: int) -> timedelta:
    return PAUSES[min(tries, len(PAUSES)) - 1]


def give_up_late_letters(session: Session, actor: Actor, *, real_now: datetime) -> int:
    """Give up letters that nobody could send in their time; return how many.

    So a worker that comes back after a week sends no codes of last week, and a demo without a
    mail server keeps no address longer than a day.
    """
    require(may_send_letters, actor)
    late = session.execute(
        update(OutgoingLetter)
        .where(
            OutgoingLetter.next_try_at.is_not(None),
            or_(
                OutgoingLetter.made_at < real_now - TRIED_FOR,
                OutgoingLetter.kind.in_(CODES)
                & (OutgoingLetter.made_at < real_now - CODES_TRIED_FOR),
            ),
            is_free(real_now),
        )
        .values(gave_up_at=real_now, next_try_at=None, claimed_until=None, **WORDS_GONE)
        .execution_options(synchronize_session=False)
    )
    return int(late.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def drop_letters_to(session: Session, actor: Actor, email: str, *, real_now: datetime) -> None:
    """Give up and empty whatever waits for an address, as its account is deleted."""
    session.execute(
        update(OutgoingLetter)
        .where(OutgoingLetter.to_address == email)
        .values(gave_up_at=real_now, next_try_at=None, claimed_until=None, **WORDS_GONE)
        .execution_options(synchronize_session=False)
    )


def drop_traces(session: Session, actor: Actor, *, before: datetime) -> int:
    """Drop the bare traces of letters from before a moment; return how many."""
    require(may_send_letters, actor)
    gone = session.execute(
        delete(OutgoingLetter)
        .where(OutgoingLetter.made_at < before, OutgoingLetter.next_try_at.is_(None))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
