"""Bringing needs in from a file, with the names they use and the answers they got, all or none.

Rows are written in batches inside the transaction of the caller; nothing is kept in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState, PowerLevel
from app.conversations.queries import conversation_for_new_needs, find_conversation_by_slug
from app.foundation import clock, search_index, visible
from app.foundation.access import Actor, NotFound, NotPossibleNow, require
from app.foundation.database import Base, insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.imports import queries, rows
from app.imports.checking import CheckedRow
from app.imports.known import Known, NewNames
from app.imports.looking import Findings, Walk
from app.imports.models import ImportedNeed, ImportSource
from app.imports.permissions import may_bring_in_needs
from app.imports.problems import FileProblem
from app.imports.rows import Run, Values, Written
from app.needs.models import Need, NeedPlace, NeedTheme
from app.needs.words import Promise
from app.organisations.models import Organisation, Sector
from app.places.models import Place, PlaceKind
from app.priorities.models import Decision
from app.recounts.operations import recount_themes
from app.themes.models import Theme, ThemeState

LONGEST_VERB = 60
LONGEST_PLACE_SLUG = 80
LONGEST_BODY_SLUG = 120
# A recount of themes writes one row for each theme and place, in one statement.
COUNTS_AT_ONCE = 4_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to do with the rows that are right, and how this place is called."""

    source: str
    conversation: str = ""
    publish: bool = False
    promise: Promise
    place_name: str
    partnership: str


@dataclass
class Outcome:
    """What came in. The numbers are the first and last given out, 0 where there are none."""

    needs: int = 0
    here: int = 0
    answers: int = 0
    first_need: int = 0
    last_need: int = 0
    first_answer: int = 0
    last_answer: int = 0


def bring_in_needs(
    session: Session, actor: Actor, walk: Walk, findings: Findings, wanted: Wanted, *, now: datetime
) -> Outcome:
    """Write every row of a file that was looked through and found right."""
    require(may_bring_in_needs, actor)
    conversation = _conversation(session, actor, wanted, now)
    table = cast(Table, ImportSource.__table__)
    insert_once(session, table, {"name": wanted.source, "made_at": now})
    run = Run(
        source=wanted.source,
        source_id=queries.source_to_add_to(session, wanted.source).id,
        conversation_id=conversation.id,
        promise=wanted.promise,
        publish=wanted.publish,
        now=now,
    )
    _make_whole_place(session, actor, wanted, run)
    _make_names(session, actor, findings.new, run)
    walk = replace(
        walk,
        known=queries.what_is_known(session),
        codes_here=partial(queries.codes_here, session, run.source_id),
    )
    outcome = _write_all(session, actor, walk, run)
    if outcome.needs + outcome.here != findings.accepted + findings.here:
        raise FileProblem("The file changed while it was read. Nothing was written. Begin again.")
    visible.move_on(session)
    return outcome


def _conversation(session: Session, actor: Actor, wanted: Wanted, now: datetime) -> Conversation:
    """Return where the needs go: the conversation named, else the one that is always open."""
    if wanted.conversation:
        found = find_conversation_by_slug(session, wanted.conversation)
        if found is None:
            raise NotPossibleNow(f"There is no conversation called {wanted.conversation}.")
        if found.state is ConversationState.DRAFT:
            raise NotPossibleNow(
                f"The conversation {wanted.conversation} is a draft. Open it first."
            )
        return found
    try:
        return conversation_for_new_needs(session, "")
    except NotFound:
        return _make_open_conversation(session, actor, wanted, now)


def _make_open_conversation(
    session: Session, actor: Actor, wanted: Wanted, now: datetime
) -> Conversation:
    made = Conversation(
        slug="what-matters",
        question="What matters where you live?",
        who_decides=wanted.partnership,
        power_level=PowerLevel.ASKING,
        state=ConversationState.OPEN,
        opens_on=clock.local_day(now),
        is_always_open=True,
    )
    session.add(made)
    session.flush()
    history.record(session, actor, "opened a conversation", made, now=now)
    return made


def _make_whole_place(session: Session, actor: Actor, wanted: Wanted, run: Run) -> None:
    if queries.what_is_known(session).whole_place_id is None:
        slug = rows.slug_from(wanted.place_name, set(), LONGEST_PLACE_SLUG)
        values = {"kind": PlaceKind.WHOLE, "slug": slug, "name": wanted.place_name}
        _put_down(session, actor, Place, [values], run)


def _make_names(session: Session, actor: Actor, new: NewNames, run: Run) -> None:
    """Make the places, themes and bodies that the rows name and nobody knew."""
    known = queries.what_is_known(session)
    new = new.still_unknown(known)
    _make_local_areas(session, actor, known, list(new.local_areas.values()), run)
    local_areas = queries.what_is_known(session).local_areas
    taken = queries.slugs_of_places(session, PlaceKind.NEIGHBOURHOOD)
    neighbourhoods = [
        {
            "kind": PlaceKind.NEIGHBOURHOOD,
            "slug": rows.slug_from(name, taken, LONGEST_PLACE_SLUG),
            "name": name,
            "parent_id": local_areas[parent],
            "position": position,
        }
        for position, ((parent, _own), name) in enumerate(new.neighbourhoods.items(), 1)
    ]
    _put_down(session, actor, Place, neighbourhoods, run)
    _put_down(session, actor, Theme, _theme_values(session, list(new.themes.values()), run), run)
    taken = queries.slugs_of_bodies(session)
    bodies = [
        {
            "slug": rows.slug_from(name, taken, LONGEST_BODY_SLUG),
            "name": name,
            "sector": Sector.PUBLIC,
        }
        for name in new.bodies.values()
    ]
    _put_down(session, actor, Organisation, bodies, run)


def _make_local_areas(
    session: Session, actor: Actor, known: Known, names: Sequence[str], run: Run
) -> None:
    taken = queries.slugs_of_places(session, PlaceKind.LOCAL_AREA)
    areas = [
        {
            "kind": PlaceKind.LOCAL_AREA,
            "slug": rows.slug_from(name, taken, LONGEST_PLACE_SLUG),
            "name": name,
            "parent_id": known.whole_place_id,
            "position": len(known.local_areas) + position,
        }
        for position, name in enumerate(names, 1)
    ]
    columns = ["need_id", "place_id", "number"]
    for place_id in _put_down(session, actor, Place, areas, run):
        # A need about the whole place stands under every area, also under a new one.
        everywhere = queries.needs_about_everywhere_at(place_id)
        session.execute(insert(NeedPlace).from_select(columns, everywhere))


def _theme_values(session: Session, names: Sequence[str], run: Run) -> list[Values]:
    """Shared at once where their needs are published; otherwise planners share them later."""
    if not run.publish or not names:
        return [{"name": name, "state": ThemeState.FORMING, "made_at": run.now} for name in names]
    first = next_number(session, "T", step=len(names)) - len(names) + 1
    return [
        {"name": name, "state": ThemeState.SHARED, "made_at": run.now, "number": first + place}
        for place, name in enumerate(names)
    ]


def _write_all(session: Session, actor: Actor, walk: Walk, run: Run) -> Outcome:
    outcome = Outcome()
    theme_ids: set[int] = set()
    for batch in walk.batches():
        outcome.here += batch.here
        if batch.accepted:
            written = _write_needs(session, actor, batch.accepted, walk.known, run)
            _write_answers(session, actor, written, run, outcome)
            theme_ids |= {row["theme_id"] for row in rows.theme_rows(written, walk.known, run)}
            outcome.needs += len(written)
            outcome.first_need = outcome.first_need or written[0].number
            outcome.last_need = written[-1].number
    at_once = max(1, COUNTS_AT_ONCE // (len(walk.known.everywhere) + 1))
    in_order = sorted(theme_ids)
    for start in range(0, len(in_order), at_once):
        recount_themes(session, actor, in_order[start : start + at_once])
    return outcome


def _write_needs(
    session: Session, actor: Actor, accepted: Sequence[CheckedRow], known: Known, run: Run
) -> list[Written]:
    """Write some needs with all that stands beside them."""
    first = next_number(session, "N", step=len(accepted)) - len(accepted) + 1 if run.publish else 0
    ids = _put_down(session, actor, Need, rows.need_rows(accepted, known, run, first), run)
    written = [
        Written(need_id, first + place if run.publish else 0, row)
        for place, (need_id, row) in enumerate(zip(ids, accepted, strict=True))
    ]
    _put(session, NeedPlace, rows.place_rows(written, known))
    _put(session, NeedTheme, rows.theme_rows(written, known, run))
    _put(session, ImportedNeed, rows.imported_rows(written, run))
    if run.publish:
        search_index.put_many(session, [(need.number, _searchable(need)) for need in written])
    return written


def _searchable(need: Written) -> str:
    said = need.row.said
    return " \n ".join((said.heading, said.words, said.works_well))


def _write_answers(
    session: Session, actor: Actor, written: Sequence[Written], run: Run, outcome: Outcome
) -> None:
    values = rows.decision_rows(written, run)
    outcome.answers += len(values)
    if values and run.publish:
        last = next_number(session, "D", step=len(values))
        for number, row in enumerate(values, last - len(values) + 1):
            row["number"] = number
        outcome.first_answer = outcome.first_answer or values[0]["number"]
        outcome.last_answer = last
    _put_down(session, actor, Decision, values, run)


def _put_down(
    session: Session, actor: Actor, model: type[Base], values: Sequence[Values], run: Run
) -> list[int]:
    """Insert rows, write in the history where they come from, and return their ids in order."""
    if not values:
        return []
    table = cast(Table, model.__table__)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, list(values)))
    verb = f"brought in from {run.source}"
    if len(verb) > LONGEST_VERB:
        verb = verb[: LONGEST_VERB - 1].rstrip() + "…"
    history.record_many(session, actor, verb, model.__tablename__, ids, now=run.now)
    return ids


def _put(session: Session, model: type[Base], values: Iterable[Values]) -> None:
    found = list(values)
    if found:
        session.execute(insert(cast(Table, model.__table__)), found)
