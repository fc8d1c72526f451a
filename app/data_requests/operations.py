"""Noting that somebody searched all kept words, before they see what is found."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.data_requests.permissions import may_search_kept_words
from app.foundation.access import Actor, NotFound, require
from app.history import operations as history
from app.people.queries import find_person


def note_search(session: Session, actor: Actor, request: str, *, now: datetime) -> None:
    """Write down who searched and for which request; never what they searched for."""
    require(may_search_kept_words, actor)
    person = find_person(session, actor.person_id or 0)
    if person is None:
        raise NotFound
    history.record(
        session, actor, "searched kept words for a request", person, now=now, note=request
    )
