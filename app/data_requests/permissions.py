"""Who may search all words that are kept, for somebody who asks what is kept about them."""

from app.foundation.access import Actor, Role


def may_search_kept_words(actor: Actor) -> bool:
    """Administrators search all kept words, hidden ones too, for a request; each time is noted."""
    return actor.has_role(Role.ADMIN)
