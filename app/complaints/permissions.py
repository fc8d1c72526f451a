"""Who may read and answer complaints about data. Anyone may send one."""

from app.foundation.access import Actor, Role


def may_answer_complaints(actor: Actor) -> bool:
    """Administrators read complaints about data and answer them; nobody else sees them."""
    return actor.has_role(Role.ADMIN)


def may_empty_complaints(actor: Actor) -> bool:
    """Only the clock takes the words out of complaints that were closed long ago."""
    return actor.job is not None
