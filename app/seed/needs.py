"""Laying out what people said: needs published, taken down and waiting, and who says so."""

from collections.abc import Mapping
from datetime import time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.demo.needs import NEEDS
from app.demo.places import PARTNERSHIP
from app.demo.queue import QUEUE, TAKEN_DOWN
from app.demo.shapes_of_needs import Need as DemoNeed
from app.demo.shapes_of_needs import TakenDownNeed, WaitingNeed
from app.demo.spread import SPREADS, rooms_by_gathering
from app.demo.vocabulary import ALL_AREAS, AreaCode
from app.foundation import search_index
from app.foundation.access import Actor
from app.foundation.clock import working_days_after
from app.needs.models import (
    Barrier,
    Channel,
    Moderation,
    Need,
    NeedPlace,
    Progress,
    PutForwardAs,
)
from app.needs.operations import searchable_words
from app.people.models import Participant
from app.seed.known import Known, number_of
from app.seed.moments import in_turn, moment, some_time
from app.seed.operations import Row, put_rows, put_rows_with_ids
from app.seed.voices import Times, Voices
from app.themes.models import ActingLevel
from app.voices.models import NeedRoomVoice, NeedSupport

AnyNeed = DemoNeed | TakenDownNeed | WaitingNeed
# What was ever public, in the order of publishing.
EVER_PUBLIC: tuple[DemoNeed | TakenDownNeed, ...] = (*NEEDS, *TAKEN_DOWN)


def times_of_needs(chance: Random) -> dict[str, Times]:
    """Return when each need was sent and published, so that numbers follow publishing."""
    days = [each.published_on for each in EVER_PUBLIC]
    times = {}
    published = in_turn(days, first=time(9, 30), minutes_apart=20)
    for each, published_at in zip(EVER_PUBLIC, published, strict=True):
        sent_at = some_time(chance, each.sent_on, before=published_at)
        times[each.code] = Times(sent_at, published_at)
    sent = in_turn([each.sent_on for each in QUEUE], first=time(7, 20), minutes_apart=97)
    for waiting, sent_at in zip(QUEUE, sent, strict=True):
        times[waiting.key] = Times(sent_at, None)
    return times


def lay_out_participants(session: Session, actor: Actor, known: Known, voices: Voices) -> list[int]:
    """Put down everybody who takes part online; return their ids by their numbers."""
    made_at = voices.first_acts()
    in_order = sorted(range(len(voices.homes)), key=lambda person: (made_at[person], person))
    rows = [
        {
            "made_at": made_at[person],
            "place_id": known.neighbourhoods[voices.homes[person]],
            "joined_into_id": None,
            "address_mark": None,
            "is_held": False,
        }
        for person in in_order
    ]
    ids = put_rows_with_ids(session, actor, Participant, rows)
    id_of = dict(zip(in_order, ids, strict=True))
    for key, writer in voices.writers.items():
        known.participants[key] = id_of[writer]
    return [id_of[person] for person in range(len(voices.homes))]


def lay_out_needs(session: Session, actor: Actor, known: Known, times: Mapping[str, Times]) -> None:
    """Put down every need with its places, and the published ones into the search."""
    published = {each.code: _published_row(known, each, times[each.code]) for each in NEEDS}
    _put_needs(session, actor, known, published)
    others = {each.code: _taken_down_row(known, each, times[each.code]) for each in TAKEN_DOWN}
    others |= {each.key: _waiting_row(known, each, times[each.key]) for each in QUEUE}
    _put_needs(session, actor, known, others)
    areas: dict[str, tuple[AreaCode, ...]] = {each.code: each.areas for each in EVER_PUBLIC} | {
        each.key: each.areas for each in QUEUE
    }
    place_rows = [
        {"need_id": known.needs[key], "place_id": place_id, "number": row["number"] or 0}
        for key, row in {**published, **others}.items()
        for place_id in known.places_about(areas[key])
    ]
    put_rows(session, actor, NeedPlace, place_rows)
    search_index.put_many(
        session, [(row["number"], words_to_search(row)) for row in published.values()]
    )


def words_to_search(row: Row) -> str:
    """Return what a search looks through in a need that is still a row of values."""
    return searchable_words(
        Need(title=row["title"], words=row["words"], works_well=row["works_well"])
    )


def _put_needs(session: Session, actor: Actor, known: Known, rows: Mapping[str, Row]) -> None:
    ids = put_rows_with_ids(session, actor, Need, list(rows.values()))
    known.needs.update(zip(rows, ids, strict=True))


def _row(known: Known, need: AnyNeed, key: str, times: Times, **other: object) -> Row:
    """Return the columns that every need has; `other` holds what differs."""
    works_well = getattr(need, "works_well", "")
    answer_by = need.sent_on + timedelta(weeks=PARTNERSHIP.answered_within_weeks)
    return {
        "number": None,
        "conversation_id": known.conversations[need.conversation],
        "title": need.title,
        "words": need.words,
        "works_well": works_well,
        "about_whom": need.about,
        "barrier": Barrier(need.barrier) if need.barrier else None,
        "is_about_whole_place": need.areas == ALL_AREAS,
        "channel": Channel(need.channel),
        "put_forward_as": PutForwardAs.RESIDENT,
        "organisation_id": None,
        "participant_id": known.participants.get(key),
        "moderation": Moderation.WAITING,
        "progress": Progress.NEW,
        "is_small_group_big_need": False,
        "is_gap": False,
        "is_works_well": bool(works_well) and not need.words,
        "level": None,
        "team_line": "",
        "sent_at": times.sent_at,
        "check_by": working_days_after(need.sent_on, PARTNERSHIP.checked_within_working_days),
        "answer_by": answer_by,
        "published_at": times.published_at,
        "taken_down_at": None,
        "reason_code": None,
        "merged_into_id": None,
        "send_key": None,
        "revision": 0,
        "online": 0,
        "rooms": 0,
        "people": 0,
        **other,
    }


def _published_row(known: Known, need: DemoNeed, times: Times) -> Row:
    return _row(
        known,
        need,
        need.code,
        times,
        number=number_of(need.code),
        put_forward_as=PutForwardAs(need.put_forward_as),
        organisation_id=known.organisations[need.organisation] if need.organisation else None,
        moderation=Moderation.PUBLISHED,
        progress=Progress(need.progress),
        is_small_group_big_need="small_group_big_need" in need.marks,
        is_gap="gap" in need.marks,
        is_works_well="works_well" in need.marks,
        level=ActingLevel(need.level),
        team_line=need.team_line,
        revision=1,
    )


def _taken_down_row(known: Known, need: TakenDownNeed, times: Times) -> Row:
    is_merged = need.merged_into is not None
    return _row(
        known,
        need,
        need.code,
        times,
        number=number_of(need.code),
        moderation=Moderation(need.moderation),
        taken_down_at=None if is_merged else moment(need.taken_down_on, 11),
        reason_code=need.reason_code,
        merged_into_id=known.needs[need.merged_into] if need.merged_into else None,
        revision=2,
    )


def _waiting_row(known: Known, need: WaitingNeed, times: Times) -> Row:
    return _row(known, need, need.key, times)


def lay_out_supports(
    session: Session, actor: Actor, known: Known, voices: Voices, participants: list[int]
) -> None:
    """Put down who says so online, and how many said so in each room."""
    homes = [known.neighbourhoods[slug] for slug in voices.homes]
    supports = [
        {
            "need_id": known.needs[said.need],
            "participant_id": participants[said.person],
            "place_id": homes[said.person],
            "channel": said.channel,
            "supported_at": said.at,
        }
        for said in voices.said
    ]
    put_rows(session, actor, NeedSupport, supports)
    rooms = [
        {
            "need_id": known.needs[spread.need],
            "gathering_id": known.gatherings[gathering],
            "people": people,
        }
        for spread in SPREADS
        for gathering, people in rooms_by_gathering(spread).items()
    ]
    put_rows(session, actor, NeedRoomVoice, rooms)
