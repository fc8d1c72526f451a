"""Putting the rows of a seeded place down, many at a time. Who acted and when stands in the rows.

Other code changes things by the operations of each subject; those write what happens now, and a
seeded place has a past.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.foundation import visible
from app.foundation.access import Actor
from app.foundation.database import Base

Row = Mapping[str, Any]
AT_ONCE = 5_000


def put_rows(session: Session, actor: Actor, model: type[Base], rows: Sequence[Row]) -> None:
    """Put rows into the table of a model."""
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(_table(model)), list(rows[start : start + AT_ONCE]))


def put_rows_with_ids(
    session: Session, actor: Actor, model: type[Base], rows: Sequence[Row]
) -> list[int]:
    """Put rows into the table of a model; return their ids in the order of the rows."""
    table = _table(model)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids: list[int] = []
    for start in range(0, len(rows), AT_ONCE):
        ids += session.scalars(statement, list(rows[start : start + AT_ONCE]))
    return ids


def show_everything_anew(session: Session, actor: Actor) -> None:
    """Say that what is visible changed, so that no kept page is shown any more."""
    visible.move_on(session)


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
