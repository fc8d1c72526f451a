"""What waits, sorted into lanes; one item with all that helps to decide it; decisions made."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.foundation import clock
from app.foundation.access import Actor, NotFound, Role
from app.history.models import HistoryEntry
from app.moderation import lanes
from app.moderation.lanes import Alike, Lane
from app.moderation.models import ModerationDecision, Verdict
from app.moderation.permissions import may_review_need
from app.moderation.reasons import WHAT_SOMEBODY_DID, SentenceForSender, sentence_for
from app.moderation.undoing import UNDO_DAYS, DecisionLine
from app.moderation.waiting import QueueFilter, QueueLine, Waiting, WaitingNeed, text_of
from app.needs.models import Moderation, Need, NeedPlace, NeedVersion
from app.needs.queries import find_need, place_ids_of_need, visible_needs
from app.organisations.models import Organisation
from app.people.models import Person
from app.places.models import Place

Rows: TypeAlias = Select[*tuple[Any, ...]]

MOST_SORTED = 500
MOST_COMPARED = 2000


_WAITING = (
    Need.id,
    Need.title,
    Need.words,
    Need.works_well,
    Need.channel,
    Need.is_about_whole_place,
    Need.sent_at,
    Need.check_by,
)


def _in_scope(actor: Actor, statement: Rows) -> Rows:
    """Narrow needs to the places of the moderator's role; every read of the queue starts here."""
    places = actor.places_for(Role.MODERATOR)
    if places is None:
        return statement
    about = exists().where(NeedPlace.need_id == Need.id, NeedPlace.place_id.in_(places))
    return statement.where(about)


def _waiting(actor: Actor, place_id: int | None) -> Rows:
    statement = select(Need).where(Need.moderation == Moderation.WAITING)
    if place_id is not None:
        statement = statement.where(
            exists().where(NeedPlace.need_id == Need.id, NeedPlace.place_id == place_id)
        )
    return _in_scope(actor, statement)


def waiting_summary(
    session: Session, actor: Actor, today: date, place_id: int | None = None
) -> Waiting:
    """Return how many wait, since when, and how many are past the promised day or due today."""
    row = session.execute(
        _waiting(actor, place_id).with_only_columns(
            func.count(),
            func.min(Need.sent_at),
            func.coalesce(func.sum(case((Need.check_by < today, 1), else_=0)), 0),
            func.coalesce(func.sum(case((Need.check_by == today, 1), else_=0)), 0),
        )
    ).one()
    return Waiting(*row)


def known_names(session: Session) -> frozenset[str]:
    """Return the names of places and organisations, which are never taken for people."""
    return frozenset(session.scalars(select(Place.name).union(select(Organisation.name))))


def _published_to_compare(session: Session, actor: Actor) -> Alike:
    rows = session.execute(
        visible_needs(actor)
        .with_only_columns(Need.number, Need.title, Need.words, Need.works_well)
        .order_by(Need.number.desc())
        .limit(MOST_COMPARED)
    )
    return Alike((row.number or 0, text_of(row.title, row.words, row.works_well)) for row in rows)


def _stand(session: Session, wanted: QueueFilter) -> tuple[datetime, int] | None:
    """Return where in the queue one stands; the need there may be decided by now."""
    beside = wanted.after or wanted.before
    need = find_need(session, beside) if beside else None
    return (need.sent_at, need.id) if need else None


def waiting_rows(
    session: Session, actor: Actor, wanted: QueueFilter, limit: int | None = None
) -> Sequence[WaitingNeed]:
    """Return waiting needs, oldest first, after (or, read backwards, before) where one stands."""
    statement: Rows = _waiting(actor, wanted.place_id).with_only_columns(*_WAITING)
    statement = statement.limit(limit or MOST_SORTED)
    stand = _stand(session, wanted)
    if wanted.before is not None:
        statement = statement.order_by(Need.sent_at.desc(), Need.id.desc())
    else:
        statement = statement.order_by(Need.sent_at, Need.id)
    if stand is not None:
        at, need_id = stand
        later = or_(Need.sent_at > at, and_(Need.sent_at == at, Need.id > need_id))
        earlier = or_(Need.sent_at < at, and_(Need.sent_at == at, Need.id < need_id))
        statement = statement.where(later if wanted.before is None else earlier)
    return [WaitingNeed(*row) for row in session.execute(statement)]


def queue_lines(
    session: Session, actor: Actor, wanted: QueueFilter, *, size: int
) -> tuple[Counter[Lane], Sequence[QueueLine]]:
    """Return how many stand in each lane, and up to `size + 1` lines of the wanted one.

    Lanes come from hints, so the words must be read: at most those of the 500 that have waited
    longest, compared with the 2,000 newest published needs, in one read each.
    """
    published, known = _published_to_compare(session, actor), known_names(session)

    def sorted_lines(rows: Sequence[WaitingNeed]) -> list[QueueLine]:
        return [QueueLine(row, *lanes.sort(row.text, known, published)) for row in rows]

    everything = QueueFilter(place_id=wanted.place_id)
    oldest = sorted_lines(waiting_rows(session, actor, everything))
    counts = Counter(line.lane for line in oldest)
    if wanted.lane is None:
        return counts, sorted_lines(waiting_rows(session, actor, wanted, size + 1))
    lines = [line for line in oldest if line.lane is wanted.lane]
    stand = _stand(session, wanted)
    if stand is not None and wanted.before is not None:
        lines = [line for line in reversed(lines) if line.need.place_in_queue < stand]
    elif stand is not None:
        lines = [line for line in lines if line.need.place_in_queue > stand]
    return counts, lines[: size + 1]


def next_in_queue(session: Session, actor: Actor, wanted: QueueFilter, need_id: int) -> int | None:
    """Return the id of the waiting need that comes after one, or None at the end."""
    after = QueueFilter(place_id=wanted.place_id, lane=wanted.lane, after=need_id)
    if wanted.lane is None:
        rows = waiting_rows(session, actor, after, 1)
        return rows[0].id if rows else None
    _counts, lines = queue_lines(session, actor, after, size=1)
    return lines[0].need.id if lines else None


def need_for_moderator(session: Session, actor: Actor, need_id: int) -> Need:
    """Return a need that this moderator may read; any other answers like one that is not there."""
    need = find_need(session, need_id)
    if need is None or not may_review_need(actor, place_ids_of_need(session, need_id)):
        raise NotFound
    return need


def earlier_versions(session: Session, need_id: int) -> Sequence[NeedVersion]:
    """Return the earlier wordings of a need, newest first."""
    return session.scalars(
        select(NeedVersion)
        .where(NeedVersion.need_id == need_id)
        .order_by(NeedVersion.version.desc())
    ).all()


def find_need_by_number(session: Session, number: int) -> Need | None:
    """Return the need with a public number, whatever its state."""
    return session.scalar(select(Need).where(Need.number == number))


def what_happened_since(session: Session, need_id: int) -> str:
    """Say who did what to a need last, and when, to whoever comes with an older page."""
    row = session.execute(
        select(HistoryEntry.verb, HistoryEntry.at, Person.name)
        .outerjoin(Person, Person.id == HistoryEntry.person_id)
        .where(
            HistoryEntry.subject == Need.__tablename__,
            HistoryEntry.subject_id == need_id,
            HistoryEntry.verb.in_(WHAT_SOMEBODY_DID),
        )
        .order_by(HistoryEntry.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return "This page was not whole. Look at it again."
    at = row.at.astimezone(clock.LOCAL_ZONE)
    who = row.name or "The sender"
    return (
        f"{who} {WHAT_SOMEBODY_DID[row.verb]} on {at.day} {at:%B} at {at:%H:%M}. Look at it again."
    )


def _decisions() -> Rows:
    made, later = ModerationDecision, aliased(ModerationDecision)
    decider, undoer = aliased(Person), aliased(Person)
    later_decision = exists().where(
        later.need_id == made.need_id, later.id > made.id, later.undone_at.is_(None)
    )
    later_words = exists().where(
        NeedVersion.need_id == made.need_id, NeedVersion.version >= made.revision_after
    )
    columns = (
        made.id, made.need_id, made.verdict, made.reason_code, made.words_to_sender,
        decider.name, made.decided_by_id, made.decided_at, made.undone_at, undoer.name,
        made.target_id, Need.title, Need.number, Need.moderation, later_decision, later_words,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(made)
        .join(Need, Need.id == made.need_id)
        .join(decider, decider.id == made.decided_by_id)
        .outerjoin(undoer, undoer.id == made.undone_by_id)
    )


def latest_decisions_for_sender(
    session: Session, need_ids: Collection[int]
) -> dict[int, SentenceForSender]:
    """Return what was decided last about each of some needs, as their sender reads it.

    What was undone, and a corrected area, say nothing about why a need does not show.
    """
    made = ModerationDecision
    rows = session.execute(
        select(made.need_id, made.verdict, made.reason_code, made.words_to_sender, made.decided_at)
        .where(
            made.need_id.in_(need_ids),
            made.undone_at.is_(None),
            made.verdict != Verdict.CORRECT_AREA,
        )
        .order_by(made.id)  # the last of each need is the one that stays
    )
    return {
        need_id: SentenceForSender(verdict, sentence_for(verdict, reason), words, decided_at)
        for need_id, verdict, reason, words, decided_at in rows
    }


def decisions_today_count(session: Session, actor: Actor, now: datetime) -> int:
    """Count what this moderator has decided today and not undone."""
    here = now.astimezone(clock.LOCAL_ZONE)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    made = ModerationDecision
    return (
        session.scalar(
            select(func.count()).where(
                made.decided_by_id == actor.person_id,
                made.decided_at >= midnight,
                made.undone_at.is_(None),
            )
        )
        or 0
    )


def find_decision(session: Session, decision_id: int) -> DecisionLine | None:
    """Return one decision, or None."""
    row = session.execute(_decisions().where(ModerationDecision.id == decision_id)).one_or_none()
    return DecisionLine(*row) if row else None


def decision_at(session: Session, decision_id: int) -> ModerationDecision:
    """Return a decision to be undone, or raise NotFound; its need's row is what is held."""
    found = session.get(ModerationDecision, decision_id)
    if found is None:
        raise NotFound
    return found


def decisions_of(session: Session, need_id: int) -> Sequence[DecisionLine]:
    """Return every decision on a need, newest first."""
    rows = session.execute(
        _decisions()
        .where(ModerationDecision.need_id == need_id)
        .order_by(ModerationDecision.id.desc())
    )
    return [DecisionLine(*row) for row in rows]


def latest_decisions(
    session: Session, actor: Actor, now: datetime, *, before: int | None = None, size: int
) -> Sequence[DecisionLine]:
    """Return up to `size + 1` decisions of the last 30 days, newest first, below a number."""
    statement = (
        _in_scope(actor, _decisions())
        .where(ModerationDecision.decided_at >= now - timedelta(days=UNDO_DAYS))
        .order_by(ModerationDecision.id.desc())
        .limit(size + 1)
    )
    if before is not None:
        statement = statement.where(ModerationDecision.id < before)
    return [DecisionLine(*row) for row in session.execute(statement)]
