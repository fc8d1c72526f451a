"""Reading loose ends, and the drafts of the plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.conversations.models import Conversation, ConversationState
from app.foundation.access import Actor, NotFound
from app.foundation.public_codes import code_for
from app.needs.models import UNANSWERED, Moderation, Need, NeedTheme
from app.needs.queries import visible_needs
from app.plan.drafts import missing_to_agree
from app.plan.lines import ActionLine, OutcomeLine
from app.plan.models import Action, ActionNeed, ActionState, Outcome, OutcomeState
from app.plan.queries import as_lines, has_a_public_need, late_on, outcome_lines
from app.priorities.models import Cause, Decision, DecisionKind
from app.themes.models import Theme, ThemeState

EXACT_UP_TO = 1000
OVERDUE = "overdue-answers"
_NO_NUMBER: ColumnElement[Any] = literal_column("NULL").label("no_number")
_NO_DAY: ColumnElement[Any] = literal_column("NULL").label("no_day")
_NOBODY: ColumnElement[Any] = literal_column("NULL").label("nobody")
_COLUMNS: dict[str, tuple[Any, ...]] = {
    "need": (Need.id, Need.number, Need.title, Need.answer_by, Conversation.who_decides),
    "theme": (Theme.id, Theme.number, Theme.name, _NO_DAY, _NOBODY),
    "decision": (
        Decision.id, Decision.number, Decision.we_decided, Decision.decided_on,
        Decision.decided_by,
    ),
    "action": (Action.id, Action.number, Action.what, Action.due_on, Action.lead_role),
    "outcome": (Outcome.id, Outcome.number, Outcome.name, _NO_DAY, Outcome.lead_role),
    "conversation": (
        Conversation.id, _NO_NUMBER, Conversation.question, Conversation.reply_by,
        Conversation.who_decides,
    ),
}  # fmt: skip
_LETTERS = {"need": "N", "theme": "T", "decision": "D", "action": "A", "outcome": "O"}


@dataclass(frozen=True)
class LooseEndLine:
    """One thing where the thread stops, with its day and who owes what comes next."""

    kind: str
    id: int
    number: int | None
    title: str
    day: date | None
    who: str | None

    @property
    def code(self) -> str:
        """Return the public code, empty where there is none yet."""
        return code_for(_LETTERS[self.kind], self.number) if self.number else ""


# What is not public yet, or came to a halt, answers nobody.
_ANSWERS_NOBODY = (ActionState.PROPOSED, ActionState.STOPPED)


def _live_action(*links: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell that something in the plan answers a need."""
    return exists().where(
        *links, Action.id == ActionNeed.action_id, Action.state.not_in(_ANSWERS_NOBODY)
    )


def _decision_without_action() -> ColumnElement[bool]:
    in_theme = (NeedTheme.theme_id == Decision.theme_id, ActionNeed.need_id == NeedTheme.need_id)
    return and_(
        Decision.is_standing,
        Decision.kind.in_((DecisionKind.YES, DecisionKind.PARTLY)),
        ~_live_action(ActionNeed.need_id == Decision.need_id),
        ~_live_action(*in_theme),
    )


def _action_without_need() -> ColumnElement[bool]:
    target = aliased(Need)
    readable = or_(
        Need.moderation == Moderation.PUBLISHED,
        exists().where(target.id == Need.merged_into_id, target.moderation == Moderation.PUBLISHED),
    )
    return and_(
        Action.state != ActionState.STOPPED,
        Action.legal_duty == "",
        ~exists().where(ActionNeed.action_id == Action.id, Need.id == ActionNeed.need_id, readable),
    )


def _outcome_without_action() -> ColumnElement[bool]:
    """Tell that nothing in the plan works for a change; a draft may have proposals only."""
    counts = or_(Action.state != ActionState.PROPOSED, Outcome.state != OutcomeState.AGREED)
    works_for_it = (Action.outcome_id == Outcome.id, Action.state != ActionState.STOPPED, counts)
    return ~exists().where(*works_for_it)


# Each end: what kind of thing it is, and on a day, which of them are loose.
ENDS: dict[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = {
    OVERDUE: ("need", lambda day: and_(text(UNANSWERED), Need.answer_by < day)),
    "conversations-past-reply": (
        "conversation",
        lambda day: and_(
            Conversation.state != ConversationState.DRAFT,
            Conversation.reply_by < day,
            exists().where(Need.conversation_id == Conversation.id, text(UNANSWERED)),
        ),
    ),
    "needs-without-theme": (
        "need",
        lambda _: and_(
            Need.moderation == Moderation.PUBLISHED, ~exists().where(NeedTheme.need_id == Need.id)
        ),
    ),
    "themes-without-causes": ("theme", lambda _: ~exists().where(Cause.theme_id == Theme.id)),
    "themes-without-decision": (
        "theme",
        lambda _: and_(
            Theme.state != ThemeState.FORMING,
            ~exists().where(Decision.theme_id == Theme.id, Decision.is_standing),
        ),
    ),
    "decisions-without-action": ("decision", lambda _: _decision_without_action()),
    "outcomes-without-lead": (
        "outcome",
        lambda _: or_(Outcome.lead_id.is_(None), Outcome.lead_role == ""),
    ),
    "outcomes-without-action": ("outcome", lambda _: _outcome_without_action()),
    "actions-without-need": ("action", lambda _: _action_without_need()),
    "actions-without-lead": (
        "action",
        lambda _: and_(
            Action.state != ActionState.STOPPED,
            or_(Action.lead_id.is_(None), Action.lead_role == ""),
        ),
    ),
    "late-without-reason": ("action", lambda day: and_(late_on(day), Action.state_reason == "")),
}


def loose_end_counts(session: Session, actor: Actor, today: date) -> dict[str, int]:
    """Count every kind of loose end in one statement, up to 1,001, which means more than 1,000."""
    parts = []
    for slug, (kind, which) in ENDS.items():
        capped = select(_COLUMNS[kind][0]).where(which(today)).limit(EXACT_UP_TO + 1).subquery()
        name: ColumnElement[str] = literal_column(f"'{slug}'")
        parts.append(select(name.label("slug"), func.count().label("found")).select_from(capped))
    counted = {row.slug: row.found for row in session.execute(union_all(*parts))}
    return {slug: counted.get(slug, 0) for slug in ENDS}


def loose_ends(
    session: Session,
    actor: Actor,
    slug: str,
    today: date,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[LooseEndLine]:
    """Return up to `size + 1` loose ends of one kind, the oldest first."""
    if slug not in ENDS:
        raise NotFound
    kind, which = ENDS[slug]
    key = _COLUMNS[kind][0]
    statement: Select[*tuple[Any, ...]] = select(*_COLUMNS[kind]).where(which(today))
    if kind == "need":
        statement = statement.join(Conversation, Conversation.id == Need.conversation_id)
    order: tuple[Any, ...] = (Need.answer_by, key) if slug == OVERDUE else (key,)
    cursor = before or after
    if cursor is not None:
        place = _place_in(order, cursor)
        statement = statement.where(place > tuple_(*order) if before else place < tuple_(*order))
    if before is not None:
        order = tuple(column.desc() for column in order)
    rows = session.execute(statement.order_by(*order).limit(size + 1))
    return [LooseEndLine(kind, *row) for row in rows]


def _place_in(order: tuple[Any, ...], cursor: int) -> ColumnElement[Any]:
    """Return where the thing with a number stands in an order, to be compared with others."""
    if len(order) == 1:
        return tuple_(cursor)
    day = select(Need.answer_by).where(Need.id == cursor).correlate(None).scalar_subquery()
    return tuple_(day, cursor)


def outcomes_for_planners(session: Session, actor: Actor) -> Sequence[OutcomeLine]:
    """Return every outcome: drafts first, newest first, then the agreed ones by code."""
    rows = session.execute(outcome_lines(select(Outcome)).order_by(Outcome.id.desc()))
    # Where an empty number stands in an order differs from database to database.
    return sorted((OutcomeLine(*row) for row in rows), key=lambda line: line.number or 0)


def actions_for_planners(
    session: Session,
    actor: Actor,
    today: date,
    *,
    proposed: bool,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[ActionLine]:
    """Return up to `size + 1` proposals, or actions in the plan, newest first."""
    is_proposal = Action.state == ActionState.PROPOSED
    statement = as_lines(select(Action)).where(
        is_proposal if proposed else ~is_proposal, Action.id > (before or 0)
    )
    if after is not None:
        statement = statement.where(Action.id < after)
    newest = Action.id if before is not None else Action.id.desc()
    rows = session.execute(statement.order_by(newest).limit(size + 1))
    return [ActionLine.from_row(row, today) for row in rows]


def missing_in(session: Session, actor: Actor, action: Action) -> list[str]:
    """Return what an action lacks before anyone can be told of it."""
    return missing_to_agree(
        action,
        has_a_public_need=has_a_public_need(session, action.id),
        outcome_is_agreed=session.get_one(Outcome, action.outcome_id).state is OutcomeState.AGREED,
    )


def codes_told_not_now(
    session: Session, actor: Actor, need_ids: Sequence[int] | Select[int]
) -> Sequence[str]:
    """Return the codes of some needs whose own answer, the one that stands, is "not now"."""
    numbers = session.scalars(
        select(Need.number)
        .join(Decision, Decision.need_id == Need.id)
        .where(
            Need.id.in_(need_ids),
            Decision.is_standing,
            Decision.kind == DecisionKind.NOT_NOW,
            Need.number.is_not(None),
        )
        .order_by(Need.number)
    )
    return [code_for("N", number) for number in numbers if number]


def need_to_link(session: Session, actor: Actor, number: int) -> Need | None:
    """Return the need that a code leads to, the target of a merged one; None if nobody sees it."""
    target = aliased(Need)
    leads_to = func.coalesce(target.merged_into_id, target.id)
    return session.scalar(
        visible_needs(actor).join(target, leads_to == Need.id).where(target.number == number)
    )
