"""Outcomes, actions, their updates, and which needs each action answers."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.public_codes import code_for


class OutcomeState(enum.StrEnum):
    """Public once agreed."""

    DRAFT = "draft"
    AGREED = "agreed"


class Outcome(Base):
    """A change we want, and who answers for it."""

    __tablename__ = "outcome"

    id: Mapped[Id]
    number: Mapped[int | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    good_looks_like: Mapped[str] = mapped_column(Text, default="")
    for_whom: Mapped[str] = mapped_column(String(200), default="")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    lead_role: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[OutcomeState] = mapped_column(default=OutcomeState.DRAFT)
    agreed_on: Mapped[date | None]
    # Moves with every change, so that a form opened before it is noticed.
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def code(self) -> str | None:
        """Return the public code, given when the outcome is agreed."""
        return code_for("O", self.number) if self.number else None


class ActionState(enum.StrEnum):
    """How far an action is; public from agreed on."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STARTED = "started"
    ON_TRACK = "on_track"
    STUCK = "stuck"
    DONE = "done"
    REVIEWED = "reviewed"
    STOPPED = "stopped"


class Depth(enum.StrEnum):
    """Whether an action tackles a cause or a symptom."""

    CAUSE = "cause"
    SYMPTOM = "symptom"
    BOTH = "both"


class Action(Base):
    """Who does what by when, and what we expect from it."""

    __tablename__ = "plan_action"

    id: Mapped[Id]
    number: Mapped[int | None] = mapped_column(unique=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    more: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(Text, default="")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    lead_role: Mapped[str] = mapped_column(String(120), default="")
    depth: Mapped[Depth | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.PROPOSED)
    # Why it is late, stuck or stopped, in words anyone can read.
    state_reason: Mapped[str] = mapped_column(Text, default="")
    legal_duty: Mapped[str] = mapped_column(String(300), default="")
    agreed_on: Mapped[date | None]
    # The day it was called done; kept when people are asked afterwards.
    finished_on: Mapped[date | None]
    made_at: Mapped[datetime]
    # Moves with every change, so that a form opened before it is noticed.
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def code(self) -> str | None:
        """Return the public code, given when the action is agreed."""
        return code_for("A", self.number) if self.number else None


class ActionPartner(Base):
    """A group or body that helps with an action."""

    __tablename__ = "action_partner"

    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class ActionNeed(Base):
    """A need that an action answers."""

    __tablename__ = "action_need"
    __table_args__ = (Index(None, "need_id"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    linked_at: Mapped[datetime]


class ActionUpdate(Base):
    """News of an action, dated, in plain words."""

    __tablename__ = "action_update"

    id: Mapped[Id]
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), index=True)
    on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
