"""The app that shows six numbers, and passkeys."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
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


class Passkey(Base):
    """A key that a device or its maker's account keeps; we have its public half alone."""

    __tablename__ = "passkey"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (member_id IS NULL)", name="one_owner"),
    )

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class UsedChallenge(Base):
    """A challenge that was answered: whoever overheard that cannot answer so again."""

    __tablename__ = "used_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(index=True)
