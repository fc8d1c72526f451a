"""Who may look at what waits, and who may decide it."""

from collections.abc import Iterable

from app.foundation.access import Actor, Role
from app.needs.models import Need


def may_moderate(actor: Actor) -> bool:
    """Moderators open the queue; nobody else does."""
    return actor.has_role(Role.MODERATOR)


def may_review_need(actor: Actor, place_ids: Iterable[int]) -> bool:
    """Moderators read what waits: all of it, or only what is about the places of their role."""
    places = actor.places_for(Role.MODERATOR)
    return may_moderate(actor) and (places is None or not places.isdisjoint(place_ids))


def may_decide_need(actor: Actor, need: Need, place_ids: Iterable[int]) -> bool:
    """Moderators decide what they may read, and undo it, but never what they sent themselves.

    Somebody signed in as staff speaks for no participant and cannot put a need forward, so the
    last part holds by itself today; it stays true if that ever changes.
    """
    is_own = actor.participant_id is not None and actor.participant_id == need.participant_id
    return actor.is_signed_in and may_review_need(actor, place_ids) and not is_own
