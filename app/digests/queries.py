"""Reading whose turn it is, and what a digest may say now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.digests.lines import Digest, DigestThing, Doing, Reader, Standing
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

MOST_LOOKED_AT, MOST_THINGS, MOST_NEW_NEEDS, MOST_DOING = 60, 12, 5, 3
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


def reader_of(session: Session, member_id: int, *, day: date) -> Reader | None:
    """Return whom a digest would go to; None when another worker was quicker.

    Where the last digest could not be sent, this one begins where that one began.
    """
    last = (
        select(func.max(_ROW.day))
        .where(_ROW.member_id == member_id, _ROW.day >= day - DIGESTS_KEPT)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            Member.email, Member.participant_id, Follower.how_often, Follower.told_until,
            _ROW.told_after, OutgoingLetter.id, OutgoingLetter.sent_at,
        )
        .join(Follower, Follower.member_id == Member.id)
        .outerjoin(_ROW, (_ROW.member_id == member_id) & (_ROW.day == last))
        .outerjoin(OutgoingLetter, OutgoingLetter.id == _ROW.letter_id)
        .where(Member.id == member_id, _is_due(day))
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    is_unsent = row.id is not None and row.sent_at is None
    return Reader(
        member_id=member_id,
        email=row.email,
        participant_id=row.participant_id,
        how_often=row.how_often,
        told_until=row.told_until,
        told_after=min(row.told_after, row.told_until) if is_unsent else row.told_until,
        unsent_letter_id=row.id if is_unsent else None,
    )


def next_digest(
    session: Session, actor: Actor, member_id: int, news: News, *, day: date, now: datetime
) -> Digest | None:
    """Return what somebody is to be told, as anyone may read it now; None when it is not due.

    A bounded number of statements, however much is followed.
    """
    change = visible.current_number(session)  # before anything else is read
    reader = reader_of(session, member_id, day=day)
    if reader is None:
        return None
    told = news.for_reader(
        _keys(session, reader, clock.local_day(now)),
        after=reader.told_after,
        participant_id=reader.participant_id,
    )[:MOST_LOOKED_AT]
    things = _as_shown(session, actor, told, clock.local_day(now)) if told else []
    named = things[:MOST_THINGS]
    return Digest(
        reader=reader,
        day=day,
        until=news.until,
        things=tuple(named),
        more=len(things) - len(named),
        need_ids=frozenset(
            each.id
            for thing in named
            for each in (thing.shown, *thing.new_needs)
            if each.kind is FollowKind.NEED
        ),
        visible_change=change,
    )


def _keys(session: Session, reader: Reader, today: date) -> list[Key]:
    """Return what somebody follows, as happenings are found by it.

    A group is followed by a membership, and only as long as that lasts.
    """
    by_membership = (
        (Following.kind == FollowKind.GROUP)
        & (Membership.id == Following.thing_id)
        & (Membership.member_id == reader.member_id)
        & holds_on(today)
    )
    rows = session.execute(
        select(Following.kind, Following.thing_id, Membership.organisation_id)
        .outerjoin(Membership, by_membership)
        .where(Following.member_id == reader.member_id)
        .order_by(Following.id)
    )
    # Who never took part has no words of their own; who left a group hears of none of its.
    own = reader.participant_id or 0
    return [
        (
            row.kind,
            {FollowKind.OWN_WORDS: own, FollowKind.GROUP: row.organisation_id or 0}.get(
                row.kind, row.thing_id
            ),
        )
        for row in rows
    ]


# --- as it shows now ---


def _as_shown(
    session: Session, actor: Actor, told: Sequence[Told], today: date
) -> list[DigestThing]:
    """Return the things that anyone may see now, in the order given, each with its three lines."""
    new = {need_id for each in told for need_id in each.new_need_ids}
    wanted = {each.thing for each in told} | {(FollowKind.NEED, need_id) for need_id in new}
    shown = things_shown(session, actor, wanted)
    ids = {
        kind: [each.thing[1] for each in told if each.thing[0] is kind and each.thing in shown]
        for kind in FollowKind
    }
    people = _people(session, actor, ids[FollowKind.NEED])
    answers = _answers(session, actor, ids)
    doing = _doing(session, actor, ids, today)
    under_needs = {line.code for need_id in people for line in doing.get(_need(need_id), ())}
    things = []
    for each in told:
        new_needs = [shown[key] for key in map(_need, each.new_need_ids) if key in shown]
        if each.thing not in shown or shown[each.thing].code in under_needs:
            continue  # an action stands with the need that it answers
        if each.thing[0] is FollowKind.PLACE and not new_needs:
            continue
        things.append(
            DigestThing(
                shown=shown[each.thing],
                standing=people.get(each.thing[1]) if _is_need(each.thing) else None,
                answer=answers.get(each.thing),
                doing=doing.get(each.thing, ()),
                new_needs=tuple(new_needs[:MOST_NEW_NEEDS]),
                new_count=len(new_needs),
            )
        )
    return things


def _need(need_id: int) -> Key:
    return FollowKind.NEED, need_id


def _is_need(key: Key) -> bool:
    return key[0] is FollowKind.NEED


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
                lines[_need(need_id)].append(line)
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
