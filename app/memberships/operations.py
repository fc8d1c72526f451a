"""Starting a group, and how belonging to it changes and ends.

Whoever changes who belongs to a group holds the group's row first, so that of two leads who leave
at the same moment one stays.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, NotFound, NotPossibleNow, TooMuchNow, require
from app.foundation.database import insert_once
from app.history import operations as history
from app.memberships import queries
from app.organisations import operations as organisations
from app.organisations.models import GroupRole, Membership, Organisation
from app.organisations.permissions import may_act_in_group, may_lead_group, may_start_group
from app.organisations.queries import group_to_change, lasting_lead_count, membership_of
from app.organisations.words import GroupWords, NewGroup
from app.people.models import Attempt
from app.people.queries import attempt_count, member_to_change

# Each group costs somebody who works here a call; a few at once are no burden.
GROUPS_WAITING_AT_ONCE = 3
GROUPS_IN_30_DAYS = 5
# A hall or a library shares one address.
GROUPS_FROM_ONE_PREFIX_AN_HOUR = 10
ASKED_FOR_GROUP = "group"
CLOSED = "This group is closed here. Phone us if that is wrong."
ONLY_LEAD = "You are the only lead without a last day. Make somebody else a lead first."


def start_group(
    session: Session,
    actor: Actor,
    new: NewGroup,
    *,
    shown_name: str,
    reserved: Collection[str],
    address_mark: str,
    now: datetime,
    real_now: datetime,
) -> Organisation:
    """Ask for a group to be let in; whoever asks leads it. Raises organisations' NameTaken.

    So that nobody keeps everybody phoning, an account and a network ask for a few at a time.
    """
    require(may_start_group, actor)
    # So that it is not deleted meanwhile, and two groups are counted one after the other.
    member_to_change(session, actor.member_id or 0)
    _refuse_too_many(session, actor, address_mark, now, real_now)
    session.add(Attempt(kind=ASKED_FOR_GROUP, mark=address_mark, at=real_now))
    group = organisations.ask_for_group(session, actor, new, reserved=reserved, now=now)
    belong(session, actor, group.id, actor.member_id or 0, GroupRole.LEAD, shown_name, now)
    return group


def _refuse_too_many(
    session: Session, actor: Actor, address_mark: str, now: datetime, real_now: datetime
) -> None:
    since = now - timedelta(days=30)
    waiting, lately = queries.groups_asked_for(session, actor.member_id or 0, since=since)
    if waiting >= GROUPS_WAITING_AT_ONCE:
        raise TooMuchNow("Three groups of yours wait for our call. Ask for more once we phoned.")
    if lately >= GROUPS_IN_30_DAYS:
        raise TooMuchNow("You asked for five groups in 30 days. Ask for more later, or phone us.")
    hour = real_now - timedelta(hours=1)
    here = attempt_count(session, ASKED_FOR_GROUP, hour, address_mark)
    if here >= GROUPS_FROM_ONE_PREFIX_AN_HOUR:
        raise TooMuchNow("Very many groups were asked for from here. Wait an hour, then send it.")


def change_group(
    session: Session,
    actor: Actor,
    organisation_id: int,
    words: GroupWords,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change what a group says of itself."""
    group = group_led(session, actor, organisation_id, now)
    organisations.change_group(session, actor, group, words, revision=revision, now=now)


def set_role(
    session: Session,
    actor: Actor,
    organisation_id: int,
    membership_id: int,
    role: GroupRole,
    *,
    now: datetime,
) -> bool:
    """Make somebody a lead of the group, or a member; tell whether they were not that before."""
    group = group_led(session, actor, organisation_id, now)
    membership = _open_membership(session, organisation_id, membership_id, now)
    if membership.role is role:
        return False
    if role is GroupRole.MEMBER:
        _keep_a_lead(session, membership)
    membership.role = role
    verb = "made a lead of a group" if role is GroupRole.LEAD else "made a member of a group"
    history.record(session, actor, verb, group, now=now)
    return True


def set_last_day(
    session: Session,
    actor: Actor,
    organisation_id: int,
    membership_id: int,
    ends_on: date | None,
    *,
    now: datetime,
) -> None:
    """Say until when somebody belongs to the group; None is without an end."""
    group = group_led(session, actor, organisation_id, now)
    membership = _open_membership(session, organisation_id, membership_id, now)
    if ends_on is not None and ends_on < clock.local_day(now):
        raise NotPossibleNow("This last day has passed already. Choose today or a later day.")
    if ends_on is not None:
        _keep_a_lead(session, membership)
    membership.ends_on = ends_on
    history.record(session, actor, "set a last day in a group", group, now=now)


def end_membership(
    session: Session, actor: Actor, organisation_id: int, membership_id: int, *, now: datetime
) -> None:
    """End somebody's belonging to the group, or one's own; the only lead stays until another is."""
    group = group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    today = clock.local_day(now)
    is_own = mine is not None and mine.id == membership_id
    is_allowed = may_act_in_group if is_own else may_lead_group
    if not is_allowed(actor, mine, today):
        raise NotFound
    membership = _open_membership(session, organisation_id, membership_id, now)
    _keep_a_lead(session, membership)
    membership.ended_at = now
    verb = "left a group" if is_own else "ended a membership of a group"
    history.record(session, actor, verb, group, now=now)


def end_memberships_of(session: Session, actor: Actor, member_id: int, *, now: datetime) -> None:
    """End all that an account is in groups, because the account goes; its names there go, too.

    A group may be left without a lead by this: whoever checks groups sees it and finds one.
    """
    for organisation_id in queries.groups_of_account(session, member_id):
        group = group_to_change(session, organisation_id)
        history.record(session, actor, "left a group by deleting an account", group, now=now)
    for membership in queries.memberships_of_member(session, member_id):
        membership.ended_at = membership.ended_at or now
        membership.member_id, membership.shown_name = None, ""
    session.flush()


def belong(
    session: Session,
    actor: Actor,
    organisation_id: int,
    member_id: int,
    role: GroupRole,
    shown_name: str,
    now: datetime,
) -> None:
    row = {
        "organisation_id": organisation_id,
        "member_id": member_id,
        "role": role,
        "shown_name": shown_name,
        "began_at": now,
    }
    insert_once(session, Membership.__table__, row)  # type: ignore[arg-type]


def group_led(session: Session, actor: Actor, organisation_id: int, now: datetime) -> Organisation:
    """Return a group, held, that the actor leads; for anybody else there is no such thing."""
    group = group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    if not may_lead_group(actor, mine, clock.local_day(now)):
        raise NotFound
    if group.is_over:
        raise NotPossibleNow(CLOSED)
    return group


def _open_membership(
    session: Session, organisation_id: int, membership_id: int, now: datetime
) -> Membership:
    found = queries.membership_to_change(session, organisation_id, membership_id)
    if not found.holds_on(clock.local_day(now)):
        raise NotPossibleNow("This membership is over already.")
    return found


def _keep_a_lead(session: Session, leaving: Membership) -> None:
    """Refuse that the last lead who stays goes; the group's row is held."""
    if leaving.role is GroupRole.LEAD and not lasting_lead_count(
        session, leaving.organisation_id, but=leaving.id
    ):
        raise NotPossibleNow(ONLY_LEAD)
