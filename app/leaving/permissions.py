"""Who may take a name off, and who may delete an account."""

from app.foundation.access import Actor


def may_take_name_off(actor: Actor) -> bool:
    """Whoever took part may cut what they said loose from themselves; nobody does it for them."""
    return actor.participant_id is not None and not actor.is_signed_in


def may_delete_account(actor: Actor, member_id: int) -> bool:
    """Members delete their own account, and nobody else's."""
    return actor.member_id == member_id


def may_let_go_of_accounts(actor: Actor) -> bool:
    """Only the clock deletes accounts that nobody uses, after two letters."""
    return actor.job is not None
