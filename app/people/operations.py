"""Making participants and their codes; making people, giving roles, and sign-in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow, Role, require
from app.foundation.access.keys import KeyRing, new_token
from app.foundation.database import insert_once
from app.history import operations as history
from app.people import follow_codes, passwords, queries
from app.people.code_words import normalise_code
from app.people.models import (
    Attempt,
    KeyKind,
    Participant,
    ParticipantKey,
    Person,
    RoleGrant,
    WorkSession,
)
from app.people.permissions import may_manage_people
from app.people.scopes import refuse_wrong_scope

NEW_FROM_ONE_ADDRESS_AN_HOUR = 30
FAILED_TRIES = 10
FAILED_TRIES_WINDOW = timedelta(minutes=10)
FAILED_TRIES_WHOLE_SITE_AN_HOUR = 300
# A whole office shares one address, so one person's mistakes there must not stop the others.
FAILED_SIGN_INS_FROM_ONE_ADDRESS = 100
FOLLOW, SIGN_IN = "follow", "sign_in"


class TooManyTries(Exception):
    """So many wrong tries that a pause is due; the page says so and for how long."""


@dataclass(frozen=True)
class NewVoice:
    """A participant just made: the token for its cookie, and whether it waits for a check."""

    participant_id: int
    token: str
    is_held: bool


def new_participant(
    session: Session, actor: Actor, keys: KeyRing, *, address_mark: str, real_now: datetime
) -> NewVoice:
    """Make a voice for somebody who acts for the first time on this browser.

    A hall shares one address, so a rush from one prefix is never refused: from the 31st in an
    hour on, the voice is kept but waits for a check before it counts.
    """
    rush = queries.is_a_rush(
        address_mark, real_now - timedelta(hours=1), NEW_FROM_ONE_ADDRESS_AN_HOUR
    )
    made = session.execute(
        insert(Participant)
        .values(made_at=real_now, address_mark=address_mark, is_held=rush)
        .returning(Participant.id, Participant.is_held)
    ).one()
    if actor.member_id is not None:  # the account is the key; this browser may be a shared one
        _give_voice_to_member(session, actor.member_id, made.id)
        return NewVoice(made.id, "", made.is_held)
    token = new_token()
    _add_key(session, made.id, KeyKind.COOKIE, follow_codes.cookie_digest(keys, token), 0, real_now)
    return NewVoice(made.id, token, made.is_held)


def _give_voice_to_member(session: Session, member_id: int, participant_id: int) -> None:
    member = queries.member_to_change(session, member_id)
    if member.participant_id is not None:
        raise NotPossibleNow("Much happened at the same moment. Press the button once more.")
    member.participant_id = participant_id


def refuse_two_accounts(
    session: Session, actor: Actor, participant_ids: Collection[int], *, most: int = 1
) -> None:
    """Refuse to make one of voices of which too many have an account."""
    if queries.account_count(session, participant_ids) > most:
        raise NotPossibleNow("This belongs to another account. Two accounts cannot become one.")


def drop_device_keys(
    session: Session, actor: Actor, participant_id: int, *, digest: str | None = None
) -> int:
    """Let no browser, or not one, speak for a participant by its cookie; return how many did."""
    which = [ParticipantKey.participant_id == participant_id, ParticipantKey.kind == KeyKind.COOKIE]
    if digest is not None:
        which.append(ParticipantKey.digest == digest)
    gone = session.execute(
        delete(ParticipantKey).where(*which).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a cursor result has it


def new_device_key(
    session: Session, actor: Actor, keys: KeyRing, participant_id: int, *, real_now: datetime
) -> str:
    """Let one more browser speak for a participant; return the token for its cookie."""
    token = new_token()
    digest = follow_codes.cookie_digest(keys, token)
    _add_key(session, participant_id, KeyKind.COOKIE, digest, 0, real_now)
    return token


def follow_code(
    session: Session, actor: Actor, keys: KeyRing, participant_id: int, *, real_now: datetime
) -> str:
    """Return the participant's one follow code, making it the first time."""
    key = queries.find_follow_key(session, participant_id)
    turn = key.turn if key else 0
    while key is None:
        code = follow_codes.follow_code_for(keys, participant_id, turn)
        digest = follow_codes.follow_code_digest(keys, code)
        if _add_key(session, participant_id, KeyKind.FOLLOW_CODE, digest, turn, real_now):
            return code
        turn += 1  # somebody else has that very code: the constraint said so
    return follow_codes.follow_code_for(keys, key.made_for_id, turn)


def participant_of_code(
    session: Session,
    actor: Actor,
    keys: KeyRing,
    typed: str,
    *,
    address_mark: str,
    real_now: datetime,
) -> int | None:
    """Return whom a typed code speaks for; a wrong one is counted, a right one never waits.

    Raises TooManyTries for a wrong code after ten from one address prefix in ten minutes, or
    after 300 in an hour from everybody together.
    """
    code = normalise_code(typed)
    if code:
        digest = follow_codes.follow_code_digest(keys, code)
        found = queries.find_participant_by_key(session, KeyKind.FOLLOW_CODE, digest)
        if found is not None:
            return found
    _count_failure(session, FOLLOW, address_mark, real_now)
    return None


def _count_failure(session: Session, kind: str, mark: str, real_now: datetime) -> None:
    here = queries.attempt_count(session, kind, real_now - FAILED_TRIES_WINDOW, mark)
    everywhere = queries.attempt_count(session, kind, real_now - timedelta(hours=1))
    if here >= FAILED_TRIES or everywhere >= FAILED_TRIES_WHOLE_SITE_AN_HOUR:
        raise TooManyTries
    session.add(Attempt(kind=kind, mark=mark, at=real_now))


def sign_in(
    session: Session,
    actor: Actor,
    email: str,
    password: str,
    *,
    address_mark: str,
    real_now: datetime,
) -> Person | None:
    """Return the person when e-mail and password fit; the same time and answer when not.

    Raises TooManyTries after ten failures in ten minutes for one account, or a hundred from one
    address prefix; the right password waits, too.
    """
    account_mark = "account:" + email.strip().lower()[:50]
    since = real_now - FAILED_TRIES_WINDOW
    for mark, most in (
        (account_mark, FAILED_TRIES),
        (address_mark, FAILED_SIGN_INS_FROM_ONE_ADDRESS),
    ):
        if queries.attempt_count(session, SIGN_IN, since, mark) >= most:
            raise TooManyTries
    person = queries.find_person_by_email(session, email)
    fits = passwords.is_password(password, person.password_hash if person else None)
    if person is None or not fits or person.is_closed:
        session.add_all(
            Attempt(kind=SIGN_IN, mark=mark, at=real_now) for mark in (account_mark, address_mark)
        )
        return None
    return person


def make_person(
    session: Session, actor: Actor, *, email: str, name: str, password: str | None, now: datetime
) -> Person:
    """Make a sign-in; raises NotPossibleNow when the e-mail has one already."""
    require(may_manage_people, actor)
    values = {
        "email": email.strip().lower(),
        "name": name.strip(),
        "password_hash": passwords.hash_password(password) if password else None,
        "session_number": 0,
        "is_closed": False,
        "made_at": now,
    }
    if not insert_once(session, Person.__table__, values):  # type: ignore[arg-type]
        raise NotPossibleNow("Somebody signs in with this e-mail already.")
    person = queries.find_person_by_email(session, email)
    if person is None:
        raise NotPossibleNow("The sign-in could not be made. Try again.")
    history.record(session, actor, "made a sign-in", person, now=now)
    return person


def set_password(
    session: Session, actor: Actor, person: Person, password: str, *, now: datetime
) -> None:
    """Change a password and end all of the person's sessions."""
    if actor.person_id != person.id:
        require(may_manage_people, actor)
    person.password_hash = passwords.hash_password(password)
    end_sessions(session, actor, person)
    history.record(session, actor, "changed a password", person, now=now)


def begin_session(
    session: Session, actor: Actor, person: Person, *, begun_at: datetime
) -> queries.SessionOfWork:
    """Sign a person in on one browser."""
    begun = WorkSession(person_id=person.id, number=person.session_number, begun_at=begun_at)
    session.add(begun)
    session.flush()
    return queries.SessionOfWork(begun.id, person, begun_at, None)


def end_sessions(session: Session, actor: Actor, person: Person) -> None:
    """Sign a person out everywhere."""
    person.session_number += 1


def give_role(
    session: Session,
    actor: Actor,
    person: Person,
    role: Role,
    *,
    place_id: int | None,
    organisation_id: int | None = None,
    today: date,
    ends_on: date | None,
    now: datetime,
) -> RoleGrant:
    """Give a role with a scope and an end date; the person signs in anew to use it."""
    require(may_manage_people, actor)
    if ends_on is not None and ends_on < today:
        raise NotPossibleNow("This last day has passed already. Choose today or a later day.")
    refuse_wrong_scope(role, place_id, organisation_id)
    grant = RoleGrant(
        person_id=person.id, role=role, place_id=place_id, organisation_id=organisation_id,
        starts_on=today, ends_on=ends_on,
    )  # fmt: skip
    session.add(grant)
    end_sessions(session, actor, person)
    history.record(session, actor, "gave a role", person, now=now, reason_code=role.value)
    return grant


def take_role_back(session: Session, actor: Actor, grant: RoleGrant, *, now: datetime) -> None:
    """End a role now, and with it the person's sessions; one administrator always stays."""
    require(may_manage_people, actor)
    if grant.taken_back_at is not None:
        raise NotPossibleNow("This role was taken back already.")
    person = queries.person_to_change(session, grant.person_id)
    left = queries.people_holding(session, grant, clock.local_day(now))
    if grant.role is Role.ADMIN and actor.job is None and not left:
        raise NotPossibleNow("This is the last administrator. Make another one first.")
    grant.taken_back_at = now
    end_sessions(session, actor, person)
    history.record(
        session, actor, "took a role back", person, now=now, reason_code=grant.role.value
    )


def _add_key(
    session: Session, participant_id: int, kind: KeyKind, digest: str, turn: int, real_now: datetime
) -> bool:
    return insert_once(
        session,
        ParticipantKey.__table__,  # type: ignore[arg-type]
        {
            "participant_id": participant_id,
            "made_for_id": participant_id,
            "kind": kind,
            "digest": digest,
            "turn": turn,
            "made_at": real_now,
        },
    )
