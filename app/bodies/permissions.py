"""Who may keep the list of bodies."""

from app.foundation.access import Actor, Role


def may_keep_bodies(actor: Actor) -> bool:
    """Administrators add bodies, so that roles and actions can name them."""
    return actor.has_role(Role.ADMIN)


def may_correct_body(actor: Actor, *, has_people: bool) -> bool:
    """They correct name, kind and areas of a body to which no account ever belonged.

    A group that has, or had, people of its own says itself who it is.
    """
    return may_keep_bodies(actor) and not has_people
