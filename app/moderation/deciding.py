"""From a filled form to the operation it asks for."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from app.foundation.access import Actor
from app.moderation import operations
from app.moderation.forms import DecisionForm
from app.moderation.models import ModerationDecision, ReasonCode, Verdict
from app.places.models import PlaceKind
from app.places.queries import find_place
from app.sending.forms import ALL_OVER


class _Seen(TypedDict):
    revision: int
    now: datetime


def decide_as_asked(
    session: Session, actor: Actor, form: DecisionForm, need_id: int, *, now: datetime
) -> ModerationDecision:
    """Do what a usable form asks for, from the revision that the moderator looked at."""
    seen = _Seen(revision=form.seen_revision(), now=now)
    match form.chosen_verdict():
        case Verdict.PUBLISH:
            return operations.publish_need(session, actor, need_id, **seen)
        case Verdict.RETURN:
            reason, words = ReasonCode(form.return_reason.data), form.words.data or ""
            return operations.return_need(session, actor, need_id, reason, words, **seen)
        case Verdict.HIDE:
            reason = ReasonCode(form.hide_reason.data)
            return operations.hide_need(session, actor, need_id, reason, **seen)
        case Verdict.MERGE:
            target_id = form.target.id if form.target else 0
            return operations.merge_need(session, actor, need_id, target_id, **seen)
        case _:
            slug = form.place.data
            area = None if slug == ALL_OVER else find_place(session, PlaceKind.LOCAL_AREA, slug)
            return operations.correct_area(session, actor, need_id, area, **seen)
