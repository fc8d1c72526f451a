"""Who may see where somebody is signed in."""

from app.foundation.access import Actor


def may_see_devices(actor: Actor) -> bool:
    """Whoever is signed in sees where they are, and nobody else does; no helper while they help."""
    return actor.member_id is not None or actor.is_at_work
