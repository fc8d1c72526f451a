"""Who acts on needs for a group."""

from app.backing.permissions import may_back_for_group, may_change_need_of_group
from app.organisations.models import GroupRole


def test_leads_back_and_change_members_change_what_they_sent(make):
    lead, sam = make.member(), make.member()
    group, other = make.community(), make.community()
    hers, his = make.in_group(group, lead, role=GroupRole.LEAD), make.in_group(group, sam)
    need = make.need_of_group(group, sam)
    foreign = make.in_group(other, lead, role=GroupRole.LEAD)
    assert may_back_for_group(lead, hers, make.today)
    assert not may_back_for_group(sam, his, make.today)
    assert may_change_need_of_group(lead, need, hers, his.id, make.today)
    assert may_change_need_of_group(sam, need, his, his.id, make.today)
    assert not may_change_need_of_group(sam, need, his, hers.id, make.today)
    assert not may_change_need_of_group(lead, need, foreign, foreign.id, make.today)
    assert not may_change_need_of_group(lead, make.need(), hers, None, make.today)
