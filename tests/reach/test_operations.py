"""Publishing who was heard: when, how coarsely, and that nothing hidden can be worked out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.about_you.choices import CHOICES, KINDS, RATHER_NOT
from app.about_you.models import Question
from app.about_you.operations import forget_answers_of, keep_answers
from app.foundation.access import Actor, NotAllowed, Role
from app.foundation.small_numbers import Hidden
from app.history.models import HistoryEntry
from app.people.models import Participant
from app.reach import operations, queries
from app.reach.models import Cut, ReachCell, ReachPublished
from app.reach.operations import NOT_TOLD, ages_as_shown, kinds_as_shown, themes_as_shown
from app.recounts.operations import recount_everything
from app.themes.models import ThemeState
from app.voices.operations import support_need
from tests.at_once import at_once
from tests.builders import BUILDER
from tests.foundation.test_small_numbers import worked_out

CLOCK = Actor.system("publish-who-was-heard")
WEEK, DAY = timedelta(days=7), timedelta(days=1)
BANDS = CHOICES[Question.AGE]


def people_who_tell(session, make, now, count, answers):
    made = [make.participant_actor() for _ in range(count)]
    for actor in made:
        keep_answers(session, actor, answers, now=now)
    session.flush()
    return made


def published(session, cut=Cut.KINDS):
    found = queries.newest_publications(session).get(cut)
    return {each.name: each.cell for each in found.cells} if found else None


@pytest.fixture
def residents(session, make, now):
    """Sixty people, none of whom told anything, so that no complement is small."""
    return [make.participant_actor() for _ in range(60)]


def test_nothing_is_published_before_ten_told(session, make, now, residents):
    people_who_tell(session, make, now, 9, {Question.KIND: ["parent"]})
    assert operations.publish(session, CLOCK, now=now) == []
    people_who_tell(session, make, now, 1, {Question.KIND: ["parent"]})
    assert operations.publish(session, CLOCK, now=now) == [Cut.KINDS]
    assert published(session)["parent"].number == 10
    assert published(session)["older"].hidden is Hidden.FEW


def test_a_cut_is_counted_anew_once_a_week_and_for_ten_more(session, make, now, residents):
    parent = {Question.KIND: ["parent"]}
    people_who_tell(session, make, now, 20, parent)
    operations.publish(session, CLOCK, now=now)
    people_who_tell(session, make, now + DAY, 20, parent)
    assert operations.publish(session, CLOCK, now=now + WEEK - DAY) == []
    assert published(session)["parent"].number == 20
    assert operations.publish(session, CLOCK, now=now + WEEK) == [Cut.KINDS]
    assert published(session)["parent"].number == 40
    people_who_tell(session, make, now + WEEK + DAY, 9, parent)
    assert operations.publish(session, CLOCK, now=now + 2 * WEEK) == []
    assert operations.publish(session, CLOCK, now=now + 9 * WEEK) == []
    people_who_tell(session, make, now + WEEK + DAY, 1, parent)
    assert operations.publish(session, CLOCK, now=now + 9 * WEEK) == [Cut.KINDS]


def test_saying_the_same_again_is_no_new_record(session, make, now, residents):
    tell = {Question.KIND: ["parent"]}
    people = people_who_tell(session, make, now, 12, tell)
    operations.publish(session, CLOCK, now=now)
    for actor in people:
        keep_answers(session, actor, tell, now=now + DAY)
    assert operations.publish(session, CLOCK, now=now + WEEK) == []


def test_one_person_counts_once_for_each_kind(session, make, now, residents):
    people_who_tell(session, make, now, 12, {Question.KIND: ["parent", "works_in_services"]})
    operations.publish(session, CLOCK, now=now)
    cells = published(session)
    assert cells["parent"].number == cells["works_in_services"].number == 10


def test_held_voices_and_whoever_would_rather_not_say_are_not_counted(
    session, make, now, residents
):
    people_who_tell(session, make, now, 12, {Question.KIND: [RATHER_NOT]})
    assert operations.publish(session, CLOCK, now=now) == []
    people = people_who_tell(session, make, now, 12, {Question.KIND: ["older"]})
    for actor in people[:3]:
        session.get(Participant, actor.participant_id).is_held = True
    session.flush()
    assert queries.people_by_answer(session, Question.KIND) == {"older": 9}
    assert operations.publish(session, CLOCK, now=now) == []


def test_what_was_removed_is_gone_from_the_next_numbers(session, make, now, residents):
    people = people_who_tell(session, make, now, 22, {Question.KIND: ["older"]})
    operations.publish(session, CLOCK, now=now)
    for actor in people[:12]:
        forget_answers_of(session, actor, actor.participant_id, now=now)
    people_who_tell(session, make, now + DAY, 10, {Question.KIND: ["parent"]})
    operations.publish(session, CLOCK, now=now + WEEK)
    cells = published(session)
    assert (cells["older"].number, cells["parent"].number) == (10, 10)


def test_the_month_of_the_tenth_stands_beside_what_shows(session, make, now, residents):
    people = people_who_tell(session, make, now, 12, {Question.KIND: ["older", "parent"]})
    people_who_tell(session, make, now, 9, {Question.KIND: ["faith"]})
    for month, actor in enumerate(people, start=1):
        participant = session.get(Participant, actor.participant_id)
        participant.made_at = now.replace(year=2025, month=month)
    session.flush()
    operations.publish(session, CLOCK, now=now)
    cells = {each.name: each for each in queries.newest_publications(session)[Cut.KINDS].cells}
    assert cells["older"].heard_since.isoformat() == "2025-10-01"
    assert cells["faith"].heard_since is None


def test_themes_of_people_who_work_in_services(session, make, now):
    theme = make.theme("Getting there", state=ThemeState.SHARED)
    small = make.theme("Small", state=ThemeState.SHARED)
    forming = make.theme("Forming", state=ThemeState.FORMING)
    needs = [make.need(theme=theme, supports=30), make.need(theme=small), make.need(theme=forming)]
    people = people_who_tell(session, make, now, 14, {Question.KIND: ["works_in_services"]})
    for actor in people:
        support_need(session, actor, needs[0].number, now=now)
    support_need(session, people[0], needs[1].number, now=now)
    for actor in people:
        support_need(session, actor, needs[2].number, now=now)
    session.flush()
    assert Cut.THEMES_IN_SERVICES in operations.publish(session, CLOCK, now=now)
    cells = published(session, Cut.THEMES_IN_SERVICES)
    assert {name: cell.number for name, cell in cells.items()} == {str(theme.number): 15}
    assert published(session, Cut.THEMES_USING_SERVICES) is None


def test_only_the_clock_publishes(session, make, now):
    for actor in (make.actor(Role.ADMIN), make.actor(Role.PLANNER), make.participant_actor()):
        with pytest.raises(NotAllowed):
            operations.publish(session, actor, now=now)


def test_publishing_is_written_down(session, make, now, residents):
    people_who_tell(session, make, now, 12, {Question.AGE: ["26_44"]})
    operations.publish(session, CLOCK, now=now)
    entry = session.scalars(
        select(HistoryEntry).where(HistoryEntry.subject == "reach_published")
    ).one()
    assert (entry.verb, entry.reason_code) == ("published who was heard", "ages")


def test_what_is_stored_is_what_shows(session, make, now, residents):
    """Not even the table of what was published holds a number under ten, or an exact one."""
    people_who_tell(session, make, now, 13, {Question.KIND: ["older"], Question.AGE: ["65_74"]})
    people_who_tell(session, make, now, 3, {Question.KIND: ["faith"], Question.AGE: ["16_17"]})
    operations.publish(session, CLOCK, now=now)
    for number, hidden in session.execute(select(ReachCell.number, ReachCell.hidden)):
        assert (number is None) != (hidden is None)
        assert number is None or (number >= 10 and number % 5 == 0)


@pytest.mark.slow
def test_two_jobs_at_once_publish_once(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        people_who_tell(session, make, now, 12, {Question.KIND: ["older"]})
        recount_everything(session, BUILDER)
        session.commit()
    publish = lambda session: operations.publish(session, CLOCK, now=now)  # noqa: E731
    assert at_once(fresh_database, [publish, publish]) == []
    with fresh_database.session() as session:
        assert session.scalar(select(func.count()).select_from(ReachPublished)) == 1


# --- nothing hidden can be worked out ---

PEOPLE = st.one_of(st.integers(0, 14), st.integers(0, 60), st.integers(0, 900))


@given(st.lists(PEOPLE, min_size=len(BANDS), max_size=len(BANDS)), PEOPLE)
def test_no_age_that_is_hidden_can_be_worked_out_from_the_others_and_everybody(bands, silent):
    people, everybody = dict(zip(BANDS, bands, strict=True)), sum(bands) + silent
    shown = ages_as_shown(people, everybody)
    assert list(shown) == [*BANDS, NOT_TOLD]
    cells, numbers = list(shown.values()), [*bands, silent]
    for number, cell, (low, high) in zip(numbers, cells, worked_out(cells, everybody), strict=True):
        assert low <= number <= high
        if cell.number is None:
            assert high - low + 1 >= min(10, everybody + 1)
        else:
            assert number >= 10


@given(st.dictionaries(st.sampled_from(KINDS), PEOPLE, max_size=5), PEOPLE)
def test_no_kind_that_is_hidden_can_be_worked_out_nor_who_did_not_choose_it(kinds, silent):
    """Kinds overlap, so only each with its own rest adds up; a reader knows everybody exactly."""
    everybody = max(kinds.values(), default=0) + silent
    for kind, cell in kinds_as_shown(kinds, everybody).items():
        number = kinds.get(kind, 0)
        if cell.number is None:
            assert number < 10 or everybody - number < 10
        else:
            assert min(number, everybody - number) >= 10
            assert abs(cell.number - number) <= 2


@given(st.dictionaries(st.integers(1, 9), st.tuples(PEOPLE, PEOPLE), max_size=9))
def test_a_theme_shows_a_kind_only_where_both_parts_are_large(themes):
    people = {number: (of_kind, of_kind + others) for number, (of_kind, others) in themes.items()}
    for name, cell in themes_as_shown(people).items():
        of_kind, others = themes[int(name)]
        assert of_kind >= 10
        assert others >= 10
        assert abs(cell.number - of_kind) <= 2
