"""Writing a conversation, opening it when every term is there, and closing it."""

import threading
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from app.conversations import operations, queries
from app.conversations.models import Conversation, ConversationState, PowerLevel
from app.conversations.operations import NEEDED_TO_OPEN, Terms
from app.foundation.access import Actor, NotAllowed, NotPossibleNow, Role
from app.history.queries import history_of
from tests.builders import BUILDER, Make

WHOLE = Terms(
    question="What would help families here?",
    why_now="We have new money for three years.",
    can_change="What the money pays for.",
    cannot_change="The total.",
    who_decides="Families Board",
    power_level=PowerLevel.DECIDING_TOGETHER,
    opens_on=date(2026, 3, 2),
    closes_on=date(2026, 5, 30),
    reply_by=date(2026, 7, 31),
)
EMPTY: dict[str, object] = {
    name: None if name in {"power_level", "opens_on", "closes_on", "reply_by"} else ""
    for name in NEEDED_TO_OPEN
}


@pytest.fixture
def planner(make: Make) -> Actor:
    return make.actor(Role.PLANNER)


def verbs(session: Session, conversation: Conversation) -> list[str]:
    session.flush()
    return [line.verb for line in history_of(session, "conversation", conversation.id)]


def test_a_draft_gets_an_address_and_stands_in_the_history(
    session: Session, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    assert draft.slug == "what-would-help-families-here"
    assert draft.state is ConversationState.DRAFT
    assert verbs(session, draft) == ["began a conversation"]


def test_one_question_makes_one_conversation(
    session: Session, planner: Actor, now: datetime
) -> None:
    operations.draft_conversation(session, planner, WHOLE, now=now)
    with pytest.raises(NotPossibleNow, match="already"):
        operations.draft_conversation(session, planner, WHOLE, now=now)


def test_a_question_without_letters_we_know_still_gets_an_address(
    session: Session, planner: Actor, now: datetime
) -> None:
    terms = replace(WHOLE, question="؟؟")
    assert operations.draft_conversation(session, planner, terms, now=now).slug == "topic"


def test_a_whole_draft_opens_once(session: Session, planner: Actor, now: datetime) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    operations.open_conversation(session, planner, draft, revision=0, now=now)
    operations.open_conversation(session, planner, draft, revision=0, now=now)
    assert draft.state is ConversationState.OPEN
    assert verbs(session, draft) == ["began a conversation", "opened a conversation"]


@pytest.mark.parametrize("field", NEEDED_TO_OPEN)
def test_each_missing_term_keeps_it_shut_and_is_named(
    session: Session, planner: Actor, now: datetime, field: str
) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    setattr(draft, field, EMPTY[field])
    with pytest.raises(NotPossibleNow, match=f"missing: {NEEDED_TO_OPEN[field]}"):
        operations.open_conversation(session, planner, draft, revision=0, now=now)
    assert draft.state is ConversationState.DRAFT


def test_all_missing_terms_are_named_at_once(
    session: Session, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_conversation(
        session, planner, Terms(question="Is anything missing?"), now=now
    )
    with pytest.raises(NotPossibleNow) as refused:
        operations.open_conversation(session, planner, draft, revision=0, now=now)
    named = [words for words in NEEDED_TO_OPEN.values() if words in str(refused.value)]
    assert named == list(NEEDED_TO_OPEN.values())[1:]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens_on": date(2026, 3, 3)}, "before its own first day"),
        ({"closes_on": date(2026, 3, 1)}, "after today"),
        ({"reply_by": date(2026, 5, 29)}, "reply must come"),
    ],
)
def test_days_in_disorder_keep_it_shut(
    session: Session, planner: Actor, now: datetime, change: dict[str, date], words: str
) -> None:
    terms = replace(WHOLE, **change)  # type: ignore[arg-type]  # days only
    draft = operations.draft_conversation(session, planner, terms, now=now)
    with pytest.raises(NotPossibleNow, match=words):
        operations.open_conversation(session, planner, draft, revision=0, now=now)


def test_an_open_conversation_keeps_its_rules(
    session: Session, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    operations.open_conversation(session, planner, draft, revision=0, now=now)
    other = replace(WHOLE, cannot_change="Nothing at all.")
    with pytest.raises(NotPossibleNow, match="rules"):
        operations.change_terms(session, planner, draft, other, revision=1, now=now)
    operations.change_terms(session, planner, draft, WHOLE, revision=0, now=now)  # a second press


def test_a_stale_form_changes_nothing(session: Session, planner: Actor, now: datetime) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    first, second = replace(WHOLE, why_now="First."), replace(WHOLE, why_now="Second.")
    operations.change_terms(session, planner, draft, first, revision=0, now=now)
    with pytest.raises(NotPossibleNow, match="changed this conversation"):
        operations.change_terms(session, planner, draft, second, revision=0, now=now)
    assert draft.why_now == "First."


def test_a_draft_that_changed_since_is_not_opened(
    session: Session, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    other = replace(WHOLE, who_decides="Somebody else")
    operations.change_terms(session, planner, draft, other, revision=0, now=now)
    with pytest.raises(NotPossibleNow, match="changed this conversation"):
        operations.open_conversation(session, planner, draft, revision=0, now=now)


def test_closing_happens_once_and_is_not_undone(
    session: Session, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    operations.open_conversation(session, planner, draft, revision=0, now=now)
    operations.close_conversation(session, planner, draft, now=now)
    operations.close_conversation(session, planner, draft, now=now)
    assert verbs(session, draft)[-1] == "closed a conversation"
    assert verbs(session, draft).count("closed a conversation") == 1
    with pytest.raises(NotPossibleNow, match="Begin a new one"):
        operations.open_conversation(session, planner, draft, revision=2, now=now)


def test_one_conversation_is_always_open(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    with pytest.raises(NotPossibleNow, match="always open"):
        operations.close_conversation(session, planner, make.conversation(), now=now)


def test_a_draft_cannot_be_closed(session: Session, planner: Actor, now: datetime) -> None:
    draft = operations.draft_conversation(session, planner, WHOLE, now=now)
    with pytest.raises(NotPossibleNow, match="never open"):
        operations.close_conversation(session, planner, draft, now=now)


def test_nobody_else_may(session: Session, make: Make, now: datetime) -> None:
    conversation = make.conversation("Whose is this?", state=ConversationState.DRAFT)
    moderator = make.actor(Role.MODERATOR)
    for act in (
        lambda: operations.draft_conversation(session, moderator, WHOLE, now=now),
        lambda: operations.change_terms(
            session, moderator, conversation, WHOLE, revision=0, now=now
        ),
        lambda: operations.open_conversation(session, moderator, conversation, revision=0, now=now),
        lambda: operations.close_conversation(session, moderator, conversation, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(("days", "is_short"), [(41, True), (42, False)])
def test_less_than_six_weeks_is_short(days: int, is_short: bool) -> None:
    opens = date(2026, 3, 2)
    conversation = Conversation(
        opens_on=opens, closes_on=date.fromordinal(opens.toordinal() + days)
    )
    assert operations.is_short(conversation) is is_short


def test_two_planners_with_one_question_make_one_draft(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    refused: list[str] = []

    def begin() -> None:
        with fresh_database.session() as own:
            try:
                operations.draft_conversation(own, BUILDER, WHOLE, now=now)
                own.commit()
            except NotPossibleNow as why:
                own.rollback()
                refused.append(str(why))

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with fresh_database.session() as own:
        assert len(queries.all_conversations(own, BUILDER)) == 1
    assert len(refused) == 1
