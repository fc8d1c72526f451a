"""What waits to be removed for good."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.needs.models import Moderation, Progress


class ErasureReason(enum.StrEnum):
    """Who wants words removed, and how we were told."""

    OWN_WISH = "own_wish"
    BY_LETTER = "by_letter"
    BY_PHONE = "by_phone"
    IN_PERSON = "in_person"
    NAMES_SOMEBODY = "names_somebody"


class Erasure(Base):
    """Words that were asked to be removed. The row goes with them; the history keeps the act."""

    __tablename__ = "erasure"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    reason: Mapped[ErasureReason]
    asked_at: Mapped[datetime]
    erase_at: Mapped[datetime] = mapped_column(index=True)
    # Where the need goes back to when its words are kept after all.
    moderation_before: Mapped[Moderation]
    # With which one it was joined.
    merged_into_before_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    # What had become of it, or of the one that it was joined with.
    progress_before: Mapped[Progress | None]
