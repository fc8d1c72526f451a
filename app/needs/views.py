"""The list of needs and the page of one need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ScalarSelect
from werkzeug.exceptions import BadRequest

from app.backing.queries import groups_behind
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, Gone, NotFound, Role
from app.foundation.public_codes import code_for, number_of, number_typed
from app.foundation.text.plain import clean_words
from app.foundation.text.search import search_terms
from app.foundation.web.audience import public
from app.foundation.web.paging import NO_SUCH_FILTER, page_of, same_page_with, whole_number
from app.foundation.web.remembered import remembered
from app.foundation.web.rendering import page_or_part, see_other
from app.foundation.web.session import current_actor, note_for_next_page, place_now, take_note
from app.imports.queries import source_line
from app.needs import queries
from app.needs.models import Channel, Moderation, Need, Progress
from app.needs.queries import NeedCard, NeedFilter
from app.organisations.queries import OwnGroup, groups_of_member
from app.people.code_words import normalise_code
from app.places.views import area_choices, chosen_area
from app.plan.queries import action_at_address, outcome_at_address
from app.priorities.queries import decision_at_address, decision_for
from app.themes.queries import id_of_public_theme, theme_at_address, theme_choices
from app.thread.queries import thread_of_need
from app.voices.queries import (
    areas_of_need,
    people_of_needs_in_place,
    same_as,
    supported_by,
)

pages = Blueprint("needs", __name__, url_prefix="/needs")

ON_A_PAGE = 20
LONGEST_SEARCH = 200
HELD = "held"
ORDERS = ("", "fewest")

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True)
class Pressed:
    """The need whose button was pressed just before this page was asked for."""

    code: str
    is_held: bool


def note_pressed(code: str, *, is_held: bool) -> None:
    """Keep, for the one page that comes next, which button was pressed: it says what came of it."""
    note_for_next_page(f"{code}.{HELD}" if is_held else code)


def _just_pressed() -> Pressed | None:
    code, _dot, held = take_note().partition(".")
    return Pressed(code, held == HELD) if code else None


def _choice(name: str, kind: type[Kind]) -> Kind | None:
    text = request.args.get(name, "")
    if not text:
        return None
    try:
        return kind(text)
    except ValueError as problem:
        raise BadRequest(NO_SUCH_FILTER) from problem


def _theme() -> ScalarSelect[int] | None:
    """Return the theme in the address, which must be one that the filter offers."""
    if not request.args.get("theme"):
        return None
    number = whole_number("theme")
    if number is None or number not in dict(_theme_options()):
        raise BadRequest(NO_SUCH_FILTER)
    return id_of_public_theme(current_actor(), number)


def _theme_options() -> tuple[tuple[int, str], ...]:
    return remembered(("themes",), lambda: tuple(theme_choices(db.session, current_actor())))


def _wanted() -> NeedFilter:
    area, order = chosen_area(), request.args.get("order", "")
    if order not in ORDERS:
        raise BadRequest(NO_SUCH_FILTER)
    return NeedFilter(
        place_id=area.id if area else None,
        theme_id=_theme(),
        progress=_choice("progress", Progress),
        channel=_choice("channel", Channel),
        words=clean_words(request.args.get("q", ""))[:LONGEST_SEARCH],
        fewest_first=order == "fewest",
        after=whole_number("after"),
        before=whole_number("before"),
        people_cursor=whole_number("people"),
    )


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show needs, newest first or fewest voices first, narrowed as the address says."""
    actor, wanted, area = current_actor(), _wanted(), chosen_area()
    if found := _page_searched(wanted.words):
        return see_other(found)
    rows = queries.list_needs(db.session, actor, wanted, size=ON_A_PAGE)
    page = page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda card: str(card.number),
        has_start=wanted.after is not None,
        backwards=wanted.before is not None,
    )
    ids = [card.id for card in page.rows]
    counts, took_part = people_of_needs_in_place(db.session, ids, area)
    return page_or_part(
        "needs/index.html",
        "needs/_list.html",
        cards=page.rows,
        counts=counts,
        supported=supported_by(db.session, actor.participant_id, ids),
        places=remembered(("places", *ids), lambda: queries.places_of_needs(db.session, ids)),
        wanted=wanted,
        says_too_little=not search_terms(wanted.words),
        theme_chosen=request.args.get("theme", ""),
        **_around(actor, wanted),
        full_line=took_part.together if took_part else _most(page.rows),
        back_to=request.full_path.rstrip("?"),
        next_href=_neighbour("after", page.after, page.rows),
        previous_href=_neighbour("before", page.before, page.rows),
    )


def _page_searched(words: str) -> str:
    """Return the page of a public code that was searched for, or where one's own code is typed.

    Somebody's own code is a key: it goes into a form, and no further than this address.
    """
    for letter, (at_address, endpoint, argument) in _WITH_CODES.items():
        number = number_typed(letter, words)
        try:
            if number:
                at_address(db.session, current_actor(), number)
        except Gone:
            pass  # its page says what became of it
        except NotFound:
            return ""
        if number:
            return url_for(endpoint, **{argument: code_for(letter, number)})  # type: ignore[arg-type]
    return url_for("follow.index") if normalise_code(words) else ""


_WITH_CODES: dict[str, tuple[Callable[..., object], str, str]] = {
    "N": (queries.need_at_address, "needs.show", "need_code"),
    "T": (theme_at_address, "themes.show", "theme_code"),
    "D": (decision_at_address, "priorities.decision", "decision_code"),
    "A": (action_at_address, "plan.action", "action_code"),
    "O": (outcome_at_address, "plan.outcome", "outcome_code"),
}


def _around(actor: Actor, wanted: NeedFilter) -> dict[str, object]:
    """Return how many needs there are, what the filters offer, and what was just pressed."""
    # Where on the list one stands, and its order, change nothing about how many there are.
    anywhere = replace(
        wanted, theme_id=None, after=None, before=None, people_cursor=None, fewest_first=False
    )
    return {
        "found": remembered(
            ("found", anywhere, whole_number("theme")),
            lambda: queries.needs_count(db.session, actor, wanted),
        ),
        "pressed": _just_pressed(),
        "area_options": area_choices(),
        "theme_options": _theme_options(),
        "choices": (tuple(Progress), tuple(Channel)),
    }


def _most(cards: Sequence[NeedCard]) -> int:
    """Return how many people a whole bar stands for: those of the most said need on the page."""
    return max((card.people for card in cards), default=0)


def _neighbour(name: str, cursor: str | None, rows: object) -> str:
    if cursor is None:
        return ""
    other = "before" if name == "after" else "after"
    cards: list[NeedCard] = list(rows)  # type: ignore[call-overload]
    edge = cards[-1] if name == "after" else cards[0]
    people = edge.people if request.args.get("order") == "fewest" else None
    return same_page_with(**{name: cursor, other: None, "people": people})


@pages.get("/<code:need_code>")
@public
def show(need_code: str) -> ResponseReturnValue:
    """Show one need with its words, who says so, its steps and its answer."""
    actor = current_actor()
    need = queries.need_at_address(db.session, actor, number_of("N", need_code))
    if need.moderation is Moderation.MERGED:
        return _at_target(need.merged_into_id or 0)
    if request.path != url_for(".show", need_code=need_code):
        return redirect(url_for(".show", need_code=need_code), code=301)
    same, is_supported = same_as(db.session, need, actor.participant_id)
    areas = areas_of_need(db.session, need.id)
    thread, decision, source = remembered(("need", need.id), lambda: _beyond(actor, need))
    return Response(
        render_template(
            "needs/show.html",
            need=need,
            thread=thread,
            decision=decision,
            areas=areas,
            source=source,
            place_names=[area.name for area in areas if area.is_about],
            same=same,
            is_supported=is_supported,
            pressed=_just_pressed(),
            may_check=_may_check(actor, need),
            groups=groups_behind(db.session, need) if need.groups else [],
            led_groups=_led_groups(actor),
        )
    )


def _led_groups(actor: Actor) -> list[OwnGroup]:
    """Return the groups for which somebody may say that a need matters to them."""
    today = clock.local_day(place_now())
    mine = groups_of_member(db.session, actor.member_id, today)
    return [group for group in mine if group.leads and group.is_active]


def _may_check(actor: Actor, need: Need) -> bool:
    """Tell whether a moderator may open the need: a role can hold in some places only."""
    places = actor.places_for(Role.MODERATOR)
    if places is None or not places:
        return places is None
    return not places.isdisjoint(queries.place_ids_of_need(db.session, need.id))


def _beyond(actor: Actor, need: Need) -> tuple[object, object, object]:
    """Return what became of a need and where it came from, which no voice changes."""
    return (
        thread_of_need(db.session, actor, need, place_now()),
        decision_for(db.session, actor, need),
        source_line(db.session, need.id) if need.channel is Channel.IMPORTED else None,
    )


def _at_target(target_id: int) -> ResponseReturnValue:
    target = queries.find_need(db.session, target_id)
    code = target.code if target else None
    return redirect(url_for(".show", need_code=code or "N-0000"), code=301)
