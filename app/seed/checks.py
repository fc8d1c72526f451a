"""What moderators decided about the needs of the demo place, and how each need got where it is."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.plan import ACTIONS
from app.demo.queue import QUEUE, TAKEN_DOWN
from app.demo.shapes_of_needs import Need as DemoNeed
from app.foundation.access import Actor
from app.moderation.models import ModerationDecision, ReasonCode, Verdict
from app.moderation.reasons import VERBS
from app.needs.models import Moderation, Need
from app.seed.answers import GROUPED, decided_at
from app.seed.history import History
from app.seed.known import Known
from app.seed.moments import moment
from app.seed.needs import EVER_PUBLIC
from app.seed.operations import Row, put_rows
from app.seed.plan import action_started_at, linked_at
from app.seed.staff import MODERATORS, PLANNER
from app.seed.voices import Times

ANSWER_TO = {need: decision for decision in DECISIONS for need in decision.answers}
ACTIONS_FOR = {
    need.code: [action for action in ACTIONS if need.code in action.needs] for need in NEEDS
}


def lay_out_checks(
    session: Session, actor: Actor, known: Known, times: Mapping[str, Times], history: History
) -> None:
    """Put down what the two moderators decided in turn, and the past of every need."""
    rows = []
    for position, each in enumerate(EVER_PUBLIC):
        _put_forward(known, history, each.code, times)
        published_at = times[each.code].published_at
        if published_at is None:
            continue
        by = MODERATORS[position % len(MODERATORS)]
        need_id = known.needs[each.code]
        rows.append(_verdict(known, each.code, Verdict.PUBLISH, by, published_at))
        history.staff(published_at, VERBS[Verdict.PUBLISH], Need, need_id, by=by)
    for waiting in QUEUE:
        _put_forward(known, history, waiting.key, times)
    rows += _taken_down(known, history)
    put_rows(session, actor, ModerationDecision, sorted(rows, key=lambda row: row["decided_at"]))
    for need in NEEDS:
        _what_became_of(known, history, need)


def _put_forward(known: Known, history: History, key: str, times: Mapping[str, Times]) -> None:
    writer = known.participants.get(key)
    history.resident(
        times[key].sent_at, "put forward", Need, known.needs[key], participant_id=writer
    )


def _verdict(
    known: Known, key: str, verdict: Verdict, by: str, at: datetime, **other: object
) -> Row:
    is_first = verdict is Verdict.PUBLISH
    return {
        "need_id": known.needs[key],
        "verdict": verdict,
        "reason_code": None,
        "words_to_sender": "",
        "decided_by_id": known.people[by],
        "decided_at": at,
        "moderation_before": Moderation.WAITING if is_first else Moderation.PUBLISHED,
        "target_id": None,
        "places_before": "",
        "was_about_whole_place": False,
        "revision_after": 1 if is_first else 2,
        "undone_at": None,
        "undone_by_id": None,
        **other,
    }


def _taken_down(known: Known, history: History) -> list[Row]:
    rows = []
    for each in TAKEN_DOWN:
        at = moment(each.taken_down_on, 11)
        need_id = known.needs[each.code]
        by = MODERATORS[0]
        if each.merged_into:
            target_id = known.needs[each.merged_into]
            rows.append(_verdict(known, each.code, Verdict.MERGE, by, at, target_id=target_id))
            history.staff(at, "another need was joined to this", Need, target_id, by=by)
            history.staff(at, VERBS[Verdict.MERGE], Need, need_id, by=by)
        elif each.reason_code:
            reason = ReasonCode(each.reason_code)
            rows.append(_verdict(known, each.code, Verdict.HIDE, by, at, reason_code=reason))
            history.staff(at, VERBS[Verdict.HIDE], Need, need_id, by=by, reason_code=reason.value)
        else:
            writer = known.participants[each.code]
            history.resident(at, "took back", Need, need_id, participant_id=writer)
    return rows


_WHY_BIG = "Few people are in this place, and for them it is big."


def _what_became_of(known: Known, history: History, need: DemoNeed) -> None:
    """Add the acts after publishing: grouped, then decided, then in the plan."""
    steps: list[tuple[datetime, str, str | None]] = [
        (grouped_at, "put under a theme", None)
        for code, _theme, grouped_at in GROUPED
        if code == need.code
    ]
    linked = [
        (linked_at(action, need.code), "linked an action", action.code)
        for action in ACTIONS_FOR[need.code]
    ]
    steps += linked
    if need.progress == "being_decided":
        steps.append((moment(need.grouped_on, 15), "progress: being_decided", None))
    elif linked:
        steps.append((min(linked)[0], "progress: in_plan", None))
        if need.progress == "under_way":
            started = min(action_started_at(action) for action in ACTIONS_FOR[need.code])
            steps.append((max(started, min(linked)[0]), "progress: under_way", None))
    elif need.code in ANSWER_TO:
        at = decided_at(ANSWER_TO[need.code])
        steps.append((at, f"progress: {need.progress}", None))
    if "small_group_big_need" in need.marks:
        at = moment(need.grouped_on, 14, 30)
        verb = "marked small group, big need"
        history.staff(at, verb, Need, known.needs[need.code], by=PLANNER, note=_WHY_BIG)
    for at, verb, reason_code in steps:
        history.staff(at, verb, Need, known.needs[need.code], by=PLANNER, reason_code=reason_code)
