"""Backing a need for a group, taking that back, and counting the groups behind needs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.backing import queries
from app.backing.models import NeedBacking, NeedOfGroup
from app.backing.permissions import may_back_for_group
from app.foundation import clock
from app.foundation.access import Actor, NotFound, NotPossibleNow, TooMuchNow
from app.foundation.database import insert_once
from app.history import operations as history
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.words import NeedWords, Promise
from app.organisations.models import Membership, Organisation, Standing
from app.organisations.permissions import may_act_in_group
from app.organisations.queries import group_to_change, membership_of
from app.places.models import Place
from app.voices.queries import needs_to_count

DAY = timedelta(days=1)
MOST_NEEDS_A_DAY = 10


def count_groups(session: Session, actor: Actor, need_ids: Iterable[int]) -> None:
    """Count the groups behind some needs again, their rows held."""
    ids = set(need_ids)
    if not ids:
        return
    session.flush()
    held = needs_to_count(session, ids)
    found = queries.group_counts(session, ids)
    for need in held:
        need.groups = found.get(need.id, 0)
    session.flush()


def back_need(
    session: Session, actor: Actor, organisation_id: int, number: int, *, now: datetime
) -> Need:
    """Say for a group that a need matters to it; saying it twice changes nothing."""
    group, membership = _group_led(session, actor, organisation_id, now)
    need = queries.need_to_back(session, number)
    if need.moderation is not Moderation.PUBLISHED:
        raise NotFound
    if group.id == need.organisation_id:
        raise NotPossibleNow("Your group put this forward itself.")
    row = {
        "need_id": need.id,
        "organisation_id": group.id,
        "backed_by_id": membership.id,
        "backed_at": now,
    }
    if insert_once(session, NeedBacking.__table__, row):  # type: ignore[arg-type]
        count_groups(session, actor, [need.id])
        history.record(
            session, actor, "backed a need as a group", group, now=now, reason_code=need.code
        )
    return need


def take_backing_back(
    session: Session, actor: Actor, organisation_id: int, number: int, *, now: datetime
) -> Need:
    """Take a group's backing back, from the need and from all that were merged into it."""
    group, _membership = _group_led(session, actor, organisation_id, now, paused_too=True)
    need = queries.need_to_back(session, number)
    ids = queries.backed_ids(session, group.id, need.id)
    if ids:
        session.execute(
            delete(NeedBacking)
            .where(NeedBacking.organisation_id == group.id, NeedBacking.need_id.in_(ids))
            .execution_options(synchronize_session="fetch")
        )
        count_groups(session, actor, [need.id])
        history.record(
            session, actor, "took a group's backing back", group, now=now, reason_code=need.code
        )
    return need


def hand_backings_on(session: Session, actor: Actor, need: Need, target_id: int) -> None:
    """Let groups that backed joined words stay behind what these were joined with.

    Both needs are held; whoever calls counts them again.
    """
    for row in queries.backings_of(session, need.id):
        values = {
            "need_id": target_id,
            "organisation_id": row.organisation_id,
            "backed_by_id": row.backed_by_id,
            "backed_at": row.backed_at,
        }
        insert_once(session, NeedBacking.__table__, values)  # type: ignore[arg-type]
        session.delete(row)


def put_forward_for_group(
    session: Session,
    actor: Actor,
    words: NeedWords,
    *,
    organisation_id: int,
    conversation_id: int,
    place: Place | None,
    promise: Promise,
    send_key: str,
    now: datetime,
) -> tuple[Need, bool]:
    """Keep a need of a group until it is checked; nobody is counted for it as a person.

    Return the need and whether this call made it; a repeated Send finds the one made before.
    """
    group = group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    if mine is None or not may_act_in_group(actor, mine, clock.local_day(now)):
        raise NotFound
    _check_is_active(group)
    need, made = needs.submit_need(
        session,
        actor,
        words,
        conversation_id=conversation_id,
        place=place,
        promise=promise,
        send_key=send_key,
        now=now,
        organisation_id=group.id,
    )
    if made:
        session.add(NeedOfGroup(need_id=need.id, sent_by_id=mine.id))
        count_groups(session, actor, [need.id])
        if queries.sent_since(session, group.id, now - DAY) > MOST_NEEDS_A_DAY:
            raise TooMuchNow(
                "Your group told us very much within a day, and we have it all. Keep these words, "
                "and send them tomorrow."
            )
    return need, made


def _group_led(
    session: Session,
    actor: Actor,
    organisation_id: int,
    now: datetime,
    *,
    paused_too: bool = False,
) -> tuple[Organisation, Membership]:
    group = group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    if mine is None or not may_back_for_group(actor, mine, clock.local_day(now)):
        raise NotFound
    if not (paused_too and group.standing is Standing.PAUSED):
        _check_is_active(group)
    return group, mine


def _check_is_active(group: Organisation) -> None:
    if group.standing is not Standing.ACTIVE:
        raise NotPossibleNow("This group is not active here yet, or not any more.")
