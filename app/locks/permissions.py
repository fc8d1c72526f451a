"""Who may look after which locks."""

from app.foundation.access import Actor


def may_keep_locks(actor: Actor, owner: str, owner_id: int) -> bool:
    """Everybody sets up, names and removes their own second step and passkeys, and no others'."""
    own = {"person": actor.person_id, "member": actor.member_id}.get(owner)
    return own is not None and own == owner_id
