"""Putting a need forward is also its writer's support: "you said this"."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.conversations.models import Conversation
from app.foundation.access import Actor, TooMuchNow
from app.needs import operations as needs
from app.needs.models import Channel, Need
from app.needs.words import NeedWords, Promise
from app.people.operations import NewVoice
from app.places.models import Place
from app.sending import queries
from app.voices import operations as voices

MOST_NEEDS_A_DAY = 5


def put_forward(
    session: Session,
    actor: Actor,
    words: NeedWords,
    *,
    conversation: Conversation,
    place: Place | None,
    promise: Promise,
    send_key: str,
    new_voice: NewVoice | None,
    now: datetime,
) -> tuple[Need, bool]:
    """Keep a need until it is checked, with its writer's support.

    Return the need and whether this call made it; a repeated Send finds the one made before.
    """
    need, made = needs.submit_need(
        session,
        actor,
        words,
        conversation_id=conversation.id,
        place=place,
        promise=promise,
        send_key=send_key,
        now=now,
        channel=Channel(actor.channel),
    )
    if made:
        voices.say_ones_own(session, actor, need, now=now)
        if new_voice is not None:
            voices.took_part(session, actor, is_held=new_voice.is_held)
    return need, made


def refuse_too_many(session: Session, actor: Actor, need: Need, *, now: datetime) -> None:
    """Refuse a need that was just made when its writer put very many forward within a day."""
    since = now - timedelta(days=1)
    if queries.needs_sent_since(session, need.participant_id, since) > MOST_NEEDS_A_DAY:
        raise TooMuchNow(
            "You told us very much within a day, and we have it all. Keep these words, and send "
            "them tomorrow."
        )
