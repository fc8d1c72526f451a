"""Reading conversations: those anyone may see, the one for new needs, and drafts for planners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState, PowerLevel
from app.foundation.access import Actor, NotFound


@dataclass(frozen=True)
class ConversationLine:
    """One conversation as a list shows it."""

    id: int
    slug: str
    question: str
    why_now: str
    who_decides: str
    power_level: PowerLevel | None
    state: ConversationState
    opens_on: date | None
    closes_on: date | None
    reply_by: date | None
    is_always_open: bool


_LINE = (
    Conversation.id,
    Conversation.slug,
    Conversation.question,
    Conversation.why_now,
    Conversation.who_decides,
    Conversation.power_level,
    Conversation.state,
    Conversation.opens_on,
    Conversation.closes_on,
    Conversation.reply_by,
    Conversation.is_always_open,
)


def _line(row: Row[*tuple[Any, ...]]) -> ConversationLine:
    return ConversationLine(*row)


def visible_conversations(actor: Actor) -> Select[Conversation]:
    """Return the one filter of what anyone may see: whatever was opened."""
    return select(Conversation).where(Conversation.state != ConversationState.DRAFT)


def open_conversations(session: Session, actor: Actor, today: date) -> Sequence[ConversationLine]:
    """Return what people can take part in today: soonest to close first, the always open last."""
    rows = session.execute(
        visible_conversations(actor)
        .with_only_columns(*_LINE)
        .where(
            Conversation.state == ConversationState.OPEN,
            or_(Conversation.closes_on.is_(None), Conversation.closes_on >= today),
        )
        .order_by(
            Conversation.is_always_open,
            func.coalesce(Conversation.closes_on, date.max),
            Conversation.id,
        )
    )
    return [_line(row) for row in rows]


def closed_conversations(
    session: Session, actor: Actor, today: date, *, before: int | None, size: int
) -> Sequence[ConversationLine]:
    """Return up to `size + 1` conversations that take no more needs, newest first."""
    statement = (
        visible_conversations(actor)
        .with_only_columns(*_LINE)
        .where(
            or_(
                Conversation.state == ConversationState.CLOSED,
                and_(Conversation.closes_on.is_not(None), Conversation.closes_on < today),
            ),
            Conversation.id < before if before is not None else true(),
        )
        .order_by(Conversation.id.desc())
        .limit(size + 1)
    )
    return [_line(row) for row in session.execute(statement)]


def all_conversations(session: Session, actor: Actor) -> Sequence[ConversationLine]:
    """Return every conversation for planners: drafts first, then open ones, then closed ones."""
    order = {ConversationState.DRAFT: 0, ConversationState.OPEN: 1, ConversationState.CLOSED: 2}
    rows = session.execute(select(*_LINE).order_by(Conversation.id.desc()))
    return sorted(map(_line, rows), key=lambda line: order[line.state])


def conversation_at_address(session: Session, actor: Actor, slug: str) -> Conversation:
    """Return the conversation whose page stands at an address; a draft is not there."""
    found = session.scalar(visible_conversations(actor).where(Conversation.slug == slug))
    if found is None:
        raise NotFound
    return found


def conversation_of(session: Session, conversation_id: int) -> Conversation:
    """Return the conversation that a need belongs to."""
    found = session.get(Conversation, conversation_id)
    if found is None:
        raise NotFound
    return found


def conversation_for_new_needs(
    session: Session, slug: str, today: date | None = None
) -> Conversation:
    """Return the conversation that a new need goes to.

    That is the one asked for while it is open, else the one that is always open, so that nobody's
    words are turned away.
    """
    if slug:
        asked = session.scalar(
            select(Conversation).where(
                Conversation.slug == slug, Conversation.state == ConversationState.OPEN
            )
        )
        if asked is not None and (today is None or asked.takes_needs_on(today)):
            return asked
    found = session.scalar(
        select(Conversation).where(Conversation.is_always_open).order_by(Conversation.id).limit(1)
    )
    if found is None:
        raise NotFound
    return found


def find_conversation_by_slug(session: Session, slug: str) -> Conversation | None:
    """Return a conversation by its address, whatever its state: for planners."""
    return session.scalar(select(Conversation).where(Conversation.slug == slug))


def conversation_to_change(session: Session, conversation_id: int) -> Conversation:
    """Return a conversation with its row held until the transaction ends, read anew."""
    found = session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found
