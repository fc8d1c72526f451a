"""The staff of the demo place: who does what in its past, and the password they share."""

from datetime import date

from sqlalchemy.orm import Session

from app.demo.shapes_of_places import StaffMember
from app.demo.staff import STAFF
from app.foundation.access import Actor, Role
from app.foundation.access.keys import KeyRing
from app.locks.models import AppLock
from app.locks.numbers import new_secret
from app.locks.operations import encrypted
from app.people.models import Person, RoleGrant
from app.people.passwords import hash_password
from app.seed.history import History
from app.seed.known import Known
from app.seed.moments import moment
from app.seed.operations import put_rows, put_rows_with_ids

# Everybody on the demo's staff has it. It is printed when the demo starts and guards nothing real.
DEMO_PASSWORD = "a-place-to-try-things"  # noqa: S105
STAFF_SINCE = date(2025, 4, 1)
COUNCILLORS_UNTIL = date(2027, 5, 6)


def _holding(role: str) -> tuple[str, ...]:
    return tuple(each.email for each in STAFF if each.role == role)


MODERATORS = _holding("moderator")
PLANNER = _holding("planner")[0]
ADMIN = _holding("admin")[0]


def _roles(person: StaffMember) -> tuple[Role, ...]:
    first = Role(person.role)
    return (first, Role.ADMIN) if person.is_administrator_too else (first,)


def lay_out_staff(
    session: Session, actor: Actor, keys: KeyRing, known: Known, history: History
) -> None:
    """Put down people with their roles. All who sign in share one password, hashed once.

    Each has an app of their own; the portal shows its numbers, in the demo place alone.
    """
    password_hash = hash_password(DEMO_PASSWORD)
    made_at = moment(STAFF_SINCE, 9)
    people = [
        {
            "email": each.email,
            "name": each.name,
            "password_hash": password_hash,
            "session_number": 0,
            "is_closed": False,
            "made_at": made_at,
        }
        for each in STAFF
    ]
    ids = put_rows_with_ids(session, actor, Person, people)
    known.people.update(zip((each.email for each in STAFF), ids, strict=True))
    apps = [
        {
            "person_id": person_id,
            "secret": encrypted(keys, person_id, new_secret()),
            "next_secret": "",
            "last_step": 0,
            "failures": 0,
            "failed_at": None,
            "made_at": made_at,
        }
        for person_id in ids
    ]
    put_rows(session, actor, AppLock, apps)
    grants = [
        {
            "person_id": known.people[each.email],
            "role": role,
            "place_id": known.wards[each.ward] if each.ward else None,
            "organisation_id": known.organisations[each.body] if each.body else None,
            "starts_on": STAFF_SINCE,
            "ends_on": COUNCILLORS_UNTIL if each.role == "councillor" else None,
            "taken_back_at": None,
        }
        for each in STAFF
        for role in _roles(each)
    ]
    put_rows(session, actor, RoleGrant, grants)
    for each in STAFF:
        person_id = known.people[each.email]
        history.staff(made_at, "made a sign-in", Person, person_id, by=ADMIN)
        for role in _roles(each):
            history.staff(
                made_at, "gave a role", Person, person_id, by=ADMIN, reason_code=role.value
            )
