"""Places, the services that share their edges, and the partnership."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class PlaceKind(enum.StrEnum):
    """What sort of place; the whole place is the root of the tree of local areas."""

    WHOLE = "whole"
    LOCAL_AREA = "local_area"
    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"


class DeprivationBand(enum.StrEnum):
    """How tight money is in a neighbourhood, in three steps (from the national index)."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class Installation(Base):
    """The one row that says when the demo place was laid out and how far its clock is shifted."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_shift_seconds: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]


class Place(Base):
    """A local area, a neighbourhood in it, an electoral ward, or the whole place."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[Id]
    kind: Mapped[PlaceKind]
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    # A neighbourhood's ward; a local area has one only when it lies in that ward whole.
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    population: Mapped[int | None]
    most_deprived_percent: Mapped[int | None]
    access_deprived_percent: Mapped[int | None]
    band: Mapped[DeprivationBand | None]
    position: Mapped[int] = mapped_column(default=0)


class BoundaryService(Base):
    """A service that works inside the same edge as a local area."""

    __tablename__ = "boundary_service"
    __table_args__ = (UniqueConstraint("place_id", "name"),)

    id: Mapped[Id]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(160))
