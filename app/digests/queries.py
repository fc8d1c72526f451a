"""Reading whose turn it is, and what a digest may say now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.digests.lines import Digest, Doing, Reader, Seen, Standing, need_key
from app.following import models as following
from app.following.models import DIGESTS_KEPT, Follower, Following, FollowKind, HowOften
from app.following.queries import things_shown
from app.foundation import clock, visible
from app.foundation.access import Actor
from app.history.queries import last_seal
from app.letters.models import LetterKind, OutgoingLetter
from app.needs.models import Moderation, Need
from app.needs.queries import visible_needs
from app.news.lines import Key, News, Told
from app.news.queries import what_happened
from app.organisations.models import Membership
from app.organisations.queries import holds_on
from app.people.models import Member
from app.plan.lines import ActionLine
from app.plan.models import Action
from app.plan.queries import actions_for_needs, as_lines, news_of, visible_actions
from app.priorities.lines import DecisionLine
from app.priorities.queries import answers_for_needs, answers_for_themes

MOST_LOOKED_AT, MOST_DOING = 60, 3
_ROW, _NEED = following.Digest, following.DigestNeed


def _is_due(day: date) -> ColumnElement[bool]:
    return (Follower.next_day <= day) & (Follower.how_often != HowOften.NONE)


def due_readers(session: Session, *, day: date, limit: int) -> Sequence[int]:
    """Return accounts that want letters and that nobody has looked at today."""
    return session.scalars(
        select(Follower.member_id)
        .where(_is_due(day))
        .order_by(Follower.next_day, Follower.member_id)
        .limit(limit)
    ).all()


def news_for_readers(
    session: Session, actor: Actor, readers: Collection[int], *, day: date, now: datetime
) -> News:
    """Return everything that some accounts may have to be told of, read once for all of them."""
    told = select(func.min(Follower.told_until)).where(Follower.member_id.in_(readers))
    unsent = (
        select(func.min(_ROW.told_after))
        .join(OutgoingLetter, OutgoingLetter.id == _ROW.letter_id)
        .where(_ROW.member_id.in_(readers), _ROW.day >= day - DIGESTS_KEPT)
        .where(OutgoingLetter.sent_at.is_(None))
    )
    until, _seal = last_seal(session)
    found = (session.scalar(told), session.scalar(unsent), until)
    after = min(each for each in found if each is not None)
    return what_happened(session, actor, after=after, until=until, since=now - DIGESTS_KEPT)


def _readers(session: Session, member_ids: Collection[int], *, day: date) -> list[Reader]:
    """Return whom digests would go to; where another worker was quicker, they are not there.

    Where the last digest could not be sent, this one begins where that one began.
    """
    earlier = aliased(_ROW)
    last = (
        select(func.max(earlier.day))
        .where(earlier.member_id == Member.id, earlier.day >= day - DIGESTS_KEPT)
        .correlate(Member)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Member.id.label("member_id"), Member.email, Member.participant_id, Follower.how_often,
            Follower.told_until, _ROW.told_after, OutgoingLetter.id, OutgoingLetter.sent_at,
        )
        .join(Follower, Follower.member_id == Member.id)
        .outerjoin(_ROW, (_ROW.member_id == Member.id) & (_ROW.day == last))
        .outerjoin(OutgoingLetter, OutgoingLetter.id == _ROW.letter_id)
        .where(Member.id.in_(member_ids), _is_due(day))
    )  # fmt: skip
    return [_reader(row) for row in rows]


def _reader(row: Row[*tuple[Any, ...]]) -> Reader:
    is_unsent = row.id is not None and row.sent_at is None
    return Reader(
        member_id=row.member_id,
        email=row.email,
        participant_id=row.participant_id,
        how_often=row.how_often,
        told_until=row.told_until,
        told_after=min(row.told_after, row.told_until) if is_unsent else row.told_until,
        unsent_letter_id=row.id if is_unsent else None,
    )


def next_digests(
    session: Session,
    actor: Actor,
    member_ids: Collection[int],
    news: News,
    *,
    day: date,
    now: datetime,
) -> dict[int, Digest]:
    """Return what some accounts are to be told, as anyone may read it now; only those due.

    A bounded number of statements, however many they are and however much they follow.
    """
    change = visible.current_number(session)  # before anything else is read
    today = clock.local_day(now)
    readers = _readers(session, member_ids, day=day)
    keys = _keys(session, readers, today)
    told = {
        reader.member_id: news.for_reader(
            keys[reader.member_id], after=reader.told_after, participant_id=reader.participant_id
        )[:MOST_LOOKED_AT]
        for reader in readers
    }
    seen = _as_shown(session, actor, [each for every in told.values() for each in every], today)
    return {
        reader.member_id: Digest.of(
            reader, day, news.until, seen.things(told[reader.member_id]), change
        )
        for reader in readers
    }


def _keys(session: Session, readers: Sequence[Reader], today: date) -> dict[int, list[Key]]:
    """Return what each reader follows, as happenings are found by it.

    A group is followed by a membership, and only as long as that lasts.
    """
    by_membership = (
        (Following.kind == FollowKind.GROUP)
        & (Membership.id == Following.thing_id)
        & (Membership.member_id == Following.member_id)
        & holds_on(today)
    )
    rows = session.execute(
        select(Following.member_id, Following.kind, Following.thing_id, Membership.organisation_id)
        .outerjoin(Membership, by_membership)
        .where(Following.member_id.in_([reader.member_id for reader in readers]))
        .order_by(Following.id)
    )
    # Who never took part has no words of their own; who left a group hears of none of its.
    own = {reader.member_id: reader.participant_id or 0 for reader in readers}
    keys: dict[int, list[Key]] = {reader.member_id: [] for reader in readers}
    for row in rows:
        by_kind = {
            FollowKind.OWN_WORDS: own[row.member_id],
            FollowKind.GROUP: row.organisation_id or 0,
        }
        keys[row.member_id].append((row.kind, by_kind.get(row.kind, row.thing_id)))
    return keys


# --- as it shows now ---


def _as_shown(session: Session, actor: Actor, told: Collection[Told], today: date) -> Seen:
    """Return everything that anyone may see now of some things, and of needs new at places."""
    if not told:
        return Seen()
    new = {need_id for each in told for need_id in each.new_need_ids}
    wanted = {each.thing for each in told} | {need_key(need_id) for need_id in new}
    shown = things_shown(session, actor, wanted)
    things = {each.thing for each in told if each.thing in shown}
    ids = {kind: sorted(key[1] for key in things if key[0] is kind) for kind in FollowKind}
    return Seen(
        shown=shown,
        people=_people(session, actor, ids[FollowKind.NEED]),
        answers=_answers(session, actor, ids),
        doing=_doing(session, actor, ids, today),
    )


def _people(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Standing]:
    """Return how many people say a need, online and in rooms, and what became of it."""
    if not ids:
        return {}
    rows = session.execute(
        visible_needs(actor)
        .with_only_columns(Need.id, Need.online, Need.rooms, Need.progress)
        .where(Need.id.in_(ids))
    )
    return {row.id: Standing(row.online, row.rooms, row.progress) for row in rows}


def _answers(
    session: Session, actor: Actor, ids: Mapping[FollowKind, Collection[int]]
) -> dict[Key, DecisionLine]:
    """Return the answers that stand for needs and themes."""
    found: dict[Key, DecisionLine] = {}
    for kind, read in (
        (FollowKind.NEED, answers_for_needs),
        (FollowKind.THEME, answers_for_themes),
    ):
        if ids[kind]:
            answers = read(session, actor, ids[kind])
            found |= {(kind, thing_id): answer for thing_id, answer in answers.items()}
    return found


def _doing(
    session: Session, actor: Actor, ids: Mapping[FollowKind, Collection[int]], today: date
) -> dict[Key, tuple[Doing, ...]]:
    """Return actions with their last news: each for itself, and those that answer needs."""
    lines: dict[Key, list[ActionLine]] = defaultdict(list)
    if ids[FollowKind.ACTION]:
        alone = as_lines(visible_actions(actor)).where(Action.id.in_(ids[FollowKind.ACTION]))
        for row in session.execute(alone):
            lines[FollowKind.ACTION, row.id].append(ActionLine.from_row(row, today))
    if ids[FollowKind.NEED]:
        for line in actions_for_needs(session, actor, ids[FollowKind.NEED], today=today):
            for need_id in line.need_ids:
                lines[need_key(need_id)].append(line)
    news = news_of(session, {line.id for each in lines.values() for line in each}) if lines else {}
    return {
        key: tuple(
            Doing.of(line, news[line.id][0].words if line.id in news else "")
            for line in each[:MOST_DOING]
        )
        for key, each in lines.items()
    }


# --- what must not go any more ---


def must_not_go() -> ColumnElement[bool]:
    """Return the condition that a digest in the outbox must not be sent any more.

    It names a need that is not public now, or its reader chose no letters, has another e-mail, or
    is gone.
    """
    hidden = exists().where(
        _NEED.member_id == _ROW.member_id,
        _NEED.day == _ROW.day,
        Need.id == _NEED.need_id,
        Need.moderation != Moderation.PUBLISHED,
    )
    may_go = exists().where(
        _ROW.letter_id == OutgoingLetter.id,
        Member.id == _ROW.member_id,
        Member.email == OutgoingLetter.to_address,
        Follower.member_id == _ROW.member_id,
        Follower.how_often != HowOften.NONE,
        ~hidden,
    )
    return (OutgoingLetter.kind == LetterKind.DIGEST) & ~may_go


def was_given_up(session: Session, letter_id: int) -> bool:
    """Tell whether a letter was given up, so that it surely does not go any more."""
    gave_up_at = select(OutgoingLetter.gave_up_at).where(OutgoingLetter.id == letter_id)
    return session.scalar(gave_up_at) is not None


def find_reader(session: Session, member_id: int) -> tuple[str, HowOften] | None:
    """Return the e-mail of somebody who was asked about letters, and how often they come."""
    row = session.execute(
        select(Member.email, Follower.how_often)
        .join(Follower, Follower.member_id == Member.id)
        .where(Member.id == member_id)
    ).one_or_none()
    return (row.email, row.how_often) if row else None
