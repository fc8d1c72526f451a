"""Taking one's own words back, also those that were joined with another need."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.backing.operations import hand_backings_on
from app.follow import queries
from app.foundation.access import Actor, NotPossibleNow
from app.history import operations as history
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.queries import find_need, merged_into, need_to_change
from app.plan.operations import move_needs
from app.recounts.operations import recount_needs, recount_themes
from app.voices.kept_counts import hand_voices_on
from app.voices.queries import hold_voices_of, theme_ids_of

SHOWN = frozenset({Moderation.PUBLISHED, Moderation.MERGED})


def take_back(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Take one's own words from every page; a copy stays for oneself and for staff."""
    queries.own_need(session, actor, need_id)
    take_off_pages(
        session,
        actor,
        need_id,
        lambda need: needs.withdraw_need(session, actor, need, now=now),
        now=now,
    )


def take_off_pages(
    session: Session,
    actor: Actor,
    need_id: int,
    take_off: Callable[[Need], None],
    *,
    now: datetime,
) -> Need:
    """Take words from every page by `take_off`, and count again what they were counted with.

    Needs are held in the order of their ids, as a moderator's decision holds them. The decision
    that joined two stays in the history; it cannot be undone any more. One writer takes back no
    one else's: what others said and a moderator joined to these words stands by itself again, and
    who said "me too" to joined words is counted on (docs/adr/0018-voices-stay.md).
    """
    target_id = _target_id(session, need_id)
    joined = {each.id for each in merged_into(session, need_id)}
    ids = {need_id, *joined} | ({target_id} if target_id else set())
    held = {each: need_to_change(session, each) for each in sorted(ids)}
    hold_voices_of(session, ids)
    if (
        held[need_id].merged_into_id != target_id
        or {each.id for each in merged_into(session, need_id)} != joined
    ):  # a moderator was quicker
        raise NotPossibleNow("This was changed since you opened the page. Look at it again first.")
    was_public = held[need_id].moderation is Moderation.PUBLISHED
    take_off(held[need_id])
    session.flush()
    if held[need_id].moderation in SHOWN:  # its writer kept it at this moment
        return held[need_id]
    for each in sorted(joined):
        _let_go(session, actor, held[each], was_public=was_public, now=now)
    if target_id:
        hand_voices_on(session, actor, held[need_id], target_id)
        hand_backings_on(session, actor, held[need_id], target_id)
        history.record(session, actor, "a joined need was taken back", held[target_id], now=now)
    if target_id or joined:
        session.flush()
        recount_needs(session, actor, ids)
    recount_themes(session, actor, theme_ids_of(session, ids))
    if target_id or joined:
        move_needs(session, actor, ids, now=now)
    return held[need_id]


def _let_go(session: Session, actor: Actor, need: Need, *, was_public: bool, now: datetime) -> None:
    """Let what was joined with another stand by itself; a person looks first if that was hidden."""
    if was_public:
        needs.make_public(session, actor, need, now=now)
    else:
        needs.take_down(session, actor, need, Moderation.WAITING, reason_code=None, now=now)
        need.merged_into_id = None
    history.record(session, actor, "stands by itself again", need, now=now)


def _target_id(session: Session, need_id: int) -> int | None:
    need = find_need(session, need_id)
    return need.merged_into_id if need else None
