"""Reading needs: what anyone may see, in lists, by code, by search."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import Session

from app.foundation import search_index
from app.foundation.access import Actor, Gone, NotFound
from app.needs.lines import NumberedNeed
from app.needs.models import (
    MARKERS,
    Channel,
    Moderation,
    Need,
    NeedPlace,
    NeedTheme,
    NeedVersion,
    Progress,
    crowd_of,
)
from app.needs.words import Marker
from app.places.models import Place, PlaceKind
from app.themes.models import Theme, ThemeState

EXACT_UP_TO = 1000


@dataclass(frozen=True)
class NeedCard(NumberedNeed):
    """One need as a list shows it."""

    id: int
    number: int
    title: str
    words: str
    works_well: str
    progress: Progress
    channel: Channel
    is_about_whole_place: bool
    is_small_group_big_need: bool
    online: int
    rooms: int
    groups: int
    published_at: datetime


@dataclass(frozen=True)
class NeedFilter:
    """What a list is narrowed to; every field may be left open."""

    place_id: int | None = None
    theme_id: int | ScalarSelect[int] | None = None
    progress: Progress | None = None
    channel: Channel | None = None
    words: str = ""
    fewest_first: bool = False
    after: int | None = None
    before: int | None = None
    people_cursor: int | None = None
    conversation_id: int | None = None


_CARD: tuple[Any, ...] = tuple(getattr(Need, each.name) for each in fields(NeedCard))


def visible_needs(actor: Actor) -> Select[Need]:
    """Return the one filter of what anyone may see; every list, count and search starts here."""
    return select(Need).where(Need.moderation == Moderation.PUBLISHED)


def _narrowed(session: Session, actor: Actor, wanted: NeedFilter) -> Select[Need] | None:
    """Return the visible needs that the filter lets through; None when a search can find none."""
    statement = visible_needs(actor)
    if wanted.place_id is not None:
        statement = statement.join(
            NeedPlace, and_(NeedPlace.need_id == Need.id, NeedPlace.place_id == wanted.place_id)
        )
    if wanted.theme_id is not None:
        statement = statement.join(
            NeedTheme, and_(NeedTheme.need_id == Need.id, NeedTheme.theme_id == wanted.theme_id)
        )
    if wanted.conversation_id is not None:
        statement = statement.where(Need.conversation_id == wanted.conversation_id)
    if wanted.progress is not None:
        statement = statement.where(Need.progress == wanted.progress)
    if wanted.channel is not None:
        statement = statement.where(Need.channel == wanted.channel)
    if wanted.words:
        below, above = (None, None) if wanted.fewest_first else (wanted.after, wanted.before)
        found = search_index.newest_matches(session, wanted.words, below=below, above=above)
        if found is None:
            return None
        statement = statement.where(Need.number.in_(found))
    return statement


def _order_column(wanted: NeedFilter) -> ColumnElement[Any]:
    """Return the number in the index that the list walks along."""
    if wanted.place_id is not None:
        return NeedPlace.number.expression
    if wanted.theme_id is not None:
        return NeedTheme.number.expression
    return Need.number.expression


def list_needs(
    session: Session, actor: Actor, wanted: NeedFilter, *, size: int
) -> Sequence[NeedCard]:
    """Return up to `size + 1` needs after (or, read backwards, before) the cursor."""
    statement = _narrowed(session, actor, wanted)
    if statement is None:
        return []
    number = _order_column(wanted)
    cards: Select[*tuple[Any, ...]] = statement.with_only_columns(*_CARD)
    if wanted.fewest_first:
        cards = _fewest_first(cards, wanted)
    elif wanted.before is not None:
        cards = cards.where(number > wanted.before).order_by(number)
    else:
        if wanted.after is not None:
            cards = cards.where(number < wanted.after)
        cards = cards.order_by(number.desc())
    return [_card(row) for row in session.execute(cards.limit(size + 1))]


def _fewest_first(
    statement: Select[*tuple[Any, ...]], wanted: NeedFilter
) -> Select[*tuple[Any, ...]]:
    people, crowd = wanted.people_cursor, Need.crowd.expression
    if people is not None and wanted.before is not None:
        here = (Need.people < people) | ((Need.people == people) & (Need.number > wanted.before))
        statement = statement.where(crowd <= crowd_of(people), here)
        return statement.order_by(crowd.desc(), Need.people.desc(), Need.number)
    if people is not None and wanted.after is not None:
        here = (Need.people > people) | ((Need.people == people) & (Need.number < wanted.after))
        statement = statement.where(crowd >= crowd_of(people), here)
    return statement.order_by(crowd, Need.people, Need.number.desc())


def _card(row: Row[*tuple[Any, ...]]) -> NeedCard:
    return NeedCard(*row)


def needs_count(session: Session, actor: Actor, wanted: NeedFilter) -> int:
    """Count what a filter lets through, up to 1,001, which means more than 1,000."""
    statement = _narrowed(session, actor, replace(wanted, after=None, before=None))
    if statement is None:
        return 0
    capped = statement.with_only_columns(Need.id).limit(EXACT_UP_TO + 1).subquery()
    return session.scalar(select(func.count()).select_from(capped)) or 0


def cards_by_number(session: Session, actor: Actor, numbers: Sequence[int]) -> Sequence[NeedCard]:
    """Return the visible needs among these numbers, in the order given."""
    rows = session.execute(
        visible_needs(actor).with_only_columns(*_CARD).where(Need.number.in_(numbers))
    )
    by_number = {card.number: card for card in map(_card, rows)}
    return [by_number[number] for number in numbers if number in by_number]


def similar_needs(
    session: Session, actor: Actor, words: str, *, place: Place | None = None, limit: int = 3
) -> Sequence[NeedCard]:
    """Return published needs that share the rarest words with a text.

    Those about the place, a part of it or the whole place come first. What is not about the place
    alone must share so much that it is hardly there by chance.
    """
    found = search_index.alike(session, words)
    cards = cards_by_number(session, actor, [each.number for each in found])
    if place is None or not cards:
        return cards[:limit]
    ids = [card.id for card in cards]
    about = select(NeedPlace.need_id).where(NeedPlace.need_id.in_(ids))
    here = set(session.scalars(about.where(NeedPlace.place_id == place.id)))
    whole = {card.id for card in cards if card.is_about_whole_place}
    strong = {each.number for each in found if each.is_strong}
    kept = [card for card in cards if card.id in here - whole or card.number in strong]
    return sorted(kept, key=lambda card: card.id not in here | whole)[:limit]


def need_at_address(session: Session, actor: Actor, number: int) -> Need:
    """Return the need whose page stands at a code.

    A merged need is returned as it is: its page sends people to its target. Raises Gone with the
    marker when it was public once, NotFound when it never was.
    """
    need = session.scalar(select(Need).where(Need.number == number))
    if need is None:
        raise NotFound
    if need.moderation is Moderation.MERGED or need.moderation is Moderation.PUBLISHED:
        return need
    raise Gone(_marker_of(session, need))


def _marker_of(session: Session, need: Need) -> Marker:
    """Return the neutral marker: no words, no counts, but truly what happened."""
    kind, code = MARKERS.get(need.moderation, "hidden"), need.code or ""
    if kind == "checked_again":  # by its writer, or by a moderator who undid the publishing
        changed_on = session.scalar(
            select(func.max(NeedVersion.replaced_at)).where(NeedVersion.need_id == need.id)
        )
        day = need.taken_down_at
        return Marker(code, kind, day, bool(changed_on and day and changed_on >= day))
    reason = need.reason_code if kind in {"hidden", "erased"} else None
    by_writer = kind == "taken_back" or (kind == "erased" and reason is None)
    return Marker(code, kind, need.taken_down_at, by_writer, reason)


def find_need(session: Session, need_id: int) -> Need | None:
    """Return a need by id, whatever its state: for staff pages and its sender."""
    return session.get(Need, need_id)


def need_to_change(session: Session, need_id: int) -> Need:
    """Return a need with its row held until the transaction ends, read anew."""
    found = session.get(Need, need_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def merged_into(session: Session, need_id: int) -> Sequence[Need]:
    """Return the needs that were merged into one, oldest first; their words stay readable."""
    return session.scalars(
        select(Need).where(Need.merged_into_id == need_id).order_by(Need.id)
    ).all()


def needs_of_participant(session: Session, participant_id: int) -> Sequence[Need]:
    """Return what a participant put forward, newest first."""
    return session.scalars(
        select(Need)
        .where(Need.participant_id == participant_id)
        .order_by(Need.sent_at.desc(), Need.id.desc())
    ).all()


def find_need_by_send_key(session: Session, send_key: str) -> Need | None:
    """Return the need that a form already made, or None."""
    return session.scalar(select(Need).where(Need.send_key == send_key))


def places_of_needs(session: Session, need_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of the local areas that needs are about, by need."""
    rows = session.execute(
        select(NeedPlace.need_id, Place.name)
        .join(Place, Place.id == NeedPlace.place_id)
        .where(NeedPlace.need_id.in_(need_ids), Place.kind == PlaceKind.LOCAL_AREA)
        .order_by(NeedPlace.need_id, Place.position)
    )
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row.need_id, []).append(row.name)
    return names


def place_ids_of_need(session: Session, need_id: int) -> set[int]:
    """Return all places that a need is about, areas, neighbourhoods and wards."""
    return set(session.scalars(select(NeedPlace.place_id).where(NeedPlace.need_id == need_id)))


def themes_of_need(
    session: Session, need_id: int, *, with_forming: bool = False
) -> Sequence[Theme]:
    """Return the themes that a need stands under; those still forming are for staff."""
    statement = (
        select(Theme)
        .join(NeedTheme, NeedTheme.theme_id == Theme.id)
        .where(NeedTheme.need_id == need_id)
        .order_by(Theme.number, Theme.id)
    )
    if not with_forming:
        statement = statement.where(Theme.state != ThemeState.FORMING)
    return session.scalars(statement).all()


def need_ids_of_theme(session: Session, theme_id: int) -> Sequence[int]:
    """Return the ids of all needs put under a theme, whatever their state."""
    return session.scalars(
        select(NeedTheme.need_id).where(NeedTheme.theme_id == theme_id).order_by(NeedTheme.need_id)
    ).all()
