"""Reading groups and bodies, and who belongs to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.text.lookalikes import look_of
from app.organisations.models import (
    GroupRole,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationPlace,
    Sector,
    Standing,
)
from app.people.models import Member, Person
from app.places.models import Place
from app.places.queries import wards_inside_areas

HERE = (Standing.ACTIVE, Standing.PAUSED)


def organisation_choices(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of every group and body that acts here, for pickers."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.standing.in_(HERE))
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True)
class GroupLine:
    """One group or body as a list shows it."""

    id: int
    slug: str
    name: str
    sector: Sector
    kind: OrganisationKind
    standing: Standing
    about: str
    speaks_for: int | None
    asked_at: datetime | None


LINE = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.sector,
    Organisation.kind,
    Organisation.standing,
    Organisation.about,
    Organisation.speaks_for,
    Organisation.asked_at,
)


def list_groups(
    session: Session,
    *,
    sector: Sector | None,
    place_id: int | None,
    after: tuple[str, int] | None,
    backwards: bool = False,
    size: int,
) -> Sequence[GroupLine]:
    """Return up to `size + 1` groups and bodies that act here, by name, beyond a line."""
    statement = select(*LINE).where(Organisation.standing.in_(HERE))
    if sector is not None:
        statement = statement.where(Organisation.sector == sector)
    if place_id is not None:
        statement = statement.where(_works_in(place_id))
    name, number = func.lower(Organisation.name), Organisation.id
    if after is not None:
        edge, edge_id = after
        beyond = (
            or_(name < edge, and_(name == edge, number < edge_id))
            if backwards
            else or_(name > edge, and_(name == edge, number > edge_id))
        )
        statement = statement.where(beyond)
    order = (name.desc(), number.desc()) if backwards else (name, number)
    return [GroupLine(*row) for row in session.execute(statement.order_by(*order).limit(size + 1))]


def name_of_line(session: Session, organisation_id: int) -> tuple[str, int] | None:
    """Return where a group stands in the list by name, which orders as the database does."""
    row = session.execute(
        select(func.lower(Organisation.name), Organisation.id).where(
            Organisation.id == organisation_id
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _works_in(place_id: int) -> ColumnElement[bool]:
    return or_(
        Organisation.is_everywhere,
        exists().where(
            OrganisationPlace.organisation_id == Organisation.id,
            OrganisationPlace.place_id == place_id,
        ),
    )


def group_at_address(session: Session, slug: str) -> Organisation:
    """Return the group or body at an address, whatever its standing, or raise NotFound."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFound
    return found


def public_group(session: Session, slug: str) -> Organisation:
    """Return the group or body at an address if everyone may know of it; else raise NotFound."""
    found = group_at_address(session, slug)
    if not found.is_ever_public:
        raise NotFound
    return found


def group_to_change(session: Session, organisation_id: int) -> Organisation:
    """Return a group with its row held until the transaction ends, read anew."""
    found = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def find_group_that_looks_like(session: Session, name: str) -> Organisation | None:
    """Return the group whose name looks like this one, whatever its standing."""
    return session.scalar(select(Organisation).where(Organisation.look == look_of(name)))


def slugs_like(session: Session, slug: str) -> set[str]:
    """Return the addresses of groups that begin like one."""
    found = select(Organisation.slug).where(Organisation.slug.startswith(slug, autoescape=True))
    return set(session.scalars(found))


def places_of_group(session: Session, organisation_id: int) -> Sequence[Place]:
    """Return the local areas that a group works in, in the order of areas."""
    return session.scalars(
        select(Place)
        .join(OrganisationPlace, OrganisationPlace.place_id == Place.id)
        .where(OrganisationPlace.organisation_id == organisation_id)
        .order_by(Place.position, Place.id)
    ).all()


def areas_known_to(session: Session, group: Organisation) -> Collection[Collection[int]]:
    """Return the areas that a group keeps to, each with its wards; none for one that is all over.

    An area is its own id, with that of a ward that it lies in whole and of those that lie in it.
    """
    if group.is_everywhere:
        return ()
    inside = wards_inside_areas()
    rows = session.execute(
        select(Place.id, Place.ward_id, inside.c.ward_id.label("inside_id"))
        .join(OrganisationPlace, OrganisationPlace.place_id == Place.id)
        .outerjoin(inside, inside.c.area_id == Place.id)
        .where(OrganisationPlace.organisation_id == group.id)
    )
    areas: dict[int, set[int]] = {}
    for row in rows:
        areas.setdefault(row.id, {row.id}).update({row.ward_id, row.inside_id} - {None})
    return list(areas.values())


def holds_on(today: date, which: type[Membership] = Membership) -> ColumnElement[bool]:
    return and_(
        which.ended_at.is_(None),
        or_(which.ends_on.is_(None), which.ends_on >= today),
    )


def membership_of(
    session: Session, organisation_id: int, member_id: int | None
) -> Membership | None:
    """Return the membership of an account in a group that nobody has ended, or None."""
    return session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.member_id == member_id,
            Membership.ended_at.is_(None),
        )
    )


def members_of_group(session: Session, organisation_id: int, today: date) -> Sequence[Membership]:
    """Return who belongs to a group on a day, leads first, in the order they came."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, holds_on(today))
        .order_by(Membership.id)
    ).all()
    return sorted(rows, key=lambda each: each.role is not GroupRole.LEAD)


def lead_count(session: Session, organisation_id: int, today: date) -> int:
    """Count who leads a group on a day."""
    counted = select(func.count()).where(
        Membership.organisation_id == organisation_id,
        Membership.role == GroupRole.LEAD,
        holds_on(today),
    )
    return session.scalar(counted) or 0


def lasting_lead_count(session: Session, organisation_id: int, *, but: int) -> int:
    """Count the leads of a group without a last day, leaving one membership out."""
    counted = select(func.count()).where(
        Membership.organisation_id == organisation_id,
        Membership.role == GroupRole.LEAD,
        Membership.ended_at.is_(None),
        Membership.ends_on.is_(None),
        Membership.id != but,
    )
    return session.scalar(counted) or 0


@dataclass(frozen=True)
class OwnGroup:
    """A group that somebody belongs to, and as what."""

    id: int
    slug: str
    name: str
    standing: Standing
    role: GroupRole

    @property
    def is_active(self) -> bool:
        """Tell whether the group can act."""
        return self.standing is Standing.ACTIVE

    @property
    def leads(self) -> bool:
        """Tell whether they lead it."""
        return self.role is GroupRole.LEAD


def groups_of_member(session: Session, member_id: int | None, today: date) -> Sequence[OwnGroup]:
    """Return the groups that an account belongs to on a day, by name."""
    if member_id is None:
        return []
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.name,
            Organisation.standing,
            Membership.role,
        )
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == member_id, holds_on(today))
        .order_by(Organisation.name, Organisation.id)
    )
    return [OwnGroup(*row) for row in rows]


def is_in_group_by_email(session: Session, person_id: int | None, organisation_id: int) -> bool:
    """Tell whether who works here also belongs to a group, as the account with the same e-mail."""
    counted = (
        select(func.count())
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .join(Person, func.lower(Person.email) == Member.email)
        .where(
            Person.id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
        )
    )
    return bool(session.scalar(counted))


def find_group(session: Session, organisation_id: int) -> Organisation:
    """Return a group or body by id, whatever its standing, or raise NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found
