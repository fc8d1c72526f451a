"""Who says what online in the demo place: 1,175 voices at home in their neighbourhoods.

Values only. Every figure of the content comes out exactly, and each voice says something.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.demo.needs import NEEDS
from app.demo.places import NEIGHBOURHOODS
from app.demo.queue import QUEUE, TAKEN_DOWN
from app.demo.spread import CAMPAIGN, SPREADS, online_by_area
from app.demo.vocabulary import AREA_CODES, AreaCode
from app.needs.models import Channel
from app.seed.dealing import deal
from app.seed.moments import OPENING, moment, some_time_between

# Gordon Petrie and Aisha Khalid keep a follow code to what they put forward.
GORDONS_NEEDS = ("N-0001", "N-0030", "Q-20")
AISHAS_NEED = "N-0006"


@dataclass(frozen=True)
class Times:
    """When a need was sent and, if it was, published."""

    sent_at: datetime
    published_at: datetime | None


@dataclass(frozen=True)
class Said:
    """One person's voice for one need; people are numbers from 0."""

    need: str
    person: int
    at: datetime
    channel: Channel


@dataclass
class Voices:
    """Where people live, who wrote what, and who says so."""

    homes: list[str] = field(default_factory=list)
    writers: dict[str, int] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    def first_acts(self) -> list[datetime]:
        """Return when each person first took part."""
        first: dict[int, datetime] = {}
        for each in self.said:
            first[each.person] = min(each.at, first.get(each.person, each.at))
        return [first[person] for person in range(len(self.homes))]


def raise_voices(chance: Random, times: Mapping[str, Times]) -> Voices:
    """Return all voices online."""
    voices = Voices()
    people = _settle(chance, voices)
    _name_writers(voices, people)
    said_by = _who_says_what(chance, voices, people, times)
    rushed = _campaign(chance, said_by, voices.writers)
    channels = {each.code: Channel(each.channel) for each in (*NEEDS, *TAKEN_DOWN)}
    channels |= {each.key: Channel(each.channel) for each in QUEUE}
    for need, chosen in said_by.items():
        for person in sorted(chosen):
            if voices.writers.get(need) == person:
                said = Said(need, person, times[need].sent_at, channels[need])
            elif need == CAMPAIGN.need and person in rushed:
                said = Said(need, person, rushed[person], Channel.ONLINE)
            else:
                begins = times[need].published_at or times[need].sent_at
                at = some_time_between(chance, begins, OPENING)
                said = Said(need, person, at, Channel.ONLINE)
            voices.said.append(said)
    return voices


def _who_says_what(
    chance: Random,
    voices: Voices,
    people: Mapping[AreaCode, list[int]],
    times: Mapping[str, Times],
) -> dict[str, set[int]]:
    said_by = {need: set[int]() for need in times}
    for key, writer in voices.writers.items():
        said_by[key].add(writer)
    for each in TAKEN_DOWN:
        if each.merged_into:  # its writer says the same, and is counted there already
            said_by[each.merged_into].add(voices.writers[each.code])
    for area in AREA_CODES:
        online = {spread.need: online_by_area(spread).get(area, 0) for spread in SPREADS}
        wanted = {need: count for need, count in online.items() if count}
        sure = {need: said_by[need] & set(people[area]) for need in wanted}
        for need, chosen in deal(chance, people[area], wanted, sure=sure).items():
            said_by[need] |= chosen
    return said_by


def _settle(chance: Random, voices: Voices) -> dict[AreaCode, list[int]]:
    """Give everybody a home; return the people of each area in no order of homes."""
    people: dict[AreaCode, list[int]] = {area: [] for area in AREA_CODES}
    for each in NEIGHBOURHOODS:
        here = range(len(voices.homes), len(voices.homes) + each.online)
        people[each.area] += here
        voices.homes += [each.slug] * each.online
    for each_area in people.values():
        chance.shuffle(each_area)
    return people


def _name_writers(voices: Voices, people: Mapping[AreaCode, list[int]]) -> None:
    unused: dict[AreaCode, Iterator[int]] = {area: iter(people[area]) for area in AREA_CODES}
    for need in NEEDS:
        if need.put_forward_as == "resident":
            voices.writers[need.code] = next(unused[need.from_area])
    for taken_down in TAKEN_DOWN:
        voices.writers[taken_down.code] = next(unused[taken_down.from_area])
    for position, waiting in enumerate(QUEUE):
        area = waiting.areas[position % len(waiting.areas)]
        voices.writers[waiting.key] = next(unused[area])
    for need_of_his in GORDONS_NEEDS[1:]:
        voices.writers[need_of_his] = voices.writers[GORDONS_NEEDS[0]]


def _campaign(
    chance: Random, said_by: dict[str, set[int]], writers: Mapping[str, int]
) -> dict[int, datetime]:
    """Return when those spoke who came in a rush: the ones who say least else."""
    how_much = Counter(person for chosen in said_by.values() for person in chosen)
    others = said_by[CAMPAIGN.need] - {writers[CAMPAIGN.need]}
    rushed = sorted(others, key=lambda person: (how_much[person], person))[: CAMPAIGN.people]
    begins = moment(CAMPAIGN.on, 19, 4)
    seconds = CAMPAIGN.minutes * 60
    return {person: begins + timedelta(seconds=chance.randrange(seconds)) for person in rushed}
