"""Reading what somebody told about themselves: for that person alone, or to be counted."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.about_you.models import AboutYou, AboutYouAnswer, Question


def answers_of(session: Session, participant_id: int | None) -> dict[Question, list[str]]:
    """Return what a participant told about themselves, by question."""
    answers: dict[Question, list[str]] = {}
    for row in answer_rows(session, participant_id):
        answers.setdefault(row.question, []).append(row.answer)
    return answers


def answer_rows(session: Session, participant_id: int | None) -> Sequence[AboutYouAnswer]:
    """Return the answers of a participant as rows, to be changed or moved."""
    return session.scalars(
        select(AboutYouAnswer)
        .where(AboutYouAnswer.participant_id == participant_id)
        .order_by(AboutYouAnswer.question, AboutYouAnswer.answer)
    ).all()


def was_asked(session: Session, participant_id: int | None) -> bool:
    """Tell whether a participant answered the questions once, or said no."""
    return bool(session.scalar(select(exists().where(AboutYou.participant_id == participant_id))))
