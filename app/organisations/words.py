"""What somebody typed about a group, as values, and how its address is made. No database."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.foundation.text.search import fold
from app.organisations.models import HowAsked, OrganisationKind

LONGEST_NAME = 160
LONGEST_SLUG = 120


@dataclass(frozen=True, kw_only=True)
class GroupWords:
    """What a group says of itself, already cleaned."""

    about: str = ""
    knows_place: str = ""
    knows_interest: str = ""
    knows_identity: str = ""
    is_everywhere: bool = False
    area_ids: frozenset[int] = frozenset()
    speaks_for: int | None = None
    how_counted: str = ""
    how_asked: HowAsked | None = None
    reach: str = ""


@dataclass(frozen=True, kw_only=True)
class NewGroup:
    """What is asked once, when a group asks to be let in."""

    name: str
    kind: OrganisationKind
    call_phone: str
    words: GroupWords


@dataclass(frozen=True, kw_only=True)
class BodyWords:
    """What an administrator says of a body: its name, what it is, where it works."""

    name: str
    kind: OrganisationKind
    is_everywhere: bool = False
    area_ids: frozenset[int] = frozenset()


def slug_from(name: str, taken: Collection[str]) -> str:
    """Return an address made from a name, different from those that are taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    base = plain[: LONGEST_SLUG - 6].strip("-") or "group"
    slug, count = base, 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    return slug
