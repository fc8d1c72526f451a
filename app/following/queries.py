"""Reading what accounts follow, as it shows now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.following.lines import Followed, Shown
from app.following.models import OWN_WORDS_ID, Digest, Follower, Following, FollowKind
from app.foundation.access import Actor
from app.letters.models import OutgoingLetter
from app.needs.models import Moderation, Need
from app.needs.queries import visible_needs
from app.organisations.models import Membership, Organisation
from app.organisations.queries import holds_on
from app.places.models import Place, PlaceKind
from app.plan.models import Action, Outcome
from app.plan.queries import visible_actions, visible_outcomes
from app.themes.models import Theme
from app.themes.queries import visible_themes

Thing = tuple[FollowKind, int]
PLACES = (PlaceKind.LOCAL_AREA, PlaceKind.WARD)


def find_follower(session: Session, member_id: int | None) -> Follower | None:
    """Return what an account chose about letters, or None before it was ever asked."""
    return None if member_id is None else session.get(Follower, member_id)


def follower_to_change(session: Session, member_id: int) -> Follower | None:
    """Return the same, held until the transaction ends and read anew."""
    return session.get(Follower, member_id, with_for_update=True, populate_existing=True)


def following_id(session: Session, actor: Actor, kind: FollowKind, thing_id: int) -> int | None:
    """Return under which number the actor follows a thing, or None."""
    return session.scalar(
        select(Following.id).where(
            Following.member_id == actor.member_id,
            Following.kind == kind,
            Following.thing_id == thing_id,
        )
    )


def how_many_followed(session: Session, member_id: int) -> int:
    """Count what an account follows."""
    counted = select(func.count()).where(Following.member_id == member_id)
    return session.scalar(counted) or 0


def followed_by(session: Session, actor: Actor, today: date) -> Sequence[Followed]:
    """Return everything the actor follows, the latest first, as anyone may see it now.

    One statement for each kind of thing. A need that was joined with another stands there as that
    one; a group only as long as the actor belongs to it.
    """
    rows = session.execute(
        select(Following.id, Following.kind, Following.thing_id)
        .where(Following.member_id == actor.member_id)
        .order_by(Following.since.desc(), Following.id.desc())
    ).all()
    found = things_shown(session, actor, {(row.kind, row.thing_id) for row in rows})
    if any(row.kind is FollowKind.GROUP for row in rows):
        found |= own_groups(session, actor, today)
    return [
        Followed(row.id, row.kind, shown)
        for row in rows
        for shown in [found.get((row.kind, row.thing_id))]
        if shown or row.kind is not FollowKind.GROUP
    ]


def own_groups(session: Session, actor: Actor, today: date | None) -> dict[Thing, Shown]:
    """Return the groups that the actor belongs to on a day, or ever did, by membership."""
    statement = (
        select(Membership.id, Organisation.slug, Organisation.name)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.member_id == actor.member_id)
    )
    rows = session.execute(statement if today is None else statement.where(holds_on(today)))
    return {(FollowKind.GROUP, row.id): Shown.group(*row) for row in rows}


def asks_about_own_words(session: Session, actor: Actor) -> bool:
    """Tell whether an account was never asked if it wants to hear of its own words."""
    if actor.member_id is None:
        return False
    asked = select(Follower.was_asked).where(Follower.member_id == actor.member_id)
    return not session.scalar(asked)


def things_shown(session: Session, actor: Actor, things: Collection[Thing]) -> dict[Thing, Shown]:
    """Return what anyone may see of some things: one statement for each kind among them."""
    ids: dict[FollowKind, set[int]] = defaultdict(set)
    for kind, thing_id in things:
        ids[kind].add(thing_id)
    found: dict[Thing, Shown] = {}
    for kind, statement in _statements(actor).items():
        if ids[kind]:
            of_these = statement.where(statement.selected_columns[0].in_(ids[kind]))
            for row in session.execute(of_these):
                found[kind, row[0]] = Shown.coded(kind, *row)
    if ids[FollowKind.NEED]:
        found |= _joined_needs(session, actor, ids[FollowKind.NEED])
    if ids[FollowKind.PLACE]:
        found |= _places(session, ids[FollowKind.PLACE])
    return found


def _statements(actor: Actor) -> dict[FollowKind, Select[*tuple[Any, ...]]]:
    """Return (id, number, title) of everything of a kind that anyone may see."""
    return {
        FollowKind.NEED: visible_needs(actor).with_only_columns(Need.id, Need.number, Need.title),
        FollowKind.THEME: visible_themes(actor).with_only_columns(
            Theme.id, Theme.number, Theme.name
        ),
        FollowKind.ACTION: visible_actions(actor).with_only_columns(
            Action.id, Action.number, Action.what
        ),
        FollowKind.OUTCOME: visible_outcomes(actor).with_only_columns(
            Outcome.id, Outcome.number, Outcome.name
        ),
    }


def _joined_needs(session: Session, actor: Actor, ids: set[int]) -> dict[Thing, Shown]:
    """Return, for needs that were joined with another, that other one."""
    joined = (
        select(Need.id.label("joined_id"), Need.merged_into_id)
        .where(Need.id.in_(ids), Need.moderation == Moderation.MERGED)
        .subquery()
    )
    rows = session.execute(
        visible_needs(actor)
        .join(joined, joined.c.merged_into_id == Need.id)
        .with_only_columns(joined.c.joined_id, Need.id, Need.number, Need.title)
    )
    kind = FollowKind.NEED
    return {(kind, row[0]): Shown.coded(kind, *row[1:]) for row in rows}


def _places(session: Session, ids: set[int]) -> dict[Thing, Shown]:
    rows = session.execute(
        select(Place.id, Place.slug, Place.name, Place.kind).where(
            Place.id.in_(ids), Place.kind.in_(PLACES)
        )
    )
    return {
        (FollowKind.PLACE, row.id): Shown.place(
            row.id, row.slug, row.name, is_ward=row.kind is PlaceKind.WARD
        )
        for row in rows
    }


def follows_own_words(session: Session, actor: Actor) -> int | None:
    """Return under which number the actor follows what becomes of their own words, or None."""
    return following_id(session, actor, FollowKind.OWN_WORDS, OWN_WORDS_ID)


def letters_written_to(member_id: int) -> ColumnElement[bool]:
    """Return the condition that a letter of the outbox is a digest of one account."""
    return OutgoingLetter.id.in_(select(Digest.letter_id).where(Digest.member_id == member_id))
