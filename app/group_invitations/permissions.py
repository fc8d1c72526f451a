"""Who may ask somebody into a group."""

from collections.abc import Collection
from datetime import date

from app.foundation.access import Actor
from app.organisations.models import Membership
from app.organisations.permissions import may_check_groups, may_lead_group


def may_invite(
    actor: Actor,
    membership: Membership | None,
    today: date,
    areas: Collection[Collection[int]] = (),
) -> bool:
    """Leads ask people into their group; moderators who may check it ask somebody in to lead it."""
    return may_lead_group(actor, membership, today) or may_check_groups(actor, areas)
