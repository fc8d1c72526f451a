"""What accounts follow, and how often each wants a letter."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class FollowKind(enum.StrEnum):
    """What can be followed. One's own words are one thing, whatever they are."""

    NEED = "need"
    THEME = "theme"
    ACTION = "action"
    OUTCOME = "outcome"
    PLACE = "place"
    OWN_WORDS = "own_words"


OWN_WORDS_ID = 0


class HowOften(enum.StrEnum):
    """How often somebody wants a letter."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Follower(Base):
    """An account that was asked about letters, and what it chose."""

    __tablename__ = "follower"
    __table_args__ = (Index(None, "next_day", "member_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    how_often: Mapped[HowOften] = mapped_column(default=HowOften.DAILY)
    # Whether they want to hear of their own words is asked once, after sending some.
    was_asked: Mapped[bool] = mapped_column(default=False)
    # The last step of the sealed history that they were told of, or before which they began.
    told_until: Mapped[int]
    # Before this day nobody looks for news for them.
    next_day: Mapped[date]


class Following(Base):
    """One thing that an account follows: the number of its row, by kind."""

    __tablename__ = "following"
    __table_args__ = (UniqueConstraint("member_id", "kind", "thing_id"),)

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[FollowKind]
    thing_id: Mapped[int]
    since: Mapped[datetime]
