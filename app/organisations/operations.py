"""Asking for a group to be let in, and changing what it says of itself."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.text.lookalikes import look_of, looks_like_one_of
from app.history import operations as history
from app.organisations import queries
from app.organisations.models import (
    SECTOR_OF,
    Organisation,
    OrganisationKind,
    OrganisationPlace,
    Standing,
)
from app.organisations.permissions import may_start_group
from app.organisations.words import BodyWords, GroupWords, NewGroup, slug_from

TRIES_FOR_AN_ADDRESS = 3


class NameTaken(Exception):
    """Another group or body here has this name, or one that looks just like it."""


def ask_for_group(
    session: Session, actor: Actor, new: NewGroup, *, reserved: Collection[str], now: datetime
) -> Organisation:
    """Put down a group that waits for its call; raises NameTaken.

    `reserved` are names that nobody may take: the council's own, and that of this place.
    """
    require(may_start_group, actor)
    if looks_like_one_of(new.name, reserved):
        raise NameTaken
    columns = {
        "standing": Standing.ASKED,
        "call_phone": new.call_phone,
        "asked_at": now,
        **_columns(new.words),
    }
    group = _put_in_list(session, new.name, new.kind, columns, new.words.area_ids)
    history.record(session, actor, "asked for a group", group, now=now)
    return group


def add_body(session: Session, actor: Actor, words: BodyWords, *, now: datetime) -> Organisation:
    """Put down a body that acts at once; whoever calls asked if the actor may. Raises NameTaken."""
    columns: dict[str, object] = {
        "standing": Standing.ACTIVE,
        "is_everywhere": words.is_everywhere,
    }
    body = _put_in_list(session, words.name, words.kind, columns, words.area_ids)
    history.record(session, actor, "added a body", body, now=now)
    return body


def correct_body(
    session: Session, actor: Actor, body: Organisation, words: BodyWords, *, now: datetime
) -> None:
    """Correct the name, kind and areas of a body whose row is held; its address stays.

    Whoever calls asked whether the actor may. That no other has the name, or one that looks like
    it, the constraint decides: raises NameTaken.
    """
    had = body.names
    try:
        with session.begin_nested():
            body.name, body.look = words.name, look_of(words.name)
    except IntegrityError as taken:
        raise NameTaken from taken
    body.earlier_names = "\n".join(name for name in dict.fromkeys(had) if name != words.name)
    body.kind, body.sector = words.kind, SECTOR_OF[words.kind]
    body.is_everywhere = words.is_everywhere
    body.revision += 1
    _set_areas(session, body, words.area_ids)
    before = had[0] if had[0] != words.name else ""
    history.record(session, actor, "corrected a body", body, now=now, note=before)


def change_group(
    session: Session,
    actor: Actor,
    group: Organisation,
    words: GroupWords,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change what a group says of itself; whoever calls has asked whether the actor leads it."""
    if group.revision != revision:
        raise NotPossibleNow("This was changed since you opened the page. Look at it again first.")
    for name, value in _columns(words).items():
        setattr(group, name, value)
    group.revision += 1
    _set_areas(session, group, words.area_ids)
    history.record(session, actor, "changed what a group says of itself", group, now=now)


def _put_in_list(
    session: Session,
    name: str,
    kind: OrganisationKind,
    columns: dict[str, object],
    area_ids: Collection[int],
) -> Organisation:
    """Put a group or body down under an address of its own."""
    for _try in range(TRIES_FOR_AN_ADDRESS):
        slug = slug_from(name, queries.slugs_like(session, slug_from(name, ())))
        row = {
            "slug": slug,
            "name": name,
            "look": look_of(name),
            "kind": kind,
            "sector": SECTOR_OF[kind],
            **columns,
        }
        if insert_once(session, Organisation.__table__, row):  # type: ignore[arg-type]
            group = queries.group_at_address(session, slug)
            _add_areas(session, group.id, area_ids)
            return group
        if queries.find_group_that_looks_like(session, name) is not None:
            raise NameTaken
    raise NotPossibleNow("Much happened at the same moment. Press the button once more.")


def _columns(words: GroupWords) -> dict[str, object]:
    return {
        "about": words.about,
        "knows_place": words.knows_place,
        "knows_interest": words.knows_interest,
        "knows_identity": words.knows_identity,
        "is_everywhere": words.is_everywhere,
        "speaks_for": words.speaks_for,
        "how_counted": words.how_counted,
        "how_asked": words.how_asked,
        "reach": words.reach,
    }


def _set_areas(session: Session, group: Organisation, area_ids: Collection[int]) -> None:
    """Let a group or body work in these local areas and in no others; its row is held."""
    session.flush()
    session.execute(delete(OrganisationPlace).where(OrganisationPlace.organisation_id == group.id))
    _add_areas(session, group.id, area_ids)


def _add_areas(session: Session, organisation_id: int, area_ids: Collection[int]) -> None:
    rows = [
        {"organisation_id": organisation_id, "place_id": place_id} for place_id in sorted(area_ids)
    ]
    if rows:
        session.execute(insert(OrganisationPlace), rows)
