"""Adding a body to the list, and correcting its name, its kind and where it works."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.bodies import queries
from app.bodies.permissions import may_correct_body, may_keep_bodies
from app.foundation import clock
from app.foundation.access import Actor, NotFound, NotPossibleNow, require
from app.organisations import operations as organisations
from app.organisations.models import PARTNER_KINDS, Organisation
from app.organisations.queries import group_to_change, places_of_group
from app.organisations.words import BodyWords

STALE = "This was changed since you opened the page. Look at it again first."
SPEAKS_FOR_ITSELF = "This group has people of its own. Its leads change what its page says."


def add_body(session: Session, actor: Actor, words: BodyWords, *, now: datetime) -> Organisation:
    """Add a body that acts here at once; raises organisations' NameTaken."""
    require(may_keep_bodies, actor)
    return organisations.add_body(session, actor, words, now=now)


def correct_body(
    session: Session,
    actor: Actor,
    organisation_id: int,
    words: BodyWords,
    *,
    revision: int,
    now: datetime,
    real_now: datetime,
) -> Organisation:
    """Correct the name, the kind and the areas of a body; its address stays. Raises NameTaken."""
    require(may_keep_bodies, actor)
    body = group_to_change(session, organisation_id)
    if not body.is_ever_public:
        raise NotFound
    if not may_correct_body(actor, has_people=queries.has_people(session, body.id)):
        raise NotPossibleNow(SPEAKS_FOR_ITSELF)
    if body.revision != revision:
        raise NotPossibleNow(STALE)
    if words == _as_it_is(session, body):
        return body  # sent as it stood: nothing happened, so nothing is told
    if words.kind not in PARTNER_KINDS:
        _refuse_partner_editors(session, body, now, real_now)
    organisations.correct_body(session, actor, body, words, now=now)
    return body


def _as_it_is(session: Session, body: Organisation) -> BodyWords:
    areas = places_of_group(session, body.id)
    return BodyWords(
        name=body.name,
        kind=body.kind,
        is_everywhere=body.is_everywhere,
        area_ids=frozenset(area.id for area in areas),
    )


def _refuse_partner_editors(
    session: Session, body: Organisation, now: datetime, real_now: datetime
) -> None:
    """Refuse a kind that has no partner editors while this body has some."""
    today = clock.local_day(now)
    if queries.has_partner_editors(session, body.id, today, real_now=real_now):
        raise NotPossibleNow(
            "Somebody is a partner editor of this body, or invited to be. "
            "A body of that kind has none. Take the role or the invitation back first."
        )
