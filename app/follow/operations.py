"""Taking one's own words back, also those that were joined with another need."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.follow import queries
from app.foundation.access import Actor, NotPossibleNow
from app.history import operations as history
from app.needs import operations as needs
from app.needs.queries import need_to_change
from app.plan.operations import move_needs
from app.recounts.operations import recount_needs, recount_themes
from app.voices.queries import hold_voices_of, theme_ids_of


def take_back(session: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Take one's own words from every page, and count again what they were counted with.

    Of what was joined, both needs are held in the order of their ids, as a moderator's decision
    holds them. The decision that joined them stays in the history; it cannot be undone any more.
    """
    target_id = queries.own_need(session, actor, need_id).merged_into_id
    ids = {need_id} | ({target_id} if target_id else set())
    held = {each: need_to_change(session, each) for each in sorted(ids)}
    hold_voices_of(session, ids)
    if held[need_id].merged_into_id != target_id:  # a moderator was quicker
        raise NotPossibleNow("This was changed since you opened the page. Look at it again first.")
    needs.withdraw_need(session, actor, held[need_id], now=now)
    session.flush()
    if target_id:
        history.record(session, actor, "a joined need was taken back", held[target_id], now=now)
        recount_needs(session, actor, ids)
    recount_themes(session, actor, theme_ids_of(session, ids))
    if target_id:
        move_needs(session, actor, ids, now=now)
