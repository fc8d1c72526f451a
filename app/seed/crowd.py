"""A made-up crowd: people who come to take part one by one, and say some of what is said.

Values in, values out. Moments are whole seconds, since there are very many of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.seed.dealing import skewed_sizes

ABOUT_THE_WHOLE_PLACE = 0.05
ABOUT_TWO_AREAS = 0.08


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much to make: needs that are published, needs that wait, supports and people online."""

    needs: int = 1_400
    waiting: int = 200
    supports: int = 20_000
    participants: int = 2_000


@dataclass(frozen=True)
class Home:
    """A neighbourhood, what it lies in, and how many people live there."""

    place_id: int
    area_id: int
    ward_id: int | None
    name: str
    people: int


@dataclass(frozen=True)
class Subject:
    """What a need to be made is about, and how many people will say so."""

    area_ids: tuple[int, ...]
    people: int
    is_about_whole_place: bool


class Crowd:
    """The people who take part; each comes into being when first needed for a need."""

    def __init__(self, chance: Random, homes: Sequence[Home], participants: int) -> None:
        """Draw where the people will live, one at least in each home; nobody has come yet."""
        self._chance = chance
        weights = [home.people for home in homes]
        drawn = [*homes, *chance.choices(homes, weights, k=max(0, participants - len(homes)))]
        chance.shuffle(drawn)
        self._due: dict[int, list[Home]] = {home.area_id: [] for home in homes}
        for home in drawn:
            self._due[home.area_id].append(home)
        self.room_for = {area_id: len(due) for area_id, due in self._due.items()}
        self._here: dict[int, list[int]] = {area_id: [] for area_id in self._due}
        # By the person's number, in the order of coming.
        self.homes: list[Home] = []
        self.came_at: list[int] = []

    def writer(self, area_id: int, at: int) -> int:
        """Return somebody of an area to write a need: a newcomer, or one who was here."""
        if self._due[area_id]:
            return self._come(area_id, at)
        return self._chance.choice(self._here[area_id])

    def speak(
        self, subject: Subject, *, sent_at: int, published_at: int, until: int
    ) -> list[tuple[int, int]]:
        """Return who says so and when; the first of them wrote it.

        Half of the people are newcomers while some are still to come.
        """
        areas = subject.area_ids
        here = sum(len(self._here[area_id]) for area_id in areas)
        due = sum(len(self._due[area_id]) for area_id in areas)
        newcomers = min(due, max(subject.people - here, (subject.people + 1) // 2))
        known = self._some_of(areas, subject.people - newcomers)
        voices: list[tuple[int, int]] = []
        if not newcomers:
            writer = min(known, key=self.came_at.__getitem__)
            known.remove(writer)
            voices.append((writer, max(sent_at, self.came_at[writer])))
        for _ in range(newcomers):
            at = self._moment(published_at, until) if voices else sent_at
            voices.append((self._come(self._area_with_due(areas), at), at))
        for person in known:
            at = max(self._moment(published_at, until), self.came_at[person])
            voices.append((person, at))
        return voices

    def _moment(self, begins: int, ends: int) -> int:
        """Return a moment between two, more often soon after the first."""
        return begins + int(self._chance.random() ** 3 * (ends - begins))

    def _come(self, area_id: int, at: int) -> int:
        person = len(self.homes)
        self.homes.append(self._due[area_id].pop())
        self.came_at.append(at)
        self._here[area_id].append(person)
        return person

    def _area_with_due(self, areas: Sequence[int]) -> int:
        if len(areas) == 1:
            return areas[0]
        left = [len(self._due[area_id]) for area_id in areas]
        return self._chance.choices(areas, left)[0]

    def _some_of(self, areas: Sequence[int], count: int) -> list[int]:
        """Return different people who are here already, drawn over some areas together."""
        pools = [self._here[area_id] for area_id in areas]
        drawn = []
        for place in self._chance.sample(range(sum(map(len, pools))), count):
            for pool in pools:
                if place < len(pool):
                    drawn.append(pool[place])
                    break
                place -= len(pool)  # noqa: PLW2901 - walks on to the next pool
        return drawn


def draw_subjects(
    chance: Random, size: Size, homes: Sequence[Home], crowd: Crowd
) -> Iterator[Subject]:
    """Return what each need is about and how many say so: a few needs many, most few."""
    people: dict[int, int] = {}
    for home in homes:
        people[home.area_id] = people.get(home.area_id, 0) + home.people
    area_ids, weights = list(people), list(people.values())
    about = [_areas(chance, area_ids, weights) for _ in range(size.needs)]
    most = [max(1, sum(crowd.room_for[area_id] for area_id in areas)) for areas in about]
    sizes = skewed_sizes(chance, size.needs, size.supports, most=most)
    for areas, count in zip(about, sizes, strict=True):
        yield Subject(areas, count, len(areas) == len(area_ids))


def _areas(chance: Random, area_ids: list[int], weights: list[int]) -> tuple[int, ...]:
    drawn = chance.random()
    if drawn < ABOUT_THE_WHOLE_PLACE:
        return tuple(area_ids)
    how_many = 2 if drawn < ABOUT_TWO_AREAS else 1
    return tuple(sorted(set(chance.choices(area_ids, weights, k=how_many))))
