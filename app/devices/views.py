"""Where one is signed in: one page for residents and for people who work here."""

from datetime import timedelta

from flask import Blueprint, Response, flash, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.devices import operations, queries
from app.devices.operations import NOTED_EVERY
from app.devices.permissions import may_see_devices
from app.extensions import db
from app.foundation import clock
from app.foundation.access import SignedOut, require
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import SAFE_METHODS, current_actor, key_ring, place_now
from app.members import sessions
from app.members.operations import SESSION_LIVES
from app.members.secrets import session_digest
from app.people.sessions import LONGEST_SECONDS, session_of_work

pages = Blueprint("devices", __name__, url_prefix="/signed-in")

TOO_BAD = 400


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show where one is signed in; whoever is not may sign in."""
    actor, now = current_actor(), clock.real_now()
    if not actor.has_session:
        return see_other(url_for("members.join", next=url_for(".index")))
    require(may_see_devices, actor)
    if actor.member_id is not None:
        found = queries.devices_of_member(db.session, actor.member_id, since=now - SESSION_LIVES)
    else:
        since = now - timedelta(seconds=LONGEST_SECONDS)
        found = queries.devices_of_person(db.session, actor.person_id or 0, since=since)
    digest, session_id = _this_one()
    here = [each for each in found if each.id == session_id or (digest and each.digest == digest)]
    others = [each for each in found if each not in here]
    return never_keep(
        make_response(render_template("devices/index.html", here=here, others=others))
    )


def _this_one() -> tuple[str, int]:
    """Return by what this browser's own session is known: a resident's digest, or its number."""
    token, at_work = sessions.session_token(), session_of_work()
    return session_digest(key_ring(), token) if token else "", at_work.id if at_work else 0


@pages.post("/<int:device_id>/sign-out")
@public
def sign_out(device_id: int) -> ResponseReturnValue:
    """Sign out in one browser."""
    actor = current_actor()
    if not actor.has_session:
        raise SignedOut(url_for(".index"))
    operations.end_device(db.session, actor, device_id, now=place_now(), real_now=clock.real_now())
    db.session.commit()
    flash(_("That one is signed out."), "success")
    return see_other(url_for(".index"))


@pages.after_app_request
def note_use(answer: Response) -> Response:
    """Keep now and then when something was last sent from here; looking at a page writes nothing.

    It comes after the act, in a transaction of its own: an act never waits for it.
    """
    is_act = request.method not in SAFE_METHODS and answer.status_code < TOO_BAD
    used_at = sessions.used_at() if is_act and "actor" in g and g.actor.has_session else None
    now = clock.real_now()
    if used_at is None or now - used_at < NOTED_EVERY:
        return answer
    digest, session_id = _this_one()
    db.session.rollback()  # what the act did not commit stays undone
    operations.note_use(db.session, g.actor, digest=digest, session_id=session_id, real_now=now)
    db.session.commit()
    return answer
