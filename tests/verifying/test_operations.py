"""The call, letting in, saying no, pausing, closing, trusting: each with its reason."""

from datetime import timedelta

import pytest

from app.foundation.access import NotAllowed, NotPossibleNow, Role
from app.history.queries import history_of
from app.organisations.models import Standing
from app.retention.operations import forget_phones
from app.verifying import operations
from app.verifying.models import CallOutcome, NumberFrom
from app.verifying.operations import STEPS, GroupReason, Step
from app.verifying.queries import calls_to, groups_waiting, groups_without_lead, waiting_count
from tests.builders import BUILDER


@pytest.fixture
def priya(make):
    return make.actor(Role.MODERATOR)


@pytest.fixture
def group(make):
    return make.community(standing=Standing.ASKED)


def phones(make, who, group, outcome=CallOutcome.CONFIRMED, at=None):
    return operations.record_call(
        make.session, who, group.id, called_at=at or make.now,
        number_from=NumberFrom.CHARITY_REGISTER, outcome=outcome, now=make.now,
    )  # fmt: skip


def takes(make, who, group, step, reason=None, revision=None):
    return operations.decide_group(
        make.session, who, group.id, step, reason,
        revision=group.revision if revision is None else revision, now=make.now,
    )  # fmt: skip


def test_a_group_is_let_in_after_the_call_and_its_number_goes(make, priya, group):
    assert [line.id for line in groups_waiting(make.session, make.actor(Role.MODERATOR))] == [
        group.id
    ]
    with pytest.raises(NotPossibleNow, match="call that confirmed"):
        takes(make, priya, group, Step.LET_IN)
    phones(make, priya, group, CallOutcome.NO_ANSWER)
    with pytest.raises(NotPossibleNow, match="call that confirmed"):
        takes(make, priya, group, Step.LET_IN)
    phones(make, priya, group)
    assert group.call_phone == "01632 960 123"
    takes(make, priya, group, Step.LET_IN)
    assert (group.standing, group.call_phone) == (Standing.ACTIVE, "")
    assert waiting_count(make.session) == 0
    outcomes = [call.outcome for call in calls_to(make.session, group.id)]
    assert outcomes == [CallOutcome.NO_ANSWER, CallOutcome.CONFIRMED]


def test_a_call_that_denies_it_takes_the_yes_back(make, priya, group):
    phones(make, priya, group)
    phones(make, priya, group, CallOutcome.NOT_THEM)
    with pytest.raises(NotPossibleNow, match="call that confirmed"):
        takes(make, priya, group, Step.LET_IN)


def test_no_is_said_with_a_reason_and_can_be_taken_back(make, priya, group):
    with pytest.raises(NotPossibleNow, match="reasons"):
        takes(make, priya, group, Step.REFUSE)
    with pytest.raises(NotPossibleNow, match="reasons"):
        takes(make, priya, group, Step.REFUSE, GroupReason.RULES_BROKEN)
    takes(make, priya, group, Step.REFUSE, GroupReason.NOT_FROM_HERE)
    assert (group.standing, group.reason_code) == (Standing.REFUSED, "not_from_here")
    assert not group.is_ever_public
    takes(make, priya, group, Step.LOOK_AGAIN)
    assert (group.standing, group.reason_code) == (Standing.ASKED, None)


def test_pausing_and_closing_can_be_taken_back(make, priya):
    group = make.community()
    takes(make, priya, group, Step.PAUSE, GroupReason.ASKED_FOR_IT)
    takes(make, priya, group, Step.BRING_BACK)
    assert group.standing is Standing.ACTIVE
    takes(make, priya, group, Step.CLOSE, GroupReason.ENDED)
    assert group.is_ever_public
    takes(make, priya, group, Step.BRING_BACK)
    assert group.standing is Standing.ACTIVE
    verbs = [line.verb for line in history_of(make.session, "organisation", group.id)]
    assert verbs[1:] == [
        "paused a group", "brought a group back", "closed a group", "brought a group back",
    ]  # fmt: skip


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("standing", Standing)
def test_a_step_goes_only_from_where_it_may(make, priya, step, standing):
    group = make.community(standing=standing)
    if standing is Standing.ASKED:
        phones(make, priya, group)
    reason = next(iter(operations.REASONS_FOR.get(step, ())), None)
    if standing in STEPS[step][0]:
        takes(make, priya, group, step, reason)
        assert group.standing is STEPS[step][1]
    else:
        with pytest.raises(NotPossibleNow):
            takes(make, priya, group, step, reason)
        assert group.standing is standing


def test_a_page_that_is_out_of_date_decides_nothing(make, priya):
    group = make.community()
    seen = group.revision
    takes(make, priya, group, Step.PAUSE, GroupReason.ASKED_FOR_IT)
    takes(make, priya, group, Step.BRING_BACK)
    with pytest.raises(NotPossibleNow, match="Look at it again"):
        takes(make, priya, group, Step.CLOSE, GroupReason.ENDED, revision=seen)


def test_only_moderators_decide(make, group):
    for who in (
        make.visitor(), make.member(), make.actor(Role.PLANNER), make.actor(Role.COUNCILLOR),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            phones(make, who, group)
        with pytest.raises(NotAllowed):
            takes(make, who, group, Step.REFUSE, GroupReason.NOT_A_GROUP)


def test_nobody_decides_their_own_group(make, priya):
    person = make.person(Role.MODERATOR, email="Ewan@braidvale.example")
    own = make.member("ewan@braidvale.example")
    ewan, group = make.actor_of(person), make.community(lead=own, standing=Standing.ASKED)
    with pytest.raises(NotAllowed):
        phones(make, ewan, group)
    with pytest.raises(NotAllowed):
        takes(make, ewan, group, Step.REFUSE, GroupReason.NOT_A_GROUP)
    phones(make, priya, group)
    takes(make, priya, group, Step.LET_IN)
    with pytest.raises(NotAllowed):
        operations.trust_group(
            make.session, ewan, group.id, trusted=True, why="I know them.", now=make.now
        )


@pytest.mark.parametrize("days", [-31, 1])
def test_a_call_was_made_lately(make, priya, group, days):
    with pytest.raises(NotPossibleNow, match="last 30 days"):
        phones(make, priya, group, at=make.now + timedelta(days=days))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PLANNER])
def test_trusted_is_given_and_taken_with_a_reason(make, role):
    who, group = make.actor(role), make.community()
    for trusted in (True, False):
        operations.trust_group(
            make.session, who, group.id, trusted=trusted, why="Two years of good work.",
            now=make.now,
        )  # fmt: skip
        assert group.is_trusted is trusted
        with pytest.raises(NotPossibleNow):
            operations.trust_group(
                make.session, who, group.id, trusted=trusted, why="Again.", now=make.now
            )
    lines = history_of(make.session, "organisation", group.id)[1:]
    assert [line.note for line in lines] == ["Two years of good work."] * 2


def test_trust_asks_for_a_reason_and_an_active_group(make, priya, group):
    with pytest.raises(NotPossibleNow, match="active"):
        operations.trust_group(
            make.session, priya, group.id, trusted=True, why="Good.", now=make.now
        )
    with pytest.raises(NotPossibleNow, match="why"):
        operations.trust_group(
            make.session, priya, make.community().id, trusted=True, why=" ", now=make.now
        )
    with pytest.raises(NotAllowed):
        operations.trust_group(
            make.session, make.actor(Role.COUNCILLOR), group.id, trusted=True, why="Good.",
            now=make.now,
        )  # fmt: skip


def test_a_number_goes_even_if_nobody_phones(make, group):
    forget_phones(make.session, BUILDER, before=make.now, now=make.now)
    make.session.refresh(group)
    assert group.call_phone
    forget_phones(make.session, BUILDER, before=make.now + timedelta(seconds=1), now=make.now)
    make.session.refresh(group)
    assert group.call_phone == ""


def test_groups_that_lost_their_leads_are_seen(make):
    make.organisation("A body")  # nobody ever belonged to it
    group = make.community()
    assert groups_without_lead(make.session, make.actor(Role.PLANNER), make.today, limit=10) == []
    for membership in [make.in_group(group)]:
        assert membership.ends_on is None
    lead = make.member()
    other = make.community("Zebra", lead=lead)
    from app.memberships.operations import end_memberships_of  # noqa: PLC0415

    end_memberships_of(make.session, lead, lead.member_id, now=make.now)
    found = groups_without_lead(make.session, make.actor(Role.PLANNER), make.today, limit=10)
    assert [line.id for line in found] == [other.id]
