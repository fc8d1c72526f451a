"""Who acts while somebody helps, and the end of it after five minutes without a press.

The session of work holds the number of the turn and when the last page was asked for; whom it
speaks for stands in the database alone.
"""

from datetime import UTC, datetime, timedelta

from flask import g, request
from flask import session as cookie_session

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.helping import queries
from app.helping.operations import GO_ON_WITHIN
from app.people import views as people_views

HELPING = "helping"
MAY_PAUSE = timedelta(minutes=5)


def load_actor() -> Actor:
    """Return who makes this request, as the voice of whoever they help now."""
    actor = people_views.load_actor()
    if actor.person_id is None or HELPING not in cookie_session:
        return actor
    helping_id, seen = cookie_session[HELPING]
    pause = clock.real_now() - datetime.fromtimestamp(seen, UTC)
    if pause > MAY_PAUSE:
        if pause < GO_ON_WITHIN:
            g.paused_helping = helping_id
        return actor
    helper = queries.helping_actor(db.session, actor, helping_id)
    if helper is None:  # ended in another window
        cookie_session.pop(HELPING)
        return actor
    if request.endpoint != "static":
        note(helping_id)
    return helper


def note(helping_id: int) -> None:
    """Note in this browser which turn it is in, and that somebody sits here."""
    cookie_session[HELPING] = [helping_id, int(clock.real_now().timestamp())]


def wipe() -> None:
    """Leave nothing in this browser of whom it spoke for."""
    cookie_session.pop(HELPING, None)
    g.pop("paused_helping", None)


def paused_helping() -> int | None:
    """Return the turn that a pause ended, while one is still asked about it."""
    found: int | None = g.get("paused_helping")
    return found


def last_seen() -> datetime:
    """Return when this browser last asked for a page in a turn of helping."""
    _id, seen = cookie_session.get(HELPING, (0, 0))
    return datetime.fromtimestamp(seen, UTC)
