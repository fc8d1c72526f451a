"""How long things are kept, and every cookie: made from what the portal itself goes by."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.foundation.web.audience import public
from app.foundation.web.session import (
    PARTICIPANT_DAYS,
    note_cookie_name,
    participant_cookie_name,
)
from app.members.sessions import MAY_IDLE_SECONDS
from app.retention.table import TABLE

pages = Blueprint("retention", __name__)

DAY_SECONDS, HOUR_SECONDS = 24 * 3600, 3600


@pages.get("/privacy/how-long")
@public
def how_long() -> ResponseReturnValue:
    """Show the table that the jobs keep to."""
    return render_template("retention/how_long.html", table=TABLE)


@pages.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """Show each cookie by the name that a browser shows."""
    return render_template(
        "retention/cookies.html",
        participant=participant_cookie_name(),
        note=note_cookie_name(),
        session=current_app.config["SESSION_COOKIE_NAME"],
        participant_days=PARTICIPANT_DAYS,
        member_days=MAY_IDLE_SECONDS // DAY_SECONDS,
        staff_hours=int(current_app.permanent_session_lifetime.total_seconds()) // HOUR_SECONDS,
    )
