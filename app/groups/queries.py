"""What a group does in the plan."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_
from sqlalchemy.orm import Session

from app.foundation.access import Actor
from app.plan.lines import ActionLine
from app.plan.models import Action, ActionPartner
from app.plan.queries import as_lines, visible_actions

MOST_SHOWN = 100


def actions_of_group(
    session: Session, actor: Actor, organisation_id: int, today: date
) -> Sequence[ActionLine]:
    """Return the public actions that a group or body leads or is a partner in, by code."""
    is_partner = exists().where(
        ActionPartner.action_id == Action.id, ActionPartner.organisation_id == organisation_id
    )
    rows = session.execute(
        as_lines(visible_actions(actor))
        .where(or_(Action.lead_id == organisation_id, is_partner))
        .order_by(Action.number)
        .limit(MOST_SHOWN)
    )
    return [ActionLine.from_row(row, today) for row in rows]
