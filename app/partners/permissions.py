"""Who does the work of a partner body."""

from app.foundation.access import Actor, Role


def may_work_for_body(actor: Actor, organisation_id: int | None) -> bool:
    """Partner editors see what waits for their own body, and update the actions that it leads."""
    return organisation_id in actor.bodies_for(Role.PARTNER_EDITOR)
