"""Who may decide about a group."""

from app.foundation.access import Actor
from app.organisations.permissions import may_check_groups, may_trust_groups


def may_decide_group(actor: Actor, *, is_own: bool) -> bool:
    """Moderators let a group in, say no, pause and close it, but never a group of their own.

    Theirs is a group to which an account with the e-mail of their sign-in belongs.
    """
    return may_check_groups(actor) and not is_own


def may_trust_group(actor: Actor, *, is_own: bool) -> bool:
    """Moderators and planners call a group trusted and take that back, never a group of theirs."""
    return may_trust_groups(actor) and not is_own
