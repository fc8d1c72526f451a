"""What one needs to try the demo place: sign-ins of its staff, two follow codes, an account."""

from sqlalchemy.orm import Session

from app.demo.followings import FOLLOWERS
from app.demo.groups import GROUP_MEMBERS
from app.demo.shapes_of_places import StaffMember
from app.demo.staff import STAFF
from app.extensions import db
from app.foundation.access.keys import KeyRing
from app.foundation.web.session import key_ring
from app.members.queries import find_member_by_email
from app.people.follow_codes import follow_code_for
from app.people.passwords import is_password
from app.seed.known import number_of
from app.seed.queries import follow_key_of_writer, leads_with_accounts, sign_ins_of
from app.seed.staff import DEMO_PASSWORD
from app.seed.voices import AISHAS_NEED, GORDONS_NEEDS

_EMAILS = tuple(each.email for each in STAFF)
_FOLLOWERS = {"Gordon's": GORDONS_NEEDS[0], "Aisha's": AISHAS_NEED}


def sign_ins() -> list[str]:
    """Return the demo sign-ins as lines to print."""
    return sign_in_lines(db.session, key_ring())


def sign_in_lines(session: Session, keys: KeyRing) -> list[str]:
    """Return a line for each demo sign-in that still works, and for each follow code."""
    stored = {each.email: each.password_hash for each in sign_ins_of(session, _EMAILS)}
    # All were hashed once, so one look tells for all whose password was never changed.
    fits = {stored_hash: is_password(DEMO_PASSWORD, stored_hash) for stored_hash in stored.values()}
    lines = [
        f"{each.name}, {_job_of(each)}: {each.email} / {DEMO_PASSWORD}"
        for each in STAFF
        if fits.get(stored.get(each.email))
    ]
    lines += [
        f"{each.name}, resident with an account: {each.email} (six numbers come by letter)"
        for each in FOLLOWERS
        if find_member_by_email(session, each.email) is not None
    ]
    leads = leads_with_accounts(session, [each.email for each in GROUP_MEMBERS if each.leads])
    lines += [
        f"A lead of {group}: sign in as a resident with {email}; six numbers come by letter"
        for email, group in leads
    ]
    for whose, need in _FOLLOWERS.items():
        key = follow_key_of_writer(session, number_of(need))
        if key is not None:
            code = follow_code_for(keys, key.made_for_id, key.turn)
            lines.append(f"{whose} follow code: {code}")
    return lines


def _job_of(person: StaffMember) -> str:
    title = person.title[0].lower() + person.title[1:]
    return f"{title} and administrator" if person.is_administrator_too else title
