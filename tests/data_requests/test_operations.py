"""Each search stands in the history, without what was searched for."""

import pytest
from sqlalchemy import select

from app.data_requests import operations
from app.foundation.access import NotAllowed, Role
from app.history.models import HistoryEntry, HistoryNote


def test_a_search_is_noted_with_its_request(session, make, now):
    admin = make.actor(Role.ADMIN)
    operations.note_search(session, admin, "letter 14", now=now)
    entry, note = session.execute(
        select(HistoryEntry, HistoryNote.words)
        .join(HistoryNote, HistoryNote.entry_id == HistoryEntry.id)
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    ).one()
    assert entry.verb == "searched kept words for a request"
    assert (entry.person_id, entry.subject, entry.subject_id) == (
        admin.person_id,
        "person",
        admin.person_id,
    )
    assert note == "letter 14"


def test_nobody_else_is_noted(session, make, now):
    for actor in (make.visitor(), make.actor(Role.MODERATOR)):
        with pytest.raises(NotAllowed):
            operations.note_search(session, actor, "letter 14", now=now)
