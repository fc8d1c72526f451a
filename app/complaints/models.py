"""Complaints about data, each with its clock."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.public_codes import code_for

LETTER = "C"
LONGEST_WAY = 200


class ComplaintAbout(enum.StrEnum):
    """What went wrong, in the eyes of whoever complains."""

    SHOWS = "shows"
    NOT_REMOVED = "not_removed"
    NOT_SHOWN = "not_shown"
    WRONG = "wrong"
    OTHER = "other"


class Finding(enum.StrEnum):
    """What came of it."""

    RIGHT = "right"
    PARTLY = "partly"
    NOT_RIGHT = "not_right"


class DataComplaint(Base):
    """One complaint. Long after it is closed its words go; the row with its days stays."""

    __tablename__ = "data_complaint"
    __table_args__ = (Index(None, "closed_at", "due_on"),)

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    # Made from what was sent and the day: pressing twice makes one.
    send_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    about: Mapped[ComplaintAbout]
    words: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254), default="")
    other_way: Mapped[str] = mapped_column(String(LONGEST_WAY), default="")
    received_at: Mapped[datetime]
    # The page that says so comes at once, and a letter to whoever left an e-mail.
    acknowledged_at: Mapped[datetime]
    due_on: Mapped[date]
    finding: Mapped[Finding | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    @property
    def code(self) -> str:
        """Return the number to say on the phone."""
        return code_for(LETTER, self.number)

    @property
    def is_emptied(self) -> bool:
        """Tell whether its words have gone."""
        return not self.words
