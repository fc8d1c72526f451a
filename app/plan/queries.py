"""Reading the plan: what was agreed, the needs behind it, and drafts for planners."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.foundation import clock
from app.foundation.access import Actor, NotFound
from app.needs.models import Moderation, Need, NeedPlace, NeedTheme
from app.organisations.models import Organisation
from app.places.queries import clock_shift
from app.plan.lines import (
    ACTION_COLUMNS,
    LATE,
    OUTCOME_COLUMNS,
    ActionLine,
    NewsLine,
    OutcomeLine,
    PlanCounts,
    PlanFilter,
)
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
from app.plan.states import CAN_BE_LATE, FINISHED

DEEP = (Depth.CAUSE, Depth.BOTH)
Thing = TypeVar("Thing")


def visible_outcomes(actor: Actor) -> Select[Outcome]:
    """Return the one filter of what anyone may see of the changes we want."""
    return select(Outcome).where(Outcome.state == OutcomeState.AGREED)


def visible_actions(actor: Actor) -> Select[Action]:
    """Return the one filter of what anyone may see of the actions."""
    return select(Action).where(Action.state != ActionState.PROPOSED)


def late_on(today: date) -> ColumnElement[bool]:
    """Return the condition that an action is late on a day, the same as `states.is_late`."""
    return and_(Action.due_on.is_not(None), Action.due_on < today, Action.state.in_(CAN_BE_LATE))


def as_lines(actions: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Turn a statement over actions into one over the columns of `ActionLine`."""
    news = select(func.max(ActionUpdate.on)).where(ActionUpdate.action_id == Action.id)
    return (
        actions.join(Outcome, Outcome.id == Action.outcome_id)
        .outerjoin(Organisation, Organisation.id == Action.lead_id)
        .with_only_columns(*ACTION_COLUMNS, news.scalar_subquery().label("last_news_on"))
    )


def day_in_the_place(session: Session) -> date:
    """Return the day it is in the place, for callers that were not told."""
    return clock.local_day(clock.real_now() + timedelta(seconds=clock_shift(session)))


def actions_for_needs(
    session: Session, actor: Actor, need_ids: Iterable[int], *, today: date | None = None
) -> Sequence[ActionLine]:
    """Return the public actions that answer some needs, or needs joined with them, by code."""
    ids = set(need_ids)
    links = session.execute(
        visible_actions(actor)
        .join(ActionNeed, ActionNeed.action_id == Action.id)
        .join(Need, Need.id == ActionNeed.need_id)
        .where(or_(Need.id.in_(ids), Need.merged_into_id.in_(ids)))
        .with_only_columns(Action.id, Need.id.label("need_id"), Need.merged_into_id)
    )
    answered: dict[int, set[int]] = {}
    for row in links:
        answered.setdefault(row.id, set()).update({row.need_id, row.merged_into_id} & ids)
    if not answered:
        return []
    day = today or day_in_the_place(session)
    rows = session.execute(
        as_lines(visible_actions(actor)).where(Action.id.in_(answered)).order_by(Action.number)
    )
    return [ActionLine.from_row(row, day, tuple(sorted(answered[row.id]))) for row in rows]


def list_actions(
    session: Session, actor: Actor, wanted: PlanFilter, *, today: date, size: int
) -> Sequence[ActionLine]:
    """Return up to `size + 1` public actions by code, after (or before) a number."""
    statement = as_lines(visible_actions(actor)).where(*_narrowed(wanted, today))
    if wanted.before is not None:
        statement = statement.where(Action.number < wanted.before).order_by(Action.number.desc())
    else:
        statement = statement.where(Action.number > (wanted.after or 0)).order_by(Action.number)
    rows = session.execute(statement.limit(size + 1))
    return [ActionLine.from_row(row, today) for row in rows]


def _narrowed(wanted: PlanFilter, today: date) -> list[ColumnElement[bool]]:
    late = late_on(today)
    shown = {
        "late": late,
        "going": and_(Action.state.in_(CAN_BE_LATE), ~late),
        "stuck": Action.state == ActionState.STUCK,
        "stopped": Action.state == ActionState.STOPPED,
        "done": Action.state.in_(FINISHED),
        "first": or_(late, Action.state.in_((ActionState.STUCK, ActionState.STOPPED))),
    }
    conditions = [shown.get(wanted.show, true())]
    if wanted.place_id is not None:
        conditions.append(answers_a_need_about(wanted.place_id))
    if wanted.outcome_id is not None:
        conditions.append(Action.outcome_id == wanted.outcome_id)
    return conditions


def answers_a_need_about(place_id: int) -> ColumnElement[bool]:
    """Return the condition that an action answers a need about a place."""
    return exists().where(
        ActionNeed.action_id == Action.id,
        NeedPlace.need_id == ActionNeed.need_id,
        NeedPlace.place_id == place_id,
    )


def plan_counts(session: Session, actor: Actor, wanted: PlanFilter, *, today: date) -> PlanCounts:
    """Count what was promised, by state; what is past its day counts as late."""
    rows = session.execute(
        visible_actions(actor)
        .where(*_narrowed(wanted, today))
        .with_only_columns(
            Action.state,
            case((late_on(today), 1), else_=0).label("past_its_day"),
            case((Action.depth.in_(DEEP), 1), else_=0).label("to_the_cause"),
            func.count().label("promised"),
        )
        .group_by(Action.state, "past_its_day", "to_the_cause")
    ).all()
    by_state: dict[str, int] = {}
    for row in rows:
        shown = LATE if row.past_its_day else row.state.value
        by_state[shown] = by_state.get(shown, 0) + row.promised
    return PlanCounts(by_state, sum(row.promised for row in rows if row.to_the_cause))


def outcome_lines(outcomes: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Turn a statement over outcomes into one over the columns of `OutcomeLine`."""
    return outcomes.outerjoin(Organisation, Organisation.id == Outcome.lead_id).with_only_columns(
        *OUTCOME_COLUMNS
    )


def agreed_outcomes(session: Session, actor: Actor) -> Sequence[OutcomeLine]:
    """Return the changes we want that are agreed, by code; a plan has few."""
    rows = session.execute(outcome_lines(visible_outcomes(actor)).order_by(Outcome.number))
    return [OutcomeLine(*row) for row in rows]


def outcome_at_address(session: Session, actor: Actor, number: int) -> OutcomeLine:
    """Return the agreed outcome whose page stands at a code."""
    found = outcome_lines(visible_outcomes(actor)).where(Outcome.number == number)
    return OutcomeLine(*_there(session.execute(found).one_or_none()))


def action_at_address(session: Session, actor: Actor, number: int) -> Action:
    """Return the public action whose page stands at a code."""
    return _there(session.scalar(visible_actions(actor).where(Action.number == number)))


def line_of_action(session: Session, action_id: int, today: date) -> ActionLine:
    """Return one action as a line, a proposal too."""
    found = as_lines(select(Action)).where(Action.id == action_id)
    return ActionLine.from_row(_there(session.execute(found).one_or_none()), today)


def partners_of(session: Session, action_id: int) -> Sequence[Organisation]:
    """Return who helps with an action, by name."""
    return session.scalars(
        select(Organisation)
        .join(ActionPartner, ActionPartner.organisation_id == Organisation.id)
        .where(ActionPartner.action_id == action_id)
        .order_by(Organisation.name)
    ).all()


def news_of(session: Session, action_ids: Collection[int]) -> dict[int, list[NewsLine]]:
    """Return the news of some actions, newest first."""
    rows = session.execute(
        select(ActionUpdate.action_id, ActionUpdate.id, ActionUpdate.on, ActionUpdate.words)
        .where(ActionUpdate.action_id.in_(action_ids))
        .order_by(ActionUpdate.on.desc(), ActionUpdate.id.desc())
    )
    found: dict[int, list[NewsLine]] = {}
    for row in rows:
        found.setdefault(row.action_id, []).append(NewsLine(row.id, row.on, row.words))
    return found


def has_a_public_need(session: Session, action_id: int, *, without: int | None = None) -> bool:
    """Tell whether a need that people can read stands behind an action, one link left out."""
    target = aliased(Need)
    target_is_public = exists().where(
        target.id == Need.merged_into_id, target.moderation == Moderation.PUBLISHED
    )
    found = session.scalar(
        select(ActionNeed.need_id)
        .join(Need, Need.id == ActionNeed.need_id)
        .where(
            ActionNeed.action_id == action_id,
            ActionNeed.need_id != (without or 0),
            or_(Need.moderation == Moderation.PUBLISHED, target_is_public),
        )
        .limit(1)
    )
    return found is not None


def find_outcome_called(session: Session, name: str) -> Outcome | None:
    """Return the outcome with a name, whatever its state."""
    return session.scalar(select(Outcome).where(Outcome.name == name))


def outcome_for_planners(session: Session, outcome_id: int) -> Outcome:
    """Return an outcome by id, whatever its state."""
    return _there(session.get(Outcome, outcome_id))


def outcome_to_change(session: Session, outcome_id: int) -> Outcome:
    """Return an outcome with its row held until the transaction ends, read anew."""
    return _there(session.get(Outcome, outcome_id, with_for_update=True, populate_existing=True))


def action_for_planners(session: Session, action_id: int) -> Action:
    """Return an action by id, whatever its state."""
    return _there(session.get(Action, action_id))


def action_to_change(session: Session, action_id: int) -> Action:
    """Return an action with its row held until the transaction ends, read anew."""
    return _there(session.get(Action, action_id, with_for_update=True, populate_existing=True))


def _there(found: Thing | None) -> Thing:
    if found is None:
        raise NotFound
    return found


def linked_needs(session: Session, action_id: int) -> Sequence[int]:
    """Return the ids of the needs that an action answers."""
    return session.scalars(
        select(ActionNeed.need_id)
        .where(ActionNeed.action_id == action_id)
        .order_by(ActionNeed.need_id)
    ).all()


def needs_moved_by(session: Session, need_ids: Collection[int]) -> Sequence[Need]:
    """Return the needs whose progress hangs on links to some needs, rows held.

    A merged need stands for its target. What is hidden moves along, for when it shows again.
    """
    targets = select(func.coalesce(Need.merged_into_id, Need.id)).where(Need.id.in_(need_ids))
    return session.scalars(
        select(Need)
        .where(Need.id.in_(targets))
        .order_by(Need.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def states_by_need(session: Session, need_ids: Collection[int]) -> dict[int, set[ActionState]]:
    """Return the states of the actions that answer each need, or a need joined with it."""
    target = func.coalesce(Need.merged_into_id, Need.id)
    rows = session.execute(
        select(target.label("target_id"), Action.state)
        .join(ActionNeed, ActionNeed.need_id == Need.id)
        .join(Action, Action.id == ActionNeed.action_id)
        .where(or_(Need.id.in_(need_ids), Need.merged_into_id.in_(need_ids)))
        .distinct()
    )
    states: dict[int, set[ActionState]] = {}
    for row in rows:
        states.setdefault(row.target_id, set()).add(row.state)
    return states


def needs_under_a_theme(session: Session, need_ids: Collection[int]) -> set[int]:
    """Return which of some needs stand under a theme."""
    return set(session.scalars(select(NeedTheme.need_id).where(NeedTheme.need_id.in_(need_ids))))
