"""Supporting, taking back, saying where one lives, joining two voices, and moving the counts."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.about_you.operations import take_over_answers
from app.foundation.access import Actor, NotAllowed, NotPossibleNow, TooMuchNow, require
from app.helping.models import Helping
from app.history import operations as history
from app.needs.models import Channel, Need
from app.needs.queries import needs_of_participant
from app.people.models import Member, Participant, ParticipantKey
from app.people.operations import NewVoice, refuse_two_accounts
from app.people.queries import held_participant_ids, participants_to_change
from app.places.models import Place
from app.places.queries import place_ids_above
from app.voices import queries
from app.voices.counting import CountKey, SupportFacts, difference, gained
from app.voices.holding import need_to_support
from app.voices.kept_counts import add_support, move_counts
from app.voices.lines import Backing
from app.voices.models import EVERYWHERE, Counted, NeedSupport
from app.voices.permissions import may_count_held_voices, may_support

MOST_SUPPORTS_AN_HOUR = 60
HOUR = timedelta(hours=1)


def support_need(
    session: Session,
    actor: Actor,
    number: int,
    *,
    new_voice: NewVoice | None = None,
    now: datetime,
) -> tuple[Backing, int]:
    """Say that a need matters; saying it twice changes nothing.

    Return the need that counts it (the target of a merged one) and by how much its people moved.
    `new_voice` is given when the participant was made in this transaction: it supports nothing
    yet, and is counted as having taken part in the same statement.
    """
    require(may_support, actor)
    participant_id = _participant(actor)
    need = need_to_support(session, actor, number)
    _check_speaks_for_itself(need)
    before: Sequence[SupportFacts] = []
    if new_voice is None:
        lately = now - HOUR
        before = queries.supports_beside(session, participant_id, need.id, recent_since=lately)
        _refuse_too_many(before, need.id)
    home = need.home
    row = {
        "need_id": need.id,
        "participant_id": participant_id,
        "place_id": home.place_id if home else None,
        "channel": Channel(actor.channel),
        "supported_at": now,
    }
    added = SupportFacts(
        need.id, need.theme_ids, home.area_id if home else None, home.ward_id if home else None
    )
    moves = {} if need.is_held else gained(before, added)
    if new_voice is not None and not need.is_held:
        moves[(Counted.PLACE, 0, EVERYWHERE)] = 1
    if not add_support(session, actor, row, moves):
        return need, 0
    return need, moves.get((Counted.NEED, need.id, EVERYWHERE), 0)


def _refuse_too_many(given: Sequence[SupportFacts], need_id: int) -> None:
    """Refuse one more within the hour; what was read already is counted, so it costs no statement.

    Pressing again where one said so already, and taking back, are never refused.
    """
    lately = [each for each in given if each.is_recent]
    if len(lately) >= MOST_SUPPORTS_AN_HOUR and need_id not in {each.target_id for each in given}:
        raise TooMuchNow(
            "You said “me too” very often within an hour. All of it counts. Wait an hour, then "
            "go on."
        )


def withdraw_support(session: Session, actor: Actor, number: int) -> tuple[Backing, int]:
    """Take a support back, from the need and from all that were merged into it.

    Return the need and by how much its people moved.
    """
    require(may_support, actor)
    participant_id = _participant(actor)
    need = need_to_support(session, actor, number)
    before = queries.support_facts(session, participant_id)
    gone = [need_id for need_id, facts in before.items() if facts.target_id == need.id]
    if not gone or not _delete_supports(session, participant_id, gone) or need.is_held:
        return need, 0
    after = [facts for need_id, facts in before.items() if need_id not in gone]
    moves = difference(before.values(), after)
    move_counts(session, actor, moves)
    return need, moves.get((Counted.NEED, need.id, EVERYWHERE), 0)


def withdraw_every_support(session: Session, actor: Actor, *, with_own: bool) -> int:
    """Take back every support, or every one but those that came with one's own words."""
    participant_id = _participant(actor)
    (participant,) = _hold(session, [participant_id])
    _check_speaks_for_itself(participant)
    before = queries.support_facts(session, participant_id)
    own = {need.id for need in needs_of_participant(session, participant_id)}
    gone = [need_id for need_id in before if with_own or need_id not in own]
    if gone and _delete_supports(session, participant_id, gone) and not participant.is_held:
        after = [facts for need_id, facts in before.items() if need_id not in gone]
        move_counts(session, actor, difference(before.values(), after))
    return len(gone)


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
    facts = SupportFacts(
        need.id, (), home.area_id if home else None, home.ward_id if home else None
    )
    add_support(session, actor, row, {} if actor.is_held else difference([], [facts]))


def tell_place(session: Session, actor: Actor, place: Place, *, now: datetime) -> None:
    """Keep where a participant lives; supports given without a place get this one."""
    participant_id = _participant(actor)
    (participant,) = _hold(session, [participant_id])
    _check_speaks_for_itself(participant)
    before = queries.support_facts(session, participant_id).values()
    moves = _moves_of_place(session, participant, place)
    participant.place_id = place.id
    session.execute(
        update(NeedSupport)
        .where(NeedSupport.participant_id == participant_id, NeedSupport.place_id.is_(None))
        .values(place_id=place.id)
    )
    session.flush()
    after = queries.support_facts(session, participant_id).values()
    if not participant.is_held:
        move_counts(session, actor, moves | difference(before, after))


def took_part(session: Session, actor: Actor, *, is_held: bool) -> None:
    """Count a participant who was just made, and has told no place yet."""
    if not is_held:
        move_counts(session, actor, {(Counted.PLACE, 0, EVERYWHERE): 1})


def _hold(session: Session, participant_ids: Collection[int]) -> Sequence[Participant]:
    """Hold the needs that some voices touch, and then the voices, oldest first.

    A support holds its need, then its voice, and moves counts last. Whoever holds several keeps
    to that order: needs, voices, the number of the visible change (`history.record`), counts.
    """
    for _turn in range(3):
        with session.begin_nested() as point:
            need_ids = queries.need_ids_touched_by(session, participant_ids)
            queries.needs_to_count(session, need_ids)
            held = participants_to_change(session, participant_ids)
            if queries.need_ids_touched_by(session, participant_ids) <= need_ids:
                return held
            point.rollback()  # one more came in between: let go of all, and begin again
    raise NotPossibleNow("Much happened at the same moment. Press the button once more.")


def _check_speaks_for_itself(voice: Participant | Backing) -> None:
    if voice.joined_into_id is not None:
        raise NotPossibleNow("Your two devices were joined just now. Press the button once more.")


def _moves_of_place(
    session: Session, participant: Participant, place: Place
) -> dict[CountKey, int]:
    old = session.get(Place, participant.place_id) if participant.place_id else None
    had, has = _place_keys(old), _place_keys(place)
    return dict.fromkeys(has - had, 1) | dict.fromkeys(had - has, -1)


def _place_keys(place: Place | None) -> set[CountKey]:
    if place is None:
        return set()
    above = {place_id for place_id in (*place_ids_above(place), place.id) if place_id is not None}
    return {(Counted.PLACE, 0, place_id) for place_id in above}


def join_participants(
    session: Session, actor: Actor, one_id: int, other_id: int, *, now: datetime
) -> int:
    """Make two voices one: the younger's things go to the older. Return the older's id."""
    if one_id == other_id:
        return one_id
    older, younger = _hold(session, [one_id, other_id])
    refuse_two_accounts(session, actor, [one_id, other_id])
    for each in (older, younger):
        _check_speaks_for_itself(each)
    before = {each.id: queries.support_facts(session, each.id) for each in (older, younger)}
    for support in queries.support_rows(session, younger.id):
        if support.need_id in before[older.id]:
            session.delete(support)
        else:
            support.participant_id = older.id
    session.flush()
    _move_things(session, younger.id, older.id)
    take_over_answers(session, actor, younger.id, older.id)
    moves: Counter[CountKey] = Counter()
    if not younger.is_held:
        moves.update(difference(before[younger.id].values(), []))
        moves.update(dict.fromkeys(_took_part_keys(session, younger), -1))
    if not older.is_held:
        after = queries.support_facts(session, older.id).values()
        moves.update(difference(before[older.id].values(), after))
    moves.update(_hand_place_on(session, younger, older))
    younger.joined_into_id = older.id
    history.record(session, actor, "joined two voices", older, now=now)
    history.record(session, actor, "became part of an older voice", younger, now=now)
    session.flush()
    move_counts(session, actor, {key: step for key, step in moves.items() if step})
    return older.id


def _hand_place_on(
    session: Session, younger: Participant, older: Participant
) -> dict[CountKey, int]:
    """Give the place of the younger to the older who told none; return what that moves."""
    place_id, younger.place_id = younger.place_id, None
    if place_id is None or older.place_id is not None:
        return {}
    moves = _moves_of_place(session, older, session.get_one(Place, place_id))
    older.place_id = place_id
    return {} if older.is_held else moves


def count_held_voices(session: Session, actor: Actor, address_mark: str, *, now: datetime) -> int:
    """Let a rush of voices from one address count; return how many there were."""
    require(may_count_held_voices, actor)
    ids = held_participant_ids(session, address_mark)
    held = [each for each in _hold(session, ids) if each.is_held and each.joined_into_id is None]
    moves: Counter[CountKey] = Counter()
    for participant in held:
        participant.is_held = False
        moves.update(difference([], queries.support_facts(session, participant.id).values()))
        moves.update(dict.fromkeys(_took_part_keys(session, participant), 1))
        history.record(session, actor, "let a held voice count", participant, now=now)
    session.flush()
    move_counts(session, actor, moves)
    return len(held)


def _took_part_keys(session: Session, participant: Participant) -> set[CountKey]:
    place = session.get(Place, participant.place_id) if participant.place_id else None
    return _place_keys(place) | {(Counted.PLACE, 0, EVERYWHERE)}


def _move_things(session: Session, younger_id: int, older_id: int) -> None:
    for table in (Member, Need, ParticipantKey, Helping):  # an account before its keys
        session.execute(
            update(table)
            .where(table.participant_id == younger_id)
            .values(participant_id=older_id)
            .execution_options(synchronize_session="fetch")
        )
    joined = update(Participant).where(Participant.joined_into_id == younger_id)
    session.execute(joined.values(joined_into_id=older_id))


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
