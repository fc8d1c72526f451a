"""Reading places."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.places.models import BoundaryService, Installation, Place, PlaceKind


def clock_shift(session: Session) -> int:
    """Return by how many seconds the demo place's clock differs from the real one; else 0."""
    return session.scalar(select(Installation.clock_shift_seconds)) or 0


def place_ids_above(place: Place | None) -> tuple[int | None, int | None]:
    """Return the local area and the ward that a place lies in, where it lies in one."""
    if place is None:
        return None, None
    area_id = place.id if place.kind is PlaceKind.LOCAL_AREA else place.parent_id
    ward_id = place.id if place.kind is PlaceKind.WARD else place.ward_id
    return (None if place.kind in {PlaceKind.WARD, PlaceKind.WHOLE} else area_id), ward_id


def all_places(session: Session) -> Sequence[Place]:
    """Return every place, areas in their order with neighbourhoods after them."""
    return session.scalars(
        select(Place).order_by(Place.kind, Place.position, Place.name, Place.id)
    ).all()


def places_of_kind(session: Session, kind: PlaceKind) -> Sequence[Place]:
    """Return the places of one kind in their order."""
    return session.scalars(
        select(Place).where(Place.kind == kind).order_by(Place.position, Place.name, Place.id)
    ).all()


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
    """Return the neighbourhoods of a local area or of a ward, in their order."""
    lies_in = Place.ward_id if place.kind is PlaceKind.WARD else Place.parent_id
    return session.scalars(
        select(Place)
        .where(Place.kind == PlaceKind.NEIGHBOURHOOD, lies_in == place.id)
        .order_by(Place.position, Place.name, Place.id)
    ).all()


def boundary_services(session: Session, place: Place) -> Sequence[str]:
    """Return the services that share a local area's edge."""
    return session.scalars(
        select(BoundaryService.name)
        .where(BoundaryService.place_id == place.id)
        .order_by(BoundaryService.name)
    ).all()
