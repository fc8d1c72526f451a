"""The tables of the history. Triggers in the migration refuse to change or empty them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class HistoryEntry(Base):
    """One act: ids, verb, reason code, role and time; never anybody's words."""

    __tablename__ = "history_entry"
    __table_args__ = (Index(None, "subject", "subject_id", "id"),)

    id: Mapped[Id]
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    participant_id: Mapped[int | None]
    acting_as: Mapped[str] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    reason_code: Mapped[str | None] = mapped_column(String(60))
    note_hash: Mapped[str | None] = mapped_column(String(64))


class HistoryNote(Base):
    """The reason in words. Erasing it erases the salt too, so that the hash says nothing."""

    __tablename__ = "history_note"

    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
