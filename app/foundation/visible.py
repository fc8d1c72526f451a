"""The number of the last change of what is visible.

Kept pages carry it. It moves inside the transaction that changes something, so a page that was
kept before a hide is never shown to a request that begins after it.
"""

from sqlalchemy import ScalarSelect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.foundation.database import Base


class VisibleChange(Base):
    """One row with the number; the migration puts it there."""

    __tablename__ = "visible_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


def move_on(session: Session) -> None:
    """Say that what is visible changes with this transaction."""
    session.execute(
        update(VisibleChange)
        .where(VisibleChange.id == 1)
        .values(number=VisibleChange.number + 1)
        .execution_options(synchronize_session=False)
    )


def number_column() -> ScalarSelect[int]:
    """Return the number as a column of another statement, so that reading it costs no statement."""
    return select(VisibleChange.number).where(VisibleChange.id == 1).scalar_subquery()


def current_number(session: Session) -> int:
    """Return the number as this transaction sees it."""
    return session.scalar(select(VisibleChange.number).where(VisibleChange.id == 1)) or 0
