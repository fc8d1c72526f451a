"""What the front page shows: one finished thread, and the conversations that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState
from app.foundation.access import Actor
from app.foundation.public_codes import code_for
from app.needs.lines import SaidByPeople
from app.needs.models import Need, Progress
from app.needs.queries import visible_needs
from app.organisations.models import Organisation
from app.plan.models import Action, ActionNeed, ActionState, ActionUpdate
from app.priorities.models import Decision

UNDER_WAY = (ActionState.STARTED, ActionState.ON_TRACK, ActionState.DONE, ActionState.REVIEWED)


@dataclass(frozen=True)
class Example(SaidByPeople):
    """One need with what was decided and done about it."""

    need_code: str
    title: str
    online: int
    rooms: int
    progress: Progress
    kind: str
    we_decided: str
    action_code: str
    action_what: str
    lead: str
    news_on: date | None
    news: str


def example_of_change(session: Session, actor: Actor) -> Example | None:
    """Return the need with most people among those that an action is answering, or None."""
    is_standing = (Decision.need_id == Need.id) & Decision.is_standing
    under_way = (ActionNeed.need_id == Need.id) & Action.state.in_(UNDER_WAY)
    # Which need, in one walk down an index; what the page shows of it is read for that one only.
    most_said = (
        visible_needs(actor)
        .with_only_columns(Need.id)
        .where(
            Need.progress.in_((Progress.UNDER_WAY, Progress.DONE, Progress.REVIEWED)),
            exists().where(is_standing),
            exists().where(under_way, Action.id == ActionNeed.action_id),
        )
        .order_by(Need.people.desc(), Need.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            Need.number,
            Need.title,
            Need.online,
            Need.rooms,
            Need.progress,
            Decision.kind,
            Decision.we_decided,
            Action.id,
            Action.number,
            Action.what,
            Organisation.name,
        )
        .join(Decision, is_standing)
        .join(ActionNeed, ActionNeed.need_id == Need.id)
        .join(Action, Action.id == ActionNeed.action_id)
        .join(Organisation, Organisation.id == Action.lead_id)
        .where(Need.id == most_said, Action.state.in_(UNDER_WAY))
        .order_by(Action.number)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    news = session.execute(
        select(ActionUpdate.on, ActionUpdate.words)
        .where(ActionUpdate.action_id == row.id)
        .order_by(ActionUpdate.on.desc(), ActionUpdate.id.desc())
        .limit(1)
    ).one_or_none()
    return Example(
        code_for("N", row[0] or 0),
        row.title,
        row.online,
        row.rooms,
        row.progress,
        row.kind.value,
        row.we_decided,
        code_for("A", row[8] or 0),
        row.what,
        row[10],
        news.on if news else None,
        news.words if news else "",
    )


def open_conversations(session: Session) -> Sequence[Conversation]:
    """Return the conversations that are open, those that close soonest first."""
    return session.scalars(
        select(Conversation)
        .where(Conversation.state == ConversationState.OPEN)
        .order_by(Conversation.is_always_open, Conversation.closes_on, Conversation.id)
    ).all()
