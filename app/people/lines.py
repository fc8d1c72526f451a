"""What the page of people shows, as values. No database here: `queries` reads the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.foundation.access import Role


@dataclass(frozen=True)
class GrantLine:
    """One role of one person, for the page of people."""

    id: int
    person_id: int
    role: Role
    place_name: str | None
    organisation_id: int | None
    starts_on: date
    ends_on: date | None
    is_taken_back: bool


@dataclass(frozen=True)
class PersonLine:
    """One person with all roles, for the page of people."""

    id: int
    name: str
    email: str
    is_closed: bool
    grants: Sequence[GrantLine]
