"""How a planner writes the plan, page by page."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.needs.models import Progress
from app.plan import queries
from app.plan.models import Action, ActionState, Outcome, OutcomeState
from app.priorities.models import DecisionKind
from tests.builders import Make
from tests.page import Browser

WHOLE_OUTCOME = {
    "The change we want": "Everyone gets home",
    "What good looks like": "Nobody waits for an hour.",
    "For whom": "Everyone",
    "Who leads it": "Braidvale Council",
    "The role that answers for it": "Head of transport",
}
WHOLE_ACTION = {
    "What we do": "Run an evening bus",
    "What we expect from it": "100 people a month get home.",
    "Who leads it": "Braidvale Council",
    "The role that answers for it": "Bus manager",
    "Who helps": ["Braid Buses"],
    "What does it tackle?": "The cause",
    "Starts on": ("2", "3", "2026"),
    "Done by": ("30", "6", "2026"),
}


@pytest.fixture
def desk(browse: Browser, make: Make) -> Browser:
    """Return the browser of a planner, where two bodies are known."""
    make.organisation("Braidvale Council")
    make.organisation("Braid Buses")
    return browse.sign_in(make.person(Role.PLANNER))


def token_of(desk: Browser, address: str = "/desk/plan/outcomes/new") -> dict[str, str]:
    """Return the hidden token of a form of this planner."""
    fields = desk.visit(address).tree.all("input")
    return {"csrf_token": next(f.get("value", "") for f in fields if f.get("name") == "csrf_token")}


def only_action(session: Session) -> Action:
    session.expire_all()
    return session.scalars(select(Action)).one()


def test_from_a_change_to_an_agreed_action(desk: Browser, make: Make, session: Session) -> None:
    need = make.need(title="Last bus leaves too early")
    page = desk.visit("/desk/plan/").follow("Write down a change we want")
    page = page.fill(WHOLE_OUTCOME).press("Save")
    assert "Saved as a draft." in page
    page = page.press("Agree it")
    assert session.scalars(select(Outcome)).one().code == "O-0001"
    page = page.follow("Propose an action for this change")
    assert page.value_of("Which change does it work for?") == "O-0001 Everyone gets home"
    page = page.fill(WHOLE_ACTION).press("Save")
    assert "Saved as a proposal." in page
    page = page.fill({"Words in a need": "early"}).press("Search")
    page = page.press("Link", within="Last bus leaves too early")
    assert "Linked already" in page
    page = page.follow("Back to the action").press("Agree it")
    assert "It is in the plan now" in page
    action = only_action(session)
    assert (action.code, need.progress) == ("A-0001", Progress.IN_PLAN)
    assert [each.name for each in queries.partners_of(session, action.id)] == ["Braid Buses"]
    page = page.follow("See the page that everyone sees")
    assert "100 people a month get home." in page


def test_a_proposal_says_what_is_missing_and_has_no_button(desk: Browser, make: Make) -> None:
    make.outcome("Everyone gets home", agreed=False)
    page = desk.visit("/desk/plan/actions/new").fill({"What we do": "Run a bus"}).press("Save")
    page = page.follow("Back to the action")
    for words in (
        "The change it works for is only a draft.",
        "No need that people can read stands behind it.",
        "What we expect from it.",
        "Who leads it.",
        "The role that answers for it.",
        "By when it is done.",
    ):
        assert words in page
    assert not page.has_button("Agree it")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"What we do": ""}, "Write what we do"),
        ({"What we do": "x" * 201}, "Make this 200 characters or fewer."),
        (
            {"Starts on": ("1", "7", "2026"), "Done by": ("30", "6", "2026")},
            "It cannot be done before it starts. Check both days.",
        ),
        ({"Done by": ("31", "2", "2026")}, "Write a real day, such as 19 3 2026."),
    ],
)
def test_a_form_with_an_error_comes_back_with_everything_typed(
    desk: Browser, make: Make, session: Session, typed: dict[str, str], error: str
) -> None:
    make.outcome("Everyone gets home")
    page = desk.visit("/desk/plan/actions/new")
    page = page.fill({**WHOLE_ACTION, **typed}).press("Save", status=422)
    assert page.errors == [error]
    assert page.value_of("What we expect from it") == "100 people a month get home."
    assert session.scalars(select(Action)).all() == []


def test_a_name_that_is_taken_is_refused_with_what_was_typed(desk: Browser, make: Make) -> None:
    make.outcome("Everyone gets home")
    page = desk.visit("/desk/plan/outcomes/new").fill(WHOLE_OUTCOME).press("Save", status=409)
    assert "There is a change with this name already." in page
    assert "Nobody waits for an hour." in page


def test_a_change_keeps_what_was_saved(desk: Browser, make: Make, session: Session) -> None:
    outcome = make.outcome("Everyone gets home", agreed=False)
    page = desk.visit(f"/desk/plan/outcomes/{outcome.id}")
    page = page.fill({"For whom": "People without a car"}).press("Save")
    assert page.value_of("For whom") == "People without a car"
    assert page.value_of("The role that answers for it") == "Head of transport"
    assert outcome.state is OutcomeState.DRAFT


def test_a_promised_day_asks_why_it_moves(desk: Browser, make: Make, session: Session) -> None:
    action = make.action(what="Evening bus", due_on=date(2026, 5, 1))
    page = desk.visit(f"/desk/plan/actions/{action.id}").follow("Change what it says")
    page = page.fill({"Done by": ("1", "8", "2026")}).press("Save", status=422)
    assert page.errors == ["People were told another day. Say why it moves."]
    page = page.fill({"Why does the day move?": "The roof leaks."}).press("Save")
    assert only_action(session).due_on == date(2026, 8, 1)
    page = page.follow("See the page that everyone sees")
    assert "We said Friday 1 May. Now we say Saturday 1 August. The roof leaks." in page


def test_saying_how_far_it_is_with_a_reason(desk: Browser, make: Make, session: Session) -> None:
    action = make.action(state=ActionState.STARTED, state_reason="")
    page = desk.visit(f"/desk/plan/actions/{action.id}")
    page = page.fill({"How far is it?": "Stuck"}).press("Save for everyone to see", status=422)
    assert page.errors == ["Say why, in words anyone can read."]
    page = page.fill({"Why is it late, stuck or stopped?": "The road is shut."})
    page.press("Save for everyone to see")
    assert only_action(session).state is ActionState.STUCK
    assert "The road is shut." in desk.another().visit("/plan/actions/a-0001")


def test_a_reason_for_being_stuck_goes_with_being_stuck(desk: Browser, make: Make) -> None:
    action = make.action(state=ActionState.STUCK, state_reason="The road is shut.")
    page = desk.visit(f"/desk/plan/actions/{action.id}")
    page.fill({"How far is it?": "On track"}).press("Save for everyone to see")
    assert (action.state, action.state_reason) == (ActionState.ON_TRACK, "")
    page = desk.visit(f"/desk/plan/actions/{action.id}")
    page = page.fill({"Why is it late, stuck or stopped?": "It snows, so we are slower."})
    page.press("Save for everyone to see")
    assert action.state_reason == "It snows, so we are slower."


def test_a_late_action_gets_its_reason(desk: Browser, make: Make) -> None:
    action = make.action(state=ActionState.ON_TRACK, state_reason="", due_on=date(2026, 1, 15))
    assert "Nobody has said why yet." in desk.another().visit("/plan/actions/a-0001")
    page = desk.visit(f"/desk/plan/actions/{action.id}")
    page = page.fill({"Why is it late, stuck or stopped?": "Two funders have not signed."})
    page.press("Save for everyone to see")
    assert "Two funders have not signed." in desk.another().visit("/plan/actions/a-0001")


def test_a_second_planner_with_an_old_page_is_told(desk: Browser, make: Make) -> None:
    action = make.action(state=ActionState.STARTED, state_reason="")
    address = f"/desk/plan/actions/{action.id}"
    other = desk.another().sign_in(make.person(Role.PLANNER))
    first, second = desk.visit(address), other.visit(address)
    first.fill({"How far is it?": "Done"}).press("Save for everyone to see")
    page = second.fill({"How far is it?": "On track"}).press("Save for everyone to see", status=409)
    assert "This was changed since you opened the page." in page
    assert action.state is ActionState.DONE


def test_news_is_told_and_a_day_to_come_refused(desk: Browser, make: Make) -> None:
    action = make.action()
    page = desk.visit(f"/desk/plan/actions/{action.id}")
    page = page.fill({"What happened?": "A van.", "On which day?": ("3", "3", "2026")})
    page = page.press("Save for everyone to see", status=422)
    assert page.errors == ["That day is still to come."]
    page.fill({"On which day?": ("1", "3", "2026")}).press("Save for everyone to see")
    page = desk.another().visit("/plan/actions/a-0001")
    assert "A van." in page
    assert "Sunday 1 March" in page


def test_needs_are_taken_out_but_never_the_last(desk: Browser, make: Make) -> None:
    first, second = make.need(title="First need"), make.need(title="Second need")
    action = make.action(first)
    make.link(action, second)
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs")
    page = page.press("Take out", within="First need")
    assert "Taken out." in page
    page = page.press("Take out", within="Second need", status=409)
    assert "This is the last need behind it that people can read." in page
    assert second.progress is Progress.IN_PLAN
    assert first.progress is Progress.NEW


def test_a_code_that_is_none_links_nothing(desk: Browser, make: Make, session: Session) -> None:
    action = make.action()
    before, token = queries.linked_needs(session, action.id), token_of(desk)
    for code in ("", "A-0001", "N-1", "N-x", "N-", "N-0099", "N-9999999999"):
        desk.post(f"/desk/plan/actions/{action.id}/needs/link", {"need": code, **token}, status=422)
    assert queries.linked_needs(session, action.id) == before


def test_search_comes_as_a_part_too(desk: Browser, make: Make) -> None:
    action = make.action()
    make.need(title="A warm room")
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs?q=warm", live=True)
    assert "A warm room" in page
    assert "No published need holds these words." in desk.visit(
        f"/desk/plan/actions/{action.id}/needs?q=zebra"
    )


def test_the_list_of_planners_shows_drafts_first(desk: Browser, make: Make) -> None:
    make.action(what="In the plan already")
    make.action(make.need(), what="Only proposed", state=ActionState.PROPOSED)
    make.outcome("Still a draft", agreed=False)
    page = desk.visit("/desk/plan/")
    assert page.main.index("Only proposed") < page.main.index("In the plan already")
    assert page.has_link("Still a draft")


def test_what_is_not_there_is_not_found(desk: Browser) -> None:
    for address in ("outcomes/99", "actions/99", "actions/99/words", "actions/99/needs"):
        desk.visit(f"/desk/plan/{address}", status=404)
    for address in ("outcomes/99", "outcomes/99/agree", "actions/99/agree", "actions/99/state"):
        desk.post(f"/desk/plan/{address}", {"name": "x", **token_of(desk)}, status=404)


def test_only_planners_come_to_these_pages(browse: Browser, make: Make) -> None:
    action = make.action()
    addresses = ("/desk/plan/", "/desk/plan/outcomes/new", f"/desk/plan/actions/{action.id}")
    for address in addresses:
        browse.visit(address, status=401)
    for role in (Role.PARTNERSHIP_MANAGER, Role.MODERATOR, Role.COUNCILLOR):
        other = browse.another().sign_in(make.person(role))
        for address in addresses:
            other.visit(address, status=403)
        other.post(f"/desk/plan/actions/{action.id}/state", {"state": "done"}, status=403)
    assert action.state is ActionState.AGREED


# --- what is beside an open form, and what is asked first ---


def test_agreeing_a_change_keeps_what_is_typed(desk: Browser, make: Make, session: Session) -> None:
    outcome = make.outcome("Everyone gets home", agreed=False)
    page = desk.visit(f"/desk/plan/outcomes/{outcome.id}").fill(
        {"For whom": "People without a car"}
    )
    page = page.press("Agree it")
    assert "Agreed. Everyone can see it now." in page
    session.refresh(outcome)
    assert (outcome.code, outcome.for_whom) == ("O-0001", "People without a car")


def test_a_change_nobody_answers_for_is_not_agreed_and_nothing_typed_is_lost(
    desk: Browser, make: Make, session: Session
) -> None:
    outcome = make.outcome(agreed=False)
    page = desk.visit(f"/desk/plan/outcomes/{outcome.id}")
    page = page.fill({"For whom": "Everyone here", "The role that answers for it": ""})
    page = page.press("Agree it", status=422)
    assert page.errors == ["Say the role that answers for it."]
    assert page.value_of("For whom") == "Everyone here"
    session.refresh(outcome)
    assert (outcome.number, outcome.for_whom) == (None, "Everyone")


def test_a_change_somebody_else_wrote_meanwhile_is_not_agreed(
    desk: Browser, make: Make, session: Session
) -> None:
    outcome = make.outcome(agreed=False)
    stale = desk.visit(f"/desk/plan/outcomes/{outcome.id}").fill({"For whom": "Mine"})
    desk.visit(f"/desk/plan/outcomes/{outcome.id}").fill({"For whom": "Theirs"}).press("Save")
    page = stale.press("Agree it", status=409)
    assert "This was changed since you opened the page." in page
    assert "Mine" in page
    session.refresh(outcome)
    assert outcome.number is None


def test_pressing_agree_twice_gives_one_code(desk: Browser, make: Make, session: Session) -> None:
    outcome = make.outcome(agreed=False)
    page = desk.visit(f"/desk/plan/outcomes/{outcome.id}")
    page.press("Agree it")
    page.press("Agree it")
    session.refresh(outcome)
    assert outcome.code == "O-0001"


def test_an_action_somebody_else_changed_meanwhile_is_not_agreed(
    desk: Browser, make: Make, session: Session
) -> None:
    action = make.action(make.need(), state=ActionState.PROPOSED)
    stale = desk.visit(f"/desk/plan/actions/{action.id}")
    page = desk.visit(f"/desk/plan/actions/{action.id}/words")
    page.fill({"What we expect from it": "Nothing much."}).press("Save")
    page = stale.press("Agree it", status=409)
    assert "This was changed since you opened the page." in page
    assert only_action(session).state is ActionState.PROPOSED


def test_a_day_that_has_passed_is_asked_about_before_it_is_agreed(
    desk: Browser, make: Make, session: Session
) -> None:
    action = make.action(make.need(), state=ActionState.PROPOSED, due_on=date(2026, 1, 15))
    page = desk.visit(f"/desk/plan/actions/{action.id}").press("Agree it", status=409)
    assert page.heading == "Is this meant?"
    assert "Its last day has passed already." in page
    assert only_action(session).state is ActionState.PROPOSED
    assert "It is in the plan now" in page.press("Agree it all the same")
    assert only_action(session).state is ActionState.AGREED


def test_a_need_told_not_now_is_asked_about_before_it_is_linked(
    desk: Browser, make: Make, session: Session
) -> None:
    action = make.action(make.need())
    need = make.need(title="Cheaper trains")
    make.decision(need, kind=DecisionKind.NOT_NOW)
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs?q=trains")
    page = page.press("Link", within="Cheaper trains", status=409)
    assert f"Our answer to {need.code} is “not now”. People would read both." in page
    assert need.id not in queries.linked_needs(session, action.id)
    assert "Linked." in page.press("Link it all the same")
    assert need.id in queries.linked_needs(session, action.id)


def test_a_proposal_for_a_need_told_not_now_is_asked_about_when_agreed(
    desk: Browser, make: Make, session: Session
) -> None:
    need = make.need(title="Cheaper trains")
    make.decision(need, kind=DecisionKind.NOT_NOW)
    action = make.action(make.need(), state=ActionState.PROPOSED)
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs?q=trains")
    assert "Linked." in page.press("Link", within="Cheaper trains")
    page = desk.visit(f"/desk/plan/actions/{action.id}").press("Agree it", status=409)
    assert need.code in page
    page.press("Agree it all the same")
    assert only_action(session).state is ActionState.AGREED


@pytest.mark.parametrize("typed", ["N-9999", "nonsense", "", "T-0001", "N-99999999999999"])
def test_a_mistyped_code_is_an_error_of_the_form(desk: Browser, make: Make, typed: str) -> None:
    action = make.action(make.need())
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs?q=bus")
    page = page.fill({"Or give its code": typed}).press("Link this code", status=422)
    assert page.errors == ["No need that people can read has this code. Check it."]
    assert page.value_of("Or give its code") == typed
    assert page.value_of("Words in a need") == "bus"


def test_a_need_is_linked_by_its_code(desk: Browser, make: Make, session: Session) -> None:
    action, need = make.action(make.need()), make.need()
    page = desk.visit(f"/desk/plan/actions/{action.id}/needs")
    page = page.fill({"Or give its code": need.code.lower()}).press("Link this code")
    assert need.id in queries.linked_needs(session, action.id)
