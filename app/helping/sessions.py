"""Who acts while somebody helps, and the end of it after five minutes without a press.

The session, of work or of an account, holds the number of the turn and when the last page was
asked for; whom it speaks for stands in the database alone.
"""

from datetime import UTC, datetime, timedelta

from flask import g, request
from flask import session as cookie_session

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.web.session import place_now
from app.helping import queries
from app.helping.operations import GO_ON_WITHIN

HELPING = "helping"
MAY_PAUSE = timedelta(minutes=5)


def helping_or_oneself(actor: Actor) -> Actor:
    """Return whoever is signed in as the voice of whom they help now, or as themselves."""
    if HELPING not in cookie_session:
        return actor
    helping_id, seen = cookie_session[HELPING]
    helper = None
    if actor.has_session:
        today = clock.local_day(place_now())
        helper = queries.helping_actor(db.session, actor, helping_id, today=today)
    if helper is None:
        _note_that_it_is_over()
        return actor
    pause = clock.real_now() - datetime.fromtimestamp(seen, UTC)
    if pause > MAY_PAUSE:
        if pause < GO_ON_WITHIN:
            g.paused_helping = helping_id
        else:
            _note_that_it_is_over()
        return actor
    if request.endpoint != "static":
        note(helping_id)
    return helper


def note(helping_id: int) -> None:
    """Note in this browser which turn it is in, and that somebody sits here."""
    cookie_session[HELPING] = [helping_id, int(clock.real_now().timestamp())]


def change_token() -> None:
    """Let no page that is open still in another window be sent as somebody else.

    Its words were written for whoever this browser spoke for then.
    """
    cookie_session.pop("csrf_token", None)


def wipe() -> None:
    """Leave nothing in this browser of whom it spoke for."""
    cookie_session.pop(HELPING, None)
    change_token()
    g.pop("paused_helping", None)


def _note_that_it_is_over() -> None:
    """Note that helping ended by itself: what was typed for somebody is nobody else's voice."""
    cookie_session.pop(HELPING)
    g.helping_is_over = True


def is_over() -> bool:
    """Tell whether this request finds that helping ended by itself."""
    return bool(g.get("helping_is_over", False))


def paused_helping() -> int | None:
    """Return the turn that a pause ended, while one is still asked about it."""
    found: int | None = g.get("paused_helping")
    return found
