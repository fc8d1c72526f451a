"""Writing a conversation, opening it when all its terms are known, and closing it."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.conversations import queries
from app.conversations.models import Conversation, ConversationState, PowerLevel
from app.conversations.permissions import may_lead_conversations
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.text.search import fold
from app.history import operations as history

# What must be known before it opens, and how a planner knows the field.
NEEDED_TO_OPEN = {
    "question": "the question",
    "who_decides": "who decides",
    "can_change": "what can change",
    "cannot_change": "what cannot change",
    "power_level": "how much power people have",
    "opens_on": "the day it opens",
    "closes_on": "the day it closes",
    "reply_by": "the day by which people get a reply",
}
LONGEST_SLUG = 60
ENOUGH_DAYS = 42


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a conversation says: the question and its rules."""

    question: str
    why_now: str = ""
    can_change: str = ""
    cannot_change: str = ""
    who_decides: str = ""
    power_level: PowerLevel | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    reply_by: date | None = None


def draft_conversation(
    session: Session, actor: Actor, terms: Terms, *, now: datetime
) -> Conversation:
    """Begin a conversation that nobody sees yet; its address is made from the question."""
    require(may_lead_conversations, actor)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(terms.question))[:LONGEST_SLUG].strip("-") or "topic"
    values = {**asdict(terms), "slug": slug, "state": ConversationState.DRAFT}
    made = insert_once(session, Conversation.__table__, values)  # type: ignore[arg-type]
    conversation = queries.find_conversation_by_slug(session, slug)
    if not made or conversation is None:
        raise NotPossibleNow(
            "There is a conversation with this question already. Open that one, or put the place "
            "or the year into the question."
        )
    history.record(session, actor, "began a conversation", conversation, now=now)
    return conversation


def change_terms(
    session: Session,
    actor: Actor,
    conversation: Conversation,
    terms: Terms,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change a draft. Once people take part its rules stay as they were told.

    Saving what stands there already changes nothing, so a second press is no error.
    """
    require(may_lead_conversations, actor)
    if all(getattr(conversation, name) == value for name, value in asdict(terms).items()):
        return
    if conversation.state is not ConversationState.DRAFT:
        raise NotPossibleNow(
            "This conversation was opened. People took part under these rules, so they stay."
        )
    _same_revision(conversation, revision)
    for name, value in asdict(terms).items():
        setattr(conversation, name, value)
    conversation.revision += 1
    history.record(session, actor, "changed a conversation", conversation, now=now)


def open_conversation(
    session: Session, actor: Actor, conversation: Conversation, *, revision: int, now: datetime
) -> None:
    """Let everyone see it and take part; opening what is open changes nothing."""
    require(may_lead_conversations, actor)
    if conversation.state is ConversationState.OPEN:
        return
    if conversation.state is ConversationState.CLOSED:
        raise NotPossibleNow("This conversation is closed. Begin a new one instead.")
    _same_revision(conversation, revision)
    missing = missing_terms(conversation)
    if missing:
        words = ", ".join(NEEDED_TO_OPEN[name] for name in missing)
        raise NotPossibleNow(f"It cannot open yet. Still missing: {words}.")
    _days_make_sense(conversation, clock.local_day(now))
    conversation.state = ConversationState.OPEN
    conversation.revision += 1
    history.record(session, actor, "opened a conversation", conversation, now=now)


def close_conversation(
    session: Session, actor: Actor, conversation: Conversation, *, now: datetime
) -> None:
    """Take no more needs for it; its page stays. Closing what is closed changes nothing."""
    require(may_lead_conversations, actor)
    if conversation.state is ConversationState.CLOSED:
        return
    if conversation.is_always_open:
        raise NotPossibleNow("One conversation is always open. This is the one.")
    if conversation.state is ConversationState.DRAFT:
        raise NotPossibleNow("This was never open, so there is nothing to close.")
    conversation.state = ConversationState.CLOSED
    conversation.revision += 1
    history.record(session, actor, "closed a conversation", conversation, now=now)


def missing_terms(terms: Terms | Conversation) -> list[str]:
    """Return the names of the fields without which a conversation cannot open."""
    return [name for name in NEEDED_TO_OPEN if not getattr(terms, name)]


def days_in_disorder(terms: Terms | Conversation, today: date) -> dict[str, str]:
    """Return what is wrong with the days, by field; fields left open are not looked at."""
    wrong = {}
    opens_on, closes_on, reply_by = terms.opens_on, terms.closes_on, terms.reply_by
    if opens_on and opens_on > today:
        wrong["opens_on"] = "It cannot open before its own first day. Change the day, or wait."
    if closes_on and closes_on < max(today, opens_on or today):
        wrong["closes_on"] = "The day it closes must come after today and after it opens."
    if closes_on and reply_by and reply_by < closes_on:
        wrong["reply_by"] = "The reply must come on the day it closes or later."
    return wrong


def is_short(conversation: Conversation) -> bool:
    """Tell whether it is open for so few days that some people will not hear of it."""
    if conversation.opens_on is None or conversation.closes_on is None:
        return False
    return (conversation.closes_on - conversation.opens_on).days < ENOUGH_DAYS


def _days_make_sense(conversation: Conversation, today: date) -> None:
    wrong = days_in_disorder(conversation, today)
    if wrong:
        raise NotPossibleNow(" ".join(wrong.values()))


def _same_revision(conversation: Conversation, revision: int) -> None:
    if conversation.revision != revision:
        raise NotPossibleNow(
            "Someone changed this conversation since you opened the page. Look at it again first."
        )
