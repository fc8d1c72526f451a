"""Writing supports together with the counts that they move, and handing them on.

The statements are put together once, on the tables: building and compiling them for each press
took longer than carrying them out.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    Executable,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.foundation.access import Actor
from app.foundation.database import insert_once
from app.needs.models import Need
from app.voices.counting import CountKey
from app.voices.models import EVERYWHERE, Counted, NeedRoomVoice, NeedSupport, VoiceCount

_NEEDS, _COUNTS, _SUPPORTS, _ROOMS = (
    cast(Table, each.__table__) for each in (Need, VoiceCount, NeedSupport, NeedRoomVoice)
)
_STEP: BindParameter[int] = bindparam("step")
_MOVE_NEED = (
    update(_NEEDS)
    .where(_NEEDS.c.id == bindparam("moved_need_id"))
    .values(online=_NEEDS.c.online + _STEP, people=_NEEDS.c.people + _STEP)
)


def move_counts(session: Session, actor: Actor, moves: Mapping[CountKey, int]) -> None:
    """Move the kept counts of people online, all that one act moves at once.

    Rows go in one order, so that two acts never wait for each other in a circle. The total of a
    need stands with the need itself: a list of needs then reads no second table.
    """
    rows: list[dict[str, object]] = []
    for (counted, subject_id, place_id), step in sorted(moves.items()):
        if counted is Counted.NEED and place_id == EVERYWHERE:
            session.connection().execute(_MOVE_NEED, {"moved_need_id": subject_id, "step": step})
        else:
            row = {"counted": counted, "subject_id": subject_id, "place_id": place_id}
            # A count that goes down stands there already, so its inserted row is never kept.
            rows.append({**row, "rooms": 0, "online": max(0, step), "step": step})
    if rows:
        session.connection().execute(_move_rows(session.get_bind().dialect.name), rows)


def add_support(
    session: Session, actor: Actor, row: Mapping[str, Any], moves: Mapping[CountKey, int]
) -> bool:
    """Add a support unless it stands there; only then move the counts, each of them up by one.

    Tell whether it was added. On PostgreSQL, where each statement is a journey to the server and
    back, all of it is one statement.
    """
    if session.get_bind().dialect.name != "postgresql":
        added = insert_once(session, _SUPPORTS, dict(row))
        if added:
            move_counts(session, actor, moves)
        return added
    total = (Counted.NEED, row["need_id"], EVERYWHERE)
    kept = sorted(key for key in moves if key != total)
    values = {
        **{f"new_{name}": value for name, value in row.items()},
        "step": int(total in moves),
        "counts": _array(key[0].value for key in kept),
        "subjects": _array(key[1] for key in kept),
        "places": _array(key[2] for key in kept),
    }
    return bool(session.connection().scalar(_ALL_AT_ONCE, values))


def _array(values: Iterable[str | int]) -> str:
    # As PostgreSQL writes an array: the driver takes ten times as long to write one itself.
    return "{" + ",".join(map(str, values)) + "}"


def hand_voices_on(session: Session, actor: Actor, need: Need, target_id: int) -> None:
    """Let the voices that others gave to joined words stay with what these were joined with.

    The writer's own came with the words and goes with them. Who said both counts once, where they
    lived when they said the other. Both needs are held; whoever calls counts them again.
    """
    theirs = (_SUPPORTS.c.need_id == need.id) & _SUPPORTS.c.participant_id.is_distinct_from(
        need.participant_id
    )
    in_rooms = _ROOMS.c.need_id == need.id
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for table, which, kept in (
        (
            _SUPPORTS,
            theirs,
            lambda new: {"place_id": func.coalesce(_SUPPORTS.c.place_id, new.place_id)},
        ),
        (_ROOMS, in_rooms, lambda new: {"people": _ROOMS.c.people + new.people}),
    ):
        names = [each.name for each in table.c]
        values = [literal(target_id) if name == "need_id" else table.c[name] for name in names]
        given = insert(table).from_select(names, select(*values).where(which))
        session.execute(
            given.on_conflict_do_update(
                index_elements=[each.name for each in table.primary_key],
                set_=kept(given.excluded),
            )
        )
        session.execute(delete(table).where(which))


@cache
def _move_rows(dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(_COUNTS).on_conflict_do_update(
        index_elements=["counted", "subject_id", "place_id"],
        set_={"online": _COUNTS.c.online + _STEP},
    )


def _all_at_once() -> Select[int]:
    # Other names than those of columns: SQLAlchemy would set columns of `need` from those as well.
    columns = {each.name: bindparam(f"new_{each.name}", type_=each.type) for each in _SUPPORTS.c}
    added = (
        postgresql.insert(_SUPPORTS)
        .values(columns)
        .on_conflict_do_nothing()
        .returning(_SUPPORTS.c.need_id)
        .cte("added")
    )
    moved = (
        update(_NEEDS)
        .where(_NEEDS.c.id == added.c.need_id)
        .values(online=_NEEDS.c.online + _STEP, people=_NEEDS.c.people + _STEP)
        .cte("moved")
    )
    moves = func.unnest(
        sql_cast(bindparam("counts", type_=String), postgresql.ARRAY(String)),
        sql_cast(bindparam("subjects", type_=String), postgresql.ARRAY(Integer)),
        sql_cast(bindparam("places", type_=String), postgresql.ARRAY(Integer)),
    ).table_valued("counted", "subject_id", "place_id")
    kept = moves.render_derived(name="kept")
    inserted = postgresql.insert(_COUNTS).from_select(
        ["counted", "subject_id", "place_id", "online", "rooms"],
        select(kept.c.counted, kept.c.subject_id, kept.c.place_id, literal(1), literal(0)).join(
            added, true()
        ),
    )
    counted = inserted.on_conflict_do_update(
        index_elements=["counted", "subject_id", "place_id"],
        set_={"online": _COUNTS.c.online + inserted.excluded.online},
    ).cte("counted_now")
    return select(func.count()).select_from(added).add_cte(moved, counted)


_ALL_AT_ONCE = _all_at_once()
