"""What lists of voices show. Values only, no database."""

from dataclasses import dataclass

from app.foundation.access import Home
from app.foundation.public_codes import code_for


@dataclass(frozen=True)
class People:
    """How many people: online, in rooms, together."""

    online: int = 0
    rooms: int = 0

    @property
    def together(self) -> int:
        """Return both voices added up."""
        return self.online + self.rooms


@dataclass(frozen=True)
class Backing:
    """A need with the voice that backs it or takes that back, both rows held."""

    id: int
    number: int
    title: str
    online: int
    rooms: int
    theme_ids: tuple[int, ...]
    is_held: bool
    joined_into_id: int | None
    # Where the voice lives, as it is now that its row is held.
    home: Home | None

    @property
    def code(self) -> str:
        """Return the public code of the need."""
        return code_for("N", self.number)


@dataclass(frozen=True)
class HeldVoices:
    """A rush of new voices from one address that waits for a check."""

    address_mark: str
    people: int
    supports: int


@dataclass(frozen=True)
class AreaOfNeed:
    """One local area beside a need: whether it is about it, and how many there said it."""

    name: str
    slug: str
    is_about: bool
    people: People
