"""Organisations."""

import enum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class Sector(enum.StrEnum):
    """Where an organisation belongs; VCFSE is voluntary, community, faith, social enterprise."""

    VCFSE = "vcfse"
    FAITH = "faith"
    BUSINESS = "business"
    HOUSING = "housing"
    PUBLIC = "public"
    UNION = "union"
    FUNDER = "funder"


class Organisation(Base):
    """A group or a body."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    sector: Mapped[Sector]
