"""What a group does in the plan."""

from app.groups.queries import actions_of_group
from app.plan.models import ActionState


def test_actions_that_a_group_leads_or_helps_with_and_no_others(make):
    group = make.community("Kitchen")
    led = make.action(make.need(), lead=group)
    helped = make.action(make.need(), partners=[group])
    make.action(make.need(), lead=group, state=ActionState.PROPOSED)
    make.action(make.need())
    found = actions_of_group(make.session, make.visitor(), group.id, make.today)
    assert [line.id for line in found] == [led.id, helped.id]
