"""Starting a group, leads and members, last days, leaving; and an account that goes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.foundation.access import Actor, NotAllowed, NotFound, NotPossibleNow
from app.history.queries import history_of
from app.memberships import operations
from app.memberships.queries import groups_of_account
from app.organisations.models import GroupRole, Membership, OrganisationKind, Sector, Standing
from app.organisations.operations import NameTaken
from app.organisations.queries import lead_count, members_of_group, membership_of, places_of_group
from app.organisations.words import GroupWords, NewGroup

NEW = NewGroup(
    name="Coalbrae Kitchen",
    kind=OrganisationKind.CHARITY,
    call_phone="01632 960 123",
    words=GroupWords(about="We cook."),
)


def starts(make, actor, name="Coalbrae Kitchen", reserved=(), mark="a hall", now=None):
    now = now or make.now
    new = NewGroup(name=name, kind=NEW.kind, call_phone=NEW.call_phone, words=NEW.words)
    return operations.start_group(
        make.session, actor, new, shown_name="Moira", reserved=reserved, address_mark=mark,
        now=now, real_now=now,
    )  # fmt: skip


def test_whoever_starts_a_group_leads_it_and_it_waits(make):
    moira = make.member()
    group = starts(make, moira)
    assert (group.standing, group.sector, group.slug) == (
        Standing.ASKED, Sector.VCFSE, "coalbrae-kitchen",
    )  # fmt: skip
    mine = membership_of(make.session, group.id, moira.member_id)
    assert mine is not None
    assert (mine.role, mine.shown_name) == (GroupRole.LEAD, "Moira")
    assert [line.verb for line in history_of(make.session, "organisation", group.id)] == [
        "asked for a group"
    ]


@pytest.mark.parametrize("name", ["coalbrae kitchen", "Соalbrae Kitchen", "Coalbrae  Kitchen!"])  # noqa: RUF001
def test_a_name_that_looks_like_another_is_refused(make, name):
    starts(make, make.member())
    with pytest.raises(NameTaken):
        starts(make, make.member(), name)


@pytest.mark.parametrize("name", ["Braidvale Council", "Вraidvale Сouncil", "braidvale counci1"])  # noqa: RUF001
def test_nobody_takes_the_name_of_the_council(make, name):
    with pytest.raises(NameTaken):
        starts(make, make.member(), name, reserved=("Braidvale Council",))


def test_two_names_with_one_address_get_two(make):
    starts(make, make.member(), "Ünion")
    assert starts(make, make.member(), "Union of Coalbrae").slug == "union-of-coalbrae"
    assert starts(make, make.member(), "教会").slug == "group"
    assert starts(make, make.member(), "مجموعة").slug == "group-2"


def test_only_members_start_groups(make):
    for who in (make.visitor(), make.participant_actor(), make.actor()):
        with pytest.raises(NotAllowed):
            starts(make, who)


def test_a_lead_makes_another_lead_and_back(make):
    moira, sam = make.member(), make.member()
    group = make.community(lead=moira)
    belongs = make.in_group(group, sam)
    operations.set_role(make.session, moira, group.id, belongs.id, GroupRole.LEAD, now=make.now)
    assert lead_count(make.session, group.id, make.today) == 2
    mine = membership_of(make.session, group.id, moira.member_id)
    operations.set_role(make.session, sam, group.id, mine.id, GroupRole.MEMBER, now=make.now)
    with pytest.raises(NotPossibleNow, match="only lead"):
        operations.set_role(make.session, sam, group.id, belongs.id, GroupRole.MEMBER, now=make.now)


def test_the_last_lead_cannot_leave_nor_get_a_last_day(make):
    moira = make.member()
    group = make.community(lead=moira)
    make.in_group(group, role=GroupRole.LEAD, ends_on=make.today + timedelta(days=3))
    mine = membership_of(make.session, group.id, moira.member_id)
    with pytest.raises(NotPossibleNow, match="only lead"):
        operations.end_membership(make.session, moira, group.id, mine.id, now=make.now)
    with pytest.raises(NotPossibleNow, match="only lead"):
        operations.set_last_day(make.session, moira, group.id, mine.id, make.today, now=make.now)
    make.in_group(group, role=GroupRole.LEAD)
    operations.end_membership(make.session, moira, group.id, mine.id, now=make.now)
    assert membership_of(make.session, group.id, moira.member_id) is None


def test_a_member_leaves_and_ends_nobody_else(make):
    moira, sam = make.member(), make.member()
    group = make.community(lead=moira)
    his, other = make.in_group(group, sam), make.in_group(group)
    with pytest.raises(NotFound):
        operations.end_membership(make.session, sam, group.id, other.id, now=make.now)
    operations.end_membership(make.session, sam, group.id, his.id, now=make.now)
    with pytest.raises(NotFound):
        operations.end_membership(make.session, sam, group.id, his.id, now=make.now)
    operations.end_membership(make.session, moira, group.id, other.id, now=make.now)
    assert len(members_of_group(make.session, group.id, make.today)) == 1


def test_after_the_last_day_nobody_acts(make):
    moira, sam = make.member(), make.member()
    group = make.community(lead=moira)
    his = make.in_group(group, sam, role=GroupRole.LEAD)
    operations.set_last_day(make.session, moira, group.id, his.id, make.today, now=make.now)
    other = make.in_group(group)
    operations.set_role(make.session, sam, group.id, other.id, GroupRole.LEAD, now=make.now)
    tomorrow = make.now + timedelta(days=1)
    with pytest.raises(NotFound):
        operations.set_role(make.session, sam, group.id, other.id, GroupRole.MEMBER, now=tomorrow)
    with pytest.raises(NotPossibleNow, match="over already"):
        operations.set_role(make.session, moira, group.id, his.id, GroupRole.MEMBER, now=tomorrow)


def test_a_last_day_lies_not_in_the_past(make):
    moira = make.member()
    group = make.community(lead=moira)
    other = make.in_group(group)
    with pytest.raises(NotPossibleNow, match="passed already"):
        operations.set_last_day(
            make.session, moira, group.id, other.id, make.today - timedelta(days=1), now=make.now
        )
    operations.set_last_day(make.session, moira, group.id, other.id, None, now=make.now)


def test_t09_a_lead_of_one_group_changes_nothing_in_another(make):
    moira = make.member()
    mine, other = make.community(lead=moira), make.community()
    theirs = make.in_group(other)
    for group_id in (mine.id, other.id):
        with pytest.raises(NotFound):
            operations.set_role(
                make.session, moira, group_id, theirs.id, GroupRole.LEAD, now=make.now
            )
        with pytest.raises(NotFound):
            operations.set_last_day(
                make.session, moira, group_id, theirs.id, make.today, now=make.now
            )
        with pytest.raises(NotFound):
            operations.end_membership(make.session, moira, group_id, theirs.id, now=make.now)
    assert theirs.role is GroupRole.MEMBER
    assert theirs.ended_at is None


def test_a_lead_changes_what_the_group_says(make):
    moira, sam = make.member(), make.member()
    area = make.area()
    group = make.community(lead=moira)
    make.in_group(group, sam)
    words = GroupWords(about="We bake.", area_ids=frozenset({area.id}), speaks_for=12)
    with pytest.raises(NotFound):
        operations.change_group(
            make.session, sam, group.id, words, revision=group.revision, now=make.now
        )
    seen = group.revision
    operations.change_group(make.session, moira, group.id, words, revision=seen, now=make.now)
    assert (group.about, group.speaks_for, group.is_everywhere) == ("We bake.", 12, False)
    assert [place.id for place in places_of_group(make.session, group.id)] == [area.id]
    with pytest.raises(NotPossibleNow, match="Look at it again"):
        operations.change_group(make.session, moira, group.id, words, revision=seen, now=make.now)


def test_an_account_that_goes_leaves_its_groups_and_its_names(make):
    moira = make.member()
    one, other = make.community(lead=moira), make.community()
    in_other = make.in_group(other, moira)
    operations.end_memberships_of(make.session, moira, moira.member_id, now=make.now)
    make.session.flush()
    assert groups_of_account(make.session, moira.member_id) == []
    assert lead_count(make.session, one.id, make.today) == 0
    assert (in_other.member_id, in_other.shown_name, in_other.ended_at) == (None, "", make.now)
    operations.end_memberships_of(make.session, moira, moira.member_id, now=make.now)  # again


def test_of_two_leads_who_leave_at_once_one_stays(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        leads = [make.member(), make.member()]
        group = make.community(lead=leads[0])
        make.in_group(group, leads[1], role=GroupRole.LEAD)
        ids = [membership_of(session, group.id, lead.member_id).id for lead in leads]
        group_id, now, today = group.id, make.now, make.today
        session.commit()

    def leave(which):
        with fresh_database.session() as session:
            try:
                operations.end_membership(
                    session, Actor(member_id=leads[which].member_id), group_id, ids[which], now=now
                )
                session.commit()
            except NotPossibleNow:
                session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        left = list(pool.map(leave, range(2)))
    with fresh_database.session() as session:
        assert lead_count(session, group_id, today) == 1
        assert sorted(left) == [False, True]
        assert session.get(Membership, ids[left.index(True)]).ended_at is not None


def test_of_two_who_take_one_name_at_once_one_does(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        people, now = [make.member(), make.member()], make.now
        session.commit()

    def start(who):
        with fresh_database.session() as session:
            try:
                operations.start_group(
                    session, who, NEW, shown_name="Moira", reserved=(), address_mark="a hall",
                    now=now, real_now=now,
                )  # fmt: skip
                session.commit()
            except NameTaken:
                session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(start, people)) == [False, True]
