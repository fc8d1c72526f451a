"""Supporting, taking back, telling where one lives, joining: every count equals a recount."""

import pytest

from app.foundation.access import NotAllowed, NotFound, Role
from app.needs import operations as needs
from app.needs.models import Moderation
from app.people.models import Participant
from app.places.models import Place
from app.recounts.operations import differences
from app.voices import operations
from app.voices.models import Counted, NeedSupport
from app.voices.queries import people_by_place
from tests.builders import BUILDER


def test_a_second_press_counts_once(session, make, now):
    need, actor = make.need(supports=3), make.participant_actor()
    operations.support_need(session, actor, need.number, now=now)
    _need, moved = operations.support_need(session, actor, need.number, now=now)
    session.refresh(need)
    assert (need.online, moved) == (4, 0)
    assert differences(session, BUILDER) == []


def test_taking_back_and_saying_it_again_counts_once(session, make, now):
    need, actor = make.need(supports=2), make.participant_actor()
    for _ in range(3):
        operations.support_need(session, actor, need.number, now=now)
        operations.withdraw_support(session, actor, need.number)
    operations.support_need(session, actor, need.number, now=now)
    session.refresh(need)
    assert need.people == 3
    assert differences(session, BUILDER) == []


def test_taking_back_what_was_never_said_changes_nothing(session, make):
    need, actor = make.need(supports=2), make.participant_actor()
    _need, moved = operations.withdraw_support(session, actor, need.number)
    session.refresh(need)
    assert (need.people, moved) == (2, 0)


def test_a_support_of_a_merged_need_counts_for_its_target_once(session, make, now):
    target = make.need(supports=2)
    merged = make.need(supports=2, merged_into=target)
    actor = make.participant_actor()
    operations.support_need(session, actor, merged.number, now=now)
    operations.support_need(session, actor, target.number, now=now)
    session.refresh(target)
    assert target.online == 5
    assert differences(session, BUILDER) == []


def test_one_taken_back_is_taken_back_on_all_that_were_merged(session, make, now):
    target, merged, actor = make.need(supports=1), make.need(supports=1), make.participant_actor()
    operations.support_need(session, actor, merged.number, now=now)
    operations.support_need(session, actor, target.number, now=now)
    needs.merge_into(session, BUILDER, merged, target, now=now)
    make.recount(merged), make.recount(target)
    operations.withdraw_support(session, actor, target.number)
    assert session.get(NeedSupport, (merged.id, actor.participant_id)) is None
    assert differences(session, BUILDER) == []


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN])
def test_what_is_not_public_cannot_be_supported(session, make, now, state):
    need = make.need(state=state)
    with pytest.raises(NotFound):
        operations.support_need(session, make.participant_actor(), need.number, now=now)


def test_staff_and_councillors_have_no_voice_here(session, make, now):
    need = make.need()
    for role in (Role.MODERATOR, Role.COUNCILLOR, Role.ADMIN):
        with pytest.raises(NotAllowed):
            operations.support_need(session, make.actor(role), need.number, now=now)


def test_telling_where_one_lives_counts_what_was_said_before(session, make, now):
    ward = make.ward("Harbour")
    area = make.area("Links", ward=ward)
    theme = make.theme()
    need, actor = make.need(supports=1, theme=theme), make.participant_actor()
    operations.support_need(session, actor, need.number, now=now)
    operations.tell_place(session, actor, area, now=now)
    for counted, subject in ((Counted.NEED, need.id), (Counted.THEME, theme.id)):
        by_place = people_by_place(session, counted, subject)
        assert by_place[area.id].online == by_place[ward.id].online == 1
    assert differences(session, BUILDER) == []


def test_moving_house_keeps_earlier_voices_where_they_were(session, make, now):
    old, new = make.area("Old town"), make.area("New town")
    first, second = make.need(supports=1), make.need(supports=1)
    actor = make.participant_actor()
    operations.support_need(session, actor, first.number, now=now)
    operations.tell_place(session, actor, old, now=now)
    operations.tell_place(session, actor, new, now=now)
    moved = make.actor_of(session.get(Participant, actor.participant_id))
    operations.support_need(session, moved, second.number, now=now)
    assert people_by_place(session, Counted.NEED, first.id)[old.id].online == 1
    assert people_by_place(session, Counted.NEED, second.id)[new.id].online == 1
    assert differences(session, BUILDER) == []


def test_joining_two_voices_makes_double_supports_one(session, make, now):
    need, other = make.need(supports=1), make.need(supports=1)
    older, younger = make.participant_actor(place=make.area("Links")), make.participant_actor()
    for actor in (older, younger):
        operations.support_need(session, actor, need.number, now=now)
    operations.support_need(session, younger, other.number, now=now)
    kept = operations.join_participants(
        session, older, younger.participant_id, older.participant_id, now=now
    )
    session.refresh(need), session.refresh(other)
    assert kept == older.participant_id
    assert (need.online, other.online) == (2, 2)
    assert session.get(Participant, younger.participant_id).joined_into_id == kept
    assert differences(session, BUILDER) == []


def test_joining_keeps_the_place_that_only_the_younger_told(session, make, now):
    area = make.area("Links")
    older, younger = make.participant_actor(), make.participant_actor(place=area)
    operations.join_participants(
        session, older, older.participant_id, younger.participant_id, now=now
    )
    assert session.get(Participant, older.participant_id).place_id == area.id
    assert differences(session, BUILDER) == []


def test_held_voices_are_kept_and_count_once_a_moderator_says_so(session, make, now):
    need, held = make.need(supports=1), make.participant_actor(held=True)
    operations.support_need(session, held, need.number, now=now)
    session.refresh(need)
    assert need.online == 1
    assert differences(session, BUILDER) == []
    participant = session.get(Participant, held.participant_id)
    operations.count_held_voices(
        session, make.actor(Role.MODERATOR), participant.address_mark or "", now=now
    )
    session.refresh(need)
    assert need.online == 2
    assert differences(session, BUILDER) == []


def test_only_moderators_let_held_voices_count(session, make, now):
    with pytest.raises(NotAllowed):
        operations.count_held_voices(session, make.actor(Role.PLANNER), "x", now=now)


def test_a_person_counts_once_for_a_theme_over_its_needs(session, make, now):
    theme = make.theme()
    needs = [make.need(supports=1, theme=theme) for _ in range(3)]
    actor = make.participant_actor()
    for need in needs:
        operations.support_need(session, actor, need.number, now=now)
    assert people_by_place(session, Counted.THEME, theme.id)[0].online == 4
    operations.withdraw_support(session, actor, needs[0].number)
    assert people_by_place(session, Counted.THEME, theme.id)[0].online == 4
    for need in needs[1:]:
        operations.withdraw_support(session, actor, need.number)
    assert people_by_place(session, Counted.THEME, theme.id)[0].online == 3
    assert differences(session, BUILDER) == []


def test_a_ward_is_counted_where_an_area_lies_in_it_whole(session, make, now):
    ward = make.ward("Coalbrae ward")
    inside, across = make.area("Coalbrae", ward=ward), make.area("Northmuir")
    hood = make.neighbourhood("Broomhill", area=across, ward=ward)
    need = make.need(supports=1)
    for place in (inside, hood, across):
        actor = make.participant_actor(place=session.get(Place, place.id))
        operations.support_need(session, actor, need.number, now=now)
    by_place = people_by_place(session, Counted.NEED, need.id)
    assert by_place[ward.id].online == 2
    assert by_place[across.id].online == 2
    assert differences(session, BUILDER) == []
