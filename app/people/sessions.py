"""Sessions of people who work here: the step between password and second step, and the session.

The signed cookie holds the number of the person's sessions, which moves to end them all at once,
and when it was begun. Each step clears what was there before it (T46).
"""

from datetime import timedelta

from flask import session as cookie_session
from flask_login import UserMixin, current_user, login_user, logout_user

from app.extensions import db
from app.foundation import clock
from app.foundation.web.headers import IDLE_SECONDS
from app.people import queries
from app.people.models import Person

MAY_IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
# After the password: long enough to find the phone, and to set up an app the first time.
STEP_LIVES = timedelta(minutes=30)
# For so long after a second step one may change one's locks without another.
PROOF_LIVES = timedelta(minutes=10)
LONGEST_NEXT = 1000  # more would not fit into a cookie
STEP, NEXT, PROVED = "step", "next", "proved"


class SignedIn(UserMixin):
    """A session of work. Its id carries the session number, so that moving that ends it."""

    def __init__(self, person: Person, begun: int) -> None:
        """Keep the person for this request, and the second in which the session began."""
        self.person, self.begun = person, begun

    def get_id(self) -> str:
        """Return what the signed session cookie holds."""
        return session_id(self.person, self.begun)


def session_id(person: Person, begun: int) -> str:
    """Return how a session of work is named in its cookie."""
    return f"{person.id}:{person.session_number}:{begun}"


def load_session(named: str) -> SignedIn | None:
    """Return whose session of work this is; None when it was ended or lasted too long."""
    person_id, _, rest = named.partition(":")
    number, _, begun = rest.partition(":")
    if not begun.isdecimal() or not 0 <= _seconds() - int(begun) < LONGEST_SECONDS:
        return None
    person = queries.find_person(db.session, int(person_id))
    if person is None or person.is_closed or str(person.session_number) != number:
        return None
    return SignedIn(person, int(begun))


def signed_in_person() -> Person | None:
    """Return the person of this request's session of work."""
    somebody = current_user._get_current_object()  # noqa: SLF001 - the way Werkzeug documents
    return somebody.person if isinstance(somebody, SignedIn) else None


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


def open_session(person: Person, *, keep_begun: bool = False) -> None:
    """Give the browser a new session after the second step; nothing from before is carried over."""
    somebody = current_user._get_current_object()  # noqa: SLF001
    begun = somebody.begun if keep_begun and isinstance(somebody, SignedIn) else _seconds()
    cookie_session.clear()
    login_user(SignedIn(person, begun))
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
