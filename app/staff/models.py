"""Invitations of people who are to work here, and locks that somebody asked to open."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.access import Role
from app.foundation.database import Base, Id


class Invitation(Base):
    """A link by which somebody chooses a password, once: only a digest of it is kept.

    It invites somebody new, with a role, or lets somebody back in whose locks were taken away.
    """

    __tablename__ = "invitation"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # Whom it lets back in; nobody when it invites somebody new.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    ends_on: Mapped[date | None]
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    # Used, taken back or replaced by a newer one.
    over_at: Mapped[datetime | None]
    # The body that a partner editor is invited for.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class LockReset(Base):
    """An administrator asks that somebody's lost locks be taken away; another one says yes."""

    __tablename__ = "lock_reset"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
