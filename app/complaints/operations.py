"""Taking a complaint, answering and closing it, and emptying it long afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.complaints import queries
from app.complaints.models import LETTER, ComplaintAbout, DataComplaint, Finding
from app.complaints.permissions import may_answer_complaints, may_empty_complaints
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.people.models import Attempt
from app.people.operations import TooManyTries
from app.people.queries import attempt_count

# The law asks for word within 30 days that it came, and for an answer without undue delay.
ANSWER_WITHIN = timedelta(days=30)
KIND = "complaint"
FROM_ONE_PREFIX_AN_HOUR, WHOLE_SITE_AN_HOUR = 10, 200


@dataclass(frozen=True)
class ComplaintWords:
    """What somebody typed, already cleaned."""

    about: ComplaintAbout
    words: str
    email: str
    other_way: str


def complain(
    session: Session,
    actor: Actor,
    typed: ComplaintWords,
    *,
    send_key: str,
    address_mark: str,
    now: datetime,
    real_now: datetime,
) -> tuple[DataComplaint, bool]:
    """Take a complaint from anyone; return it, and whether it was made just now.

    Raises TooManyTries when very many came from one network, or from everybody together.
    """
    known = queries.find_by_send_key(session, send_key)
    if known is not None:
        return known, False
    hour = real_now - timedelta(hours=1)
    here = attempt_count(session, KIND, hour, address_mark)
    if here >= FROM_ONE_PREFIX_AN_HOUR or attempt_count(session, KIND, hour) >= WHOLE_SITE_AN_HOUR:
        raise TooManyTries
    session.add(Attempt(kind=KIND, mark=address_mark, at=real_now))
    row = {
        "number": next_number(session, LETTER),
        "send_key": send_key,
        "about": typed.about,
        "words": typed.words,
        "email": typed.email,
        "other_way": typed.other_way,
        "received_at": now,
        "acknowledged_at": now,
        "due_on": clock.local_day(now + ANSWER_WITHIN),
        "answer": "",
    }
    made = insert_once(session, DataComplaint.__table__, row)  # type: ignore[arg-type]
    complaint = queries.find_by_send_key(session, send_key)
    if complaint is None:
        raise NotPossibleNow("Your complaint could not be kept. Press Send once more.")
    if made:
        # Not beside the voice of this browser: what somebody complains of is nobody's need.
        history.record(session, Actor(), "complained about data", complaint, now=now)
    return complaint, made


def answer_complaint(
    session: Session,
    actor: Actor,
    complaint_id: int,
    finding: Finding,
    answer: str,
    *,
    now: datetime,
) -> DataComplaint:
    """Write the answer down; whoever calls this sends it."""
    require(may_answer_complaints, actor)
    complaint = queries.complaint_to_change(session, complaint_id)
    if complaint.answered_at is not None:
        raise NotPossibleNow("Somebody answered this already. Look at it again.")
    complaint.finding, complaint.answer = finding, answer
    complaint.answered_at, complaint.answered_by_id = now, actor.person_id
    history.record(
        session, actor, "answered a complaint", complaint, now=now, reason_code=finding.value
    )
    return complaint


def close_complaint(session: Session, actor: Actor, complaint_id: int, *, now: datetime) -> None:
    """Close a complaint that was answered; closing it twice is once."""
    require(may_answer_complaints, actor)
    complaint = queries.complaint_to_change(session, complaint_id)
    if complaint.answered_at is None:
        raise NotPossibleNow("Answer this first. Then you can close it.")
    if complaint.closed_at is None:
        complaint.closed_at = now
        history.record(session, actor, "closed a complaint", complaint, now=now)


def empty_old_complaints(
    session: Session, actor: Actor, *, before: datetime, now: datetime, limit: int = 100
) -> int:
    """Take the words, the answer and every way to reach somebody out of old complaints."""
    require(may_empty_complaints, actor)
    found = queries.to_empty(session, before=before, limit=limit)
    for complaint in found:
        complaint.words = complaint.answer = complaint.email = complaint.other_way = ""
        complaint.send_key = None
        history.record(session, actor, "emptied a complaint", complaint, now=now)
    return len(found)
