"""Who may forget what has been kept long enough."""

from app.foundation.access import Actor


def may_keep_to_retention(actor: Actor) -> bool:
    """Only the clock forgets what has been kept for its time."""
    return actor.job is not None
