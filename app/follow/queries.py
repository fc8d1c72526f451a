"""One's own things, as their writer sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound
from app.foundation.access.keys import KeyRing
from app.moderation.queries import latest_decision_for_sender
from app.needs.models import Moderation, Need
from app.needs.permissions import may_change_own_need
from app.needs.queries import find_need, needs_of_participant
from app.people.follow_codes import follow_code_for
from app.people.queries import find_follow_key

SENT_BACK = (Moderation.RETURNED, Moderation.HIDDEN)


@dataclass(frozen=True)
class OwnThing:
    """One need of one's own: what became of it, and the reason when it does not show."""

    need: Need
    reason: object | None
    target: Need | None
    can_change: bool


def find_code(session: Session, keys: KeyRing, participant_id: int) -> str | None:
    """Return the participant's follow code, or None for who never put anything forward."""
    key = find_follow_key(session, participant_id)
    return follow_code_for(keys, key.made_for_id, key.turn) if key else None


def own_need(session: Session, actor: Actor, need_id: int) -> Need:
    """Return one's own need; anybody else's answers like one that does not exist."""
    need = find_need(session, need_id)
    if need is None or not may_change_own_need(actor, need):
        raise NotFound
    return need


def reason_for_sender(session: Session, need: Need) -> object | None:
    """Return why a need was sent back or hidden, in the words for its sender."""
    return latest_decision_for_sender(session, need.id) if need.moderation in SENT_BACK else None


def own_things(session: Session, actor: Actor, now: datetime) -> Sequence[OwnThing]:
    """Return everything a participant put forward, newest first."""
    if actor.participant_id is None:
        return []
    things = []
    for need in needs_of_participant(session, actor.participant_id):
        target = find_need(session, need.merged_into_id) if need.merged_into_id else None
        can_change = need.moderation in {Moderation.WAITING, Moderation.PUBLISHED, *SENT_BACK}
        things.append(OwnThing(need, reason_for_sender(session, need), target, can_change))
    return things
