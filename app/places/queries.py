"""Reading places."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.text.search import fold
from app.places.models import BoundaryService, Installation, Place, PlaceKind


def clock_shift(session: Session) -> int:
    """Return by how many seconds the demo place's clock differs from the real one; else 0."""
    return session.scalar(select(Installation.clock_shift_seconds)) or 0


def place_ids_above(place: Place | None) -> tuple[int | None, int | None]:
    """Return the local area and the ward that a place lies in, where it lies in one."""
    if place is None:
        return None, None
    return ids_above(place.kind, place.id, place.parent_id, place.ward_id)


def ids_above(
    kind: PlaceKind, place_id: int, parent_id: int | None, ward_id: int | None
) -> tuple[int | None, int | None]:
    """Return the same from what stands in the row of a place."""
    area_id = place_id if kind is PlaceKind.LOCAL_AREA else parent_id
    above = place_id if kind is PlaceKind.WARD else ward_id
    return (None if kind in {PlaceKind.WARD, PlaceKind.WHOLE} else area_id), above


def by_name(places: Iterable[Place]) -> Sequence[Place]:
    """Return places as people look for them: by name, and Area 2 before Area 10."""
    return sorted(places, key=lambda place: (_spelled(place.name), place.id))


def _spelled(name: str) -> list[tuple[int, str]]:
    # Digits stand at every second place of the parts, so like is always compared with like.
    parts = re.split(r"([0-9]+)", fold(name))
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def all_places(session: Session) -> Sequence[Place]:
    """Return every place, by name."""
    return by_name(session.scalars(select(Place)))


def places_of_kind(session: Session, kind: PlaceKind) -> Sequence[Place]:
    """Return the places of one kind, by name."""
    return by_name(session.scalars(select(Place).where(Place.kind == kind)))


def whole_place(session: Session) -> Place:
    """Return the root: the whole place."""
    found = session.scalar(select(Place).where(Place.kind == PlaceKind.WHOLE))
    if found is None:
        raise NotFound
    return found


def place_called(session: Session, kind: PlaceKind, slug: str) -> Place:
    """Return a place by its slug, or raise NotFound."""
    found = find_place(session, kind, slug)
    if found is None:
        raise NotFound
    return found


def find_place(session: Session, kind: PlaceKind, slug: str) -> Place | None:
    """Return a place by its slug, or None."""
    return session.scalar(select(Place).where(Place.kind == kind, Place.slug == slug))


def neighbourhoods_in(session: Session, place: Place) -> Sequence[Place]:
    """Return the neighbourhoods of a local area or of a ward, by name."""
    lies_in = Place.ward_id if place.kind is PlaceKind.WARD else Place.parent_id
    return by_name(
        session.scalars(
            select(Place).where(Place.kind == PlaceKind.NEIGHBOURHOOD, lies_in == place.id)
        )
    )


def wards_inside_areas() -> Subquery:
    """Return (ward_id, area_id) of the wards whose neighbourhoods all lie in one local area."""
    area = func.min(Place.parent_id)
    return (
        select(Place.ward_id, area.label("area_id"))
        .where(Place.kind == PlaceKind.NEIGHBOURHOOD, Place.ward_id.is_not(None))
        .group_by(Place.ward_id)
        .having(area == func.max(Place.parent_id), func.count(Place.parent_id) == func.count())
        .subquery()
    )


def boundary_services(session: Session, place: Place) -> Sequence[str]:
    """Return the services that share a local area's edge."""
    return session.scalars(
        select(BoundaryService.name)
        .where(BoundaryService.place_id == place.id)
        .order_by(BoundaryService.name)
    ).all()


def name_of_place(session: Session, place_id: int) -> str:
    """Return the name of a place."""
    return session.get_one(Place, place_id).name
