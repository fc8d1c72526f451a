"""Reading what waits to be removed, and what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.erasing.models import Erasure, ErasureReason
from app.erasing.permissions import may_erase_need
from app.foundation.access import Actor, NotFound, Role
from app.foundation.public_codes import code_for
from app.history.models import HistoryEntry
from app.needs.models import Moderation, Need, NeedPlace
from app.needs.queries import find_need, place_ids_of_need
from app.needs.words import PROGRESS_VERB
from app.priorities.models import Decision

PUT_AWAY = (Moderation.RETURNED, Moderation.HIDDEN, Moderation.WITHDRAWN)


@dataclass(frozen=True)
class ErasureLine:
    """One need whose words wait to be removed, without the words."""

    need_id: int
    number: int | None
    reason: ErasureReason
    asked_at: datetime
    erase_at: datetime

    @property
    def code(self) -> str:
        """Return the public code, empty before it was ever public."""
        return code_for("N", self.number) if self.number else ""


def erasures_waiting(session: Session, actor: Actor, *, size: int) -> Sequence[ErasureLine]:
    """Return what waits to be removed, in the places of one's role, soonest first."""
    statement = (
        select(Need.id, Need.number, Erasure.reason, Erasure.asked_at, Erasure.erase_at)
        .join(Need, Need.id == Erasure.need_id)
        .order_by(Erasure.erase_at, Need.id)
        .limit(size)
    )
    places = None if actor.has_role(Role.ADMIN) else actor.places_for(Role.MODERATOR)
    if places is not None:
        about = select(NeedPlace.need_id).where(NeedPlace.place_id.in_(places))
        statement = statement.where(Need.id.in_(about))
    return [ErasureLine(*row) for row in session.execute(statement)]


def erase_days(session: Session, need_ids: Collection[int]) -> dict[int, datetime]:
    """Return when the words of some needs are removed, for those that wait for it."""
    rows = session.execute(
        select(Erasure.need_id, Erasure.erase_at).where(Erasure.need_id.in_(need_ids))
    )
    return {row.need_id: row.erase_at for row in rows}


def find_erasure(session: Session, need_id: int) -> Erasure | None:
    """Return what waits for a need, read anew, or None."""
    return session.get(Erasure, need_id, populate_existing=True)


def has_moved_since(session: Session, need_id: int, moment: datetime) -> bool:
    """Tell whether something became of a need after a moment, by the history."""
    moved = exists().where(
        HistoryEntry.subject == Need.__tablename__,
        HistoryEntry.subject_id == need_id,
        HistoryEntry.verb.startswith(PROGRESS_VERB),
        HistoryEntry.at > moment,
    )
    return bool(session.scalar(select(moved)))


def due_for_erasure(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Return needs whose words have waited long enough."""
    return session.scalars(
        select(Erasure.need_id)
        .where(Erasure.erase_at <= now)
        .order_by(Erasure.need_id)
        .limit(limit)
    ).all()


def put_away_before(session: Session, *, before: datetime, limit: int) -> Sequence[int]:
    """Return needs that show nowhere, and have not since before a moment."""
    return session.scalars(
        select(Need.id)
        .where(
            Need.moderation.in_(PUT_AWAY),
            func.coalesce(Need.taken_down_at, Need.sent_at) < before,
        )
        .order_by(Need.id)
        .limit(limit)
    ).all()


def need_to_erase(session: Session, actor: Actor, need_id: int) -> Need:
    """Return a need that this actor may remove for somebody; any other is not there."""
    need = find_need(session, need_id)
    if need is None or not may_erase_need(actor, place_ids_of_need(session, need_id)):
        raise NotFound
    return need


def id_of_number(session: Session, number: int) -> int | None:
    """Return the id of the need with a public number."""
    return session.scalar(select(Need.id).where(Need.number == number))


def decisions_that_may_quote(
    session: Session, need_id: int, theme_ids: Collection[int]
) -> Sequence[Decision]:
    """Return the decisions about a need or its themes, held: their words may repeat its own."""
    return session.scalars(
        select(Decision)
        .where((Decision.need_id == need_id) | Decision.theme_id.in_(theme_ids))
        .order_by(Decision.id)
        .with_for_update()
    ).all()
