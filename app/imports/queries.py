"""Reading what is known by name, what came in before, and where a need came from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from app.imports.checking import MARK_INSTEAD_OF_CODE
from app.imports.known import Known, body_key, name_key
from app.imports.models import ImportedNeed, ImportSource
from app.needs.models import Need
from app.organisations.models import Organisation
from app.places.models import Place, PlaceKind
from app.places.queries import all_places, place_ids_above
from app.themes.models import Theme


@dataclass(frozen=True)
class SourceLine:
    """Where a need came from, as its page shows it."""

    source: str
    external_code: str
    signatures: int | None

    @property
    def address(self) -> str:
        """Return the code where it is an address that can be opened, else nothing."""
        return self.external_code if self.external_code.startswith(("https://", "http://")) else ""


def source_line(session: Session, need_id: int) -> SourceLine | None:
    """Return where a need came from; None for one that was put forward here."""
    row = session.execute(
        select(ImportSource.name, ImportedNeed.external_code, ImportedNeed.signatures)
        .join(ImportSource, ImportSource.id == ImportedNeed.source_id)
        .where(ImportedNeed.need_id == need_id)
    ).one_or_none()
    if row is None:
        return None
    has_own = not row.external_code.startswith(MARK_INSTEAD_OF_CODE)
    return SourceLine(row.name, row.external_code if has_own else "", row.signatures)


def find_source(session: Session, name: str) -> ImportSource | None:
    """Return the source with a name, or None before anything came from it."""
    return session.scalar(select(ImportSource).where(ImportSource.name == name))


def source_to_add_to(session: Session, name: str) -> ImportSource:
    """Return a source with its row held: two runs of one file wait for each other."""
    return session.scalars(
        select(ImportSource).where(ImportSource.name == name).with_for_update()
    ).one()


def codes_here(session: Session, source_id: int, codes: Sequence[str]) -> Collection[str]:
    """Return which of some codes came in from a source before."""
    return set(
        session.scalars(
            select(ImportedNeed.external_code).where(
                ImportedNeed.source_id == source_id, ImportedNeed.external_code.in_(codes)
            )
        )
    )


def what_is_known(session: Session) -> Known:
    """Return the names of all places, themes and bodies.

    Where two places share a name, a local area goes before a ward, and a ward before a
    neighbourhood; a neighbourhood can always be named together with its local area.
    """
    known = Known()
    places = {place.id: place for place in all_places(session)}
    for kind in (PlaceKind.LOCAL_AREA, PlaceKind.WARD, PlaceKind.NEIGHBOURHOOD, PlaceKind.WHOLE):
        for place in places.values():
            if place.kind is kind:
                _add_place(known, place, places)
    known.themes = {name_key(row.name): row.id for row in session.execute(_names(Theme))}
    known.bodies = {body_key(row.name): row.id for row in session.execute(_names(Organisation))}
    return known


def _add_place(known: Known, place: Place, places: dict[int, Place]) -> None:
    name = name_key(place.name)
    if place.kind is PlaceKind.WHOLE:
        known.whole_place_id = place.id
        known.places.setdefault(("", name), ())
        return
    above = [place_id for place_id in place_ids_above(place) if place_id is not None]
    ids = tuple(dict.fromkeys([place.id, *above]))
    if place.kind is PlaceKind.NEIGHBOURHOOD:
        parent = places[place.parent_id].name if place.parent_id else ""
        known.places.setdefault((name_key(parent), name), ids)
    else:
        known.everywhere += (place.id,)
    if place.kind is PlaceKind.LOCAL_AREA:
        known.local_areas[name] = place.id
    known.places.setdefault(("", name), ids)


def _names(table: type[Theme] | type[Organisation]) -> Select[int, str]:
    return select(table.id, table.name).order_by(table.id)


def slugs_of_places(session: Session, kind: PlaceKind) -> set[str]:
    """Return the addresses that are taken by places of one kind."""
    return set(session.scalars(select(Place.slug).where(Place.kind == kind)))


def slugs_of_bodies(session: Session) -> set[str]:
    """Return the addresses that are taken by organisations."""
    return set(session.scalars(select(Organisation.slug)))


def needs_about_everywhere_at(place_id: int) -> Select[int, int, int]:
    """Return the rows that put every need about the whole place under one more place."""
    rows = select(Need.id, literal(place_id), func.coalesce(Need.number, 0))
    return rows.where(Need.is_about_whole_place)
