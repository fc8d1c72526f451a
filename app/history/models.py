"""The tables of the history. Triggers in the migration refuse to change or empty them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class HistoryEntry(Base):
    """One act: ids, verb, reason code, role and time; never anybody's words."""

    __tablename__ = "history_entry"
    __table_args__ = (
        Index(None, "subject", "subject_id", "id"),
        # What one voice did, for the page of what is kept about it.
        Index(None, "participant_id"),
    )

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


class HistorySeal(Base):
    """One step of the chain over the history. Like the entries, seals are only ever added.

    Steps have numbers of their own without a gap: entries may become readable in another order
    than that of their ids, and ids that were rolled back leave gaps.
    """

    __tablename__ = "history_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"), unique=True)
    seal: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


class HistoryCheck(Base):
    """What one walk over the chain found; later walks must still find its last seal."""

    __tablename__ = "history_check"

    id: Mapped[Id]
    checked_at: Mapped[datetime]
    # How many steps were whole, and the seal of the last of them.
    steps: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    broken_step: Mapped[int | None]
