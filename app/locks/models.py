"""The app that shows six numbers: one for each person who works here."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class AppLock(Base):
    """A secret that an app on somebody's phone shares with us, and how its numbers were used.

    Both secrets are encrypted under a key outside the database. A new one waits beside the old
    until its first numbers were typed, so that a change of phones leaves nobody outside.
    """

    __tablename__ = "app_lock"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(200), default="")
    next_secret: Mapped[str] = mapped_column(String(200), default="")
    # Numbers hold for half a minute, a step. Each works once: only a later step is taken.
    last_step: Mapped[int] = mapped_column(default=0)
    # Wrong tries since the last right one.
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
