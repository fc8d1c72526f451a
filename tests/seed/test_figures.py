"""The demo place has the people and voices that its page of figures says, on both databases."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.demo.places import NEIGHBOURHOODS
from app.demo.spread import CAMPAIGN
from app.demo.vocabulary import AREA_CODES
from app.foundation.access import Actor
from app.needs.models import Channel, Need, PutForwardAs
from app.people.models import Participant
from app.places.models import Place, PlaceKind
from app.recounts.operations import differences
from app.seed.moments import OPENING
from app.voices.models import EVERYWHERE, Counted, NeedSupport, VoiceCount
from tests.demo.figures import (
    AREA,
    AREA_FIGURES,
    BY_AREA,
    NEED_FIGURES,
    ONLINE,
    ROOMS,
    code,
)


def took_part(session: Session) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(VoiceCount.place_id, VoiceCount.online, VoiceCount.rooms).where(
            VoiceCount.counted == Counted.PLACE, VoiceCount.subject_id == 0
        )
    )
    return {place_id: (online, rooms) for place_id, online, rooms in rows}


def places(session: Session, kind: PlaceKind) -> dict[str, Place]:
    return {place.slug: place for place in session.scalars(select(Place).where(Place.kind == kind))}


def need_numbered(session: Session, number: int) -> Need:
    return session.scalars(select(Need).where(Need.number == number)).one()


def test_who_took_part_by_area(demo: Session) -> None:
    kept, areas = took_part(demo), places(demo, PlaceKind.LOCAL_AREA)
    for area_code in AREA_CODES:
        area = areas[AREA[area_code].slug]
        online, rooms = kept[area.id]
        people, percent, *figures, _also_online, per_thousand = AREA_FIGURES[area_code]
        assert (area.population, area.most_deprived_percent) == (people, percent)
        assert [online, rooms] == figures
        assert round((online + rooms) / people * 1000, 1) == per_thousand


def test_who_took_part_in_the_whole_place(demo: Session) -> None:
    assert took_part(demo)[EVERYWHERE] == (1_175, 237)
    (whole,) = places(demo, PlaceKind.WHOLE).values()
    assert whole.population == 92_400
    assert round(1_412 / whole.population * 1000, 1) == 15.3
    assert demo.scalar(select(func.count()).select_from(Participant)) == 1_175


def test_who_took_part_by_neighbourhood_and_ward(demo: Session) -> None:
    kept = took_part(demo)
    neighbourhoods = places(demo, PlaceKind.NEIGHBOURHOOD)
    assert len(neighbourhoods) == 21
    for each in NEIGHBOURHOODS:
        assert kept[neighbourhoods[each.slug].id][0] == each.online, each.name
    wards = places(demo, PlaceKind.WARD)
    assert len(wards) == 9
    for slug, ward in wards.items():
        inside = sum(each.online for each in NEIGHBOURHOODS if each.ward == slug)
        assert kept[ward.id][0] == inside, slug
    # Rooms count for a ward where the area they met in lies in it whole.
    assert kept[wards["coalbrae"].id] == (19, 39)
    assert kept[wards["harbour"].id][1] == 0


def test_all_forty_needs_have_their_people_online_and_in_rooms(demo: Session) -> None:
    rows = demo.execute(
        select(Need.number, Need.online, Need.rooms, Need.people)
        .where(Need.number <= 40)
        .order_by(Need.number)
    ).all()
    assert [row.number for row in rows] == list(range(1, 41))
    for number, online, rooms, people in rows:
        assert (online, rooms) == NEED_FIGURES[number][1:3], code(number)
        assert people == online + rooms


def test_every_need_has_its_people_by_area(demo: Session) -> None:
    areas = {place.id: slug for slug, place in places(demo, PlaceKind.LOCAL_AREA).items()}
    letters = {area.slug: area_code for area_code, area in AREA.items()}
    rows = demo.execute(
        select(Need.number, VoiceCount.place_id, VoiceCount.online, VoiceCount.rooms)
        .join(VoiceCount, VoiceCount.subject_id == Need.id)
        .where(VoiceCount.counted == Counted.NEED, VoiceCount.place_id.in_(areas))
    )
    kept: dict[str, dict[str, tuple[int, int]]] = {}
    for number, place_id, online, rooms in rows:
        kept.setdefault(code(number or 0), {})[letters[areas[place_id]]] = (online, rooms)
    for need in ONLINE:
        expected = {
            area: (ONLINE[need].get(area, 0), ROOMS[need].get(area, 0))
            for area in AREA_CODES
            if area in ONLINE[need] or area in ROOMS[need]
        }
        assert kept[need] == expected, need
    for need, by_area in BY_AREA.items():
        assert tuple(sum(kept[need][area]) for area in AREA_CODES) == by_area


def test_every_count_equals_a_recount(demo: Session) -> None:
    assert differences(demo, Actor.system("check")) == []


def test_a_recount_would_notice_a_wrong_count(demo: Session) -> None:
    need_numbered(demo, 7).online += 1
    assert len(differences(demo, Actor.system("check"))) == 1


def test_everybody_online_says_something(demo: Session) -> None:
    silent = select(func.count()).where(
        ~select(NeedSupport.need_id).where(NeedSupport.participant_id == Participant.id).exists()
    )
    assert demo.scalar(silent.select_from(Participant)) == 0
    homeless = select(func.count()).select_from(Participant).where(Participant.place_id.is_(None))
    assert demo.scalar(homeless) == 0


def test_a_writer_is_the_first_voice_of_a_need(demo: Session) -> None:
    own = aliased(NeedSupport)
    rows = demo.execute(
        select(Need.number, Need.sent_at, Need.channel, own.supported_at, own.channel)
        .outerjoin(own, (own.need_id == Need.id) & (own.participant_id == Need.participant_id))
        .where(Need.put_forward_as == PutForwardAs.RESIDENT)
    ).all()
    assert len(rows) == 38 + 3 + 22
    for number, sent_at, channel, said_at, said_by in rows:
        assert (said_at, said_by) == (sent_at, channel), number
    first = select(NeedSupport.need_id, func.min(NeedSupport.supported_at).label("at"))
    earliest = first.group_by(NeedSupport.need_id).subquery()
    earlier = (
        select(Need.number)
        .join(earliest, earliest.c.need_id == Need.id)
        .where(earliest.c.at < Need.sent_at)
    )
    assert demo.scalars(earlier).all() == []


def test_a_groups_need_adds_nobody(demo: Session) -> None:
    of_groups = demo.scalars(select(Need).where(Need.put_forward_as == PutForwardAs.GROUP)).all()
    assert sorted(need.number or 0 for need in of_groups) == [26, 38]
    for need in of_groups:
        assert need.participant_id is None
        assert need.organisation_id is not None


def test_the_merged_needs_writer_counts_once(demo: Session) -> None:
    merged = need_numbered(demo, 41)
    said = demo.scalars(
        select(NeedSupport.need_id).where(NeedSupport.participant_id == merged.participant_id)
    ).all()
    assert {merged.id, need_numbered(demo, 1).id} <= set(said)
    assert (merged.online, merged.people) == (0, 0)


def test_nobody_speaks_before_they_came_or_after_the_opening(demo: Session) -> None:
    too_early = (
        select(func.count())
        .select_from(NeedSupport)
        .join(Participant, Participant.id == NeedSupport.participant_id)
        .where(NeedSupport.supported_at < Participant.made_at)
    )
    assert demo.scalar(too_early) == 0
    latest = demo.scalar(select(func.max(NeedSupport.supported_at)))
    assert latest is not None
    assert latest <= OPENING


def test_the_campaign_is_a_rush(demo: Session) -> None:
    parking = need_numbered(demo, int(CAMPAIGN.need[2:]))
    moments = sorted(
        demo.scalars(select(NeedSupport.supported_at).where(NeedSupport.need_id == parking.id))
    )
    in_the_rush = max(
        sum(begins <= at < begins + timedelta(minutes=CAMPAIGN.minutes) for at in moments)
        for begins in moments
    )
    assert CAMPAIGN.people <= in_the_rush <= CAMPAIGN.people + 3


def test_only_writers_came_by_another_way(demo: Session) -> None:
    rows = demo.execute(select(NeedSupport.channel, func.count()).group_by(NeedSupport.channel))
    by_channel = {row[0]: row[1] for row in rows}
    other_ways = select(func.count()).where(
        Need.participant_id.is_not(None), Need.channel != Channel.ONLINE
    )
    assert sum(by_channel.values()) == sum(figures[1] for figures in NEED_FIGURES.values()) + 25
    online = by_channel.pop(Channel.ONLINE)
    assert sum(by_channel.values()) == demo.scalar(other_ways) < online
