"""Who may ask somebody into a group."""

from datetime import date

from app.foundation.access import Actor
from app.organisations.models import Membership
from app.organisations.permissions import may_check_groups, may_lead_group


def may_invite(actor: Actor, membership: Membership | None, today: date) -> bool:
    """Leads ask people into their group; moderators ask somebody in to lead one."""
    return may_lead_group(actor, membership, today) or may_check_groups(actor)
