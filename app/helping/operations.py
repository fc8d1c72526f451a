"""Beginning to help somebody, giving them a voice at their first act, and ending it."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, TooMuchNow, require
from app.helping import queries
from app.helping.models import Helping
from app.helping.permissions import may_end_helping, may_help_others
from app.history import operations as history
from app.needs.models import Channel
from app.organisations.queries import groups_of_member
from app.people.models import Participant
from app.people.operations import NewVoice
from app.people.queries import member_to_change, person_to_change

# A stall on a busy day. Far more by one person is no help any more but entering a list.
MOST_PEOPLE_A_DAY = 60
# A group with a stall at two ends of a place. It holds however many accounts belong to the group.
MOST_PEOPLE_FOR_A_GROUP_A_DAY = 150
RESTING = "Your organisation is paused or closed here, so nobody helps people for it now."
GO_ON_WITHIN = timedelta(minutes=30)
CHANNELS = (
    Channel.PAPER,
    Channel.PHONE,
    Channel.HOME_VISIT,
    Channel.STALL,
    Channel.RECORDED,
)


def begin(
    session: Session,
    actor: Actor,
    *,
    channel: Channel,
    place_id: int | None,
    participant_id: int | None = None,
    now: datetime,
    real_now: datetime,
) -> Helping:
    """Begin to help one person; whoever was helped before is ended first.

    Give a participant when that person's code was typed.
    """
    require_helper(session, actor, now=now)
    if channel not in CHANNELS:
        raise NotPossibleNow("Choose how the words reach you.")
    if actor.member_id is None:
        person_to_change(session, actor.person_id or 0)
    else:
        member_to_change(session, actor.member_id)
    _refuse_own_voice(session, actor, participant_id)
    _refuse_too_many(session, actor, real_now)
    end(session, actor, now=now, real_now=real_now)
    helping = Helping(
        person_id=actor.person_id,
        member_id=actor.member_id,
        participant_id=participant_id,
        channel=channel,
        place_id=place_id,
        started_at=real_now,
    )
    session.add(helping)
    session.flush()
    helper = _for_history(actor, helping)
    history.record(session, helper, "began to help", helping, now=now, reason_code=channel.value)
    return helping


def require_helper(session: Session, actor: Actor, *, now: datetime) -> None:
    """Raise NotAllowed unless the actor may help, as one who works here or for a group.

    Who works for a body that is paused or closed is told so.
    """
    groups = groups_of_member(session, actor.member_id, clock.local_day(now))
    require(may_help_others, actor, [group.standing for group in groups])
    if queries.works_for_resting_body(session, actor):
        raise NotPossibleNow(RESTING)


def _for_history(actor: Actor, helping: Helping) -> Actor:
    """Return how the history names who helps: an account by its number, never as a voice."""
    if actor.member_id is None:
        return actor
    helps = queries.as_helper(actor, helping.id, helping.channel.value)
    return replace(actor, participant_id=None, helping=helps)


def go_on(
    session: Session, actor: Actor, helping_id: int, *, now: datetime, real_now: datetime
) -> Helping:
    """Begin again with the same person after a pause; never after Done."""
    require_helper(session, actor, now=now)
    before = queries.helping_to_change(session, helping_id)
    if not _is_of(before, actor) or before.ended_at is not None:
        raise NotPossibleNow("This was ended. Begin again, with the person’s code.")
    return begin(
        session,
        actor,
        channel=before.channel,
        place_id=before.place_id,
        participant_id=before.participant_id,
        now=now,
        real_now=real_now,
    )


def give_voice(
    session: Session, actor: Actor, *, real_now: datetime
) -> tuple[int, bool, NewVoice | None]:
    """Give the person who is helped a voice at their first act; of two presses the first does.

    Return who speaks, whether that voice is held, and the new voice if it was made just now. Many
    people come to one desk, so it is never held as a rush.
    """
    helping = _own(session, actor)
    if helping.participant_id is not None:
        known = session.get_one(Participant, helping.participant_id)
        return known.id, known.is_held, None
    _refuse_too_many(session, actor, real_now)
    made = session.scalars(
        insert(Participant)
        .values(made_at=real_now, address_mark=None, is_held=False)
        .returning(Participant.id)
    ).one()
    helping.participant_id = made
    session.flush()
    return made, False, NewVoice(made, "", is_held=False)


def speak_for(session: Session, actor: Actor, participant_id: int) -> None:
    """Go on as whom a typed code belongs to; only before anything was said."""
    helping = _own(session, actor)
    if helping.participant_id not in {None, participant_id}:
        raise NotPossibleNow("This person has said something already. Press Done first.")
    _refuse_own_voice(session, actor, participant_id)
    helping.participant_id = participant_id


def end(session: Session, actor: Actor, *, now: datetime, real_now: datetime) -> None:
    """End helping; ending what is over is no error."""
    for helping in queries.open_helpings(session, actor):
        helping.ended_at = real_now
        history.record(session, _for_history(actor, helping), "ended helping", helping, now=now)
    session.flush()


def _own(session: Session, actor: Actor) -> Helping:
    require(may_end_helping, actor)
    helping = queries.helping_to_change(session, actor.helping.id if actor.helping else 0)
    if helping.ended_at is not None or not _is_of(helping, actor):
        raise NotPossibleNow("Helping was ended in another window. Begin again.")
    return helping


def _is_of(helping: Helping, actor: Actor) -> bool:
    return (helping.person_id, helping.member_id) == (actor.person_id, actor.own_account_id)


def _refuse_own_voice(session: Session, actor: Actor, participant_id: int | None) -> None:
    """Refuse that somebody helps themselves: their voice is never that of who is helped."""
    own = queries.own_voice_of(session, actor.own_account_id)
    if participant_id is not None and participant_id == own:
        raise NotPossibleNow("This is your own code. You speak for yourself without helping.")


def _refuse_too_many(session: Session, actor: Actor, real_now: datetime) -> None:
    midnight = datetime.combine(clock.local_day(real_now), time(), clock.LOCAL_ZONE)
    if queries.people_helped(session, actor, midnight) >= MOST_PEOPLE_A_DAY:
        raise TooMuchNow(
            f"You have helped {MOST_PEOPLE_A_DAY} people today. That is the most for one day. "
            "Ask a colleague to go on, or go on tomorrow."
        )
    most = MOST_PEOPLE_FOR_A_GROUP_A_DAY
    if queries.people_helped_by_group(session, actor.own_account_id, midnight) >= most:
        raise TooMuchNow(
            f"Your group has helped {most} people today. That is the most for one day. "
            "Go on tomorrow. People can also put their words forward themselves, or phone us."
        )
