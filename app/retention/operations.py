"""Forgetting what has been kept for its time: one operation for each row of the table.

Each takes the moment before which things are too old, and returns how many it forgot: the job
calls it again until there are none.
"""

from datetime import datetime

from sqlalchemy import Delete, Update, delete, exists, update
from sqlalchemy.orm import Session

from app.complaints import operations as complaints
from app.erasing import operations as erasing
from app.following.models import Digest, DigestNeed, Following, FollowKind
from app.foundation import clock
from app.foundation.access import Actor, require
from app.group_invitations.models import GroupInvitation
from app.helping.models import Helping
from app.leaving import operations as leaving
from app.letters import operations as letters
from app.locks.models import UsedChallenge
from app.members.models import AskedAddress, MemberSession, SignInCode
from app.organisations.models import Membership, Organisation
from app.people.models import Attempt, KeyKind, Participant, ParticipantKey, WorkSession
from app.retention.permissions import may_keep_to_retention
from app.retention.queries import marks_in_use
from app.staff.models import Invitation, LockReset


def _forgotten(session: Session, actor: Actor, statement: Delete | Update) -> int:
    require(may_keep_to_retention, actor)
    result = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def forget_tries(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop wrong tries at codes and passwords, and marks that only serve a limit."""
    return _forgotten(session, actor, delete(Attempt).where(Attempt.at < before))


def forget_address_marks(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Empty the marks of networks."""
    marked = Participant.address_mark.is_not(None) & (Participant.made_at < before)
    return _forgotten(session, actor, update(Participant).where(marked).values(address_mark=None))


def forget_browsers(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop the keys of cookies that no browser keeps any longer."""
    is_cookie = ParticipantKey.kind == KeyKind.COOKIE
    old = delete(ParticipantKey).where(is_cookie, ParticipantKey.made_at < before)
    return _forgotten(session, actor, old)


def forget_asked_emails(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Empty the addresses of codes that are over."""
    over = (SignInCode.made_at < before) & (SignInCode.email != "")
    return _forgotten(session, actor, update(SignInCode).where(over).values(email=""))


def forget_codes(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop codes, and the marks of addresses that none is left for."""
    codes = _forgotten(session, actor, delete(SignInCode).where(SignInCode.made_at < before))
    unused = AskedAddress.email_mark.not_in(marks_in_use())
    old = delete(AskedAddress).where(AskedAddress.asked_at < before, unused)
    return codes + _forgotten(session, actor, old)


def forget_helping(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop who helped whom; a session of work is long over then."""
    return _forgotten(session, actor, delete(Helping).where(Helping.started_at < before))


def forget_challenges(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop marks of questions that a passkey has answered; the answers are long over."""
    return _forgotten(session, actor, delete(UsedChallenge).where(UsedChallenge.used_at < before))


def forget_sessions(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop sessions of accounts."""
    return _forgotten(session, actor, delete(MemberSession).where(MemberSession.made_at < before))


def forget_work_sessions(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop sessions of people who work here; they are long over."""
    return _forgotten(session, actor, delete(WorkSession).where(WorkSession.begun_at < before))


def give_up_letters(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Give up letters that could not be sent, and empty them."""
    return letters.give_up_late_letters(session, actor, real_now=now)


def forget_letters(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop the traces of letters."""
    return letters.drop_traces(session, actor, before=before)


def erase_asked(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Remove the words that were asked to be removed."""
    return erasing.erase_due(session, actor, now=now)


def erase_put_away(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Remove words that have shown nowhere for long."""
    return erasing.erase_put_away(session, actor, before=before, now=now)


def forget_invitations(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop invitations to work here, used or not, and what was asked for somebody's lost locks."""
    invited = _forgotten(session, actor, delete(Invitation).where(Invitation.made_at < before))
    asked = _forgotten(session, actor, delete(LockReset).where(LockReset.asked_at < before))
    return invited + asked


def delete_unused_accounts(
    session: Session, actor: Actor, *, before: datetime, now: datetime
) -> int:
    """Delete accounts that nobody uses, once both letters went."""
    return leaving.delete_unused(session, actor, before=before, now=now)


def empty_complaints(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Take the words out of complaints that were closed long ago."""
    return complaints.empty_old_complaints(session, actor, before=before, now=now)


def forget_digests(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop which letters were written to whom, and which needs they named."""
    is_old = Digest.written_at < before
    of_it = (Digest.member_id == DigestNeed.member_id) & (Digest.day == DigestNeed.day)
    _forgotten(session, actor, delete(DigestNeed).where(exists().where(of_it, is_old)))
    return _forgotten(session, actor, delete(Digest).where(is_old))


def forget_group_followings(
    session: Session, actor: Actor, *, before: datetime, now: datetime
) -> int:
    """Drop that somebody follows what a group put forward, once they do not belong to it."""
    belongs = exists().where(
        Membership.id == Following.thing_id,
        Membership.member_id == Following.member_id,
        Membership.ended_at.is_(None) | (Membership.ended_at >= before),
        Membership.ends_on.is_(None) | (Membership.ends_on >= clock.local_day(before)),
    )
    over = (Following.kind == FollowKind.GROUP) & ~belongs
    return _forgotten(session, actor, delete(Following).where(over))


def forget_asked_in(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Empty the addresses of letters that asked somebody into a group and are over."""
    over = (GroupInvitation.made_at < before) & (GroupInvitation.email != "")
    return _forgotten(session, actor, update(GroupInvitation).where(over).values(email=""))


def forget_group_letters(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Drop what is left of letters that asked somebody into a group."""
    return _forgotten(
        session, actor, delete(GroupInvitation).where(GroupInvitation.made_at < before)
    )


def forget_phones(session: Session, actor: Actor, *, before: datetime, now: datetime) -> int:
    """Empty the numbers of groups that asked and that nobody phoned in all that time."""
    waiting = (Organisation.call_phone != "") & (Organisation.asked_at < before)
    return _forgotten(session, actor, update(Organisation).where(waiting).values(call_phone=""))
