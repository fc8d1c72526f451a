"""Which groups stand behind needs, and what a group brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import Session

from app.backing.models import NeedBacking, NeedOfGroup
from app.foundation.access import Actor, NotFound
from app.needs.models import Need, PutForwardAs
from app.needs.queries import NeedCard, cards_by_number, need_to_change, visible_needs
from app.organisations.models import Organisation, OrganisationPlace
from app.organisations.queries import HERE
from app.places.models import Place
from app.voices.queries import target_id

MOST_SHOWN = 100


def _behind() -> Select[int, int]:
    """Return each need that counts with each group that put it forward or backs it, once."""
    backed = select(target_id().label("need_id"), NeedBacking.organisation_id).join(
        Need, Need.id == NeedBacking.need_id
    )
    put_forward = select(target_id().label("need_id"), Need.organisation_id).where(
        Need.put_forward_as == PutForwardAs.GROUP, Need.organisation_id.is_not(None)
    )
    both = union(backed, put_forward).subquery()
    return (
        select(both.c.need_id, both.c.organisation_id)
        .join(Organisation, Organisation.id == both.c.organisation_id)
        .where(Organisation.standing.in_(HERE))
    )


def group_counts(session: Session, need_ids: Iterable[int] | None) -> dict[int, int]:
    """Count the groups behind needs (all of them for None), where there are any."""
    behind = _behind().subquery()
    statement = select(behind.c.need_id, func.count()).group_by(behind.c.need_id)
    if need_ids is not None:
        statement = statement.where(behind.c.need_id.in_(set(need_ids)))
    return {row[0]: row[1] for row in session.execute(statement)}


def kept_group_counts(session: Session) -> dict[int, int]:
    """Return the counts of groups that needs keep themselves, where they are not zero."""
    rows = session.execute(select(Need.id, Need.groups).where(Need.groups != 0))
    return {row[0]: row[1] for row in rows}


def needs_behind_which(session: Session, organisation_id: int) -> set[int]:
    """Return the ids of the needs whose count of groups may hold this one."""
    backed = (
        select(target_id())
        .join(NeedBacking, NeedBacking.need_id == Need.id)
        .where(NeedBacking.organisation_id == organisation_id)
    )
    own = select(target_id()).where(Need.organisation_id == organisation_id)
    return set(session.scalars(union(backed, own)))


@dataclass(frozen=True)
class GroupBehind:
    """A group that stands behind a need, as the need's page shows it."""

    id: int
    slug: str
    name: str
    put_forward: bool


def groups_behind(session: Session, need: Need) -> Sequence[GroupBehind]:
    """Return the groups behind a need: who put it forward first, then by name."""
    behind = _behind().subquery()
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name)
        .join(behind, behind.c.organisation_id == Organisation.id)
        .where(behind.c.need_id == need.id)
        .order_by(Organisation.name, Organisation.id)
    )
    found = [GroupBehind(*row, put_forward=row.id == need.organisation_id) for row in rows]
    return sorted(found, key=lambda group: not group.put_forward)


def need_to_back(session: Session, number: int) -> Need:
    """Return the need that counts for a public number, held: the target of a merged one."""
    found = session.execute(select(target_id()).where(Need.number == number)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return need_to_change(session, found)


def backed_ids(session: Session, organisation_id: int, need_id: int) -> Sequence[int]:
    """Return the rows by which a group backs a need: it, and what was merged into it."""
    return session.scalars(
        select(NeedBacking.need_id)
        .join(Need, Need.id == NeedBacking.need_id)
        .where(NeedBacking.organisation_id == organisation_id, target_id() == need_id)
        .order_by(NeedBacking.need_id)
    ).all()


def backings_of(session: Session, need_id: int) -> Sequence[NeedBacking]:
    """Return the rows by which groups back a need itself."""
    return session.scalars(
        select(NeedBacking)
        .where(NeedBacking.need_id == need_id)
        .order_by(NeedBacking.organisation_id)
    ).all()


def sender_of(session: Session, need_id: int) -> int | None:
    """Return the membership by which a need of a group was sent, where that is known."""
    return session.scalar(select(NeedOfGroup.sent_by_id).where(NeedOfGroup.need_id == need_id))


def needs_of_group(session: Session, organisation_id: int) -> Sequence[Need]:
    """Return what a group put forward, in whatever state, newest first: for the group itself."""
    return session.scalars(
        select(Need)
        .where(Need.organisation_id == organisation_id)
        .order_by(Need.sent_at.desc(), Need.id.desc())
    ).all()


def sent_since(session: Session, organisation_id: int, since: datetime) -> int:
    """Count what a group put forward since a moment, in whatever state."""
    counted = select(func.count()).where(
        Need.organisation_id == organisation_id, Need.sent_at > since
    )
    return session.scalar(counted) or 0


def senders_of(session: Session, need_ids: Iterable[int]) -> dict[int, int]:
    """Return the memberships by which needs of groups were sent, by need."""
    rows = session.execute(
        select(NeedOfGroup.need_id, NeedOfGroup.sent_by_id).where(
            NeedOfGroup.need_id.in_(set(need_ids))
        )
    )
    return {row[0]: row[1] for row in rows}


def brought_by(session: Session, actor: Actor, organisation_id: int) -> Sequence[NeedCard]:
    """Return the published needs that a group put forward, newest first."""
    return _cards(session, actor, Need.organisation_id == organisation_id)


def backed_by(session: Session, actor: Actor, organisation_id: int) -> Sequence[NeedCard]:
    """Return the published needs that a group backs, newest first."""
    backed = (
        select(target_id())
        .join(NeedBacking, NeedBacking.need_id == Need.id)
        .where(NeedBacking.organisation_id == organisation_id)
    )
    return _cards(session, actor, Need.id.in_(backed))


def _cards(session: Session, actor: Actor, which: ColumnElement[bool]) -> Sequence[NeedCard]:
    numbers = session.scalars(
        visible_needs(actor)
        .with_only_columns(Need.number)
        .where(which)
        .order_by(Need.number.desc())
        .limit(MOST_SHOWN)
    )
    return cards_by_number(session, actor, [number for number in numbers if number is not None])


def groups_of_place_count(session: Session, place: Place) -> int:
    """Count the groups that work in a local area or ward and brought or back something."""
    works_here = (
        select(OrganisationPlace.organisation_id)
        .join(Place, Place.id == OrganisationPlace.place_id)
        .where((Place.id == place.id) | (Place.ward_id == place.id))
    )
    behind = _behind().subquery()
    return (
        session.scalar(
            select(func.count(behind.c.organisation_id.distinct())).where(
                behind.c.organisation_id.in_(works_here)
            )
        )
        or 0
    )
