"""Reading what waits for a partner body; only what everyone may see is in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select, text, tuple_
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound, Role
from app.needs.lines import NumberedNeed
from app.needs.models import UNANSWERED, Need, NeedPlace, Progress
from app.needs.queries import EXACT_UP_TO, visible_needs
from app.organisations.models import Organisation
from app.partners.permissions import may_work_for_body
from app.plan.lines import ActionLine
from app.plan.models import Action, ActionPartner, ActionState
from app.plan.queries import action_at_address, as_lines, late_on, visible_actions
from app.plan.states import CAN_BE_LATE
from app.priorities.lines import DecisionLine
from app.priorities.models import DecisionKind
from app.priorities.queries import decisions_newest

MOST_ACTIONS, MOST_PASSED_ON = 100, 50


@dataclass(frozen=True)
class WaitingNeed(NumberedNeed):
    """A need that nobody has answered yet, by when that was promised, and who says so."""

    id: int
    number: int
    title: str
    progress: Progress
    answer_by: date
    is_about_whole_place: bool
    online: int
    rooms: int


def own_bodies(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return the bodies whose work somebody does, by name."""
    ids = actor.bodies_for(Role.PARTNER_EDITOR)
    return session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def _unanswered(
    actor: Actor, columns: tuple[Any, ...], place_ids: Collection[int]
) -> Select[*tuple[Any, ...]]:
    """Return what waits for an answer about some places, or anywhere when none is named."""
    statement = visible_needs(actor).where(text(UNANSWERED)).with_only_columns(*columns)
    if place_ids:
        about = exists().where(NeedPlace.need_id == Need.id, NeedPlace.place_id.in_(place_ids))
        statement = statement.where(about)
    return statement


def needs_waiting(
    session: Session,
    actor: Actor,
    place_ids: Collection[int],
    *,
    after: int | None,
    before: int | None,
    size: int,
) -> Sequence[WaitingNeed]:
    """Return up to `size + 1` public needs without an answer, those promised first first."""
    columns = (
        Need.id, Need.number, Need.title, Need.progress, Need.answer_by,
        Need.is_about_whole_place, Need.online, Need.rooms,
    )  # fmt: skip
    statement = _unanswered(actor, columns, place_ids)
    here, cursor = tuple_(Need.answer_by, Need.number), before or after
    if cursor is not None:
        day = select(Need.answer_by).where(Need.number == cursor).correlate(None).scalar_subquery()
        edge = tuple_(day, cursor)
        statement = statement.where(here < edge if before else here > edge)
    order = (Need.answer_by, Need.number)
    if before is not None:
        order = tuple(column.desc() for column in order)  # type: ignore[assignment]
    rows = session.execute(statement.order_by(*order).limit(size + 1))
    return [WaitingNeed(*row) for row in rows]


def waiting_count(session: Session, actor: Actor, place_ids: Collection[int]) -> int:
    """Count what waits for an answer about some places, up to 1,001: more than 1,000."""
    capped = _unanswered(actor, (Need.id,), place_ids).limit(EXACT_UP_TO + 1).subquery()
    return session.scalar(select(func.count()).select_from(capped)) or 0


def actions_of_body(
    session: Session, actor: Actor, organisation_id: int, today: date
) -> tuple[Sequence[ActionLine], Sequence[ActionLine]]:
    """Return the public actions that a body leads, and those it helps with; what is late first."""
    leads = Action.lead_id == organisation_id
    helps = exists().where(
        ActionPartner.action_id == Action.id, ActionPartner.organisation_id == organisation_id
    )
    urgency = case(
        (late_on(today), 0),
        (Action.state == ActionState.STUCK, 1),
        (Action.state.in_(CAN_BE_LATE), 2),
        else_=3,
    )
    rows = session.execute(
        as_lines(visible_actions(actor))
        .add_columns(leads.label("is_led"))
        .where(or_(leads, helps))
        .order_by(urgency, Action.due_on, Action.number)
        .limit(MOST_ACTIONS)
    ).all()
    led = [ActionLine.from_row(row, today) for row in rows if row.is_led]
    return led, [ActionLine.from_row(row, today) for row in rows if not row.is_led]


def passed_on_to(session: Session, actor: Actor, body: Organisation) -> Sequence[DecisionLine]:
    """Return the answers that stand and name a body, as it is or was called, newest first."""
    kind = DecisionKind.NOT_OURS
    return decisions_newest(session, actor, kind=kind, passed_to=body.names, size=MOST_PASSED_ON)


def led_action(session: Session, actor: Actor, number: int) -> Action:
    """Return the public action with a code that somebody's own body leads, or raise NotFound."""
    found = action_at_address(session, actor, number)
    if not may_work_for_body(actor, found.lead_id):
        raise NotFound
    return found
