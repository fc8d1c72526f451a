"""Who may publish who was heard."""

from app.foundation.access import Actor


def may_publish_reach(actor: Actor) -> bool:
    """Only the clock publishes who was heard: nobody chooses the moment."""
    return actor.job is not None
