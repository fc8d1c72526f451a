"""How much somebody put forward lately."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.needs.models import Need


def needs_sent_since(session: Session, participant_id: int | None, since: datetime) -> int:
    """Count what a participant put forward since a moment, whatever became of it."""
    counted = select(func.count()).where(
        Need.participant_id == participant_id, Need.sent_at > since
    )
    return session.scalar(counted) or 0
