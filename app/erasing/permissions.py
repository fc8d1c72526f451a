"""Who may have words removed for good. Writers always may with their own."""

from collections.abc import Iterable

from app.foundation.access import Actor, Role


def may_erase_for_somebody(actor: Actor) -> bool:
    """Moderators and administrators remove words for somebody who asks by letter or phone."""
    return actor.has_role(Role.MODERATOR, Role.ADMIN)


def may_erase_need(actor: Actor, place_ids: Iterable[int]) -> bool:
    """Administrators do so everywhere, moderators about the places of their role."""
    if actor.has_role(Role.ADMIN):
        return True
    places = actor.places_for(Role.MODERATOR)
    return may_erase_for_somebody(actor) and (places is None or not places.isdisjoint(place_ids))


def may_erase_when_due(actor: Actor) -> bool:
    """Only the clock removes what has waited its time."""
    return actor.job is not None
