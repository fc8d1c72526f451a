"""Making up one need: its words from a pattern, its dates, and what became of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.foundation import clock
from app.needs.models import Channel, Moderation, Progress, PutForwardAs
from app.priorities.models import DecisionKind
from app.seed.patterns import DAYS, PATTERNS, STREETS
from app.seed.queries import Room

DAY = 24 * 3600
CHECK_DAYS, ANSWER_WEEKS = 3, 12
ANSWERED_AFTER = 42 * DAY
IN_A_ROOM = 0.3  # and only if people met in an area that the need is about
CHANNELS = dict(
    zip(
        (
            Channel.ONLINE,
            Channel.PHONE,
            Channel.PAPER,
            Channel.WORKSHOP,
            Channel.STALL,
            Channel.HOME_VISIT,
            Channel.RECORDED,
        ),
        (70, 8, 7, 6, 4, 3, 2),
        strict=True,
    )
)
# What became of a need with an answer of its own.
ANSWERED = {
    DecisionKind.NOT_NOW: Progress.NOT_NOW,
    DecisionKind.NOT_OURS: Progress.PASSED_ON,
    DecisionKind.YOU_CAN: Progress.COMMUNITY_LED,
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What made-up needs stand in: the ids of what is there, and the moment it is."""

    now: int
    conversation_id: int
    moderator_ids: list[int]
    planner_id: int | None
    theme_ids: list[int]
    rooms: list[Room]
    wards_above: dict[int, int | None]
    all_place_ids: list[int]
    names: dict[int, list[str]]
    whole_name: str


@dataclass(kw_only=True)
class MadeUp:
    """One made-up need: its columns, who says so (the first wrote it), and what comes after."""

    area_ids: tuple[int, ...]
    theme_id: int
    row: dict[str, Any]
    voices: list[tuple[int, int]]
    rooms: list[tuple[Room, int]] = field(default_factory=list)
    answer: DecisionKind | None = None


def moment_of(seconds: int) -> datetime:
    """Return whole seconds as a moment."""
    return datetime.fromtimestamp(seconds, UTC)


def make_up(
    chance: Random,
    scene: Scene,
    area_ids: tuple[int, ...],
    *,
    is_about_whole_place: bool,
    number: int | None,
    sent_at: int,
    published_at: int | None,
    voices: list[tuple[int, int]],
) -> MadeUp:
    """Return a need from a pattern, with what became of it by its age."""
    pattern, theme = chance.choice(PATTERNS)
    place = scene.whole_name if is_about_whole_place else chance.choice(scene.names[area_ids[0]])
    gaps = {"place": place, "street": chance.choice(STREETS), "day": chance.choice(DAYS)}
    progress, answer = _became(chance, scene, published_at)
    sent_on = clock.local_day(moment_of(sent_at))
    row: dict[str, Any] = {
        "number": number,
        "conversation_id": scene.conversation_id,
        "title": pattern.title.format(**gaps),
        "words": pattern.words.format(**gaps),
        "works_well": "",
        "about_whom": pattern.about,
        "barrier": pattern.barrier,
        "is_about_whole_place": is_about_whole_place,
        "channel": chance.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        "put_forward_as": PutForwardAs.RESIDENT,
        "organisation_id": None,
        "moderation": Moderation.WAITING if number is None else Moderation.PUBLISHED,
        "progress": progress,
        "is_small_group_big_need": False,
        "is_gap": False,
        "is_works_well": False,
        "level": None,
        "team_line": "",
        "sent_at": moment_of(sent_at),
        "check_by": clock.working_days_after(sent_on, CHECK_DAYS),
        "answer_by": sent_on + timedelta(weeks=ANSWER_WEEKS),
        "published_at": None if published_at is None else moment_of(published_at),
        "taken_down_at": None,
        "reason_code": None,
        "merged_into_id": None,
        "send_key": None,
        "revision": 0 if number is None else 1,
        "online": len(voices),
        "rooms": 0,
        "people": len(voices),
    }
    made = MadeUp(
        area_ids=area_ids, theme_id=scene.theme_ids[theme], row=row, voices=voices, answer=answer
    )
    if number is not None and scene.rooms and chance.random() < IN_A_ROOM:
        _say_in_a_room(chance, scene, made)
    return made


def _say_in_a_room(chance: Random, scene: Scene, made: MadeUp) -> None:
    room = chance.choice(scene.rooms)
    if room.area_id in made.area_ids:
        people = chance.randint(1, min(12, room.came))
        made.rooms.append((room, people))
        made.row["rooms"] += people
        made.row["people"] += people


def _became(
    chance: Random, scene: Scene, published_at: int | None
) -> tuple[Progress, DecisionKind | None]:
    age = 0 if published_at is None else scene.now - published_at
    drawn = chance.random()
    if age < 14 * DAY or drawn < 0.4:  # noqa: PLR2004 - shares of a made-up place
        return Progress.NEW, None
    if age < ANSWERED_AFTER + DAY or drawn < 0.75:  # noqa: PLR2004
        return Progress.GROUPED, None
    if drawn < 0.85:  # noqa: PLR2004
        return Progress.BEING_DECIDED, None
    kind = chance.choice(list(ANSWERED))
    return ANSWERED[kind], kind
