"""Reading supports and counts."""

from datetime import timedelta

import pytest

from app.foundation.access import NotFound
from app.needs.models import Moderation
from app.people.models import Participant
from app.voices import queries
from app.voices.holding import need_to_support


def test_a_merged_need_leads_to_its_target_and_its_themes(session, make):
    theme = make.theme()
    target = make.need(theme=theme)
    merged = make.need(merged_into=target)
    actor = make.participant_actor()
    found = need_to_support(session, actor, merged.number)
    assert (found.id, found.code, found.theme_ids) == (target.id, target.code, (theme.id,))
    assert (found.is_held, found.joined_into_id) == (False, None)


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN])
def test_what_is_not_public_is_not_found(session, make, state):
    actor = make.participant_actor()
    assert need_to_support(session, actor, make.need().number)
    with pytest.raises(NotFound):
        need_to_support(session, actor, make.need(state=state).number)
    with pytest.raises(NotFound):
        need_to_support(session, actor, 99_999)


def test_a_voice_that_moved_meanwhile_lives_where_it_is_now(session, make):
    area = make.area()
    old, new = make.neighbourhood(area=area), make.neighbourhood(area=area)
    need, actor = make.need(), make.participant_actor(place=old)
    assert need_to_support(session, actor, need.number).home == actor.home
    session.get_one(Participant, actor.participant_id).place_id = new.id
    session.flush()
    moved = need_to_support(session, actor, need.number).home
    assert (moved.place_id, moved.area_id, moved.ward_id) == (new.id, area.id, new.ward_id)
    session.get_one(Participant, actor.participant_id).place_id = None
    session.flush()
    assert need_to_support(session, actor, need.number).home is None


def test_what_a_person_supports_is_known_through_merged_needs(session, make):
    target = make.need()
    merged = make.need(merged_into=target)
    actor = make.participant_actor()
    make.support(target, actor)
    found = queries.supported_by(session, actor.participant_id, [target.id, merged.id])
    assert found == {target.id}
    assert queries.supported_by(session, None, [target.id]) == set()


def test_one_more_support_meets_those_for_the_need_under_its_themes_and_of_late(session, make):
    theme, other_theme = make.theme(), make.theme()
    target = make.need(theme=theme)
    under_theme = make.group(make.need(), theme)
    elsewhere = make.need(theme=other_theme)
    actor = make.participant_actor()
    for need in (target, under_theme, elsewhere):
        make.support(need, actor)

    def met(need, since):
        facts = queries.supports_beside(session, actor.participant_id, need.id, recent_since=since)
        return {(each.target_id, each.theme_ids, each.is_recent) for each in facts}

    late, early = make.now + timedelta(hours=1), make.now - timedelta(hours=1)
    beside = {(target.id, (theme.id,), False), (under_theme.id, (theme.id,), False)}
    assert met(target, late) == beside
    assert met(make.need(), late) == set()
    assert {each[0] for each in met(make.need(), early)} == {
        target.id, under_theme.id, elsewhere.id,
    }  # fmt: skip


def test_people_of_a_place_come_with_who_took_part_there(session, make):
    area = make.area("Coalbrae")
    need = make.need(supports=3, supporters_from=area, area=area)
    said, took_part = queries.people_of_needs_in_place(session, [need.id], area)
    assert said[need.id].online == 3
    assert took_part.together >= 3
    assert queries.people_of_needs_in_place(session, [need.id], None) == ({}, None)


def test_areas_of_a_need_say_whether_it_is_about_them_and_who_said_it(session, make):
    about, other = make.area("Coalbrae"), make.area("Millburn")
    need = make.need(supports=2, supporters_from=other, area=about)
    areas = {area.slug: area for area in queries.areas_of_need(session, need.id)}
    assert areas[about.slug].is_about
    assert not areas[other.slug].is_about
    assert areas[other.slug].people.online == 2


def test_the_words_of_merged_needs_come_with_whether_one_supports_any(session, make):
    target = make.need()
    merged = make.need(merged_into=target)
    actor = make.participant_actor()
    same, is_supported = queries.same_as(session, target, actor.participant_id)
    assert ([need.id for need in same], is_supported) == ([merged.id], False)
    make.support(target, actor)
    assert queries.same_as(session, target, actor.participant_id)[1]
