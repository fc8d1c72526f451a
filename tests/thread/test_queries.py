"""Walking the thread both ways, in how many statements, and the promise kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import VISITOR
from app.needs import operations as needs
from app.needs.models import Channel, Moderation, Need, Progress
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.themes.models import ThemeState
from app.thread.lines import Knot, Thread
from app.thread.queries import (
    linked_need_ids,
    needs_behind,
    promise_kept,
    strand_for,
    thread_of_need,
)
from tests.builders import BUILDER, Make

QueriesMade = Callable[[], AbstractContextManager[list[str]]]
TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 15)
KINDS = ["need", "theme", "priority", "decision", "action", "outcome"]


def thread_of(session: Session, make: Make, need: Need) -> Thread:
    session.flush()
    return thread_of_need(session, VISITOR, need, make.now)


def steps(thread: Thread) -> list[tuple[str, str]]:
    return [(step.kind, step.state) for step in thread.steps]


def states(knots: tuple[Knot, ...]) -> str:
    assert [knot.kind for knot in knots] == KINDS
    return " ".join(knot.state for knot in knots)


def test_a_new_need_has_everything_before_it(session: Session, make: Make) -> None:
    need = make.need()
    thread = thread_of(session, make, need)
    assert states(thread.strand) == "here next next next next next"
    assert steps(thread) == [
        ("sent", "done"), ("checked", "here"), ("grouped", "next"), ("decided", "next"),
        ("in_plan", "next"), ("being_done", "next"), ("done", "next"),
    ]  # fmt: skip
    assert thread.steps[3].by == need.answer_by
    assert (thread.is_late, thread.onward) == (False, None)


def test_a_need_that_waits_to_be_checked_says_by_when(session: Session, make: Make) -> None:
    need = make.need(published=False)
    thread = thread_of(session, make, need)
    assert steps(thread)[:2] == [("sent", "here"), ("checked", "next")]
    assert thread.steps[1].by == need.check_by
    assert thread.strand[0].text == ""


def test_a_whole_thread_is_walked_from_words_to_outcome(session: Session, make: Make) -> None:
    theme, glens = make.theme("Getting home"), make.area("Glens")
    need = make.need(theme=theme)
    make.priority(theme, glens)
    decision = make.decision(theme, we_decided="Yes, test it.", decided_on=TODAY)
    action = make.action(need, what="Evening bus", state=ActionState.DONE)
    thread = thread_of(session, make, need)
    assert states(thread.strand) == "here done done done done done"
    assert [knot.text or knot.key for knot in thread.strand] == [
        need.code, "Getting home", "Glens", "yes", "Evening bus", thread.strand[5].text,
    ]  # fmt: skip
    assert [knot.endpoint for knot in thread.strand] == [
        "needs.show", "themes.show", "priorities.index", "priorities.decision", "plan.action",
        "plan.outcome",
    ]  # fmt: skip
    assert thread.strand[2].args == {"area": "glens"}
    assert thread.strand[3].args == {"decision_code": decision.code}
    assert [step.kind for step in thread.steps] == [
        "sent", "checked", "grouped", "decided", "in_plan", "being_done", "done",
    ]  # fmt: skip
    assert [step.state for step in thread.steps] == ["done"] * 6 + ["here"]
    decided, done = thread.steps[3], thread.steps[6]
    assert (decided.on, decided.words, decided.who) == (
        TODAY, "Yes, test it.", "The partnership board",
    )  # fmt: skip
    assert (done.on, done.links[0].args) == (TODAY, {"action_code": action.code})
    assert thread.onward is not None
    assert thread.onward.args == {"theme_code": theme.code}


@pytest.mark.parametrize(
    "kind",
    [DecisionKind.NOT_NOW, DecisionKind.NOT_OURS, DecisionKind.YOU_CAN],
)
def test_an_honest_no_promises_no_further_steps(
    session: Session, make: Make, kind: DecisionKind
) -> None:
    need = make.need()
    make.decision(need, kind=kind)
    thread = thread_of(session, make, need)
    assert steps(thread)[-1] == ("decided", "here")
    assert thread.steps[-1].key == kind.value


def test_its_own_answer_comes_before_that_of_its_theme(session: Session, make: Make) -> None:
    theme = make.theme()
    need = make.need(theme=theme)
    own = make.decision(need, kind=DecisionKind.PARTLY)
    make.decision(theme)
    knot = thread_of(session, make, need).strand[3]
    assert (knot.key, knot.more, knot.args) == ("partly", 1, {"decision_code": own.code})


def test_what_is_not_public_is_not_on_the_thread(session: Session, make: Make) -> None:
    forming = make.theme("Only planners know", state=ThemeState.FORMING)
    need = make.need(theme=forming)
    make.decision(need, published=False)
    make.action(need, what="Only proposed", state=ActionState.PROPOSED)
    thread = thread_of(session, make, need)
    assert states(thread.strand) == "here next next next next next"
    assert [step.kind for step in thread.steps if step.state != "next"] == ["sent", "checked"]


def test_a_late_answer_and_a_late_action_make_the_thread_late(session: Session, make: Make) -> None:
    need = make.need()
    need.answer_by = TODAY - timedelta(days=1)
    thread = thread_of(session, make, need)
    decided = next(step for step in thread.steps if step.kind == "decided")
    assert (thread.is_late, decided.is_late) == (True, True)
    make.action(need, state=ActionState.ON_TRACK, due_on=LONG_AGO)
    thread = thread_of(session, make, need)
    doing = next(step for step in thread.steps if step.kind == "being_done")
    assert (thread.is_late, doing.is_late, doing.key, doing.by) == (True, True, "late", LONG_AGO)
    assert doing.words == "The driver is ill."
    assert (doing.on, doing.days_late) == (None, (TODAY - LONG_AGO).days)
    assert doing.who.startswith("Bus manager, ")
    assert all(step.kind != "decided" for step in thread.steps)  # the plan came without one


def test_an_action_that_never_began_is_late_at_its_last_step(session: Session, make: Make) -> None:
    need = make.need()
    make.action(need, state=ActionState.AGREED, due_on=LONG_AGO)
    last = thread_of(session, make, need).steps[-1]
    days = (TODAY - LONG_AGO).days
    assert (last.kind, last.by, last.is_late, last.days_late) == ("done", LONG_AGO, True, days)


def test_what_came_in_without_a_day_says_no_day(session: Session, make: Make) -> None:
    need = make.need()
    need.channel = Channel.IMPORTED  # at the moment of the import, which is not noon
    assert thread_of(session, make, need).steps[0].on is None
    need.sent_at = datetime(2015, 6, 7, 12, tzinfo=clock.LOCAL_ZONE)
    assert thread_of(session, make, need).steps[0].on == date(2015, 6, 7)


def test_what_is_stuck_shows_the_day_it_was_due(session: Session, make: Make) -> None:
    need = make.need()
    make.action(need, state=ActionState.STUCK, due_on=TODAY + timedelta(days=30))
    doing = next(step for step in thread_of(session, make, need).steps if step.key == "stuck")
    assert (doing.on, doing.by, doing.days_late) == (None, TODAY + timedelta(days=30), 0)


def test_a_stopped_action_ends_the_thread_with_its_reason(session: Session, make: Make) -> None:
    need = make.need()
    make.action(need, state=ActionState.STOPPED, state_reason="Nobody had the time.")
    thread = thread_of(session, make, need)
    last = thread.steps[-1]
    assert (last.kind, last.key, last.words) == ("being_done", "stopped", "Nobody had the time.")


def test_a_joined_need_keeps_its_own_days_and_shares_what_came_of_it(
    session: Session, make: Make
) -> None:
    target = make.need(theme=make.theme("Getting home"))
    joined = make.need(sent_at=make.now - timedelta(days=9))
    action = make.action(joined)
    needs.merge_into(session, BUILDER, joined, target, now=make.now)
    thread = thread_of(session, make, joined)
    assert thread.steps[0].on == TODAY - timedelta(days=9)
    assert thread.strand[1].text == "Getting home"
    assert thread.strand[4].args == {"action_code": action.code}
    assert thread_of(session, make, target).strand[4].args == {"action_code": action.code}


def test_every_page_of_the_thread_has_the_strand(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    need, other = make.need(theme=theme), make.need(theme=theme)
    make.priority(need)
    decision = make.decision(theme)
    outcome = make.outcome("Everyone gets home")
    action = make.action(need, outcome=outcome)
    make.link(action, other)
    for kind, thing in (
        ("need", need), ("theme", theme), ("decision", decision), ("action", action),
        ("outcome", outcome),
    ):  # fmt: skip
        session.flush()
        knots = strand_for(session, VISITOR, kind, thing.id)
        assert [knot.state for knot in knots] == [
            "here" if knot.kind == kind else "done" for knot in knots
        ]
        assert knots[1].text == "Getting home"
        assert knots[5].text == "Everyone gets home"
        if kind != "need":
            assert (knots[0].text, knots[0].more) == (need.code, 1)


def test_a_change_without_an_action_still_names_itself(session: Session, make: Make) -> None:
    outcome = make.outcome("Everyone gets home")
    knots = strand_for(session, VISITOR, "outcome", outcome.id)
    assert states(knots) == "next next next next next here"
    assert knots[5].text == "Everyone gets home"


def test_from_an_outcome_to_its_needs_through_joined_and_gone_ones(
    session: Session, make: Make
) -> None:
    target, joined = make.need(title="Stays"), make.need(title="Joined")
    gone, hidden = make.need(title="Gone"), make.need(title="Hidden")
    action = make.action(joined)
    for need in (gone, hidden):
        make.link(action, need)
    needs.merge_into(session, BUILDER, joined, target, now=make.now)
    needs.take_down(session, BUILDER, gone, Moderation.WITHDRAWN, reason_code=None, now=make.now)
    needs.take_down(
        session, BUILDER, hidden, Moderation.HIDDEN, reason_code="hurtful", now=make.now
    )
    session.flush()
    behind = linked_need_ids(VISITOR, "outcome", action.outcome_id)
    found = needs_behind(session, VISITOR, behind, size=10)
    assert [(line.title, line.marker, line.people) for line in found] == [
        ("Joined", "merged", 1), ("", "taken_back", 0), ("", "hidden", 0),
    ]  # fmt: skip
    assert (found[0].target_code, found[0].target_title) == (target.code, "Stays")
    knots = strand_for(session, VISITOR, "outcome", action.outcome_id)
    assert (knots[0].text, knots[0].more) == (target.code, 2)


def test_a_need_joined_with_one_that_is_gone_is_gone_too(session: Session, make: Make) -> None:
    target, joined = make.need(), make.need(title="Its words")
    action = make.action(joined)
    needs.merge_into(session, BUILDER, joined, target, now=make.now)
    needs.take_down(session, BUILDER, target, Moderation.HIDDEN, reason_code="advert", now=make.now)
    session.flush()
    behind = linked_need_ids(VISITOR, "action", action.id)
    (line,) = needs_behind(session, VISITOR, behind, size=10)
    assert (line.marker, line.title, line.target_title) == ("joined", "", None)


def test_needs_of_proposals_are_not_behind_an_outcome(session: Session, make: Make) -> None:
    outcome = make.outcome()
    make.action(make.need(), state=ActionState.PROPOSED, outcome=outcome)
    behind = linked_need_ids(VISITOR, "outcome", outcome.id)
    assert needs_behind(session, VISITOR, behind, size=10) == []


def test_the_thread_costs_at_most_five_statements_however_long(
    session: Session, make: Make, queries_made: QueriesMade
) -> None:
    theme, outcome = make.theme(), make.outcome()
    need = make.need(theme=theme)
    make.priority(theme)
    decision = make.decision(theme)
    costs = []
    for rows in (1, 10):
        for _ in range(rows):
            action = make.action(need, outcome=outcome)
            make.link(action, make.need(theme=theme))
        cost = []
        with queries_made() as made:
            thread_of_need(session, VISITOR, need, make.now)
        cost.append(len(made))
        for kind, thing in (
            ("need", need), ("theme", theme), ("decision", decision), ("action", action),
            ("outcome", outcome),
        ):  # fmt: skip
            number = thing.id
            with queries_made() as made:
                strand_for(session, VISITOR, kind, number)
            cost.append(len(made))
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 5


# --- the promise ---


def due(make: Make, **made: object) -> Need:
    """Make a need whose answer was due ten days ago."""
    need = make.need(**made)  # type: ignore[arg-type]
    need.answer_by = TODAY - timedelta(days=10)
    return need


def at(days_ago: int, now: datetime) -> datetime:
    return now - timedelta(days=days_ago)


def test_nothing_due_is_no_promise_broken(session: Session, make: Make) -> None:
    make.need().answer_by = TODAY
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time, kept.overdue, kept.oldest_day) == (0, 0, 0, None)
    assert kept.percent == 0


def test_the_promise_counts_answers_that_could_be_read_in_time(
    session: Session, make: Make
) -> None:
    on_the_day, day_after = due(make), due(make)
    make.decision(on_the_day).published_at = at(10, make.now)
    make.decision(day_after).published_at = at(9, make.now)
    due(make)
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time, kept.overdue) == (3, 1, 1)
    assert kept.percent == 33
    assert kept.oldest_day == TODAY - timedelta(days=10)


def test_an_answer_to_the_theme_counts_once_the_need_stood_under_it(
    session: Session, make: Make
) -> None:
    theme = make.theme()
    early, late = due(make), due(make)
    for need, days in ((early, 20), (late, 5)):
        needs.group_need(session, BUILDER, need, theme.id, now=at(days, make.now))
    make.decision(theme).published_at = at(15, make.now)
    session.flush()
    assert promise_kept(session, VISITOR, today=TODAY).on_time == 1


def test_each_need_of_a_theme_is_held_to_its_own_day(session: Session, make: Make) -> None:
    theme = make.theme()
    for days_ago in (10, 2):
        need = due(make)
        needs.group_need(session, BUILDER, need, theme.id, now=at(30, make.now))
        need.answer_by = TODAY - timedelta(days=days_ago)
    make.decision(theme).published_at = at(5, make.now)
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time) == (2, 1)


def test_a_need_taken_into_the_plan_in_time_was_answered(session: Session, make: Make) -> None:
    make.action(due(make)).agreed_on = TODAY - timedelta(days=12)
    make.action(due(make)).agreed_on = TODAY - timedelta(days=2)
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time, kept.overdue) == (2, 1, 0)


def test_an_answer_that_was_replaced_later_was_still_in_time(session: Session, make: Make) -> None:
    need = due(make)
    make.decision(need).published_at = at(12, make.now)
    make.decision(need, kind=DecisionKind.NOT_NOW)
    session.flush()
    assert promise_kept(session, VISITOR, today=TODAY).on_time == 1


def test_hidden_and_waiting_needs_are_no_part_of_the_promise(session: Session, make: Make) -> None:
    due(make, state=Moderation.HIDDEN)
    due(make, published=False)
    due(make, progress=Progress.ANSWERED)
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time, kept.overdue) == (1, 0, 0)


def test_of_many_needs_the_last_due_are_looked_at(
    session: Session, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.thread.queries.LAST_DUE", 2)
    monkeypatch.setattr("app.thread.lines.MOST_OVERDUE", 2)
    monkeypatch.setattr("app.thread.queries.MOST_OVERDUE", 2)
    for days in (30, 20, 10):
        need = make.need()
        need.answer_by = TODAY - timedelta(days=days)
        if days == 30:
            make.decision(need).published_at = at(40, make.now)
    session.flush()
    kept = promise_kept(session, VISITOR, today=TODAY)
    assert (kept.due, kept.on_time, kept.is_of_the_last) == (2, 0, True)
    assert (kept.overdue_words, kept.oldest_day) == ("2", TODAY - timedelta(days=20))
    make.need().answer_by = TODAY - timedelta(days=5)
    session.flush()
    assert promise_kept(session, VISITOR, today=TODAY).overdue_words == "2+"


def test_the_promise_costs_one_statement(
    session: Session, make: Make, queries_made: QueriesMade
) -> None:
    for _ in range(3):
        due(make)
    with queries_made() as made:
        promise_kept(session, VISITOR, today=TODAY)
    assert len(made) == 1
