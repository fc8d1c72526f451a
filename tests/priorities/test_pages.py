"""What people read on lists and in answers, and how planners write an answer down."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.needs.models import Channel, Moderation, Progress
from app.priorities import queries
from app.priorities.models import DecisionKind
from tests.builders import BUILDER, Make
from tests.page import Browser

Queries = Callable[[], AbstractContextManager[list[str]]]

ANSWER = {
    "What kind of answer is it?": "Yes",
    "What we decided": "We will test a link bus.",
    "Why": "It came up in every area.",
    "Body": "Families Board",
    "When they decided": ("2", "3", "2026"),
}


@pytest.fixture
def desk(browse: Browser, make: Make) -> Browser:
    """Return the browser of a planner."""
    return browse.sign_in(make.person(Role.PLANNER))


def test_an_answer_is_drafted_checked_and_published(
    desk: Browser, make: Make, session: Session
) -> None:
    need = make.need(title="Last bus leaves too early", supports=3)
    page = desk.visit("/desk/needs/n-0001").follow("Write the decision")
    assert page.value_of("What people said, in a sentence") == "Last bus leaves too early"
    assert "3 people" in page
    page = page.fill(ANSWER).press("Check before publishing")
    assert page.heading == "What people will read"
    assert "3 people said so." in page
    assert "2 March 2026" in page
    desk.another().visit("/decisions/d-0001", status=404)
    page = page.press("Publish it")
    assert page.path == "/decisions/d-0001"
    public = desk.another().visit("/decisions/d-0001")
    for words in (
        "Our answer: Yes",
        "Last bus leaves too early",
        "3 online, none in rooms",
        "We will test a link bus.",
        "It came up in every area.",
        "2 March 2026. Families Board",
        "No action answers this yet.",
    ):
        assert words in public, words
    session.refresh(need)
    assert need.progress is Progress.ANSWERED


def test_each_missing_field_is_named_and_nothing_is_lost(desk: Browser, make: Make) -> None:
    make.need()
    page = desk.visit("/desk/decisions/new?about=N-0001")
    page = page.fill({"What people said, in a sentence": "", "What we decided": "A bus."})
    page = page.press("Check before publishing", status=422)
    assert set(page.errors) == {
        "Choose what kind of answer this is",
        "Say what people said.",
        "Say why. People read this first.",
        "Name the body that decided.",
        "Give the day it was decided.",
    }
    assert page.value_of("What we decided") == "A bus."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"What kind of answer is it?": "Not now"}, "Say when we look again."),
        ({"What kind of answer is it?": "Not ours, passed to…"}, "Say who it was passed to."),
        ({"When they decided": ("3", "3", "2026")}, "This day is still to come."),
        ({"When they decided": ("1", "3", "2026")}, "This day is before the need was put forward."),
        ({"When they decided": ("31", "2", "2026")}, "Write a real day"),
        ({"When we look again": ("26", "2", "2026")}, "The day we look again must come after"),
        ({"What we decided": "x" * 401}, "Make this 400 characters or fewer."),
        ({"Why": "x" * 2001}, "Make this 2,000 characters or fewer."),
        ({"Body": "x" * 201}, "Make this 200 characters or fewer."),
    ],
)
def test_what_does_not_fit_is_explained(
    desk: Browser, make: Make, change: dict[str, object], words: str
) -> None:
    make.need()
    page = desk.visit("/desk/decisions/new?about=n-0001").fill({**ANSWER, **change})  # type: ignore[dict-item]
    page = page.press("Check before publishing", status=422)
    assert len(page.errors) == 1
    assert page.errors[0].startswith(words)


def test_a_draft_needs_its_kind_only_and_is_found_again(desk: Browser, make: Make) -> None:
    make.theme("Getting home", summary="Buses and clinics.")
    page = desk.visit("/desk/decisions/new?about=t-0001")
    assert page.value_of("What people said, in a sentence") == "Buses and clinics."
    page = page.press("Save as a draft", status=422)
    assert page.errors == ["Choose what kind of answer this is"]
    page = page.fill({"What kind of answer is it?": "Partly"}).press("Save as a draft")
    assert "The draft is kept." in page
    again = desk.visit("/desk/decisions/new?about=T-0001")
    assert again.path == page.path
    assert again.value_of("What kind of answer is it?") == ["Partly"]
    assert desk.visit("/desk/decisions/").follow("Getting home").path == page.path


def test_a_draft_is_thrown_away(desk: Browser, make: Make, session: Session) -> None:
    draft = make.decision(published=False)
    page = desk.visit(f"/desk/decisions/{draft.id}").press("Throw this draft away")
    assert "The draft is gone." in page
    assert queries.drafts(session, BUILDER) == []


def test_a_draft_changed_meanwhile_is_not_thrown_away(
    desk: Browser, make: Make, session: Session
) -> None:
    draft = make.decision(published=False)
    stale = desk.visit(f"/desk/decisions/{draft.id}")
    desk.visit(f"/desk/decisions/{draft.id}").fill({"Why": "Theirs."}).press("Save as a draft")
    assert "changed this draft" in stale.press("Throw this draft away", status=409)
    assert [line.why for line in queries.drafts(session, BUILDER)] == ["Theirs."]


def test_what_was_imported_may_have_been_decided_before_it_came(desk: Browser, make: Make) -> None:
    make.need().channel = Channel.IMPORTED
    page = desk.visit("/desk/decisions/new?about=n-0001")
    page = page.fill({**ANSWER, "When they decided": ("1", "3", "2015")})  # type: ignore[dict-item]
    assert "Published." in page.press("Check before publishing").press("Publish it")


@pytest.mark.parametrize("typed", ["N-9999", "nonsense", "T-9999", "", "T-1"])
def test_a_mistyped_code_is_an_error_on_the_page_it_was_typed_on(desk: Browser, typed: str) -> None:
    page = desk.visit("/desk/decisions/").fill({"Write down a decision on": typed})
    page = page.press("Go on", status=422)
    assert page.heading == "Decisions"
    assert page.errors == ["No need or theme that people can see has this code. Check it."]
    assert page.value_of("Write down a decision on") == typed


def test_a_stale_draft_is_told_and_nothing_is_lost(desk: Browser, make: Make) -> None:
    draft = make.decision(published=False)
    stale = desk.visit(f"/desk/decisions/{draft.id}").fill({"Why": "Mine."})
    check = desk.visit(f"/desk/decisions/{draft.id}/check")
    desk.visit(f"/desk/decisions/{draft.id}").fill({"Why": "Theirs."}).press("Save as a draft")
    assert "Mine." in stale.press("Save as a draft", status=409)
    assert "changed this draft" in check.press("Publish it", status=409)
    assert "Theirs." in desk.visit(f"/desk/decisions/{draft.id}/check")


def test_a_second_press_on_publish_leads_to_the_same_page(desk: Browser, make: Make) -> None:
    draft = make.decision(published=False)
    check = desk.visit(f"/desk/decisions/{draft.id}/check")
    assert check.press("Publish it").path == check.press("Publish it").path == "/decisions/d-0001"


def test_a_published_decision_has_no_form(desk: Browser, make: Make) -> None:
    decision = make.decision()
    for path in (f"/desk/decisions/{decision.id}", f"/desk/decisions/{decision.id}/check"):
        assert desk.visit(path).path == "/decisions/d-0001"


def test_a_form_left_open_while_it_was_published_is_told(desk: Browser, make: Make) -> None:
    draft = make.decision(published=False)
    stale = desk.visit(f"/desk/decisions/{draft.id}").fill({"Why": "Mine."})
    desk.visit(f"/desk/decisions/{draft.id}/check").press("Publish it")
    assert "what is published stays" in stale.press("Save as a draft", status=409)


def test_a_later_answer_is_named_on_the_earlier_one(browse: Browser, make: Make) -> None:
    need = make.need()
    make.decision(need, kind=DecisionKind.NOT_NOW)
    make.decision(need)
    page = browse.visit("/decisions/d-0001")
    assert "A later answer took the place of this one." in page
    page = page.follow("Read D-0002")
    assert "A later answer" not in page
    assert "stands now" in page
    assert page.has_link("D-0001 Not now")


def test_an_answer_to_what_is_gone_says_so_without_words(browse: Browser, make: Make) -> None:
    need = make.need(title="Secret", supports=7)
    make.decision(need)
    make._bring_to(need, Moderation.HIDDEN, None, None)
    page = browse.visit("/decisions/d-0001")
    assert "N-0001 is not public any more." in page
    for words in ("Secret", "7 people", "The last bus leaves too early."):
        assert words not in page
    assert "We will run a later bus." in page


def test_an_answer_in_own_words_keeps_them_and_may_lack_its_day(
    browse: Browser, make: Make, session: Session
) -> None:
    decision = make.decision(kind=DecisionKind.OWN_WORDS)
    decision.kind_in_own_words = "Further study is needed"
    decision.decided_on = None
    session.flush()
    page = browse.visit("/decisions/d-0001")
    assert page.heading == "Our answer: Further study is needed"
    assert "date not given" in page


def test_the_actions_of_a_themes_needs_stand_with_its_answer(browse: Browser, make: Make) -> None:
    theme = make.theme("Getting home")
    make.action(make.need(theme=theme), what="Run the link bus")
    make.decision(theme)
    page = browse.visit("/decisions/d-0001")
    assert page.has_link("Run the link bus")
    assert page.follow("Getting home").path == "/themes/t-0001"


@pytest.mark.parametrize("code", ["d-0002", "n-0001", "t-0001", "d-00001"])
def test_wrong_codes_lead_nowhere(browse: Browser, make: Make, code: str) -> None:
    make.decision()
    browse.visit(f"/decisions/{code}", status=404)
    browse.visit("/decisions/D-0001")


def test_the_list_of_a_place_says_that_it_is_no_ranking(browse: Browser, make: Make) -> None:
    area = make.area("Coalbrae")
    need = make.need(title="Later buses", supports=3, supporters_from=area)
    make.priority(need, area)
    make.decision(need)
    page = browse.visit("/priorities/?area=coalbrae")
    assert "This order is not a ranking." in page
    assert "3 people in Coalbrae" in page
    assert page.has_link("Yes (D-0001)")
    assert page.follow("Later buses").path == "/needs/n-0001"
    assert "Nothing is on this list yet." in browse.visit("/priorities/")
    browse.visit("/priorities/?area=nowhere", status=404)


def test_a_theme_goes_on_two_lists_and_comes_off(desk: Browser, make: Make) -> None:
    make.area("Coalbrae")
    make.whole_place()
    theme = make.theme("Getting home")
    page = desk.visit(f"/desk/themes/{theme.id}").follow("Change", within="Not on a list")
    page = page.press("Put it on this list", status=422)
    assert page.errors == ["Choose a list"]
    for place in ("Coalbrae", "Braidvale"):
        page = page.fill({"On which list?": place}).press("Put it on this list")
        assert "It is on the list." in page
    assert "Getting home" in desk.visit("/priorities/")
    page = desk.visit("/desk/priorities/?area=coalbrae").press("Take it off")
    assert "Taken off the list." in page
    assert page.address.endswith("area=coalbrae")
    assert "Getting home" not in desk.visit("/priorities/?area=coalbrae")
    assert "Getting home" in desk.visit("/priorities/")


@pytest.mark.parametrize(
    "path",
    [
        "/desk/decisions/",
        "/desk/decisions/new?about=n-0001",
        "/desk/decisions/1",
        "/desk/decisions/1/check",
        "/desk/priorities/",
        "/desk/priorities/new?about=n-0001",
    ],
)
def test_the_desk_is_for_planners(browse: Browser, make: Make, path: str) -> None:
    browse.visit(path, status=401)
    browse.sign_in(make.person(Role.PARTNERSHIP_MANAGER)).visit(path, status=403)


@pytest.mark.parametrize(
    "path",
    [
        "/desk/decisions/999",
        "/desk/decisions/999/check",
        "/desk/priorities/new?about=n-0999",
        "/desk/priorities/new?about=bus",
        "/desk/priorities/new?about=t-0999",
    ],
)
def test_what_is_not_there_is_not_found(desk: Browser, make: Make, path: str) -> None:
    make.whole_place()
    desk.visit(path, status=404)


@pytest.mark.parametrize("path", ["/priorities/", "/desk/priorities/", "/desk/decisions/"])
def test_a_list_costs_the_same_for_one_row_and_for_many(
    desk: Browser, make: Make, queries_made: Queries, path: str
) -> None:
    def fill() -> None:
        need, theme = make.need(), make.theme()
        for subject in (need, theme):
            make.priority(subject)
            make.decision(subject)
            make.decision(subject, published=False)

    fill()
    desk.visit(path)
    with queries_made() as once:
        desk.visit(path)
    for _ in range(5):
        fill()
    with queries_made() as many:
        desk.visit(path)
    assert len(once) == len(many)
