"""What people of the demo place told about themselves, dealt out by the shares of its content.

It draws by a chance of its own, so that all other figures of the place stay what they are.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.about_you.models import AboutYou, AboutYouAnswer, Question
from app.demo.about_you import ANSWERED, KINDS, ONE_OF, SAID_NO
from app.foundation.access import Actor
from app.seed.moments import OPENING
from app.seed.operations import put_rows

SEED = 20_260_303
A_LITTLE_LATER = timedelta(minutes=3)
THOUSAND = 1000


def lay_out_answers_about_people(
    session: Session, actor: Actor, participants: Sequence[int], came_at: Sequence[datetime]
) -> None:
    """Put down who was asked and what they answered, a little after they first said something."""
    chance = Random(SEED)  # noqa: S311 - the same answers each time, nothing secret
    at = {
        participant: min(came + A_LITTLE_LATER, OPENING)
        for participant, came in zip(participants, came_at, strict=True)
    }
    people = list(participants)
    chance.shuffle(people)
    answered = people[: len(people) * ANSWERED // THOUSAND]
    said_no = people[len(answered) : len(answered) + len(people) * SAID_NO // THOUSAND]
    asked = [{"participant_id": each, "asked_at": at[each]} for each in (*answered, *said_no)]
    put_rows(session, actor, AboutYou, asked)
    rows = [
        {"participant_id": person, "question": question, "answer": answer, "told_at": at[person]}
        for person, question, answer in sorted(_deal(chance, answered))
    ]
    put_rows(session, actor, AboutYouAnswer, rows)


def _deal(chance: Random, people: Sequence[int]) -> Iterator[tuple[int, Question, str]]:
    for kind, share in KINDS.items():
        for person in chance.sample(people, len(people) * share // THOUSAND):
            yield person, Question.KIND, kind
    for question, shares in ONE_OF.items():
        in_turn = list(people)
        chance.shuffle(in_turn)
        start = 0
        for answer, share in shares.items():
            end = start + len(people) * share // THOUSAND
            for person in in_turn[start:end]:
                yield person, Question(question), answer
            start = end
