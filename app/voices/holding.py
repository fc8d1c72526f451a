"""The need and the voice of one press on "me too", read and held in one order.

The statements are put together once, on the tables: building them for each press took longer than
carrying them out.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Home, NotFound
from app.needs.models import Moderation, Need, NeedTheme
from app.people.models import Participant
from app.places.models import Place
from app.places.queries import place_ids_above
from app.voices.lines import Backing

_NEED, _THEME, _VOICE = (each.__table__.c for each in (Need, NeedTheme, Participant))


def _held(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    themes = (
        select(func.aggregate_strings(cast(_THEME.theme_id, String), ","))
        .where(_THEME.need_id == _NEED.id)
        .scalar_subquery()
    )
    return (
        select(
            _NEED.id, _NEED.number, _NEED.title, _NEED.online, _NEED.rooms, _NEED.merged_into_id,
            _NEED.moderation, themes.label("themes"), _VOICE.is_held, _VOICE.joined_into_id,
            _VOICE.place_id,
        )
        .select_from(Need.__table__)
        .join(Participant.__table__, _VOICE.id == bindparam("participant_id"))
        .where(which)
        .with_for_update(of=[Need.__table__, Participant.__table__])
    )  # fmt: skip


_BY_ID = _held(_NEED.id == bindparam("wanted"))
_BY_NUMBER = _held(
    _NEED.id
    == select(func.coalesce(_NEED.merged_into_id, _NEED.id))
    .where(_NEED.number == bindparam("wanted"))
    .scalar_subquery()
)


def need_to_support(session: Session, actor: Actor, number: int) -> Backing:
    """Return a need (a merged one's target) and the actor's voice, held in this order."""
    who, connection = {"participant_id": actor.participant_id}, session.connection()
    row = connection.execute(_BY_NUMBER, {"wanted": number, **who}).one_or_none()
    while row is not None and row.merged_into_id is not None:  # merged at this moment
        row = connection.execute(_BY_ID, {"wanted": row.merged_into_id, **who}).one_or_none()
    if row is None or row.moderation is not Moderation.PUBLISHED:
        raise NotFound
    theme_ids = tuple(sorted(int(each) for each in (row.themes or "").split(",") if each))
    return Backing(
        row.id, row.number, row.title, row.online, row.rooms, theme_ids,
        row.is_held, row.joined_into_id, _home(session, actor, row.place_id),
    )  # fmt: skip


def _home(session: Session, actor: Actor, place_id: int | None) -> Home | None:
    """Return where the voice lives: mostly what is known already, unless it moved meanwhile."""
    if place_id is None:
        return None
    if actor.home is not None and actor.home.place_id == place_id:
        return actor.home
    return Home(place_id, *place_ids_above(session.get_one(Place, place_id)))
