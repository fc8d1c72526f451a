"""Who may say what is behind a theme, and mark needs."""

from app.foundation.access import Actor, Role


def may_write_causes(actor: Actor) -> bool:
    """Planners write what is behind a theme and what people notice."""
    return actor.job is not None or actor.has_role(Role.PLANNER)


def may_mark_needs(actor: Actor) -> bool:
    """Planners say who can act on a need, and mark a small group with a big need."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
