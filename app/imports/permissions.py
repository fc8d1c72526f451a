"""Who may bring needs in from a file."""

from app.foundation.access import Actor, Role


def may_bring_in_needs(actor: Actor) -> bool:
    """Only a command on the machine itself, or an administrator, brings needs in from a file."""
    return actor.job is not None or actor.has_role(Role.ADMIN)
