"""What lists of voices show. Values only, no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldVoices:
    """A rush of new voices from one address that waits for a check."""

    address_mark: str
    people: int
    supports: int
