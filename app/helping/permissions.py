"""Who may speak for somebody else."""

from collections.abc import Collection

from app.foundation.access import Actor, Role
from app.organisations.models import Standing

# Who works here for the whole place, whatever becomes of a partner body.
HELPERS = (Role.MODERATOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER, Role.ADMIN)


def may_help_others(actor: Actor, own_groups: Collection[Standing] = ()) -> bool:
    """Moderators, planners, partnership managers, partner editors and administrators help others.

    So do leads and members of a group that acts here, with their account: `own_groups` says where
    each of theirs stands. They all enter what one person says, as that person's voice.
    """
    if actor.member_id is not None:
        return Standing.ACTIVE in own_groups
    return actor.has_role(*HELPERS, Role.PARTNER_EDITOR)


def may_end_helping(actor: Actor) -> bool:
    """Whoever is helping somebody now prints their receipt and ends it."""
    return actor.helping is not None
