"""Participants with their keys, and people with sign-ins and roles."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.access import Role
from app.foundation.database import Base, Id


class Participant(Base):
    """One voice. A joined participant points at the older one that speaks for it now."""

    __tablename__ = "participant"
    __table_args__ = (Index(None, "address_mark", "made_at"),)

    id: Mapped[Id]
    made_at: Mapped[datetime]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    # A keyed mark of the address prefix, forgotten after a day; it only serves the hourly limit.
    address_mark: Mapped[str | None] = mapped_column(String(32))
    # Held voices came in a rush from one address: kept, but counted only after a check.
    is_held: Mapped[bool] = mapped_column(default=False)


class KeyKind(enum.StrEnum):
    """What opens a participant."""

    COOKIE = "cookie"
    FOLLOW_CODE = "follow_code"


class ParticipantKey(Base):
    """One key to a participant. Only a keyed digest is stored, never the key."""

    __tablename__ = "participant_key"
    __table_args__ = (UniqueConstraint("kind", "digest"),)

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[KeyKind]
    digest: Mapped[str] = mapped_column(String(64))
    # A follow code is made from these two; joining moves the key, and its code stays the same.
    made_for_id: Mapped[int]
    turn: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]


class Member(Base):
    """A resident's account: an e-mail that is one more way to the same participant.

    It stands here and not in `members` because whoever moves a participant moves it as well.
    """

    __tablename__ = "member"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    # None until the first act: to join is not yet to take part.
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime]
    # When somebody last signed in; an account that nobody uses is let go after two letters.
    signed_in_at: Mapped[datetime | None]
    warnings: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    warned_at: Mapped[datetime | None]


class Person(Base):
    """Somebody with a sign-in."""

    __tablename__ = "person"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    # Part of every session; moving it ends all sessions (password or role change, sign out).
    session_number: Mapped[int] = mapped_column(default=0)
    is_closed: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class WorkSession(Base):
    """One browser in which somebody is signed in for work. Ending the row ends it at once."""

    __tablename__ = "work_session"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # The person's own number at that time: once that moves, all sessions before it are over.
    number: Mapped[int]
    begun_at: Mapped[datetime]
    # When something was last sent from there; None when nothing was since signing in.
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RoleGrant(Base):
    """A role that somebody holds, where or for whom, from when and until when."""

    __tablename__ = "role_grant"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    taken_back_at: Mapped[datetime | None]
    # The body whose own work a partner editor does; no other role has one.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class Attempt(Base):
    """A failed try at a code or a sign-in, counted to slow down guessing; kept for an hour."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "mark", "at"), Index(None, "kind", "at"))

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
