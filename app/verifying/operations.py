"""The call, letting a group in or saying no, trusting it, pausing, closing, and each way back."""

import enum
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.backing.operations import count_groups
from app.backing.queries import needs_behind_which
from app.foundation.access import Actor, NotFound, NotPossibleNow, Role, require
from app.history import operations as history
from app.organisations.models import Organisation, Standing
from app.organisations.permissions import may_trust_groups
from app.organisations.queries import areas_known_to, group_to_change, is_in_group_by_email
from app.verifying import queries
from app.verifying.models import CallOutcome, NumberFrom, VerificationCall
from app.verifying.permissions import may_decide_group, may_trust_group

OLDEST_CALL = timedelta(days=30)


class GroupReason(enum.StrEnum):
    """Why a group is refused, paused or closed; the group reads the sentence for it."""

    NOT_REACHED = "not_reached"
    NOT_WHO_THEY_SAY = "not_who_they_say"
    HERE_ALREADY = "here_already"
    NOT_FROM_HERE = "not_from_here"
    NOT_A_GROUP = "not_a_group"
    ASKED_FOR_IT = "asked_for_it"
    ENDED = "ended"
    RULES_BROKEN = "rules_broken"


TO_REFUSE = (
    GroupReason.NOT_REACHED,
    GroupReason.NOT_WHO_THEY_SAY,
    GroupReason.HERE_ALREADY,
    GroupReason.NOT_FROM_HERE,
    GroupReason.NOT_A_GROUP,
)
TO_STOP = (
    GroupReason.ASKED_FOR_IT,
    GroupReason.ENDED,
    GroupReason.RULES_BROKEN,
    GroupReason.NOT_WHO_THEY_SAY,
    GroupReason.HERE_ALREADY,
)


class Step(enum.StrEnum):
    """What can be done about where a group stands."""

    LET_IN = "let_in"
    REFUSE = "refuse"
    PAUSE = "pause"
    CLOSE = "close"
    BRING_BACK = "bring_back"
    LOOK_AGAIN = "look_again"


# From where each step goes, and to where; the last two undo the others.
STEPS = {
    Step.LET_IN: ({Standing.ASKED}, Standing.ACTIVE),
    Step.REFUSE: ({Standing.ASKED}, Standing.REFUSED),
    Step.PAUSE: ({Standing.ACTIVE}, Standing.PAUSED),
    Step.CLOSE: ({Standing.ACTIVE, Standing.PAUSED}, Standing.CLOSED),
    Step.BRING_BACK: ({Standing.PAUSED, Standing.CLOSED}, Standing.ACTIVE),
    Step.LOOK_AGAIN: ({Standing.REFUSED}, Standing.ASKED),
}
REASONS_FOR = {Step.REFUSE: TO_REFUSE, Step.PAUSE: TO_STOP, Step.CLOSE: TO_STOP}
VERBS = {
    Step.LET_IN: "let a group in",
    Step.REFUSE: "said no to a group",
    Step.PAUSE: "paused a group",
    Step.CLOSE: "closed a group",
    Step.BRING_BACK: "brought a group back",
    Step.LOOK_AGAIN: "put a group back among those that wait",
}
STALE = "This was changed since you opened the page. Look at it again first."


def record_call(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    called_at: datetime,
    number_from: NumberFrom,
    outcome: CallOutcome,
    now: datetime,
) -> VerificationCall:
    """Write a call down: when, by which number found elsewhere, and what came of it."""
    group = _group_to_decide(session, actor, organisation_id)
    if group.standing is not Standing.ASKED:
        raise NotPossibleNow("This group does not wait for a call any more.")
    if not now - OLDEST_CALL <= called_at <= now:
        raise NotPossibleNow("Give a moment of the last 30 days that is not still to come.")
    call = VerificationCall(
        organisation_id=group.id,
        called_at=called_at,
        called_by_id=actor.person_id or 0,
        number_from=number_from,
        outcome=outcome,
    )
    session.add(call)
    history.record(session, actor, "phoned a group", group, now=now, reason_code=outcome.value)
    return call


def decide_group(
    session: Session,
    actor: Actor,
    organisation_id: int,
    step: Step,
    reason: GroupReason | None = None,
    *,
    revision: int,
    now: datetime,
) -> Organisation:
    """Take one step with a group. It is let in only after a call that confirmed it.

    The number for the call goes when the group is let in or refused.
    """
    group = _group_to_decide(session, actor, organisation_id)
    possible_from, reached = STEPS[step]
    if group.standing not in possible_from or group.revision != revision:
        raise NotPossibleNow(STALE)
    if (reason is None) == (step in REASONS_FOR) or (reason and reason not in REASONS_FOR[step]):
        raise NotPossibleNow("Choose one of the reasons.")
    if step is Step.LET_IN and not queries.is_confirmed(session, group.id):
        raise NotPossibleNow("Write down the call that confirmed this group first.")
    group.standing, group.reason_code = reached, reason.value if reason else None
    group.revision += 1
    if step in {Step.LET_IN, Step.REFUSE}:
        group.call_phone = ""
    count_groups(session, actor, needs_behind_which(session, group.id))
    history.record(session, actor, VERBS[step], group, now=now, reason_code=group.reason_code)
    return group


def trust_group(
    session: Session,
    actor: Actor,
    organisation_id: int,
    *,
    trusted: bool,
    why: str,
    now: datetime,
) -> Organisation:
    """Call a group trusted, or take that back, with the reason in words."""
    group = group_to_change(session, organisation_id)
    _ask_whether(may_trust_group, session, actor, group)
    if group.standing is not Standing.ACTIVE:
        raise NotPossibleNow("Only an active group can be trusted.")
    if group.is_trusted is trusted:
        raise NotPossibleNow(STALE)
    if not why.strip():
        raise NotPossibleNow("Say why.")
    group.is_trusted = trusted
    verb = "called a group trusted" if trusted else "took back that a group is trusted"
    history.record(session, actor, verb, group, now=now, note=why.strip())
    return group


def _group_to_decide(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    group = group_to_change(session, organisation_id)
    _ask_whether(may_decide_group, session, actor, group)
    return group


def _ask_whether(
    question: Callable[..., bool], session: Session, actor: Actor, group: Organisation
) -> None:
    """Ask whether somebody may; to a moderator of another place there is no such group."""
    known_areas = areas_known_to(session, group)
    if actor.has_role(Role.MODERATOR) and not may_trust_groups(actor, known_areas):
        raise NotFound
    is_own = is_in_group_by_email(session, actor.person_id, group.id)
    require(question, actor, known_areas, is_own=is_own)
