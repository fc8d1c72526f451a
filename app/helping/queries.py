"""Reading who is helped now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Helping, NotFound
from app.helping.models import Helping as HelpingRow
from app.people.models import Participant
from app.people.queries import home_in
from app.places.models import Place


def helping_actor(session: Session, actor: Actor, helping_id: int) -> Actor | None:
    """Return a helper as the voice of whom they help now; None when that turn is over.

    Roles rest meanwhile: whoever looks on sees nothing of the helper's other work.
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
            HelpingRow.person_id == actor.person_id,
            HelpingRow.ended_at.is_(None),
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
        helping=Helping(helping_id, row.channel.value, actor.role_names),
    )


def helping_to_change(session: Session, helping_id: int) -> HelpingRow:
    """Return one turn of helping with its row held, read anew."""
    found = session.get(HelpingRow, helping_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def open_helpings(session: Session, person_id: int) -> Sequence[HelpingRow]:
    """Return what somebody has not ended yet; the index lets it be one at most."""
    return session.scalars(
        select(HelpingRow)
        .where(HelpingRow.person_id == person_id, HelpingRow.ended_at.is_(None))
        .order_by(HelpingRow.id)
        .with_for_update()
    ).all()


def people_helped(session: Session, person_id: int, since: datetime) -> int:
    """Count for how many different people somebody spoke since a moment."""
    counted = select(func.count(distinct(HelpingRow.participant_id))).where(
        HelpingRow.person_id == person_id, HelpingRow.started_at >= since
    )
    return session.scalar(counted) or 0
