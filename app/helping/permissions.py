"""Who may speak for somebody else."""

from app.foundation.access import Actor, Role


def may_help_others(actor: Actor) -> bool:
    """Moderators, planners, partnership managers, partner editors and administrators help others.

    They enter what one person says, as that person's voice.
    """
    return actor.has_role(
        Role.MODERATOR,
        Role.PLANNER,
        Role.PARTNERSHIP_MANAGER,
        Role.PARTNER_EDITOR,
        Role.ADMIN,
    )


def may_end_helping(actor: Actor) -> bool:
    """Whoever is helping somebody now prints their receipt and ends it."""
    return actor.helping is not None
