"""Codes, accounts and sessions: who may, what crosses at the same moment, what is forgotten."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation.access import VISITOR, Actor, NotAllowed, NotPossibleNow, Role
from app.members import operations, secrets
from app.members.models import CodePurpose, MemberSession, SignInCode
from app.members.permissions import may_join, may_use_account
from app.members.queries import find_member_actor, has_account, what_was_said
from app.people.models import Member, Participant
from app.people.operations import new_participant
from app.recounts.operations import differences
from app.voices.operations import join_participants, support_need, took_part
from tests.builders import BUILDER
from tests.conftest import KEYS

EMAIL, BROWSER = "gordon@post.example", "a browser"
AT_ONCE = 50


def asks(session, now, *, email=EMAIL, browser=BROWSER, actor=VISITOR, purpose=CodePurpose.JOIN):
    return operations.ask_for_code(
        session, actor, KEYS, email, purpose=purpose, browser=browser, address_mark="m",
        real_now=now,
    )  # fmt: skip


def uses(session, typed, now, *, browser=BROWSER, actor=VISITOR, purpose=CodePurpose.JOIN):
    return operations.use_code(
        session, actor, KEYS, typed, purpose=purpose, browser=browser, real_now=now
    )


@pytest.fixture
def join(session, make, now):
    """Make an account; give a participant and it speaks for that one."""

    def joined(email=EMAIL, voice=None):
        member = operations.join(session, VISITOR, email, now=now, real_now=now)
        member.participant_id = voice
        session.flush()
        return member, Actor(member_id=member.id, participant_id=voice)

    return joined


def test_what_is_stored_opens_nothing(session, make, now):
    sent = asks(session, now)
    session.flush()
    row = session.scalar(select(SignInCode))
    stored = " ".join(str(getattr(row, column.name)) for column in SignInCode.__table__.c)
    assert sent.code not in stored
    assert sent.link not in stored
    assert BROWSER not in stored
    assert row.email == EMAIL
    assert uses(session, sent.code, now) == EMAIL
    session.flush()
    session.refresh(row)
    assert (row.email, row.used_at) == ("", now)


def test_numbers_fit_one_browser_and_one_purpose(session, make, now, join):
    _member, actor = join()
    sent = asks(session, now)
    new = asks(session, now, email="new@post.example", actor=actor, purpose=CodePurpose.NEW_ADDRESS)
    session.flush()
    assert uses(session, sent.code, now, browser="another") is None
    assert uses(session, new.code, now) is None or new.code == sent.code
    assert uses(session, sent.code, now, actor=actor, purpose=CodePurpose.NEW_ADDRESS) is None
    stranger = Actor(member_id=actor.member_id + 1)
    assert uses(session, new.code, now, actor=stranger, purpose=CodePurpose.NEW_ADDRESS) is None
    assert operations.use_link(session, VISITOR, KEYS, new.link, real_now=now) is None
    assert uses(session, new.code, now, actor=actor, purpose=CodePurpose.NEW_ADDRESS) == (
        "new@post.example"
    )


def test_using_one_ends_what_else_was_sent_there(session, make, now):
    first, second = asks(session, now), asks(session, now, browser="a phone")
    session.flush()
    assert uses(session, second.code, now, browser="a phone") == EMAIL
    assert uses(session, first.code, now) is None
    assert operations.use_link(session, VISITOR, KEYS, first.link, real_now=now) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("12-34-56", "123456"), ("١٢٣٤٥٦", "123456"),
     ("12345", ""), ("1234567", ""), ("", ""), ("1" * 1000, "")],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed, read):
    assert secrets.typed_code(typed) == read


def test_nobody_signed_in_for_work_joins(session, make, now):
    staff = make.actor(Role.PLANNER)
    assert not may_join(staff)
    assert not may_use_account(staff)
    for act in (
        lambda: asks(session, now, actor=staff),
        lambda: operations.use_link(session, staff, KEYS, "x", real_now=now),
        lambda: operations.join(session, staff, EMAIL, now=now, real_now=now),
        lambda: operations.put_with_account(session, staff, make.participant().id, now=now),
        lambda: operations.put_with_account(session, VISITOR, make.participant().id, now=now),
        lambda: asks(session, now, actor=VISITOR, purpose=CodePurpose.NEW_ADDRESS),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_session_speaks_until_it_is_ended(session, make, now, join):
    voice = make.participant(place=make.neighbourhood())
    member, actor = join(voice=voice.id)
    tokens = [
        operations.begin_session(session, actor, KEYS, member, real_now=now) for _ in range(3)
    ]
    session.flush()

    def speaks(token):
        digest = secrets.session_digest(KEYS, token)
        found = find_member_actor(session, digest, since=now - timedelta(days=90))
        return found and found[0]

    assert speaks(tokens[0]).participant_id == voice.id
    assert speaks(tokens[0]).home.place_id == voice.place_id
    assert speaks(tokens[0]).grants == frozenset()
    operations.end_session(session, actor, KEYS, tokens[0], real_now=now)
    assert [bool(speaks(each)) for each in tokens] == [False, True, True]
    operations.end_sessions(session, actor, KEYS, member.id, but=tokens[1], real_now=now)
    assert [bool(speaks(each)) for each in tokens] == [False, True, False]
    assert speaks("forged") is None


def test_an_account_takes_a_voice_over_or_is_joined_with_it(session, make, now, join):
    need, other = make.need(supports=0), make.need(supports=0)
    older, younger = make.participant_actor(), make.participant_actor()
    for actor in (older, younger):
        support_need(session, actor, need.number, now=now)
    support_need(session, younger, other.number, now=now)
    member, actor = join()
    assert operations.put_with_account(session, actor, younger.participant_id, now=now) == (
        younger.participant_id
    )
    actor = Actor(member_id=member.id, participant_id=member.participant_id)
    assert operations.put_with_account(session, actor, older.participant_id, now=now) == (
        older.participant_id
    )
    session.refresh(member), session.refresh(need), session.refresh(other)
    assert member.participant_id == older.participant_id
    assert has_account(session, older.participant_id)
    assert not has_account(session, younger.participant_id)
    said = what_was_said(session, older.participant_id)
    assert (said.needs, said.supports) == (0, 2)
    assert differences(session, BUILDER) == []


def test_whatever_joins_voices_never_makes_one_of_two_accounts(session, make, now, join):
    first, second = make.participant_actor(), make.participant_actor()
    join(voice=first.participant_id)
    _member, actor = join("other@post.example", second.participant_id)
    for act in (
        lambda: operations.put_with_account(session, actor, first.participant_id, now=now),
        lambda: join_participants(
            session, first, first.participant_id, second.participant_id, now=now
        ),
        lambda: operations.put_with_account(
            session, join("third@post.example")[1], first.participant_id, now=now
        ),
    ):
        with pytest.raises(NotPossibleNow, match="Two accounts cannot become one"):
            act()
    assert session.get(Participant, second.participant_id).joined_into_id is None
    assert differences(session, BUILDER) == []


def test_a_held_account_and_a_joined_one_keep_the_counts(session, make, now, join):
    need, held = make.need(supports=0), make.participant_actor(held=True)
    support_need(session, held, need.number, now=now)
    member, actor = join()
    operations.put_with_account(session, actor, held.participant_id, now=now)
    assert differences(session, BUILDER) == []
    actor = Actor(member_id=member.id, participant_id=held.participant_id, is_held=True)
    operations.put_with_account(session, actor, make.participant().id, now=now)
    assert differences(session, BUILDER) == []


def test_a_joined_voice_is_not_taken_over(session, make, now, join):
    older, younger = make.participant_actor(), make.participant_actor()
    join_participants(session, older, older.participant_id, younger.participant_id, now=now)
    with pytest.raises(NotPossibleNow):
        operations.put_with_account(session, join()[1], younger.participant_id, now=now)


# --- at the same moment, with real commits ---


def at_once(fresh_database, acts):
    """Run each act in a thread and transaction of its own; return what each gave."""
    start, given = threading.Barrier(len(acts)), []

    def run(act):
        with fresh_database.session() as session:
            start.wait(60)
            try:
                answer = act(session)
                session.commit()
                given.append(answer)
            except BaseException as problem:  # a thread must tell the test
                session.rollback()
                given.append(problem)

    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return given


def counted(fresh_database, *models):
    with fresh_database.session() as session:
        return [session.scalar(select(func.count()).select_from(each)) for each in models]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["numbers", "link"])
def test_fifty_uses_of_one_code_make_one_account_and_one_session(fresh_database, now, way):
    with fresh_database.session() as session:
        sent = asks(session, now)
        session.commit()

    def act(session):
        email = (
            uses(session, sent.code, now)
            if way == "numbers"
            else operations.use_link(session, VISITOR, KEYS, sent.link, real_now=now)
        )
        if email is None:
            return None
        member = operations.join(session, VISITOR, email, now=now, real_now=now)
        return operations.begin_session(session, VISITOR, KEYS, member, real_now=now)

    answers = at_once(fresh_database, [act] * AT_ONCE)
    assert len([each for each in answers if isinstance(each, str)]) == 1
    assert answers.count(None) == AT_ONCE - 1
    assert counted(fresh_database, Member, MemberSession) == [1, 1]


@pytest.mark.slow
def test_codes_of_one_address_used_at_once_wait_in_no_circle(fresh_database, now):
    with fresh_database.session() as session:
        sent = [(asks(session, now, browser=each), each) for each in "abc"]
        session.commit()

    def use_of(code, browser, is_link):
        if is_link:
            return lambda session: operations.use_link(
                session, VISITOR, KEYS, code.link, real_now=now
            )
        return lambda session: uses(session, code.code, now, browser=browser)

    acts = [use_of(*each, is_link) for each in sent for is_link in (True, False)] * 4
    answers = at_once(fresh_database, acts)
    assert [each for each in answers if each is not None] == [EMAIL]


@pytest.mark.slow
def test_two_who_join_with_one_address_at_once_get_one_account(fresh_database, now):
    def act(session):
        return operations.join(session, VISITOR, EMAIL, now=now, real_now=now).id

    assert len(set(at_once(fresh_database, [act] * 8))) == 1
    assert counted(fresh_database, Member) == [1]


@pytest.mark.slow
def test_letters_asked_for_at_once_keep_to_the_limit(fresh_database, now):
    answers = at_once(fresh_database, [lambda session: asks(session, now).code] * 20)
    refused = [each for each in answers if isinstance(each, operations.TooManyLetters)]
    assert (len(answers) - len(refused), len(refused)) == (3, 17)
    assert counted(fresh_database, SignInCode) == [3]


@pytest.mark.slow
def test_fifty_wrong_tries_at_once_are_five(fresh_database, now):
    with fresh_database.session() as session:
        sent = asks(session, now)
        session.commit()
    wrong = f"{(int(sent.code) + 1) % 1_000_000:06d}"
    answers = at_once(fresh_database, [lambda session: uses(session, wrong, now)] * AT_ONCE)
    assert answers == [None] * AT_ONCE
    with fresh_database.session() as session:
        assert session.scalar(select(SignInCode.tries)) == 5
        assert uses(session, sent.code, now) is None


@pytest.mark.slow
def test_first_acts_of_one_member_at_once_make_one_voice(fresh_database, now):
    with fresh_database.session() as session:
        member = operations.join(session, VISITOR, EMAIL, now=now, real_now=now)
        actor = Actor(member_id=member.id)
        session.commit()

    def act(session):
        voice = new_participant(session, actor, KEYS, address_mark="m", real_now=now)
        speaker = Actor(member_id=actor.member_id, participant_id=voice.participant_id)
        took_part(session, speaker, is_held=voice.is_held)
        return voice.participant_id

    answers = at_once(fresh_database, [act] * 8)
    assert len([each for each in answers if isinstance(each, int)]) == 1
    assert all(isinstance(each, int | NotPossibleNow) for each in answers)
    assert counted(fresh_database, Participant) == [1]
    with fresh_database.session() as session:
        assert differences(session, BUILDER) == []
