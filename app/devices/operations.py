"""Signing out of one browser, and keeping when each was last used."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.devices import queries
from app.devices.permissions import may_see_devices
from app.foundation.access import Actor, NotFound, require
from app.history import operations as history
from app.members.models import MemberSession
from app.people.models import Member, Person, WorkSession

# Often enough to tell one's own browsers by it, and no trace of each press.
NOTED_EVERY = timedelta(minutes=10)


def end_device(
    session: Session, actor: Actor, device_id: int, *, now: datetime, real_now: datetime
) -> None:
    """Sign oneself out in one browser, at its next request; one that is over stays over.

    Raises NotFound for what belongs to somebody else, as for what does not exist.
    """
    require(may_see_devices, actor)
    owner: Member | Person | None
    ended: MemberSession | WorkSession | None
    if actor.member_id is not None:
        owner = session.get(Member, actor.member_id)
        ended = queries.member_session_to_end(session, device_id, actor.member_id)
    else:
        owner = session.get(Person, actor.person_id)
        ended = queries.work_session_to_end(session, device_id, actor.person_id or 0)
    if owner is None or ended is None:
        raise NotFound
    if ended.ended_at is None:
        ended.ended_at = real_now
        history.record(session, actor, "signed out one browser", owner, now=now)


def note_use(
    session: Session, actor: Actor, *, digest: str, session_id: int, real_now: datetime
) -> None:
    """Keep when something was last sent in a session: of a resident by its digest, or of work."""
    of_member = update(MemberSession).where(
        MemberSession.digest == digest, MemberSession.ended_at.is_(None)
    )
    of_work = update(WorkSession).where(
        WorkSession.id == session_id, WorkSession.ended_at.is_(None)
    )
    statement = of_member if digest else of_work  # who helps rests meanwhile, the session does not
    session.execute(statement.values(sent_at=real_now).execution_options(synchronize_session=False))
