"""Who makes a request, now that residents may be signed in as well; handed over in `create_app`.

A member's session holds a token of its own, and the database a row that ends it: what is signed
out is dead at once, wherever its cookie was copied to.
"""

from datetime import datetime

from flask import session as cookie_session
from flask_login import UserMixin, login_user, logout_user

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.database import before_ones_turn
from app.foundation.web.headers import IDLE_SECONDS
from app.foundation.web.remembered import know_visible_change
from app.foundation.web.session import key_ring
from app.helping import sessions as helping_sessions
from app.members import queries
from app.members.operations import SESSION_LIVES
from app.members.secrets import session_digest
from app.people import sessions as work_sessions
from app.people import views as people_views
from app.people.sessions import SignedIn, signed_in_here

MAY_IDLE_SECONDS = 14 * 24 * 3600
MEMBER = "m"


class MemberSignedIn(UserMixin):
    """A member's session on one device."""

    def __init__(
        self,
        token: str,
        actor: Actor | None = None,
        change: int | None = None,
        used_at: datetime | None = None,
    ) -> None:
        """Keep the token, who it speaks for, and what was read with it."""
        self.token, self.actor, self.change, self.used_at = token, actor, change, used_at

    def get_id(self) -> str:
        """Return what the signed session cookie holds."""
        return MEMBER + self.token


def load_session(session_id: str) -> MemberSignedIn | SignedIn | None:
    """Return whose session this is, of a member or of somebody who works here."""
    if not session_id.startswith(MEMBER):
        return work_sessions.load_session(session_id)
    token = session_id.removeprefix(MEMBER)
    digest, since = session_digest(key_ring(), token), clock.real_now() - SESSION_LIVES
    with before_ones_turn(db.session):
        found = queries.find_member_actor(db.session, digest, since=since)
    return MemberSignedIn(token, *found) if found else None


def load_actor() -> Actor:
    """Return who makes this request, a member or whom `people` knows, or whom they help now."""
    somebody = signed_in_here()
    if isinstance(somebody, MemberSignedIn) and somebody.actor is not None:
        know_visible_change(somebody.change)
        actor = somebody.actor
    else:
        actor = people_views.load_actor()
    return helping_sessions.helping_or_oneself(actor)


def session_token() -> str:
    """Return the token of the member's session of this request."""
    somebody = signed_in_here()
    return somebody.token if isinstance(somebody, MemberSignedIn) else ""


def used_at() -> datetime | None:
    """Return when the session of this request was last used to send something, as it was read."""
    somebody = signed_in_here()
    if isinstance(somebody, MemberSignedIn):
        return somebody.used_at
    at_work = work_sessions.session_of_work()
    return (at_work.sent_at or at_work.begun_at) if at_work else None


def open_session(token: str) -> None:
    """Give the browser a new session; nothing from before is carried over (T46)."""
    cookie_session.clear()
    login_user(MemberSignedIn(token))
    cookie_session.permanent = True
    cookie_session[IDLE_SECONDS] = MAY_IDLE_SECONDS


def close_session() -> None:
    """Take the session from the browser."""
    logout_user()
    cookie_session.clear()
