"""One's own things, as their writer sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.foundation.access import Actor, NotFound
from app.foundation.access.keys import KeyRing
from app.foundation.public_codes import code_for
from app.moderation.queries import latest_decisions_for_sender
from app.moderation.reasons import SentenceForSender
from app.needs.models import Moderation, Need, NeedTheme
from app.needs.permissions import may_change_own_need
from app.needs.queries import find_need, needs_of_participant, visible_needs
from app.people.follow_codes import follow_code_for
from app.people.queries import find_follow_key
from app.plan.queries import actions_for_needs
from app.priorities.queries import answers_for_needs
from app.themes.models import Theme
from app.themes.queries import visible_themes
from app.voices.models import NeedSupport

PUBLIC = (Moderation.PUBLISHED, Moderation.MERGED)
CHANGEABLE = (
    Moderation.WAITING,
    Moderation.RETURNED,
    Moderation.HIDDEN,
    Moderation.PUBLISHED,
)
SENT_BACK = (Moderation.RETURNED, Moderation.HIDDEN)
TAKEN_BACK = (Moderation.WITHDRAWN, Moderation.ERASED)


@dataclass(frozen=True)
class OwnStep:
    """One step of a need of one's own after it was checked: grouped, decided, or an action."""

    kind: str
    on: date | datetime | None
    text: str
    endpoint: str
    args: dict[str, str]


@dataclass(frozen=True)
class OwnThing:
    """One need of one's own: what became of it, and the reason when it does not show.

    `target` is the need that it was joined with, only while anyone may read that one.
    """

    need: Need
    reason: SentenceForSender | None
    target: Need | None
    can_change: bool
    can_take_back: bool
    steps: tuple[OwnStep, ...]


@dataclass(frozen=True)
class BackedThing:
    """A need of somebody else that one said matters too, with each step that it took."""

    need: Need
    since: datetime
    steps: tuple[OwnStep, ...]


def find_code(session: Session, keys: KeyRing, participant_id: int) -> str | None:
    """Return the participant's follow code, or None where none was asked for yet."""
    key = find_follow_key(session, participant_id)
    return follow_code_for(keys, key.made_for_id, key.turn) if key else None


def own_need(session: Session, actor: Actor, need_id: int) -> Need:
    """Return one's own need; anybody else's answers like one that does not exist."""
    need = find_need(session, need_id)
    if need is None or not may_change_own_need(actor, need):
        raise NotFound
    return need


def reason_for_sender(session: Session, need: Need) -> SentenceForSender | None:
    """Return why a need was sent back or hidden, in the words for its sender."""
    if need.moderation not in SENT_BACK:
        return None
    return latest_decisions_for_sender(session, [need.id]).get(need.id)


def own_things(session: Session, actor: Actor) -> Sequence[OwnThing]:
    """Return everything a participant put forward, newest first, with each step that it took."""
    if actor.participant_id is None:
        return []
    needs = needs_of_participant(session, actor.participant_id)
    ids = [need.id for need in needs]
    reasons = latest_decisions_for_sender(session, ids)
    targets = _targets(session, actor, needs)
    steps = _steps(session, actor, [need.id for need in needs if need.moderation in PUBLIC])
    return [
        OwnThing(
            need=need,
            reason=reasons.get(need.id) if need.moderation in SENT_BACK else None,
            target=targets.get(need.merged_into_id or 0),
            can_change=need.moderation in CHANGEABLE,
            can_take_back=need.moderation not in TAKEN_BACK,
            steps=tuple(steps.get(need.id, ())),
        )
        for need in needs
    ]


def backed_things(session: Session, actor: Actor) -> Sequence[BackedThing]:
    """Return the needs of others that a participant backed and that still show, latest first.

    One that was merged stands there as its target, once.
    """
    if actor.participant_id is None:
        return []
    since = func.min(NeedSupport.supported_at)
    rows = session.execute(
        _backed_by(actor, visible_needs(actor).add_columns(since))
        .group_by(Need.id)
        .order_by(since.desc(), Need.id.desc())
    ).all()
    steps = _steps(session, actor, [need.id for need, _when in rows])
    return [BackedThing(need, when, tuple(steps[need.id])) for need, when in rows]


def backs_what_does_not_show(session: Session, actor: Actor) -> bool:
    """Tell whether a participant backed a need of somebody else that nobody can read now."""
    if actor.participant_id is None:
        return False
    ids = _backed_by(actor, select(Need.id)).where(Need.moderation != Moderation.PUBLISHED)
    return session.scalar(ids.limit(1)) is not None


def _backed_by(actor: Actor, needs: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    joined = aliased(Need)
    return (
        needs.join(joined, func.coalesce(joined.merged_into_id, joined.id) == Need.id)
        .join(NeedSupport, NeedSupport.need_id == joined.id)
        .where(
            NeedSupport.participant_id == actor.participant_id,
            Need.participant_id.is_distinct_from(actor.participant_id),
            joined.participant_id.is_distinct_from(actor.participant_id),
        )
    )


def _targets(session: Session, actor: Actor, needs: Sequence[Need]) -> dict[int, Need]:
    ids = {need.merged_into_id for need in needs if need.merged_into_id}
    found = session.scalars(visible_needs(actor).where(Need.id.in_(ids)))
    return {need.id: need for need in found}


def _steps(session: Session, actor: Actor, need_ids: Sequence[int]) -> dict[int, list[OwnStep]]:
    """Return the steps of several needs, each kind of step read in one statement."""
    steps: dict[int, list[OwnStep]] = {need_id: [] for need_id in need_ids}
    grouped = session.execute(
        visible_themes(actor)
        .with_only_columns(NeedTheme.need_id, NeedTheme.grouped_at, Theme.name, Theme.number)
        .join(NeedTheme, NeedTheme.theme_id == Theme.id)
        .where(NeedTheme.need_id.in_(need_ids))
        .order_by(NeedTheme.grouped_at, Theme.id)
    )
    for need_id, grouped_at, name, number in grouped:
        args = {"theme_code": code_for("T", number or 0)}
        steps[need_id].append(OwnStep("grouped", grouped_at, name, "themes.show", args))
    for need_id, answer in answers_for_needs(session, actor, need_ids).items():
        args = {"decision_code": code_for("D", answer.number or 0)}
        step = OwnStep(
            answer.kind.value, answer.decided_on, answer.we_decided, "priorities.decision", args
        )
        steps[need_id].append(step)
    for action in actions_for_needs(session, actor, need_ids):
        args = {"action_code": code_for("A", action.number or 0)}
        for need_id in set(action.need_ids) & steps.keys():
            step = OwnStep(action.state.value, None, action.what, "plan.action", args)
            steps[need_id].append(step)
    return steps
