"""Reading what is behind themes, which needs they hold, the lists of priorities, and answers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound
from app.needs.models import Moderation, Need, NeedPlace, NeedTheme
from app.needs.queries import visible_needs
from app.places.models import Place, PlaceKind
from app.priorities.lines import (
    DECISION_COLUMNS,
    TARGET,
    DecisionLine,
    ListedIn,
    PriorityLine,
)
from app.priorities.models import (
    Decision,
    DecisionKind,
    DecisionState,
    Priority,
)
from app.themes.models import Theme
from app.themes.queries import visible_themes
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted, VoiceCount
from app.voices.queries import people_in_place

NOBODY = People()


def priorities_of_place(session: Session, actor: Actor, place: Place) -> Sequence[PriorityLine]:
    """Return what stands on the list of a place, by code, with how many people there say so.

    Only what anyone may see: published needs, and themes that were shared or agreed.
    """
    return [*_listed_needs(session, actor, place), *_listed_themes(session, actor, place)]


def _listed_needs(session: Session, actor: Actor, place: Place) -> Sequence[PriorityLine]:
    rows = session.execute(
        visible_needs(actor)
        .join(Priority, Priority.need_id == Need.id)
        .with_only_columns(Priority.id.label("priority_id"), Need)
        .where(Priority.place_id == place.id)
        .order_by(Need.number)
    ).all()
    ids = [need.id for _, need in rows]
    answers = answers_for_needs(session, actor, ids)
    people = {need.id: People(need.online, need.rooms) for _, need in rows}
    if place.kind is not PlaceKind.WHOLE:
        people = people_in_place(session, Counted.NEED, ids, place.id)
    return [
        PriorityLine.of_need(id_, need, people.get(need.id, NOBODY), answers.get(need.id))
        for id_, need in rows
    ]


def _listed_themes(session: Session, actor: Actor, place: Place) -> Sequence[PriorityLine]:
    rows = session.execute(
        visible_themes(actor)
        .join(Priority, Priority.theme_id == Theme.id)
        .with_only_columns(Priority.id.label("priority_id"), Theme)
        .where(Priority.place_id == place.id)
        .order_by(Theme.number)
    ).all()
    ids = [theme.id for _, theme in rows]
    here = EVERYWHERE if place.kind is PlaceKind.WHOLE else place.id
    people = people_in_place(session, Counted.THEME, ids, here)
    answers = answers_for_themes(session, actor, ids)
    return [
        PriorityLine.of_theme(id_, theme, people.get(theme.id, NOBODY), answers.get(theme.id))
        for id_, theme in rows
    ]


def places_listing(
    session: Session, actor: Actor, *, need_id: int | None = None, theme_id: int | None = None
) -> Sequence[ListedIn]:
    """Return the places that have a need or a theme on their list, the whole place first."""
    rows = session.execute(
        select(Priority.id, Place.name, Place.slug, Place.kind)
        .join(Place, Place.id == Priority.place_id)
        .where(_is_about(Priority, need_id, theme_id))
        .order_by(Place.kind.desc(), Place.position, Place.id)
    )
    return [ListedIn(row.id, row.name, row.slug, row.kind is PlaceKind.WHOLE) for row in rows]


def _is_about(
    table: type[Priority] | type[Decision], need_id: int | None, theme_id: int | None
) -> ColumnElement[bool]:
    return table.need_id == need_id if need_id is not None else table.theme_id == theme_id


def priority_to_take_off(session: Session, priority_id: int) -> Priority | None:
    """Return one line of a list, or None when it was taken off already."""
    return session.get(Priority, priority_id, with_for_update=True, populate_existing=True)


def _decisions() -> Select[*tuple[Any, ...]]:
    """Return decisions with what they are about. A published one has a number, a draft has none."""
    return (
        select(*DECISION_COLUMNS)
        .outerjoin(Need, Need.id == Decision.need_id)
        .outerjoin(TARGET, TARGET.id == Need.merged_into_id)
        .outerjoin(Theme, Theme.id == Decision.theme_id)
        .outerjoin(
            VoiceCount,
            and_(
                VoiceCount.counted == Counted.THEME,
                VoiceCount.subject_id == Decision.theme_id,
                VoiceCount.place_id == EVERYWHERE,
            ),
        )
    )


def decision_for(session: Session, actor: Actor, need: Need) -> DecisionLine | None:
    """Return the answer that stands for a need: its own, else the newest of its themes."""
    its_themes = select(NeedTheme.theme_id).where(NeedTheme.need_id == need.id)
    lines = _lines(
        session,
        _decisions()
        .where(
            Decision.is_standing,
            or_(Decision.need_id == need.id, Decision.theme_id.in_(its_themes)),
        )
        .order_by(Decision.need_id.is_(None), Decision.number.desc())
        .limit(1),
    )
    return lines[0] if lines else None


def answers_for_needs(
    session: Session, actor: Actor, need_ids: Collection[int]
) -> dict[int, DecisionLine]:
    """Return the answer that stands for each of some needs, where there is one."""
    rows = session.execute(
        _decisions()
        .join(NeedTheme, NeedTheme.theme_id == Decision.theme_id)
        .add_columns(NeedTheme.need_id.label("answered_id"))
        .where(NeedTheme.need_id.in_(need_ids), Decision.is_standing)
        .order_by(Decision.number)
    )
    answers = {row.answered_id: DecisionLine.from_row(row) for row in rows}
    own = _lines(session, _decisions().where(Decision.need_id.in_(need_ids), Decision.is_standing))
    return answers | {line.need_id: line for line in own if line.need_id}


def answers_for_themes(
    session: Session, actor: Actor, theme_ids: Collection[int]
) -> dict[int, DecisionLine]:
    """Return the answer that stands for each of some themes, where there is one."""
    statement = _decisions().where(Decision.theme_id.in_(theme_ids), Decision.is_standing)
    return {line.theme_id: line for line in _lines(session, statement) if line.theme_id}


def _lines(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[DecisionLine]:
    return [DecisionLine.from_row(row) for row in session.execute(statement)]


def decisions_newest(
    session: Session,
    actor: Actor,
    *,
    kind: DecisionKind | None = None,
    place_id: int | None = None,
    passed_to: Collection[str] = (),
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[DecisionLine]:
    """Return up to `size + 1` answers that stand, newest first, below (or above) a number.

    With `passed_to`, those that say one of these names has it now.
    An answer to a need that is no longer public is left out; its own page still says so.
    """
    statement = (
        _decisions()
        .where(
            Decision.number > (before or 0),
            Decision.is_standing,
            or_(Decision.theme_id.is_not(None), Need.moderation == Moderation.PUBLISHED),
        )
        .order_by(Decision.number if before is not None else Decision.number.desc())
        .limit(size + 1)
    )
    if after is not None:
        statement = statement.where(Decision.number < after)
    if kind is not None:  # the state is said again because the index begins with it
        statement = statement.where(
            Decision.kind == kind, Decision.state == DecisionState.PUBLISHED
        )
    if place_id is not None:
        statement = statement.where(_is_about_place(place_id))
    if passed_to:
        names = (Decision.passed_to.icontains(name, autoescape=True) for name in passed_to)
        statement = statement.where(or_(*names))
    return _lines(session, statement)


def _is_about_place(place_id: int) -> ColumnElement[bool]:
    """Tell whether the need, or a need under the theme, is about a place."""
    return or_(
        exists().where(NeedPlace.need_id == Decision.need_id, NeedPlace.place_id == place_id),
        exists().where(
            NeedTheme.theme_id == Decision.theme_id,
            NeedPlace.need_id == NeedTheme.need_id,
            NeedPlace.place_id == place_id,
        ),
    )


def decision_at_address(session: Session, actor: Actor, number: int) -> DecisionLine:
    """Return the published answer with a number; what was published stays readable for good."""
    return _one(session, Decision.number == number)


def answers_about(
    session: Session, actor: Actor, *, need_id: int | None = None, theme_id: int | None = None
) -> Sequence[DecisionLine]:
    """Return every published answer to one need or theme, oldest first: it is a thread."""
    about = _decisions().where(_is_about(Decision, need_id, theme_id))
    return _lines(session, about.where(Decision.number.is_not(None)).order_by(Decision.number))


def drafts(session: Session, actor: Actor) -> Sequence[DecisionLine]:
    """Return the answers that planners are writing, newest first."""
    unpublished = _decisions().where(Decision.state == DecisionState.DRAFT)
    return _lines(session, unpublished.order_by(Decision.id.desc()))


def draft_about(
    session: Session, *, need_id: int | None = None, theme_id: int | None = None
) -> Decision | None:
    """Return the draft on a need or theme, or None."""
    return session.scalar(
        select(Decision).where(
            _is_about(Decision, need_id, theme_id), Decision.state == DecisionState.DRAFT
        )
    )


def decision_line(session: Session, actor: Actor, decision_id: int) -> DecisionLine:
    """Return an answer as its readers see it, a draft too: for planners."""
    return _one(session, Decision.id == decision_id)


def _one(session: Session, which: ColumnElement[bool]) -> DecisionLine:
    row = session.execute(_decisions().where(which)).one_or_none()
    if row is None:
        raise NotFound
    return DecisionLine.from_row(row)


def decision_to_read(session: Session, decision_id: int) -> Decision:
    """Return an answer by id, whatever its state."""
    found = session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    return found


def decision_to_change(session: Session, decision_id: int) -> Decision:
    """Return an answer with its row held until the transaction ends, read anew."""
    found = session.get(Decision, decision_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def standing_to_replace(
    session: Session, *, need_id: int | None, theme_id: int | None
) -> Decision | None:
    """Return the answer that stands for a need or theme, with its row held."""
    return session.scalar(
        select(Decision)
        .where(_is_about(Decision, need_id, theme_id), Decision.is_standing)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def needs_answered_by_theme(session: Session, theme_id: int) -> Sequence[Need]:
    """Return the published needs under a theme without an answer of their own, rows held."""
    own = exists().where(Decision.need_id == Need.id, Decision.is_standing)
    return session.scalars(
        select(Need)
        .join(NeedTheme, NeedTheme.need_id == Need.id)
        .where(NeedTheme.theme_id == theme_id, Need.moderation == Moderation.PUBLISHED, ~own)
        .order_by(Need.id)
        .with_for_update(of=Need)
        .execution_options(populate_existing=True)
    ).all()
