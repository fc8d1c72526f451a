"""What people see of themes, and how planners name, share and agree them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.grouping import operations as grouping
from app.grouping.operations import CauseWords
from app.needs.models import Moderation, Need
from app.priorities.models import CauseKind, Confidence
from app.themes.models import ActingLevel, Theme, ThemeState
from app.themes.queries import find_theme_called
from tests.builders import BUILDER, Make
from tests.page import Browser

Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def desk(browse: Browser, make: Make) -> Browser:
    """Return the browser of a planner."""
    return browse.sign_in(make.person(Role.PLANNER))


def cause(session: Session, make: Make, theme: Theme, *needs: Need, words: str = "Why") -> None:
    said = CauseWords(
        kind=CauseKind.CAUSE,
        words=words,
        confidence=Confidence.SEVERAL_VOICES if needs else Confidence.HUNCH,
        need_numbers=frozenset(need.number or 0 for need in needs),
    )
    grouping.add_cause(session, BUILDER, theme, said, now=make.now)


def test_a_theme_page_tells_the_whole_of_it(browse: Browser, make: Make, session: Session) -> None:
    area = make.area("Coalbrae")
    theme = make.theme("Getting home", level=ActingLevel.REGIONAL)
    need = make.need(
        title="Later buses", supports=3, theme=theme, area=area, supporters_from=area,
        level=ActingLevel.NATIONAL,
    )  # fmt: skip
    cause(session, make, theme, need, words="Nobody owns the gap.")
    decision = make.decision(theme, we_decided="We will test a link bus.")
    make.priority(theme, area)
    make.action(need, what="Run the link bus")
    page = browse.visit("/themes/t-0001")
    for words in (
        "Getting home",
        "People told us about this.",
        "3 people: 3 online, none in rooms",
        "3 online, 0 in rooms",
        "Nobody owns the gap.",
        "Several voices.",
        "In the region",
        "We will test a link bus.",
        "Run the link bus",
        "On the list of priorities of",
    ):
        assert words in page, words
    assert page.has_link("Later buses")
    assert page.has_link(decision.code or "")
    assert page.follow("Run the link bus").path.startswith("/plan/actions/")


def test_a_bare_theme_says_what_is_not_there_yet(browse: Browser, make: Make) -> None:
    make.theme("Bare")
    page = browse.visit("/themes/t-0001")
    for words in ("No one yet", "Not decided yet", "No action answers", "No need stands here"):
        assert words in page


def test_what_is_gone_leaves_a_marker_and_no_words(browse: Browser, make: Make) -> None:
    theme = make.theme("Getting home")
    stays = make.need(title="Still here", theme=theme)
    titles = {
        "hidden by a moderator": make.need(
            title="Secret one", theme=theme, state=Moderation.HIDDEN
        ),
        "taken back": make.need(title="Secret two", theme=theme, state=Moderation.WITHDRAWN),
        "says the same as": make.need(title="Secret three", theme=theme, merged_into=stays),
    }
    page = browse.visit("/themes/t-0001")
    for words, need in titles.items():
        assert words in page
        assert need.code in page
    assert "Secret" not in page
    assert "1 need" in page
    target = page.follow(titles["says the same as"].code or "")
    assert target.path == "/needs/n-0001"


def test_a_forming_theme_is_not_there_for_anyone_else(
    browse: Browser, make: Make, session: Session
) -> None:
    make.theme("Being formed", state=ThemeState.FORMING)
    browse.visit("/themes/t-0001", status=404)
    assert "Being formed" not in browse.visit("/themes/")
    assert "Being formed" not in browse.visit("/themes/who-acts")
    assert "Being formed" in browse.sign_in(make.person(Role.PLANNER)).visit("/desk/themes/")


@pytest.mark.parametrize("code", ["t-0099", "n-0001", "t-00001"])
def test_wrong_codes_lead_nowhere(browse: Browser, make: Make, code: str) -> None:
    make.theme("Getting home")
    browse.visit(f"/themes/{code}", status=404)
    browse.visit("/themes/T-0001")


def test_the_list_shows_an_area_when_one_is_chosen(browse: Browser, make: Make) -> None:
    here, there = make.area("Coalbrae"), make.area("Millburn")
    theme = make.theme("Getting home")
    make.need(theme=theme, supports=3, area=here, supporters_from=here)
    make.need(theme=theme, supports=2, area=there, supporters_from=there)
    assert "5 people" in browse.visit("/themes/")
    assert "3 people in Coalbrae" in browse.visit("/themes/?area=coalbrae")
    browse.visit("/themes/?area=nowhere", status=404)


def test_needs_of_a_theme_are_paged_both_ways(browse: Browser, make: Make) -> None:
    theme = make.theme("Getting home")
    for number in range(25):
        make.need(title=f"Need number {number}", theme=theme)
    page = browse.visit("/themes/t-0001")
    assert "25 needs" in page
    page = page.follow("More needs")
    assert "Need number 0" in page.words_of("h3")
    assert "Need number 24" in page.follow("Previous page").words_of("h3")
    browse.visit("/themes/t-0001?after=x", status=400)


def test_who_can_act_stands_in_three_columns(browse: Browser, make: Make) -> None:
    make.theme("For the nation", level=ActingLevel.NATIONAL)
    theme = make.theme("For us")
    for number in range(11):
        make.need(title=f"Ours {number}", theme=theme, level=ActingLevel.LOCAL)
    make.need(title="Theirs", level=ActingLevel.REGIONAL)
    page = browse.visit("/themes/who-acts")
    assert "Ours 10" in page.part("main")
    assert "Ours 0" not in page.words_of("a")
    page = page.follow("See them all")
    assert "Ours 0" in page.words_of("a")
    assert "Theirs" not in page
    page = browse.visit(f"/themes/who-acts/local?theme={theme.number}")
    assert "For us" in page
    for unknown in ("999", "0", "junk"):
        browse.visit(f"/themes/who-acts/local?theme={unknown}", status=400)
    browse.visit("/themes/who-acts/galactic", status=404)


@pytest.mark.parametrize(
    "path", ["/themes/", "/themes/t-0001", "/themes/who-acts", "/desk/themes/", "/desk/themes/1"]
)
def test_a_page_costs_the_same_for_one_row_and_for_many(
    desk: Browser, make: Make, session: Session, queries_made: Queries, path: str
) -> None:
    def fill(theme: Theme) -> None:
        need = make.need(theme=theme, level=ActingLevel.LOCAL)
        cause(session, make, theme, need, words=f"Why {need.number}")
        make.action(need)

    theme = make.theme("First")
    path = path.replace("/desk/themes/1", f"/desk/themes/{theme.id}")
    fill(theme)
    make.decision(theme)
    desk.visit(path)
    with queries_made() as once:
        desk.visit(path)
    for number in range(6):
        fill(theme)
        make.theme(f"Another {number}")
    with queries_made() as many:
        desk.visit(path)
    assert len(once) == len(many)


def test_a_planner_makes_shares_and_agrees_a_theme(desk: Browser, session: Session) -> None:
    page = desk.visit("/desk/themes/").follow("Make a theme")
    answers = {"Name": "Getting home", "Summary": "Buses.", "Who can act?": "In the region"}
    page = page.fill(answers).press("Save")
    assert page.heading == "Getting home"
    page = page.press("Share it with everyone")
    assert "Have we got this right?" in page.follow("See the page that everyone sees")
    page = page.press("It is agreed")
    assert page.has_button("Ask once more")
    theme = find_theme_called(session, "Getting home")
    assert theme is not None
    assert (theme.code, theme.state, theme.level) == (
        "T-0001",
        ThemeState.AGREED,
        ActingLevel.REGIONAL,
    )


def test_who_can_act_can_be_left_open_again(desk: Browser, make: Make, session: Session) -> None:
    theme = make.theme("Getting home", level=None)
    address = f"/desk/themes/{theme.id}/words"
    assert desk.visit(address).value_of("Who can act?") == ["Not said yet"]
    for choice, level in (("In the nation", ActingLevel.NATIONAL), ("Not said yet", None)):
        desk.visit(address).fill({"Who can act?": choice}).press("Save")
        session.refresh(theme)
        assert theme.level is level


def test_a_theme_without_a_name_is_refused_and_kept(desk: Browser) -> None:
    page = desk.visit("/desk/themes/new").fill({"Summary": "Buses."}).press("Save", status=422)
    assert page.errors == ["Give the theme a name"]
    assert page.value_of("Summary") == "Buses."
    page = page.fill({"Name": "x" * 121, "Summary": "y" * 601}).press("Save", status=422)
    assert len(page.errors) == 2


def test_a_name_that_stands_there_already_is_refused_and_kept(desk: Browser, make: Make) -> None:
    make.theme("Getting home")
    page = desk.visit("/desk/themes/new").fill({"Name": "Getting home", "Summary": "Mine."})
    page = page.press("Save", status=409)
    assert "There is a theme with this name already" in page
    assert "Mine." in page


def test_sharing_without_a_summary_says_what_to_do(desk: Browser, make: Make) -> None:
    bare = make.theme("Bare", state=ThemeState.FORMING, summary="")
    page = desk.visit(f"/desk/themes/{bare.id}").press("Share it with everyone", status=409)
    assert "Write a summary first" in page


def test_a_stale_form_is_told_and_nothing_is_lost(
    desk: Browser, make: Make, session: Session
) -> None:
    theme = make.theme("Getting home")
    stale = desk.visit(f"/desk/themes/{theme.id}/words").fill({"Summary": "Mine."})
    first = desk.visit(f"/desk/themes/{theme.id}/words").fill({"Summary": "Theirs."})
    assert "Theirs." in first.press("Save")
    assert "Mine." in stale.press("Save", status=409)
    session.refresh(theme)
    assert theme.summary == "Theirs."


@pytest.mark.parametrize("path", ["/desk/themes/", "/desk/themes/new", "/desk/themes/1/words"])
def test_the_desk_is_for_planners(browse: Browser, make: Make, path: str) -> None:
    browse.visit(path, status=401)
    browse.sign_in(make.person(Role.COUNCILLOR)).visit(path, status=403)


def test_a_theme_that_is_not_there_has_no_form(desk: Browser) -> None:
    desk.visit("/desk/themes/999/words", status=404)
