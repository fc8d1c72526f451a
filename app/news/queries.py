"""Reading what happened between two steps of the sealed history, for everybody at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.following.models import FollowKind
from app.foundation.access import Actor
from app.history.models import HistoryEntry, HistorySeal
from app.moderation.models import Verdict
from app.moderation.reasons import VERBS
from app.needs.models import Need, NeedPlace, NeedTheme
from app.needs.words import PROGRESS_VERB
from app.news.lines import Happening, Key, NeedAround, News
from app.plan.lines import MOVED_VERB, STATE_VERB
from app.plan.models import Action, ActionNeed
from app.priorities.models import Decision

PUBLISHED, JOINED = VERBS[Verdict.PUBLISH], VERBS[Verdict.MERGE]
# By table: what is worth telling. What residents themselves do is never among it.
WORTH_TELLING = {
    "need": (PUBLISHED, JOINED, "put under a theme", "made a priority"),
    "theme": ("shared a theme", "agreed a theme", "put needs under a theme", "made a priority"),
    "decision": ("published a decision",),
    "plan_action": ("agreed", "told news", MOVED_VERB),
    "outcome": ("agreed",),
}
MOST_STEPS = 20_000  # the newest ones
AT_ONCE = 5_000  # ids in one statement


def what_happened(
    session: Session, actor: Actor, *, after: int, until: int, since: datetime
) -> News:
    """Return what happened after one step up to another, and since a moment, by key.

    What is told of is shown by others only as far as anyone may see it then.
    """
    news, steps = News(until), _steps(session, after, until, since)
    decided = _decided(session, _ids(steps, "decision"))
    done, answered = _done(session, _ids(steps, "plan_action"))
    need_ids = {
        *_ids(steps, "need"),
        *(need_id for need_id, _theme_id in decided.values() if need_id),
        *(need_id for ids in answered.values() for need_id in ids),
    }
    around = _around(session, need_ids)
    for step in steps:
        if step.subject == "need" and step.subject_id in around:
            _add_need(news, step, around[step.subject_id])
        elif step.subject == "decision" and step.subject_id in decided:
            _add_decision(news, step.number, *decided[step.subject_id], around)
        elif step.subject == "plan_action" and step.subject_id in done:
            behind = [around[each] for each in answered[step.subject_id] if each in around]
            _add_action(news, step, done[step.subject_id], behind)
        elif step.subject in {"theme", "outcome"}:
            thing = (FollowKind(step.subject), step.subject_id)
            news.add([thing], Happening(step.number, thing))
    return news


def _steps(session: Session, after: int, until: int, since: datetime) -> Sequence[Any]:
    verb, subject = HistoryEntry.verb, HistoryEntry.subject
    worth = [(subject == table) & verb.in_(verbs) for table, verbs in WORTH_TELLING.items()]
    worth.append((subject == "need") & verb.startswith(PROGRESS_VERB))
    worth.append((subject == "plan_action") & verb.startswith(STATE_VERB))
    return session.execute(
        select(HistorySeal.number, HistoryEntry.at, subject, HistoryEntry.subject_id, verb)
        .join(HistoryEntry, HistoryEntry.id == HistorySeal.entry_id)
        .where(HistorySeal.number > after, HistorySeal.number <= until)
        .where(HistoryEntry.at > since, or_(*worth))
        .order_by(HistorySeal.number.desc())
        .limit(MOST_STEPS)
    ).all()


def _ids(steps: Iterable[Any], subject: str) -> set[int]:
    return {step.subject_id for step in steps if step.subject == subject}


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    """Cut ids into as many as one statement takes."""
    rest = iter(sorted(ids))
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _decided(session: Session, ids: set[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return what answers that stand are about: a need or a theme."""
    columns = (Decision.id, Decision.need_id, Decision.theme_id)
    return {
        row.id: (row.need_id, row.theme_id)
        for part in _parts(ids)
        for row in session.execute(
            select(*columns).where(Decision.id.in_(part), Decision.is_standing)
        )
    }


def _done(session: Session, ids: set[int]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return the outcomes of actions, and the needs that each answers."""
    outcomes: dict[int, int] = {}
    answered: dict[int, list[int]] = defaultdict(list)
    for part in _parts(ids):
        for row in session.execute(
            select(Action.id, Action.outcome_id, ActionNeed.need_id)
            .outerjoin(ActionNeed, ActionNeed.action_id == Action.id)
            .where(Action.id.in_(part))
        ):
            outcomes[row.id] = row.outcome_id
            if row.need_id is not None:
                answered[row.id].append(row.need_id)
    return outcomes, answered


def _around(session: Session, need_ids: set[int]) -> dict[int, NeedAround]:
    """Return what stands around needs; one that was joined with another stands for that one."""
    shown, published = {}, {}
    narrow: dict[int, set[Key]] = defaultdict(set)
    columns = (
        Need.id, Need.merged_into_id, Need.participant_id, Need.organisation_id, Need.published_at,
    )  # fmt: skip
    wanted: ColumnElement[bool]
    for part in _parts(need_ids):
        wanted = Need.id.in_(part)
        for column in (wanted, Need.merged_into_id.in_(part)):
            for row in session.execute(select(*columns).where(column)):
                shown[row.id] = shown_id = row.merged_into_id or row.id
                published[row.id] = row.published_at
                narrow[shown_id].add((FollowKind.NEED, row.id))
                if row.participant_id is not None:
                    narrow[shown_id].add((FollowKind.OWN_WORDS, row.participant_id))
                if row.organisation_id is not None:
                    narrow[shown_id].add((FollowKind.GROUP, row.organisation_id))
    places = _keys_of(session, NeedPlace.need_id, NeedPlace.place_id, FollowKind.PLACE, need_ids)
    themes = _keys_of(session, NeedTheme.need_id, NeedTheme.theme_id, FollowKind.THEME, need_ids)
    return {
        each: NeedAround(
            shown_id=shown[each],
            published_at=published[each],
            narrow=frozenset(narrow[shown[each]] | {(FollowKind.NEED, shown[each])}),
            places=frozenset(places[each]),
            themes=frozenset(themes[each]),
        )
        for each in need_ids & shown.keys()
    }


def _keys_of(
    session: Session, need_id: Any, other_id: Any, kind: FollowKind, need_ids: set[int]
) -> dict[int, set[Key]]:
    found: dict[int, set[Key]] = defaultdict(set)
    for part in _parts(need_ids):
        for row in session.execute(select(need_id, other_id).where(need_id.in_(part))):
            found[row[0]].add((kind, row[1]))
    return found


def _add_need(news: News, step: Any, need: NeedAround) -> None:
    told = Happening(step.number, (FollowKind.NEED, need.shown_id))
    if step.verb.startswith(PROGRESS_VERB):
        news.add(need.narrow | need.wide, told)
    elif step.verb != PUBLISHED:
        news.add(need.narrow, told)
    else:
        news.add(need.writers, told)
        if need.published_at == step.at:  # when it comes back, it is not new once more
            for place in need.places:
                news.add([place], Happening(step.number, place, need.shown_id, need.writers))


def _add_decision(
    news: News,
    number: int,
    need_id: int | None,
    theme_id: int | None,
    around: dict[int, NeedAround],
) -> None:
    if theme_id is not None:
        thing = (FollowKind.THEME, theme_id)
        news.add([thing], Happening(number, thing))
    elif need_id in around:
        need = around[need_id]
        news.add(need.narrow | need.wide, Happening(number, (FollowKind.NEED, need.shown_id)))


def _add_action(news: News, step: Any, outcome_id: int, behind: Sequence[NeedAround]) -> None:
    thing = (FollowKind.ACTION, step.subject_id)
    wide = {key for need in behind for key in need.wide}
    told = Happening(step.number, thing)
    news.add({thing, (FollowKind.OUTCOME, outcome_id)} | wide, told)
    for need in behind:
        news.add(need.narrow, Happening(step.number, (FollowKind.NEED, need.shown_id)))
