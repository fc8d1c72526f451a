"""Themes."""

import enum
from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.public_codes import code_for


class ThemeState(enum.StrEnum):
    """Public once shared."""

    FORMING = "forming"
    SHARED = "shared"
    AGREED = "agreed"


class ActingLevel(enum.StrEnum):
    """Who can act: here, in the region, or nationally."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class Theme(Base):
    """Needs that belong together, in plain words."""

    __tablename__ = "theme"

    id: Mapped[Id]
    number: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ThemeState] = mapped_column(default=ThemeState.FORMING)
    level: Mapped[ActingLevel | None]
    made_at: Mapped[datetime]
    # Moves with every change of its words or state, so a stale form is noticed.
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def code(self) -> str | None:
        """Return the public code, given when the theme is first shared."""
        return code_for("T", self.number) if self.number else None
