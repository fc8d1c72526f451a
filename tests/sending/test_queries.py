"""How much somebody put forward within a day."""

from datetime import timedelta

from app.needs.models import Moderation
from app.sending.queries import needs_sent_since


def test_what_was_sent_counts_whatever_became_of_it(session, make, now):
    writer, other = make.participant_actor(), make.participant_actor()
    for state in (Moderation.WAITING, Moderation.PUBLISHED, Moderation.WITHDRAWN):
        make.need(writer=writer, state=state)
    make.need(writer=writer, sent_at=now - timedelta(days=2))
    make.need(writer=other)
    since = now - timedelta(days=1)
    assert needs_sent_since(session, writer.participant_id, since) == 3
    assert needs_sent_since(session, other.participant_id, since) == 1
    assert needs_sent_since(session, None, since) == 0
