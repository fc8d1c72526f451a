"""Taking a name off and deleting an account: counts stay exact, and nothing leads back."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import jobs
from app.erasing.operations import ask_to_erase
from app.foundation import clock
from app.foundation.access import Actor, NotAllowed, NotPossibleNow, Role
from app.history.models import HistoryEntry
from app.leaving import operations
from app.leaving.operations import Goodbye, Wish
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.operations import post_letter
from app.members import operations as members
from app.members.models import SignInCode
from app.needs.models import Moderation, Need
from app.organisations.models import Membership
from app.people import operations as people
from app.people.models import Member
from app.recounts.operations import differences
from app.voices import operations as voices
from app.voices.models import NeedSupport
from tests.builders import BUILDER

KEEP, GO = Wish(False, False), Wish(True, True)
GOODBYE = Goodbye("Gone", "Gone.", "<p>Gone.</p>")
CLOCK = Actor.system("keep-to-retention")
DAY = timedelta(days=1)


@pytest.fixture
def member(session, make, now):
    """Return a function that makes an account, with a voice or without one."""

    def made(voice=None, email="gordon@post.example"):
        found = members.join(session, make.visitor(), email, now=now, real_now=now)
        found.participant_id = voice and voice.participant_id
        session.flush()
        return found, Actor(member_id=found.id, participant_id=found.participant_id)

    return made


def leaves(session, actor, wish, now):
    operations.delete_account(
        session, actor, actor.member_id, wish, goodbye=GOODBYE, now=now, real_now=now
    )
    session.flush()
    session.expire_all()


@pytest.fixture
def town(make):
    """Make needs under one theme: one of a writer, and others that the writer backs too."""
    theme, place = make.theme(), make.neighbourhood()
    writer = make.participant_actor(place=place)
    own = make.need(writer=writer, words="Words of mine alone", theme=theme, supports=3)
    others = [make.need(theme=theme, supports=2) for _ in range(2)]
    for each in others:
        make.support(each, writer)
    return writer, own, others


def test_a_name_that_is_taken_off_moves_no_count(session, make, now, town):
    writer, own, others = town
    code = people.follow_code(session, writer, make.keys, writer.participant_id, real_now=now)
    before = [need.people for need in (own, *others)]
    operations.take_name_off(session, writer, now=now)
    session.expire_all()
    assert [need.people for need in (own, *others)] == before
    assert own.moderation is Moderation.PUBLISHED
    assert own.send_key is None
    assert differences(session, BUILDER) == []
    found = people.participant_of_code(
        session, make.visitor(), make.keys, code, address_mark="m", real_now=now
    )
    assert found is None


def test_a_found_slip_of_paper_does_not_strip_an_account(session, make, now, town, member):
    writer, _own, _others = town
    _member, actor = member(writer)
    with pytest.raises(NotPossibleNow, match="Sign in"):
        operations.take_name_off(session, writer, now=now)
    operations.take_name_off(session, actor, now=now)
    session.flush()
    session.expire_all()
    assert session.get(Member, actor.member_id).participant_id is None


def test_nobody_takes_the_name_off_of_others(session, make, now, member):
    _found, actor = member()
    for nobody in (make.visitor(), make.actor(Role.ADMIN), actor):
        with pytest.raises(NotAllowed):
            operations.take_name_off(session, nobody, now=now)
    other, _actor = member(email="other@post.example")
    for nobody in (make.visitor(), make.actor(Role.ADMIN), actor):
        with pytest.raises(NotAllowed):
            operations.delete_account(
                session, nobody, other.id, KEEP, goodbye=GOODBYE, now=now, real_now=now
            )


def test_leaving_with_everything_kept_keeps_words_and_counts(session, make, now, town, member):
    writer, own, others = town
    _found, actor = member(writer)
    before = [need.people for need in (own, *others)]
    leaves(session, actor, KEEP, now)
    assert [need.people for need in (own, *others)] == before
    assert own.words == "Words of mine alone"
    assert session.scalar(select(func.count()).select_from(Member)) == 0
    assert differences(session, BUILDER) == []


def test_leaving_with_everything_taken_along_leaves_no_word_and_no_voice(
    session, make, now, town, member
):
    writer, own, others = town
    _found, actor = member(writer)
    leaves(session, actor, GO, now)
    assert (own.moderation, own.words, own.people) == (Moderation.ERASED, "", 2)
    assert [need.people for need in others] == [2, 2]
    mine = NeedSupport.participant_id == writer.participant_id
    assert session.scalar(select(func.count()).select_from(NeedSupport).where(mine)) == 0
    assert differences(session, BUILDER) == []


def test_ones_own_voice_stays_with_ones_own_words(session, make, now, town, member):
    writer, own, others = town
    _found, actor = member(writer)
    leaves(session, actor, Wish(removes_words=False, takes_voices_back=True), now)
    assert own.people == 3
    assert [need.people for need in others] == [2, 2]
    assert differences(session, BUILDER) == []


@pytest.mark.parametrize("wish", [KEEP, GO, Wish(True, False), Wish(False, True)])
@pytest.mark.parametrize("held", [False, True])
def test_whatever_one_wishes_the_counts_are_exact(session, make, now, member, wish, held):
    theme, writer = make.theme(), make.participant_actor(held=held)
    target = make.need(theme=theme, supports=2)
    needs = [
        make.need(writer=writer, theme=theme),
        make.need(writer=writer, merged_into=target),
        make.need(writer=writer, state=Moderation.HIDDEN, reason_code="hurtful"),
        make.need(writer=writer, published=False),
    ]
    with_another_in_it = make.need(writer=writer, supports=2, theme=theme)
    joined = make.need(supports=2, merged_into=with_another_in_it)
    waiting = make.need(writer=writer)
    ask_to_erase(session, writer, waiting.id, now=now)
    make.support(target, writer)
    _found, actor = member(writer)
    leaves(session, Actor(member_id=actor.member_id, participant_id=writer.participant_id,
                          is_held=held), wish, now)  # fmt: skip
    assert differences(session, BUILDER) == []
    if wish.removes_words:
        assert {need.moderation for need in (*needs, waiting)} == {Moderation.ERASED}
        assert joined.moderation is Moderation.PUBLISHED


def test_the_address_is_gone_but_for_one_last_letter(session, make, now, member):
    found, actor = member()
    email = found.email
    for each in (LetterKind.SIGN_IN_CODE, LetterKind.ADDRESS_CHANGED):
        post_letter(session, BUILDER, kind=each, to=email, subject="S", text="T", html="H", now=now)
    members.ask_for_code(
        session, make.visitor(), make.keys, email, purpose=members.CodePurpose.JOIN,
        browser="b", address_mark="a", real_now=now,
    )  # fmt: skip
    leaves(session, actor, KEEP, now)
    letters = session.scalars(select(OutgoingLetter).where(OutgoingLetter.to_address != "")).all()
    assert [each.kind for each in letters] == [LetterKind.ACCOUNT_DELETED]
    assert session.scalars(select(SignInCode.email)).all() == [""]


def test_the_same_address_joins_again_as_somebody_new(session, make, now, town, member):
    writer, _own, others = town
    found, actor = member(writer)
    old_id = found.id
    leaves(session, actor, KEEP, now)
    again, _actor = member()
    assert again.participant_id is None
    assert again.email == "gordon@post.example"
    assert old_id
    fresh = make.participant_actor()
    again.participant_id = fresh.participant_id
    voices.support_need(session, fresh, others[0].number, now=now)
    assert differences(session, BUILDER) == []


def test_the_history_of_the_leaving_names_no_voice(session, make, now, town, member):
    writer, _own, _others = town
    _found, actor = member(writer)
    leaves(session, actor, KEEP, now)
    of_account = select(HistoryEntry).where(HistoryEntry.subject == "member")
    assert {each.participant_id for each in session.scalars(of_account)} == {None}


# --- accounts that nobody uses ---


def test_an_unused_account_is_told_twice_and_then_goes(session, make, now, town, member):
    writer, own, _others = town
    found, _actor = member(writer)
    unused = operations.UNUSED_FOR

    def warned(at):
        due = operations.due_warnings(session, CLOCK, real_now=at, limit=9)
        for member_id, warnings in due:
            assert operations.warn_of_end(
                session, CLOCK, member_id, warnings=warnings, letter=GOODBYE, real_now=at
            )
            assert not operations.warn_of_end(
                session, CLOCK, member_id, warnings=warnings, letter=GOODBYE, real_now=at
            )
        return [warnings for _member, warnings in due]

    def gone(at):
        return operations.delete_unused(session, CLOCK, before=at - unused, now=at)

    assert warned(now + unused - 31 * DAY) == []
    assert warned(now + unused - 29 * DAY) == [0]
    assert warned(now + unused - 28 * DAY) == []
    assert warned(now + unused - 6 * DAY) == [1]
    assert gone(now + unused - DAY) == 0
    assert gone(now + unused + 2 * DAY) == 1
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Member)) == 0
    assert session.get(Need, own.id).words
    assert differences(session, BUILDER) == []
    kinds = [each.kind for each in session.scalars(select(OutgoingLetter))]
    assert kinds == [LetterKind.ACCOUNT_UNUSED] * 2
    assert found


def test_a_worker_that_comes_back_late_still_writes_first(session, make, now, member):
    member()
    late = now + 3 * operations.UNUSED_FOR
    unused = operations.UNUSED_FOR
    assert operations.delete_unused(session, CLOCK, before=late - unused, now=late) == 0
    ((member_id, warnings),) = operations.due_warnings(session, CLOCK, real_now=late, limit=9)
    operations.warn_of_end(
        session, CLOCK, member_id, warnings=warnings, letter=GOODBYE, real_now=late
    )
    assert operations.due_warnings(session, CLOCK, real_now=late + DAY, limit=9) == []
    assert operations.delete_unused(session, CLOCK, before=late, now=late + DAY) == 0


def test_whoever_comes_back_is_not_let_go(session, make, now, member):
    found, actor = member()
    soon = now + operations.UNUSED_FOR - DAY
    found.warnings, found.warned_at = 2, soon
    members.begin_session(session, actor, make.keys, found, real_now=soon)
    session.flush()
    later = soon + 20 * DAY
    assert (
        operations.delete_unused(session, CLOCK, before=later - operations.UNUSED_FOR, now=later)
        == 0
    )
    assert (found.warnings, found.warned_at) == (0, None)


# --- at the same moment, with real commits ---


@pytest.mark.slow
def test_two_presses_delete_one_account_and_counts_stay_exact(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        theme, writer = make.theme(), make.participant_actor()
        make.need(writer=writer, theme=theme)
        other = make.need(theme=theme)
        numbers = other.number
        make.support(other, writer)
        member = members.join(session, make.visitor(), "a@post.example", now=now, real_now=now)
        member.participant_id = writer.participant_id
        friends = [make.participant_actor() for _ in range(4)]
        session.commit()
        actor = Actor(member_id=member.id, participant_id=writer.participant_id)
    start, given = threading.Barrier(6), []

    def run(act):
        with fresh_database.session() as own:
            start.wait(60)
            try:
                act(own)
                own.commit()
                given.append("done")
            except Exception as problem:  # a thread must tell the test
                own.rollback()
                given.append(type(problem).__name__)

    acts = [lambda s: leaves(s, actor, GO, now)] * 2 + [
        lambda s, f=friend: voices.support_need(s, f, numbers, now=now) for friend in friends
    ]
    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(given) == ["NotFound", *["done"] * 5]
    with fresh_database.session() as session:
        assert differences(session, BUILDER) == []


def test_who_leaves_belongs_to_no_group_any_more(session, make, member, now):
    _found, actor = member()
    group = make.community(lead=Actor(member_id=actor.member_id))
    leaves(session, actor, KEEP, now)
    belonged = session.scalars(
        select(Membership).where(Membership.organisation_id == group.id)
    ).one()
    assert (belonged.member_id, belonged.shown_name, belonged.ended_at) == (None, "", now)


def test_the_nightly_job_writes_to_whoever_may_lose_an_account(fresh_database, monkeypatch, now):
    unused = operations.UNUSED_FOR
    with fresh_database.session() as session:
        visitor = fresh_database.make(session).visitor()
        members.join(session, visitor, "old@post.example", now=now, real_now=now)
        members.join(session, visitor, "new@post.example", now=now, real_now=now + unused - 9 * DAY)
        session.commit()
        for days, said in ((29, "In 30 days"), (6, "In 7 days")):
            monkeypatch.setattr(clock, "real_now", lambda d=days: now + unused - d * DAY)
            with fresh_database.app.app_context():
                jobs.JOBS["warn-unused-accounts"].run()
                jobs.JOBS["warn-unused-accounts"].run()
            letter = session.scalars(
                select(OutgoingLetter).order_by(OutgoingLetter.id.desc()).limit(1)
            ).one()
            assert letter.to_address == "old@post.example"
            assert said in letter.text
            assert said in letter.html
            assert "http://localhost:8123/account/join" in letter.text
            session.rollback()
        assert session.scalar(select(func.count()).select_from(OutgoingLetter)) == 2
        session.rollback()
        monkeypatch.setattr(clock, "real_now", lambda: now + unused + 2 * DAY)
        with fresh_database.app.app_context():
            jobs.JOBS["keep-to-retention"].run()
        assert session.scalars(select(Member.email)).all() == ["new@post.example"]
