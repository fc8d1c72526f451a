"""Putting needs under themes and taking them out, writing causes, and marking needs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.grouping import queries
from app.grouping.permissions import may_mark_needs, may_write_causes
from app.history import operations as history
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.permissions import may_group_needs
from app.priorities.models import Cause, CauseKind, CauseNeed, Confidence
from app.recounts.operations import recount_themes
from app.themes.models import ActingLevel, Theme
from app.themes.queries import theme_to_change
from app.voices.queries import hold_voices_of, needs_to_count

CHANGED_SINCE = "Someone changed this since you opened the page. Look at it again first."
SAID_ALREADY = "This stands there already. Change that one instead."


@dataclass(frozen=True, kw_only=True)
class CauseWords:
    """One thing behind a theme or that people notice, how sure we are, and whose words say so."""

    kind: CauseKind
    words: str
    confidence: Confidence
    need_numbers: frozenset[int] = frozenset()


def put_under_theme(
    session: Session, actor: Actor, theme: Theme, need_ids: Collection[int], *, now: datetime
) -> int:
    """Put needs under a theme; return how many were not there before.

    All or none: the first that cannot be put there is named. The rows are held in the order of
    their ids before anything is written down, so two planners cannot block each other.
    """
    require(may_group_needs, actor)
    added = 0
    for need in _hold(session, need_ids):
        try:
            added += needs.group_need(session, actor, need, theme.id, now=now)
        except NotPossibleNow as why:
            raise NotPossibleNow(f"{need.code or 'A need'}: {why}") from why
    if added:
        history.record(session, actor, "put needs under a theme", theme, now=now)
        recount_themes(session, actor, {theme.id})
    return added


def take_out_of_theme(
    session: Session, actor: Actor, theme: Theme, need_ids: Collection[int], *, now: datetime
) -> int:
    """Take needs out of a theme; return how many stood there. Its causes keep their voices."""
    require(may_group_needs, actor)
    gone = sum(
        needs.ungroup_need(session, actor, need, theme.id, now=now)
        for need in _hold(session, need_ids)
    )
    if gone:
        history.record(session, actor, "took needs out of a theme", theme, now=now)
        recount_themes(session, actor, {theme.id})
    return gone


def _hold(session: Session, need_ids: Collection[int]) -> Sequence[Need]:
    needs_held = needs_to_count(session, need_ids)
    hold_voices_of(session, need_ids)
    return needs_held


def add_cause(
    session: Session, actor: Actor, theme: Theme, words: CauseWords, *, now: datetime
) -> Cause:
    """Write down what is behind a theme; the same words twice stay one."""
    require(may_write_causes, actor)
    theme = theme_to_change(session, theme.id)
    need_ids = _voices(session, theme, words)
    values = {
        "theme_id": theme.id,
        "kind": words.kind,
        "words": words.words,
        "confidence": words.confidence,
        "position": queries.next_position(session, theme.id),
    }
    made = insert_once(session, Cause.__table__, values)  # type: ignore[arg-type]
    cause = queries.find_cause(session, theme.id, words.kind, words.words)
    if cause is None:
        raise NotPossibleNow("It could not be kept. Press Save once more.")
    if made:
        _rest_on(session, cause, need_ids)
        history.record(session, actor, f"wrote down a {words.kind.value}", theme, now=now)
    elif cause.confidence is not words.confidence or set(need_ids) != set(
        queries.public_need_ids_of_cause(session, cause.id)
    ):
        raise NotPossibleNow(SAID_ALREADY)
    return cause


def change_cause(
    session: Session,
    actor: Actor,
    theme: Theme,
    cause_id: int,
    words: CauseWords,
    *,
    seen_words: str,
    now: datetime,
) -> None:
    """Change a cause or symptom, unless somebody changed its words meanwhile."""
    require(may_write_causes, actor)
    theme = theme_to_change(session, theme.id)
    cause = queries.cause_of_theme(session, theme.id, cause_id)
    if cause.words not in {seen_words, words.words}:
        raise NotPossibleNow(CHANGED_SINCE)
    same = queries.find_cause(session, theme.id, words.kind, words.words)
    if same is not None and same.id != cause.id:
        raise NotPossibleNow(SAID_ALREADY)
    need_ids = _voices(session, theme, words)
    cause.kind, cause.words, cause.confidence = words.kind, words.words, words.confidence
    _rest_on(session, cause, need_ids)
    history.record(session, actor, f"changed a {words.kind.value}", theme, now=now)


def take_cause_away(
    session: Session, actor: Actor, theme: Theme, cause_id: int, *, seen_words: str, now: datetime
) -> bool:
    """Take a cause or symptom away, as it was seen; tell whether it still stood there."""
    require(may_write_causes, actor)
    theme = theme_to_change(session, theme.id)
    cause = queries.find_cause_of_theme(session, theme.id, cause_id)
    if cause is None:
        return False
    if cause.words != seen_words:
        raise NotPossibleNow(CHANGED_SINCE)
    session.execute(delete(CauseNeed).where(CauseNeed.cause_id == cause.id))
    session.execute(delete(Cause).where(Cause.id == cause.id))
    history.record(session, actor, "took a cause away", theme, now=now)
    return True


def set_level(
    session: Session, actor: Actor, need: Need, level: ActingLevel | None, *, now: datetime
) -> None:
    """Say who can act on a need; saying it twice changes nothing."""
    require(may_mark_needs, actor)
    _is_public(need)
    if need.level is not level:
        need.level = level
        history.record(
            session, actor, "said who can act", need, now=now, reason_code=level or "nobody"
        )


def mark_small_group(
    session: Session, actor: Actor, need: Need, *, is_marked: bool, reason: str, now: datetime
) -> None:
    """Mark, or no longer mark, a need as one of a small group for whom it is big; with a reason."""
    require(may_mark_needs, actor)
    _is_public(need)
    if need.is_small_group_big_need is is_marked:
        return
    if not reason:
        raise NotPossibleNow("Say why. The reason stands in the history.")
    need.is_small_group_big_need = is_marked
    verb = "marked small group, big need" if is_marked else "took off small group, big need"
    history.record(session, actor, verb, need, now=now, note=reason)


def _is_public(need: Need) -> None:
    if need.moderation is not Moderation.PUBLISHED:
        raise NotPossibleNow("This need is not public any more, so it cannot be marked.")


def _voices(session: Session, theme: Theme, words: CauseWords) -> list[int]:
    """Return the needs that a cause rests on; all must be public and stand under the theme."""
    found = queries.public_need_ids_under(session, theme.id, words.need_numbers)
    if len(found) != len(words.need_numbers):
        raise NotPossibleNow(
            "One of these needs is not public or does not stand under this theme. Put it there "
            "first, or leave it out."
        )
    if not found and words.confidence is not Confidence.HUNCH:
        raise NotPossibleNow("Say which needs it rests on. With none it is a hunch.")
    return found


def _rest_on(session: Session, cause: Cause, need_ids: list[int]) -> None:
    """Put these needs in place of the public ones. Links to what is gone stay as they are."""
    session.flush()
    before = queries.public_need_ids_of_cause(session, cause.id)
    session.execute(
        delete(CauseNeed).where(CauseNeed.cause_id == cause.id, CauseNeed.need_id.in_(before))
    )
    if need_ids:
        session.execute(
            insert(CauseNeed), [{"cause_id": cause.id, "need_id": id_} for id_ in need_ids]
        )
