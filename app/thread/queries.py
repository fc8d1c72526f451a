"""Walking the thread: from a need to an outcome, from an outcome back, and the promise kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, text, true
from sqlalchemy.orm import Session, aliased

from app.foundation import clock
from app.foundation.access import Actor, NotFound
from app.needs.models import UNANSWERED, Moderation, Need, NeedTheme
from app.needs.queries import visible_needs
from app.places.models import Place, PlaceKind
from app.plan.lines import ActionLine
from app.plan.models import Action, ActionNeed, Outcome
from app.plan.queries import as_lines, visible_actions
from app.priorities.models import Decision, DecisionState, Priority
from app.themes.models import Theme
from app.themes.queries import visible_themes
from app.thread.lines import (
    MOST_OVERDUE,
    AnswerOnThread,
    Knot,
    ListOnThread,
    NeedBehind,
    OnThread,
    PromiseKept,
    ThemeOnThread,
    Thread,
)
from app.thread.steps import strand_of, thread_from

MOST_NAMED, MOST_COUNTED, LAST_DUE = 20, 1001, 200
Ids = Collection[int] | Select[int]
_ANSWER = (
    Decision.number, Decision.kind, Decision.kind_in_own_words, Decision.we_decided,
    Decision.decided_by, Decision.decided_on, Decision.need_id, Decision.theme_id,
)  # fmt: skip


def thread_of_need(session: Session, actor: Actor, need: Need, now: datetime) -> Thread:
    """Return the thread of a need; of a merged one, what lies beyond it is its target's."""
    today = clock.local_day(now)
    needs = [need.merged_into_id or need.id]
    themes = _themes(session, actor, needs)
    actions = _actions(session, actor, _answer_one_of(needs), today)
    found = OnThread(
        need_numbers=(need.number,) if need.number else (),
        themes=themes,
        lists=_lists(session, needs, themes),
        answers=_answers(session, needs, themes),
        actions=actions,
        outcomes=_outcomes_of(actions),
    )
    return thread_from(need, found, today)


def strand_for(session: Session, actor: Actor, kind: str, thing_id: int) -> tuple[Knot, ...]:
    """Return the six knots for the page of a need, theme, decision, action or outcome."""
    answers = _one_answer(session, thing_id) if kind == "decision" else None
    needs = _needs_around(actor, kind, thing_id, answers)
    own_theme = thing_id if kind == "theme" else answers[0].theme_id if answers else None
    themes = _themes(session, actor, needs, own_theme)
    which = {"action": Action.id == thing_id, "outcome": Action.outcome_id == thing_id}
    actions = _actions(session, actor, which.get(kind, _answer_one_of(needs)), date.min)
    outcomes = _outcomes_of(actions)
    if kind == "outcome" and not outcomes:
        outcomes = _one_outcome(session, thing_id)
    else:
        answers = answers or _answers(session, needs, themes, own_theme)
    found = OnThread(
        need_numbers=_numbers(session, needs),
        themes=themes,
        lists=_lists(session, needs, themes),
        answers=answers or (),
        actions=actions,
        outcomes=outcomes,
    )
    return strand_of(kind, found)


def _needs_around(
    actor: Actor, kind: str, thing_id: int, answers: tuple[AnswerOnThread, ...] | None
) -> Ids:
    """Return the needs that a thing is about; a merged one stands for its target."""
    if kind == "need":
        return [thing_id]
    if answers and answers[0].need_id is not None:
        return [answers[0].need_id]
    if kind in {"action", "outcome"}:
        linked = linked_need_ids(actor, kind, thing_id)
        target = func.coalesce(Need.merged_into_id, Need.id)
        return select(target).where(Need.id.in_(linked))
    theme_id = answers[0].theme_id if answers else thing_id
    return select(NeedTheme.need_id).where(NeedTheme.theme_id == theme_id)


def _numbers(session: Session, needs: Ids) -> tuple[int, ...]:
    """Return the numbers of needs, those that can be read first."""
    gone_last = case((Need.moderation == Moderation.PUBLISHED, 0), else_=1)
    return tuple(
        session.scalars(
            select(Need.number)
            .where(Need.id.in_(needs), Need.number.is_not(None))
            .order_by(gone_last, Need.number)
            .limit(MOST_COUNTED)
        )
    )


def _themes(
    session: Session, actor: Actor, needs: Ids, own_theme: int | None = None
) -> tuple[ThemeOnThread, ...]:
    if own_theme is not None:  # the page is its own, so who may see it was asked there
        statement = select(Theme.id, Theme.number, Theme.name).where(Theme.id == own_theme)
        return tuple(ThemeOnThread(*row, None) for row in session.execute(statement))
    rows = session.execute(
        visible_themes(actor)
        .join(NeedTheme, NeedTheme.theme_id == Theme.id)
        .where(NeedTheme.need_id.in_(needs))
        .with_only_columns(
            Theme.id, Theme.number, Theme.name, func.min(NeedTheme.grouped_at).label("grouped_at")
        )
        .group_by(Theme.id, Theme.number, Theme.name)
        .order_by(Theme.number)
        .limit(MOST_NAMED)
    )
    return tuple(ThemeOnThread(*row) for row in rows)


def _lists(
    session: Session, needs: Ids, themes: Sequence[ThemeOnThread]
) -> tuple[ListOnThread, ...]:
    ids = [theme.id for theme in themes]
    whole_first = case((Place.kind == PlaceKind.WHOLE, 0), else_=1)
    rows = session.execute(
        select(Place.name, Place.slug, Place.kind, whole_first, Place.position, Place.id)
        .join(Priority, Priority.place_id == Place.id)
        .where(or_(Priority.theme_id.in_(ids), Priority.need_id.in_(needs)))
        .distinct()
        .order_by(whole_first, Place.position, Place.id)
    )
    return tuple(ListOnThread(row.name, row.slug, row.kind is PlaceKind.WHOLE) for row in rows)


def _answers(
    session: Session,
    needs: Ids,
    themes: Sequence[ThemeOnThread],
    own_theme: int | None = None,
) -> tuple[AnswerOnThread, ...]:
    """Return the answers that stand: those to the needs first, or to the theme on its own page."""
    ids = [theme.id for theme in themes]
    first = Decision.theme_id if own_theme else Decision.need_id
    rows = session.execute(
        select(*_ANSWER)
        .where(
            Decision.is_standing,
            or_(Decision.need_id.in_(needs), Decision.theme_id.in_(ids)),
        )
        .order_by(case((first.is_(None), 1), else_=0), Decision.number.desc())
        .limit(MOST_NAMED)
    )
    return tuple(AnswerOnThread(*row) for row in rows)  # type: ignore[arg-type]  # they have numbers


def _one_answer(session: Session, decision_id: int) -> tuple[AnswerOnThread, ...]:
    row = session.execute(select(*_ANSWER).where(Decision.id == decision_id)).one_or_none()
    if row is None or row.number is None:
        raise NotFound
    return (AnswerOnThread(*row),)  # type: ignore[arg-type]  # it has a number


def _answer_one_of(needs: Ids) -> ColumnElement[bool]:
    """Return the condition that an action answers one of some needs, or one joined with it."""
    return Action.id.in_(
        select(ActionNeed.action_id)
        .join(Need, Need.id == ActionNeed.need_id)
        .where(or_(Need.id.in_(needs), Need.merged_into_id.in_(needs)))
    )


def _actions(
    session: Session, actor: Actor, which: ColumnElement[bool], today: date
) -> tuple[ActionLine, ...]:
    rows = session.execute(
        as_lines(visible_actions(actor)).where(which).order_by(Action.number).limit(MOST_NAMED)
    )
    return tuple(ActionLine.from_row(row, today) for row in rows)


def _outcomes_of(actions: Sequence[ActionLine]) -> tuple[tuple[int, str], ...]:
    found = {
        action.outcome_number: action.outcome_name
        for action in actions
        if action.outcome_number is not None
    }
    return tuple(found.items())


def _one_outcome(session: Session, outcome_id: int) -> tuple[tuple[int, str], ...]:
    found = session.get(Outcome, outcome_id)
    return ((found.number, found.name),) if found and found.number else ()


def linked_need_ids(actor: Actor, kind: str, thing_id: int) -> Select[int]:
    """Return the needs that an action, or every public action of an outcome, answers."""
    if kind == "action":
        return select(ActionNeed.need_id).where(ActionNeed.action_id == thing_id)
    return (
        visible_actions(actor)
        .join(ActionNeed, ActionNeed.action_id == Action.id)
        .where(Action.outcome_id == thing_id)
        .with_only_columns(ActionNeed.need_id)
    )


def needs_behind(
    session: Session,
    actor: Actor,
    linked: Select[int],
    *,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[NeedBehind]:
    """Return up to `size + 1` needs behind an action or an outcome, by code.

    What was taken back, hidden or merged keeps its place there: the thread never breaks.
    """
    target = aliased(Need)
    target_shows = (target.id == Need.merged_into_id) & (target.moderation == Moderation.PUBLISHED)
    statement = (
        select(
            Need.id, Need.number, Need.title, Need.progress, Need.moderation, Need.online,
            Need.rooms, target.number.label("target_number"), target.title.label("target_title"),
        )
        .outerjoin(target, target_shows)
        .where(Need.id.in_(linked), Need.number > (after or 0))
        .order_by(Need.number if before is None else Need.number.desc())
        .limit(size + 1)
    )  # fmt: skip
    if before is not None:
        statement = statement.where(Need.number < before)
    rows = session.execute(statement)
    return [NeedBehind(*row).as_shown() for row in rows]  # type: ignore[arg-type]  # numbered


def promise_kept(session: Session, actor: Actor, *, today: date) -> PromiseKept:
    """Count, of the last 200 needs whose answer was due before today, those answered in time.

    What is overdue now is counted up to 1,001, which means more than 1,000: both reads walk an
    index and stop, however many needs there are.
    """
    last_due = (
        visible_needs(actor)
        .where(Need.answer_by < today)
        .with_only_columns(Need.id, case((_answered_in_time(), 1), else_=0).label("in_time"))
        .order_by(Need.answer_by.desc(), Need.id.desc())
        .limit(LAST_DUE)
        .subquery()
    )
    kept = func.sum(last_due.c.in_time).label("on_time")
    due = select(func.count().label("due"), kept).select_from(last_due).subquery()
    unanswered = (
        select(Need.answer_by)
        .where(text(UNANSWERED), Need.answer_by < today)
        .order_by(Need.answer_by)
        .limit(MOST_OVERDUE + 1)
        .subquery()
    )
    oldest = func.min(unanswered.c.answer_by).label("oldest")
    late = select(func.count().label("overdue"), oldest).select_from(unanswered).subquery()
    row = session.execute(
        select(due.c.due, due.c.on_time, late.c.overdue, late.c.oldest).select_from(
            due.join(late, true())
        )
    ).one()
    return PromiseKept(row.due, row.on_time or 0, row.overdue, row.oldest, row.due == LAST_DUE)


def _answered_in_time() -> ColumnElement[bool]:
    """Tell whether its own answer, its theme's or an action could be read by the day promised."""
    published = Decision.state == DecisionState.PUBLISHED
    read_on = func.coalesce(func.date(Decision.published_at), Decision.decided_on)
    in_time = (published, read_on <= Need.answer_by)
    of_theme = (
        exists().where(Decision.theme_id == NeedTheme.theme_id, *in_time).correlate(NeedTheme, Need)
    )
    grouped_in_time = func.date(NeedTheme.grouped_at) <= Need.answer_by
    planned_in_time = Action.agreed_on <= Need.answer_by
    return or_(
        exists().where(Decision.need_id == Need.id, *in_time),
        # One inside the other: from the need to its theme, and only from there to the answer.
        exists().where(NeedTheme.need_id == Need.id, grouped_in_time, of_theme),
        exists().where(
            ActionNeed.need_id == Need.id, Action.id == ActionNeed.action_id, planned_in_time
        ),
    )
