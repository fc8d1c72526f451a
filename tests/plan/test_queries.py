"""What comes back from the plan, in which order, and in how many statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import VISITOR, NotFound
from app.history.queries import HistoryLine, history_of
from app.needs import operations as needs
from app.plan import operations, queries
from app.plan.lines import NewsLine, PlanFilter, story_of
from app.plan.models import Action, ActionState, Depth, Outcome, OutcomeState
from app.plan.permissions import may_see_action, may_see_outcome
from tests.builders import BUILDER, Make

QueriesMade = Callable[[], AbstractContextManager[list[str]]]
TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 15)


def codes(lines: object) -> list[str]:
    return [line.code for line in lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", ActionState)
def test_the_question_and_the_filter_of_actions_agree(
    session: Session, make: Make, state: ActionState
) -> None:
    action = make.action(make.need(), state=state)
    found = session.scalars(queries.visible_actions(VISITOR)).all()
    assert (found == [action]) is may_see_action(VISITOR, action)


@pytest.mark.parametrize("state", OutcomeState)
def test_the_question_and_the_filter_of_changes_agree(
    session: Session, make: Make, state: OutcomeState
) -> None:
    outcome: Outcome = make.outcome(agreed=state is OutcomeState.AGREED)
    found = session.scalars(queries.visible_outcomes(VISITOR)).all()
    assert (found == [outcome]) is may_see_outcome(VISITOR, outcome)


def test_drafts_and_proposals_have_no_address(session: Session, make: Make) -> None:
    make.action(make.need(), state=ActionState.PROPOSED, outcome=make.outcome(agreed=False))
    for number in (0, 1, 2):
        with pytest.raises(NotFound):
            queries.outcome_at_address(session, VISITOR, number)
        with pytest.raises(NotFound):
            queries.action_at_address(session, VISITOR, number)


def test_actions_are_found_for_their_needs(session: Session, make: Make) -> None:
    asked, other = make.need(), make.need()
    both, mine = make.action(asked), make.action(asked)
    make.link(both, other)
    make.action(other)
    make.action(asked, state=ActionState.PROPOSED)
    found = queries.actions_for_needs(session, VISITOR, [asked.id], today=TODAY)
    assert codes(found) == [both.code, mine.code]
    assert {line.need_ids for line in found} == {(asked.id,)}
    line = found[0]
    assert (line.outcome_code, line.outcome_name) == ("O-0001", both_outcome(session, both))


def both_outcome(session: Session, action: Action) -> str:
    return session.get_one(Outcome, action.outcome_id).name


def test_an_action_of_a_joined_need_is_found_for_its_target(session: Session, make: Make) -> None:
    need, target = make.need(), make.need()
    action = make.action(need)
    needs.merge_into(session, BUILDER, need, target, now=make.now)
    (line,) = queries.actions_for_needs(session, VISITOR, [target.id], today=TODAY)
    assert (line.code, line.need_ids) == (action.code, (target.id,))


def test_no_needs_have_no_actions(session: Session, make: Make) -> None:
    make.action()
    assert queries.actions_for_needs(session, VISITOR, []) == []


def test_late_is_computed_from_the_day_and_today(session: Session, make: Make) -> None:
    need = make.need()
    make.action(need, due_on=TODAY)
    (line,) = queries.actions_for_needs(session, VISITOR, [need.id], today=TODAY)
    assert (line.is_late, line.shown_state) == (False, "agreed")
    (line,) = queries.actions_for_needs(
        session, VISITOR, [need.id], today=TODAY + timedelta(days=1)
    )
    assert (line.is_late, line.shown_state) == (True, "late")
    (line,) = queries.actions_for_needs(session, VISITOR, [need.id])
    assert not line.is_late  # the place's own day, when none is given


def plan_with_all_states(make: Make) -> dict[str, Action]:
    made = {
        "late": make.action(due_on=LONG_AGO, state=ActionState.ON_TRACK),
        "agreed": make.action(),
        "started": make.action(state=ActionState.STARTED),
        "on_track": make.action(state=ActionState.ON_TRACK),
        "stuck": make.action(due_on=LONG_AGO, state=ActionState.STUCK),
        "stopped": make.action(due_on=LONG_AGO, state=ActionState.STOPPED),
        "done": make.action(due_on=LONG_AGO, state=ActionState.DONE),
        "reviewed": make.action(state=ActionState.REVIEWED),
    }
    make.action(make.need(), state=ActionState.PROPOSED)
    return made


def test_the_plan_is_counted_by_state_with_late_apart(session: Session, make: Make) -> None:
    made = plan_with_all_states(make)
    made["late"].depth, made["done"].depth, made["stuck"].depth = (
        Depth.CAUSE, Depth.BOTH, Depth.SYMPTOM,
    )  # fmt: skip
    counts = queries.plan_counts(session, VISITOR, PlanFilter(), today=TODAY)
    assert counts.by_state == dict.fromkeys(made, 1)
    assert (counts.together, counts.to_the_cause) == (8, 2)
    assert counts.of("done", "reviewed") == 2


@pytest.mark.parametrize(
    ("show", "wanted"),
    [
        ("late", {"late"}),
        ("going", {"agreed", "started", "on_track"}),
        ("stuck", {"stuck"}),
        ("stopped", {"stopped"}),
        ("done", {"done", "reviewed"}),
        ("first", {"late", "stuck", "stopped"}),
    ],
)
def test_a_list_shows_the_states_asked_for(
    session: Session, make: Make, show: str, wanted: set[str]
) -> None:
    made = plan_with_all_states(make)
    found = queries.list_actions(session, VISITOR, PlanFilter(show=show), today=TODAY, size=20)
    assert set(codes(found)) == {made[name].code for name in wanted}


def test_an_action_without_a_day_is_neither_lost_nor_late(session: Session, make: Make) -> None:
    action = make.action()
    action.due_on = None
    session.flush()
    found = queries.list_actions(session, VISITOR, PlanFilter(show="going"), today=TODAY, size=5)
    assert codes(found) == [action.code]
    counts = queries.plan_counts(session, VISITOR, PlanFilter(), today=TODAY)
    assert counts.by_state == {"agreed": 1}


def test_an_area_sees_what_answers_its_needs(session: Session, make: Make) -> None:
    glens, town = make.area("Glens"), make.area("Town")
    here = make.action(make.need(area=glens))
    make.action(make.need(area=town))
    everywhere = make.action(make.need())
    wanted = PlanFilter(place_id=glens.id)
    found = queries.list_actions(session, VISITOR, wanted, today=TODAY, size=20)
    assert codes(found) == [here.code, everywhere.code]
    assert queries.plan_counts(session, VISITOR, wanted, today=TODAY).together == 2


def test_lists_are_walked_forwards_and_back(session: Session, make: Make) -> None:
    need = make.need()
    for _ in range(5):
        make.action(need)
    first = queries.list_actions(session, VISITOR, PlanFilter(), today=TODAY, size=2)
    assert codes(first) == ["A-0001", "A-0002", "A-0003"]
    second = queries.list_actions(session, VISITOR, PlanFilter(after=2), today=TODAY, size=2)
    assert codes(second) == ["A-0003", "A-0004", "A-0005"]
    back = queries.list_actions(session, VISITOR, PlanFilter(before=3), today=TODAY, size=2)
    assert codes(back) == ["A-0002", "A-0001"]


def test_lists_cost_the_same_for_one_and_for_many(
    session: Session, make: Make, queries_made: QueriesMade
) -> None:
    need = make.need()
    for rows in (1, 15):
        for _ in range(rows):
            make.action(need)
        with queries_made() as made:
            queries.list_actions(session, VISITOR, PlanFilter(), today=TODAY, size=50)
        assert len(made) == 1
        with queries_made() as made:
            queries.actions_for_needs(session, VISITOR, [need.id], today=TODAY)
        assert len(made) == 2


def test_moving_needs_costs_the_same_for_one_and_for_many(
    session: Session, make: Make, queries_made: QueriesMade
) -> None:
    counts = []
    for rows in (1, 12):
        action = make.action(make.need())
        for _ in range(rows - 1):
            make.link(action, make.need())
        with queries_made() as made:
            operations.change_state(
                session, BUILDER, action, ActionState.AGREED, reason="It rains.",
                revision=action.revision, now=make.now,
            )  # fmt: skip
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_the_story_of_an_action_tells_states_news_and_moved_days(
    session: Session, make: Make
) -> None:
    action = make.action(due_on=date(2026, 5, 1))
    make.news(action, "The van is bought.", on=date(2026, 2, 1))
    entries = [
        *history_of(session, "plan_action", action.id),
        HistoryLine(
            99, make.now, 1, None, "planner", "moved the day", "plan_action", action.id,
            "2026-05-01/2026-08-01", "The roof leaks.",
        ),
        HistoryLine(
            100, make.now, 1, None, "planner", "state: started", "plan_action", action.id, None,
            None,
        ),
    ]  # fmt: skip
    news = [NewsLine(1, date(2026, 2, 1), "The van is bought.")]
    told = story_of(entries, news, date(2026, 8, 1))
    assert [(part.words, part.state, part.why, part.day_was, part.day_is) for part in told] == [
        ("The van is bought.", "", "", None, None),
        ("", "", "The roof leaks.", date(2026, 5, 1), date(2026, 8, 1)),
        ("", "started", "", None, None),
    ]


def test_what_goes_on_after_its_day_is_told_as_late(make: Make) -> None:
    entry = HistoryLine(
        1, make.now, 1, None, "planner", "state: on_track", "plan_action", 1, None, "It rains."
    )
    (told,) = story_of([entry], [], date(2026, 3, 1))
    assert (told.state, told.why) == ("late", "It rains.")
