"""Organisations, the places they know, and who belongs to them."""

import enum
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Enum, ForeignKey, Index, String, Text, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.foundation.text.lookalikes import look_of

Kinds = TypeVar("Kinds", bound=enum.StrEnum)


class Sector(enum.StrEnum):
    """Where an organisation belongs; VCFSE is voluntary, community, faith, social enterprise."""

    VCFSE = "vcfse"
    FAITH = "faith"
    BUSINESS = "business"
    HOUSING = "housing"
    PUBLIC = "public"
    UNION = "union"
    FUNDER = "funder"


class OrganisationKind(enum.StrEnum):
    """What an organisation is; each kind belongs to one sector."""

    COMMUNITY_GROUP = "community_group"
    CHARITY = "charity"
    SOCIAL_ENTERPRISE = "social_enterprise"
    COMMUNITY_DEVELOPMENT = "community_development"
    FAITH_GROUP = "faith_group"
    LOCAL_BUSINESS = "local_business"
    HOUSING_BODY = "housing_body"
    COUNCIL = "council"
    COUNCIL_SERVICE = "council_service"
    PUBLIC_BODY = "public_body"
    HEALTH_BODY = "health_body"
    POLICE_OR_FIRE = "police_or_fire"
    SCHOOL_OR_COLLEGE = "school_or_college"
    NATIONAL_BODY = "national_body"
    OTHER_COUNCIL = "other_council"
    UNION = "union"
    PROFESSIONAL_ASSOCIATION = "professional_association"
    FUNDER = "funder"


SECTOR_OF = {
    OrganisationKind.COMMUNITY_GROUP: Sector.VCFSE,
    OrganisationKind.CHARITY: Sector.VCFSE,
    OrganisationKind.SOCIAL_ENTERPRISE: Sector.VCFSE,
    OrganisationKind.COMMUNITY_DEVELOPMENT: Sector.VCFSE,
    OrganisationKind.FAITH_GROUP: Sector.FAITH,
    OrganisationKind.LOCAL_BUSINESS: Sector.BUSINESS,
    OrganisationKind.HOUSING_BODY: Sector.HOUSING,
    OrganisationKind.COUNCIL: Sector.PUBLIC,
    OrganisationKind.COUNCIL_SERVICE: Sector.PUBLIC,
    OrganisationKind.PUBLIC_BODY: Sector.PUBLIC,
    OrganisationKind.HEALTH_BODY: Sector.PUBLIC,
    OrganisationKind.POLICE_OR_FIRE: Sector.PUBLIC,
    OrganisationKind.SCHOOL_OR_COLLEGE: Sector.PUBLIC,
    OrganisationKind.NATIONAL_BODY: Sector.PUBLIC,
    OrganisationKind.OTHER_COUNCIL: Sector.PUBLIC,
    OrganisationKind.UNION: Sector.UNION,
    OrganisationKind.PROFESSIONAL_ASSOCIATION: Sector.UNION,
    OrganisationKind.FUNDER: Sector.FUNDER,
}


# Bodies that plan services with the council: they may have people who sign in here for work. A
# community group acts through its own leads, who have accounts.
PARTNER_KINDS = frozenset(
    kind for kind, sector in SECTOR_OF.items() if sector in {Sector.PUBLIC, Sector.HOUSING}
) | {
    OrganisationKind.CHARITY,
    OrganisationKind.SOCIAL_ENTERPRISE,
    OrganisationKind.COMMUNITY_DEVELOPMENT,
}


class Standing(enum.StrEnum):
    """Where an organisation stands here."""

    ASKED = "asked"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"
    REFUSED = "refused"


# Its page was public once; one that was asked for, or refused, never was.
EVER_PUBLIC = (Standing.ACTIVE, Standing.PAUSED, Standing.CLOSED)


class HowAsked(enum.StrEnum):
    """How a group asks the people it speaks for."""

    EVERYONE = "everyone"
    MEETING = "meeting"
    COMMITTEE = "committee"
    STAFF = "staff"
    NOT_YET = "not_yet"


def open_list(kinds: type[Kinds]) -> Enum:
    """Return the type of a column that holds one of some kinds; a new kind needs no migration."""
    return Enum(
        kinds,
        values_callable=lambda each: [kind.value for kind in each],
        native_enum=False,
        create_constraint=False,
        length=40,
    )


def _look(context: DefaultExecutionContext) -> str | None:
    name: str = context.get_current_parameters()["name"]  # type: ignore[no-untyped-call]
    return look_of(name) or None


class Organisation(Base):
    """A group or a body."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_look", "look", unique=True),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    sector: Mapped[Sector]
    # What the name looks like: two that look alike cannot both stand here.
    look: Mapped[str | None] = mapped_column(String(200), default=_look)
    kind: Mapped[OrganisationKind] = mapped_column(
        open_list(OrganisationKind),
        default=OrganisationKind.COMMUNITY_GROUP,
        server_default=OrganisationKind.COMMUNITY_GROUP.value,
    )
    # What came in with a file or with the demo place was never asked for: it is active at once.
    standing: Mapped[Standing] = mapped_column(
        open_list(Standing), default=Standing.ACTIVE, server_default=Standing.ACTIVE.value
    )
    # Why it was refused, paused or closed.
    reason_code: Mapped[str | None] = mapped_column(String(40))
    is_trusted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    about: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    # The communities it knows: of place, of interest, of identity.
    knows_place: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    knows_interest: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    knows_identity: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    is_everywhere: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    speaks_for: Mapped[int | None]
    how_counted: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    how_asked: Mapped[HowAsked | None] = mapped_column(open_list(HowAsked))
    # How anyone reaches it, if it wants that.
    reach: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    # For the one call: seen by those who check groups, and gone once that is done.
    call_phone: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    asked_at: Mapped[datetime | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    # Names it had before it was corrected, a line each: answers keep the name they were passed to.
    earlier_names: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    @property
    def names(self) -> list[str]:
        """Return its name, and those it had."""
        return [self.name, *self.earlier_names.splitlines()]

    @property
    def is_ever_public(self) -> bool:
        """Tell whether everyone may know of it."""
        return self.standing in EVER_PUBLIC

    @property
    def is_over(self) -> bool:
        """Tell whether it does nothing here any more; its leads can still take words back."""
        return self.standing in {Standing.CLOSED, Standing.REFUSED}


class OrganisationPlace(Base):
    """A local area that an organisation works in."""

    __tablename__ = "organisation_place"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


class GroupRole(enum.StrEnum):
    """What somebody is in a group."""

    LEAD = "lead"
    MEMBER = "member"


class Membership(Base):
    """Somebody who belongs to a group, under the name they chose to show there."""

    __tablename__ = "membership"
    __table_args__ = (
        # One person belongs to a group once at a time.
        Index(
            "ix_membership_now",
            "organisation_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # None once the account is gone; what was done for the group stays.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    role: Mapped[GroupRole] = mapped_column(open_list(GroupRole))
    shown_name: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[datetime]
    # The last day, where one was set; somebody may end it earlier.
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    def holds_on(self, today: date) -> bool:
        """Tell whether somebody belongs to the group on a day."""
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= today)
