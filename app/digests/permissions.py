"""Who writes digests. Who may stop them is whoever holds the link in one."""

from app.foundation.access import Actor


def may_write_digests(actor: Actor) -> bool:
    """Only the worker writes digests, and drops those that must not go any more."""
    return actor.job is not None
