"""Where imported needs came from."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class ImportSource(Base):
    """A file or system that needs came from."""

    __tablename__ = "import_source"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(160), unique=True)
    made_at: Mapped[datetime]


class ImportedNeed(Base):
    """What a need was called at its source, and the source's own figures."""

    __tablename__ = "imported_need"
    __table_args__ = (UniqueConstraint("source_id", "external_code"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id"))
    external_code: Mapped[str] = mapped_column(String(200))
    signatures: Mapped[int | None]
