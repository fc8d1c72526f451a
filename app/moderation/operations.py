"""Publishing, sending back, hiding, joining, correcting the area; and undoing each exactly.

Nothing here can change a word that somebody wrote. Needs are held in the order of their ids, and
a form that was filled before somebody else acted is refused with what happened.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, NotFound, NotPossibleNow, require
from app.history import operations as history
from app.moderation import queries
from app.moderation.models import ModerationDecision, ReasonCode, Verdict
from app.moderation.permissions import may_decide_need, may_moderate, may_review_need
from app.moderation.reasons import UNDO_VERB, VERBS
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.queries import need_to_change, place_ids_of_need
from app.organisations.queries import is_in_group_by_email
from app.places.models import Place
from app.plan.operations import move_needs
from app.recounts.operations import recount_needs, recount_themes
from app.voices.queries import hold_voices_of, theme_ids_of

ONLY_WAITING = frozenset({Moderation.WAITING})
WAITING_OR_PUBLISHED = frozenset({Moderation.WAITING, Moderation.PUBLISHED})
LONGEST_WORDS_TO_SENDER = 1000


def publish_need(
    session: Session, actor: Actor, need_id: int, *, revision: int, now: datetime
) -> ModerationDecision:
    """Show a need to everyone, just as it was written."""
    need = _need_to_decide(session, actor, need_id)
    _check_is_fresh(session, need, revision, ONLY_WAITING)
    decision = _begin(actor, need, Verdict.PUBLISH, now)
    needs.make_public(session, actor, need, now=now)
    return _finish(session, actor, need, decision)


def return_need(
    session: Session,
    actor: Actor,
    need_id: int,
    reason: ReasonCode,
    words: str = "",
    *,
    revision: int,
    now: datetime,
) -> ModerationDecision:
    """Ask the sender for a change: a reason, and words of one's own if wanted."""
    need = _need_to_decide(session, actor, need_id)
    _check_is_fresh(session, need, revision, ONLY_WAITING)
    decision = _begin(actor, need, Verdict.RETURN, now)
    decision.reason_code, decision.words_to_sender = reason, words
    needs.take_down(session, actor, need, Moderation.RETURNED, reason_code=reason.value, now=now)
    return _finish(session, actor, need, decision)


def hide_need(
    session: Session,
    actor: Actor,
    need_id: int,
    reason: ReasonCode,
    *,
    revision: int,
    now: datetime,
) -> ModerationDecision:
    """Hide a need from everyone at once; its counts stay as they are and show nowhere."""
    need = _need_to_decide(session, actor, need_id)
    _check_is_fresh(session, need, revision, WAITING_OR_PUBLISHED)
    decision = _begin(actor, need, Verdict.HIDE, now)
    decision.reason_code = reason
    needs.take_down(session, actor, need, Moderation.HIDDEN, reason_code=reason.value, now=now)
    return _finish(session, actor, need, decision)


def merge_need(
    session: Session, actor: Actor, need_id: int, target_id: int, *, revision: int, now: datetime
) -> ModerationDecision:
    """Say that a need is the same as a published one. No support moves; both are counted there."""
    need, target = _need_with_target(session, actor, need_id, target_id)
    _check_is_fresh(session, need, revision, WAITING_OR_PUBLISHED)
    decision = _begin(actor, need, Verdict.MERGE, now)
    decision.target_id = target.id
    needs.merge_into(session, actor, need, target, now=now)
    history.record(session, actor, "another need was joined to this", target, now=now)
    return _finish(session, actor, need, decision)


def correct_area(
    session: Session,
    actor: Actor,
    need_id: int,
    place: Place | None,
    *,
    revision: int,
    now: datetime,
) -> ModerationDecision:
    """Put a need under the area it is about (None: the whole place); it waits as before."""
    need = _need_to_decide(session, actor, need_id)
    _check_is_fresh(session, need, revision, WAITING_OR_PUBLISHED)
    decision = _begin(actor, need, Verdict.CORRECT_AREA, now)
    before = place_ids_of_need(session, need.id)
    decision.places_before = ",".join(str(place_id) for place_id in sorted(before))
    decision.was_about_whole_place = need.is_about_whole_place
    needs.set_places(session, actor, need, [place] if place else None)
    is_same = need.is_about_whole_place == decision.was_about_whole_place
    if is_same and place_ids_of_need(session, need.id) == before:
        raise NotPossibleNow("This stands under that area already. Choose another one.")
    need.revision += 1
    return _finish(session, actor, need, decision)


def undo_decision(
    session: Session, actor: Actor, decision_id: int, *, now: datetime
) -> ModerationDecision:
    """Put a need back exactly as it was before the decision that was made last.

    Support given in between stays where it was given.
    """
    require(may_moderate, actor)
    decision = queries.decision_at(session, decision_id)
    need = _hold(session, decision.need_id, decision.target_id)
    _check_may_decide(session, actor, need, decision.place_ids_before)
    # Read only now, with the need held: whatever stands in the way is known and cannot change.
    line = queries.find_decision(session, decision_id)
    obstacle = line.obstacle(now) if line else ""
    if obstacle:
        raise NotPossibleNow(obstacle)
    _restore(session, actor, need, decision, now)
    decision.undone_at, decision.undone_by_id = now, actor.person_id
    history.record(session, actor, UNDO_VERB, need, now=now, reason_code=decision.verdict.value)
    _count_again(session, actor, need, decision, now)
    return decision


def _restore(
    session: Session, actor: Actor, need: Need, decision: ModerationDecision, now: datetime
) -> None:
    if decision.verdict is Verdict.CORRECT_AREA:
        needs.set_place_ids(
            session,
            actor,
            need,
            decision.place_ids_before,
            is_about_whole_place=decision.was_about_whole_place,
        )
        need.revision += 1
    elif decision.moderation_before is Moderation.PUBLISHED:
        needs.make_public(session, actor, need, now=now)
    else:
        # Both at once: the table keeps that what is merged, and only that, has a target.
        need.moderation, need.merged_into_id = decision.moderation_before, None
        needs.take_down(session, actor, need, decision.moderation_before, reason_code=None, now=now)


def _hold(session: Session, need_id: int, *others: int | None) -> Need:
    """Hold some needs in the order of their ids, and their voices; return the first one named."""
    ids = {need_id, *(other for other in others if other is not None)}
    held = {each: need_to_change(session, each) for each in sorted(ids)}
    hold_voices_of(session, ids)
    return held[need_id]


def _need_to_decide(session: Session, actor: Actor, need_id: int) -> Need:
    require(may_moderate, actor)
    need = _hold(session, need_id)
    _check_may_decide(session, actor, need)
    return need


def _need_with_target(
    session: Session, actor: Actor, need_id: int, target_id: int
) -> tuple[Need, Need]:
    require(may_moderate, actor)
    need = _hold(session, need_id, target_id)
    _check_may_decide(session, actor, need)
    return need, need_to_change(session, target_id)


def _check_may_decide(session: Session, actor: Actor, need: Need, also: Iterable[int] = ()) -> None:
    """Refuse who may not decide; who may not even read it is told that there is no such need.

    `also` holds the places it was about before its area was corrected, so that a moderator of
    one area can undo having sent it to another.
    """
    require(may_moderate, actor)
    place_ids = place_ids_of_need(session, need.id) | set(also)
    if not may_review_need(actor, place_ids):
        raise NotFound
    require(may_decide_need, actor, need, place_ids)
    group_id = need.organisation_id
    if group_id is not None and is_in_group_by_email(session, actor.person_id, group_id):
        raise NotAllowed  # nobody decides what their own group put forward


def _check_is_fresh(
    session: Session, need: Need, revision: int, possible_from: Collection[Moderation]
) -> None:
    """Refuse a form filled before something else happened, saying who did what and when."""
    if need.revision != revision or need.moderation not in possible_from:
        raise NotPossibleNow(queries.what_happened_since(session, need.id))


def _begin(actor: Actor, need: Need, verdict: Verdict, now: datetime) -> ModerationDecision:
    """Note how things stand before the change."""
    if actor.person_id is None:
        raise NotAllowed
    return ModerationDecision(
        need_id=need.id,
        verdict=verdict,
        decided_by_id=actor.person_id,
        decided_at=now,
        moderation_before=need.moderation,
        words_to_sender="",
    )


def _finish(
    session: Session, actor: Actor, need: Need, decision: ModerationDecision
) -> ModerationDecision:
    """Keep the decision, write it into the history, and count again what it touches."""
    decision.revision_after = need.revision
    session.add(decision)
    history.record(
        session,
        actor,
        VERBS[decision.verdict],
        need,
        now=decision.decided_at,
        reason_code=decision.reason_code.value if decision.reason_code else None,
        note=decision.words_to_sender,
    )
    _count_again(session, actor, need, decision, decision.decided_at)
    return decision


def _count_again(
    session: Session, actor: Actor, need: Need, decision: ModerationDecision, now: datetime
) -> None:
    """Count what the decision touches; what is joined follows the actions of both, or its own."""
    if decision.verdict is Verdict.CORRECT_AREA:
        return  # voices count by where people live, not by where a need is about
    touched = {need.id} | ({decision.target_id} if decision.target_id else set())
    recount_needs(session, actor, touched)
    recount_themes(session, actor, theme_ids_of(session, touched))
    if decision.verdict is Verdict.MERGE:
        move_needs(session, actor, touched, now=now)
