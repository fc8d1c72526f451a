"""Who may take letters out of the outbox. Whose act writes one is asked where that act is."""

from app.foundation.access import Actor


def may_send_letters(actor: Actor) -> bool:
    """Only the worker sends letters, tries again, and drops old ones."""
    return actor.job is not None
