"""Causes, priorities and decisions."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.public_codes import code_for


class CauseKind(enum.StrEnum):
    """What lies behind, or what people notice."""

    CAUSE = "cause"
    SYMPTOM = "symptom"


class Confidence(enum.StrEnum):
    """How sure the team is of a cause."""

    HUNCH = "hunch"
    SEVERAL_VOICES = "several_voices"
    VOICES_AND_DATA = "voices_and_data"


class Cause(Base):
    """One thing behind a theme, with the voices it rests on."""

    __tablename__ = "cause"
    # Saying one thing twice under a theme is a second press, not a second cause.
    __table_args__ = (UniqueConstraint("theme_id", "kind", "words"),)

    id: Mapped[Id]
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    kind: Mapped[CauseKind]
    words: Mapped[str] = mapped_column(String(300))
    confidence: Mapped[Confidence]
    position: Mapped[int] = mapped_column(default=0)


class CauseNeed(Base):
    """A need whose words a cause rests on."""

    __tablename__ = "cause_need"

    cause_id: Mapped[int] = mapped_column(ForeignKey("cause.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True, index=True)


_ONE_SUBJECT = "(need_id IS NULL) <> (theme_id IS NULL)"


class Priority(Base):
    """A theme or a need on the list of one area, or of the whole place."""

    __tablename__ = "priority"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("place_id", "theme_id"),
        UniqueConstraint("place_id", "need_id"),
    )

    id: Mapped[Id]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    made_at: Mapped[datetime]


class DecisionKind(enum.StrEnum):
    """The honest answers. Own words: a body's answer from elsewhere, shown as that body put it."""

    YES = "yes"
    PARTLY = "partly"
    NOT_NOW = "not_now"
    NOT_OURS = "not_ours"
    YOU_CAN = "you_can"
    OWN_WORDS = "own_words"


class DecisionState(enum.StrEnum):
    """Public once published, and permanent."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Decision(Base):
    """You said, we decided, and why."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        # One published answer stands at a time; a later one takes the place of an earlier.
        Index(
            "uq_decision_standing_need",
            "need_id",
            unique=True,
            sqlite_where=text("is_standing"),
            postgresql_where=text("is_standing"),
        ),
        Index(
            "uq_decision_standing_theme",
            "theme_id",
            unique=True,
            sqlite_where=text("is_standing"),
            postgresql_where=text("is_standing"),
        ),
        # One draft at a time, so that two people do not write the same answer side by side.
        Index(
            "uq_decision_draft_need",
            "need_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_decision_draft_theme",
            "theme_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_decision_newest", "state", "is_standing", "kind", "number"),
    )

    id: Mapped[Id]
    number: Mapped[int | None] = mapped_column(unique=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    kind: Mapped[DecisionKind]
    people_said: Mapped[str] = mapped_column(Text, default="")
    we_decided: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200))
    # None is shown as "date not given".
    decided_on: Mapped[date | None]
    look_again_on: Mapped[date | None]
    what_next: Mapped[str] = mapped_column(Text, default="")
    differs_because: Mapped[str] = mapped_column(Text, default="")
    passed_to: Mapped[str] = mapped_column(String(200), default="")
    # The body's own name for its kind of answer, when it came from elsewhere.
    kind_in_own_words: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.DRAFT)
    is_standing: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    # Moves with every change of a draft, so a stale form is noticed.
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def code(self) -> str | None:
        """Return the public code, given when the decision is published."""
        return code_for("D", self.number) if self.number else None
