"""Reading who is helped now."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, distinct, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.foundation.access import Actor, Helping, NotFound, Role
from app.helping.models import Helping as HelpingRow
from app.helping.permissions import HELPERS
from app.organisations.models import Membership, Organisation, Standing
from app.organisations.queries import holds_on
from app.people.models import Member, Participant
from app.people.queries import home_in
from app.places.models import Place


def _is_by(actor: Actor) -> ColumnElement[bool]:
    """Say that a turn is that of an actor, who works here or has an account."""
    if actor.person_id is not None:
        return HelpingRow.person_id == actor.person_id
    return HelpingRow.member_id == actor.own_account_id


def _may_go_on(actor: Actor, today: date) -> ColumnElement[bool]:
    """Say that who helps works here, or belongs today to a group that acts here.

    Who works here for partner bodies alone goes on while one of them acts here.
    """
    if _works_for_bodies_alone(actor):
        return _acts_for_one_of(actor)
    in_group = exists().where(
        Membership.member_id == HelpingRow.member_id,
        holds_on(today),
        Organisation.id == Membership.organisation_id,
        Organisation.standing == Standing.ACTIVE,
    )
    return HelpingRow.member_id.is_(None) | in_group


def _works_for_bodies_alone(actor: Actor) -> bool:
    return actor.has_role(Role.PARTNER_EDITOR) and not actor.has_role(*HELPERS)


def _acts_for_one_of(actor: Actor) -> ColumnElement[bool]:
    bodies = actor.bodies_for(Role.PARTNER_EDITOR)
    return exists().where(Organisation.id.in_(bodies), Organisation.standing == Standing.ACTIVE)


def works_for_resting_body(session: Session, actor: Actor) -> bool:
    """Tell whether somebody works here for partner bodies alone, and none of them acts now."""
    return _works_for_bodies_alone(actor) and not session.scalar(select(_acts_for_one_of(actor)))


def helping_actor(session: Session, actor: Actor, helping_id: int, *, today: date) -> Actor | None:
    """Return a helper as the voice of whom they help now; None when that turn is over.

    Roles and the account rest meanwhile: whoever looks on sees nothing of the helper's own.
    """
    row = session.execute(
        select(
            HelpingRow.participant_id, HelpingRow.channel, Participant.is_held,
            Place.id.label("place_id"), Place.kind, Place.parent_id, Place.ward_id,
        )
        .outerjoin(Participant, Participant.id == HelpingRow.participant_id)
        .outerjoin(Place, Place.id == Participant.place_id)
        .where(
            HelpingRow.id == helping_id,
            HelpingRow.ended_at.is_(None),
            _is_by(actor),
            _may_go_on(actor, today),
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return Actor(
        person_id=actor.person_id,
        name=actor.name,
        participant_id=row.participant_id,
        is_held=bool(row.is_held),
        home=home_in(row),
        helping=as_helper(actor, helping_id, row.channel.value),
    )


def as_helper(actor: Actor, helping_id: int, channel: str) -> Helping:
    """Return what an actor carries while they help; the history names an account by number only."""
    member_id = actor.own_account_id
    roles = actor.role_names if member_id is None else f"account {member_id}"
    return Helping(helping_id, channel, roles, member_id)


def helping_to_change(session: Session, helping_id: int) -> HelpingRow:
    """Return one turn of helping with its row held, read anew."""
    found = session.get(HelpingRow, helping_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def open_helpings(session: Session, actor: Actor) -> Sequence[HelpingRow]:
    """Return what somebody has not ended yet; the index lets it be one at most."""
    return session.scalars(
        select(HelpingRow)
        .where(_is_by(actor), HelpingRow.ended_at.is_(None))
        .order_by(HelpingRow.id)
        .with_for_update()
    ).all()


def people_helped(session: Session, actor: Actor, since: datetime) -> int:
    """Count for how many different people somebody spoke since a moment."""
    counted = select(func.count(distinct(HelpingRow.participant_id))).where(
        _is_by(actor), HelpingRow.started_at >= since
    )
    return session.scalar(counted) or 0


def people_helped_by_group(session: Session, member_id: int | None, since: datetime) -> int:
    """Count for how many different people an account's group spoke since a moment.

    It counts everybody who belongs to the group, or did since then. Of several groups the one with
    the fewest counts: the account can help for that one.
    """
    if member_id is None:
        return 0
    theirs = aliased(Membership)
    counted = (
        select(func.count(distinct(HelpingRow.participant_id)))
        .select_from(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(theirs, theirs.organisation_id == Membership.organisation_id)
        .outerjoin(
            HelpingRow,
            and_(
                HelpingRow.member_id == theirs.member_id,
                HelpingRow.started_at >= since,
                or_(theirs.ended_at.is_(None), theirs.ended_at >= since),
            ),
        )
        .where(
            Membership.member_id == member_id,
            Membership.ended_at.is_(None),
            Organisation.standing == Standing.ACTIVE,
        )
        .group_by(Membership.organisation_id)
    )
    return min(session.scalars(counted), default=0)


def own_voice_of(session: Session, member_id: int | None) -> int | None:
    """Return for whom an account speaks, if for anybody."""
    return session.scalar(select(Member.participant_id).where(Member.id == member_id))
