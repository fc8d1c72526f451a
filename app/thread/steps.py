"""Making the strand and the steps of a need from what was found around it. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from app.foundation.clock import LOCAL_ZONE, local_day
from app.foundation.public_codes import code_for
from app.needs.models import Channel, Moderation, Need, Progress
from app.needs.words import waits_too_long
from app.plan.lines import LATE, ActionLine
from app.plan.models import ActionState
from app.plan.states import FINISHED
from app.priorities.models import DecisionKind
from app.thread.lines import Knot, Link, OnThread, Step, Thread

MOST_LINKS = 5
NOON = time(12)
DONE_AT_ONCE = frozenset({Progress.DONE, Progress.REVIEWED})
# After these the plan is not the next step, unless an action came all the same.
ENDS_HERE = frozenset(
    {
        DecisionKind.NOT_NOW,
        DecisionKind.NOT_OURS,
        DecisionKind.YOU_CAN,
        DecisionKind.OWN_WORDS,
    }
)


def strand_of(kind: str, found: OnThread) -> tuple[Knot, ...]:
    """Return the six knots, `kind` being the page one is on."""
    knots = (
        _needs_knot(found),
        _themes_knot(found),
        _lists_knot(found),
        _answers_knot(found),
        _actions_knot(found),
        _outcomes_knot(found),
    )
    return tuple(replace(knot, state="here") if knot.kind == kind else knot for knot in knots)


def _knot(kind: str, link: Link | None, text: str, count: int, key: str = "") -> Knot:
    endpoint, args = (link.endpoint, link.args) if link else ("", None)
    return Knot(kind, "done", text, key, count - 1, endpoint, args)


def _needs_knot(found: OnThread) -> Knot:
    if not found.need_numbers:
        return Knot("need")
    first = found.need_numbers[0]
    return _knot("need", Link.to("need", first), code_for("N", first), len(found.need_numbers))


def _themes_knot(found: OnThread) -> Knot:
    if not found.themes:
        return Knot("theme")
    first = found.themes[0]
    link = Link.to("theme", first.number) if first.number else None
    return _knot("theme", link, first.name, len(found.themes))


def _lists_knot(found: OnThread) -> Knot:
    if not found.lists:
        return Knot("priority")
    first = found.lists[0]
    args = {} if first.is_whole_place else {"area": first.slug}
    link = Link("priority", "", "priorities.index", args)
    return _knot("priority", link, first.name, len(found.lists))


def _answers_knot(found: OnThread) -> Knot:
    if not found.answers:
        return Knot("decision")
    first = found.answers[0]
    link = Link.to("decision", first.number)
    return _knot("decision", link, first.kind_in_own_words, len(found.answers), first.kind.value)


def _actions_knot(found: OnThread) -> Knot:
    if not found.actions:
        return Knot("action")
    first = found.actions[0]
    link = Link.to("action", first.number) if first.number else None
    return _knot("action", link, first.what, len(found.actions))


def _outcomes_knot(found: OnThread) -> Knot:
    if not found.outcomes:
        return Knot("outcome")
    number, name = found.outcomes[0]
    return _knot("outcome", Link.to("outcome", number), name, len(found.outcomes))


def thread_from(need: Need, found: OnThread, today: date) -> Thread:
    """Return the whole thread of a need."""
    planned = _planned(found, today)
    if need.progress in DONE_AT_ONCE and not planned:  # small things are done without an action
        planned = [Step("done", "done")]
    happened = [*_first_steps(need), *_grouped(found), *_decided(found), *planned]
    happened[-1] = replace(happened[-1], state="here")
    late = waits_too_long(need, today) or any(action.is_late for action in found.actions)
    return Thread(
        strand=strand_of("need", found),
        steps=(*happened, *_still_to_come(need, found, happened, today)),
        is_late=late,
        onward=_onward(found),
    )


def put_forward_on(need: Need) -> date | None:
    """Return the day a need was put forward; None where it was brought in without one.

    A day that came with an import stands at noon; without one the moment of the import stands.
    """
    at = need.sent_at.astimezone(LOCAL_ZONE)
    if need.channel is Channel.IMPORTED and at.time() != NOON:
        return None
    return at.date()


def _first_steps(need: Need) -> list[Step]:
    steps = [Step("sent", "done", on=put_forward_on(need))]
    if need.published_at is not None:
        steps.append(Step("checked", "done", on=local_day(need.published_at)))
    return steps


def _grouped(found: OnThread) -> list[Step]:
    if not found.themes:
        return []
    days = [local_day(theme.grouped_at) for theme in found.themes if theme.grouped_at]
    links = tuple(
        Link.to("theme", theme.number, theme.name) for theme in found.themes if theme.number
    )
    return [Step("grouped", "done", on=min(days, default=None), links=links[:MOST_LINKS])]


def _decided(found: OnThread) -> list[Step]:
    if not found.answers:
        return []
    answer = found.answers[0]
    return [
        Step(
            "decided",
            "done",
            on=answer.decided_on,
            key=answer.kind.value,
            words=answer.we_decided,
            who=answer.decided_by,
            links=(Link.to("decision", answer.number),),
        )
    ]


def _planned(found: OnThread, today: date) -> list[Step]:
    """Return the steps that the plan has reached, from agreed to done."""
    going = [action for action in found.actions if action.state is not ActionState.STOPPED]
    if not found.actions:
        return []
    agreed_on = _first_day(action.agreed_on for action in found.actions)
    steps = [Step("in_plan", "done", on=agreed_on, links=_action_links(found.actions))]
    if not going:
        stopped = found.actions[0]
        return [*steps, Step("being_done", "done", key="stopped", words=stopped.state_reason)]
    begun = [action for action in going if action.state is not ActionState.AGREED]
    if begun:
        steps.append(_being_done(begun, today))
    finished = [action for action in begun if action.state in FINISHED]
    if finished and len(finished) == len(going):  # done only when nothing is left to do
        done_on = _first_day(action.done_on for action in finished)
        steps.append(Step("done", "done", on=done_on, links=_action_links(finished)))
    return steps


def _being_done(begun: Sequence[ActionLine], today: date) -> Step:
    started = _first_day(action.starts_on for action in begun)
    held_up = next(
        (action for action in begun if action.is_late or action.state is ActionState.STUCK), None
    )
    on = started if started is not None and started <= today else None
    if held_up is None:
        return Step("being_done", "done", on=on)
    due = held_up.due_on
    who = ", ".join(name for name in (held_up.lead_role, held_up.lead_name) if name)
    return Step(
        "being_done",
        "done",
        on=None if due else on,  # when it began says nothing about what is held up
        by=due,
        key=LATE if held_up.is_late else held_up.state.value,
        words=held_up.state_reason,
        who=who,
        is_late=held_up.is_late,
        days_late=_days_after(due, today),
    )


def _days_after(day: date | None, today: date) -> int:
    return max((today - day).days, 0) if day else 0


def _still_to_come(
    need: Need, found: OnThread, happened: Sequence[Step], today: date
) -> list[Step]:
    """Return what comes after the last step that was reached, as far as it is to be expected."""
    if need.moderation not in {Moderation.PUBLISHED, Moderation.MERGED, Moderation.WAITING}:
        return []
    reached = happened[-1].kind
    if any(step.key == "stopped" for step in happened):
        return []
    kinds = ("sent", "checked", "grouped", "decided", "in_plan", "being_done", "done")
    ahead = kinds[kinds.index(reached) + 1 :]
    if _ends_with_the_answer(need, found):
        return []
    promised = {"checked": need.check_by, "decided": need.answer_by}
    late = {"decided": _days_after(need.answer_by, today)} if waits_too_long(need, today) else {}
    overdue = next((action.due_on for action in found.actions if action.is_late), None)
    if overdue is not None and reached == "in_plan":  # later steps tell it themselves
        promised["done"], late["done"] = overdue, _days_after(overdue, today)
    return [
        Step(kind, by=promised.get(kind), is_late=kind in late, days_late=late.get(kind, 0))
        for kind in ahead
    ]


def _ends_with_the_answer(need: Need, found: OnThread) -> bool:
    if found.actions:
        return False
    if found.answers:
        return found.answers[0].kind in ENDS_HERE
    return need.progress is Progress.ELSEWHERE


def _first_day(days: object) -> date | None:
    return min((day for day in days if day is not None), default=None)  # type: ignore[attr-defined]


def _action_links(actions: Sequence[ActionLine]) -> tuple[Link, ...]:
    return tuple(
        Link.to("action", action.number, action.what)
        for action in actions[:MOST_LINKS]
        if action.number
    )


def _onward(found: OnThread) -> Link | None:
    """Return the next thing of the thread that has a page: first the theme, else what follows."""
    if found.themes and found.themes[0].number:
        return Link.to("theme", found.themes[0].number, found.themes[0].name)
    if found.answers:
        return Link.to("decision", found.answers[0].number)
    links = _action_links(found.actions)
    return links[0] if links else None
