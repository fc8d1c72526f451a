"""The rows that stand around made-up needs: places, voices, counts, and what staff did."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.foundation import clock
from app.foundation.access import Role
from app.foundation.database import Base
from app.moderation.models import Verdict
from app.moderation.reasons import VERBS
from app.needs.models import Channel, Moderation, Need, NeedPlace, Progress
from app.priorities.models import DecisionKind, DecisionState
from app.seed.crowd import Crowd, Home
from app.seed.history import entry
from app.seed.made_up import ANSWERED_AFTER, MadeUp, Scene, moment_of
from app.seed.operations import Row
from app.voices.models import Counted, NeedRoomVoice, NeedSupport, VoiceCount

# How an answer of each kind is worded.
ANSWERS = {
    DecisionKind.NOT_NOW: (
        "Not this year. The money for this year is spent.",
        "Other things came first on the list of this area.",
    ),
    DecisionKind.NOT_OURS: (
        "We passed this on to those who can do it.",
        "The partnership has no say in this. The body named here has.",
    ),
    DecisionKind.YOU_CAN: (
        "A group near you wants to do this, and we help with a room.",
        "People there said that they would rather run it themselves.",
    ),
}


def rows_about(
    made: MadeUp, need_id: int, crowd: Crowd, scene: Scene, participants: list[int]
) -> dict[type[Base], list[Row]]:
    """Return the rows that stand around a need, by their table."""
    number = made.row["number"] or 0
    channel = made.row["channel"]
    homes = [crowd.homes[person] for person, _at in made.voices]
    rows: dict[type[Base], list[Row]] = {
        NeedPlace: [
            {"need_id": need_id, "place_id": place_id, "number": number}
            for place_id in _places_about(made, scene)
        ],
        NeedSupport: [
            {
                "need_id": need_id,
                "participant_id": participants[person],
                "place_id": home.place_id,
                "channel": Channel.ONLINE if position else channel,
                "supported_at": moment_of(at),
            }
            for position, ((person, at), home) in enumerate(zip(made.voices, homes, strict=True))
        ],
        NeedRoomVoice: [
            {"need_id": need_id, "gathering_id": room.gathering_id, "people": people}
            for room, people in made.rooms
        ],
        VoiceCount: _counts(made, need_id, homes, scene),
    }
    return rows


def _places_about(made: MadeUp, scene: Scene) -> list[int]:
    if made.row["is_about_whole_place"]:
        return scene.all_place_ids
    wards = {scene.wards_above[area_id] for area_id in made.area_ids} - {None}
    return sorted({*made.area_ids, *(ward for ward in wards if ward is not None)})


def _counts(made: MadeUp, need_id: int, homes: list[Home], scene: Scene) -> list[Row]:
    """Return how many people say so in each area and ward, online and in rooms."""
    online: Counter[int] = Counter()
    in_rooms: Counter[int] = Counter()
    for home in homes:
        online[home.area_id] += 1
        if home.ward_id is not None:
            online[home.ward_id] += 1
    for room, people in made.rooms:
        in_rooms[room.area_id] += people
        ward_id = scene.wards_above[room.area_id]
        if ward_id is not None:
            in_rooms[ward_id] += people
    return [
        {
            "counted": Counted.NEED,
            "subject_id": need_id,
            "place_id": place_id,
            "online": online[place_id],
            "rooms": in_rooms[place_id],
        }
        for place_id in online.keys() | in_rooms.keys()
    ]


@dataclass
class Past:
    """What staff did with a need, as rows by their table, and its answer if it has one."""

    history: list[Row]
    verdicts: list[Row] = field(default_factory=list)
    themes: list[Row] = field(default_factory=list)
    answer: dict[str, Any] | None = None

    def staff(self, at: datetime, verb: str, need_id: int, role: Role, by: int | None) -> None:
        """Add an act of staff."""
        act = entry(at, verb, Need, need_id, acting_as=role.value, person_id=by)
        self.history.append(act)


def past_of(made: MadeUp, need_id: int, writer: int, scene: Scene, chance: Random) -> Past:
    """Return what became of a need since it was sent."""
    published_at = made.row["published_at"]
    sent = entry(made.row["sent_at"], "put forward", Need, need_id, participant_id=writer)
    past = Past([sent])
    if published_at is None:
        return past
    moderator = chance.choice(scene.moderator_ids)
    past.verdicts.append(_published(need_id, moderator, published_at))
    past.staff(published_at, VERBS[Verdict.PUBLISH], need_id, Role.MODERATOR, moderator)
    progress = made.row["progress"]
    if progress is Progress.NEW:
        return past
    grouped_at = published_at + timedelta(days=7)
    past.themes.append(
        {
            "need_id": need_id,
            "theme_id": made.theme_id,
            "number": made.row["number"],
            "grouped_at": grouped_at,
        }
    )
    planner = scene.planner_id
    past.staff(grouped_at, "put under a theme", need_id, Role.PLANNER, planner)
    if progress is Progress.GROUPED:
        return past
    decided_at = published_at + timedelta(seconds=ANSWERED_AFTER)
    if made.answer is not None:
        past.answer = _answer(made, need_id, made.answer, decided_at)
    past.staff(decided_at, f"progress: {progress.value}", need_id, Role.PLANNER, planner)
    return past


def _published(need_id: int, moderator: int, at: datetime) -> Row:
    return {
        "need_id": need_id,
        "verdict": Verdict.PUBLISH,
        "reason_code": None,
        "words_to_sender": "",
        "decided_by_id": moderator,
        "decided_at": at,
        "moderation_before": Moderation.WAITING,
        "target_id": None,
        "places_before": "",
        "was_about_whole_place": False,
        "revision_after": 1,
        "undone_at": None,
        "undone_by_id": None,
    }


def _answer(made: MadeUp, need_id: int, kind: DecisionKind, at: datetime) -> dict[str, Any]:
    """Return the columns of an answer; its number is given when it is put down."""
    we_decided, why = ANSWERS[kind]
    decided_on = clock.local_day(at)
    return {
        "need_id": need_id,
        "theme_id": None,
        "kind": kind,
        "people_said": made.row["title"],
        "we_decided": we_decided,
        "why": why,
        "decided_by": "Area Resource Group",
        "decided_on": decided_on,
        "look_again_on": decided_on + timedelta(weeks=52),
        "what_next": "We look at it again in a year, and say here what we found.",
        "differs_because": "",
        "passed_to": "The body that runs it" if kind is DecisionKind.NOT_OURS else "",
        "kind_in_own_words": "",
        "state": DecisionState.PUBLISHED,
        "is_standing": True,
        "published_at": at,
        "revision": 1,
    }
