"""The planner's desk."""

from datetime import date, timedelta

import pytest

from app.desk.queries import ENDS
from app.foundation.access import Role
from app.plan.models import ActionState
from tests.builders import Make
from tests.page import Browser

TODAY = date(2026, 3, 2)


def test_the_desk_counts_in_words_and_keeps_zero(browse: Browser, make: Make) -> None:
    make.need(title="Late one").answer_by = TODAY - timedelta(days=3)
    page = browse.sign_in(make.person(Role.PLANNER)).visit("/desk/")
    assert "1 need is overdue for an answer" in page
    assert "1 need stands under no theme" in page
    assert "0 actions have no lead" in page
    assert not page.has_link("See them: Actions without a lead")
    page = page.follow("See them: Answers we owe")
    assert page.heading == "Answers we owe"
    assert "3 days late" in page
    assert "The partnership board" in page


@pytest.mark.parametrize("role", [Role.PLANNER, Role.PARTNERSHIP_MANAGER])
@pytest.mark.parametrize("slug", ENDS)
def test_every_kind_has_its_page_for_both_roles(
    browse: Browser, make: Make, slug: str, role: Role
) -> None:
    make.need().answer_by = TODAY - timedelta(days=3)
    make.theme()
    make.decision()
    make.outcome("Nobody’s", agreed=False).lead_id = None
    make.action(
        make.need(), state=ActionState.STARTED, state_reason="", due_on=date(2026, 1, 15)
    ).lead_id = None
    talk = make.conversation("Buses?", reply_by=date(2026, 1, 15))
    make.need(conversation=talk)
    page = browse.sign_in(make.person(role)).visit(f"/desk/loose-ends/{slug}")
    assert page.follow("Desk", within="Desk").heading == "Desk"


def test_each_loose_end_leads_to_where_it_is_tied_up(browse: Browser, make: Make) -> None:
    need = make.need(title="Alone")
    action = make.action(make.need(), what="Silent", state=ActionState.STARTED, state_reason="",
                         due_on=date(2026, 1, 15))  # fmt: skip
    planner = browse.sign_in(make.person(Role.PLANNER))
    page = planner.visit("/desk/loose-ends/late-without-reason").follow("Silent")
    assert page.path == f"/desk/plan/actions/{action.id}"
    page = planner.visit("/desk/loose-ends/needs-without-theme").follow("Alone")
    assert page.path.lower() == f"/desk/needs/n-{need.number:04d}"
    manager = browse.another().sign_in(make.person(Role.PARTNERSHIP_MANAGER))
    page = manager.visit("/desk/loose-ends/late-without-reason").follow("Silent")
    assert page.path == "/plan/actions/a-0001"


def test_a_long_list_is_walked_page_by_page(browse: Browser, make: Make) -> None:
    for number in range(22):
        make.need(title=f"Need {number:02}")
    page = browse.sign_in(make.person(Role.PLANNER)).visit("/desk/loose-ends/needs-without-theme")
    assert page.has_link("Need 19")
    assert not page.has_link("Need 20")
    page = page.follow("Next page")
    assert page.has_link("Need 21")
    assert page.follow("Previous page").has_link("Need 00")


def test_the_desk_is_for_planners_and_partnership_managers(browse: Browser, make: Make) -> None:
    for address in ("/desk/", "/desk/loose-ends/overdue-answers"):
        browse.visit(address, status=401)
        for role in (Role.MODERATOR, Role.COUNCILLOR, Role.ADMIN):
            browse.another().sign_in(make.person(role)).visit(address, status=403)


def test_a_list_that_is_none_is_not_found(browse: Browser, make: Make) -> None:
    planner = browse.sign_in(make.person(Role.PLANNER))
    planner.visit("/desk/loose-ends/everything", status=404)
    planner.visit("/desk/loose-ends/overdue-answers?after=x", status=400)
