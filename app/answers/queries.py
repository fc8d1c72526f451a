"""Reading what was said, decided and done, late first. A fixed number of statements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.answers.lines import (
    ANSWER_COLUMNS,
    PEOPLE_OF_THEME,
    Answered,
    Answers,
    LateAnswer,
    Line,
    Promised,
    SaidBefore,
    Wanted,
)
from app.conversations.models import Conversation
from app.foundation.access import Actor
from app.foundation.text.numbers import LARGEST_NUMBER
from app.needs.models import UNANSWERED, Moderation, Need, NeedPlace, NeedTheme
from app.plan.lines import ActionLine
from app.plan.models import Action, ActionNeed, ActionState, ActionUpdate
from app.plan.queries import answers_a_need_about, as_lines, late_on, visible_actions
from app.plan.states import CAN_BE_LATE, FINISHED
from app.priorities.models import Decision, DecisionKind, DecisionState
from app.themes.models import Theme
from app.voices.models import VoiceCount

READABLE = (Moderation.PUBLISHED, Moderation.MERGED)
HELD_UP = (ActionState.STUCK, ActionState.STOPPED)


def answers_and_promises(session: Session, actor: Actor, wanted: Wanted, today: date) -> Answers:
    """Return what stands in each section, or a page of the one section asked for."""
    rows: dict[str, Sequence[Line]] = {**_answered(session, wanted)}
    promised = _promised(session, actor, wanted, today)
    late_actions = sorted(promised.pop("late", []), key=lambda line: line.action.due_on or today)
    if wanted.section in {"", "late"}:
        rows["late"] = late_answers(session, actor, wanted, today)
    return Answers({**rows, **promised}, late_actions)


def late_answers(
    session: Session, actor: Actor, wanted: Wanted, today: date
) -> Sequence[LateAnswer]:
    """Return up to `size + 1` needs whose answer is overdue, longest first."""
    statement = (
        select(
            Need.number, Need.title, Need.online, Need.rooms, Need.answer_by,
            Conversation.who_decides,
        )
        .join(Conversation, Conversation.id == Need.conversation_id)
        .where(text(UNANSWERED), Need.answer_by < today)
        .limit(wanted.size + 1)
    )  # fmt: skip
    if wanted.place_id is not None:
        statement = statement.where(_is_about(Need.id, wanted.place_id))
    cursor = wanted.before or wanted.after
    if cursor is not None:
        statement = statement.where(_beyond(cursor, backwards=wanted.before is not None))
    if wanted.before is not None:
        statement = statement.order_by(Need.answer_by.desc(), Need.number.desc())
    else:
        statement = statement.order_by(Need.answer_by, Need.number)
    rows = session.execute(statement)
    return [LateAnswer(*row) for row in rows]  # type: ignore[arg-type]  # published, so numbered


def _beyond(number: int, *, backwards: bool) -> ColumnElement[bool]:
    """Return the condition for what comes after (or before) a need in the order of their days."""
    day = select(Need.answer_by).where(Need.number == number).correlate(None).scalar_subquery()
    if backwards:
        earlier = and_(Need.answer_by == day, Need.number < number)
        return or_(Need.answer_by < day, earlier)
    return or_(Need.answer_by > day, and_(Need.answer_by == day, Need.number > number))


def _is_about(need_id: Any, place_id: int) -> ColumnElement[bool]:
    return exists().where(NeedPlace.need_id == need_id, NeedPlace.place_id == place_id)


def _answer_sections() -> dict[str, ColumnElement[bool]]:
    # The index begins with the state; without it, all kinds are walked by their numbers.
    published = Decision.state == DecisionState.PUBLISHED
    kinds = (DecisionKind.YES, DecisionKind.PARTLY, DecisionKind.OWN_WORDS)
    return {
        "not_now": and_(published, Decision.kind == DecisionKind.NOT_NOW),
        "passed_on": and_(published, Decision.kind == DecisionKind.NOT_OURS),
        "you_can": and_(published, Decision.kind == DecisionKind.YOU_CAN),
        "answered": and_(Decision.kind.in_(kinds), ~_has_an_action()),
    }


def _has_an_action() -> ColumnElement[bool]:
    """Tell whether the plan has taken an answer up; then it stands with what is being done."""
    public = Action.state != ActionState.PROPOSED
    return or_(
        exists().where(
            ActionNeed.need_id == Decision.need_id, Action.id == ActionNeed.action_id, public
        ),
        exists().where(
            NeedTheme.theme_id == Decision.theme_id,
            ActionNeed.need_id == NeedTheme.need_id,
            Action.id == ActionNeed.action_id,
            public,
        ),
    )


def _answered(session: Session, wanted: Wanted) -> dict[str, list[Answered]]:
    parts = [
        _answer_ids(name, condition, wanted)
        for name, condition in _answer_sections().items()
        if wanted.section in {"", name}
    ]
    if not parts:
        return {}
    chosen = union_all(*parts).subquery()
    rows = session.execute(
        select(chosen.c.section, *ANSWER_COLUMNS)
        .join(Decision, Decision.id == chosen.c.id)
        .outerjoin(Need, Need.id == Decision.need_id)
        .outerjoin(Theme, Theme.id == Decision.theme_id)
        .outerjoin(VoiceCount, PEOPLE_OF_THEME)
        .order_by(Decision.number if wanted.before is not None else Decision.number.desc())
    )
    found: dict[str, list[Answered]] = {}
    for row in rows:
        found.setdefault(row.section, []).append(Answered(*row[1:]))
    return found


def _answer_ids(
    name: str, condition: ColumnElement[bool], wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(literal_column(f"'{name}'").label("section"), Decision.id)
        .outerjoin(Need, Need.id == Decision.need_id)
        .where(
            Decision.is_standing,
            condition,
            or_(Decision.theme_id.is_not(None), Need.moderation.in_(READABLE)),
            Decision.number > (wanted.before or 0),
        )
        .order_by(Decision.number if wanted.before is not None else Decision.number.desc())
        .limit(wanted.size + 1)
    )
    if wanted.after is not None:
        statement = statement.where(Decision.number < wanted.after)
    if wanted.place_id is not None:
        of_theme = exists().where(
            NeedTheme.theme_id == Decision.theme_id,
            NeedPlace.need_id == NeedTheme.need_id,
            NeedPlace.place_id == wanted.place_id,
        )
        statement = statement.where(or_(_is_about(Decision.need_id, wanted.place_id), of_theme))
    part = statement.subquery()  # SQLite takes a LIMIT only inside a part of its own
    return select(part.c.section, part.c.id)


def _promise_sections(today: date) -> dict[str, ColumnElement[bool]]:
    late = late_on(today)
    return {
        "late": late,
        "held_up": Action.state.in_(HELD_UP),
        "being_done": and_(Action.state.in_(CAN_BE_LATE), ~late),
        "done": Action.state.in_(FINISHED),
    }


def _promised(
    session: Session, actor: Actor, wanted: Wanted, today: date
) -> dict[str, list[Promised]]:
    parts = [
        _action_ids(actor, name, condition, wanted)
        for name, condition in _promise_sections(today).items()
        if wanted.section in {"", name}
    ]
    if not parts:
        return {}
    chosen = union_all(*parts).subquery()
    rows = session.execute(
        as_lines(visible_actions(actor))
        .join(chosen, chosen.c.id == Action.id)
        .add_columns(chosen.c.section, _last_news(), _most_said())
        .order_by(Action.number if wanted.before is not None else Action.number.desc())
    ).all()
    before = _said_before(session, {row.most_said for row in rows if row.most_said})
    found: dict[str, list[Promised]] = {}
    for row in rows:
        action = ActionLine.from_row(row, today)
        line = Promised(action, row.last_news or "", before.get(row.most_said))
        found.setdefault(row.section, []).append(line)
    return found


def _action_ids(
    actor: Actor, name: str, condition: ColumnElement[bool], wanted: Wanted
) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        visible_actions(actor)
        .with_only_columns(literal_column(f"'{name}'").label("section"), Action.id)
        .where(condition)
        .limit(wanted.size + 1)
    )
    if name == "late":  # the cursor is that of the late answers: these stand on the first page
        is_first = wanted.after is None and wanted.before is None
        statement = statement.where(true() if is_first else false()).order_by(
            Action.due_on, Action.number
        )
    elif wanted.before is not None:
        statement = statement.where(Action.number > wanted.before).order_by(Action.number)
    else:
        statement = statement.where(Action.number < (wanted.after or LARGEST_NUMBER))
        statement = statement.order_by(Action.number.desc())
    if wanted.place_id is not None:
        statement = statement.where(answers_a_need_about(wanted.place_id))
    part = statement.subquery()
    return select(part.c.section, part.c.id)


def _last_news() -> ColumnElement[Any]:
    return (
        select(ActionUpdate.words)
        .where(ActionUpdate.action_id == Action.id)
        .order_by(ActionUpdate.on.desc(), ActionUpdate.id.desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
        .label("last_news")
    )


def _most_said() -> ColumnElement[Any]:
    """Return the public need behind an action that most people said.

    The sum keeps the database from walking all needs in the order of people to find one.
    """
    return (
        select(Need.id)
        .join(ActionNeed, ActionNeed.need_id == Need.id)
        .where(ActionNeed.action_id == Action.id, Need.moderation == Moderation.PUBLISHED)
        .order_by((Need.people + 0).desc(), Need.number)
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
        .label("most_said")
    )


def _said_before(session: Session, need_ids: set[int]) -> dict[int, SaidBefore]:
    """Return needs with the answer that stands for each: its own before that of its theme."""
    answer = aliased(Decision)
    own = select(answer.id).where(answer.need_id == Need.id, answer.is_standing)
    of_theme = (
        select(answer.id)
        .join(NeedTheme, NeedTheme.theme_id == answer.theme_id)
        .where(NeedTheme.need_id == Need.id, answer.is_standing)
        .order_by(answer.number.desc())
        .limit(1)
    )
    answer_id = func.coalesce(own.scalar_subquery(), of_theme.scalar_subquery())
    chosen = select(Need.id, answer_id.label("answer_id")).where(Need.id.in_(need_ids)).subquery()
    rows = session.execute(
        select(
            Need.id, Need.number, Need.title, Need.online, Need.rooms, Decision.kind,
            Decision.kind_in_own_words, Decision.we_decided, Decision.decided_by,
        )
        .join(chosen, chosen.c.id == Need.id)
        .outerjoin(Decision, Decision.id == chosen.c.answer_id)
        .order_by(Need.id)
    )  # fmt: skip
    return {row.id: SaidBefore(*row[1:]) for row in rows}  # type: ignore[arg-type]  # numbered
