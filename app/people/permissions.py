"""Who may make sign-ins and give roles."""

from app.foundation.access import Actor, Role


def may_manage_people(actor: Actor) -> bool:
    """Administrators make sign-ins, give roles with an end date, and take them back."""
    return actor.job is not None or actor.has_role(Role.ADMIN)


def may_read_history(actor: Actor) -> bool:
    """Administrators and partnership managers read who did what and why."""
    return actor.has_role(Role.ADMIN, Role.PARTNERSHIP_MANAGER)
