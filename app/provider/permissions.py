"""Who may link a sign-in here with one of the council."""

from app.foundation.access import Actor


def may_link_provider(actor: Actor, person_id: int) -> bool:
    """Everybody links their own sign-in with the one they have at the council, and no other's."""
    return actor.person_id == person_id
