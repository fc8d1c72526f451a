"""Reading what matters in a place, what changed there, what is late, and what waits on others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, text
from sqlalchemy.orm import Session

from app.conversations.models import Conversation
from app.dashboards.lines import (
    AnswerHere,
    Heard,
    Listed,
    NeedHere,
    OpenNeed,
    OpenNeeds,
    ThemeHere,
)
from app.foundation import clock
from app.foundation.access import Actor
from app.needs.models import UNANSWERED, Moderation, Need, NeedPlace, NeedTheme, Progress
from app.needs.queries import visible_needs
from app.places.heard import PlaceMap, shown_in_ward
from app.places.models import Place
from app.plan.lines import ActionLine
from app.plan.models import Action, ActionNeed, ActionState, ActionUpdate
from app.plan.queries import as_lines, late_on, visible_actions
from app.plan.states import FINISHED
from app.priorities.models import Decision, DecisionKind, DecisionState, Priority
from app.themes.models import Theme, ThemeState
from app.themes.queries import visible_themes
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted, VoiceCount
from app.voices.queries import took_part_by_place

MOST_ANSWERS = 200
MOST_ACTIONS = 200
MOST_OPEN = 40
_PEOPLE_HERE = VoiceCount.online + VoiceCount.rooms
_NEED_HERE = (
    Need.id,
    Need.number,
    Need.title,
    Need.words,
    Need.works_well,
    Need.progress,
    VoiceCount.online.label("online_here"),
    VoiceCount.rooms.label("rooms_here"),
    Need.groups,
)


def people_heard(session: Session) -> Heard:
    """Return who was heard, everywhere and by place."""
    took_part = took_part_by_place(session)
    return Heard(took_part.pop(EVERYWHERE, People()), took_part)


def _counts(counted: Counted, subject_id: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(VoiceCount.counted == counted, VoiceCount.subject_id == subject_id)


def needs_in_place(session: Session, actor: Actor, place_id: int, limit: int) -> Sequence[NeedHere]:
    """Return the needs that most people in a place say matter, most first."""
    statement: Select[*tuple[Any, ...]] = (
        visible_needs(actor)
        .join(VoiceCount, _counts(Counted.NEED, Need.id.expression))
        .with_only_columns(*_NEED_HERE)
        .where(VoiceCount.place_id == place_id, VoiceCount.crowd > 0)
        .order_by(VoiceCount.crowd.desc(), _PEOPLE_HERE.desc(), Need.number)
        .limit(limit)
    )
    return [NeedHere(*row) for row in session.execute(statement)]


def top_themes(
    session: Session, actor: Actor, places: PlaceMap, ward: Place, limit: int
) -> Sequence[ThemeHere]:
    """Return the themes that most people in a ward speak for, most first."""
    people = _people_of_themes(session, actor, [each.id for each in places.wards_sharing(ward)])
    found = []
    for (theme_id, number, name), by_ward in people.items():
        here = by_ward.get(ward.id, People())
        if here.together:
            together = {ward_id: each.together for ward_id, each in by_ward.items()}
            shown = shown_in_ward(places, ward, together)
            voices = here if shown.is_exact else None
            found.append((-here.together, number, ThemeHere(theme_id, number, name, shown, voices)))
    return [theme for _, _, theme in sorted(found, key=lambda each: each[:2])[:limit]]


def _people_of_themes(
    session: Session, actor: Actor, ward_ids: Collection[int]
) -> Mapping[tuple[int, int, str], dict[int, People]]:
    rows = session.execute(
        visible_themes(actor)
        .join(VoiceCount, _counts(Counted.THEME, Theme.id.expression))
        .with_only_columns(
            Theme.id,
            Theme.number,
            Theme.name,
            VoiceCount.place_id,
            VoiceCount.online,
            VoiceCount.rooms,
        )
        .where(VoiceCount.place_id.in_(ward_ids))
    )
    people: dict[tuple[int, int, str], dict[int, People]] = {}
    for row in rows:
        by_ward = people.setdefault((row.id, row.number, row.name), {})
        by_ward[row.place_id] = People(row.online, row.rooms)
    return people


def loudest_needs(
    session: Session, actor: Actor, theme_ids: Sequence[int], place_id: int
) -> dict[int, NeedHere]:
    """Return, for each theme, the need under it that most people in a place say matters.

    A need may stand under two themes: the later one then gets the next of its own needs.
    """
    rank = func.row_number().over(
        partition_by=NeedTheme.theme_id, order_by=(_PEOPLE_HERE.desc(), Need.number)
    )
    ranked = (
        visible_needs(actor)
        .join(NeedTheme, NeedTheme.need_id == Need.id)
        .join(VoiceCount, _counts(Counted.NEED, Need.id.expression))
        .with_only_columns(NeedTheme.theme_id, rank.label("rank"), *_NEED_HERE)
        .where(NeedTheme.theme_id.in_(theme_ids), VoiceCount.place_id == place_id)
        .subquery()
    )
    rows = session.execute(
        select(ranked).where(ranked.c.rank <= len(theme_ids)).order_by(ranked.c.rank)
    ).all()
    chosen: dict[int, NeedHere] = {}
    for theme_id in theme_ids:
        taken = {need.id for need in chosen.values()}
        own = [NeedHere(*row[2:]) for row in rows if row.theme_id == theme_id]
        unused = [need for need in own if need.id not in taken]
        if unused:
            chosen[theme_id] = unused[0]
    return chosen


def listed_in(session: Session, actor: Actor, place_id: int, limit: int) -> Sequence[Listed]:
    """Return the themes and needs on the list of a place, each with the answer that stands."""
    shows = or_(
        and_(Priority.need_id.is_not(None), Need.moderation == Moderation.PUBLISHED),
        and_(Priority.theme_id.is_not(None), Theme.state != ThemeState.FORMING),
    )
    answers = and_(
        Decision.is_standing,
        or_(Decision.need_id == Priority.need_id, Decision.theme_id == Priority.theme_id),
    )
    rows = session.execute(
        select(
            func.coalesce(Need.number, Theme.number),
            func.coalesce(Need.title, Theme.name),
            Priority.need_id.is_not(None),
            Need.progress,
            Decision.kind,
        )
        .outerjoin(Need, Need.id == Priority.need_id)
        .outerjoin(Theme, Theme.id == Priority.theme_id)
        .outerjoin(Decision, answers)
        .where(Priority.place_id == place_id, shows)
        .order_by(Priority.id)
        .limit(limit)
    )
    return [
        Listed(number, title, bool(is_need), progress, kind)
        for number, title, is_need, progress, kind in rows
    ]


def _need_is_about(need_id: Any, place_ids: Collection[int]) -> ColumnElement[bool]:
    return exists().where(NeedPlace.need_id == need_id, NeedPlace.place_id.in_(place_ids))


def answers_here(
    session: Session, actor: Actor, place_ids: Collection[int], since: datetime
) -> Sequence[AnswerHere]:
    """Return the answers about needs of some places, newest first.

    Those given since a moment, and those passed to somebody else, whenever that was.
    """
    under_theme = exists().where(
        NeedTheme.theme_id == Decision.theme_id,
        NeedPlace.need_id == NeedTheme.need_id,
        NeedPlace.place_id.in_(place_ids),
    )
    given_since = or_(
        Decision.published_at >= since,
        and_(Decision.published_at.is_(None), Decision.decided_on >= clock.local_day(since)),
    )
    passed_on = and_(
        Decision.kind == DecisionKind.NOT_OURS,
        or_(Need.progress == Progress.PASSED_ON, Decision.theme_id.is_not(None)),
    )
    statement: Select[*tuple[Any, ...]] = (
        select(
            Decision.number,
            Decision.kind,
            Decision.kind_in_own_words,
            Decision.passed_to,
            Decision.decided_by,
            Decision.decided_on,
            Decision.published_at,
            func.coalesce(Need.number, Theme.number),
            func.coalesce(Need.title, Theme.name),
            Decision.need_id.is_not(None),
            Need.progress,
        )
        .outerjoin(Need, Need.id == Decision.need_id)
        .outerjoin(Theme, Theme.id == Decision.theme_id)
        .where(
            Decision.state == DecisionState.PUBLISHED,
            Decision.is_standing,
            or_(Need.moderation == Moderation.PUBLISHED, Theme.state != ThemeState.FORMING),
            or_(given_since, passed_on),
            or_(_need_is_about(Decision.need_id, place_ids), under_theme),
        )
        .order_by(Decision.number.desc())
        .limit(MOST_ANSWERS)
    )
    rows = session.execute(statement)
    return [AnswerHere(*row) for row in rows]


def actions_here(
    session: Session, actor: Actor, place_ids: Collection[int], *, since: date, today: date
) -> Sequence[ActionLine]:
    """Return the public actions for needs of some places that moved since a day, or are behind."""
    answers_one = exists().where(
        ActionNeed.action_id == Action.id, _need_is_about(ActionNeed.need_id, place_ids)
    )
    has_news = exists().where(ActionUpdate.action_id == Action.id, ActionUpdate.on >= since)
    moved = or_(has_news, and_(Action.state.in_(FINISHED), Action.finished_on >= since))
    behind = or_(late_on(today), Action.state == ActionState.STUCK)
    rows = session.execute(
        as_lines(visible_actions(actor))
        .where(answers_one, or_(moved, behind))
        .order_by(Action.number)
        .limit(MOST_ACTIONS)
    )
    return [ActionLine.from_row(row, today) for row in rows]


def open_needs_here(
    session: Session, actor: Actor, place_ids: Collection[int], today: date
) -> OpenNeeds:
    """Return the needs of some places whose answer is overdue, and those being decided in time."""
    is_late = case((Need.answer_by < today, 1), else_=0)
    rows = session.execute(
        select(
            Need.number,
            Need.title,
            Need.answer_by,
            Conversation.who_decides,
            func.sum(is_late).over().label("late"),
            func.count().over().label("together"),
        )
        .join(Conversation, Conversation.id == Need.conversation_id)
        .where(
            text(UNANSWERED),  # as the index says it
            or_(Need.answer_by < today, Need.progress == Progress.BEING_DECIDED),
            _need_is_about(Need.id, place_ids),
        )
        .order_by(Need.answer_by, Need.number)
        .limit(MOST_OPEN)
    ).all()
    if not rows:
        return OpenNeeds()
    needs = [OpenNeed(*row[:4]) for row in rows]
    late = [need for need in needs if need.answer_by < today]
    in_time = [need for need in needs if need.answer_by >= today]
    late_count = int(rows[0].late)
    return OpenNeeds(late, late_count, in_time, rows[0].together - late_count)
