"""Following something, stopping, choosing how often; forgetting it all with the account.

What somebody follows stands in no history, which could never forget it: the row with its time is
the record, and stopping deletes it, as with "me too". That an account chose letters, or none, is
written down.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.following import queries
from app.following.models import (
    OWN_WORDS_ID,
    Digest,
    DigestNeed,
    Follower,
    Following,
    FollowKind,
    HowOften,
)
from app.following.permissions import may_follow
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.history import operations as history
from app.history.queries import last_seal
from app.letters.operations import take_back_letters
from app.people.models import Member

MOST_FOLLOWED = 500


def begin_following(
    session: Session,
    actor: Actor,
    kind: FollowKind,
    thing_id: int,
    *,
    now: datetime,
    real_now: datetime,
) -> bool:
    """Follow a thing that the caller found to be public; tell whether it was not followed before.

    Whoever had stopped all letters gets them again: to follow is to ask for them.
    """
    require(may_follow, actor)
    follower = _follower(session, actor, real_now=real_now)
    if queries.how_many_followed(session, follower.member_id) >= MOST_FOLLOWED:
        raise NotPossibleNow("You follow very many things. Stop following some of them first.")
    row = {"member_id": follower.member_id, "kind": kind, "thing_id": thing_id, "since": now}
    is_new = insert_once(session, Following.__table__, row)  # type: ignore[arg-type]
    if kind is FollowKind.OWN_WORDS:
        follower.was_asked = True
    if follower.how_often is HowOften.NONE:
        choose_how_often(session, actor, HowOften.DAILY, now=now, real_now=real_now)
    return is_new


def _follower(session: Session, actor: Actor, *, real_now: datetime) -> Follower:
    """Return the actor's choice about letters, held. One made now is told nothing of the past."""
    member_id = actor.member_id or 0
    number, _seal = last_seal(session)
    row = {
        "member_id": member_id,
        "how_often": HowOften.DAILY,
        "was_asked": False,
        "told_until": number,
        "next_day": clock.local_day(real_now),
    }
    insert_once(session, Follower.__table__, row)  # type: ignore[arg-type]
    follower = queries.follower_to_change(session, member_id)
    if follower is None:  # forgotten at this very moment, with the account
        raise NotPossibleNow("Much happened at the same moment. Press the button once more.")
    return follower


def stop_following(session: Session, actor: Actor, number: int) -> bool:
    """Stop following what stands under a number of one's own; tell whether it was followed."""
    require(may_follow, actor)
    gone = session.execute(
        delete(Following).where(Following.id == number, Following.member_id == actor.member_id)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def leave_own_words(session: Session, actor: Actor, *, now: datetime, real_now: datetime) -> None:
    """Keep that somebody was asked about their own words and wants no letters, so ask no more."""
    require(may_follow, actor)
    _follower(session, actor, real_now=real_now).was_asked = True
    session.execute(
        delete(Following).where(
            Following.member_id == actor.member_id,
            Following.kind == FollowKind.OWN_WORDS,
            Following.thing_id == OWN_WORDS_ID,
        )
    )


def choose_how_often(
    session: Session, actor: Actor, how_often: HowOften, *, now: datetime, real_now: datetime
) -> None:
    """Choose how often letters come; whoever had none is told only of what happens from now on."""
    require(may_follow, actor)
    follower = _follower(session, actor, real_now=real_now)
    if follower.how_often is how_often:
        return
    if follower.how_often is HowOften.NONE:
        follower.told_until, _seal = last_seal(session)
    follower.how_often = how_often
    _record_choice(session, actor, follower.member_id, how_often, now=now)


def _record_choice(
    session: Session, actor: Actor, member_id: int, how_often: HowOften, *, now: datetime
) -> None:
    """Write the choice down; unlike other acts it changes nothing that others see."""
    verb, table = f"chose letters: {how_often.value}", Member.__tablename__
    history.record_many(session, actor, verb, table, [member_id], now=now)


def stop_all_letters(
    session: Session, actor: Actor, member_id: int, *, now: datetime
) -> HowOften | None:
    """Let no more letters come, by a link in one of them; return how often they came.

    Whoever calls has seen the key in the link. None means that there is nobody to write to.
    """
    follower = queries.follower_to_change(session, member_id)
    if follower is None:
        return None
    before, follower.how_often = follower.how_often, HowOften.NONE
    if before is not HowOften.NONE:
        _record_choice(session, actor, member_id, HowOften.NONE, now=now)
    return before


def let_letters_come_again(
    session: Session, actor: Actor, member_id: int, how_often: HowOften, *, now: datetime
) -> bool:
    """Undo `stop_all_letters`, unless something else was chosen meanwhile; tell whether it was."""
    follower = queries.follower_to_change(session, member_id)
    if follower is None or follower.how_often is not HowOften.NONE:
        return False
    follower.how_often = how_often
    _record_choice(session, actor, member_id, how_often, now=now)
    return True


def forget_followings_of(
    session: Session,
    actor: Actor,
    member_id: int,
    *,
    now: datetime,
    real_now: datetime | None = None,
) -> None:
    """Drop all that an account follows and chose, before the account itself goes.

    A letter that waits is taken back. Whoever deletes the account asks whether that may be.
    """
    waiting = queries.letters_written_to(member_id)
    take_back_letters(session, actor, waiting, real_now=real_now or now)
    for table in (DigestNeed, Digest, Following, Follower):
        session.execute(
            delete(table)
            .where(table.member_id == member_id)
            .execution_options(synchronize_session="fetch")
        )
