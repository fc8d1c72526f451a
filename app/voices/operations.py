"""Supporting, taking back, saying where one lives, joining two voices, and moving the counts."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, require
from app.foundation.database import insert_once
from app.history import operations as history
from app.needs.models import Channel, Need
from app.people.models import Participant, ParticipantKey
from app.people.operations import NewVoice
from app.people.queries import participant_to_change
from app.places.models import Place
from app.places.queries import place_ids_above
from app.voices import queries
from app.voices.counting import CountKey, SupportFacts, difference
from app.voices.models import EVERYWHERE, Counted, NeedSupport, VoiceCount
from app.voices.permissions import may_count_held_voices, may_support


def move_counts(session: Session, actor: Actor, moves: Mapping[CountKey, int]) -> None:
    """Move the kept counts of people online, each by -1, 0 or 1.

    Rows go in one order, so that two acts never wait for each other in a circle. The total of a
    need stands with the need itself: a list of needs then reads no second table.
    """
    rows: dict[int, list[dict[str, object]]] = {}
    for (counted, subject_id, place_id), step in sorted(moves.items()):
        if counted is Counted.NEED and place_id == EVERYWHERE:
            _move_need_total(session, subject_id, step)
        else:
            row = {"counted": counted, "subject_id": subject_id, "place_id": place_id, "rooms": 0}
            # A count that goes down stands there already, so its inserted row is never kept.
            rows.setdefault(step, []).append({**row, "online": max(0, step)})
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    for step, step_rows in rows.items():
        statement = insert(VoiceCount).values(step_rows)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["counted", "subject_id", "place_id"],
                set_={"online": VoiceCount.online + step},
            )
        )


def _move_need_total(session: Session, need_id: int, step: int) -> None:
    session.execute(
        update(Need)
        .where(Need.id == need_id)
        .values(online=Need.online + step, people=Need.people + step)
        .execution_options(synchronize_session=False)
    )


def support_need(
    session: Session,
    actor: Actor,
    number: int,
    *,
    new_voice: NewVoice | None = None,
    now: datetime,
) -> tuple[Need, int]:
    """Say that a need matters; saying it twice changes nothing.

    Return the need that counts it (the target of a merged one) and by how much its people moved.
    `new_voice` is given when the participant was made in this transaction: it supports nothing
    yet, and is counted as having taken part in the same statement.
    """
    require(may_support, actor)
    participant_id = _participant(actor)
    need, theme_ids = queries.need_to_support(session, number)
    before: list[SupportFacts] = []
    if new_voice is None:
        before = list(queries.support_facts(session, participant_id).values())
    row = {
        "need_id": need.id,
        "participant_id": participant_id,
        "place_id": actor.home.place_id if actor.home else None,
        "channel": Channel.ONLINE,
        "supported_at": now,
    }
    added = insert_once(session, NeedSupport.__table__, row)  # type: ignore[arg-type]
    if not added or (new_voice.is_held if new_voice else actor.is_held):
        return need, 0
    home = actor.home
    added_facts = SupportFacts(
        need.id, theme_ids, home.area_id if home else None, home.ward_id if home else None
    )
    moves = difference(before, [*before, added_facts])
    if new_voice is not None:
        moves[(Counted.PLACE, 0, EVERYWHERE)] = 1
    move_counts(session, actor, moves)
    return need, moves.get((Counted.NEED, need.id, EVERYWHERE), 0)


def withdraw_support(session: Session, actor: Actor, number: int) -> tuple[Need, int]:
    """Take a support back, from the need and from all that were merged into it.

    Return the need and by how much its people moved.
    """
    require(may_support, actor)
    participant_id = _participant(actor)
    need, _theme_ids = queries.need_to_support(session, number)
    before = queries.support_facts(session, participant_id)
    gone = [need_id for need_id, facts in before.items() if facts.target_id == need.id]
    if not gone or not _delete_supports(session, participant_id, gone) or actor.is_held:
        return need, 0
    after = [facts for need_id, facts in before.items() if need_id not in gone]
    moves = difference(before.values(), after)
    move_counts(session, actor, moves)
    return need, moves.get((Counted.NEED, need.id, EVERYWHERE), 0)


def say_ones_own(session: Session, actor: Actor, need: Need, *, now: datetime) -> None:
    """Count the writer of a need that was just made as its first voice."""
    home = actor.home
    row = {
        "need_id": need.id,
        "participant_id": _participant(actor),
        "place_id": home.place_id if home else None,
        "channel": need.channel,
        "supported_at": now,
    }
    if insert_once(session, NeedSupport.__table__, row) and not actor.is_held:  # type: ignore[arg-type]
        facts = SupportFacts(
            need.id, (), home.area_id if home else None, home.ward_id if home else None
        )
        move_counts(session, actor, difference([], [facts]))


def tell_place(session: Session, actor: Actor, place: Place, *, now: datetime) -> None:
    """Keep where a participant lives; supports given without a place get this one."""
    participant_id = _participant(actor)
    participant = participant_to_change(session, participant_id)
    before = queries.support_facts(session, participant_id).values()
    _move_took_part(session, actor, participant, place)
    participant.place_id = place.id
    session.execute(
        update(NeedSupport)
        .where(NeedSupport.participant_id == participant_id, NeedSupport.place_id.is_(None))
        .values(place_id=place.id)
    )
    session.flush()
    after = queries.support_facts(session, participant_id).values()
    if not participant.is_held:
        move_counts(session, actor, difference(before, after))


def took_part(session: Session, actor: Actor, *, is_held: bool) -> None:
    """Count a participant who was just made, and has told no place yet."""
    if not is_held:
        move_counts(session, actor, {(Counted.PLACE, 0, EVERYWHERE): 1})


def _move_took_part(session: Session, actor: Actor, participant: Participant, place: Place) -> None:
    if participant.is_held:
        return
    old = session.get(Place, participant.place_id) if participant.place_id else None
    had, has = _place_keys(old), _place_keys(place)
    moves = dict.fromkeys(has - had, 1) | dict.fromkeys(had - has, -1)
    move_counts(session, actor, moves)


def _place_keys(place: Place | None) -> set[CountKey]:
    if place is None:
        return set()
    above = {place_id for place_id in (*place_ids_above(place), place.id) if place_id is not None}
    return {(Counted.PLACE, 0, place_id) for place_id in above}


def join_participants(
    session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime
) -> int:
    """Make two voices one: the younger's things go to the older. Return the older's id."""
    older_id, younger_id = sorted((one_id, other_id))
    if older_id == younger_id:
        return older_id
    older = participant_to_change(session, older_id)
    younger = participant_to_change(session, younger_id)
    before = {pid: queries.support_facts(session, pid) for pid in (older_id, younger_id)}
    had = set(before[older_id])
    for support in queries.support_rows(session, younger_id):
        if support.need_id in had:
            session.delete(support)
        else:
            support.participant_id = older_id
    session.flush()
    _move_things(session, younger_id, older_id)
    if not younger.is_held:
        move_counts(session, actor, difference(before[younger_id].values(), []))
        keys = _place_keys(session.get(Place, younger.place_id) if younger.place_id else None)
        move_counts(session, actor, dict.fromkeys(keys | {(Counted.PLACE, 0, EVERYWHERE)}, -1))
    if not older.is_held:
        after = queries.support_facts(session, older_id).values()
        move_counts(session, actor, difference(before[older_id].values(), after))
    younger.joined_into_id = older_id
    younger.place_id, kept_place = None, younger.place_id
    if older.place_id is None and kept_place is not None:
        place = session.get(Place, kept_place)
        if place is not None:
            _move_took_part(session, actor, older, place)
            older.place_id = kept_place
    history.record(session, actor, "joined two voices", older, now=now)
    history.record(session, actor, "became part of an older voice", younger, now=now)
    return older_id


def count_held_voices(session: Session, actor: Actor, address_mark: str, *, now: datetime) -> int:
    """Let a rush of voices from one address count; return how many there were."""
    require(may_count_held_voices, actor)
    held = queries.held_participants(session, address_mark)
    for participant in held:
        participant.is_held = False
        session.flush()
        facts = queries.support_facts(session, participant.id).values()
        place = session.get(Place, participant.place_id) if participant.place_id else None
        keys = _place_keys(place) | {(Counted.PLACE, 0, EVERYWHERE)}
        move_counts(session, actor, difference([], facts) | dict.fromkeys(keys, 1))
        history.record(session, actor, "let a held voice count", participant, now=now)
    return len(held)


def _move_things(session: Session, younger_id: int, older_id: int) -> None:
    for table in (Need, ParticipantKey):
        session.execute(
            update(table)
            .where(table.participant_id == younger_id)
            .values(participant_id=older_id)
            .execution_options(synchronize_session="fetch")
        )
    session.execute(
        update(Participant)
        .where(Participant.joined_into_id == younger_id)
        .values(joined_into_id=older_id)
        .execution_options(synchronize_session="fetch")
    )


def _delete_supports(session: Session, participant_id: int, need_ids: list[int]) -> int:
    gone = session.execute(
        delete(NeedSupport)
        .where(NeedSupport.participant_id == participant_id, NeedSupport.need_id.in_(need_ids))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def _participant(actor: Actor) -> int:
    if actor.participant_id is None:
        raise NotAllowed
    return actor.participant_id
