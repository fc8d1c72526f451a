"""Putting things on lists and taking them off; writing an answer down and publishing it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.needs.models import Channel, Moderation, Need, Progress
from app.needs.queries import need_to_change
from app.needs.words import PROGRESS_VERB
from app.places.models import Place, PlaceKind
from app.priorities import queries
from app.priorities.models import Decision, DecisionKind, DecisionState, Priority
from app.priorities.permissions import (
    may_draft_decisions,
    may_publish_decisions,
    may_set_priorities,
)
from app.themes.models import Theme, ThemeState
from app.themes.queries import theme_to_change

Subject = Need | Theme

PROGRESS_AFTER = {
    DecisionKind.YES: Progress.ANSWERED,
    DecisionKind.PARTLY: Progress.ANSWERED,
    DecisionKind.NOT_NOW: Progress.NOT_NOW,
    DecisionKind.NOT_OURS: Progress.PASSED_ON,
    DecisionKind.YOU_CAN: Progress.COMMUNITY_LED,
    DecisionKind.OWN_WORDS: Progress.ANSWERED,
}
WE_DO_IT = frozenset({DecisionKind.YES, DecisionKind.PARTLY})
IN_THE_PLAN = frozenset({Progress.IN_PLAN, Progress.UNDER_WAY, Progress.DONE, Progress.REVIEWED})


@dataclass(frozen=True, kw_only=True)
class DecisionWords:
    """What a planner writes down about an answer."""

    kind: DecisionKind
    people_said: str = ""
    we_decided: str = ""
    why: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    look_again_on: date | None = None
    what_next: str = ""
    differs_because: str = ""
    passed_to: str = ""


def put_on_list(
    session: Session, actor: Actor, subject: Subject, place: Place, *, now: datetime
) -> bool:
    """Make a need or theme a priority of a place; tell whether it was not one before."""
    require(may_set_priorities, actor)
    if place.kind not in {PlaceKind.WHOLE, PlaceKind.LOCAL_AREA}:
        raise NotPossibleNow("Lists are kept for the seven areas and for the whole place only.")
    subject = _held(session, subject)
    values = {"place_id": place.id, "made_at": now, **key_of(subject)}
    added = insert_once(session, Priority.__table__, values)  # type: ignore[arg-type]
    if added:
        history.record(
            session, actor, "made a priority", subject, now=now, reason_code=f"place {place.id}"
        )
    return added


def take_off_list(session: Session, actor: Actor, priority_id: int, *, now: datetime) -> bool:
    """Take a need or theme off the list of a place; tell whether it still stood there."""
    require(may_set_priorities, actor)
    priority = queries.priority_to_take_off(session, priority_id)
    if priority is None:
        return False
    subject: Subject
    if priority.need_id is not None:
        subject = session.get_one(Need, priority.need_id)
    else:
        subject = session.get_one(Theme, priority.theme_id)
    session.execute(delete(Priority).where(Priority.id == priority_id))
    history.record(
        session, actor, "taken off a list", subject, now=now,
        reason_code=f"place {priority.place_id}",
    )  # fmt: skip
    return True


def draft_decision(
    session: Session, actor: Actor, subject: Subject, words: DecisionWords, *, now: datetime
) -> Decision:
    """Begin to write an answer down; one draft at a time stands for a need or theme."""
    require(may_draft_decisions, actor)
    subject = _held(session, subject)
    values = {**asdict(words), **key_of(subject), "state": DecisionState.DRAFT}
    made = insert_once(session, Decision.__table__, values)  # type: ignore[arg-type]
    decision = queries.draft_about(session, **key_of(subject))
    if decision is None or not (made or _says(decision, words)):
        raise NotPossibleNow(
            "Somebody is writing this answer already. Open that draft and go on there."
        )
    if made:
        history.record(session, actor, "began a decision", decision, now=now)
    return decision


def change_draft(
    session: Session,
    actor: Actor,
    decision: Decision,
    words: DecisionWords,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change an answer that is not published yet; saving what stands there changes nothing."""
    require(may_draft_decisions, actor)
    if _says(decision, words):
        return
    _is_draft(decision)
    _same_revision(decision, revision)
    for name, value in asdict(words).items():
        setattr(decision, name, value)
    decision.revision += 1
    history.record(session, actor, "changed a draft decision", decision, now=now)


def throw_draft_away(
    session: Session, actor: Actor, decision: Decision, *, revision: int, now: datetime
) -> None:
    """Forget an answer that was never published, as it was seen."""
    require(may_draft_decisions, actor)
    _is_draft(decision)
    _same_revision(decision, revision)
    history.record(session, actor, "threw a draft decision away", decision, now=now)
    session.delete(decision)


def publish_decision(
    session: Session, actor: Actor, draft: Decision, *, revision: int, now: datetime
) -> Decision:
    """Publish an answer for good; publishing what is published changes nothing.

    It gets its code, stands in place of the answer before it, and says what became of the need, or
    of each need under the theme that has no answer of its own. What it is about is held first, so
    that two answers to one thing come one after the other.
    """
    require(may_publish_decisions, actor)
    subject = _subject_held(session, draft)
    decision = queries.decision_to_change(session, draft.id)
    if decision.state is DecisionState.PUBLISHED:
        return decision
    if not _is_public(subject):
        raise NotPossibleNow("This is not public any more, so there is nothing to answer.")
    _same_revision(decision, revision)
    missing = missing_to_publish(decision, clock.local_day(now), earliest_decision_day(subject))
    if missing:
        raise NotPossibleNow(f"It cannot be published yet. {' '.join(missing.values())}")
    needs = _needs_answered(session, subject)
    before = queries.standing_to_replace(session, **key_of(subject))
    if before is not None:
        before.is_standing = False
        session.flush()  # one answer stands at a time, and the constraint looks at each row
    decision.number = next_number(session, "D")
    decision.state, decision.is_standing = DecisionState.PUBLISHED, True
    decision.published_at = now
    decision.revision += 1
    history.record(session, actor, "published a decision", decision, now=now)
    _move_needs(session, actor, decision, needs, now)
    return decision


def _move_needs(
    session: Session, actor: Actor, decision: Decision, needs: Sequence[Need], now: datetime
) -> None:
    """Say what became of the needs, in one entry each; a theme can hold thousands."""
    moved: dict[Progress, list[int]] = {}
    for need in needs:
        progress = progress_after(decision, need.progress)
        if need.progress is not progress:
            need.progress = progress
            moved.setdefault(progress, []).append(need.id)
    for progress, ids in moved.items():
        history.record_many(
            session, actor, f"{PROGRESS_VERB}{progress.value}", Need.__tablename__, ids, now=now
        )


def progress_after(decision: Decision, progress: Progress) -> Progress:
    """Return what becomes of a need with an answer.

    Yes never takes a need out of the plan, and what is said of a theme as a whole never undoes
    what is being done for one of its needs.
    """
    stays = decision.kind in WE_DO_IT or decision.theme_id is not None
    return progress if stays and progress in IN_THE_PLAN else PROGRESS_AFTER[decision.kind]


def earliest_decision_day(subject: Subject | None) -> date | None:
    """Return the day before which nothing can be decided; none for a theme or what was imported."""
    if not isinstance(subject, Need) or subject.channel is Channel.IMPORTED:
        return None
    return clock.local_day(subject.sent_at)


def missing_to_publish(
    words: DecisionWords | Decision, today: date, not_before: date | None = None
) -> dict[str, str]:
    """Return what an answer still needs before people may read it, by field.

    An answer in a body's own words came from elsewhere, and may lack what that body never gave.
    """
    needed = {"we_decided": "Say what was decided.", "decided_by": "Name the body that decided."}
    if words.kind is not DecisionKind.OWN_WORDS:
        needed |= {
            "people_said": "Say what people said.",
            "why": "Say why. People read this first.",
            "decided_on": "Give the day it was decided.",
        }
    if words.kind is DecisionKind.NOT_NOW:
        needed["look_again_on"] = "Say when we look again."
    if words.kind is DecisionKind.NOT_OURS:
        needed["passed_to"] = "Say who it was passed to."
    missing = {name: text for name, text in needed.items() if not getattr(words, name)}
    decided_on, look_again_on = words.decided_on, words.look_again_on
    if decided_on and decided_on > today:
        missing["decided_on"] = "This day is still to come. Publish when it is decided."
    if decided_on and not_before and decided_on < not_before:
        missing["decided_on"] = "This day is before the need was put forward. Check the day."
    if look_again_on and decided_on and look_again_on <= decided_on:
        missing["look_again_on"] = "The day we look again must come after the day it was decided."
    return missing


def _needs_answered(session: Session, subject: Subject) -> list[Need]:
    if isinstance(subject, Need):
        return [subject]
    return list(queries.needs_answered_by_theme(session, subject.id))


def _subject_held(session: Session, decision: Decision) -> Subject:
    if decision.need_id is not None:
        return need_to_change(session, decision.need_id)
    return theme_to_change(session, decision.theme_id or 0)


def _held(session: Session, subject: Subject) -> Subject:
    """Hold what a list line or an answer is about; it must be public."""
    is_need = isinstance(subject, Need)
    held = (need_to_change if is_need else theme_to_change)(session, subject.id)
    if not _is_public(held):
        raise NotPossibleNow("Everyone must be able to see it first.")
    return held


def _is_public(subject: Subject) -> bool:
    if isinstance(subject, Need):
        return subject.moderation is Moderation.PUBLISHED
    return subject.state is not ThemeState.FORMING


def key_of(subject: Subject) -> dict[str, int | None]:
    """Return how a row points at a need or a theme."""
    is_need = isinstance(subject, Need)
    return {
        "need_id": subject.id if is_need else None,
        "theme_id": None if is_need else subject.id,
    }


def _says(decision: Decision, words: DecisionWords) -> bool:
    return all(getattr(decision, name) == value for name, value in asdict(words).items())


def _is_draft(decision: Decision) -> None:
    if decision.state is DecisionState.PUBLISHED:
        raise NotPossibleNow(
            "This answer is published, and what is published stays. Write a new one in its place."
        )


def _same_revision(decision: Decision, revision: int) -> None:
    if decision.revision != revision:
        raise NotPossibleNow(
            "Someone changed this draft since you opened the page. Look at it again first."
        )
