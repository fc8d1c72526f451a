"""What changed, and the way from an outcome back to everyone’s words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.answers.lines import SECTIONS
from app.needs import operations as needs
from app.needs.models import Channel, Moderation
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from tests.builders import BUILDER, Make
from tests.page import Browser

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 15)


def everything(make: Make) -> None:
    """Make one answer or promise for every section."""
    late = make.need(title="Never answered", supports=2)
    late.answer_by = TODAY - timedelta(days=19)
    for kind in DecisionKind:
        if kind is not DecisionKind.OWN_WORDS:
            make.decision(make.need(title=f"Answered {kind.value}"), kind=kind)
    for state in (ActionState.STUCK, ActionState.STARTED, ActionState.DONE):
        make.action(make.need(), what=f"Action {state.value}", state=state)
    make.action(make.need(), what="Late action", state=ActionState.ON_TRACK, due_on=LONG_AGO)


def test_late_and_not_now_come_first(browse: Browser, make: Make) -> None:
    everything(make)
    page = browse.visit("/changed")
    headings = [words for words in page.words_of("h2") if words in {
        "Late", "Not now", "Stuck or stopped", "Passed on", "You can do this", "Being done",
        "Done", "Answered",
    }]  # fmt: skip
    assert headings == [
        "Late", "Not now", "Stuck or stopped", "Passed on", "You can do this", "Being done",
        "Done", "Answered",
    ]  # fmt: skip


def test_a_late_answer_names_who_owes_it(browse: Browser, make: Make) -> None:
    make.need(title="Never answered").answer_by = TODAY - timedelta(days=19)
    page = browse.visit("/changed")
    assert "Answer due 11 February 2026, 19 days late" in page
    assert "We said we’d answer by Wednesday 11 February. We haven’t." in page
    assert "The partnership board owes this answer." in page


def test_a_late_action_names_role_and_body(browse: Browser, make: Make) -> None:
    lead = make.organisation("Glens Transport Group")
    make.action(
        what="Evening bus", state=ActionState.ON_TRACK, due_on=LONG_AGO, lead=lead,
        state_reason="The driver is ill.",
    )  # fmt: skip
    page = browse.visit("/changed?show=late")
    assert "Action due 15 January 2026, 46 days late" in page
    assert "The driver is ill. Bus manager, Glens Transport Group owes this." in page


def test_the_promise_is_told_in_words(browse: Browser, make: Make) -> None:
    kept = make.need()
    kept.answer_by = TODAY - timedelta(days=5)
    make.decision(kept).published_at = make.now - timedelta(days=8)
    make.need().answer_by = TODAY - timedelta(days=3)
    page = browse.visit("/changed")
    assert "50%" in page
    assert "1 of the 2 needs that were due." in page
    assert "answer is overdue now." in page
    assert "3 days" in page


def test_figures_beside_the_list_of_an_area_say_what_they_count(
    browse: Browser, make: Make
) -> None:
    glens = make.area("Glens")
    make.need(area=glens).answer_by = TODAY - timedelta(days=3)
    make.action(make.need(area=glens), what="Evening bus")
    page = browse.visit("/changed?area=glens")
    assert "These figures are for all of Braidvale. The lists below are for Glens only." in page
    assert "In Glens. 1 thing promised:" in page
    assert "These figures are for all of" not in browse.visit("/changed")


def test_the_steps_of_a_need_show_the_day_that_was_missed(browse: Browser, make: Make) -> None:
    late, stuck, unanswered = make.need(), make.need(), make.need()
    held_up = (
        make.action(late, state=ActionState.ON_TRACK, due_on=LONG_AGO),
        make.action(stuck, state=ActionState.STUCK, due_on=date(2026, 4, 3)),
    )
    for action in held_up:
        action.starts_on = date(2025, 11, 3)
    unanswered.answer_by = TODAY - timedelta(days=1)
    page = browse.visit(f"/needs/{late.code}")
    assert "Due 15 January 2026, 46 days late" in page
    assert "3 November" not in page
    assert "Due 3 April 2026" in browse.visit(f"/needs/{stuck.code}")
    assert "Due 1 March 2026, 1 day late" in browse.visit(f"/needs/{unanswered.code}")


def test_a_need_brought_in_without_a_day_says_so(browse: Browser, make: Make) -> None:
    need = make.need()
    need.channel = Channel.IMPORTED
    page = browse.visit(f"/needs/{need.code}")
    assert "Put forward, date not given" in page
    assert "Date not given" in page.words_of("span")


def test_a_place_where_nothing_happened_yet_says_so(browse: Browser, make: Make) -> None:
    make.conversation()
    page = browse.visit("/changed")
    assert "No answer was due yet. We answer within 12 weeks." in page
    assert "Nothing was answered yet." in page


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_can_be_shown_alone(browse: Browser, make: Make, section: str) -> None:
    everything(make)
    page = browse.visit(f"/changed?show={section}")
    names = {
        "late": ("Never answered", "Late action"),
        "not_now": ("Answered not_now",),
        "held_up": ("Action stuck",),
        "passed_on": ("Answered not_ours",),
        "you_can": ("Answered you_can",),
        "being_done": ("Action started",),
        "done": ("Action done",),
        "answered": ("Answered yes", "Answered partly"),
    }
    for name, links in names.items():
        for link in links:
            assert page.has_link(link) is (name == section), link


def test_the_filter_is_a_plain_form(browse: Browser, make: Make) -> None:
    glens = make.area("Glens")
    make.area("Town")
    make.decision(make.need(title="In the glens", area=glens), kind=DecisionKind.NOT_NOW)
    make.decision(
        make.need(title="In the town", area=make.area("Harbour")), kind=DecisionKind.NOT_NOW
    )
    make.need(title="Late in town", area=make.area("Hill")).answer_by = LONG_AGO
    page = browse.visit("/changed")
    page = page.fill({"Show": "Not now"}).press("Show", within="Everything")
    assert page.has_link("In the town")
    page = browse.visit("/changed?area=glens&show=not_now")
    assert page.has_link("In the glens")
    assert not page.has_link("In the town")
    assert not browse.visit("/changed?area=glens").has_link("Late in town")
    assert "Nothing is like that now." in browse.visit("/changed?area=town&show=not_now")


@pytest.mark.parametrize("query", ["show=everything", "show=late&after=x", "show=late&after=-1"])
def test_an_address_that_is_not_whole_is_refused(browse: Browser, make: Make, query: str) -> None:
    make.conversation()
    browse.visit(f"/changed?{query}", status=400)


def test_answers_are_walked_page_by_page(browse: Browser, make: Make) -> None:
    for number in range(23):
        make.decision(make.need(title=f"Asked {number:02}"), kind=DecisionKind.NOT_NOW)
    page = browse.visit("/changed").follow("See all: Not now")
    assert page.has_link("Asked 22")
    assert not page.has_link("Asked 02")
    page = page.follow("Next answers")
    assert page.has_link("Asked 02")
    assert not page.has_link("Asked 03")
    page = page.follow("Answers before these")
    assert page.has_link("Asked 22")


def test_late_answers_are_walked_longest_first(browse: Browser, make: Make) -> None:
    for number in range(23):
        make.need(title=f"Late {number:02}").answer_by = TODAY - timedelta(days=50 - number)
    page = browse.visit("/changed?show=late")
    assert page.main.index("Late 00") < page.main.index("Late 01")
    assert not page.has_link("Late 20")
    page = page.follow("Next answers")
    assert page.has_link("Late 22")
    assert not page.has_link("Late 19")
    assert page.follow("Answers before these").has_link("Late 00")


def test_an_answer_from_elsewhere_stands_in_its_own_words(
    browse: Browser, make: Make, session: Session
) -> None:
    decision = make.decision(make.need(title="More buses"), we_decided="Funded in part by us.")
    decision.kind, decision.kind_in_own_words = DecisionKind.OWN_WORDS, "Agency supports it"
    decision.decided_on, decision.decided_by = None, "Department of Transport"
    page = browse.visit("/changed?show=answered")
    assert "Agency supports it. Funded in part by us." in page
    assert "Department of Transport, date not given" in page


def test_a_hidden_need_takes_its_answer_off_the_list(
    browse: Browser, make: Make, session: Session
) -> None:
    need = make.need(title="A cruel word")
    make.decision(need, kind=DecisionKind.NOT_NOW)
    assert browse.visit("/changed").has_link("A cruel word")
    needs.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code="hurtful", now=make.now)
    assert "A cruel word" not in browse.visit("/changed")


def test_the_page_costs_eight_statements_however_much_there_is(
    browse: Browser,
    make: Make,
    queries_made: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    make.area("Glens")
    costs = []
    for rows in (1, 6):
        for _ in range(rows):
            everything(make)
        cost = []
        for address in (
            "/changed", "/changed?area=glens", *(f"/changed?show={name}" for name in SECTIONS),
        ):  # fmt: skip
            browse.visit(address)
            with queries_made() as made:
                browse.visit(address)
            cost.append(len(made))
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8


def test_needs_behind_a_change_are_walked_page_by_page(browse: Browser, make: Make) -> None:
    action = make.action(make.need(title="Need 00"))
    for number in range(1, 23):
        make.link(action, make.need(title=f"Need {number:02}"))
    page = browse.visit("/plan/outcomes/o-0001").follow("Every need behind this change")
    assert page.has_link("Need 19")
    page = page.follow("Next needs")
    assert page.has_link("Need 22")
    assert not page.has_link("Need 19")
    assert page.follow("Needs before these").has_link("Need 00")
    page = browse.visit("/plan/actions/a-0001").follow("Every need that this answers")
    assert page.has_link("Need 19")


def test_the_thread_is_walked_by_its_links_and_back(browse: Browser, make: Make) -> None:
    theme = make.theme("Getting home")
    need = make.need(title="Last bus leaves too early", theme=theme)
    make.priority(theme)
    make.decision(theme)
    make.action(need, what="Evening bus", outcome=make.outcome("Everyone gets home"))
    page = browse.visit(f"/needs/n-{need.number:04d}")
    page = page.follow("Everyone gets home")
    assert page.heading == "Everyone gets home"
    page = page.follow("Evening bus", within="Evening bus")
    assert page.heading == "Evening bus"
    page = page.follow("Yes")
    assert "We will run a later bus." in page
    page = browse.visit("/plan/outcomes/o-0001").follow("Getting home")
    assert page.heading == "Getting home"
    page = browse.visit("/plan/outcomes/o-0001").follow("N-0001")
    assert page.heading == "Last bus leaves too early"


def test_the_strand_does_not_pretend_to_have_counted_everything(
    browse: Browser, make: Make
) -> None:
    theme = make.theme()
    for _ in range(20):
        make.action(make.need(theme=theme), what="Evening bus")
    source = browse.visit(f"/themes/{theme.code}").html
    assert "Evening bus and 19+ more" in source
    assert "N-0001 and 19 more" in source


def test_theme_and_decision_pages_draw_the_one_strand(browse: Browser, make: Make) -> None:
    theme = make.theme("Getting home")
    need = make.need(title="The last bus", theme=theme)
    decision = make.decision(theme)
    action = make.action(need, what="Evening bus")
    strand = {
        "needs": f"/needs/{need.code.lower()}",
        "theme": f"/themes/{theme.code.lower()}",
        "decision": f"/decisions/{decision.code.lower()}",
        "action": f"/plan/actions/{action.code.lower()}",
        "outcome": "/plan/outcomes/o-0001",
    }
    for here in ("theme", "decision"):
        source = browse.visit(strand[here]).html
        drawn = source[source.index("t-strand") : source.index("</ol>")]
        for kind, address in strand.items():
            assert (f'href="{address}"' in drawn) is (kind != here), (here, kind)
        assert "Evening bus" in drawn
