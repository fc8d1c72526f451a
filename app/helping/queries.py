"""Reading who is helped now."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, distinct, exists, func, select
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Helping, NotFound
from app.helping.models import Helping as HelpingRow
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


def _may_go_on(today: date) -> ColumnElement[bool]:
    """Say that who helps works here, or belongs today to a group that acts here."""
    in_group = exists().where(
        Membership.member_id == HelpingRow.member_id,
        holds_on(today),
        Organisation.id == Membership.organisation_id,
        Organisation.standing == Standing.ACTIVE,
    )
    return HelpingRow.member_id.is_(None) | in_group


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
            _may_go_on(today),
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


def own_voice_of(session: Session, member_id: int | None) -> int | None:
    """Return for whom an account speaks, if for anybody."""
    return session.scalar(select(Member.participant_id).where(Member.id == member_id))
