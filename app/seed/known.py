"""The ids of what was laid out so far, under the names that the demo's content uses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.demo.vocabulary import AREA_CODES, WHOLE_PLACE


@dataclass
class Known:
    """Ids by code, slug or e-mail. Filled from the top down as the place is laid out."""

    # An area by its letters, the whole place as BV.
    places: dict[str, int] = field(default_factory=dict)
    wards: dict[str, int] = field(default_factory=dict)
    neighbourhoods: dict[str, int] = field(default_factory=dict)
    # The ward of an area that lies in one whole.
    ward_of_area: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    conversations: dict[str, int] = field(default_factory=dict)
    gatherings: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    participants: dict[str, int] = field(default_factory=dict)

    def places_about(self, areas: Iterable[str]) -> list[int]:
        """Return the areas a need is about, with the wards above them; all of them for seven."""
        codes = list(areas)
        if len(codes) == len(AREA_CODES):
            areas_and_wards = [self.places[code] for code in AREA_CODES] + list(self.wards.values())
            return sorted(areas_and_wards)
        wards = {self.ward_of_area[code] for code in codes if code in self.ward_of_area}
        return sorted({self.places[code] for code in codes} | wards)

    @property
    def whole(self) -> int:
        """Return the id of the whole place."""
        return self.places[WHOLE_PLACE]


def number_of(code: str) -> int:
    """Return the number in a public code: 142 for N-0142."""
    return int(code[2:])
