"""Which conversations are found, in which order, and where new needs go."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.conversations import queries
from app.conversations.models import ConversationState
from app.conversations.permissions import may_see_conversation
from app.foundation.access import VISITOR, NotFound
from tests.builders import Make

TODAY = date(2026, 3, 2)


def test_open_ones_stand_in_the_order_of_their_last_day(session: Session, make: Make) -> None:
    always = make.conversation()
    later = make.conversation("Later?", closes_on=TODAY + timedelta(days=20))
    sooner = make.conversation("Sooner?", closes_on=TODAY)
    make.conversation("Over?", closes_on=TODAY - timedelta(days=1))
    make.conversation("Draft?", state=ConversationState.DRAFT)
    make.conversation("Closed?", state=ConversationState.CLOSED)
    found = queries.open_conversations(session, VISITOR, TODAY)
    assert [line.slug for line in found] == [sooner.slug, later.slug, always.slug]


def test_closed_ones_are_those_closed_and_those_whose_day_has_passed(
    session: Session, make: Make
) -> None:
    make.conversation()
    over = make.conversation("Over?", closes_on=TODAY - timedelta(days=1))
    closed = make.conversation("Closed?", state=ConversationState.CLOSED)
    make.conversation("Open?")
    found = queries.closed_conversations(session, VISITOR, TODAY, before=None, size=5)
    assert [line.id for line in found] == [closed.id, over.id]
    older = queries.closed_conversations(session, VISITOR, TODAY, before=closed.id, size=5)
    assert [line.id for line in older] == [over.id]


def test_question_and_filter_agree(session: Session, make: Make) -> None:
    for state in ConversationState:
        conversation = make.conversation(f"What about {state}?", state=state)
        if may_see_conversation(VISITOR, conversation):
            found = queries.conversation_at_address(session, VISITOR, conversation.slug)
            assert found.id == conversation.id
        else:
            with pytest.raises(NotFound):
                queries.conversation_at_address(session, VISITOR, conversation.slug)


def test_a_new_need_goes_where_it_was_meant_while_that_is_open(
    session: Session, make: Make
) -> None:
    always = make.conversation()
    asked = make.conversation("Open?", closes_on=TODAY)
    closed = make.conversation("Closed?", state=ConversationState.CLOSED)
    for slug, today, expected in (
        (asked.slug, TODAY, asked.id),
        (asked.slug, TODAY + timedelta(days=1), always.id),
        (asked.slug, None, asked.id),
        (closed.slug, TODAY, always.id),
        ("no-such-thing", TODAY, always.id),
        ("", TODAY, always.id),
    ):
        found = queries.conversation_for_new_needs(session, slug, today)
        assert found.id == expected, slug


def test_planners_see_drafts_first(session: Session, make: Make, now: datetime) -> None:
    closed = make.conversation("Closed?", state=ConversationState.CLOSED)
    open_one = make.conversation("Open?")
    draft = make.conversation("Draft?", state=ConversationState.DRAFT)
    found = queries.all_conversations(session, VISITOR)
    assert [line.id for line in found] == [draft.id, open_one.id, closed.id]


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.conversation_of(session, 999)
    with pytest.raises(NotFound):
        queries.conversation_to_change(session, 999)
    with pytest.raises(NotFound):
        queries.conversation_for_new_needs(session, "")
    assert queries.find_conversation_by_slug(session, "nothing") is None
