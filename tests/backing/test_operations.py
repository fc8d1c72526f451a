"""Groups behind needs: beside people, never among them, and counts stay exact."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.backing import operations
from app.backing.queries import backed_by, brought_by, group_counts, groups_behind
from app.foundation.access import NotAllowed, NotFound, NotPossibleNow, Role, TooMuchNow
from app.moderation import operations as moderation
from app.needs.models import Moderation, Need, PutForwardAs
from app.needs.words import NeedWords
from app.organisations.models import Standing
from app.recounts.operations import differences
from app.verifying.operations import GroupReason, Step, decide_group
from tests.builders import PROMISE


@pytest.fixture
def lead(make):
    return make.member()


@pytest.fixture
def group(make, lead):
    return make.community("Kitchen", lead=lead)


def backs(make, who, group, need):
    operations.back_need(make.session, who, group.id, need.number, now=make.now)
    make.session.refresh(need)


def takes_back(make, who, group, need):
    operations.take_backing_back(make.session, who, group.id, need.number, now=make.now)
    make.session.refresh(need)


def is_exact(make):
    return differences(make.session, make.actor()) == []


def test_a_group_is_counted_beside_people_once(make, lead, group):
    need = make.need(supports=3)
    for _ in range(2):
        backs(make, lead, group, need)
    assert (need.people, need.online, need.groups) == (3, 3, 1)
    assert [each.name for each in groups_behind(make.session, need)] == ["Kitchen"]
    assert [card.id for card in backed_by(make.session, lead, group.id)] == [need.id]
    assert is_exact(make)
    for _ in range(2):
        takes_back(make, lead, group, need)
    assert (need.people, need.groups) == (3, 0)
    assert is_exact(make)


def test_what_a_group_puts_forward_counts_nobody(make, lead, group):
    before = make.need(supports=2)
    need = make.need_of_group(group, lead)
    assert (need.put_forward_as, need.participant_id) == (PutForwardAs.GROUP, None)
    assert (need.people, need.groups) == (0, 1)
    assert before.people == 2
    assert [each.put_forward for each in groups_behind(make.session, need)] == [True]
    assert [card.id for card in brought_by(make.session, lead, group.id)] == [need.id]
    with pytest.raises(NotPossibleNow, match="itself"):
        backs(make, lead, group, need)
    assert is_exact(make)


def test_only_a_lead_of_an_active_group_backs(make, lead, group):
    need, sam = make.need(), make.member()
    make.in_group(group, sam)
    for who in (sam, make.member(), make.visitor(), make.actor(Role.MODERATOR)):
        with pytest.raises(NotFound):
            backs(make, who, group, need)
        with pytest.raises(NotFound):
            takes_back(make, who, group, need)
    backs(make, lead, group, need)
    group.standing = Standing.PAUSED
    make.session.flush()
    with pytest.raises(NotPossibleNow):
        backs(make, lead, group, make.need())
    takes_back(make, lead, group, need)  # a paused group may still say less
    assert need.groups == 0


@pytest.mark.parametrize(
    "state", [Moderation.WAITING, Moderation.HIDDEN, Moderation.WITHDRAWN, Moderation.RETURNED]
)
def test_what_nobody_sees_is_backed_by_no_group(make, lead, group, state):
    need = make.need(state=state)
    with pytest.raises(NotFound):
        operations.back_need(make.session, lead, group.id, need.number or 99, now=make.now)


def test_joined_needs_count_a_group_once_and_come_apart_again(make, lead, group):
    target, same = make.need(), make.need()
    other = make.member()
    shed = make.community("Shed", lead=other)
    backs(make, lead, group, target)
    backs(make, lead, group, same)
    backs(make, other, shed, same)
    moderator = make.actor(Role.MODERATOR)
    decision = moderation.merge_need(
        make.session, moderator, same.id, target.id, revision=same.revision, now=make.now
    )
    make.session.refresh(target)
    assert target.groups == 2
    assert is_exact(make)
    takes_back(make, lead, group, same)  # by the old code: taken back on all
    make.session.refresh(target)
    assert target.groups == 1
    make.session.flush()
    moderation.undo_decision(make.session, moderator, decision.id, now=make.now)
    for need in (target, same):
        make.session.refresh(need)
    assert (target.groups, same.groups) == (0, 1)
    assert is_exact(make)


def test_a_closed_group_counts_no_more_until_it_is_brought_back(make, lead, group):
    need, priya = make.need(), make.actor(Role.MODERATOR)
    own = make.need_of_group(group, lead)
    backs(make, lead, group, need)
    for step, reason, count in (
        (Step.CLOSE, GroupReason.RULES_BROKEN, 0),
        (Step.BRING_BACK, None, 1),
    ):
        decide_group(
            make.session, priya, group.id, step, reason, revision=group.revision, now=make.now
        )
        for each in (need, own):
            make.session.refresh(each)
            assert each.groups == count
        assert is_exact(make)


def puts(make, who, group, key="key", words="The hall is locked."):
    return operations.put_forward_for_group(
        make.session, who, NeedWords(words=words), organisation_id=group.id,
        conversation_id=make.conversation().id, place=None, promise=PROMISE, send_key=key,
        now=make.now,
    )  # fmt: skip


def test_members_put_forward_and_a_second_press_makes_nothing(make, group):
    sam = make.member()
    make.in_group(group, sam)
    need, made = puts(make, sam, group)
    again, made_again = puts(make, sam, group)
    assert (made, made_again, again.id) == (True, False, need.id)
    assert need.moderation is Moderation.WAITING
    for who in (make.member(), make.visitor(), make.actor()):
        with pytest.raises(NotFound):
            puts(make, who, group, "other")
    group.standing = Standing.ASKED
    make.session.flush()
    with pytest.raises(NotPossibleNow):
        puts(make, sam, group, "third")


def test_nobody_decides_what_their_own_group_put_forward(make, group):
    person = make.person(Role.MODERATOR, email="ewan@braidvale.example")
    make.in_group(group, own := make.member("ewan@braidvale.example"))
    need = make.need_of_group(group, own, published=False)
    with pytest.raises(NotAllowed):
        moderation.publish_need(
            make.session, make.actor_of(person), need.id, revision=need.revision, now=make.now
        )
    moderation.publish_need(
        make.session, make.actor(Role.MODERATOR), need.id, revision=need.revision, now=make.now
    )
    assert need.moderation is Moderation.PUBLISHED


def test_groups_at_the_same_moment_are_counted_exactly(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        need = make.need()
        leads = [make.member() for _ in range(4)]
        ids = [make.community(lead=lead).id for lead in leads]
        number, need_id, now = need.number, need.id, make.now
        session.commit()

    def back(which):
        with fresh_database.session() as session:
            operations.back_need(session, leads[which], ids[which], number, now=now)
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(back, range(4)))
    with fresh_database.session() as session:
        assert session.get(Need, need_id).groups == 4
        assert group_counts(session, [need_id]) == {need_id: 4}


def test_a_group_floods_nobody(make, lead, group):
    for number in range(10):
        puts(make, lead, group, f"key {number}")
    with pytest.raises(TooMuchNow):
        puts(make, lead, group, "one more")
