"""Reading groups and bodies."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisations.models import Organisation


def organisation_choices(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of every group and body, for pickers."""
    rows = session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.name, Organisation.id)
    )
    return [(row.id, row.name) for row in rows]
