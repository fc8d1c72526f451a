"""Taking back one's own words, joined with others or not, counts right each time."""

import pytest

from app.backing.operations import back_need, take_backing_back
from app.backing.queries import groups_behind
from app.follow.operations import take_back, take_off_pages
from app.foundation.access import NotFound
from app.needs.models import Moderation
from app.needs.operations import merge_into, take_down
from app.recounts.operations import differences
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted
from app.voices.operations import withdraw_support
from app.voices.queries import people_by_place
from tests.builders import BUILDER


@pytest.mark.parametrize("is_joined", [True, False])
def test_taking_back_counts_again_and_is_no_error_twice(session, make, is_joined):
    writer, target = make.participant_actor(), make.need(supports=2, theme=make.theme())
    need = make.need(writer=writer, supports=3, merged_into=target if is_joined else None)
    for _ in range(2):
        take_back(session, writer, need.id, now=make.now)
    assert (need.moderation, need.merged_into_id) == (Moderation.WITHDRAWN, None)
    assert target.people == (4 if is_joined else 2), "two others said it, and stay"
    assert need.people == (1 if is_joined else 3)
    assert differences(session, BUILDER) == []


def test_the_voices_of_others_stay_where_words_were_joined(session, make):
    """Who said both counts once; rooms and groups stay too; only the writer's own voice goes."""
    here, theme, writer = make.area(), make.theme(), make.participant_actor()
    need, target = make.need(writer=writer, theme=theme), make.need(theme=theme)
    both, one = make.participant_actor(), make.participant_actor(place=here)
    for actor, which in ((both, need), (both, target), (one, need)):
        make.support(which, actor)
    hall = make.gathering(area=here, came=20)
    make.room_voice(need, hall, people=5)
    make.room_voice(target, hall, people=7)
    lead = make.member()
    group = make.community(lead=lead)
    back_need(session, lead, group.id, need.number, now=make.now)
    merge_into(session, BUILDER, need, target, now=make.now)
    make.recount(need)
    assert (target.online, target.rooms, target.groups) == (4, 12, 1)

    take_back(session, writer, need.id, now=make.now)
    assert (target.online, target.rooms, target.groups) == (3, 12, 1)
    assert (need.online, need.rooms, need.groups) == (1, 0, 0)
    assert people_by_place(session, Counted.NEED, target.id)[here.id] == People(1, 12)
    assert people_by_place(session, Counted.THEME, theme.id)[EVERYWHERE] == People(3, 12)
    assert [each.id for each in groups_behind(session, target)] == [group.id]
    assert differences(session, BUILDER) == []

    withdraw_support(session, one, target.number)
    take_backing_back(session, lead, group.id, target.number, now=make.now)
    assert (target.online, target.groups) == (2, 0), "and whoever gave one can take it back there"
    assert differences(session, BUILDER) == []


def test_what_nobody_put_forward_here_leaves_every_voice(session, make):
    """Words brought in from a file are nobody's here: then each voice is somebody else's."""
    target, need = make.need(), make.need(supports=3)
    need.participant_id = None
    merge_into(session, BUILDER, need, target, now=make.now)
    make.recount(need)
    take_off_pages(
        session, BUILDER, need.id, lambda each: _take_down(session, each, make.now), now=make.now
    )
    assert (target.people, need.people) == (4, 0)
    assert differences(session, BUILDER) == []


def _take_down(session, need, now):
    take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=now)
    need.merged_into_id = None


def test_nobody_takes_back_what_is_somebody_elses(session, make):
    need = make.need(merged_into=make.need())
    with pytest.raises(NotFound):
        take_back(session, make.participant_actor(), need.id, now=make.now)
    assert need.moderation is Moderation.MERGED
