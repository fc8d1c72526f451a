"""The places, themes and bodies there are, found by name as files write them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.foundation.text.lookalikes import look_of
from app.imports.problems import shown

# The key of a place: of what it lies in ("" for a local area or ward), and its own.
PlaceKey = tuple[str, str]
WHOLE_PLACE: PlaceKey = ("", "")


def name_key(name: str) -> str:
    """Return a name so that case and spaces do not matter."""
    return " ".join(name.split()).casefold()


def body_key(name: str) -> str:
    """Return a body's name as it looks: two that look alike cannot both stand here."""
    return look_of(name) or name_key(name)


def place_key(parent_area: str, area: str) -> PlaceKey:
    """Return the key of the place that a row is about."""
    return (name_key(parent_area), name_key(area)) if area else ("", name_key(parent_area))


@dataclass
class Known:
    """What is known by name. The ids of a place go with those of what it lies in."""

    places: dict[PlaceKey, tuple[int, ...]] = field(default_factory=dict)
    local_areas: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    whole_place_id: int | None = None
    # All local areas and wards: a need about the whole place stands under each.
    everywhere: tuple[int, ...] = ()

    def ids_under(self, place: PlaceKey) -> tuple[int, ...]:
        """Return the places under which a need about this one stands; none for the whole place."""
        return self.places[place] if place != WHOLE_PLACE else ()


@dataclass
class NewNames:
    """What is not known yet, as it was first written, in the order of the file."""

    local_areas: dict[str, str] = field(default_factory=dict)
    neighbourhoods: dict[PlaceKey, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)

    def still_unknown(self, known: Known) -> "NewNames":
        """Return those that nobody made in the meantime."""
        return NewNames(
            {key: name for key, name in self.local_areas.items() if key not in known.local_areas},
            {key: name for key, name in self.neighbourhoods.items() if key not in known.places},
            {key: name for key, name in self.themes.items() if key not in known.themes},
            {key: name for key, name in self.bodies.items() if key not in known.bodies},
        )


@dataclass(frozen=True)
class NamesOfRow:
    """The names that one row uses."""

    parent_area: str = ""
    area: str = ""
    theme: str = ""
    body: str = ""

    @property
    def place(self) -> PlaceKey:
        """Return the key of the place."""
        return place_key(self.parent_area, self.area)


def unknown_names(names: NamesOfRow, known: Known, create: Collection[str]) -> list[str]:
    """Return why a row cannot be placed: names that nobody knows and that may not be made."""
    reasons = []
    parent = names.place[0]
    if names.place != WHOLE_PLACE and names.place not in known.places:
        if "area" not in create:
            missing = names.area or names.parent_area
            reasons.append(f"area: there is no {shown(missing)}. Add --create area to make it.")
        elif parent and parent not in known.local_areas and ("", parent) in known.places:
            reasons.append(f"parent_area: {shown(names.parent_area)} is not a local area.")
    if names.theme and name_key(names.theme) not in known.themes and "theme" not in create:
        reasons.append(
            f"theme: there is none called {shown(names.theme)}. Add --create theme to make it."
        )
    return reasons


def note_new_names(names: NamesOfRow, known: Known, new: NewNames) -> None:
    """Keep what has to be made before a row can stand."""
    parent, own = names.place
    if names.place != WHOLE_PLACE and names.place not in known.places:
        if parent and parent not in known.local_areas:
            new.local_areas.setdefault(parent, names.parent_area)
        if parent:
            new.neighbourhoods.setdefault(names.place, names.area)
        else:
            new.local_areas.setdefault(own, names.area or names.parent_area)
    if names.theme and name_key(names.theme) not in known.themes:
        new.themes.setdefault(name_key(names.theme), names.theme)
    if names.body and body_key(names.body) not in known.bodies:
        new.bodies.setdefault(body_key(names.body), names.body)
