"""What pages and letters show of things that are followed. Values only.

A value names an endpoint with its arguments, never an address: pages and letters make it.
"""

from dataclasses import dataclass, field

from app.following.models import FollowKind
from app.foundation.public_codes import code_for

_PAGES = {
    FollowKind.NEED: ("N", "needs.show", "need_code"),
    FollowKind.THEME: ("T", "themes.show", "theme_code"),
    FollowKind.ACTION: ("A", "plan.action", "action_code"),
    FollowKind.OUTCOME: ("O", "plan.outcome", "outcome_code"),
}


@dataclass(frozen=True)
class Shown:
    """One thing as anyone may see it now."""

    kind: FollowKind
    id: int
    code: str
    title: str
    endpoint: str
    args: dict[str, str] = field(default_factory=dict)

    @classmethod
    def coded(cls, kind: FollowKind, thing_id: int, number: int, title: str) -> "Shown":
        """Return a thing with a public code."""
        letter, endpoint, argument = _PAGES[kind]
        code = code_for(letter, number)
        return cls(kind, thing_id, code, title, endpoint, {argument: code})

    @classmethod
    def place(cls, place_id: int, slug: str, name: str, *, is_ward: bool) -> "Shown":
        """Return a local area or a ward."""
        endpoint = "places.ward" if is_ward else "places.show"
        return cls(FollowKind.PLACE, place_id, "", name, endpoint, {"slug": slug})

    @classmethod
    def group(cls, membership_id: int, slug: str, name: str) -> "Shown":
        """Return the group that somebody belongs to, with the page for those who do."""
        return cls(FollowKind.GROUP, membership_id, "", name, "groups.own", {"slug": slug})


@dataclass(frozen=True)
class Followed:
    """One line of what somebody follows; without `shown` it cannot be read by anyone now."""

    id: int
    kind: FollowKind
    shown: Shown | None
