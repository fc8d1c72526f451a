"""What the kept counts must equal. Each figure comes from the rows by one grouped statement."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    case,
    distinct,
    func,
    literal_column,
    null,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from app.conversations.models import Gathering
from app.needs.models import Moderation, Need, NeedTheme
from app.people.models import Participant
from app.places.models import Place, PlaceKind
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted, NeedRoomVoice, NeedSupport, VoiceCount
from app.voices.queries import target_id

# (id of the need, theme or 0, id of the place)
Totals = dict[tuple[int, int], People]

_EVERYWHERE: ColumnElement[int] = literal_column(str(EVERYWHERE))
_WARD = Place.ward_id
_AREA = case((Place.kind == PlaceKind.LOCAL_AREA, Place.id), else_=Place.parent_id)
_NEIGHBOURHOOD = case((Place.kind == PlaceKind.NEIGHBOURHOOD, Place.id), else_=null())


def _among(column: SQLColumnExpression[Any], ids: Iterable[int] | None) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(set(ids))


def _grouped(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    subject: SQLColumnExpression[Any],
    place: SQLColumnExpression[Any],
    people: ColumnElement[Any],
) -> dict[tuple[int, int], int]:
    """Run a count grouped by subject and place.

    Groups go by name, since PostgreSQL will not see two CASEs with parameters as one.
    """
    rows = session.execute(
        statement.with_only_columns(
            subject.label("at_subject"), place.label("at_place"), people.label("at_people")
        )
        .where(place.is_not(None))
        .group_by("at_subject", "at_place")
    )
    return {(row.at_subject, row.at_place): int(row.at_people) for row in rows}


def _together(online: dict[tuple[int, int], int], rooms: dict[tuple[int, int], int]) -> Totals:
    return {
        key: People(online.get(key, 0), rooms.get(key, 0))
        for key in online.keys() | rooms.keys()
        if online.get(key) or rooms.get(key)
    }


def _supports() -> Select[*tuple[Any, ...]]:
    return (
        select(NeedSupport.need_id)
        .join(Need, Need.id == NeedSupport.need_id)
        .join(Participant, Participant.id == NeedSupport.participant_id)
        .outerjoin(Place, Place.id == NeedSupport.place_id)
        .where(~Participant.is_held)
    )


def _room_voices() -> Select[*tuple[Any, ...]]:
    return (
        select(NeedRoomVoice.need_id)
        .join(Need, Need.id == NeedRoomVoice.need_id)
        .join(Gathering, Gathering.id == NeedRoomVoice.gathering_id)
        .join(Place, Place.id == Gathering.place_id)
    )


def people_of_needs(session: Session, need_ids: Iterable[int] | None) -> Totals:
    """Count the people of needs (all of them for None): everywhere, by local area and by ward."""
    chosen = _among(target_id(), need_ids)
    totals: Totals = {}
    for place in (_EVERYWHERE, _AREA, _WARD):
        voices = func.count(distinct(NeedSupport.participant_id))
        online = _grouped(session, _supports().where(chosen), target_id(), place, voices)
        said = func.sum(NeedRoomVoice.people)
        rooms = _grouped(session, _room_voices().where(chosen), target_id(), place, said)
        totals |= _together(online, rooms)
    return totals


def people_of_themes(session: Session, theme_ids: Iterable[int] | None) -> Totals:
    """Count the people of themes: everywhere, by local area and by ward.

    Only needs that are published, or merged into one that is, count. The people of one room count
    for a theme at most as many as came and are not counted online already.
    """
    target = aliased(Need)
    chosen = _among(NeedTheme.theme_id, theme_ids)

    def under_themes(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        return (
            statement.join(target, target.id == target_id())
            .join(NeedTheme, NeedTheme.need_id == target.id)
            .where(chosen, target.moderation == Moderation.PUBLISHED)
        )

    said = func.sum(NeedRoomVoice.people)
    heard_here = Gathering.came - Gathering.also_online
    by_room = (
        under_themes(_room_voices())
        .with_only_columns(
            NeedTheme.theme_id,
            Gathering.id.label("gathering_id"),
            case((said > heard_here, heard_here), else_=said).label("people"),
        )
        .group_by(NeedTheme.theme_id, Gathering.id, Gathering.came, Gathering.also_online)
        .subquery()
    )
    in_rooms = (
        select(by_room.c.theme_id)
        .join(Gathering, Gathering.id == by_room.c.gathering_id)
        .join(Place, Place.id == Gathering.place_id)
    )
    totals: Totals = {}
    for place in (_EVERYWHERE, _AREA, _WARD):
        voices = func.count(distinct(NeedSupport.participant_id))
        online = _grouped(session, under_themes(_supports()), NeedTheme.theme_id, place, voices)
        rooms = _grouped(session, in_rooms, by_room.c.theme_id, place, func.sum(by_room.c.people))
        totals |= _together(online, rooms)
    return totals


def people_who_took_part(session: Session) -> Totals:
    """Count who took part: each voice once, and who came to gatherings less those also online."""
    online_rows = (
        select(Participant.id)
        .outerjoin(Place, Place.id == Participant.place_id)
        .where(~Participant.is_held, Participant.joined_into_id.is_(None))
    )
    room_rows = select(Gathering.id).join(Place, Place.id == Gathering.place_id)
    in_rooms = func.sum(Gathering.came - Gathering.also_online)
    nobody: ColumnElement[int] = literal_column("0")
    totals: Totals = {}
    for place in (_EVERYWHERE, _AREA, _WARD, _NEIGHBOURHOOD):
        online = _grouped(session, online_rows, nobody, place, func.count(Participant.id))
        rooms = _grouped(session, room_rows, nobody, place, in_rooms)
        totals |= _together(online, rooms)
    return totals


def kept_counts(session: Session, counted: Counted, ids: Iterable[int] | None = None) -> Totals:
    """Return the kept counts of one kind that are not zero."""
    rows = session.execute(
        select(
            VoiceCount.subject_id, VoiceCount.place_id, VoiceCount.online, VoiceCount.rooms
        ).where(VoiceCount.counted == counted, _among(VoiceCount.subject_id, ids))
    )
    return {
        (row.subject_id, row.place_id): People(row.online, row.rooms)
        for row in rows
        if row.online or row.rooms
    }


def kept_need_totals(session: Session) -> Totals:
    """Return the totals that needs keep themselves, where they are not zero."""
    rows = session.execute(select(Need.id, Need.online, Need.rooms, Need.people))
    totals = {(row.id, EVERYWHERE): (People(row.online, row.rooms), row.people) for row in rows}
    return {key: people for key, (people, summed) in totals.items() if people.together or summed}


def all_need_ids(session: Session) -> set[int]:
    """Return the ids of all needs."""
    return set(session.scalars(select(Need.id)))


def all_theme_ids(session: Session) -> set[int]:
    """Return the ids of all themes that hold a need or a count."""
    held = set(session.scalars(select(NeedTheme.theme_id).distinct()))
    counted = select(VoiceCount.subject_id).where(VoiceCount.counted == Counted.THEME).distinct()
    return held | set(session.scalars(counted))


def places_that_count(session: Session) -> list[int]:
    """Return the places for which needs and themes are counted: everywhere, areas, wards."""
    kinds = (PlaceKind.LOCAL_AREA, PlaceKind.WARD)
    return [
        EVERYWHERE,
        *session.scalars(select(Place.id).where(Place.kind.in_(kinds)).order_by(Place.id)),
    ]


def lock_counts(session: Session, counted: Counted, ids: Iterable[int]) -> None:
    """Hold the kept counts of some subjects until the transaction ends."""
    session.execute(
        select(VoiceCount.subject_id)
        .where(VoiceCount.counted == counted, VoiceCount.subject_id.in_(set(ids)))
        .order_by(VoiceCount.subject_id, VoiceCount.place_id)
        .with_for_update()
    ).all()
