"""Who may read what is kept about somebody who works here."""

from app.foundation.access import Actor


def may_see_own_work_data(actor: Actor) -> bool:
    """Whoever is signed in for work reads what is kept about them; nobody does while they help."""
    return actor.is_at_work
