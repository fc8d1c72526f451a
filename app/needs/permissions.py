"""Who may see, change and decide needs."""

from app.foundation.access import Actor, Role
from app.needs.models import Moderation, Need


def may_see_need(actor: Actor, need: Need) -> bool:
    """Everyone sees what is published; nothing else has a public page."""
    return need.moderation is Moderation.PUBLISHED


def may_review_needs(actor: Actor) -> bool:
    """Moderators see what waits, and what was hidden or sent back."""
    return actor.has_role(Role.MODERATOR)


def may_put_forward(actor: Actor) -> bool:
    """Anyone may put a need forward, without an account; staff are heard elsewhere.

    Staff who help somebody do it as that person's voice.
    """
    return not actor.is_at_work


def may_change_own_need(actor: Actor, need: Need, for_group_id: int | None = None) -> bool:
    """The person who put a need forward may change its words or take it back.

    So may whoever acts for the group that put it forward: who that is, `backing` says.
    """
    if for_group_id is not None:
        return actor.member_id is not None and for_group_id == need.organisation_id
    return actor.participant_id is not None and actor.participant_id == need.participant_id


def may_group_needs(actor: Actor) -> bool:
    """Planners put needs under themes and mark them."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
