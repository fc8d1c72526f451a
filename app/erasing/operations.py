"""Asking for words to be removed, keeping them after all, and removing them for good."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.erasing import queries
from app.erasing.models import Erasure, ErasureReason
from app.erasing.permissions import may_erase_when_due
from app.follow.operations import take_off_pages
from app.follow.queries import own_need
from app.foundation import search_index
from app.foundation.access import Actor, NotAllowed, NotPossibleNow, require
from app.foundation.database import insert_once
from app.history import operations as history
from app.moderation.models import ModerationDecision, ReasonCode
from app.needs import operations as needs
from app.needs.models import Moderation, Need, NeedVersion, Progress
from app.needs.queries import need_to_change
from app.plan.operations import move_needs
from app.plan.states import BY_THE_PLAN
from app.recounts.operations import recount_needs, recount_themes
from app.voices.queries import hold_voices_of, theme_ids_of

WAIT = timedelta(days=7)
# What somebody else could read waits, so that a mistake, or a thief of a code, can be put right.
WAITS = frozenset({Moderation.PUBLISHED, Moderation.MERGED, Moderation.HIDDEN})
# Where words stand meanwhile; what left these was decided anew, and is left alone.
OFF_PAGES = frozenset({Moderation.WITHDRAWN, Moderation.HIDDEN})
NO_QUOTE = 12  # as short a text stands in a decision by chance
QUOTED = ("people_said", "we_decided", "why", "what_next", "differs_because")
IN_PLACE_OF_QUOTE = "[words that were taken back]"
ASKED_ALREADY = "Somebody asked for this already. The page says when they go."


def ask_to_erase(session: Session, actor: Actor, need_id: int, *, now: datetime) -> datetime | None:
    """Have one's own words removed; return when they go for good, or None when they are gone."""
    own_need(session, actor, need_id)
    return _ask(session, actor, need_id, ErasureReason.OWN_WISH, now)


def erase_own_at_once(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Remove one's own words now: for whoever leaves, nobody is there to keep them after all."""
    own_need(session, actor, need_id)
    take_off_pages(
        session,
        actor,
        need_id,
        lambda need: _erase(session, actor, need, is_by_writer=True, now=now),
        now=now,
    )


def ask_to_erase_for_somebody(
    session: Session, actor: Actor, need_id: int, reason: ErasureReason, *, now: datetime
) -> datetime | None:
    """Have words removed for somebody who asked by letter, by phone or in person."""
    queries.need_to_erase(session, actor, need_id)
    if reason is ErasureReason.OWN_WISH:
        raise NotAllowed
    return _ask(session, actor, need_id, reason, now)


def _ask(
    session: Session, actor: Actor, need_id: int, reason: ErasureReason, now: datetime
) -> datetime | None:
    until: list[datetime] = []

    def begin(need: Need) -> None:
        if need.moderation is Moderation.ERASED:
            raise NotPossibleNow("These words were removed already.")
        if need.moderation in WAITS:
            _wait(session, actor, need, reason, now)
            until.append(now + WAIT)
        elif queries.find_erasure(session, need_id):
            raise NotPossibleNow(ASKED_ALREADY)
        else:
            _erase(session, actor, need, is_by_writer=_is_by_writer(reason), now=now)

    take_off_pages(session, actor, need_id, begin, now=now)
    return until[0] if until else None


def _is_by_writer(reason: ErasureReason) -> bool:
    return reason is not ErasureReason.NAMES_SOMEBODY


def _wait(session: Session, actor: Actor, need: Need, reason: ErasureReason, now: datetime) -> None:
    """Take words off every page until they are removed."""
    row = {
        "need_id": need.id,
        "reason": reason,
        "asked_at": now,
        "erase_at": now + WAIT,
        "moderation_before": need.moderation,
        "merged_into_before_id": need.merged_into_id,
        "progress_before": _one_that_counts(session, need).progress,
    }
    if not insert_once(session, Erasure.__table__, row):  # type: ignore[arg-type]
        raise NotPossibleNow(ASKED_ALREADY)
    state, why = Moderation.WITHDRAWN, need.reason_code
    if not _is_by_writer(reason):
        state, why = Moderation.HIDDEN, why or ReasonCode.PERSONAL_DETAILS.value
    needs.take_down(session, actor, need, state, reason_code=why, now=now)
    need.merged_into_id = None
    history.record(
        session, actor, "asked to remove the words", need, now=now, reason_code=reason.value
    )


def keep_own_words(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Keep one's own words after all."""
    own_need(session, actor, need_id)
    _keep(session, actor, need_id, now)


def keep_words_of_somebody(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Keep words that were to be removed for somebody, or by somebody who should not have."""
    queries.need_to_erase(session, actor, need_id)
    _keep(session, actor, need_id, now)


def _keep(session: Session, actor: Actor, need_id: int, now: datetime) -> None:
    """Show again what showed, joined with what it was joined with; count again what it moves."""
    asked = queries.find_erasure(session, need_id)
    target_id = asked.merged_into_before_id if asked else None
    ids = {need_id} | ({target_id} if target_id else set())
    held = {each: need_to_change(session, each) for each in sorted(ids)}
    hold_voices_of(session, ids)
    need, target = held[need_id], held.get(target_id or 0)
    asked = queries.find_erasure(session, need_id)
    if asked is None or asked.merged_into_before_id != target_id:
        raise NotPossibleNow("These words are gone, or were kept already.")
    before, progress, asked_at = asked.moderation_before, asked.progress_before, asked.asked_at
    session.delete(asked)
    if need.moderation in OFF_PAGES:
        _bring_back(session, actor, need, before, target, now=now)
        if need.moderation is before and progress is not None:
            _restore_progress(session, actor, need, progress, asked_at, now=now)
    history.record(session, actor, "kept the words after all", need, now=now)
    session.flush()
    recount_needs(session, actor, ids)
    recount_themes(session, actor, theme_ids_of(session, ids))


def _one_that_counts(session: Session, need: Need) -> Need:
    """Return the need of which people read what became of it: a joined one's target."""
    return session.get_one(Need, need.merged_into_id or need.id)


def _restore_progress(
    session: Session,
    actor: Actor,
    need: Need,
    progress: Progress,
    asked_at: datetime,
    *,
    now: datetime,
) -> None:
    """Let what became of a need be what it was, unless something became of it meanwhile.

    What the plan did for others that were joined with it is theirs, and they stand alone now.
    """
    counts = _one_that_counts(session, need)
    is_joined = counts is not need
    if not queries.has_moved_since(session, counts.id, asked_at):
        if is_joined or progress not in BY_THE_PLAN:
            needs.set_progress(session, actor, counts, progress, now=now)
    elif is_joined:
        move_needs(session, actor, [counts.id], now=now)


def _bring_back(
    session: Session,
    actor: Actor,
    need: Need,
    before: Moderation,
    target: Need | None,
    *,
    now: datetime,
) -> None:
    """Bring a need back to where it stood; when its target shows no more, a person looks first."""
    if before is Moderation.PUBLISHED:
        needs.make_public(session, actor, need, now=now)
    elif target is not None and target.moderation is Moderation.PUBLISHED:
        needs.merge_into(session, actor, need, target, now=now)
        need.reason_code = need.taken_down_at = None
        history.record(session, actor, "another need was joined to this", target, now=now)
    else:
        state = Moderation.HIDDEN if before is Moderation.HIDDEN else Moderation.WAITING
        needs.take_down(session, actor, need, state, reason_code=need.reason_code, now=now)


def erase_due(session: Session, actor: Actor, *, now: datetime, limit: int = 100) -> int:
    """Remove the words that have waited their seven days; return how many were due."""
    require(may_erase_when_due, actor)
    due = queries.due_for_erasure(session, now=now, limit=limit)

    def end(need: Need) -> None:
        asked = queries.find_erasure(session, need.id)
        if asked is None:  # its writer kept it at this moment
            return
        if need.moderation in OFF_PAGES:
            _erase(session, actor, need, is_by_writer=_is_by_writer(asked.reason), now=now)
        else:
            session.delete(asked)

    for need_id in due:
        take_off_pages(session, actor, need_id, end, now=now)
    return len(due)


def erase_put_away(
    session: Session, actor: Actor, *, before: datetime, now: datetime, limit: int = 100
) -> int:
    """Remove words that show nowhere and have not for long; return how many."""
    require(may_erase_when_due, actor)
    found = queries.put_away_before(session, before=before, limit=limit)

    def end(need: Need) -> None:
        if need.moderation in queries.PUT_AWAY:
            is_by_writer = need.moderation is Moderation.WITHDRAWN
            _erase(session, actor, need, is_by_writer=is_by_writer, now=now)

    for need_id in found:
        take_off_pages(session, actor, need_id, end, now=now)
    return len(found)


def _erase(
    session: Session, actor: Actor, need: Need, *, is_by_writer: bool, now: datetime
) -> None:
    """Empty a need of every word; its code, its voices and what came of it stay."""
    _erase_quotes(session, need)
    need.merged_into_id, need.moderation = None, Moderation.ERASED
    need.title = need.words = need.works_well = need.about_whom = need.team_line = ""
    need.barrier = need.send_key = None
    if need.number is not None:
        need.taken_down_at = need.taken_down_at or now
        search_index.take_out(session, [need.number])
    if is_by_writer:
        need.reason_code = None
    need.revision += 1
    for table in (NeedVersion, Erasure):
        session.execute(delete(table).where(table.need_id == need.id))
    session.execute(
        update(ModerationDecision)
        .where(ModerationDecision.need_id == need.id)
        .values(words_to_sender="")
    )
    history.forget_notes(session, actor, need)
    history.record(session, actor, "removed the words", need, now=now)


def _erase_quotes(session: Session, need: Need) -> None:
    """Take a need's title and words out of decisions that repeat them, and show that it was done.

    A form offers the title of a need as what people said.
    """
    quotes = [each for each in (need.words, need.works_well, need.title) if _is_quote(each)]
    themes = theme_ids_of(session, [need.id])
    for decision in queries.decisions_that_may_quote(session, need.id, themes):
        for name in QUOTED:
            before = after = getattr(decision, name)
            for quote in quotes:
                after = after.replace(quote, IN_PLACE_OF_QUOTE)
            if after != before:
                setattr(decision, name, after)


def _is_quote(words: str) -> bool:
    return len(words) > NO_QUOTE
