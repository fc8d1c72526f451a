"""What was published of who was heard: numbers as everyone may read them."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.small_numbers import Hidden


class Cut(enum.StrEnum):
    """A way to divide who was heard. These are fixed: nobody can ask for another one."""

    KINDS = "kinds"
    AGES = "ages"
    THEMES_IN_SERVICES = "themes_in_services"
    THEMES_USING_SERVICES = "themes_using_services"


class ReachPublished(Base):
    """One cut as it was published on a day."""

    __tablename__ = "reach_published"
    # Of two jobs at once, only one publishes.
    __table_args__ = (UniqueConstraint("cut", "taken_on"),)

    id: Mapped[Id]
    cut: Mapped[Cut]
    taken_on: Mapped[date]
    taken_at: Mapped[datetime]


class ReachCell(Base):
    """One number of a published cut: rounded, or the reason why it is hidden."""

    __tablename__ = "reach_cell"

    published_id: Mapped[int] = mapped_column(ForeignKey("reach_published.id"), primary_key=True)
    # An answer by its code, or a theme by its number.
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    number: Mapped[int | None]
    hidden: Mapped[Hidden | None]
    # The first day of the month by which ten such people had taken part.
    heard_since: Mapped[date | None]
