"""Who may say "this matters to me too"."""

from app.foundation.access import Actor, Role


def may_support(actor: Actor) -> bool:
    """Anyone may, without an account, except staff and councillors: they are heard elsewhere."""
    return not actor.is_signed_in


def may_count_held_voices(actor: Actor) -> bool:
    """Moderators look at a rush of new voices from one address and let it count."""
    return actor.has_role(Role.MODERATOR)
