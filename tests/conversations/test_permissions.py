"""Who sees and leads conversations."""

import pytest

from app.conversations.models import Conversation, ConversationState
from app.conversations.permissions import may_lead_conversations, may_see_conversation
from app.foundation.access import VISITOR, Actor, Grant, Role

PEOPLE = {
    "visitor": VISITOR,
    "participant": Actor(participant_id=1),
    "without a role": Actor(person_id=1),
    "job": Actor.system("nightly"),
    **{role.value: Actor(person_id=1, grants=frozenset({Grant(role)})) for role in Role},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_planners_and_jobs_lead_conversations(who: str) -> None:
    assert may_lead_conversations(PEOPLE[who]) is (who in {"planner", "job"})


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", ConversationState)
def test_everyone_sees_what_was_opened_and_nobody_a_draft(
    who: str, state: ConversationState
) -> None:
    conversation = Conversation(state=state)
    seen = may_see_conversation(PEOPLE[who], conversation)
    assert seen is (state is not ConversationState.DRAFT)
