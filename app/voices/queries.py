"""Reading supports and counts; the counts themselves are kept by `operations`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    distinct,
    exists,
    false,
    func,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.orm import Session

from app.needs.models import Moderation, Need, NeedPlace, NeedTheme
from app.people.models import Participant
from app.places.models import Place, PlaceKind
from app.places.queries import ids_above
from app.voices.counting import SupportFacts
from app.voices.lines import AreaOfNeed, HeldVoices, People
from app.voices.models import Counted, NeedSupport, VoiceCount


def target_id() -> ColumnElement[int]:
    """Return the id that a need counts for: its own, or that of the need it was merged into."""
    return func.coalesce(Need.merged_into_id, Need.id)


NOBODY = People()

# Put together once, on the tables, and carried out by the connection itself: building them for
# each voice, and the steps of the ORM, took longer than the reading.
_NEED, _SUPPORT, _PLACE = (each.__table__.c for each in (Need, NeedSupport, Place))
_THEME, _VOICE = NeedTheme.__table__.c, Participant.__table__.c


def needs_to_count(session: Session, need_ids: Iterable[int]) -> Sequence[Need]:
    """Return needs with their rows held, in one order so that two counts never deadlock."""
    return session.scalars(
        select(Need)
        .where(Need.id.in_(set(need_ids)))
        .order_by(Need.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def hold_voices_of(session: Session, need_ids: Collection[int]) -> None:
    """Hold everybody who supports some needs, after the needs and before history and counts.

    Who comes under a theme with a need may at this moment support another one there: each act
    then sees what the other did, and the person counts once.
    """
    supported = (
        select(NeedSupport.participant_id)
        .join(Need, Need.id == NeedSupport.need_id)
        .where(target_id().in_(need_ids) | Need.id.in_(need_ids))
    )
    voices = select(Participant.id).where(Participant.id.in_(supported))
    session.scalars(voices.order_by(Participant.id).with_for_update(read=True)).all()


_target = Need.__table__.alias()  # nothing for a need that was not merged
_target_id = func.coalesce(_NEED.merged_into_id, _NEED.id)
_supports_of = (
    select(
        _SUPPORT.need_id, _target_id.label("target_id"), _THEME.theme_id,
        _PLACE.kind, _PLACE.id.label("place_id"), _PLACE.parent_id, _PLACE.ward_id,
    )
    .join(Need.__table__, _NEED.id == _SUPPORT.need_id)
    .outerjoin(_target, _target.c.id == _NEED.merged_into_id)
    .outerjoin(
        NeedTheme.__table__,
        and_(
            _THEME.need_id == _target_id,
            func.coalesce(_target.c.moderation, _NEED.moderation) == Moderation.PUBLISHED,
        ),
    )
    .outerjoin(Place.__table__, _PLACE.id == _SUPPORT.place_id)
    .where(_SUPPORT.participant_id == bindparam("participant_id"))
)  # fmt: skip


_SUPPORTS_OF = _supports_of.add_columns(false())
_is_recent = _SUPPORT.supported_at > bindparam("recent_since")
_SUPPORTS_BESIDE = _supports_of.add_columns(_is_recent).where(
    or_(
        _is_recent,
        _target_id == bindparam("supported_id"),
        _THEME.theme_id.in_(
            select(_THEME.theme_id).where(_THEME.need_id == bindparam("supported_id"))
        ),
    )
)


def support_facts(session: Session, participant_id: int) -> dict[int, SupportFacts]:
    """Return the supports of one participant as they count, by the id of the need supported."""
    return _as_they_count(session, _SUPPORTS_OF, {"participant_id": participant_id})


def supports_beside(
    session: Session, participant_id: int, need_id: int, *, recent_since: datetime
) -> Sequence[SupportFacts]:
    """Return what one more support meets: the participant's for that need or under its themes.

    And those given lately, for the limit.
    """
    wanted = {"participant_id": participant_id, "supported_id": need_id}
    wanted_since = {**wanted, "recent_since": recent_since}
    return list(_as_they_count(session, _SUPPORTS_BESIDE, wanted_since).values())


def _as_they_count(
    session: Session, supports: Select[*tuple[Any, ...]], wanted: Mapping[str, Any]
) -> dict[int, SupportFacts]:
    facts: dict[int, SupportFacts] = {}
    rows = session.connection().execute(supports, wanted).all()
    for need_id, target, theme, *home, is_recent in rows:
        known = facts.get(need_id)
        themes = (known.theme_ids if known else ()) + ((theme,) if theme else ())
        area_id, ward_id = ids_above(*home)
        facts[need_id] = SupportFacts(target, themes, area_id, ward_id, is_recent)
    return facts


def theme_ids_of(session: Session, need_ids: Iterable[int]) -> set[int]:
    """Return the themes that some needs stand under."""
    return set(
        session.scalars(select(NeedTheme.theme_id).where(NeedTheme.need_id.in_(set(need_ids))))
    )


def supported_by(session: Session, participant_id: int | None, need_ids: Sequence[int]) -> set[int]:
    """Return which of these needs the participant supports, itself or through a merged one."""
    if participant_id is None or not need_ids:
        return set()
    return set(
        session.scalars(
            select(target_id())
            .select_from(NeedSupport)
            .join(Need, Need.id == NeedSupport.need_id)
            .where(NeedSupport.participant_id == participant_id, target_id().in_(need_ids))
        )
    )


def people_in_place(
    session: Session, counted: Counted, subject_ids: Sequence[int], place_id: int
) -> dict[int, People]:
    """Return kept counts of one place, by subject; a missing row is nobody."""
    rows = session.execute(
        select(VoiceCount.subject_id, VoiceCount.online, VoiceCount.rooms).where(
            VoiceCount.counted == counted,
            VoiceCount.subject_id.in_(subject_ids),
            VoiceCount.place_id == place_id,
        )
    )
    return {row.subject_id: People(row.online, row.rooms) for row in rows}


def people_by_place(session: Session, counted: Counted, subject_id: int) -> dict[int, People]:
    """Return kept counts of one subject, by place."""
    rows = session.execute(
        select(VoiceCount.place_id, VoiceCount.online, VoiceCount.rooms).where(
            VoiceCount.counted == counted, VoiceCount.subject_id == subject_id
        )
    )
    return {row.place_id: People(row.online, row.rooms) for row in rows}


def people_of_needs_in_place(
    session: Session, need_ids: Sequence[int], place: Place | None
) -> tuple[dict[int, People], People | None]:
    """Return how many people of one place said each need, and how many there took part at all."""
    if place is None:
        return {}, None
    needs = and_(VoiceCount.counted == Counted.NEED, VoiceCount.subject_id.in_(need_ids))
    everyone = and_(VoiceCount.counted == Counted.PLACE, VoiceCount.subject_id == 0)
    rows = session.execute(
        select(
            VoiceCount.counted, VoiceCount.subject_id, VoiceCount.online, VoiceCount.rooms
        ).where(or_(needs, everyone), VoiceCount.place_id == place.id)
    )
    said: dict[int, People] = {}
    took_part = People()
    for row in rows:
        people = People(row.online, row.rooms)
        if row.counted is Counted.PLACE:
            took_part = people
        else:
            said[row.subject_id] = people
    return said, took_part


def areas_of_need(session: Session, need_id: int) -> Sequence[AreaOfNeed]:
    """Return every local area with what a need has to do with it, in the order of areas."""
    counts = and_(
        VoiceCount.counted == Counted.NEED,
        VoiceCount.subject_id == need_id,
        VoiceCount.place_id == Place.id,
    )
    about = and_(NeedPlace.need_id == need_id, NeedPlace.place_id == Place.id)
    rows = session.execute(
        select(Place.name, Place.slug, NeedPlace.need_id, VoiceCount.online, VoiceCount.rooms)
        .outerjoin(VoiceCount, counts)
        .outerjoin(NeedPlace, about)
        .where(Place.kind == PlaceKind.LOCAL_AREA)
        .order_by(Place.position, Place.name, Place.id)
    )
    return [
        AreaOfNeed(name, slug, need is not None, People(online or 0, rooms or 0))
        for name, slug, need, online, rooms in rows
    ]


def same_as(
    session: Session, need: Need, participant_id: int | None
) -> tuple[Sequence[Need], bool]:
    """Return the needs that were merged into one, and whether the participant supports any."""
    supports = (
        exists()
        .where(NeedSupport.need_id == Need.id, NeedSupport.participant_id == participant_id)
        .label("is_supported")
    )
    rows = session.execute(
        select(Need, supports)
        .where(or_(Need.id == need.id, Need.merged_into_id == need.id))
        .order_by(Need.id)
    ).all()
    return [row[0] for row in rows if row[0].id != need.id], any(row[1] for row in rows)


def took_part_by_place(session: Session) -> dict[int, People]:
    """Return how many took part in each place; place 0 holds everybody who took part."""
    return people_by_place(session, Counted.PLACE, 0)


def held_voices(session: Session) -> Sequence[HeldVoices]:
    """Return the rushes that wait for a check, largest first."""
    people = func.count(distinct(Participant.id))
    rows = session.execute(
        select(Participant.address_mark, people, func.count(NeedSupport.need_id))
        .outerjoin(NeedSupport, NeedSupport.participant_id == Participant.id)
        .where(Participant.is_held, Participant.joined_into_id.is_(None))
        .group_by(Participant.address_mark)
        .order_by(people.desc(), Participant.address_mark)
    )
    return [HeldVoices(mark or "", count, supports) for mark, count, supports in rows]


def need_ids_touched_by(session: Session, participant_ids: Collection[int]) -> set[int]:
    """Return the needs that some voices support or wrote, and those that count in their place."""
    supported = (
        select(Need.id, target_id())
        .join(NeedSupport, NeedSupport.need_id == Need.id)
        .where(NeedSupport.participant_id.in_(participant_ids))
    )
    written = select(Need.id, target_id()).where(Need.participant_id.in_(participant_ids))
    return {each for row in session.execute(supported.union(written)) for each in row}


def support_rows(session: Session, participant_id: int) -> Sequence[NeedSupport]:
    """Return the support rows of one participant, to be moved when two are joined."""
    ones_own = select(NeedSupport).where(NeedSupport.participant_id == participant_id)
    return session.scalars(ones_own.order_by(NeedSupport.need_id)).all()
