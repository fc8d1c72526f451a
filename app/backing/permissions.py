"""Who may act on needs for a group."""

from datetime import date

from app.foundation.access import Actor
from app.needs.models import Need
from app.organisations.models import Membership
from app.organisations.permissions import may_act_in_group, may_lead_group


def may_back_for_group(actor: Actor, membership: Membership | None, today: date) -> bool:
    """Leads say for their group that a need matters to it, and take that back."""
    return may_lead_group(actor, membership, today)


def may_change_need_of_group(
    actor: Actor, need: Need, membership: Membership | None, sent_by_id: int | None, today: date
) -> bool:
    """Leads change and take back needs of their group; members those that they sent for it."""
    return (
        membership is not None
        and need.organisation_id == membership.organisation_id
        and may_act_in_group(actor, membership, today)
        and (may_lead_group(actor, membership, today) or membership.id == sent_by_id)
    )
