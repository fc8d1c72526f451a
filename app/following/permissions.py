"""Who may follow, and who writes the letters about it."""

from app.foundation.access import Actor


def may_follow(actor: Actor) -> bool:
    """Whoever is signed in as a resident follows what everyone can see; nobody else sees that."""
    return actor.member_id is not None
