"""Who supports a need, how many people said it in rooms, and the kept counts."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base
from app.needs.models import Channel, crowd_column

EVERYWHERE = 0


class NeedSupport(Base):
    """One person online who says that a need matters. Taking it back deletes the row."""

    __tablename__ = "need_support"
    __table_args__ = (Index(None, "participant_id", "need_id"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    # Where the person said they live at that moment; none when they had not said.
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    supported_at: Mapped[datetime]


class NeedRoomVoice(Base):
    """How many people at one gathering said it: a number, never participants."""

    __tablename__ = "need_room_voice"
    __table_args__ = (CheckConstraint("people > 0", name="people_positive"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    people: Mapped[int]


class Counted(enum.StrEnum):
    """What a voice count is about."""

    NEED = "need"
    THEME = "theme"
    PLACE = "place"


class VoiceCount(Base):
    """Kept counts of people, by place: of a need, of a theme, and of who took part at all.

    Place 0 stands for everywhere: it holds the total of a theme and of who took part; a need keeps
    its own total itself. A recount of the supports must always give the same figures.
    """

    __tablename__ = "voice_count"
    __table_args__ = (
        CheckConstraint("online >= 0 AND rooms >= 0", name="counts_not_negative"),
        # What most people say in a place: the pages of areas and wards begin with it.
        Index("ix_voice_count_most", "counted", "place_id", "crowd"),
        {"postgresql_with": {"fillfactor": 85}},
    )

    counted: Mapped[Counted] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(primary_key=True)
    online: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rooms: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    crowd: Mapped[int] = crowd_column("online + rooms")
