"""Moderators, and decisions in one word, for the tests of this folder."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Role
from app.moderation import operations
from app.moderation.models import ModerationDecision, ReasonCode, Verdict
from app.needs.models import Need
from tests.builders import Make

Decide = Callable[..., ModerationDecision]


@pytest.fixture
def moderator(make: Make) -> Actor:
    return make.actor_of(make.person(Role.MODERATOR, name="Priya Nair"))


@pytest.fixture
def other(make: Make) -> Actor:
    return make.actor_of(make.person(Role.MODERATOR, name="Ewan Duff"))


@pytest.fixture
def decide(session: Session, moderator: Actor, now: datetime) -> Decide:
    """Return what decides a need as it stands now, by one moderator unless said otherwise."""

    def act(
        verdict: Verdict,
        need: Need,
        *,
        target: Need | None = None,
        by: Actor = moderator,
        at: datetime = now,
        revision: int | None = None,
    ) -> ModerationDecision:
        seen = {"revision": need.revision if revision is None else revision, "now": at}
        match verdict:
            case Verdict.PUBLISH:
                return operations.publish_need(session, by, need.id, **seen)
            case Verdict.RETURN:
                reason = ReasonCode.NAMES_A_CHILD
                return operations.return_need(session, by, need.id, reason, "Leave it out.", **seen)
            case Verdict.HIDE:
                return operations.hide_need(session, by, need.id, ReasonCode.HURTFUL, **seen)
            case Verdict.MERGE:
                assert target is not None
                return operations.merge_need(session, by, need.id, target.id, **seen)
            case _:
                return operations.correct_area(session, by, need.id, None, **seen)

    return act
