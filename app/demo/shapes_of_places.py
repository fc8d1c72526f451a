"""What the values about places, people and conversations hold."""

from dataclasses import dataclass
from datetime import date

from app.demo.vocabulary import (
    DEMO_TODAY,
    AreaCode,
    Band,
    PowerLevel,
    RoleSlug,
    Sector,
)


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """The whole place and the promises it makes; one per installation."""

    code: str
    slug: str
    name: str
    short_name: str
    population: int
    most_deprived_percent: float
    checked_within_working_days: int
    answered_within_weeks: int
    phone: str
    email: str
    freepost: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LocalArea:
    """One of the seven areas, with how many took part: in rooms less those also heard online."""

    code: AreaCode
    slug: str
    name: str
    population: int
    most_deprived_percent: int
    access_deprived_percent: int | None
    took_part_online: int
    took_part_in_rooms: int
    ward: str | None
    services: tuple[str, ...]


@dataclass(frozen=True)
class Neighbourhood:
    """A part of one area and of one ward. Voices in rooms are by home, from sign-in sheets."""

    slug: str
    name: str
    area: AreaCode
    ward: str
    population: int
    band: Band
    online: int
    rooms: int
    note: str = ""


@dataclass(frozen=True)
class Ward:
    """An electoral ward."""

    slug: str
    name: str
    population: int


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """People who met in a room; `also_online` used their slip online and are counted there."""

    code: str
    name: str
    held_by: str
    organisation: str | None
    area: AreaCode
    held_on: date
    came: int
    also_online: int
    method: str

    @property
    def days_before_today(self) -> int:
        """Return how long ago it was on the first day of the demo."""
        return (DEMO_TODAY - self.held_on).days


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """Somebody with a role and a sign-in."""

    name: str
    email: str
    role: RoleSlug
    title: str
    ward: str | None = None
    body: str | None = None
    # Two administrators are needed to open lost locks.
    is_administrator_too: bool = False


@dataclass(frozen=True)
class Organisation:
    """A group or a body."""

    slug: str
    name: str
    sector: Sector


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """What a group or body says of itself; areas by their letters."""

    about: str
    areas: tuple[AreaCode, ...]
    knows_place: str = ""
    knows_interest: str = ""
    knows_identity: str = ""
    speaks_for: int | None = None
    how_counted: str = ""
    how_asked: str | None = None
    reach: str = ""


@dataclass(frozen=True)
class GroupMember:
    """An account of somebody who belongs to a group, and the name that the group sees."""

    email: str
    shown_name: str
    group: str
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingGroup:
    """A group that asked to be let in and waits for its call."""

    slug: str
    name: str
    kind: str
    asked_on: date
    asked_by: str
    asked_by_name: str
    call_phone: str
    facts: GroupFacts


@dataclass(frozen=True)
class Backing:
    """Needs that a group stands behind since a day, by their codes."""

    group: str
    needs: tuple[str, ...]
    on: date


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A question put to people, with its rules. The one always open has no last day."""

    slug: str
    question: str
    why_now: str
    can_change: str
    cannot_change: str
    who_decides: str
    power_level: PowerLevel
    opens_on: date
    closes_on: date | None
    reply_by: date | None
    is_always_open: bool = False
