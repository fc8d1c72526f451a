"""What partner editors do: saying how far their own body's actions are, and telling news."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound, NotPossibleNow
from app.organisations.models import Organisation, Standing
from app.organisations.queries import find_group
from app.partners.permissions import may_work_for_body
from app.partners.queries import led_action
from app.plan import operations as plan
from app.plan.models import Action, ActionState
from app.plan.queries import action_to_change

RESTING = "Your organisation is paused or closed here, so there is no work for it now."


def change_state(
    session: Session,
    actor: Actor,
    number: int,
    state: ActionState,
    *,
    reason: str,
    revision: int,
    now: datetime,
) -> None:
    """Say how far an action of one's own body is, as a planner does."""
    action = _own_action(session, actor, number)
    plan.change_state(session, actor, action, state, reason=reason, revision=revision, now=now)


def add_news(
    session: Session, actor: Actor, number: int, words: str, *, on: date, now: datetime
) -> None:
    """Tell what happened with an action of one's own body."""
    action = _own_action(session, actor, number)
    plan.add_news(session, actor, action, words, on=on, now=now)


def _own_action(session: Session, actor: Actor, number: int) -> Action:
    """Return an action with its row held; who leads it may have changed a moment ago."""
    action = action_to_change(session, led_action(session, actor, number).id)
    if action.lead_id is None or not may_work_for_body(actor, action.lead_id):
        raise NotFound
    refuse_resting(find_group(session, action.lead_id))
    return action


def refuse_resting(body: Organisation) -> None:
    """Refuse work for a body that is paused or closed."""
    if body.standing is not Standing.ACTIVE:
        raise NotPossibleNow(RESTING)
