"""Writing the plan: changes we want, actions and their needs, agreeing, states and news."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, Gone, NotFound, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.needs.models import Moderation, Need, Progress
from app.needs.operations import set_progress
from app.needs.queries import need_at_address, need_to_change
from app.plan import drafts, queries, states
from app.plan.drafts import ActionWords, OutcomeWords
from app.plan.lines import MOVED_VERB, STATE_VERB
from app.plan.models import (
    Action,
    ActionNeed,
    ActionPartner,
    ActionState,
    ActionUpdate,
    Outcome,
    OutcomeState,
)
from app.plan.permissions import may_edit_plan, may_tell_of_action
from app.priorities.operations import PROGRESS_AFTER
from app.priorities.queries import answers_for_needs


def create_outcome(
    session: Session, actor: Actor, words: OutcomeWords, *, now: datetime
) -> Outcome:
    """Write down a change we want, as a draft."""
    require(may_edit_plan, actor)
    values = {**asdict(words), "state": OutcomeState.DRAFT}
    made = insert_once(session, Outcome.__table__, values)  # type: ignore[arg-type]
    outcome = queries.find_outcome_called(session, words.name)
    if not made or outcome is None:
        raise NotPossibleNow(drafts.SAME_NAME)
    history.record(session, actor, "wrote down", outcome, now=now)
    return outcome


def change_outcome(
    session: Session,
    actor: Actor,
    outcome: Outcome,
    words: OutcomeWords,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change the words of an outcome; once it is agreed somebody must go on answering for it.

    Saving what stands there changes nothing.
    """
    require(may_edit_plan, actor)
    if drafts.says(outcome, words):
        return
    drafts.refuse_stale(outcome, revision)
    if outcome.state is OutcomeState.AGREED:
        drafts.refuse_without_lead(words.lead_id, words.lead_role)
    try:
        with session.begin_nested():
            _write(outcome, words)
    except IntegrityError as problem:
        raise NotPossibleNow(drafts.SAME_NAME) from problem
    history.record(session, actor, "changed", outcome, now=now)


def agree_outcome(session: Session, actor: Actor, outcome: Outcome, *, now: datetime) -> None:
    """Show an outcome to everyone, with its code; agreeing it again changes nothing."""
    require(may_edit_plan, actor)
    if outcome.state is OutcomeState.AGREED:
        return
    drafts.refuse_without_lead(outcome.lead_id, outcome.lead_role)
    outcome.number = next_number(session, "O")
    outcome.state = OutcomeState.AGREED
    outcome.agreed_on = clock.local_day(now)
    outcome.revision += 1
    history.record(session, actor, "agreed", outcome, now=now)


def create_action(
    session: Session,
    actor: Actor,
    words: ActionWords,
    *,
    partner_ids: Collection[int] = (),
    now: datetime,
) -> Action:
    """Write down an action as a proposal, which only planners see."""
    require(may_edit_plan, actor)
    action = Action(**asdict(words), state=ActionState.PROPOSED, made_at=now, revision=0)
    session.add(action)
    session.flush()
    _set_partners(session, action, partner_ids)
    history.record(session, actor, "wrote down", action, now=now)
    return action


def change_action(
    session: Session,
    actor: Actor,
    action: Action,
    words: ActionWords,
    *,
    partner_ids: Collection[int],
    why_moved: str = "",
    revision: int,
    now: datetime,
) -> None:
    """Change an action. Of an agreed one nothing that was promised may get lost.

    Its day may move, but the day before it and the reason stay readable for everyone.
    """
    require(may_edit_plan, actor)
    drafts.refuse_stale(action, revision)
    if action.state is not ActionState.PROPOSED:
        _refuse_incomplete(session, action.id, words)
        if action.due_on != words.due_on:
            if not why_moved:
                raise NotPossibleNow("People were told another day. Say why it moves.")
            moved = f"{action.due_on}/{words.due_on}"
            history.record(
                session, actor, MOVED_VERB, action, now=now, reason_code=moved, note=why_moved
            )
    _write(action, words)
    _set_partners(session, action, partner_ids)
    history.record(session, actor, "changed", action, now=now)


def agree_action(
    session: Session, actor: Actor, action: Action, *, revision: int, now: datetime
) -> None:
    """Put an action in the plan, with its code; its needs are in the plan from now on.

    No action without a need behind it, unless a law that asks for it is named in public.
    """
    require(may_edit_plan, actor)
    if action.state is not ActionState.PROPOSED:
        return
    drafts.refuse_stale(action, revision)
    _refuse_incomplete(session, action.id, action)
    action.number = next_number(session, "A")
    action.state = ActionState.AGREED
    action.agreed_on = clock.local_day(now)
    action.revision += 1
    history.record(session, actor, "agreed", action, now=now)
    move_needs(session, actor, queries.linked_needs(session, action.id), now=now)


def change_state(
    session: Session,
    actor: Actor,
    action: Action,
    state: ActionState,
    *,
    reason: str,
    revision: int,
    now: datetime,
) -> None:
    """Say how far an agreed action is, or why it is late. Stuck and stopped need a reason.

    The reason for being stuck goes with being stuck: the box held it before anybody typed.
    """
    require(may_tell_of_action, actor, action)
    drafts.refuse_stale(action, revision)
    if action.state is ActionState.PROPOSED:
        raise NotPossibleNow("This is only proposed. Agree it first.")
    if state is not action.state and state not in states.NEXT_STATES[action.state]:
        raise NotPossibleNow("It cannot become that from where it is now. Choose another state.")
    if state in states.NEEDS_A_REASON and not reason:
        raise NotPossibleNow("Say why, in words anyone can read.")
    needs_one = state in states.NEEDS_A_REASON or states.is_late(
        state, action.due_on, clock.local_day(now)
    )
    if state is not action.state and reason == action.state_reason and not needs_one:
        reason = ""
    if (state, reason) == (action.state, action.state_reason):
        return  # sent as it stood: nothing happened, so nothing is told
    done_on = action.finished_on or clock.local_day(now)
    action.finished_on = done_on if state in states.FINISHED else None
    action.state = state
    action.state_reason = reason
    action.revision += 1
    history.record(session, actor, f"{STATE_VERB}{state.value}", action, now=now, note=reason)
    move_needs(session, actor, queries.linked_needs(session, action.id), now=now)


def add_news(
    session: Session, actor: Actor, action: Action, words: str, *, on: date, now: datetime
) -> None:
    """Tell what happened, on the day it did."""
    require(may_tell_of_action, actor, action)
    if action.state is ActionState.PROPOSED:
        raise NotPossibleNow("This is only proposed. Agree it first, then tell news of it.")
    if on > clock.local_day(now):
        raise NotPossibleNow("News cannot come from a day that is still to come.")
    session.add(ActionUpdate(action_id=action.id, on=on, words=words))
    history.record(session, actor, "told news", action, now=now)


def link_need(
    session: Session, actor: Actor, action: Action, number: int, *, now: datetime
) -> bool:
    """Say that an action answers a need; a merged one stands for its target. Tell if it is new."""
    require(may_edit_plan, actor)
    try:
        found = need_at_address(session, actor, number)
        need = need_to_change(session, found.merged_into_id or found.id)
    except (NotFound, Gone) as problem:
        raise NotPossibleNow("Nobody can read that need now. Choose another one.") from problem
    if need.moderation is not Moderation.PUBLISHED:
        raise NotPossibleNow("Nobody can read that need now. Choose another one.")
    values = {"action_id": action.id, "need_id": need.id, "linked_at": now}
    if not insert_once(session, ActionNeed.__table__, values):  # type: ignore[arg-type]
        return False
    _record_link(session, actor, "linked", action, need, now=now)
    move_needs(session, actor, [need.id], now=now)
    return True


def unlink_need(
    session: Session, actor: Actor, action: Action, need_id: int, *, now: datetime
) -> bool:
    """Take a need from an action; the last one of an agreed action stays. Tell if it was there."""
    require(may_edit_plan, actor)
    if need_id not in queries.linked_needs(session, action.id):
        return False
    need = need_to_change(session, need_id)
    is_promised = action.state is not ActionState.PROPOSED and not action.legal_duty
    if is_promised and not queries.has_a_public_need(session, action.id, without=need_id):
        raise NotPossibleNow(drafts.LAST_NEED)
    session.execute(
        delete(ActionNeed).where(ActionNeed.action_id == action.id, ActionNeed.need_id == need_id)
    )
    _record_link(session, actor, "unlinked", action, need, now=now)
    move_needs(session, actor, [need_id], now=now)
    return True


def _record_link(
    session: Session, actor: Actor, did: str, action: Action, need: Need, *, now: datetime
) -> None:
    history.record(session, actor, f"{did} a need", action, now=now, reason_code=need.code)
    history.record(session, actor, f"{did} an action", need, now=now, reason_code=action.code)


def move_needs(session: Session, actor: Actor, need_ids: Collection[int], *, now: datetime) -> None:
    """Let needs follow their actions; with none left they go back to what was answered."""
    session.flush()
    needs = queries.needs_moved_by(session, need_ids)
    ids = [need.id for need in needs]
    known = queries.states_by_need(session, ids)
    answers = answers_for_needs(session, actor, ids)
    under_a_theme = queries.needs_under_a_theme(session, ids)
    for need in needs:
        reached = states.furthest_progress(known.get(need.id, ()))
        if reached is not None:
            set_progress(session, actor, need, reached, now=now)
        elif need.progress in states.BY_THE_PLAN:
            before = Progress.GROUPED if need.id in under_a_theme else Progress.NEW
            if need.id in answers:
                before = PROGRESS_AFTER[answers[need.id].kind]
            set_progress(session, actor, need, before, now=now)


def _write(thing: Outcome | Action, words: OutcomeWords | ActionWords) -> None:
    for name, value in asdict(words).items():
        setattr(thing, name, value)
    thing.revision += 1


def _set_partners(session: Session, action: Action, partner_ids: Collection[int]) -> None:
    """Put down exactly these partners; who leads is not named twice."""
    session.flush()
    session.execute(delete(ActionPartner).where(ActionPartner.action_id == action.id))
    ids = sorted(set(partner_ids) - {action.lead_id})
    if ids:
        rows = [{"action_id": action.id, "organisation_id": partner_id} for partner_id in ids]
        session.execute(insert(ActionPartner), rows)


def _refuse_incomplete(session: Session, action_id: int, words: Action | ActionWords) -> None:
    outcome = queries.outcome_to_change(session, words.outcome_id)
    missing = drafts.missing_to_agree(
        words,
        has_a_public_need=queries.has_a_public_need(session, action_id),
        outcome_is_agreed=outcome.state is OutcomeState.AGREED,
    )
    if missing:
        raise NotPossibleNow(" ".join(drafts.MISSING[name] for name in missing))
