"""Who may say "this matters to me too"."""

from app.foundation.access import Actor, Role


def may_support(actor: Actor) -> bool:
    """Anyone may, without an account, except staff and councillors: they are heard elsewhere.

    Staff who help somebody do it as that person's voice.
    """
    return not actor.is_at_work


def may_count_held_voices(actor: Actor) -> bool:
    """Moderators for the whole place look at a rush of voices from one address and let it count.

    A rush is of no single area, so those for one place leave it to them.
    """
    return actor.places_for(Role.MODERATOR) is None
