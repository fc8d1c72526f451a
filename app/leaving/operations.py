"""Taking a name off, deleting an account, and letting go of accounts that nobody uses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.about_you.models import AboutYou, AboutYouAnswer
from app.erasing.operations import erase_own_at_once
from app.following.operations import forget_followings_of
from app.foundation.access import Actor, NotPossibleNow, require
from app.helping.models import Helping
from app.history import operations as history
from app.leaving import queries
from app.leaving.permissions import (
    may_delete_account,
    may_let_go_of_accounts,
    may_take_name_off,
)
from app.letters.models import LetterKind
from app.letters.operations import drop_letters_to, post_letter
from app.locks.operations import drop_locks
from app.members.models import MemberSession, SignInCode
from app.members.queries import has_account
from app.memberships.operations import end_memberships_of
from app.needs.models import Moderation, Need
from app.needs.queries import merged_into, needs_of_participant
from app.people.models import Member, ParticipantKey
from app.people.queries import member_to_change, participants_to_change
from app.voices.operations import withdraw_every_support
from app.voices.queries import hold_voices_of, need_ids_touched_by, needs_to_count

UNUSED_FOR = timedelta(days=730)
# How long before an unused account goes each letter is written, the first one first.
WARNINGS_BEFORE = (timedelta(days=30), timedelta(days=7))
BETWEEN_LETTERS = timedelta(days=7)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to become of what they said when their account goes."""

    removes_words: bool
    takes_voices_back: bool


@dataclass(frozen=True)
class Goodbye:
    """A letter as it was written for somebody who leaves, or is about to be let go."""

    subject: str
    text: str
    html: str


def take_name_off(session: Session, actor: Actor, *, now: datetime) -> None:
    """Cut all that a voice said loose from whoever said it, for good.

    Whoever holds the code of a voice that has an account signs in first: a slip of paper that was
    found must not do what nobody can undo.
    """
    require(may_take_name_off, actor)
    voice_id = actor.participant_id or 0
    if actor.member_id is None and has_account(session, voice_id):
        raise NotPossibleNow("This belongs to an account. Sign in with your e-mail first.")
    _cut_loose(session, actor, voice_id, now=now)
    if actor.member_id is not None:
        member_to_change(session, actor.member_id).participant_id = None


def _cut_loose(session: Session, actor: Actor, voice_id: int, *, now: datetime) -> None:
    """Throw every key to a voice away, with what it told about itself. Counts do not move."""
    (voice,) = participants_to_change(session, [voice_id])
    if voice.joined_into_id is not None:
        raise NotPossibleNow("Your two devices were joined just now. Press the button once more.")
    voice.address_mark = None
    for table in (ParticipantKey, AboutYouAnswer, AboutYou):
        session.execute(
            delete(table)
            .where(table.participant_id == voice_id)
            .execution_options(synchronize_session="fetch")
        )
    session.execute(
        update(Helping)
        .where(Helping.participant_id == voice_id)
        .values(participant_id=None)
        .execution_options(synchronize_session="fetch")
    )
    # Whoever still has the page of the form open would be given a new code by its key.
    session.execute(
        update(Need)
        .where(Need.participant_id == voice_id)
        .values(send_key=None)
        .execution_options(synchronize_session="fetch")
    )
    history.record(session, actor, "took the name off", voice, now=now)


def delete_account(
    session: Session,
    actor: Actor,
    member_id: int,
    wish: Wish,
    *,
    goodbye: Goodbye,
    now: datetime,
    real_now: datetime,
) -> None:
    """Delete an account with all that hangs on it; say goodbye by a last letter."""
    require(may_delete_account, actor, member_id)
    member = member_to_change(session, member_id)
    email = member.email
    # Before any need is held: whoever acts for a group holds the group first, then needs.
    end_memberships_of(session, replace(actor, participant_id=None), member.id, now=now)
    if member.participant_id is not None:
        speaks = replace(actor, participant_id=member.participant_id)
        _end_voice(session, speaks, member.participant_id, wish, now=now)
    _delete(session, actor, member, now=now, real_now=real_now)
    post_letter(
        session,
        actor,
        kind=LetterKind.ACCOUNT_DELETED,
        to=email,
        subject=goodbye.subject,
        text=goodbye.text,
        html=goodbye.html,
        now=real_now,
    )


def _end_voice(session: Session, actor: Actor, voice_id: int, wish: Wish, *, now: datetime) -> None:
    """Do what somebody wishes with what they said, then cut it loose.

    All needs and voices that this touches are held first, in the one order that everybody keeps.
    """
    own = sorted(need.id for need in needs_of_participant(session, voice_id))
    ids = need_ids_touched_by(session, [voice_id])
    ids |= {each.id for need_id in own for each in merged_into(session, need_id)}
    needs_to_count(session, ids)
    hold_voices_of(session, ids)
    if wish.removes_words:
        for need_id in own:
            if session.get_one(Need, need_id).moderation is not Moderation.ERASED:
                erase_own_at_once(session, actor, need_id, now=now)
    if wish.takes_voices_back:
        withdraw_every_support(session, actor, with_own=wish.removes_words)
    _cut_loose(session, actor, voice_id, now=now)


def _delete(
    session: Session, actor: Actor, member: Member, *, now: datetime, real_now: datetime
) -> None:
    forget_followings_of(session, actor, member.id, now=now, real_now=real_now)
    drop_letters_to(session, actor, member.email, real_now=real_now)
    drop_locks(session, actor, member)
    session.execute(delete(MemberSession).where(MemberSession.member_id == member.id))
    # Whom they helped keep their voices; only the turns of helping go.
    session.execute(delete(Helping).where(Helping.member_id == member.id))
    # The bare marks stay a day, so that joining and leaving in turn sends no flood of letters.
    session.execute(
        update(SignInCode)
        .where((SignInCode.member_id == member.id) | (SignInCode.email == member.email))
        .values(member_id=None, email="", used_at=real_now)
        .execution_options(synchronize_session="fetch")
    )
    # Not beside the voice: what it said leads to nobody any more.
    alone = replace(actor, participant_id=None)
    history.record(session, alone, "deleted an account", member, now=now)
    session.delete(member)
    session.flush()


def warn_of_end(
    session: Session,
    actor: Actor,
    member_id: int,
    *,
    warnings: int,
    letter: Goodbye,
    real_now: datetime,
) -> bool:
    """Tell whoever has an account that nobody uses when it goes; tell whether it was told now."""
    require(may_let_go_of_accounts, actor)
    member = member_to_change(session, member_id)
    if member.warnings != warnings:
        return False
    member.warnings, member.warned_at = warnings + 1, real_now
    post_letter(
        session,
        actor,
        kind=LetterKind.ACCOUNT_UNUSED,
        to=member.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        now=real_now,
    )
    return True


def due_warnings(
    session: Session, actor: Actor, *, real_now: datetime, limit: int
) -> Sequence[tuple[int, int]]:
    """Return which accounts are told now, each with how many warnings it had."""
    return [
        (member_id, warnings)
        for warnings, before in enumerate(WARNINGS_BEFORE)
        for member_id in queries.accounts_to_warn(
            session,
            unused_since=real_now - (UNUSED_FOR - before),
            warnings=warnings,
            warned_before=real_now - BETWEEN_LETTERS,
            limit=limit,
        )
    ]


def delete_unused(
    session: Session, actor: Actor, *, before: datetime, now: datetime, limit: int = 100
) -> int:
    """Delete accounts that nobody used since a moment, though both letters went; return how many.

    What was said stays, as words and voices of residents.
    """
    require(may_let_go_of_accounts, actor)
    found = queries.accounts_to_delete(
        session, unused_since=before, warned_before=now - BETWEEN_LETTERS, limit=limit
    )
    for member_id in found:
        member = member_to_change(session, member_id)
        voice_id = member.participant_id
        if member.signed_in_at is not None and member.signed_in_at >= before:
            continue  # somebody came back at this moment
        end_memberships_of(session, actor, member_id, now=now)
        if voice_id is not None:
            _cut_loose(session, actor, voice_id, now=now)
        _delete(session, actor, member, now=now, real_now=now)
    return len(found)
