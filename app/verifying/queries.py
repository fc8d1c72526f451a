"""Which groups wait, and the calls to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Role
from app.foundation.text.lookalikes import look_of
from app.organisations.models import (
    GroupRole,
    Membership,
    Organisation,
    OrganisationPlace,
    Standing,
)
from app.organisations.queries import HERE, LINE, GroupLine, holds_on
from app.people.models import Person
from app.places.models import Place
from app.places.queries import wards_inside_areas
from app.verifying.models import CallOutcome, NumberFrom, VerificationCall


@dataclass(frozen=True)
class CallLine:
    """One call as staff see it."""

    called_at: datetime
    called_by: str
    number_from: NumberFrom
    outcome: CallOutcome


def calls_to(session: Session, organisation_id: int) -> Sequence[CallLine]:
    """Return the calls to a group, oldest first: it is a thread."""
    call = VerificationCall
    rows = session.execute(
        select(call.called_at, Person.name, call.number_from, call.outcome)
        .join(Person, Person.id == call.called_by_id)
        .where(call.organisation_id == organisation_id)
        .order_by(call.id)
    )
    return [CallLine(*row) for row in rows]


def is_confirmed(session: Session, organisation_id: int) -> bool:
    """Tell whether the last call that reached somebody confirmed the group."""
    outcome = session.scalar(
        select(VerificationCall.outcome)
        .where(
            VerificationCall.organisation_id == organisation_id,
            VerificationCall.outcome.in_((CallOutcome.CONFIRMED, CallOutcome.NOT_THEM)),
        )
        .order_by(VerificationCall.id.desc())
        .limit(1)
    )
    return outcome is CallOutcome.CONFIRMED


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    """Leave out groups that a moderator for one place may not check, as `may_check_groups` says."""
    places = None if actor.has_role(Role.PLANNER) else actor.places_for(Role.MODERATOR)
    if places is None:
        return true()
    knows = exists().where(OrganisationPlace.organisation_id == Organisation.id)
    inside = wards_inside_areas()
    here = (
        OrganisationPlace.place_id.in_(places),
        OrganisationPlace.place_id.in_(select(Place.id).where(Place.ward_id.in_(places))),
        OrganisationPlace.place_id.in_(
            select(inside.c.area_id).where(inside.c.ward_id.in_(places))
        ),
    )
    elsewhere = knows.where(not_(or_(*here)))
    return and_(Organisation.is_everywhere.is_(False), knows, ~elsewhere)


def groups_waiting(session: Session, actor: Actor) -> Sequence[GroupLine]:
    """Return the groups that wait for their call, those that asked first on top."""
    rows = session.execute(
        select(*LINE)
        .where(Organisation.standing == Standing.ASKED, _in_scope(actor))
        .order_by(Organisation.asked_at, Organisation.id)
    )
    return [GroupLine(*row) for row in rows]


def waiting_count(session: Session) -> int:
    """Count the groups that wait for their call."""
    counted = select(func.count()).where(Organisation.standing == Standing.ASKED)
    return session.scalar(counted) or 0


def groups_without_lead(
    session: Session, actor: Actor, today: date, *, limit: int
) -> Sequence[GroupLine]:
    """Return active groups that have members and nobody who leads, by name."""
    belongs = holds_on(today) & (Membership.organisation_id == Organisation.id)
    rows = session.execute(
        select(*LINE)
        .where(
            Organisation.standing.in_(HERE),
            _in_scope(actor),
            exists().where(Membership.organisation_id == Organisation.id),
            ~exists().where(belongs, Membership.role == GroupRole.LEAD),
        )
        .order_by(Organisation.name, Organisation.id)
        .limit(limit)
    )
    return [GroupLine(*row) for row in rows]


def groups_with_name(
    session: Session, actor: Actor, words: str, *, limit: int
) -> Sequence[GroupLine]:
    """Return groups of any standing whose name holds some words; all of them for no words."""
    by_name = (Organisation.name, Organisation.id)
    statement = select(*LINE).where(_in_scope(actor)).order_by(*by_name).limit(limit)
    if words:
        found = Organisation.look.contains(look_of(words), autoescape=True)
        statement = statement.where(found)
    return [GroupLine(*row) for row in session.execute(statement)]
