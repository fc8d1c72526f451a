"""Sessions of people who work here: the step between password and second step, and the session.

The signed cookie names a row, which ends that session alone; the row holds the number of the
person's sessions, which moves to end them all at once. Each step clears what was there before it
(T46).
"""

from datetime import datetime, timedelta

from flask import session as cookie_session
from flask_login import UserMixin, current_user, login_user, logout_user

from app.extensions import db
from app.foundation import clock
from app.foundation.web.headers import IDLE_SECONDS
from app.people import queries
from app.people.models import Person
from app.people.queries import SessionOfWork

MAY_IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
# After the password: long enough to find the phone, and to set up an app the first time.
STEP_LIVES = timedelta(minutes=30)
# For so long after a second step one may change one's locks without another.
PROOF_LIVES = timedelta(minutes=10)
LONGEST_NEXT = 1000  # more would not fit into a cookie
STEP, NEXT, PROVED = "step", "next", "proved"
WORK = "w"
SIGNED_IN_AS = "_user_id"  # what Flask-Login calls it in the session


class SignedIn(UserMixin):
    """A session of work."""

    def __init__(self, found: SessionOfWork) -> None:
        """Keep what is known of the session in this request."""
        self.found = found

    def get_id(self) -> str:
        """Return what the signed session cookie holds."""
        return f"{WORK}{self.found.id}"


def load_session(named: str) -> SignedIn | None:
    """Return whose session of work this is; None when it was ended or lasted too long."""
    number = named.removeprefix(WORK)
    if number == named or not number.isdecimal():  # or what older cookies held
        return None
    since = clock.real_now() - timedelta(seconds=LONGEST_SECONDS)
    found = queries.find_work_session(db.session, int(number), since=since)
    return SignedIn(found) if found else None


def signed_in_here() -> object | None:
    """Return whose session this browser holds, of work or of an account; most hold none."""
    if SIGNED_IN_AS not in cookie_session:
        return None
    return current_user._get_current_object()  # type: ignore[no-any-return]  # noqa: SLF001 - the way Werkzeug documents


def session_of_work() -> SessionOfWork | None:
    """Return this request's session of work."""
    somebody = signed_in_here()
    return somebody.found if isinstance(somebody, SignedIn) else None


def session_began_at() -> datetime:
    """Return when this request's session of work began: a new one for it lasts no longer."""
    found = session_of_work()
    return found.begun_at if found else clock.real_now()


def signed_in_person() -> Person | None:
    """Return the person of this request's session of work."""
    found = session_of_work()
    return found.person if found else None


def begin_step(person: Person, wanted: str = "") -> None:
    """Note that the first step is done; it opens nothing but the way to the second."""
    cookie_session.clear()
    cookie_session[STEP] = [person.id, person.session_number, _seconds()]
    cookie_session[NEXT] = wanted if len(wanted) <= LONGEST_NEXT else ""


def person_at_step() -> Person | None:
    """Return who has done the first step in this browser, and not the second."""
    person_id, number, begun = cookie_session.get(STEP) or (0, 0, 0)
    if not 0 <= _seconds() - begun < STEP_LIVES.total_seconds():
        return None
    person = queries.find_person(db.session, person_id)
    if person is None or person.is_closed or person.session_number != number:
        return None
    return person


def open_session(begun: SessionOfWork) -> None:
    """Give the browser a new session after the second step; nothing from before is carried over."""
    cookie_session.clear()
    login_user(SignedIn(begun))
    cookie_session.permanent = True
    cookie_session[IDLE_SECONDS] = MAY_IDLE_SECONDS
    note_proof()


def note_proof() -> None:
    """Note that whoever sits here has just shown a second step."""
    cookie_session[PROVED] = _seconds()


def is_just_proved() -> bool:
    """Tell whether a second step was shown here a short while ago."""
    proved: int = cookie_session.get(PROVED, 0)
    return 0 <= _seconds() - proved < PROOF_LIVES.total_seconds()


def close_session() -> None:
    """Take the session from the browser."""
    logout_user()
    cookie_session.clear()


def _seconds() -> int:
    return int(clock.real_now().timestamp())
