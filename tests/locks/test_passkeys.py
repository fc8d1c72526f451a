"""Passkeys: made and shown rightly, and everything that is not right about one."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.foundation.access import VISITOR, NotAllowed, NotFound, NotPossibleNow
from app.history.models import HistoryEntry
from app.locks import operations, proofs, queries
from app.locks.models import Passkey
from app.people.models import Member
from app.people.queries import person_to_change
from tests.conftest import KEYS
from tests.locks.authenticator import HOST, ORIGIN, PRESENT, VERIFIED, Phone

SITE = proofs.Site(name="Thegither", host=HOST, origin=ORIGIN)


def asked(challenge, **more):
    return json.loads(proofs.options_to_show(SITE, challenge, **more))


def makes(session, make, owner, phone=None, *, challenge=None, name="Phone", now):
    phone, challenge = phone or Phone(), challenge or secrets.token_bytes(32)
    options = proofs.options_to_make(
        SITE, challenge, handle=operations.handle_of(KEYS, owner), email="mo@x.example", known=[]
    )
    added = operations.add_passkey(
        session, actor_of(make, owner), owner, phone.make(json.loads(options)), site=SITE,
        challenge=challenge, name=name, now=now, real_now=now,
    )  # fmt: skip
    session.flush()
    return phone if added else None


def actor_of(make, owner):
    from app.foundation.access import Actor  # noqa: PLC0415

    return Actor(member_id=owner.id) if isinstance(owner, Member) else make.actor_of(owner)


def shows(session, phone, now, *, owner="person", owner_id=None, challenge=None, credential=None):
    challenge = challenge or secrets.token_bytes(32)
    credential = credential or phone.show(asked(challenge))
    return operations.use_passkey(
        session, VISITOR, owner, credential, site=SITE, challenge=challenge, owner_id=owner_id,
        real_now=now,
    )  # fmt: skip


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def member(session, now):
    member = Member(email="gordon@post.example", made_at=now)
    session.add(member)
    session.flush()
    return member


@pytest.fixture
def phone(session, make, person, now):
    return makes(session, make, person, now=now)


def test_it_is_asked_to_name_its_owner_and_to_ask_for_the_lock(person):
    handle = operations.handle_of(KEYS, person)
    options = json.loads(
        proofs.options_to_make(SITE, b"x" * 32, handle=handle, email="e", known=[])
    )
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert options["attestation"] == "none"
    assert asked(b"x" * 32)["userVerification"] == "required"
    assert str(person.id).encode() not in handle


def test_one_that_was_made_opens(session, person, phone, now):
    assert shows(session, phone, now) == person.id
    assert shows(session, phone, now) == person.id
    passkey = queries.passkeys_of(session, "person", person.id)[0]
    assert (passkey.sign_count, passkey.used_at) == (2, now)
    assert shows(session, phone, now, owner_id=person.id) == person.id


def test_it_opens_for_nobody_else_and_nothing_else(session, make, person, phone, member, now):
    other = make.person()
    assert shows(session, phone, now, owner_id=other.id) is None
    assert shows(session, phone, now, owner="member") is None
    of_member = makes(session, make, member, now=now)
    assert shows(session, of_member, now, owner="member") == member.id
    assert shows(session, of_member, now) is None


def test_an_answer_works_once(session, phone, now):
    challenge = secrets.token_bytes(32)
    credential = phone.show(asked(challenge))
    assert shows(session, phone, now, challenge=challenge, credential=credential) is not None
    assert shows(session, phone, now, challenge=challenge, credential=credential) is None


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"}, {"origin": "http://localhost:9999"},
        {"host": "evil.example"}, {"flags": PRESENT}, {"flags": VERIFIED}, {"count": -5},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_said_elsewhere_or_without_the_lock_opens_nothing(session, phone, now, bent):
    assert shows(session, phone, now) is not None
    for name, value in bent.items():
        setattr(phone, name, value if name != "count" else 0)
    assert shows(session, phone, now) is None  # a count that goes back: somebody copied it


def test_another_phone_under_the_same_name_opens_nothing(session, phone, now):
    assert shows(session, Phone(credential_id=phone.credential_id, count=9), now) is None


def test_the_answer_to_another_challenge_opens_nothing(session, phone, now):
    credential = phone.show(asked(secrets.token_bytes(32)))
    assert shows(session, phone, now, credential=credential) is None


@pytest.mark.parametrize(
    "credential",
    [
        "", "x", "{}", "[]", "null", "1", '{"id": 5}', '{"id": "x"}', "🚌", "[" * 5_000,
        '{"id": "' + "a" * 30_000 + '"}',
        '{"id":"x","rawId":"x","response":{},"type":"public-key"}',
    ],
)  # fmt: skip
def test_what_is_no_passkey_opens_nothing_and_breaks_nothing(
    session, make, person, phone, now, credential
):
    assert shows(session, phone, now, credential=credential or " ") is None
    added = operations.add_passkey(
        session, make.actor_of(person), person, credential, site=SITE,
        challenge=secrets.token_bytes(32), name="x", now=now, real_now=now,
    )  # fmt: skip
    assert not added


def test_a_known_name_with_anything_else_breaks_nothing(session, phone, now):
    right = json.loads(phone.show(asked(b"c" * 32)))
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        for wrong in ("", "AAAA", "!!", None, 5, [], "A" * 9_000):
            bent = {**right, "response": {**right["response"], part: wrong}}
            told = shows(session, phone, now, challenge=b"c" * 32, credential=json.dumps(bent))
            assert told is None, (part, wrong)
    for part in ("rawId", "type", "response"):
        assert shows(session, phone, now, credential=json.dumps({**right, part: None})) is None


@pytest.mark.parametrize(
    "bent",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}],
    ids=str,
)
def test_one_made_elsewhere_or_without_the_lock_is_not_kept(session, make, person, now, bent):
    assert makes(session, make, person, Phone(**bent), now=now) is None
    assert queries.passkeys_of(session, "person", person.id) == []


def test_one_passkey_stands_once(session, make, person, phone, member, now):
    for owner in (person, member):
        with pytest.raises(NotPossibleNow):
            makes(session, make, owner, phone, now=now)


def test_nobody_adds_names_or_removes_for_another(session, make, person, phone, member, now):
    stranger = make.actor_of(make.person())
    passkey = queries.passkeys_of(session, "person", person.id)[0]
    for actor in (stranger, VISITOR, actor_of(make, member)):
        with pytest.raises(NotAllowed):
            operations.remove_passkey(session, actor, person, passkey.id, now=now)
        with pytest.raises(NotAllowed):
            operations.rename_passkey(session, actor, person, passkey.id, "x", now=now)
        with pytest.raises(NotAllowed):
            operations.add_passkey(
                session, actor, person, "", site=SITE, challenge=b"", name="x", now=now,
                real_now=now,
            )  # fmt: skip
    with pytest.raises(NotFound):
        operations.remove_passkey(session, actor_of(make, member), member, passkey.id, now=now)


def test_there_is_a_most(session, make, person, now, monkeypatch):
    monkeypatch.setattr(operations, "MOST_PASSKEYS", 2)
    for _ in range(2):
        makes(session, make, person, now=now)
    with pytest.raises(NotPossibleNow):
        makes(session, make, person, now=now)


def test_of_somebody_who_works_here_the_last_lock_stays(session, make, now):
    person = make.person(has_app=False)
    actor = make.actor_of(person)
    makes(session, make, person, now=now)
    makes(session, make, person, now=now)
    first, second = queries.passkeys_of(session, "person", person.id)
    operations.remove_passkey(session, actor, person, first.id, now=now)
    session.flush()
    with pytest.raises(NotPossibleNow):
        operations.remove_passkey(session, actor, person, second.id, now=now)
    with pytest.raises(NotPossibleNow):
        operations.remove_app(session, actor, person, now=now)


def test_a_member_may_take_the_last_one_away(session, make, member, now):
    makes(session, make, member, now=now)
    (passkey,) = queries.passkeys_of(session, "member", member.id)
    operations.remove_passkey(session, actor_of(make, member), member, passkey.id, now=now)
    session.flush()
    assert queries.passkeys_of(session, "member", member.id) == []


def test_two_who_take_the_last_two_away_at_once_leave_one(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        person = make.person(has_app=False)
        actor = make.actor_of(person)
        for _ in range(2):
            makes(session, make, person, now=now)
        ids = [each.id for each in queries.passkeys_of(session, "person", person.id)]
        session.commit()

    def removes(passkey_id):
        with fresh_database.session() as session:
            try:
                held = person_to_change(session, actor.person_id)
                operations.remove_passkey(session, actor, held, passkey_id, now=now)
                session.commit()
            except NotPossibleNow:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(removes, ids)) == [False, True]


def test_everything_about_them_is_in_the_history(session, make, person, phone, now):
    actor = make.actor_of(person)
    passkey = queries.passkeys_of(session, "person", person.id)[0]
    operations.rename_passkey(session, actor, person, passkey.id, "Work phone", now=now)
    operations.remove_app(session, actor, person, now=now)
    entries = session.scalars(
        select(HistoryEntry.verb)
        .where(HistoryEntry.subject == "person", HistoryEntry.subject_id == person.id)
        .order_by(HistoryEntry.id)
    ).all()
    assert entries[-3:] == ["added a passkey", "renamed a passkey", "took the app away"]


def test_a_passkey_has_exactly_one_owner(session, person, member, now):
    for owners in ({}, {"person_id": person.id, "member_id": member.id}):
        row = Passkey(
            credential_id="x", public_key="", sign_count=0, name="x", made_at=now, **owners
        )
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(row)


def test_dropping_all_locks_drops_those_of_one_alone(session, make, person, phone, now):
    other = make.person()
    makes(session, make, other, now=now)
    operations.drop_locks(session, make.actor_of(person), person)
    session.expire_all()
    assert queries.locks_of(session, person.id).count == 0
    assert queries.locks_of(session, other.id).count == 2
    assert shows(session, phone, now + timedelta(seconds=1)) is None
