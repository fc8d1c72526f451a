"""Who may see and lead conversations."""

from app.conversations.models import Conversation, ConversationState
from app.foundation.access import Actor, Role


def may_see_conversation(actor: Actor, conversation: Conversation) -> bool:
    """Everyone sees a conversation once it was opened, and still when it is closed."""
    return conversation.state is not ConversationState.DRAFT


def may_lead_conversations(actor: Actor) -> bool:
    """Planners write conversations, open them and close them."""
    return actor.job is not None or actor.has_role(Role.PLANNER)
