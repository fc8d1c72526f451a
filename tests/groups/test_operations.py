"""Changing and taking back what a group put forward."""

import pytest

from app.foundation.access import NotFound, NotPossibleNow, Role
from app.groups import operations as groups
from app.needs.models import Moderation
from app.needs.words import NeedWords
from app.organisations.models import GroupRole
from app.recounts.operations import differences
from app.verifying.operations import GroupReason, Step, decide_group


@pytest.fixture
def lead(make):
    return make.member()


@pytest.fixture
def group(make, lead):
    return make.community("Kitchen", lead=lead)


def is_exact(make):
    return differences(make.session, make.actor()) == []


def changes(make, who, group, need, words="The hall stays locked."):
    groups.change_need(
        make.session, who, group.id, need.id, NeedWords(words=words), place=None,
        has_new_place=False, revision=need.revision, now=make.now,
    )  # fmt: skip


def test_leads_and_the_sender_change_and_take_back(make, lead, group):
    sam, ali = make.member(), make.member()
    make.in_group(group, sam)
    make.in_group(group, ali)
    need = make.need_of_group(group, sam)
    stranger = make.member()
    other = make.community(lead=stranger)
    for who, where in ((ali, group), (stranger, other), (stranger, group), (make.visitor(), group)):
        with pytest.raises(NotFound):
            changes(make, who, where, need)
        with pytest.raises(NotFound):
            groups.take_need_back(make.session, who, where.id, need.id, now=make.now)
    changes(make, sam, group, need)
    assert (need.words, need.moderation) == ("The hall stays locked.", Moderation.WAITING)
    make.publish(need)
    groups.take_need_back(make.session, lead, group.id, need.id, now=make.now)
    assert need.moderation is Moderation.WITHDRAWN
    assert is_exact(make)
    with pytest.raises(NotPossibleNow):
        changes(make, lead, group, need)


def test_a_closed_group_says_nothing_new_and_takes_back(make, lead, group):
    need = make.need_of_group(group, lead)
    decide_group(
        make.session, make.actor(Role.MODERATOR), group.id, Step.CLOSE, GroupReason.ENDED,
        revision=group.revision, now=make.now,
    )  # fmt: skip
    with pytest.raises(NotPossibleNow, match="not change them"):
        changes(make, lead, group, need)
    assert need.moderation is Moderation.PUBLISHED
    groups.take_need_back(make.session, lead, group.id, need.id, now=make.now)
    assert need.moderation is Moderation.WITHDRAWN
    assert is_exact(make)


def test_what_a_resident_said_is_not_the_groups_to_change(make, lead, group):
    need = make.need()
    with pytest.raises(NotFound):
        changes(make, lead, group, need)


def test_a_lead_who_is_made_later_changes_too(make, group):
    sam, zoe = make.member(), make.member()
    make.in_group(group, sam)
    make.in_group(group, zoe, role=GroupRole.LEAD)
    need = make.need_of_group(group, sam)
    changes(make, zoe, group, need)
    assert need.words == "The hall stays locked."
