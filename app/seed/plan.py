"""Laying out the plan: outcomes, actions, who helps, the needs they answer, and their news."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.demo.decisions import DECISIONS
from app.demo.plan import ACTIONS, OUTCOMES
from app.demo.shapes_of_plan import Action as DemoAction
from app.foundation.access import Actor
from app.plan.models import (
    Action,
    ActionNeed,
    ActionPartner,
    ActionState,
    ActionUpdate,
    Depth,
    Outcome,
    OutcomeState,
)
from app.seed.history import History
from app.seed.known import Known, number_of
from app.seed.moments import OPENING, moment
from app.seed.operations import Row, put_rows, put_rows_with_ids
from app.seed.staff import PLANNER

_DECIDED_ON = {need: each.decided_on for each in DECISIONS for need in each.answers}


def linked_at(action: DemoAction, need: str) -> datetime:
    """Return when a need came under an action: once it was agreed and the need was answered."""
    return moment(max(action.agreed_on, _DECIDED_ON[need]), 17)


def action_started_at(action: DemoAction) -> datetime:
    """Return when work on an action began."""
    return moment(action.starts_on, 8, 30)


def lay_out_plan(session: Session, actor: Actor, known: Known, history: History) -> None:
    """Put down the plan."""
    outcomes = [
        {
            "number": number_of(each.code),
            "name": each.name,
            "good_looks_like": each.good_looks_like,
            "for_whom": each.for_whom,
            "lead_id": known.organisations[each.lead],
            "lead_role": each.lead_role,
            "state": OutcomeState.AGREED,
            "agreed_on": each.agreed_on,
            "revision": 1,
        }
        for each in OUTCOMES
    ]
    ids = put_rows_with_ids(session, actor, Outcome, outcomes)
    outcome_ids = dict(zip((each.code for each in OUTCOMES), ids, strict=True))
    for each in OUTCOMES:
        agreed = moment(each.agreed_on, 16)
        history.staff(agreed, "agreed", Outcome, outcome_ids[each.code], by=PLANNER)
    rows = [_action_row(known, each, outcome_ids[each.outcome]) for each in ACTIONS]
    ids = put_rows_with_ids(session, actor, Action, rows)
    for action_id, action in zip(ids, ACTIONS, strict=True):
        _put_around(session, actor, known, action, action_id)
        _record(history, action, action_id)


def _action_row(known: Known, action: DemoAction, outcome_id: int) -> Row:
    is_finished = action.state in {"done", "reviewed"}
    return {
        "number": number_of(action.code),
        "outcome_id": outcome_id,
        "what": action.what,
        "more": action.more,
        "expected": action.expected,
        "lead_id": known.organisations[action.lead],
        "lead_role": action.lead_role,
        "depth": Depth(action.depth),
        "starts_on": action.starts_on,
        "due_on": action.due_on,
        "state": ActionState(action.state),
        "state_reason": action.state_reason,
        "legal_duty": "",
        "agreed_on": action.agreed_on,
        "finished_on": action.due_on if is_finished else None,
        "made_at": moment(action.agreed_on, 16, 30),
        "revision": 1,
    }


def _put_around(
    session: Session, actor: Actor, known: Known, action: DemoAction, action_id: int
) -> None:
    partners = [
        {"action_id": action_id, "organisation_id": known.organisations[slug]}
        for slug in action.partners
    ]
    put_rows(session, actor, ActionPartner, partners)
    needs = [
        {
            "action_id": action_id,
            "need_id": known.needs[need],
            "linked_at": linked_at(action, need),
        }
        for need in action.needs
    ]
    put_rows(session, actor, ActionNeed, needs)
    news = [
        {"action_id": action_id, "on": update.on, "words": update.words}
        for update in action.updates
    ]
    put_rows(session, actor, ActionUpdate, news)


def _record(history: History, action: DemoAction, action_id: int) -> None:
    """Add the acts that led to where an action is now."""
    history.staff(moment(action.agreed_on, 16, 30), "wrote down", Action, action_id, by=PLANNER)
    for need in action.needs:
        at = linked_at(action, need)
        history.staff(at, "linked a need", Action, action_id, by=PLANNER, reason_code=need)
    # Agreed with its first need behind it, which an action may not be without.
    history.staff(moment(action.agreed_on, 17), "agreed", Action, action_id, by=PLANNER)
    begun = action_started_at(action)
    history.staff(begun, "state: started", Action, action_id, by=PLANNER)
    for update in action.updates:
        told = min(moment(update.on, 12), OPENING)
        history.staff(told, "told news", Action, action_id, by=PLANNER)
    for at, state in _later_states(action):
        note = action.state_reason if state == action.state else ""
        history.staff(at, f"state: {state}", Action, action_id, by=PLANNER, note=note)


def _later_states(action: DemoAction) -> list[tuple[datetime, str]]:
    """Return the states after the start, with the moment of each."""
    if action.state == "started":
        return []
    finished = moment(action.due_on, 16)
    if action.state == "done":
        return [(finished, "done")]
    last = action.updates[-1].on if action.updates else action.starts_on
    said = max(min(moment(last, 12, 30), OPENING), action_started_at(action))
    if action.state == "reviewed":
        return [(finished, "done"), (max(said, finished), "reviewed")]
    return [(said, action.state)]
