"""Adding many made-up needs to a place, for trying long lists and for measuring.

Needs go in by the thousand with everything around them, so little is ever held in memory: their
counts are added up as they are made, and proven like all others by `flask seed check`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app.foundation import search_index
from app.foundation.access import Actor, NotPossibleNow, Role
from app.foundation.public_codes import next_number
from app.history.models import HistoryEntry
from app.moderation.models import ModerationDecision
from app.needs.models import Need, NeedTheme
from app.people.models import Participant
from app.places.models import PlaceKind
from app.places.queries import places_of_kind, whole_place
from app.priorities.models import Decision
from app.recounts.operations import recount_themes, recount_took_part
from app.seed import queries
from app.seed.around import past_of, rows_about
from app.seed.crowd import Crowd, Home, Size, draw_subjects
from app.seed.history import entry
from app.seed.made_up import DAY, MadeUp, Scene, make_up, moment_of
from app.seed.needs import words_to_search
from app.seed.operations import Row, put_rows, put_rows_with_ids, show_everything_anew
from app.seed.patterns import THEMES
from app.themes.models import Theme, ThemeState

ACTOR = Actor.system("add-at-scale")
NEEDS_AT_ONCE = 1_000
PAST_DAYS = 210
QUEUE_DAYS = 9


@dataclass
class Growth:
    """A place that grows: the crowd, its ids by number, and what was put down so far."""

    session: Session
    chance: Random
    scene: Scene
    crowd: Crowd
    participants: list[int] = field(default_factory=list)


def add_at_scale(session: Session, size: Size, *, seed: int = 1, now: datetime) -> Growth:
    """Add made-up needs with people, voices, themes and answers. The caller commits."""
    chance = Random(seed)  # noqa: S311 - the same needs each time, nothing secret
    homes = queries.homes(session)
    scene = _scene(session, homes, now)
    crowd = Crowd(chance, homes, size.participants)
    growth = Growth(session, chance, scene, crowd)
    needs = _needs(growth, size, homes)
    while batch := list(islice(needs, NEEDS_AT_ONCE)):
        _put_down(growth, batch)
    recount_themes(session, ACTOR, set(scene.theme_ids))
    recount_took_part(session, ACTOR)
    show_everything_anew(session, ACTOR)
    return growth


def _scene(session: Session, homes: list[Home], now: datetime) -> Scene:
    moderators = queries.people_with_role(session, Role.MODERATOR)
    if not homes or not moderators:
        raise NotPossibleNow(
            "Made-up needs stand in neighbourhoods and are checked by moderators. "
            "Lay out a place with both first."
        )
    wards_above = queries.wards_above_areas(session)
    names: dict[int, list[str]] = {}
    for area in places_of_kind(session, PlaceKind.LOCAL_AREA):
        inside = [home.name for home in homes if home.area_id == area.id]
        names[area.id] = [area.name, *inside]
    planners = queries.people_with_role(session, Role.PLANNER)
    return Scene(
        now=int(now.timestamp()),
        conversation_id=queries.conversation_always_open(session),
        moderator_ids=moderators,
        planner_id=planners[0] if planners else None,
        theme_ids=_themes(session, now),
        rooms=queries.rooms(session),
        wards_above=wards_above,
        all_place_ids=sorted([*wards_above, *queries.ward_ids(session)]),
        names=names,
        whole_name=whole_place(session).name,
    )


def _themes(session: Session, now: datetime) -> list[int]:
    """Return the ids of the made-up themes; those not there yet are put down."""
    names = [theme.name for theme in THEMES]
    known = queries.themes_called(session, names)
    missing = [theme for theme in THEMES if theme.name not in known]
    begun = now - timedelta(days=PAST_DAYS)
    if missing:
        first = next_number(session, "T", step=len(missing)) - len(missing) + 1
        rows = [
            {
                "number": number,
                "name": theme.name,
                "summary": theme.summary,
                "state": ThemeState.SHARED,
                "level": None,
                "made_at": begun,
                "revision": 1,
            }
            for number, theme in enumerate(missing, first)
        ]
        acts = [
            entry(begun, verb, Theme, theme_id, acting_as=ACTOR.name)
            for theme_id in put_rows_with_ids(session, ACTOR, Theme, rows)
            for verb in ("made a theme", "shared a theme")
        ]
        put_rows(session, ACTOR, HistoryEntry, acts)
        known = queries.themes_called(session, names)
    return [known[name] for name in names]


def _needs(growth: Growth, size: Size, homes: list[Home]) -> Iterator[MadeUp]:
    """Make up the needs in the order of publishing, then those that wait."""
    chance, scene, crowd = growth.chance, growth.scene, growth.crowd
    begins = scene.now - PAST_DAYS * DAY
    published = sorted(chance.randrange(begins, scene.now - DAY) for _ in range(size.needs))
    number = next_number(growth.session, "N", step=size.needs) - size.needs
    for subject, published_at in zip(
        draw_subjects(chance, size, homes, crowd), published, strict=True
    ):
        number += 1
        sent_at = published_at - chance.randrange(DAY // 24, 2 * DAY)
        voices = crowd.speak(subject, sent_at=sent_at, published_at=published_at, until=scene.now)
        yield make_up(
            chance,
            scene,
            subject.area_ids,
            is_about_whole_place=subject.is_about_whole_place,
            number=number,
            sent_at=sent_at,
            published_at=published_at,
            voices=voices,
        )
    sent = sorted(
        chance.randrange(scene.now - QUEUE_DAYS * DAY, scene.now) for _ in range(size.waiting)
    )
    for sent_at in sent:
        area_id = chance.choice(homes).area_id
        writer = crowd.writer(area_id, sent_at)
        yield make_up(
            chance,
            scene,
            (area_id,),
            is_about_whole_place=False,
            number=None,
            sent_at=sent_at,
            published_at=None,
            voices=[(writer, sent_at)],
        )


def _put_down(growth: Growth, batch: list[MadeUp]) -> None:
    """Put a batch down, with the people who came for it and all that stands around it."""
    session = growth.session
    _let_people_in(growth)
    need_ids = put_rows_with_ids(
        session,
        ACTOR,
        Need,
        [{**made.row, "participant_id": growth.participants[made.voices[0][0]]} for made in batch],
    )
    around: dict[Any, list[Any]] = {}
    answers: list[dict[str, Any]] = []
    for made, need_id in zip(batch, need_ids, strict=True):
        rows = rows_about(made, need_id, growth.crowd, growth.scene, growth.participants)
        writer = growth.participants[made.voices[0][0]]
        past = past_of(made, need_id, writer, growth.scene, growth.chance)
        rows |= {
            HistoryEntry: past.history,
            ModerationDecision: past.verdicts,
            NeedTheme: past.themes,
        }
        answers += [past.answer] if past.answer else []
        for model, some in rows.items():
            around.setdefault(model, []).extend(some)
    around[HistoryEntry] += _answer_them(growth, answers)
    around[HistoryEntry].sort(key=lambda act: act["at"])
    for model, rows_of_model in around.items():
        put_rows(session, ACTOR, model, rows_of_model)
    search_index.put_many(
        session,
        [(made.row["number"], words_to_search(made.row)) for made in batch if made.row["number"]],
    )


def _let_people_in(growth: Growth) -> None:
    first = len(growth.participants)
    rows = [
        {
            "made_at": moment_of(came_at),
            "place_id": home.place_id,
            "joined_into_id": None,
            "address_mark": None,
            "is_held": False,
        }
        for home, came_at in zip(
            growth.crowd.homes[first:], growth.crowd.came_at[first:], strict=True
        )
    ]
    growth.participants += put_rows_with_ids(growth.session, ACTOR, Participant, rows)


def _answer_them(growth: Growth, answers: list[dict[str, Any]]) -> list[Row]:
    """Put answers down with the next numbers; return the acts of publishing them."""
    if not answers:
        return []
    first = next_number(growth.session, "D", step=len(answers)) - len(answers) + 1
    rows = [{**answer, "number": number} for number, answer in enumerate(answers, first)]
    ids = put_rows_with_ids(growth.session, ACTOR, Decision, rows)
    planner = growth.scene.planner_id
    return [
        entry(
            answer["published_at"],
            "published a decision",
            Decision,
            decision_id,
            acting_as=Role.PLANNER.value,
            person_id=planner,
        )
        for decision_id, answer in zip(ids, answers, strict=True)
    ]
