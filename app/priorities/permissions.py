"""Who may put things on lists and answer for the bodies that decide."""

from app.foundation.access import Actor, Role


def may_set_priorities(actor: Actor) -> bool:
    """Planners decide what stands on the list of an area or of the whole place."""
    return actor.job is not None or actor.has_role(Role.PLANNER)


def may_draft_decisions(actor: Actor) -> bool:
    """Planners write down what was decided; nobody else sees a draft."""
    return actor.job is not None or actor.has_role(Role.PLANNER)


def may_publish_decisions(actor: Actor) -> bool:
    """Planners publish decisions, naming the body that decided, until partnership managers do."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
