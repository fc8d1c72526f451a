"""Putting forward, changing, taking back; publishing and taking down; places, themes, progress.

Whether a moderator may decide is asked in `moderation`; what happens to the need stands here.
Whoever changes what counts (publishing, taking down, merging, grouping) counts again afterwards.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app.foundation import clock, search_index
from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.needs import queries
from app.needs.models import (
    Channel,
    Moderation,
    Need,
    NeedPlace,
    NeedTheme,
    NeedVersion,
    Progress,
    PutForwardAs,
)
from app.needs.permissions import may_change_own_need, may_group_needs, may_put_forward
from app.needs.words import PROGRESS_VERB, NeedWords, Promise
from app.places.models import Place, PlaceKind
from app.places.queries import all_places, place_ids_above

MOST_THEMES = 2
CHANGEABLE = frozenset(
    {Moderation.WAITING, Moderation.RETURNED, Moderation.HIDDEN, Moderation.PUBLISHED}
)


def submit_need(
    session: Session,
    actor: Actor,
    words: NeedWords,
    *,
    conversation_id: int,
    place: Place | None,
    promise: Promise,
    send_key: str,
    now: datetime,
    channel: Channel = Channel.ONLINE,
    organisation_id: int | None = None,
) -> tuple[Need, bool]:
    """Keep a need until it is checked; the same key again finds the same need.

    Return the need and whether it was made now. No place: about the whole place. A group: nobody's.
    """
    require(may_put_forward, actor)
    today = clock.local_day(now)
    made = insert_once(
        session,
        Need.__table__,  # type: ignore[arg-type]
        {
            **_columns(words),
            "conversation_id": conversation_id,
            "is_about_whole_place": place is None,
            "channel": channel,
            "put_forward_as": PutForwardAs.GROUP if organisation_id else PutForwardAs.RESIDENT,
            "organisation_id": organisation_id,
            "participant_id": None if organisation_id else actor.participant_id,
            "moderation": Moderation.WAITING,
            "progress": Progress.NEW,
            "sent_at": now,
            "check_by": clock.working_days_after(today, promise.check_days),
            "answer_by": today + timedelta(weeks=promise.answer_weeks),
            "send_key": send_key,
        },
    )
    need = queries.find_need_by_send_key(session, send_key)
    if need is None:
        raise NotPossibleNow("Your words could not be kept. Press Send once more.")
    if made:
        set_places(session, actor, need, [place] if place else None)
        history.record(session, actor, "put forward", need, now=now)
    return need, made


def _columns(words: NeedWords) -> dict[str, object]:
    return {
        "title": words.heading,
        "words": words.words,
        "works_well": words.works_well,
        "about_whom": words.about_whom,
        "barrier": words.barrier,
        "is_works_well": words.says_only_what_works,
    }


def change_words(
    session: Session,
    actor: Actor,
    need: Need,
    words: NeedWords,
    *,
    revision: int,
    for_group_id: int | None = None,
    now: datetime,
) -> None:
    """Keep a new version by the writer; it is checked again before anyone sees it."""
    require(may_change_own_need, actor, need, for_group_id)
    if need.moderation not in CHANGEABLE:
        raise NotPossibleNow("This was taken back or joined with another, so it cannot be changed.")
    if need.revision != revision:
        raise NotPossibleNow("This was changed since you opened the page. Look at it again first.")
    session.add(
        NeedVersion(
            need_id=need.id,
            version=need.revision,
            title=need.title,
            words=need.words,
            works_well=need.works_well,
            replaced_at=now,
        )
    )
    for name, value in _columns(words).items():
        setattr(need, name, value)
    if need.moderation is Moderation.PUBLISHED:
        _leave_public(session, need, now)
    need.moderation = Moderation.WAITING
    need.reason_code = None
    need.revision += 1
    history.record(session, actor, "changed the words", need, now=now)


def withdraw_need(
    session: Session, actor: Actor, need: Need, *, for_group_id: int | None = None, now: datetime
) -> None:
    """Take one's own need back: its words go at once, its marker and its trail stay.

    What was joined with another comes out of it first, and its writer's own voice with it. Whoever
    takes back a joined need lets the voices of others stay with the other one, and counts both
    again (`follow.operations.take_back`).
    """
    require(may_change_own_need, actor, need, for_group_id)
    if need.moderation in {Moderation.WITHDRAWN, Moderation.ERASED}:
        return
    if need.moderation in {Moderation.PUBLISHED, Moderation.MERGED}:
        _leave_public(session, need, now)
    # Both at once: the table keeps that what is merged, and only that, has a target.
    need.moderation, need.merged_into_id = Moderation.WITHDRAWN, None
    need.taken_down_at = need.taken_down_at or now
    need.revision += 1
    history.record(session, actor, "took back", need, now=now)


def make_public(session: Session, actor: Actor, need: Need, *, now: datetime) -> None:
    """Show a need to everyone: its code the first time, and its words in the search."""
    if need.number is None:
        need.number = next_number(session, "N")
        need.published_at = now
    need.moderation = Moderation.PUBLISHED
    need.reason_code = None
    need.merged_into_id = None
    need.taken_down_at = None
    need.revision += 1
    session.flush()
    for table in (NeedPlace, NeedTheme):
        session.execute(
            update(table)
            .where(table.need_id == need.id)
            .values(number=need.number)
            .execution_options(synchronize_session=False)
        )
    search_index.put(session, need.number, searchable_words(need))


def searchable_words(need: Need) -> str:
    """Return everything of a need that a search looks through."""
    return " \n ".join((need.title, need.words, need.works_well))


def take_down(
    session: Session,
    actor: Actor,
    need: Need,
    moderation: Moderation,
    *,
    reason_code: str | None,
    now: datetime,
) -> None:
    """Put a need into a state that nobody sees; it leaves the search at once."""
    _leave_public(session, need, now)
    need.moderation = moderation
    need.reason_code = reason_code
    need.revision += 1


def merge_into(session: Session, actor: Actor, need: Need, target: Need, *, now: datetime) -> None:
    """Point a need at the one that says the same; no support moves."""
    if target.moderation is not Moderation.PUBLISHED:
        raise NotPossibleNow("Choose a need that is published.")
    if target.id == need.id:
        raise NotPossibleNow("A need cannot be the same as itself. Choose another one.")
    if queries.merged_into(session, need.id):
        raise NotPossibleNow(
            "Other needs are joined to this one. Join the other way round, or take those out first."
        )
    if need.number is None:  # its words stay readable at the target, so it has a public code
        need.number = next_number(session, "N")
        need.published_at = now
    else:
        search_index.take_out(session, [need.number])
    need.merged_into_id = target.id
    need.moderation = Moderation.MERGED
    need.revision += 1


def _leave_public(session: Session, need: Need, now: datetime) -> None:
    if need.number is not None:
        search_index.take_out(session, [need.number])
        need.taken_down_at = need.taken_down_at or now


def set_places(session: Session, actor: Actor, need: Need, places: Sequence[Place] | None) -> None:
    """Say which places a need is about, with what lies above them; None is the whole place."""
    everything = [
        place
        for place in all_places(session)
        if place.kind in {PlaceKind.LOCAL_AREA, PlaceKind.WARD}
    ]
    chosen = everything if places is None else places
    ids = {place.id for place in chosen}
    for place in chosen:
        ids |= {above for above in place_ids_above(place) if above is not None}
    set_place_ids(session, actor, need, ids, is_about_whole_place=places is None)


def set_place_ids(
    session: Session, actor: Actor, need: Need, ids: Iterable[int], *, is_about_whole_place: bool
) -> None:
    """Put down exactly these places for a need (for an undo, those it had before)."""
    need.is_about_whole_place = is_about_whole_place
    session.flush()
    session.execute(delete(NeedPlace).where(NeedPlace.need_id == need.id))
    rows = [
        {"need_id": need.id, "place_id": place_id, "number": need.number or 0}
        for place_id in sorted(set(ids))
    ]
    if rows:
        session.execute(insert(NeedPlace), rows)


def group_need(session: Session, actor: Actor, need: Need, theme_id: int, *, now: datetime) -> bool:
    """Put a need under a theme; tell whether it was not there before. Two themes at most."""
    require(may_group_needs, actor)
    if need.moderation is not Moderation.PUBLISHED:
        raise NotPossibleNow("Only a published need can be put under a theme.")
    under = {theme.id for theme in queries.themes_of_need(session, need.id, with_forming=True)}
    if theme_id in under:
        return False
    if len(under) >= MOST_THEMES:
        raise NotPossibleNow("This need stands under two themes already. Take it out of one first.")
    values = {
        "need_id": need.id,
        "theme_id": theme_id,
        "number": need.number or 0,
        "grouped_at": now,
    }
    added = insert_once(session, NeedTheme.__table__, values)  # type: ignore[arg-type]
    if added:
        if need.progress is Progress.NEW:
            need.progress = Progress.GROUPED
        history.record(session, actor, "put under a theme", need, now=now)
    return added


def ungroup_need(
    session: Session, actor: Actor, need: Need, theme_id: int, *, now: datetime
) -> bool:
    """Take a need out of a theme; tell whether it was there."""
    require(may_group_needs, actor)
    gone = session.execute(
        delete(NeedTheme).where(NeedTheme.need_id == need.id, NeedTheme.theme_id == theme_id)
    )
    if not gone.rowcount:  # type: ignore[attr-defined]  # a cursor result has it
        return False
    if need.progress is Progress.GROUPED and not queries.themes_of_need(
        session, need.id, with_forming=True
    ):
        need.progress = Progress.NEW
    history.record(session, actor, "taken out of a theme", need, now=now)
    return True


def set_progress(
    session: Session, actor: Actor, need: Need, progress: Progress, *, now: datetime
) -> None:
    """Say what became of a need; called by the operation that decides or links."""
    if need.progress is not progress:
        need.progress = progress
        history.record(session, actor, f"{PROGRESS_VERB}{progress.value}", need, now=now)
