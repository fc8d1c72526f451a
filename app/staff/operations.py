"""Inviting people to work here, and letting somebody back in who lost their locks."""

from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, Grant, NotFound, NotPossibleNow, Role, require
from app.foundation.access.keys import KeyRing, new_token
from app.foundation.database import insert_once
from app.history import operations as history
from app.locks.operations import drop_locks
from app.people import operations as people
from app.people.models import Person, RoleGrant
from app.people.permissions import may_manage_people
from app.people.queries import find_person_by_email, grants_of, person_to_change
from app.people.scopes import refuse_wrong_scope
from app.staff import queries
from app.staff.models import Invitation, LockReset
from app.staff.permissions import may_ask_reset, may_confirm_reset

INVITED = Actor.system("invitation")
OVER = "This invitation does not work any more. Ask for a new one."


class EmailInUse(NotPossibleNow):
    """Somebody signs in with this e-mail already."""


def link_digest(keys: KeyRing, link: str) -> str:
    """Return what is stored of an invitation's link."""
    return keys.digest("invitation", link)


def invite(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    *,
    email: str,
    name: str,
    grant: Grant,
    ends_on: date | None,
    now: datetime,
    real_now: datetime,
) -> str:
    """Invite somebody new with a role; return what stands in the link. Older ones are over."""
    require(may_manage_people, actor)
    if find_person_by_email(session, email) is not None:
        raise EmailInUse
    refuse_wrong_scope(grant.role, grant.place_id, grant.organisation_id)
    _refuse_other_bodies(session, grant)
    invitation = Invitation(
        email=email.strip().lower(), name=name, role=grant.role, place_id=grant.place_id,
        organisation_id=grant.organisation_id, ends_on=ends_on,
        invited_by_id=actor.person_id or 0, made_at=real_now,
    )  # fmt: skip
    link = _send(session, keys, invitation, real_now)
    history.record(session, actor, "invited", invitation, now=now, reason_code=grant.role.value)
    return link


def _send(session: Session, keys: KeyRing, invitation: Invitation, real_now: datetime) -> str:
    """Keep a new invitation, and end those that the same address had before."""
    session.execute(
        update(Invitation)
        .where(Invitation.email == invitation.email, Invitation.over_at.is_(None))
        .values(over_at=real_now)
        .execution_options(synchronize_session="fetch")
    )
    link = new_token() + new_token()
    invitation.link_digest = link_digest(keys, link)
    session.add(invitation)
    session.flush()
    return link


def give_role(
    session: Session,
    actor: Actor,
    person: Person,
    grant: Grant,
    *,
    today: date,
    ends_on: date | None,
    now: datetime,
) -> RoleGrant:
    """Give somebody a role with its place or body, and its last day."""
    require(may_manage_people, actor)
    _refuse_other_bodies(session, grant)
    return people.give_role(
        session, actor, person, grant.role, place_id=grant.place_id,
        organisation_id=grant.organisation_id, today=today, ends_on=ends_on, now=now,
    )  # fmt: skip


def _refuse_other_bodies(session: Session, grant: Grant) -> None:
    """Refuse a body that plans no services with the council, or does not act here now.

    Its row is held, so that it becomes no such body in the same moment.
    """
    body_id = grant.organisation_id
    if body_id is not None and queries.partner_body_to_hold(session, body_id) is None:
        raise NotPossibleNow(
            "This body can have no partner editor: it is a group that acts through its own leads, "
            "or it is paused or closed. Choose another body."
        )


def take_invitation_back(
    session: Session, actor: Actor, invitation_id: int, *, now: datetime, real_now: datetime
) -> None:
    """End an invitation that nobody has accepted."""
    require(may_manage_people, actor)
    invitation = queries.invitation_to_change(session, invitation_id)
    if invitation is None:
        raise NotFound
    if invitation.over_at is not None:
        raise NotPossibleNow("This invitation was used or taken back already.")
    invitation.over_at = real_now
    history.record(session, actor, "took an invitation back", invitation, now=now)


def accept(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    link: str,
    password: str | None,
    *,
    today: date,
    now: datetime,
    real_now: datetime,
) -> Person:
    """Make the sign-in that a link invites to, or let its person back in; once.

    Raises NotPossibleNow when the invitation is over, whichever way it came to that.
    """
    invitation = queries.invitation_to_use(session, link_digest(keys, link), real_now=real_now)
    if invitation is None or not _still_holds(session, invitation, today):
        raise NotPossibleNow(OVER)
    invitation.over_at = real_now
    if invitation.person_id is not None:
        person = person_to_change(session, invitation.person_id)
        if person.is_closed or password is None:
            raise NotPossibleNow(OVER)
        myself = Actor(person_id=person.id, name=person.name)
        people.set_password(session, myself, person, password, now=now)
        return person
    person = people.make_person(
        session, INVITED, email=invitation.email, name=invitation.name, password=password, now=now
    )
    if invitation.role is not None:
        people.give_role(
            session, INVITED, person, invitation.role, place_id=invitation.place_id,
            organisation_id=invitation.organisation_id, today=today,
            ends_on=invitation.ends_on, now=now,
        )  # fmt: skip
    return person


def _still_holds(session: Session, invitation: Invitation, today: date) -> bool:
    """Tell whether the role is not over yet, its body has it, and who invited may still do that."""
    if invitation.ends_on is not None and invitation.ends_on < today:
        return False
    body_id = invitation.organisation_id
    if body_id is not None and queries.partner_body_to_hold(session, body_id) is None:
        return False
    grants = grants_of(session, invitation.invited_by_id, today)
    return any(grant.role is Role.ADMIN for grant in grants)


def ask_reset(
    session: Session,
    actor: Actor,
    person: Person,
    reason: str,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """Ask that somebody's lost locks be taken away; nothing opens before another says yes."""
    require(may_ask_reset, actor, person.id)
    old = queries.reset_to_change(session, person.id)
    if old is not None and old.asked_at <= real_now - queries.RESET_LIVES:
        session.execute(delete(LockReset).where(LockReset.id == old.id))
    row = {
        "person_id": person.id,
        "asked_by_id": actor.person_id,
        "reason": reason,
        "asked_at": real_now,
    }
    if not insert_once(session, LockReset.__table__, row):  # type: ignore[arg-type]
        raise NotPossibleNow("Somebody has asked for this already. Read it on this page.")
    history.record(session, actor, "asked to open lost locks", person, now=now, note=reason)


def confirm_reset(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    person: Person,
    *,
    now: datetime,
    real_now: datetime,
) -> str:
    """Take somebody's locks and password away; return the link by which they come back in.

    Another administrator asked for it, so whoever wants in needs two of them and the letter; and
    one who was made an administrator a moment ago is not yet a second one.
    """
    reset = _asked(session, person, real_now)
    require(may_confirm_reset, actor, person.id, reset.asked_by_id)
    if person.is_closed:
        raise NotPossibleNow("This sign-in is closed.")
    if not queries.is_settled_administrator(session, actor.person_id, clock.local_day(now)):
        raise NotPossibleNow(
            "You have been an administrator for less than 7 days. "
            "Ask one who has been it for longer to say yes."
        )
    session.delete(reset)
    drop_locks(session, actor, person)
    person.password_hash = None
    people.end_sessions(session, actor, person)
    history.record(session, actor, "opened lost locks", person, now=now)
    again = Invitation(
        email=person.email, name=person.name, person_id=person.id,
        invited_by_id=actor.person_id or 0, made_at=real_now,
    )  # fmt: skip
    return _send(session, keys, again, real_now)


def refuse_reset(
    session: Session, actor: Actor, person: Person, *, now: datetime, real_now: datetime
) -> None:
    """Leave the locks as they are: any administrator says no, or takes the asking back."""
    require(may_manage_people, actor)
    session.delete(_asked(session, person, real_now))
    history.record(session, actor, "left lost locks closed", person, now=now)


def _asked(session: Session, person: Person, real_now: datetime) -> LockReset:
    reset = queries.reset_to_change(session, person.id)
    if reset is None or reset.asked_at <= real_now - queries.RESET_LIVES:
        raise NotPossibleNow("Nobody asks for this any more.")
    return reset
