"""Conversations and gatherings."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class PowerLevel(enum.StrEnum):
    """How much of the decision people have (after the IAP2 spectrum)."""

    TELLING = "telling"
    ASKING = "asking"
    WORKING_WITH = "working_with"
    DECIDING_TOGETHER = "deciding_together"
    YOU_DECIDE = "you_decide"


class ConversationState(enum.StrEnum):
    """Draft until every required field is filled; closed when answers are being written."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Conversation(Base):
    """A question put to people, with its rules."""

    __tablename__ = "conversation"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    question: Mapped[str] = mapped_column(String(200))
    why_now: Mapped[str] = mapped_column(Text, default="")
    can_change: Mapped[str] = mapped_column(Text, default="")
    cannot_change: Mapped[str] = mapped_column(Text, default="")
    who_decides: Mapped[str] = mapped_column(String(200), default="")
    power_level: Mapped[PowerLevel | None]
    state: Mapped[ConversationState]
    opens_on: Mapped[date | None]
    # The one conversation that is always open has no last day and no single reply day.
    closes_on: Mapped[date | None]
    reply_by: Mapped[date | None]
    is_always_open: Mapped[bool] = mapped_column(default=False)
    # Moves with every change, so a stale form is noticed.
    revision: Mapped[int] = mapped_column(default=0)

    def takes_needs_on(self, day: date) -> bool:
        """Tell whether people can put needs forward for it on a day."""
        is_over = self.closes_on is not None and self.closes_on < day
        return self.state is ConversationState.OPEN and not is_over


class Gathering(Base):
    """People who met in a room: how many came, and how many also spoke online."""

    __tablename__ = "gathering"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    held_on: Mapped[date]
    came: Mapped[int]
    # People whose slip was used online: they are counted there, once.
    also_online: Mapped[int] = mapped_column(default=0)
