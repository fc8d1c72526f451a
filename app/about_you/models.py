"""The answers, and who was asked. No page leads from a need to them."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class Question(enum.StrEnum):
    """What is asked; to the first one somebody may give several answers."""

    KIND = "kind"
    AGE = "age"
    DISABILITY = "disability"
    CARING = "caring"
    INCOME = "income"
    ETHNICITY = "ethnicity"
    GENDER = "gender"
    CARE_EXPERIENCE = "care_experience"
    INTERNET = "internet"
    YEARS_HERE = "years_here"


class AboutYou(Base):
    """Somebody who was asked, and answered or said no: nobody is asked twice."""

    __tablename__ = "about_you"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    asked_at: Mapped[datetime]


class AboutYouAnswer(Base):
    """One answer of one participant, by its code in `choices`."""

    __tablename__ = "about_you_answer"
    __table_args__ = (Index(None, "question", "answer", "participant_id"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(30), primary_key=True)
    # What is published is counted anew only when enough came since.
    told_at: Mapped[datetime]
