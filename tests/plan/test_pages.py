"""What everyone sees of the plan."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.needs import operations as needs
from app.needs.models import Moderation
from app.plan.models import ActionState, Depth
from app.priorities.models import DecisionKind
from tests.builders import BUILDER, Make
from tests.page import Browser
from tests.page_checks import words_in

QueriesMade = Callable[[], AbstractContextManager[list[str]]]
LONG_AGO = date(2026, 1, 15)


def test_the_plan_says_how_it_stands_in_words(browse: Browser, make: Make) -> None:
    make.action(due_on=LONG_AGO, state=ActionState.ON_TRACK).depth = Depth.CAUSE
    make.action(state=ActionState.DONE)
    make.action(state=ActionState.STOPPED, state_reason="No driver was found.")
    page = browse.visit("/plan/")
    assert "3 things promised: 1 late, 1 stopped, 1 done." in page
    assert "1 of 3 go to the cause." in page
    assert "No driver was found." in page


def test_the_bar_has_a_key_in_words_with_a_shape_for_each_part(browse: Browser, make: Make) -> None:
    for state in (ActionState.DONE, ActionState.STARTED, ActionState.ON_TRACK, ActionState.STUCK):
        make.action(state=state)
    for address in ("/plan/", "/changed"):
        page = browse.visit(address)
        key = next(each for each in page.tree.all("ul") if each.get("class") == "t-key")
        assert words_in(key) == (
            "Done: 1 Begun, in time: 2 Not begun, late, stuck or stopped: 1"
        ), "each part in words, with its number"
        shapes = {(each.get("fill"), each.get("height")) for each in key.findall(".//{*}rect")}
        assert len(shapes) == 3, "read without colours"
    make.action(due_on=LONG_AGO, state=ActionState.ON_TRACK)
    assert "Not begun, late, stuck or stopped: 2" in browse.visit("/plan/")


def test_late_comes_first_with_its_reason_and_who_owes_it(browse: Browser, make: Make) -> None:
    lead = make.organisation("Glens Transport Group")
    make.action(what="All is well")
    make.action(
        what="Evening bus",
        due_on=LONG_AGO,
        state=ActionState.ON_TRACK,
        state_reason="The driver is ill.",
        lead=lead,
    )
    page = browse.visit("/plan/")
    assert "We said Thursday 15 January. It is not done. The driver is ill." in page
    assert "Bus manager, Glens Transport Group owes this." in page
    assert page.main.index("Evening bus") < page.main.index("All is well")


def test_an_empty_plan_says_so(browse: Browser, make: Make) -> None:
    make.conversation()
    assert "The plan is not agreed yet." in browse.visit("/plan/")


def test_the_plan_can_be_narrowed_to_a_state_and_an_area(browse: Browser, make: Make) -> None:
    glens = make.area("Glens")
    make.action(make.need(area=glens), what="Bus in the glens", state=ActionState.DONE)
    make.action(make.need(area=make.area("Town")), what="Bus in the town")
    page = browse.visit("/plan/?area=glens")
    assert "Bus in the glens" in page
    assert "Bus in the town" not in page
    assert "Nothing in the plan is like that now." in browse.visit("/plan/?area=town&show=done")
    assert browse.visit("/plan/").follow("Done").has_link("Bus in the glens")


@pytest.mark.parametrize("query", ["show=everything", "after=x", "area=nowhere"])
def test_a_filter_that_is_not_ours_is_refused(browse: Browser, make: Make, query: str) -> None:
    make.action()
    browse.visit(f"/plan/?{query}", status=404 if "area" in query else 400)


def test_a_long_list_of_one_state_is_walked_page_by_page(browse: Browser, make: Make) -> None:
    need = make.need()
    for number in range(23):
        make.action(need, what=f"Thing {number:02}")
    page = browse.visit("/plan/?show=going")
    assert page.has_link("Thing 19")
    assert not page.has_link("Thing 20")
    page = page.follow("Next page")
    assert page.has_link("Thing 22")
    assert page.follow("Previous page").has_link("Thing 00")


def test_a_change_says_who_answers_for_it_and_what_is_done(browse: Browser, make: Make) -> None:
    outcome = make.outcome("Everyone gets home", lead=make.organisation("Braidvale Council"))
    need = make.need(title="Last bus leaves too early", supports=3)
    make.action(
        need, what="Evening bus", outcome=outcome, due_on=LONG_AGO, state=ActionState.ON_TRACK,
        state_reason="The driver is ill.",
    )  # fmt: skip
    page = browse.visit("/plan/outcomes/o-0001")
    for words in (
        "Head of transport, Braidvale Council answers for it",
        "Nobody waits for an hour.",
        "For whom: Everyone",
        "A-0001 Evening bus",
        "The driver is ill.",
        "3 people: 3 online, none in rooms",
    ):
        assert words in page
    assert page.follow("Last bus leaves too early").heading == "Last bus leaves too early"


def test_an_action_tells_why_who_when_and_what_came_of_it(browse: Browser, make: Make) -> None:
    need = make.need(title="Last bus leaves too early")
    make.decision(need)
    action = make.action(
        need,
        what="Evening bus",
        state=ActionState.STUCK,
        state_reason="The road is shut.",
        due_on=date(2026, 4, 30),
        lead=make.organisation("Glens Transport Group"),
        partners=[make.organisation("Braid Buses")],
    )
    action.depth = Depth.CAUSE
    make.news(action, "131 people got home.", on=date(2026, 2, 27))
    page = browse.visit("/plan/actions/a-0001")
    for words in (
        "Stuck",
        "The road is shut.",
        "Bus manager, Glens Transport Group",
        "Braid Buses",
        "Thursday 30 April",
        "People get home after visiting.",
        "The cause",
        "131 people got home.",
        "Friday 27 February",
    ):
        assert words in page
    assert page.has_link("Last bus leaves too early")


def test_a_law_is_named_in_public(browse: Browser, make: Make) -> None:
    make.action(legal_duty="Community Empowerment Act 2015")
    page = browse.visit("/plan/actions/a-0001")
    assert "The law asks for it: Community Empowerment Act 2015" in page


def test_needs_that_are_gone_leave_a_marker_and_joined_ones_lead_on(
    browse: Browser, make: Make, session: Session
) -> None:
    target = make.need(title="The one that stays")
    joined = make.need(title="The same in other words")
    back = make.need(title="A secret taken back")
    hidden = make.need(title="A cruel word")
    changed = make.need(title="A need in new words")
    action = make.action(joined)
    for need in (back, hidden, changed):
        make.link(action, need)
    needs.merge_into(session, BUILDER, joined, target, now=make.now)
    needs.take_down(session, BUILDER, back, Moderation.WITHDRAWN, reason_code=None, now=make.now)
    needs.take_down(
        session, BUILDER, hidden, Moderation.HIDDEN, reason_code="hurtful", now=make.now
    )
    needs.take_down(session, BUILDER, changed, Moderation.WAITING, reason_code=None, now=make.now)
    for address in (
        "/plan/actions/a-0001",
        "/plan/actions/a-0001/needs",
        "/plan/outcomes/o-0001",
        "/plan/outcomes/o-0001/needs",
    ):
        page = browse.visit(address)
        assert "The writer took this back." in page
        assert "A moderator hid this." in page
        assert "The words are being checked again." in page
        assert "A need in new words" not in page
        assert "A secret taken back" not in page
        assert "A cruel word" not in page
        assert page.follow("The one that stays").heading == "The one that stays"


def test_nobody_sees_drafts_and_proposals(browse: Browser, make: Make) -> None:
    draft = make.outcome("A secret draft", agreed=False)
    make.action(make.need(), what="A secret plan", state=ActionState.PROPOSED, outcome=draft)
    make.action()
    for address in ("/plan/", "/changed", "/plan/outcomes/o-0001"):
        page = browse.visit(address)
        assert "secret" not in page.text
    for address in (
        "/plan/outcomes/o-0002",
        "/plan/actions/a-0002",
        "/plan/outcomes/o-0002/needs",
        "/plan/actions/a-0002/needs",
        "/plan/actions/a-0000",
        "/plan/actions/o-0001",
        "/plan/outcomes/a-0001",
        f"/plan/actions/{draft.id}",
    ):
        assert browse.visit(address, status=404).status == 404


def test_a_code_is_read_in_any_case(browse: Browser, make: Make) -> None:
    make.action(what="Evening bus")
    assert browse.visit("/plan/actions/A-0001").heading == "Evening bus"


def test_pages_of_the_plan_cost_the_same_for_one_action_and_for_twenty(
    browse: Browser, make: Make, queries_made: QueriesMade
) -> None:
    outcome, theme = make.outcome(), make.theme()
    need = make.need(theme=theme)
    make.decision(need, kind=DecisionKind.PARTLY)
    addresses = ("/plan/", "/plan/?show=going", "/plan/outcomes/o-0001", "/plan/actions/a-0001")
    costs = []
    for rows in (1, 19):
        for _ in range(rows):
            action = make.action(need, outcome=outcome, state=ActionState.STARTED)
            make.link(action, make.need(theme=theme))
        for address in addresses:
            browse.visit(address)  # what is kept for the process is read here
        cost = []
        for address in addresses:
            with queries_made() as made:
                browse.visit(address)
            cost.append(len(made))
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[0][:2]) <= 6
    assert max(costs[0]) <= 13
