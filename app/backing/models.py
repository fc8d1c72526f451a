"""Which group backs which need, and who sent a need for a group."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class NeedBacking(Base):
    """A group that says a need matters to it. Taking it back deletes the row."""

    __tablename__ = "need_backing"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    backed_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    backed_at: Mapped[datetime]


class NeedOfGroup(Base):
    """Who sent a need for a group: beside the leads, that member alone may change it."""

    __tablename__ = "need_of_group"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
