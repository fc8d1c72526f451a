"""Who may read what is kept about somebody."""

from app.foundation.access import Actor


def may_see_own_data(actor: Actor) -> bool:
    """Whoever took part or has an account reads all that is kept about them; no helper does."""
    if actor.is_signed_in:
        return False
    return actor.participant_id is not None or actor.member_id is not None
