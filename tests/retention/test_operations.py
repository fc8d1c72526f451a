"""What the page promises is what the clock does: each row of the table, older and younger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import jobs
from app.complaints.models import ComplaintAbout, DataComplaint
from app.erasing import operations as erasing
from app.following.models import Digest, DigestNeed, Following, FollowKind
from app.foundation import clock
from app.foundation.access import Actor, NotAllowed, Role
from app.foundation.public_codes import next_number
from app.group_invitations.models import GroupInvitation
from app.helping.models import Helping
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.operations import post_letter
from app.locks.models import UsedChallenge
from app.members import operations as members
from app.members.models import AskedAddress, CodePurpose, MemberSession, SignInCode
from app.needs.models import Channel, Moderation, Need
from app.organisations.models import GroupRole, Organisation, Standing
from app.people.models import (
    Attempt,
    KeyKind,
    Member,
    Participant,
    ParticipantKey,
    WorkSession,
)
from app.people.operations import begin_session
from app.retention import operations
from app.retention.table import TABLE
from app.staff.models import Invitation, LockReset
from tests.builders import BUILDER

CLOCK = Actor.system("keep-to-retention")
SECOND = timedelta(seconds=1)
# For each row of the table: make one of it at a moment; return what tells whether it is kept.
MAKERS: dict[str, Callable] = {}


def row(function):
    MAKERS[function.__name__] = function
    return function


def asked_code(session, make, at, email):
    members.ask_for_code(
        session, BUILDER, make.keys, email, purpose=CodePurpose.JOIN, browser=email,
        address_mark=email, real_now=at,
    )  # fmt: skip
    session.flush()


@row
def asked_emails(session, make, at, name):
    asked_code(session, make, at, name)
    return lambda: bool(session.scalar(select(SignInCode.id).where(SignInCode.email == name)))


@row
def tries(session, make, at, name):
    session.add(Attempt(kind="follow", mark=name, at=at))
    return lambda: bool(session.scalar(select(Attempt.id).where(Attempt.mark == name)))


@row
def challenges(session, make, at, name):
    session.add(UsedChallenge(digest=name, used_at=at))
    return lambda: bool(
        session.scalar(select(UsedChallenge.digest).where(UsedChallenge.digest == name))
    )


@row
def address_marks(session, make, at, name):
    voice = make.participant()
    voice.made_at = at
    session.flush()
    return lambda: session.get(Participant, voice.id).address_mark is not None


@row
def codes(session, make, at, name):
    asked_code(session, make, at, name)
    made = SignInCode.made_at == at
    asked = AskedAddress.asked_at == at

    def is_kept():
        both = [
            session.scalar(select(func.count()).select_from(table).where(which))
            for table, which in ((SignInCode, made), (AskedAddress, asked))
        ]
        assert both in ([0, 0], [1, 1])
        return both == [1, 1]

    return is_kept


@row
def group_followings(session, make, at, name):
    """Followed by who left the group at a moment, or whose last day there was then."""
    follower, kinds = make.member(), {"kind": FollowKind.GROUP, "since": at}
    left, over = (make.in_group(make.community(), follower) for _ in range(2))
    left.ended_at = at
    over.ends_on = clock.local_day(at) - timedelta(days=int(name == "older"))
    ids = [left.id, over.id]
    session.add_all(Following(member_id=follower.member_id, thing_id=each, **kinds) for each in ids)
    session.flush()

    def is_kept():
        found = session.scalars(
            select(Following.thing_id).where(Following.member_id == follower.member_id)
        ).all()
        assert sorted(found) in ([], ids)
        return bool(found)

    return is_kept


def a_letter(session, at, name):
    post_letter(
        session, BUILDER, kind=LetterKind.ADDRESS_CHANGED, to=f"{name}@example.org",
        subject=name, text="Words", html="<p>Words</p>", now=at,
    )  # fmt: skip
    session.flush()
    return session.scalar(select(OutgoingLetter).order_by(OutgoingLetter.id.desc()))


@row
def waiting_letters(session, make, at, name):
    a_letter(session, at, name)
    return lambda: bool(
        session.scalar(select(OutgoingLetter.id).where(OutgoingLetter.subject == name))
    )


@row
def letters(session, make, at, name):
    letter = a_letter(session, at, name)
    letter.next_try_at, letter.sent_at = None, at
    session.flush()
    letter_id = letter.id
    return lambda: session.get(OutgoingLetter, letter_id) is not None


@row
def work_sessions(session, make, at, name):
    begun = begin_session(session, BUILDER, make.person(), begun_at=at).id
    return lambda: bool(session.scalar(select(WorkSession.id).where(WorkSession.id == begun)))


@row
def digests(session, make, at, name):
    member, need = a_member(session, make, at, name), make.need()
    key = {"member_id": member.id, "day": at.date()}
    session.add(Digest(**key, written_at=at, told_after=0))
    session.flush()
    session.add(DigestNeed(**key, need_id=need.id))
    session.flush()

    def is_kept():
        both = [
            session.scalar(select(table.day).where(table.member_id == member.id)) is not None
            for table in (Digest, DigestNeed)
        ]
        assert both in ([True, True], [False, False])
        return both == [True, True]

    return is_kept


@row
def invitations(session, make, at, name):
    admin, lost = make.person(Role.ADMIN), make.person()
    invited = Invitation(
        email=f"{name}@example.org", name=name, role=Role.PLANNER, link_digest=name,
        invited_by_id=admin.id, made_at=at,
    )  # fmt: skip
    asked = LockReset(person_id=lost.id, asked_by_id=admin.id, reason="Lost", asked_at=at)
    session.add_all([invited, asked])
    session.flush()
    both = ((Invitation, invited.id), (LockReset, asked.id))

    def is_kept():
        kept = [
            session.scalar(select(table.id).where(table.id == number)) is not None
            for table, number in both
        ]
        assert kept in ([True, True], [False, False])
        return kept == [True, True]

    return is_kept


def asked_in_letter(session, make, at, name):
    group = make.community(f"Kitchen {name}")
    letter = GroupInvitation(
        organisation_id=group.id, role=GroupRole.MEMBER, email=f"{name}@post.example",
        email_mark=name, link_digest=name, made_at=at, expires_at=at,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    return letter.id


@row
def asked_in(session, make, at, name):
    number = asked_in_letter(session, make, at, name)
    address = select(GroupInvitation.email).where(GroupInvitation.id == number)
    return lambda: bool(session.scalar(address))


@row
def group_letters(session, make, at, name):
    number = asked_in_letter(session, make, at, name)
    found = select(GroupInvitation.id).where(GroupInvitation.id == number)
    return lambda: session.scalar(found) is not None


@row
def group_phones(session, make, at, name):
    group = make.community(f"Kitchen {name}", standing=Standing.ASKED)
    group.asked_at = at
    session.flush()
    phone = select(Organisation.call_phone).where(Organisation.id == group.id)
    return lambda: bool(session.scalar(phone))


@row
def words_to_remove(session, make, at, name):
    writer = make.participant_actor()
    need = make.need(writer=writer)
    erasing.ask_to_erase(session, writer, need.id, now=at)
    return lambda: bool(session.get(Need, need.id).words)


@row
def helping(session, make, at, name):
    turn = Helping(person_id=make.person().id, channel=Channel.PHONE, started_at=at)
    session.add(turn)
    session.flush()
    turn_id = turn.id
    return lambda: bool(session.scalar(select(Helping.id).where(Helping.id == turn_id)))


@row
def sessions(session, make, at, name):
    member = a_member(session, make, at, name)
    token = members.begin_session(session, BUILDER, make.keys, member, real_now=at)
    session.flush()
    assert token
    return lambda: bool(
        session.scalar(select(MemberSession.id).where(MemberSession.member_id == member.id))
    )


def a_member(session, make, at, name):
    member = Member(email=f"{name}@example.org", made_at=at)
    session.add(member)
    session.flush()
    return member


@row
def browsers(session, make, at, name):
    voice = make.participant()
    keys = select(ParticipantKey).where(ParticipantKey.participant_id == voice.id)
    session.scalars(keys).one().made_at = at
    session.add(
        ParticipantKey(
            participant_id=voice.id, made_for_id=voice.id, kind=KeyKind.FOLLOW_CODE,
            digest=name, made_at=at,
        )
    )  # fmt: skip
    session.flush()

    def is_kept():
        kinds = {each.kind for each in session.scalars(keys)}
        assert KeyKind.FOLLOW_CODE in kinds
        return KeyKind.COOKIE in kinds

    return is_kept


@row
def put_away_words(session, make, at, name):
    need = make.need(state=Moderation.HIDDEN, reason_code="hurtful")
    need.taken_down_at = at
    session.flush()
    return lambda: bool(session.get(Need, need.id).words)


@row
def accounts(session, make, at, name):
    member = a_member(session, make, at, name)
    member.warnings, member.warned_at = 2, at
    session.flush()
    member_id = member.id
    return lambda: session.get(Member, member_id) is not None


@row
def complaints(session, make, at, name):
    complaint = DataComplaint(
        number=next_number(session, "C"), about=ComplaintAbout.OTHER, words=name,
        received_at=at, acknowledged_at=at, due_on=make.today, answered_at=at, closed_at=at,
    )  # fmt: skip
    session.add(complaint)
    session.flush()
    complaint_id = complaint.id
    return lambda: not session.get(DataComplaint, complaint_id).is_emptied


BY_THE_CLOCK = [kept for kept in TABLE if kept.time is not None]


@pytest.mark.parametrize("kept", BY_THE_CLOCK, ids=lambda kept: kept.name)
def test_what_is_older_goes_and_what_is_younger_stays(session, make, now, kept):
    assert kept.name in MAKERS, f"Show how to make {kept.name}, so that its row can be tried."
    older = MAKERS[kept.name](session, make, now - kept.time - SECOND, "older")
    younger = MAKERS[kept.name](session, make, now - kept.time + SECOND, "younger")
    session.flush()
    assert older()
    assert younger()
    while kept.keep_to(session, CLOCK, real_now=now, place_now=now):
        pass
    session.expire_all()
    assert not older(), f"{kept.name}: kept longer than {kept.how_long}"
    assert younger(), f"{kept.name}: gone before {kept.how_long}"


def test_every_row_says_how_long_and_what_then(app):
    with app.test_request_context():
        for kept in TABLE:
            assert kept.how_long
            assert (kept.time is None) == (kept.forget is None) == (kept.until is not None)
    assert len({kept.name for kept in TABLE}) == len(TABLE)


def test_only_the_clock_forgets(session, make, now):
    for actor in (make.actor(Role.ADMIN), make.visitor()):
        for kept in BY_THE_CLOCK:
            with pytest.raises(NotAllowed):
                kept.keep_to(session, actor, real_now=now, place_now=now)


@pytest.mark.parametrize(
    ("job", "row_name"),
    [("keep-to-retention", "browsers"), ("keep-to-retention", "tries"),
     ("forget-old-traces", "tries"), ("forget-old-traces", "asked_emails"),
     ("drop-old-letters", "letters"), ("drop-old-letters", "waiting_letters")],
)  # fmt: skip
def test_the_jobs_keep_to_the_table(fresh_database, monkeypatch, now, job, row_name):
    monkeypatch.setattr(clock, "real_now", lambda: now)
    time = next(kept.time for kept in TABLE if kept.name == row_name)
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        older = MAKERS[row_name](session, make, now - time - SECOND, "older")
        session.commit()
        assert older()
        session.rollback()
        with fresh_database.app.app_context():
            jobs.JOBS[job].run()
        session.expire_all()
        assert not older()


def test_an_operation_takes_the_moment_and_counts(session, make, now):
    tries(session, make, now - SECOND, "a")
    session.flush()
    assert operations.forget_tries(session, CLOCK, before=now, now=now) == 1
    assert operations.forget_tries(session, CLOCK, before=now, now=now) == 0
