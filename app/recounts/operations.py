"""Putting the kept counts right from the rows."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.backing import queries as backing
from app.foundation.access import Actor
from app.recounts import queries
from app.voices import queries as voices_queries
from app.voices.kept_counts import move_counts
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted, VoiceCount

NOBODY = People()


def recount_needs(session: Session, actor: Actor, need_ids: Iterable[int]) -> None:
    """Count some needs again. Their rows are held first, so no support slips in between."""
    ids = set(need_ids)
    needs = voices_queries.needs_to_count(session, ids)
    session.flush()  # the counting statements must see what this transaction changed
    found, groups = queries.people_of_needs(session, ids), backing.group_counts(session, ids)
    for need in needs:
        people = found.get((need.id, EVERYWHERE), NOBODY)
        need.online, need.rooms, need.people = people.online, people.rooms, people.together
        need.groups = groups.get(need.id, 0)
    session.flush()
    _write(
        session,
        actor,
        Counted.NEED,
        ids,
        {key: n for key, n in found.items() if key[1] != EVERYWHERE},
    )


def recount_themes(session: Session, actor: Actor, theme_ids: Iterable[int]) -> None:
    """Count some themes again.

    A row of nobody is put down for every place first: that waits for any support just being
    counted there, and from then on the rows can be held while the supports are counted.
    """
    ids = set(theme_ids)
    if not ids:
        return
    session.flush()
    places = queries.places_that_count(session)
    move_counts(
        session, actor, {(Counted.THEME, theme, place): 0 for theme in ids for place in places}
    )
    queries.lock_counts(session, Counted.THEME, ids)
    _write(session, actor, Counted.THEME, ids, queries.people_of_themes(session, ids))


def recount_took_part(session: Session, actor: Actor) -> None:
    """Count again who took part in each place."""
    session.flush()
    queries.lock_counts(session, Counted.PLACE, {0})
    _write(session, actor, Counted.PLACE, {0}, queries.people_who_took_part(session))


def recount_everything(session: Session, actor: Actor) -> None:
    """Count every need, theme and place again."""
    recount_needs(session, actor, queries.all_need_ids(session))
    recount_themes(session, actor, queries.all_theme_ids(session))
    recount_took_part(session, actor)


def differences(session: Session, actor: Actor) -> list[str]:
    """Return a line for every kept count that does not equal the recount; none is right."""
    session.flush()
    lines = []
    by_rows = queries.people_of_needs(session, None)
    totals = {key: people for key, people in by_rows.items() if key[1] == EVERYWHERE}
    places = {key: people for key, people in by_rows.items() if key[1] != EVERYWHERE}
    for name, kept, counted in (
        ("need", queries.kept_need_totals(session), totals),
        ("need", queries.kept_counts(session, Counted.NEED), places),
        (
            "theme",
            queries.kept_counts(session, Counted.THEME),
            queries.people_of_themes(session, None),
        ),
        (
            "place",
            queries.kept_counts(session, Counted.PLACE),
            queries.people_who_took_part(session),
        ),
    ):
        lines += [
            f"{name} {key[0]} at place {key[1]}: kept {kept.get(key)}, counted {counted.get(key)}"
            for key in sorted(kept.keys() | counted.keys())
            if kept.get(key) != counted.get(key)
        ]
    kept_groups, groups = backing.kept_group_counts(session), backing.group_counts(session, None)
    lines += [
        f"need {need_id}: kept {kept_groups.get(need_id)} groups, counted {groups.get(need_id)}"
        for need_id in sorted(kept_groups.keys() | groups.keys())
        if kept_groups.get(need_id) != groups.get(need_id)
    ]
    return lines


def _write(
    session: Session, actor: Actor, counted: Counted, ids: set[int], found: queries.Totals
) -> None:
    """Put the counted figures in place of the kept ones; only what differs is touched."""
    kept = queries.kept_counts(session, counted, ids)
    for subject_id, place_id in sorted(kept.keys() | found.keys()):
        people = found.get((subject_id, place_id), NOBODY)
        if kept.get((subject_id, place_id), NOBODY) == people:
            continue
        row = {"counted": counted, "subject_id": subject_id, "place_id": place_id}
        move_counts(session, actor, {(counted, subject_id, place_id): 0})
        session.execute(
            update(VoiceCount)
            .where(*(getattr(VoiceCount, name) == value for name, value in row.items()))
            .values(online=people.online, rooms=people.rooms)
            .execution_options(synchronize_session=False)
        )
