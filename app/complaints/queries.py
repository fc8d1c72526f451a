"""Reading the register of complaints about data."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.complaints.models import DataComplaint
from app.foundation.access import NotFound


def open_complaints(session: Session, *, size: int) -> Sequence[DataComplaint]:
    """Return what is not closed yet, the one that is due first at the top: late ones lead."""
    return session.scalars(
        select(DataComplaint)
        .where(DataComplaint.closed_at.is_(None))
        .order_by(
            DataComplaint.answered_at.is_not(None), DataComplaint.due_on, DataComplaint.number
        )
        .limit(size)
    ).all()


def closed_complaints(
    session: Session, *, before: int | None, size: int
) -> Sequence[DataComplaint]:
    """Return up to `size + 1` closed complaints, newest first, below a number."""
    statement = (
        select(DataComplaint)
        .where(DataComplaint.closed_at.is_not(None))
        .order_by(DataComplaint.number.desc())
        .limit(size + 1)
    )
    if before is not None:
        statement = statement.where(DataComplaint.number < before)
    return session.scalars(statement).all()


def all_complaints(session: Session) -> Sequence[DataComplaint]:
    """Return the whole register, oldest first."""
    return session.scalars(select(DataComplaint).order_by(DataComplaint.number)).all()


def late_count(session: Session, today: date) -> int:
    """Count complaints that are due before today and have no answer."""
    late = (DataComplaint.answered_at.is_(None)) & (DataComplaint.due_on < today)
    return session.scalar(select(func.count()).select_from(DataComplaint).where(late)) or 0


def find_complaint(session: Session, complaint_id: int) -> DataComplaint:
    """Return a complaint, or raise NotFound."""
    found = session.get(DataComplaint, complaint_id)
    if found is None:
        raise NotFound
    return found


def complaint_to_change(session: Session, complaint_id: int) -> DataComplaint:
    """Return a complaint with its row held until the transaction ends, read anew."""
    found = session.get(DataComplaint, complaint_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def find_by_send_key(session: Session, send_key: str) -> DataComplaint | None:
    """Return the complaint that was made from a form, or None."""
    return session.scalar(select(DataComplaint).where(DataComplaint.send_key == send_key))


def complaints_of_email(session: Session, email: str) -> Sequence[DataComplaint]:
    """Return the complaints that left an e-mail, for the page of what is kept about somebody."""
    return session.scalars(
        select(DataComplaint).where(DataComplaint.email == email).order_by(DataComplaint.number)
    ).all()


def to_empty(session: Session, *, before: datetime, limit: int) -> Sequence[DataComplaint]:
    """Return complaints closed before a moment whose words are still there, held."""
    return session.scalars(
        select(DataComplaint)
        .where(DataComplaint.closed_at < before, DataComplaint.words != "")
        .order_by(DataComplaint.id)
        .limit(limit)
        .with_for_update()
    ).all()
