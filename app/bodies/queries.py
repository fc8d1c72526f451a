"""Finding bodies to correct, and what stands in the way of correcting one."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.foundation.access import NotFound
from app.foundation.text.lookalikes import look_of
from app.organisations.models import EVER_PUBLIC, Membership, Organisation
from app.organisations.queries import LINE, GroupLine
from app.people.models import RoleGrant
from app.staff.models import Invitation
from app.staff.queries import INVITATION_LIVES


def bodies_with_name(session: Session, words: str, *, size: int) -> Sequence[GroupLine]:
    """Return up to `size + 1` groups and bodies whose name holds some words; all for no words.

    Those that still wait for their call are a matter of those who check groups.
    """
    statement = select(*LINE).where(Organisation.standing.in_(EVER_PUBLIC))
    if words:
        found = Organisation.look.contains(look_of(words), autoescape=True)
        statement = statement.where(found)
    by_name = statement.order_by(Organisation.name, Organisation.id)
    return [GroupLine(*row) for row in session.execute(by_name.limit(size + 1))]


def body_to_show(session: Session, organisation_id: int) -> Organisation:
    """Return a group or body that everyone may know of, or raise NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None or not found.is_ever_public:
        raise NotFound
    return found


def has_people(session: Session, organisation_id: int) -> bool:
    """Tell whether accounts belong to a group, or did."""
    belongs = exists().where(Membership.organisation_id == organisation_id)
    return bool(session.scalar(select(belongs)))


def has_partner_editors(
    session: Session, organisation_id: int, today: date, *, real_now: datetime
) -> bool:
    """Tell whether somebody does the work of a body for it here, or is invited to."""
    holds = exists().where(
        RoleGrant.organisation_id == organisation_id,
        RoleGrant.taken_back_at.is_(None),
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )
    is_invited = exists().where(
        Invitation.organisation_id == organisation_id,
        Invitation.over_at.is_(None),
        Invitation.made_at > real_now - INVITATION_LIVES,
    )
    return bool(session.scalar(select(or_(holds, is_invited))))
