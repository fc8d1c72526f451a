"""Who may decide about a group."""

from collections.abc import Collection

from app.foundation.access import Actor
from app.organisations.permissions import may_check_groups, may_trust_groups


def may_decide_group(
    actor: Actor, areas: Collection[Collection[int]] = (), *, is_own: bool
) -> bool:
    """Moderators who may check a group let it in, say no, pause, close it, but never their own.

    Theirs is a group to which an account with the e-mail of their sign-in belongs.
    """
    return may_check_groups(actor, areas) and not is_own


def may_trust_group(actor: Actor, areas: Collection[Collection[int]] = (), *, is_own: bool) -> bool:
    """Those moderators and planners call a group trusted and take that back, never one of theirs.

    To a moderator who may not check a group, the pages about it answer as if there were none.
    """
    return may_trust_groups(actor, areas) and not is_own
