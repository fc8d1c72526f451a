"""Wherever a need of the demo place is told of, it is the same story."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.answers.lines import SECTIONS, Answered, LateAnswer, Promised, Wanted
from app.answers.queries import answers_and_promises
from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.plan import ACTIONS
from app.demo.vocabulary import DEMO_TODAY
from app.foundation.access import VISITOR
from app.home.queries import example_of_change
from app.needs.models import Moderation, Need, Progress
from app.seed.moments import OPENING
from app.settings import PROJECT_ROOT
from app.thread.lines import Thread
from app.thread.queries import strand_for, thread_of_need

# What a need is badged: how far its steps may have gone (the badge of what is in the plan stays
# while its actions begin), and under which headings What's changed may have it.
STORIES: dict[str, tuple[set[str], set[str]]] = {
    "grouped": ({"grouped"}, set()),
    "being_decided": ({"grouped"}, {"late"}),
    "not_now": ({"decided"}, {"not_now"}),
    "passed_on": ({"decided"}, {"passed_on"}),
    "elsewhere": ({"decided"}, {"passed_on"}),
    "community_led": ({"decided"}, {"you_can"}),
    "in_plan": ({"in_plan", "being_done", "done"}, {"being_done", "late", "held_up", "done"}),
    "under_way": ({"being_done"}, {"being_done", "late", "held_up", "done"}),
    "done": ({"done"}, {"answered", "done"}),
}


def headings_by_need(session: Session) -> dict[str, set[str]]:
    """Return under which headings of What's changed each need stands."""
    answering = {each.code: each.answers for each in DECISIONS}
    needs_of = {each.code: each.needs for each in ACTIONS}
    planned = {need for needs in needs_of.values() for need in needs}
    found: dict[str, set[str]] = defaultdict(set)
    for section in SECTIONS:
        wanted = Wanted(section=section, size=100)
        answers = answers_and_promises(session, VISITOR, wanted, DEMO_TODAY)
        late = answers.late_actions if section == "late" else ()
        for line in (*answers.rows.get(section, ()), *late):
            if isinstance(line, Answered):
                codes = set(answering[line.code]) - planned
            elif isinstance(line, Promised):
                codes = set(needs_of[line.action.code])
            else:
                assert isinstance(line, LateAnswer)
                codes = {line.code}
            for code in codes:
                found[code].add(section)
    return found


def last_reached(thread: Thread) -> str:
    return next(step.kind for step in thread.steps if step.state == "here")


def test_badge_steps_and_what_has_changed_tell_the_same_of_every_need(demo: Session) -> None:
    headings = headings_by_need(demo)
    needs = demo.scalars(select(Need).where(Need.moderation == Moderation.PUBLISHED)).all()
    assert len(needs) == len(NEEDS)
    for need in needs:
        reached, may_stand_under = STORIES[need.progress.value]
        thread = thread_of_need(demo, VISITOR, need, OPENING)
        assert last_reached(thread) in reached, need.code
        for step in thread.steps:
            has_happened = step.state != "next"
            known = step.on or step.by or step.key or step.kind == "done"
            assert known or not has_happened, (need.code, step)
        under = headings.get(need.code or "", set())
        assert under <= may_stand_under, need.code
        if need.progress not in {Progress.GROUPED, Progress.BEING_DECIDED}:
            assert under, need.code


def test_the_walk_of_the_readme_begins_where_it_says(demo: Session) -> None:
    readme = (PROJECT_ROOT / "README.md").read_text()
    example = example_of_change(demo, VISITOR)
    assert example is not None
    assert f"Under *What came of it*, press *{example.title}*." in readme
    knots = strand_for(
        demo,
        VISITOR,
        "need",
        demo.scalars(select(Need.id).where(Need.title == example.title)).one(),
    )
    assert all(knot.endpoint for knot in knots)
    assert " · ".join(knot.label for knot in knots) in readme


def test_what_is_done_without_an_action_has_no_steps_of_one(demo: Session) -> None:
    swings = demo.scalars(select(Need).where(Need.number == 37)).one()
    thread = thread_of_need(demo, VISITOR, swings, OPENING)
    assert [step.kind for step in thread.steps] == ["sent", "checked", "grouped", "decided", "done"]
    assert last_reached(thread) == "done"
