"""What accounts follow, how often each wants a letter, and the letters that were written."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class FollowKind(enum.StrEnum):
    """What can be followed. One's own words are one thing, whatever they are.

    What a group put forward is followed by who belongs to it, under the number of the membership:
    so that it ends with that, and somebody who comes back is asked anew.
    """

    NEED = "need"
    THEME = "theme"
    ACTION = "action"
    OUTCOME = "outcome"
    PLACE = "place"
    OWN_WORDS = "own_words"
    GROUP = "group"


OWN_WORDS_ID = 0
# What a letter that could not go would have told is told in a later one for so long.
DIGESTS_KEPT = timedelta(days=20)


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


class Digest(Base):
    """The one letter of a day to one account. The key is what keeps a second from being written."""

    __tablename__ = "digest"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
    # It tells of the steps of the sealed history after this one. When it could not be sent, the
    # next one begins here again.
    told_after: Mapped[int]
    # In the outbox, which forgets its letters after a while.
    letter_id: Mapped[int | None] = mapped_column(index=True)


class DigestNeed(Base):
    """A need that a letter names: if it is hidden before the letter has gone, the letter stays."""

    __tablename__ = "digest_need"
    __table_args__ = (
        ForeignKeyConstraint(["member_id", "day"], ["digest.member_id", "digest.day"]),
    )

    member_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
