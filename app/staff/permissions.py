"""Who may open the locks of somebody who lost them."""

from app.foundation.access import Actor, Role


def may_ask_reset(actor: Actor, person_id: int) -> bool:
    """Administrators ask that another person's lost locks be taken away; never their own."""
    return actor.has_role(Role.ADMIN) and actor.person_id != person_id


def may_confirm_reset(actor: Actor, person_id: int, asked_by_id: int) -> bool:
    """A second administrator says yes: not the one who asked, and not about their own locks."""
    return may_ask_reset(actor, person_id) and actor.person_id != asked_by_id
