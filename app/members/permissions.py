"""Who may look after an account."""

from app.foundation.access import Actor


def may_join(actor: Actor) -> bool:
    """Anyone may join with an e-mail, except while signed in for work."""
    return not actor.is_signed_in


def may_use_account(actor: Actor) -> bool:
    """Whoever is signed in as a resident opens and changes their own account, and no other."""
    return actor.member_id is not None
