"""Reading where somebody is signed in. What is over, one way or another, is not among it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.members.models import MemberSession
from app.people.models import Person, WorkSession
from app.people.queries import is_work_going_on

MOST_SHOWN = 50


@dataclass(frozen=True)
class Device:
    """One browser in which somebody is signed in."""

    id: int
    since: datetime
    # When something was last sent from there; None when nothing was.
    sent_at: datetime | None
    # What is kept of its cookie, by which a browser knows itself: a digest of a member's token.
    digest: str = ""


def devices_of_member(
    session: Session, member_id: int, *, since: datetime | None = None
) -> Sequence[Device]:
    """Return where a resident is signed in, used last first."""
    rows = session.execute(
        select(MemberSession.id, MemberSession.made_at, MemberSession.sent_at, MemberSession.digest)
        .where(
            MemberSession.member_id == member_id,
            MemberSession.ended_at.is_(None),
            MemberSession.made_at > since if since else true(),
        )
        .order_by(
            func.coalesce(MemberSession.sent_at, MemberSession.made_at).desc(),
            MemberSession.id.desc(),
        )
        .limit(MOST_SHOWN)
    )
    return [Device(*row) for row in rows]


def devices_of_person(session: Session, person_id: int, *, since: datetime) -> Sequence[Device]:
    """Return where somebody who works here is signed in, used last first."""
    rows = session.execute(
        select(WorkSession.id, WorkSession.begun_at, WorkSession.sent_at)
        .join(Person, Person.id == WorkSession.person_id)
        .where(WorkSession.person_id == person_id, is_work_going_on(since))
        .order_by(
            func.coalesce(WorkSession.sent_at, WorkSession.begun_at).desc(), WorkSession.id.desc()
        )
        .limit(MOST_SHOWN)
    )
    return [Device(*row) for row in rows]


def member_session_to_end(
    session: Session, session_id: int, member_id: int
) -> MemberSession | None:
    """Return a session of a resident, held; None when it is not theirs."""
    return session.scalar(
        select(MemberSession)
        .where(MemberSession.id == session_id, MemberSession.member_id == member_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def work_session_to_end(session: Session, session_id: int, person_id: int) -> WorkSession | None:
    """Return a session of somebody who works here, held; None when it is not theirs."""
    return session.scalar(
        select(WorkSession)
        .where(WorkSession.id == session_id, WorkSession.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
