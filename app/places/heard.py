"""How places lie in each other, and who was heard in each, as it may be shown.

Values in, values out. Local areas are plain counts, and so is a ward that is made of whole areas.
Neighbourhoods, and wards that cut through an area, are breakdowns: small numbers are hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.foundation.access import NotFound
from app.foundation.small_numbers import Cell, Hidden, protected
from app.places.models import Place, PlaceKind

THOUSAND = 1000
MOST_BARS = 10
CLEARLY_LESS = 0.9  # nearer ones may differ by rounding only


@dataclass(frozen=True)
class Shown:
    """A number of people as a page may show it: exact, rounded to 5, or hidden."""

    number: int | None
    is_exact: bool = False
    hidden: Hidden | None = None

    @classmethod
    def of(cls, cell: Cell) -> "Shown":
        """Return a number of a breakdown."""
        return cls(cell.number, hidden=cell.hidden)

    def in_thousand(self, population: int | None) -> float | int | None:
        """Return how many of 1,000 people this is; of a rounded number no more than it tells."""
        if self.number is None or not population:
            return None
        rate = THOUSAND * self.number / population
        return round(rate, 1) if self.is_exact else round(rate)


@dataclass(frozen=True)
class HeardIn:
    """A place with how many people there were heard."""

    place: Place
    heard: Shown

    @property
    def rate(self) -> float | int | None:
        """Return how many of every 1,000 people there were heard."""
        return self.heard.in_thousand(self.place.population)


def heard_exactly(place: Place, people: int) -> HeardIn:
    """Return how many were heard in a local area or the whole place: a plain count."""
    return HeardIn(place, Shown(people, is_exact=True))


class PlaceMap:
    """Every place of the installation: the areas, the wards, and the neighbourhoods in both."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Keep the places, in the order given."""
        self._places = list(places)
        self.areas = self._of_kind(PlaceKind.LOCAL_AREA)
        self.wards = self._of_kind(PlaceKind.WARD)
        self._inside: dict[int | None, list[Place]] = {}
        for place in self._of_kind(PlaceKind.NEIGHBOURHOOD):
            for around in {place.parent_id, place.ward_id}:
                self._inside.setdefault(around, []).append(place)

    def _of_kind(self, kind: PlaceKind) -> list[Place]:
        return [place for place in self._places if place.kind is kind]

    @property
    def whole(self) -> Place:
        """Return the whole place, the root of the areas."""
        for place in self._of_kind(PlaceKind.WHOLE):
            return place
        raise NotFound

    def called(self, kind: PlaceKind, slug: str) -> Place:
        """Return a place by its slug, or raise NotFound."""
        for place in self._of_kind(kind):
            if place.slug == slug:
                return place
        raise NotFound

    def neighbourhoods(self, place: Place) -> list[Place]:
        """Return the neighbourhoods of an area or of a ward."""
        return self._inside.get(place.id, [])

    def areas_of(self, ward: Place) -> list[Place]:
        """Return the areas that a ward holds or cuts through."""
        ids = {each.parent_id for each in self.neighbourhoods(ward)}
        return [area for area in self.areas if area.ward_id == ward.id or area.id in ids]

    def wards_of(self, area: Place) -> list[Place]:
        """Return the wards that an area lies in."""
        ids = {each.ward_id for each in self.neighbourhoods(area)} | {area.ward_id}
        return [ward for ward in self.wards if ward.id in ids]

    def is_made_of_areas(self, ward: Place) -> bool:
        """Tell whether a ward shares no area with another ward."""
        areas = self.areas_of(ward)
        return bool(areas) and all(area.ward_id == ward.id for area in areas)

    def wards_sharing(self, ward: Place) -> list[Place]:
        """Return a ward with those that share an area with it, or with one that does, and so on."""
        found = {ward.id}
        waiting = [ward]
        while waiting:
            near = {each.id: each for area in self.areas_of(waiting.pop()) for each in
                    self.wards_of(area)}  # fmt: skip
            waiting += [each for ward_id, each in near.items() if ward_id not in found]
            found |= near.keys()
        return [each for each in self.wards if each.id in found]


def heard_in_neighbourhoods(
    places: PlaceMap, area: Place, heard: Mapping[int, int]
) -> list[HeardIn]:
    """Return who was heard in each neighbourhood of an area."""
    inside = places.neighbourhoods(area)
    cells = protected([heard.get(each.id, 0) for each in inside])
    return [HeardIn(each, Shown.of(cell)) for each, cell in zip(inside, cells, strict=True)]


def told_only_the_area(places: PlaceMap, area: Place, heard: Mapping[int, int]) -> Shown | None:
    """Return how many were heard in an area without a neighbourhood told; None for nobody."""
    inside = sum(heard.get(each.id, 0) for each in places.neighbourhoods(area))
    rest = heard.get(area.id, 0) - inside
    return Shown.of(_alone(rest)) if rest > 0 else None


def _alone(number: int) -> Cell:
    cell = protected([number])[0]
    return cell if cell.number is not None else Cell(None, Hidden.FEW)


def heard_in_ward(places: PlaceMap, ward: Place, heard: Mapping[int, int]) -> Shown:
    """Return who was heard in a ward: exact where it is made of whole areas."""
    if places.is_made_of_areas(ward):
        return Shown(heard.get(ward.id, 0), is_exact=True)
    # The ward and the areas it cuts, subtracted from each other, must give no neighbourhood away.
    for area in {area.id: area for each in places.wards_sharing(ward) for area in
                 places.areas_of(each)}.values():  # fmt: skip
        if any(line.heard.hidden for line in heard_in_neighbourhoods(places, area, heard)):
            return Shown(None, hidden=Hidden.ALL)
    return shown_in_ward(places, ward, heard)


def shown_in_ward(places: PlaceMap, ward: Place, people: Mapping[int, int]) -> Shown:
    """Return a number of people in a ward, given that of every ward that shares an area with it."""
    if places.is_made_of_areas(ward):
        return Shown(people.get(ward.id, 0), is_exact=True)
    sharing = places.wards_sharing(ward)
    cells = protected([people.get(each.id, 0) for each in sharing])
    return Shown.of(cells[sharing.index(ward)])


def hardly_heard(lines: Sequence[HeardIn]) -> list[Place]:
    """Return the neighbourhoods in which fewer than 10 people were heard."""
    return [line.place for line in lines if line.heard.hidden is Hidden.FEW]


def least_heard(lines: Sequence[HeardIn]) -> Place | None:
    """Return the neighbourhood with clearly the lowest share, when what is shown tells it."""
    rates = sorted((line.rate, place) for place, line in enumerate(lines) if line.rate is not None)
    if len(rates) < len(lines) or len(rates) == 1 or not rates:
        return None
    (lowest, place), (next_lowest, _) = rates[:2]
    return lines[place].place if lowest <= CLEARLY_LESS * next_lowest else None


@dataclass(frozen=True)
class Standing:
    """How the share heard in a ward stands beside the other wards and the whole place."""

    here: HeardIn
    bars: Sequence[tuple[str, float | int]]
    higher: int
    lower: int
    left_out: Sequence[str]
    whole_rate: float | int | None

    @property
    def compared(self) -> int:
        """Return how many wards have a share that can be shown, this one among them."""
        return self.higher + self.lower + 1


def standing_of(
    places: PlaceMap, ward: Place, heard: Mapping[int, int], everybody: int
) -> Standing:
    """Return how a ward stands; `everybody` is how many were heard in the whole place."""
    wards = [HeardIn(each, heard_in_ward(places, each, heard)) for each in places.wards]
    here = next(each for each in wards if each.place.id == ward.id)
    rates = [(each.place.name, each.rate) for each in wards if each.rate is not None]
    ranked = sorted(rates, key=lambda pair: -pair[1])
    own = here.rate
    return Standing(
        here=here,
        bars=_few_bars(ranked, ward.name),
        higher=sum(rate > own for _, rate in ranked) if own is not None else 0,
        lower=sum(rate < own for _, rate in ranked) if own is not None else 0,
        left_out=[each.place.name for each in wards if each.rate is None],
        whole_rate=Shown(everybody, is_exact=True).in_thousand(places.whole.population),
    )


def _few_bars(ranked: list[tuple[str, float | int]], own: str) -> list[tuple[str, float | int]]:
    """Keep a chart readable: with many wards only the first, the last and this one."""
    if len(ranked) <= MOST_BARS:
        return ranked
    kept = {*range(MOST_BARS // 2), *range(len(ranked) - MOST_BARS // 2, len(ranked))}
    return [pair for place, pair in enumerate(ranked) if place in kept or pair[0] == own]
