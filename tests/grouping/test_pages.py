"""The planner's desk of a theme, of needs to be placed, and of one need."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.grouping import queries
from app.grouping.forms import numbers_in
from app.needs.models import Moderation, Progress
from app.needs.queries import need_ids_of_theme
from app.priorities.models import CauseKind, Confidence
from app.recounts.operations import differences
from app.themes.models import ActingLevel, Theme, ThemeState
from tests.builders import BUILDER, Make
from tests.page import Browser

Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def desk(browse: Browser, make: Make) -> Browser:
    """Return the browser of a planner."""
    return browse.sign_in(make.person(Role.PLANNER))


@pytest.fixture
def theme(make: Make) -> Theme:
    return make.theme("Getting home", state=ThemeState.FORMING)


def test_needs_go_from_the_unplaced_list_under_a_theme(
    desk: Browser, make: Make, session: Session, theme: Theme
) -> None:
    first = make.need(title="Later buses", supports=2)
    make.need(title="Warm rooms")
    make.need(title="Answered already", progress=Progress.ANSWERED)
    page = desk.visit(f"/desk/themes/{theme.id}").follow("Add needs")
    assert "2 needs." in page
    assert "Answered already" not in page
    assert page.value_of("Theme") == "Getting home"
    page = page.fill({f"Later buses {first.code}": True}).press("Put ticked needs there")
    assert page.path == f"/desk/themes/{theme.id}"
    assert "1 need is put there." in page
    assert "2 people" in page
    assert "Later buses" not in desk.visit("/desk/needs/")
    assert need_ids_of_theme(session, theme.id) == [first.id]
    assert differences(session, BUILDER) == []


def test_a_search_finds_needs_that_stand_somewhere_already(
    desk: Browser, make: Make, theme: Theme
) -> None:
    other = make.theme("Other")
    make.need(title="Later buses home", words="", works_well="x", theme=other)
    make.need(title="Warm rooms", words="", works_well="y")
    page = desk.visit(f"/desk/needs/?theme={theme.id}").follow("All needs")
    page = page.fill({"Words in them": "buses"}).press("Search")
    assert "Later buses home" in page
    assert "Warm rooms" not in page
    assert page.value_of("Theme") == "Getting home"
    assert "Other" in page.part("main")
    assert "No need has all these words" in desk.visit("/desk/needs/?q=zeppelin&show=all")


def test_the_unplaced_list_can_be_narrowed_to_an_area(desk: Browser, make: Make) -> None:
    here, there = make.area("Coalbrae"), make.area("Millburn")
    make.need(title="Ours", area=here)
    make.need(title="Theirs", area=there)
    page = desk.visit("/desk/needs/?area=coalbrae")
    assert "Ours" in page
    assert "Theirs" not in page
    desk.visit("/desk/needs/?area=nowhere", status=404)


def test_nothing_ticked_and_no_theme_is_said(desk: Browser, make: Make, theme: Theme) -> None:
    need = make.need(title="Later buses")
    page = desk.visit("/desk/needs/").press("Put ticked needs there", status=422)
    assert set(page.errors) == {"Tick at least one need", "Choose a theme"}
    page = page.fill({f"Later buses {need.code}": True})
    page = page.press("Put ticked needs there", status=422)
    assert page.errors == ["Choose a theme"]
    page.fill({"Theme": "Getting home"}).press("Put ticked needs there")


def test_a_need_hidden_meanwhile_stops_the_whole_press(
    desk: Browser, make: Make, session: Session, theme: Theme
) -> None:
    first, second = make.need(title="One"), make.need(title="Two")
    page = desk.visit(f"/desk/needs/?theme={theme.id}")
    page.fill({f"One {first.code}": True, f"Two {second.code}": True})
    make._bring_to(second, Moderation.HIDDEN, None, None)
    page = page.press("Put ticked needs there", status=409)
    assert f"{second.code}: Only a published need" in page
    assert need_ids_of_theme(session, theme.id) == []


def test_ticked_needs_are_taken_out(
    desk: Browser, make: Make, session: Session, theme: Theme
) -> None:
    make.need(title="Stays", theme=theme)
    goes = make.need(title="Goes", theme=theme)
    page = desk.visit(f"/desk/themes/{theme.id}")
    page = page.press("Take ticked out of the theme")
    assert "Tick at least one need first." in page
    page = page.fill({f"Goes {goes.code}": True}).press("Take ticked out of the theme")
    assert "Taken out of the theme." in page
    assert goes.id not in need_ids_of_theme(session, theme.id)
    assert differences(session, BUILDER) == []


def test_a_cause_is_written_changed_and_taken_away(
    desk: Browser, make: Make, session: Session, theme: Theme
) -> None:
    need = make.need(title="Later buses", theme=theme)
    page = desk.visit(f"/desk/themes/{theme.id}").follow("Add what people notice")
    assert page.value_of("What is it?") == ["What people notice"]
    answers = {
        "In one short sentence": "People pay for taxis.",
        "How sure are you?": "Several voices",
        "Whose words does it rest on?": [f"Later buses ({need.code})"],
    }
    page = page.fill(answers).press("Save")
    assert "People pay for taxis." in page
    page = page.follow("Change", within="People pay for taxis.")
    assert page.value_of("Whose words does it rest on?") == [f"Later buses ({need.code})"]
    page = page.fill({"In one short sentence": "People stay at home."}).press("Save")
    assert "People stay at home." in page
    (line,) = queries.causes_of_theme(session, BUILDER, theme.id)
    assert (line.kind, line.confidence, len(line.needs)) == (
        CauseKind.SYMPTOM,
        Confidence.SEVERAL_VOICES,
        1,
    )
    page = page.follow("Change", within="People stay at home.").press("Take it away")
    assert "People stay at home." not in page


def test_an_empty_cause_is_refused(desk: Browser, theme: Theme) -> None:
    page = desk.visit(f"/desk/themes/{theme.id}/causes/new").press("Save", status=422)
    assert page.errors == ["Say it in one short sentence", "Choose how sure you are"]
    answers = {"In one short sentence": "Why", "How sure are you?": "Voices and data"}
    page = page.fill(answers).press("Save", status=422)
    assert page.errors == ["Tick the needs it rests on. With none it is a hunch."]
    answers = {"Other needs in this theme, by code": "N-0001, the bus"}
    page = page.fill(answers).press("Save", status=422)
    assert page.errors == ["Write codes of needs only, such as N-0001"]


def test_a_code_of_a_need_elsewhere_is_refused_with_words(
    desk: Browser, make: Make, theme: Theme
) -> None:
    need = make.need()
    page = desk.visit(f"/desk/themes/{theme.id}/causes/new").fill(
        {
            "In one short sentence": "Why",
            "How sure are you?": "Several voices",
            "Other needs in this theme, by code": need.code or "",
        }
    )
    assert "does not stand under this theme" in page.press("Save", status=409)


def test_a_stale_cause_is_told(desk: Browser, make: Make, theme: Theme) -> None:
    page = desk.visit(f"/desk/themes/{theme.id}/causes/new")
    page.fill({"In one short sentence": "Why", "How sure are you?": "A hunch"}).press("Save")
    stale = desk.visit(f"/desk/themes/{theme.id}").follow("Change", within="Why")
    stale.fill({"In one short sentence": "Mine"})
    first = desk.visit(f"/desk/themes/{theme.id}").follow("Change", within="Why")
    first.fill({"In one short sentence": "Theirs"}).press("Save")
    assert "Someone changed this" in stale.press("Save", status=409)


def test_a_need_is_marked_with_its_reason(desk: Browser, make: Make, session: Session) -> None:
    need = make.need(title="Brothers placed apart")
    page = desk.visit("/desk/needs/n-0001")
    page = page.fill({"Who can act?": "In the region", "Small group, big need": True})
    page = page.press("Save the marks", status=422)
    assert page.errors == ["Say why"]
    page = page.fill({"Why you set or take off this mark": "Few are in care."})
    page.press("Save the marks")
    session.refresh(need)
    assert need.is_small_group_big_need
    assert need.level is ActingLevel.REGIONAL
    page = desk.visit("/desk/needs/n-0001").fill({"Who can act?": "Not said yet"})
    page.press("Save the marks")
    session.refresh(need)
    assert need.level is None


def test_a_forming_theme_offers_no_decision_yet(desk: Browser, theme: Theme) -> None:
    page = desk.visit(f"/desk/themes/{theme.id}")
    assert "Share the theme first." in page
    assert not page.has_link("Write the decision")


@pytest.mark.parametrize("path", ["/desk/needs/", "/desk/needs/n-0001", "/desk/themes/1"])
def test_the_desk_is_for_planners(browse: Browser, make: Make, path: str) -> None:
    browse.visit(path, status=401)
    browse.sign_in(make.person(Role.MODERATOR)).visit(path, status=403)


def test_what_is_not_there_is_not_found(desk: Browser, make: Make, theme: Theme) -> None:
    make.need(state=Moderation.HIDDEN)
    for path in (
        "/desk/themes/999",
        "/desk/needs/n-0999",
        f"/desk/themes/{theme.id}/causes/999",
        "/desk/themes/999/causes/new",
    ):
        desk.visit(path, status=404)
    desk.visit("/desk/needs/n-0001", status=410)


def test_the_list_of_needs_costs_the_same_for_one_and_for_many(
    desk: Browser, make: Make, queries_made: Queries
) -> None:
    make.need()
    desk.visit("/desk/needs/")
    with queries_made() as once:
        desk.visit("/desk/needs/")
    for _ in range(8):
        make.need()
    with queries_made() as many:
        desk.visit("/desk/needs/")
    assert len(once) == len(many)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", set()),
        ("N-0001 n-15,N-0001", {1, 15}),
        (" N-0007;\nN-0008 ", {7, 8}),
        ("0007", None),
        ("N-0001 bus", None),
        ("N-99999999999", None),
    ],
)
def test_codes_are_read_from_a_line(text: str, numbers: set[int] | None) -> None:
    assert numbers_in(text) == numbers
