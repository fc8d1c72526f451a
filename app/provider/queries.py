"""Reading who is who at the council's own sign-in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.models import Person
from app.provider.models import ProviderLink


def person_known_as(session: Session, issuer: str, subject: str) -> Person | None:
    """Return the person whom a provider knows by a subject, unless the sign-in is closed."""
    return session.scalar(
        select(Person)
        .join(ProviderLink, ProviderLink.person_id == Person.id)
        .where(
            ProviderLink.issuer == issuer,
            ProviderLink.subject == subject,
            Person.is_closed.is_(False),
        )
    )


def find_link(session: Session, person_id: int, issuer: str) -> ProviderLink | None:
    """Return how a provider knows a person, or None."""
    return session.scalar(
        select(ProviderLink).where(
            ProviderLink.person_id == person_id, ProviderLink.issuer == issuer
        )
    )
