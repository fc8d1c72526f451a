"""What several pages read alike, remembered until something visible changes, or ten seconds pass.

The number of the last visible change comes with the actor of a request, before anything else is
read, so what is remembered under a number was read at that number or later; a request that begins
after a hide has committed carries a higher number and reads anew. Only for what is the same for
everybody who is not signed in: nothing particular to a person may be remembered.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from app.foundation import clock
from app.foundation.web.session import SAFE_METHODS, current_actor, place_now

T = TypeVar("T")
# Where the layer of kept pages leaves the number it has read for somebody without a cookie.
VISIBLE_CHANGE = "portal.visible_change"
SECONDS = 10.0  # as long as kept pages are
MOST = 2000


class Memory:
    """The newest things read, of one process."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._things: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return what was read for a key less than ten seconds ago, else read it."""
        until, thing = self._things.get(key, (0.0, None))
        if until > time.monotonic():
            return thing
        thing = read()
        with self._lock:
            self._things[key] = (time.monotonic() + SECONDS, thing)
            self._things.move_to_end(key)
            if len(self._things) > MOST:
                self._things.popitem(last=False)
        return thing


def know_visible_change(number: int | None) -> None:
    """Keep the number of the last visible change that was read for this request."""
    g.visible_change = number


def remembered(key: tuple[Hashable, ...], read: Callable[[], T]) -> T:
    """Return what `read` gives: values only, no rows that belong to a database session.

    Whoever is signed in, and whoever changes something, always reads anew.
    """
    actor = current_actor()
    number = g.get("visible_change")
    if number is None or actor.is_signed_in or request.method not in SAFE_METHODS:
        return read()
    memory: Memory = current_app.extensions["portal_memory"]
    day = clock.local_day(place_now())
    return cast(T, memory.of((number, day, *key), read))


def init_app(app: Flask) -> None:
    """Begin with an empty memory."""
    app.extensions["portal_memory"] = Memory()
