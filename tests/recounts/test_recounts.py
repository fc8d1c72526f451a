"""Counting again: it puts right whatever went wrong, and says where."""

import random

import pytest
from sqlalchemy import update

from app.foundation.access import Role
from app.moderation import operations as moderation
from app.needs import operations as needs
from app.needs.models import Moderation, Need, Progress
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.recounts.operations import (
    differences,
    recount_everything,
    recount_needs,
    recount_themes,
    recount_took_part,
)
from app.voices import operations as voices
from app.voices.lines import People
from app.voices.models import Counted, VoiceCount
from app.voices.queries import people_in_place
from tests.builders import BUILDER


@pytest.fixture
def place(make):
    ward = make.ward()
    areas = [make.area(ward=ward), make.area()]
    return areas, [make.neighbourhood(area=area, ward=ward) for area in areas]


def test_nothing_differs_where_nothing_was_said(session, make):
    assert differences(session, BUILDER) == []
    recount_everything(session, BUILDER)
    assert differences(session, BUILDER) == []


@pytest.mark.parametrize("what", ["need", "theme", "place", "need at place"])
def test_a_wrong_count_is_named_and_put_right(session, make, place, what):
    areas, homes = place
    theme = make.theme()
    need = make.need(area=areas[0], theme=theme, supports=3, supporters_from=homes[0])
    assert differences(session, BUILDER) == []
    if what == "need":
        session.execute(update(Need).values(online=Need.online + 5))
    else:
        counted = {"theme": Counted.THEME, "place": Counted.PLACE}.get(what, Counted.NEED)
        session.execute(
            update(VoiceCount)
            .where(VoiceCount.counted == counted)
            .values(online=VoiceCount.online + 5)
        )
    session.expire_all()
    wrong = differences(session, BUILDER)
    assert wrong
    assert all(line.startswith(what.split()[0]) for line in wrong)
    if what == "theme":
        recount_themes(session, BUILDER, {theme.id})
    elif what == "place":
        recount_took_part(session, BUILDER)
    else:
        recount_needs(session, BUILDER, {need.id})
    session.expire_all()
    assert differences(session, BUILDER) == []


def test_everything_is_put_right_at_once(session, make, place):
    areas, homes = place
    theme = make.theme()
    for area, home in zip(areas, homes, strict=True):
        make.need(area=area, theme=theme, supports=2, supporters_from=home)
    session.execute(update(Need).values(online=9, rooms=9, people=18))
    session.execute(update(VoiceCount).values(online=77, rooms=7))
    session.expire_all()
    recount_everything(session, BUILDER)
    session.expire_all()
    assert differences(session, BUILDER) == []


def test_one_person_under_two_needs_of_a_theme_counts_once(session, make, place):
    (area, _), (home, _) = place
    theme, actor = make.theme(), make.participant_actor(place=home)
    needs_ = [make.need(area=area, theme=theme, writer=actor) for _ in range(3)]
    assert people_in_place(session, Counted.THEME, [theme.id], area.id)[theme.id].online == 1
    merged, target = needs_[:2]
    needs.merge_into(session, BUILDER, merged, target, now=merged.sent_at)
    make.recount(merged)
    assert (target.people, merged.people) == (1, 0)
    assert people_in_place(session, Counted.THEME, [theme.id], area.id)[theme.id].online == 1
    assert differences(session, BUILDER) == []


def test_the_people_of_a_room_count_for_a_theme_no_oftener_than_they_came(session, make, place):
    (area, _), _ = place
    theme, gathering = make.theme(), make.gathering(area=area, came=10, also_online=4)
    for _ in range(3):
        need = make.need(area=area, theme=theme)
        make.room_voice(need, gathering, people=8)
        assert need.rooms == 8
    assert (
        people_in_place(session, Counted.THEME, [theme.id], area.id)[theme.id].rooms == 6
    )  # the other four are online
    assert people_in_place(session, Counted.PLACE, [0], area.id)[0].rooms == 6
    assert differences(session, BUILDER) == []


def test_what_is_not_shown_counts_for_no_theme(session, make, place):
    (area, _), (home, _) = place
    theme = make.theme()
    need = make.need(area=area, theme=theme, supports=2, supporters_from=home)
    needs.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=need.sent_at)
    make.recount(need)
    left = people_in_place(session, Counted.THEME, [theme.id], area.id).get(theme.id, People())
    assert left.together == 0
    assert differences(session, BUILDER) == []


class Acts:
    """What people and moderators do, drawn by lot; counts must hold after each."""

    def __init__(self, session, make, areas, homes, seed):
        self.session, self.make, self.areas, self.homes = session, make, areas, homes
        self.draw = random.Random(seed)  # noqa: S311 - which acts, not secrets
        self.themes = [make.theme(), make.theme()]
        self.actors = [make.participant(place=self.draw.choice([None, *homes])) for _ in range(4)]
        self.needs = [make.need(area=self.draw.choice([None, *areas])) for _ in range(3)]
        self.moderator, self.now = make.actor(Role.MODERATOR), make.now

    def actor(self):
        return self.make.actor_of(self.draw.choice(self.actors))

    def support(self, need):
        voices.support_need(self.session, self.actor(), need.number, now=self.now)

    def back(self, need):
        voices.withdraw_support(self.session, self.actor(), need.number)

    def group(self, need):
        self.make.group(need, self.draw.choice(self.themes))

    def hide(self, need):
        needs.take_down(
            self.session, self.moderator, need, Moderation.HIDDEN, reason_code=None, now=self.now
        )

    def room(self, need):
        gathering = self.make.gathering(area=self.draw.choice(self.areas), also_online=2)
        self.make.room_voice(need, gathering, people=4)

    def move(self, _need):
        place = self.draw.choice([*self.areas, *self.homes])
        voices.tell_place(self.session, self.actor(), place, now=self.now)

    def one(self):
        need = self.draw.choice(self.needs)
        if need.moderation is Moderation.HIDDEN:
            needs.make_public(self.session, self.moderator, need, now=self.now)
        else:
            often = [self.support] * 4 + [self.back] * 2 + [self.move] * 2
            self.draw.choice([*often, self.group, self.hide, self.room])(need)
        self.session.flush()
        self.session.expire_all()
        self.make.recount(need)


def test_counts_hold_after_any_sequence_of_acts(session, make, place):
    acts = Acts(session, make, *place, seed=7)
    for _ in range(24):
        acts.one()
        assert differences(session, BUILDER) == []
    recount_everything(session, BUILDER)
    assert differences(session, BUILDER) == []


@pytest.mark.parametrize("told", [None, DecisionKind.NOT_NOW, DecisionKind.YES])
@pytest.mark.parametrize("is_published", [True, False])
def test_a_merge_moves_the_target_with_the_actions_of_both_and_undo_puts_it_back(
    session, make, told, is_published
):
    moderator = make.actor(Role.MODERATOR)
    need, target = make.need(supports=2), make.need(theme=make.theme(), supports=1)
    make.action(need, state=ActionState.STARTED)
    if told:
        make.decision(target, kind=told)
    if not is_published:  # its writer changed the words, so it is checked again
        need.moderation = Moderation.WAITING
    before = (need.progress, target.progress)
    decision = moderation.merge_need(
        session, moderator, need.id, target.id, revision=need.revision, now=make.now
    )
    assert target.progress is Progress.UNDER_WAY
    assert differences(session, BUILDER) == []
    moderation.undo_decision(session, moderator, decision.id, now=make.now)
    assert (need.progress, target.progress) == before
    assert differences(session, BUILDER) == []
