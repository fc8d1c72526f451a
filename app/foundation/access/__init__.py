"""Who acts, as a value, and the two ways of saying no. No Flask and no database here."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

P = ParamSpec("P")


class Role(enum.StrEnum):
    """What someone on the staff side may be; a grant has a scope and an end date."""

    MODERATOR = "moderator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    PLANNER = "planner"
    PARTNER_EDITOR = "partner_editor"
    PARTNERSHIP_MANAGER = "partnership_manager"
    COUNCILLOR = "councillor"
    ANALYST = "analyst"
    LEARNING_PARTNER = "learning_partner"
    ADMIN = "admin"


# What these may see and do ends at the place they were given; every other role holds everywhere.
ROLES_WITH_PLACE = frozenset({Role.MODERATOR, Role.COUNCILLOR})
# These do the work of one group or body, and nobody has them without it.
ROLES_WITH_BODY = frozenset({Role.PARTNER_EDITOR})


@dataclass(frozen=True)
class Grant:
    """A role and where it holds; no place means everywhere. Some are held for one body."""

    role: Role
    place_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Home:
    """Where a participant said they live: the place told, and what it lies in."""

    place_id: int
    area_id: int | None
    ward_id: int | None


@dataclass(frozen=True)
class Helping:
    """That somebody speaks for one person now: which turn, how, and who it is that helps.

    They work here, in some roles, or they help for their group, with an account.
    """

    id: int
    channel: str
    roles: str
    member_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who is acting: a staff member, a participant, a job, or a visitor who did nothing yet."""

    person_id: int | None = None
    # A resident signed in with an account; it speaks for a participant from its first act on.
    member_id: int | None = None
    participant_id: int | None = None
    # A participant from a rush of new voices: heard, but counted only after a check.
    is_held: bool = False
    home: Home | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    job: str | None = None
    # While somebody helps, their roles and their account rest: grants and member_id are empty.
    helping: Helping | None = None

    @classmethod
    def system(cls, job: str) -> "Actor":
        """Return the actor of a job or command that runs by itself."""
        return cls(job=job, name=job)

    @property
    def is_signed_in(self) -> bool:
        """Tell whether this is a person signed in for work, or anybody who helps somebody now."""
        return self.person_id is not None or self.helping is not None

    @property
    def is_at_work(self) -> bool:
        """Tell whether somebody acts for work here, and for nobody whom they help."""
        return self.person_id is not None and self.helping is None

    @property
    def channel(self) -> str:
        """Return how the words of this actor reach us."""
        return self.helping.channel if self.helping else "online"

    @property
    def has_session(self) -> bool:
        """Tell whether anybody is signed in, for work or as a resident: forms need the token."""
        return self.is_signed_in or self.member_id is not None

    @property
    def own_account_id(self) -> int | None:
        """Return the account of who sits here, also while they help somebody."""
        return self.helping.member_id if self.helping else self.member_id

    @property
    def is_staff(self) -> bool:
        """Tell whether any role is held now; such people have no me-too button."""
        return bool(self.grants)

    def has_role(self, *roles: Role | str) -> bool:
        """Tell whether one of the roles is held anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def places_for(self, role: Role) -> frozenset[int] | None:
        """Return the places where the role holds, or None when it holds everywhere."""
        places = [grant.place_id for grant in self.grants if grant.role == role]
        if any(place is None for place in places):
            return None
        return frozenset(place for place in places if place is not None)

    def bodies_for(self, role: Role) -> frozenset[int]:
        """Return the groups and bodies for which the role is held."""
        bodies = (grant.organisation_id for grant in self.grants if grant.role == role)
        return frozenset(body for body in bodies if body is not None)

    @property
    def role_names(self) -> str:
        """Return the roles in one line, for the history; of a helper also how they help."""
        if self.helping is not None:
            return f"{self.helping.roles} helping: {self.helping.channel}"
        return ", ".join(sorted({grant.role.value for grant in self.grants}))


VISITOR = Actor()


class NotFound(Exception):
    """There is no such thing, or this actor may not know of it: the two answer alike."""


class Gone(Exception):
    """It was public once and is not any more; its address answers 410 with a neutral marker."""

    def __init__(self, marker: object) -> None:
        """Keep the marker (code, kind, day, reason group) that the page may show."""
        super().__init__("gone")
        self.marker = marker


class NotAllowed(Exception):
    """The actor may not do this."""


class SignedOut(NotAllowed):
    """The form is for somebody with an account, and nobody is signed in any more."""

    def __init__(self, back: str = "") -> None:
        """Keep the address to come back to after signing in."""
        super().__init__("signed out")
        self.back = back


class NotPossibleNow(Exception):
    """The act was possible once or will be; the words say why not now and what to do."""


class TooMuchNow(NotPossibleNow):
    """A limit is reached; the words say when to try again."""


def account_of(actor: Actor, *, back: str = "") -> int:
    """Return the account of whoever sent a form; whoever is signed out signs in first."""
    if not actor.has_session:
        raise SignedOut(back)
    if actor.member_id is None:
        raise NotAllowed
    return actor.member_id


def require(
    question: Callable[Concatenate[Actor, P], bool],
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Raise NotAllowed unless the permission question is answered with yes."""
    if not question(actor, *args, **kwargs):
        raise NotAllowed
