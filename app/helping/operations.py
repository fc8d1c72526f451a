"""Beginning to help somebody, giving them a voice at their first act, and ending it."""

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
from app.people.models import Participant
from app.people.operations import NewVoice
from app.people.queries import person_to_change

# A stall on a busy day. Far more by one person is no help any more but entering a list.
MOST_PEOPLE_A_DAY = 60
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
    require(may_help_others, actor)
    if channel not in CHANNELS:
        raise NotPossibleNow("Choose how the words reach you.")
    person = person_to_change(session, actor.person_id or 0)
    _refuse_too_many(session, person.id, real_now)
    _end_open(session, actor, now=now, real_now=real_now)
    helping = Helping(
        person_id=person.id,
        participant_id=participant_id,
        channel=channel,
        place_id=place_id,
        started_at=real_now,
    )
    session.add(helping)
    session.flush()
    history.record(session, actor, "began to help", helping, now=now, reason_code=channel.value)
    return helping


def go_on(
    session: Session, actor: Actor, helping_id: int, *, now: datetime, real_now: datetime
) -> Helping:
    """Begin again with the same person after a pause; never after Done."""
    require(may_help_others, actor)
    before = queries.helping_to_change(session, helping_id)
    if before.person_id != actor.person_id or before.ended_at is not None:
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
    _refuse_too_many(session, helping.person_id, real_now)
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
    helping.participant_id = participant_id


def end(session: Session, actor: Actor, *, now: datetime, real_now: datetime) -> None:
    """End helping; ending what is over is no error."""
    _end_open(session, actor, now=now, real_now=real_now)


def _own(session: Session, actor: Actor) -> Helping:
    require(may_end_helping, actor)
    helping = queries.helping_to_change(session, actor.helping.id if actor.helping else 0)
    if helping.ended_at is not None or helping.person_id != actor.person_id:
        raise NotPossibleNow("Helping was ended in another window. Begin again.")
    return helping


def _end_open(session: Session, actor: Actor, *, now: datetime, real_now: datetime) -> None:
    for helping in queries.open_helpings(session, actor.person_id or 0):
        helping.ended_at = real_now
        history.record(session, actor, "ended helping", helping, now=now)
    session.flush()


def _refuse_too_many(session: Session, person_id: int, real_now: datetime) -> None:
    midnight = datetime.combine(clock.local_day(real_now), time(), clock.LOCAL_ZONE)
    if queries.people_helped(session, person_id, midnight) >= MOST_PEOPLE_A_DAY:
        raise TooMuchNow(
            f"You have helped {MOST_PEOPLE_A_DAY} people today. That is the most for one day. "
            "Ask a colleague to go on, or go on tomorrow."
        )
