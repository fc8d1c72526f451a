"""A moderator for one place: which groups they find and decide, and what they never see."""

import pytest

from app.foundation.access import NotFound, Role
from app.organisations.models import Standing
from app.verifying import operations
from app.verifying.operations import GroupReason, Step
from app.voices import operations as voices
from tests.permissions.walker import token_of


@pytest.fixture
def places(make):
    make.here, make.there = make.area("Links"), make.area("Millburn")
    asked = Standing.ASKED
    return {
        "here": make.community("Links Kitchen", areas=[make.here], standing=asked),
        "both": make.community("Two Shores", areas=[make.here, make.there], standing=asked),
        "there": make.community("Millburn Shed", areas=[make.there], standing=asked),
        "all over": make.community("Everywhere Choir", standing=asked),
    }


def test_they_find_the_groups_of_their_place_and_no_others(browse, make, places):
    local = browse.sign_in(make.person(Role.MODERATOR, place=make.here))
    page = local.visit("/moderation/").follow("Groups")
    assert "1 waits for a call" in page
    for name, group in places.items():
        assert (group.name in page.main) is (name == "here")
        local.visit(f"/check-groups/{group.id}", status=200 if name == "here" else 404)
    everywhere = browse.another().sign_in(make.person(Role.MODERATOR))
    assert all(each.name in everywhere.visit("/check-groups/").main for each in places.values())
    planner = browse.another().sign_in(make.person(Role.PLANNER))
    assert all(each.name in planner.visit("/check-groups/").main for each in places.values())


def test_a_group_without_any_place_is_for_the_whole_place(browse, make):
    make.here = make.area("Links")
    body = make.organisation("Harbour Board")
    local = browse.sign_in(make.person(Role.MODERATOR, place=make.here))
    assert body.name not in local.visit("/check-groups/").main
    local.visit(f"/check-groups/{body.id}", status=404)


def test_what_they_may_not_decide_is_not_there(session, make, now, places):
    local = make.actor(Role.MODERATOR, place=make.here)
    for name, group in places.items():
        does = [
            lambda group=group: operations.decide_group(
                session, local, group.id, Step.REFUSE, GroupReason.NOT_A_GROUP,
                revision=group.revision, now=now,
            )
        ]  # fmt: skip
        if name == "here":
            assert does[0]().standing is Standing.REFUSED
            continue
        group.standing = Standing.ACTIVE
        session.flush()
        does.append(
            lambda group=group: operations.trust_group(
                session, local, group.id, trusted=True, why="Known well.", now=now
            )
        )
        for each in does:
            with pytest.raises(NotFound):
                each()
        assert (group.standing, group.is_trusted) == (Standing.ACTIVE, False)


def test_a_local_moderator_calls_a_group_of_the_place_trusted(session, make, now, places):
    group = places["here"]
    group.standing = Standing.ACTIVE
    session.flush()
    local = make.actor(Role.MODERATOR, place=make.here)
    operations.trust_group(session, local, group.id, trusted=True, why="Known well.", now=now)
    assert group.is_trusted


def test_a_rush_shows_only_to_moderators_for_the_whole_place(browse, make, session, now):
    here, need = make.area("Links"), make.need()
    voices.support_need(session, make.participant_actor(held=True), need.number, now=now)
    words, button = "Voices that wait to be counted", "Let these count"
    everywhere = browse.another().sign_in(make.person(Role.MODERATOR)).visit("/moderation/")
    assert words in everywhere
    local = browse.sign_in(make.person(Role.MODERATOR, place=here))
    page = local.visit("/moderation/")
    assert words not in page
    assert not page.has_button(button)
    sent = {"address_mark": "", "csrf_token": token_of(local)}
    page = local.post("/moderation/held-voices", sent, status=403)
    assert page.heading == "You can’t open this page"
    assert "This page was open too long" not in page
    session.refresh(need)
    assert need.online == 1
    everywhere.press(button)
    session.refresh(need)
    assert need.online == 2


def test_a_moderator_of_a_ward_checks_the_groups_of_areas_that_hold_it_or_lie_in_it(
    browse, make, session, now
):
    asked = Standing.ASKED
    shore, wide = make.ward("Shore"), make.ward("Wide")
    links, mill, coal = make.area("Links"), make.area("Millburn"), make.area("Coalbrae", ward=wide)
    make.neighbourhood("Harbour", area=links, ward=shore)
    make.neighbourhood("Sands", area=links, ward=shore)
    make.neighbourhood("Pit Row", area=coal, ward=wide)
    split = make.ward("Split")
    for area in (links, mill):
        make.neighbourhood(f"Edge of {area.name}", area=area, ward=split)
    groups = {
        "Links Kitchen": [links], "Coalbrae Shed": [coal], "Millburn Shed": [mill],
        "Two Shores": [links, mill], "All Over": [],
    }  # fmt: skip
    made = {
        name: make.community(name, areas=areas, standing=asked) for name, areas in groups.items()
    }
    for ward, theirs in ((shore, "Links Kitchen"), (wide, "Coalbrae Shed"), (split, None)):
        local = make.person(Role.MODERATOR, place=ward)
        browser = browse.another().sign_in(local)
        page = browser.visit("/check-groups/")
        for name, group in made.items():
            assert (name in page.main) is (name == theirs), (ward.name, name)
            browser.visit(f"/check-groups/{group.id}", status=200 if name == theirs else 404)
            if name != theirs:
                with pytest.raises(NotFound):
                    operations.decide_group(
                        session, make.actor_of(local), group.id, Step.REFUSE,
                        GroupReason.NOT_A_GROUP, revision=group.revision, now=now,
                    )  # fmt: skip
    done = operations.decide_group(
        session, make.actor(Role.MODERATOR, place=shore), made["Links Kitchen"].id, Step.REFUSE,
        GroupReason.NOT_A_GROUP, revision=made["Links Kitchen"].revision, now=now,
    )  # fmt: skip
    assert done.standing is Standing.REFUSED
