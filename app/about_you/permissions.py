"""Who may tell about themselves, and have that forgotten."""

from app.foundation.access import Actor


def may_tell_about_oneself(actor: Actor) -> bool:
    """Whoever took part may answer the questions about themselves, change or remove that."""
    return actor.participant_id is not None


def may_forget_answers(actor: Actor, participant_id: int) -> bool:
    """Everyone may remove what they told about themselves; nobody removes that of others."""
    return actor.job is not None or actor.participant_id == participant_id
