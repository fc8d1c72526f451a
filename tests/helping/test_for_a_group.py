"""Somebody who belongs to a group helps others: through which door, as whose voice, until when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app.follow.queries import own_things
from app.foundation import clock
from app.foundation.access import NotAllowed, NotPossibleNow, TooMuchNow
from app.helping import operations, queries
from app.helping.models import Helping
from app.helping.permissions import may_help_others
from app.history.models import HistoryEntry
from app.leaving import operations as leaving
from app.leaving.operations import Goodbye, Wish
from app.needs.models import Channel, Need
from app.organisations.models import GroupRole, Membership, Standing
from app.people import operations as people
from app.people.models import Member, Participant
from app.recounts.operations import differences
from app.voices import operations as voices
from app.voices.models import NeedSupport
from tests.at_once import at_once
from tests.builders import BUILDER
from tests.conftest import KEYS, NOW
from tests.helping.test_pages import BANNER, begin, later, tell, token
from tests.members.letters import EMAIL, joins

DOOR = "Help someone: type for one person at a time"
OVER = "You are not helping any more, so nothing was sent. Begin again."


@pytest.fixture
def worker(browse, make, session):
    """Sign somebody in who belongs to a group, with a voice of their own."""
    make.conversation()
    make.area("Links")
    make.account = make.member(EMAIL)
    make.group = make.community("Coalbrae Kitchen")
    make.belongs = make.in_group(make.group, make.account)
    make.voice = make.participant()
    session.get(Member, make.account.member_id).participant_id = make.voice.id
    session.flush()
    joins(browse, session)
    return browse


def helps(session, make, now, *, who=None, participant_id=None, at=None):
    who = who or make.account
    row = operations.begin(
        session, who, channel=Channel.STALL, place_id=None, participant_id=participant_id,
        now=now, real_now=at or now,
    )  # fmt: skip
    return queries.helping_actor(session, who, row.id, today=clock.local_day(now))


@pytest.fixture
def account(make, session):
    make.group = make.community()
    make.account = make.member()
    make.belongs = make.in_group(make.group, make.account)
    return make.account


# --- through the pages ---


def test_from_ones_own_page_to_the_receipt_and_back_to_ones_own_voice(worker, make, session):
    need = make.need()
    code = need.code.lower()
    page = worker.visit("/account/").follow(DOOR)
    assert page.heading == "Help someone"
    assert BANNER not in page
    page = begin(worker, how="At a stall or desk")
    assert page.heading == "What would they like to say?"
    for path in ("/", "/needs/", f"/needs/{code}", "/follow/", "/groups/"):
        assert BANNER in worker.visit(path), path
    assert BANNER in worker.visit(f"/needs/{code}").press("This matters to me too")
    page = tell(worker, "Nobody gets home.")
    assert page.heading == "We have it. Thank you."
    page = page.press("Done: print the receipt")
    assert page.heading == "Thank you. This is your receipt."
    assert "Nobody gets home." in page
    put_forward = session.scalars(select(Need).order_by(Need.id.desc())).first()
    assert put_forward.channel is Channel.STALL
    assert put_forward.participant_id != make.voice.id
    support = session.get(NeedSupport, (need.id, put_forward.participant_id))
    assert support.channel is Channel.STALL
    receipt = people.follow_code(session, BUILDER, KEYS, put_forward.participant_id, real_now=NOW)
    assert receipt in page
    page = page.press("End, next person")
    assert "You speak for yourself again." in page
    assert BANNER not in page
    page = worker.visit("/follow/")
    assert receipt not in page
    assert "Nobody gets home." not in page
    worker.visit(f"/needs/{code}").press("This matters to me too")
    assert session.get(NeedSupport, (need.id, make.voice.id)).channel is Channel.ONLINE
    session.refresh(need)
    assert need.online == 3  # its writer, the one who was helped, and the helper at last
    assert differences(session, BUILDER) == []
    home = worker.another().visit(f"/follow/{receipt}").press("Show my things")
    assert "Nobody gets home." in home


def test_the_door_stands_on_the_page_of_the_group_as_long_as_it_acts_here(worker, make, session):
    home = f"/groups/{make.group.slug}/home"
    assert worker.visit(home).follow(DOOR).heading == "Help someone"
    for standing in set(Standing) - {Standing.ACTIVE}:
        make.group.standing = standing
        session.flush()
        assert not worker.visit(home).has_link(DOOR)
        assert not worker.visit("/account/").has_link(DOOR)
        worker.visit("/helping/", status=403)


def test_a_code_makes_it_the_voice_of_whom_it_belongs_to(worker, make, session):
    known, need = make.participant(), make.need()
    code = people.follow_code(session, BUILDER, KEYS, known.id, real_now=NOW)
    page = begin(worker)
    page = page.fill({"The person’s code": "no such code 11"}).press("Use their code", status=422)
    page = page.fill({"The person’s code": code}).press("Use their code")
    assert page.heading == "Your things"
    worker.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert session.get(NeedSupport, (need.id, known.id)) is not None
    # Nothing of it came to the helper's account, nor is the code written into it.
    assert session.get(Member, make.account.member_id).participant_id == make.voice.id
    assert session.get(Participant, known.id).joined_into_id is None
    assert differences(session, BUILDER) == []


def test_ones_own_code_is_no_way_to_help(worker, make, session):
    own = people.follow_code(session, BUILDER, KEYS, make.voice.id, real_now=NOW)
    page = worker.visit("/helping/").fill(
        {
            "How does the person tell you?": "By phone",
            "Where are you helping?": "Links",
            "The person’s code, if they have one": own,
        }
    )
    assert "This is your own code." in page.press("I’m helping someone", status=409)
    assert session.scalars(select(Helping)).all() == []


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/join",
        "/account/device",
        "/following/",
        "/my-data/",
        "/leave/",
        "/signed-in/",
    ],
)
def test_ones_own_pages_rest_meanwhile(worker, path):
    begin(worker)
    page = worker.visit(path)
    assert page.heading == "What would they like to say?"
    assert "Press Done first" in page


def test_no_group_and_no_letters_either_while_helping(worker, make, session):
    need = make.need()
    begin(worker)
    page = worker.visit(f"/needs/{need.code.lower()}")
    assert not page.has_button("Follow")
    assert "Coalbrae Kitchen" not in worker.visit("/needs/new")
    answer = worker.open(
        f"/groups/{make.group.slug}/backing", "POST",
        data={"csrf_token": token(worker), "need": need.code},
    )  # fmt: skip
    assert answer.status_code == 404


def test_a_page_left_open_in_another_window_is_not_sent_as_somebody_else(worker, make, session):
    need = make.need()
    before = worker.visit(f"/needs/{need.code.lower()}")  # in one's own voice
    begin(worker)
    page = before.press("This matters to me too", status=403)
    assert "This page was open too long." in page
    during = worker.visit(f"/needs/{need.code.lower()}")  # in the voice of who is helped
    worker.open("/helping/end", "POST", data={"csrf_token": token(worker)})
    during.press("This matters to me too", status=403)
    supports = session.scalars(select(NeedSupport).where(NeedSupport.need_id == need.id)).all()
    assert [each.participant_id for each in supports] == [need.participant_id]


@pytest.mark.parametrize("ended", ["paused", "closed", "left", "last day", "another window"])
def test_it_ends_with_the_group_and_what_was_typed_is_lost_for_nobody(
    worker, make, session, ended, now
):
    begin(worker)
    tell(worker, "A bench.")
    page = worker.visit("/needs/new").fill(
        {"What needs to be different?": "And a light.", "Which area is this about?": "Links"}
    )
    membership = session.get(Membership, make.belongs.id)
    if ended == "left":
        membership.ended_at = now
    elif ended == "last day":
        membership.ends_on = make.today - timedelta(days=1)
    elif ended == "another window":
        begin(joined_again(worker, session))
    else:
        make.group.standing = Standing(ended)
    session.flush()
    page = page.press("Carry on", status=409)
    assert OVER in page
    assert "And a light." in page
    assert BANNER not in page
    assert len(session.scalars(select(Need)).all()) == 1
    page = worker.visit("/")
    assert BANNER not in page
    if ended != "another window":
        worker.visit("/helping/", status=403)


def joined_again(browser, session):
    other = browser.another()
    joins(other, session)
    return other


def test_whoever_reads_on_after_it_ended_is_told_so(worker, make, session):
    begin(worker)
    make.group.standing = Standing.CLOSED
    session.flush()
    assert "What you do now is your own." in worker.visit("/needs/")
    assert "What you do now is your own." not in worker.visit("/needs/")


def test_done_after_it_ended_leads_home(worker, make, session):
    page = begin(worker)
    make.group.standing = Standing.PAUSED
    session.flush()
    assert page.press("Done: print the receipt").path == "/"


def test_a_pause_asks_who_it_is_and_long_after_it_is_over(worker, make, session, monkeypatch):
    begin(worker)
    tell(worker, "A bench.")
    page = worker.visit("/needs/new").fill(
        {"What needs to be different?": "And a light.", "Which area is this about?": "Links"}
    )
    later(monkeypatch, minutes=6)
    paused = page.press("Carry on", status=409)
    assert paused.heading == "Is it still the same person?"
    page = paused.press("Yes, go on")
    assert BANNER in page
    assert "And a light." in page.html
    later(monkeypatch, minutes=60)
    assert OVER in page.press("Send", status=409)
    assert len(session.scalars(select(Need)).all()) == 1
    assert BANNER not in worker.visit("/")


def test_a_group_that_goes_during_a_pause_shuts_nobody_in(worker, make, session, monkeypatch):
    begin(worker)
    later(monkeypatch, minutes=6)
    make.group.standing = Standing.CLOSED
    session.flush()
    assert "What you do now is your own." in worker.visit("/account/")


def test_signing_out_ends_it_for_good(worker, make, session):
    begin(worker)
    page = tell(worker).press("Sign out")
    assert BANNER not in page
    assert session.scalars(select(Helping.ended_at)).one() is not None
    joins(worker, session)
    assert BANNER not in worker.visit("/")


def test_a_session_that_was_ended_elsewhere_speaks_for_nobody_new(worker, make, session):
    begin(worker)
    page = worker.visit("/needs/new").fill(
        {"What needs to be different?": "A light.", "Which area is this about?": "Links"}
    )
    other = joined_again(worker, session)
    other.visit("/account/").press("Sign out everywhere")
    assert OVER in page.press("Carry on", status=409)
    assert session.scalars(select(Need)).all() == []


def test_what_one_keeps_says_when_one_helped_and_nothing_of_whom(worker, make, session):
    begin(worker, how="On paper")
    tell(worker, "Nobody gets home.")
    helped = session.scalars(select(Need.participant_id).order_by(Need.id.desc())).first()
    code = people.follow_code(session, BUILDER, KEYS, helped, real_now=NOW)
    worker.open("/helping/end", "POST", data={"csrf_token": token(worker)})
    page = worker.visit("/account/").follow("See all of it, and download it")
    assert "When you typed for somebody else" in page
    assert "Nobody gets home." not in page
    assert code not in page


# --- what holds without pages ---


def test_who_may(make):
    assert may_help_others(make.member(), [Standing.PAUSED, Standing.ACTIVE])
    for groups in ([], *([each] for each in set(Standing) - {Standing.ACTIVE})):
        assert not may_help_others(make.member(), groups)
    assert not may_help_others(make.participant_actor(), [Standing.ACTIVE])


@pytest.mark.parametrize("role", GroupRole)
def test_leads_and_members_help_and_nobody_whose_time_is_over(session, make, now, role):
    group, who = make.community(), make.member()
    with pytest.raises(NotAllowed):
        helps(session, make, now, who=who)
    belongs = make.in_group(group, who, role=role)
    assert helps(session, make, now, who=who).helping.member_id == who.member_id
    belongs.ends_on = make.today - timedelta(days=1)
    session.flush()
    with pytest.raises(NotAllowed):
        helps(session, make, now, who=who)


def test_the_account_rests_and_the_history_names_it_by_its_number(session, make, now, account):
    acts = helps(session, make, now)
    assert (acts.member_id, acts.person_id, acts.name) == (None, None, "")
    assert acts.has_session
    assert not acts.is_at_work
    operations.end(session, acts, now=now, real_now=now)
    session.flush()
    said = session.execute(
        select(HistoryEntry.verb, HistoryEntry.person_id, HistoryEntry.participant_id,
               HistoryEntry.acting_as)
        .where(HistoryEntry.subject == "helping")
        .order_by(HistoryEntry.id)
    ).all()  # fmt: skip
    who = f"account {account.member_id} helping: stall"
    assert [tuple(each) for each in said] == [
        ("began to help", None, None, who),
        ("ended helping", None, None, who),
    ]


def test_a_helper_is_a_person_or_an_account_and_never_both_or_nobody(session, make, now, account):
    for who in (
        {"person_id": make.person().id, "member_id": account.member_id},
        {},
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(Helping).values(channel=Channel.PHONE, started_at=now, **who))


def test_an_account_helps_one_person_at_a_time(session, make, now, account):
    first = helps(session, make, now)
    helps(session, make, now)
    today = clock.local_day(now)
    assert queries.helping_actor(session, account, first.helping.id, today=today) is None
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            insert(Helping).values(
                channel=Channel.PHONE, started_at=now, member_id=account.member_id
            )
        )


def test_nobody_goes_on_with_the_turn_of_another(session, make, now, account):
    turn = helps(session, make, now)
    other = make.member()
    make.in_group(make.group, other)
    same_number = make.person()
    today = clock.local_day(now)
    for somebody in (other, type(other)(person_id=same_number.id)):
        assert queries.helping_actor(session, somebody, turn.helping.id, today=today) is None
    with pytest.raises(NotPossibleNow):
        operations.go_on(session, other, turn.helping.id, now=now, real_now=now)
    operations.end(session, account, now=now, real_now=now)
    with pytest.raises(NotPossibleNow):
        operations.go_on(session, account, turn.helping.id, now=now, real_now=now)


def test_a_day_has_the_same_end_and_no_rush_is_held(session, make, now, account, monkeypatch):
    monkeypatch.setattr(operations, "MOST_PEOPLE_A_DAY", 40)
    for _ in range(40):
        who, is_held, _voice = operations.give_voice(
            session, helps(session, make, now), real_now=now
        )
        assert not is_held
        assert not session.get(Participant, who).is_held
    with pytest.raises(NotPossibleNow, match="helped 40 people today"):
        helps(session, make, now)
    helps(session, make, now, at=now + timedelta(days=1))


def test_a_deleted_account_leaves_the_voices_it_helped(session, make, now, account):
    need = make.need()
    acts = helps(session, make, now)
    who, _is_held, voice = operations.give_voice(session, acts, real_now=now)
    today = clock.local_day(now)
    acts = queries.helping_actor(session, account, acts.helping.id, today=today)
    voices.support_need(session, acts, need.number, new_voice=voice, now=now)
    people.follow_code(session, acts, KEYS, who, real_now=now)
    before = own_things(session, make.actor_of(session.get(Participant, who)))
    leaving.delete_account(
        session, account, account.member_id, Wish(True, True),
        goodbye=Goodbye("s", "t", "h"), now=now, real_now=now,
    )  # fmt: skip
    assert session.scalars(select(Helping)).all() == []
    assert session.get(NeedSupport, (need.id, who)) is not None
    assert own_things(session, make.actor_of(session.get(Participant, who))) == before
    session.refresh(need)
    assert need.online == 2
    assert differences(session, BUILDER) == []


@pytest.mark.slow
def test_two_windows_that_begin_at_once_leave_one_turn_open(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        account = make.member()
        make.in_group(make.community(), account)
        session.commit()

    def press(session):
        operations.begin(
            session, account, channel=Channel.PHONE, place_id=None, now=now, real_now=now
        )

    assert at_once(fresh_database, [press, press]) == []
    with fresh_database.session() as session:
        is_open = Helping.ended_at.is_(None)
        assert session.scalar(select(func.count()).select_from(Helping).where(is_open)) == 1
        assert session.scalar(select(func.count()).select_from(Helping)) == 2


def test_a_group_has_a_limit_for_a_day_that_says_so(session, make, now, account, monkeypatch):
    monkeypatch.setattr(operations, "MOST_PEOPLE_FOR_A_GROUP_A_DAY", 2)
    colleague, other = make.member(), make.member()
    theirs = make.in_group(make.group, colleague)
    make.in_group(make.community(), other)
    for who in (account, colleague):
        helps(session, make, now, who=who)  # who says nothing after all is not counted
        turn = helps(session, make, now, who=who)
        operations.give_voice(session, turn, real_now=now)
    for who in (account, colleague):
        with pytest.raises(TooMuchNow, match="Your group has helped 2 people today"):
            helps(session, make, now, who=who)
    helps(session, make, now, who=other)
    theirs.ended_at = now  # leaving it today frees nothing
    session.flush()
    with pytest.raises(TooMuchNow):
        helps(session, make, now)
    make.in_group(make.community(), account)  # for another group there is room
    helps(session, make, now)
    helps(session, make, now, at=now + timedelta(days=1))


def test_a_group_at_its_limit_gives_no_voice_to_whom_it_began_to_help(
    session, make, now, account, monkeypatch
):
    monkeypatch.setattr(operations, "MOST_PEOPLE_FOR_A_GROUP_A_DAY", 1)
    colleague = make.member()
    make.in_group(make.group, colleague)
    late, turn = helps(session, make, now), helps(session, make, now, who=colleague)
    operations.give_voice(session, turn, real_now=now)
    with pytest.raises(TooMuchNow):
        operations.give_voice(session, late, real_now=now)
