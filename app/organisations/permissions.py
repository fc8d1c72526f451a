"""Who may look after a group, and who belongs to it."""

from collections.abc import Collection
from datetime import date

from app.foundation.access import Actor, Role
from app.organisations.models import GroupRole, Membership


def may_start_group(actor: Actor) -> bool:
    """Anyone with an account may ask for a group."""
    return actor.member_id is not None


def may_check_groups(actor: Actor, areas: Collection[Collection[int]] = ()) -> bool:
    """Moderators for the whole place phone a group that asks, let it in or say no, pause, close it.

    Moderators for one area or one ward do so for a group that works there and nowhere else. A ward
    that lies in the group's area whole, or holds all of it, is there. `areas` are those of the
    group, each as its own id with those of such wards.
    """
    places = actor.places_for(Role.MODERATOR)
    if places is None:
        return True
    return bool(areas) and not any(places.isdisjoint(area) for area in areas)


def may_trust_groups(actor: Actor, areas: Collection[Collection[int]] = ()) -> bool:
    """Planners, and moderators who may check it, call a group trusted, and take that back.

    They give a reason.
    """
    return actor.has_role(Role.PLANNER) or may_check_groups(actor, areas)


def may_act_in_group(actor: Actor, membership: Membership | None, today: date) -> bool:
    """Members of a group see its own page and put needs forward for it, until their last day."""
    return (
        membership is not None
        and actor.member_id is not None
        and membership.member_id == actor.member_id
        and membership.holds_on(today)
    )


def may_lead_group(actor: Actor, membership: Membership | None, today: date) -> bool:
    """Leads of a group invite, end memberships, change its words, and back needs for it."""
    return (
        membership is not None
        and membership.role is GroupRole.LEAD
        and may_act_in_group(actor, membership, today)
    )
