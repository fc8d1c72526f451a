"""Keeping answers, saying no, forgetting them, and one voice made of two."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.about_you import queries
from app.about_you.choices import is_answer
from app.about_you.models import AboutYou, AboutYouAnswer, Question
from app.about_you.permissions import may_forget_answers, may_tell_about_oneself
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.history import operations as history
from app.people.models import Participant
from app.people.queries import participants_to_change


def keep_answers(
    session: Session, actor: Actor, answers: Mapping[Question, Sequence[str]], *, now: datetime
) -> None:
    """Keep what somebody tells about themselves in place of what they told before.

    An answer that stays as it was keeps the moment when it was told.
    """
    require(may_tell_about_oneself, actor)
    wrong = [question for question, given in answers.items() if not is_answer(question, given)]
    if wrong:
        raise NotPossibleNow("Choose one of the answers in the list.")
    participant = _hold(session, actor.participant_id or 0)
    _note_asked(session, participant.id, now)
    wanted = {(question, answer) for question, given in answers.items() for answer in given}
    for row in queries.answer_rows(session, participant.id):
        if (row.question, row.answer) in wanted:
            wanted.remove((row.question, row.answer))
        else:
            session.delete(row)
    session.flush()
    session.add_all(
        AboutYouAnswer(participant_id=participant.id, question=question, answer=answer, told_at=now)
        for question, answer in sorted(wanted)
    )
    history.record(session, actor, "told about themselves", participant, now=now)


def decline(session: Session, actor: Actor, *, now: datetime) -> None:
    """Say that one would rather not be asked; the question is not put again."""
    require(may_tell_about_oneself, actor)
    participant = _hold(session, actor.participant_id or 0)
    if _note_asked(session, participant.id, now):
        history.record(session, actor, "told nothing about themselves", participant, now=now)


def forget_answers_of(
    session: Session, actor: Actor, participant_id: int, *, now: datetime
) -> None:
    """Remove all that a participant told about themselves; that they were asked stays known."""
    require(may_forget_answers, actor, participant_id)
    (participant,) = participants_to_change(session, [participant_id])
    _delete_answers(session, participant_id)
    history.record(session, actor, "removed what they told about themselves", participant, now=now)


def take_over_answers(session: Session, actor: Actor, younger_id: int, older_id: int) -> None:
    """Give the answers of the younger of two voices to the older, where that one left gaps.

    Joining calls this, holds both voices, and writes the history.
    """
    answered = {row.question for row in queries.answer_rows(session, older_id)}
    for row in queries.answer_rows(session, younger_id):
        if row.question not in answered:
            row.participant_id = older_id
    session.flush()
    _delete_answers(session, younger_id)
    asked = session.get(AboutYou, younger_id)
    if asked is not None:
        _note_asked(session, older_id, asked.asked_at)
        session.delete(asked)
        session.flush()


def _hold(session: Session, participant_id: int) -> Participant:
    (participant,) = participants_to_change(session, [participant_id])
    if participant.joined_into_id is not None:
        raise NotPossibleNow("Your two devices were joined just now. Press the button once more.")
    return participant


def _note_asked(session: Session, participant_id: int, at: datetime) -> bool:
    row = {"participant_id": participant_id, "asked_at": at}
    return insert_once(session, AboutYou.__table__, row)  # type: ignore[arg-type]


def _delete_answers(session: Session, participant_id: int) -> None:
    session.execute(
        delete(AboutYouAnswer)
        .where(AboutYouAnswer.participant_id == participant_id)
        .execution_options(synchronize_session="fetch")
    )
