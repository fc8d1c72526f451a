"""Paging by a cursor in the address: the number of the thing one page ends with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.exceptions import BadRequest

from app.foundation.text.numbers import number_in

Row = TypeVar("Row")

NO_SUCH_FILTER = "That filter is not one of ours. Choose one from the list."


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the cursors of its neighbours (None where there is none)."""

    rows: Sequence[Row]
    after: str | None
    before: str | None


def page_of(
    rows: Sequence[Row], *, size: int, key: Callable[[Row], str], has_start: bool, backwards: bool
) -> Page[Row]:
    """Make a page from up to `size + 1` rows that a query read in one direction."""
    more = len(rows) > size
    shown = list(rows[:size])
    if backwards:
        shown.reverse()
    has_next = bool(shown) and (more if not backwards else True)
    has_previous = bool(shown) and (has_start if not backwards else more)
    return Page(
        rows=shown,
        after=key(shown[-1]) if has_next else None,
        before=key(shown[0]) if has_previous else None,
    )


def whole_number(name: str) -> int | None:
    """Read a whole number from the address; None when absent, 400 when it is something else."""
    text = request.args.get(name, "")
    if not text:
        return None
    number = number_in(text)
    if number is None:
        raise BadRequest("That link is not whole. Go back and press it again.")
    return number


def same_page_with(**changes: object) -> str:
    """Return this page's address with some of its query changed (None takes one out)."""
    query: dict[str, object] = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value is not None}
    # What stands in an address is never handed to url_for, which takes orders such as _scheme.
    path = url_for(request.endpoint or "home.index", **(request.view_args or {}))
    return f"{path}?{urlencode(kept)}" if kept else path
