"""Answers about oneself: kept, changed, declined, forgotten, and one voice made of two."""

import pytest
from sqlalchemy import select

from app.about_you import operations
from app.about_you.choices import CHOICES, RATHER_NOT, is_answer
from app.about_you.forms import ANSWER_WORDS, GROUP_WORDS, QUESTION_WORDS
from app.about_you.models import AboutYou, AboutYouAnswer, Question
from app.about_you.permissions import may_forget_answers, may_tell_about_oneself
from app.about_you.queries import answers_of, was_asked
from app.foundation.access import VISITOR, Actor, NotAllowed, NotPossibleNow, Role
from app.history.models import HistoryEntry
from app.recounts.operations import differences
from app.voices.operations import join_participants
from tests.at_once import at_once
from tests.builders import BUILDER

TOLD = {Question.KIND: ["parent", "works_in_services"], Question.AGE: ["26_44"]}


def tells(session, actor, answers, now):
    operations.keep_answers(session, actor, answers, now=now)
    session.flush()


def test_answers_are_kept_and_changed(session, make, now):
    actor = make.participant_actor()
    assert not was_asked(session, actor.participant_id)
    tells(session, actor, TOLD, now)
    assert answers_of(session, actor.participant_id) == TOLD
    assert was_asked(session, actor.participant_id)
    later = now.replace(hour=15)
    tells(session, actor, {Question.KIND: ["parent", "volunteer"]}, later)
    assert answers_of(session, actor.participant_id) == {Question.KIND: ["parent", "volunteer"]}
    told_at = {row.answer: row.told_at for row in session.scalars(select(AboutYouAnswer)).all()}
    assert told_at == {"parent": now, "volunteer": later}


def test_sending_the_same_twice_keeps_one(session, make, now):
    actor = make.participant_actor()
    for _ in range(2):
        tells(session, actor, TOLD, now)
    assert answers_of(session, actor.participant_id) == TOLD


@pytest.mark.parametrize(
    "answers",
    [
        {Question.AGE: ["parent"]},
        {Question.AGE: ["18_25", "26_44"]},
        {Question.KIND: ["king"]},
        {Question.KIND: ["parent", RATHER_NOT]},
    ],
)
def test_what_is_no_answer_is_refused_whole(session, make, now, answers):
    actor = make.participant_actor()
    with pytest.raises(NotPossibleNow):
        operations.keep_answers(session, actor, {**TOLD, **answers}, now=now)
    assert answers_of(session, actor.participant_id) == {}


def test_rather_not_is_an_answer_to_each_question(session, make, now):
    actor = make.participant_actor()
    nothing = {question: [RATHER_NOT] for question in Question}
    tells(session, actor, nothing, now)
    assert answers_of(session, actor.participant_id) == nothing


def test_saying_no_is_remembered_and_written_down_once(session, make, now):
    actor = make.participant_actor()
    for _ in range(2):
        operations.decline(session, actor, now=now)
    assert was_asked(session, actor.participant_id)
    assert answers_of(session, actor.participant_id) == {}
    assert verbs(session).count("told nothing about themselves") == 1


def verbs(session):
    return session.scalars(select(HistoryEntry.verb)).all()


def test_what_was_removed_is_gone_and_not_asked_again(session, make, now):
    actor, other = make.participant_actor(), make.participant_actor()
    tells(session, actor, TOLD, now)
    tells(session, other, TOLD, now)
    operations.forget_answers_of(session, actor, actor.participant_id, now=now)
    assert answers_of(session, actor.participant_id) == {}
    assert was_asked(session, actor.participant_id)
    assert answers_of(session, other.participant_id) == TOLD


def test_the_history_says_that_and_never_what(session, make, now):
    actor = make.participant_actor()
    tells(session, actor, TOLD, now)
    operations.forget_answers_of(session, actor, actor.participant_id, now=now)
    entries = session.scalars(
        select(HistoryEntry).where(HistoryEntry.subject == "participant")
    ).all()
    written = " ".join(f"{each.verb} {each.reason_code} {each.note_hash}" for each in entries)
    assert "told about themselves" in written
    for code in {code for codes in CHOICES.values() for code in codes} - {"other", "no", "man"}:
        assert code not in written.split()


def test_nobody_tells_or_removes_for_others(session, make, now):
    actor, other = make.participant_actor(), make.participant_actor()
    moderator = make.actor(Role.MODERATOR)
    tells(session, other, TOLD, now)
    for somebody in (VISITOR, moderator):
        assert not may_tell_about_oneself(somebody)
        with pytest.raises(NotAllowed):
            operations.keep_answers(session, somebody, TOLD, now=now)
        with pytest.raises(NotAllowed):
            operations.decline(session, somebody, now=now)
    for somebody in (VISITOR, moderator, actor):
        assert not may_forget_answers(somebody, other.participant_id)
        with pytest.raises(NotAllowed):
            operations.forget_answers_of(session, somebody, other.participant_id, now=now)
    assert may_forget_answers(Actor.system("job"), other.participant_id)
    assert answers_of(session, other.participant_id) == TOLD


def test_joining_fills_the_gaps_of_the_older(session, make, now):
    older, younger = make.participant_actor(), make.participant_actor()
    tells(session, older, {Question.KIND: ["volunteer"]}, now)
    tells(session, younger, {**TOLD, Question.GENDER: [RATHER_NOT]}, now)
    kept = join_participants(session, older, younger.participant_id, older.participant_id, now=now)
    assert answers_of(session, kept) == {
        Question.KIND: ["volunteer"],
        Question.AGE: ["26_44"],
        Question.GENDER: [RATHER_NOT],
    }
    assert answers_of(session, younger.participant_id) == {}
    assert session.get(AboutYou, younger.participant_id) is None
    assert differences(session, BUILDER) == []


def test_who_said_no_on_one_device_is_not_asked_on_the_other(session, make, now):
    older, younger = make.participant_actor(), make.participant_actor()
    operations.decline(session, younger, now=now)
    kept = join_participants(session, older, younger.participant_id, older.participant_id, now=now)
    assert was_asked(session, kept)


def test_a_voice_that_was_joined_tells_nothing_more(session, make, now):
    older, younger = make.participant_actor(), make.participant_actor()
    join_participants(session, older, younger.participant_id, older.participant_id, now=now)
    with pytest.raises(NotPossibleNow):
        operations.keep_answers(session, younger, TOLD, now=now)


def test_every_question_and_answer_has_words():
    assert set(QUESTION_WORDS) == set(ANSWER_WORDS) == set(CHOICES) == set(Question)
    for question, codes in CHOICES.items():
        assert set(ANSWER_WORDS[question]) == set(codes)
        assert max(map(len, codes)) <= 30
    in_groups = [code for _name, codes in GROUP_WORDS for code in codes]
    assert sorted(in_groups) == sorted(CHOICES[Question.KIND])
    assert is_answer(Question.KIND, ["parent", "health"])


@pytest.mark.slow
def test_two_devices_that_tell_and_join_at_once_leave_one_set(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        older, younger = make.participant_actor(), make.participant_actor()
        session.commit()
    acts = [
        lambda s: operations.keep_answers(s, older, {Question.AGE: ["18_25"]}, now=now),
        lambda s: operations.keep_answers(s, younger, TOLD, now=now),
        lambda s: join_participants(
            s, older, older.participant_id, younger.participant_id, now=now
        ),
    ]
    assert at_once(fresh_database, acts, NotPossibleNow) == []
    with fresh_database.session() as session:
        assert answers_of(session, older.participant_id)[Question.AGE] == ["18_25"]
        assert answers_of(session, younger.participant_id) == {}
