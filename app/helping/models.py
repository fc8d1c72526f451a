"""Who helps whom now, and how."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.needs.models import Channel

IS_OPEN = "ended_at IS NULL"


class Helping(Base):
    """One turn of helping one person; rows go after a day, the history stays."""

    __tablename__ = "helping"
    __table_args__ = (
        # Whoever helps works here, or has an account and helps for a group.
        CheckConstraint("(person_id IS NULL) <> (member_id IS NULL)", name="one_helper"),
        # A helper helps one person at a time.
        Index(
            "ix_helping_open",
            "person_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index(
            "ix_helping_open_by_member",
            "member_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index(None, "person_id", "started_at"),
        Index(None, "member_id", "started_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # None until the first act: a person who says nothing after all makes no voice.
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    channel: Mapped[Channel]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # An account that helps for its group, in place of a person who works here.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
