"""Codes that were asked for, the sessions of accounts, and a row to hold for each address."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class CodePurpose(enum.StrEnum):
    """What a code is for; it opens nothing else."""

    JOIN = "join"
    NEW_ADDRESS = "new_address"
    LEAVE = "leave"
    FORGOTTEN = "forgotten"


class SignInCode(Base):
    """Six numbers and a link that were sent to an address; only digests of them are kept.

    The address itself goes as soon as the row is used or dead, the row after a day.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (Index(None, "email_mark", "made_at"),)

    id: Mapped[Id]
    purpose: Mapped[CodePurpose]
    email_mark: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(254))
    code_digest: Mapped[str] = mapped_column(String(64))
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # The browser that asked: the numbers work there alone.
    browser_digest: Mapped[str] = mapped_column(String(64), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class AskedAddress(Base):
    """One row for each address that codes were asked for, held while letters to it are counted."""

    __tablename__ = "asked_address"

    email_mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[datetime]


class MemberSession(Base):
    """One device on which somebody is signed in. Ending the row ends the session at once."""

    __tablename__ = "member_session"

    id: Mapped[Id]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # When something was last sent from there; None when nothing was since signing in.
    sent_at: Mapped[datetime | None]
