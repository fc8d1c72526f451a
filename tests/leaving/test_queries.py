"""Which accounts nobody uses: signing in counts, and an account that never was signed in to."""

from datetime import timedelta

from app.leaving.queries import LAST_WARNING, accounts_to_delete, accounts_to_warn
from app.people.models import Member

DAY = timedelta(days=1)


def test_signing_in_counts_and_so_does_joining(session, now):
    never, once = (
        Member(email=f"{name}@post.example", made_at=now - 9 * DAY) for name in ("never", "once")
    )
    once.signed_in_at = now - DAY
    session.add_all([never, once])
    session.flush()
    when = {"unused_since": now - 5 * DAY, "warned_before": now, "limit": 9}
    assert accounts_to_warn(session, warnings=0, **when) == [never.id]
    assert accounts_to_warn(session, warnings=1, **when) == []
    assert accounts_to_delete(session, **when) == []
    never.warnings, never.warned_at = LAST_WARNING, now - DAY
    session.flush()
    assert accounts_to_delete(session, **when) == [never.id]
    assert accounts_to_delete(session, **{**when, "warned_before": now - DAY}) == []
