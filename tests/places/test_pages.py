"""What people see of local areas and wards."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.needs.models import Moderation, Progress
from app.needs.operations import take_down
from app.places.models import BoundaryService, DeprivationBand, Place
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.voices.models import Counted, VoiceCount
from tests.builders import BUILDER, Make
from tests.page import Browser

MOST_STATEMENTS = 10


def were_heard(session: Session, place: Place | None, online: int, rooms: int = 0) -> None:
    """Put down how many took part in a place, as the kept counts say it; None is everywhere."""
    place_id = place.id if place else 0
    session.merge(
        VoiceCount(
            counted=Counted.PLACE, subject_id=0, place_id=place_id, online=online, rooms=rooms
        )
    )
    session.flush()


@pytest.fixture
def coalbrae(session: Session, make: Make) -> Place:
    """Return an area that is one ward, with three neighbourhoods, two of them hardly heard."""
    whole = make.whole_place()
    ward = make.ward("Coalbrae")
    ward.population = 8_300
    area = make.area("Coalbrae", ward=ward, population=8_300, most_deprived_percent=52)
    for name, people, population in (
        ("Rows", 12, 3_100),
        ("Pithead", 5, 2_700),
        ("Lampfield", 2, 2_500),
    ):
        place = make.neighbourhood(
            name, area=area, band=DeprivationBand.HIGH, population=population
        )
        were_heard(session, place, people)
    were_heard(session, area, 19, 39)
    were_heard(session, ward, 19, 39)
    were_heard(session, None, 1_175, 237)
    assert whole.population == 92_400
    return area


# --- all areas ---


def test_the_list_shows_each_area_with_how_many_were_heard(
    browse: Browser, coalbrae: Place
) -> None:
    page = browse.visit("/areas/")
    row = next(row for row in page.words_of("tr") if row.startswith("Coalbrae"))
    assert row.split() == ["Coalbrae", "8,300", "58", "7.0", "52%"]
    assert "1,412 people told us what matters" in page
    assert "That is 15.3 in every 1,000" in page
    page.follow("Coalbrae")


def test_an_area_chosen_in_the_picker_leads_to_its_page(browse: Browser, coalbrae: Place) -> None:
    assert browse.open("/areas/?area=coalbrae").status_code == 303
    page = browse.visit("/areas/?area=coalbrae")
    assert page.path == "/areas/coalbrae"
    assert page.heading == "Coalbrae"


def test_an_area_that_does_not_exist_is_not_found(browse: Browser, coalbrae: Place) -> None:
    browse.visit("/areas/?area=atlantis", status=404)
    browse.visit("/areas/atlantis", status=404)
    browse.visit("/wards/atlantis", status=404)


def test_the_lists_open_before_anybody_was_heard(browse: Browser, make: Make) -> None:
    make.area("Coalbrae", population=None)
    make.ward()
    page = browse.visit("/areas/")
    assert "0 people told us what matters" in page
    assert "not known" in page
    page = browse.visit("/areas/coalbrae")
    assert "No one here has told us what matters yet" in page
    browse.visit("/wards/")


def test_needs_without_voices_are_not_called_nothing(browse: Browser, make: Make) -> None:
    area = make.area("Coalbrae")
    for _ in range(3):
        make.need(area=area)
    page = browse.visit("/areas/coalbrae")
    assert "3 needs are about this place. No voices from here are counted yet." in page
    assert "No one here has told us" not in page
    assert "Nothing here yet" not in page


# --- one area ---


def test_an_area_says_in_a_sentence_who_was_heard_and_what_most_say(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    make.need(title="Somewhere warm", area=coalbrae, supports=2, supporters_from=coalbrae)
    make.need(title="Bus fares", area=coalbrae, supports=3, supporters_from=coalbrae)
    page = browse.visit("/areas/coalbrae")
    lead = page.words_of("p")[1:]
    sentence = next(words for words in lead if "told us what matters here" in words)
    assert "online" in sentence
    assert sentence.index("Bus fares") < sentence.index("Somewhere warm")
    assert "3 people in Coalbrae" in page
    assert "3 online, none in rooms" in page


def test_the_needs_of_an_area_count_people_of_the_area_only(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    need = make.need(title="The last bus", supports=4, supporters_from=coalbrae)
    for _ in range(3):
        make.support(need)
    gathering = make.gathering(area=coalbrae, came=20)
    make.room_voice(need, gathering, people=6)
    page = browse.visit("/areas/coalbrae")
    assert "10 people in Coalbrae" in page
    assert "4 online, 6 in rooms" in page


def test_a_need_that_was_taken_down_stands_nowhere(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    for state in (Moderation.HIDDEN, Moderation.WITHDRAWN):
        need = make.need(
            title=f"Gone, {state}", area=coalbrae, state=state, supports=2,
            supporters_from=coalbrae,
        )  # fmt: skip
        make.priority(need, coalbrae) if need.moderation is Moderation.PUBLISHED else None
    waiting = make.need(title="Waiting", area=coalbrae, published=False, supporters_from=coalbrae)
    assert waiting.number is None
    page = browse.visit("/areas/coalbrae")
    assert "Gone" not in page
    assert "Waiting" not in page


def test_an_area_leads_to_all_its_needs_and_to_the_form(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    page = browse.visit("/areas/coalbrae")
    assert page.follow("All needs in Coalbrae").address.endswith("area=coalbrae")
    assert page.follow("Tell us what matters").address.endswith("area=coalbrae")
    assert "looking at Coalbrae" in page


def test_a_table_shows_neighbourhoods_without_small_numbers(
    browse: Browser, coalbrae: Place
) -> None:
    page = browse.visit("/areas/coalbrae")
    rows = {row.split()[0]: row for row in page.words_of("tr")}
    assert rows["Rows"] == "Rows 3,100 High about 10 3"
    assert rows["Pithead"] == "Pithead 2,700 High fewer than 10 –"
    assert rows["Lampfield"] == "Lampfield 2,500 High fewer than 10 –"
    assert rows["All"] == "All of Coalbrae 8,300 52% live in Scotland’s most deprived fifth 58 7.0"
    assert "few people in Lampfield and Pithead" in page
    assert "About 40 more people told us only the area" in page


@pytest.mark.parametrize("address", ["/areas/coalbrae", "/wards/coalbrae", "/wards/", "/areas/"])
def test_no_small_number_of_a_neighbourhood_stands_anywhere_in_a_page(
    browse: Browser, coalbrae: Place, address: str
) -> None:
    """Not in words, not in a drawing, not in an attribute: print has the same page."""
    source = browse.open(address).get_data(as_text=True)
    main = source[source.index("<main") : source.index("</main>")]
    around = [
        main[found.start() : found.start() + 700]
        for found in re.finditer("Pithead|Lampfield", main)
    ]
    for words in around:
        row = words.partition("</tr>")[0]
        assert not re.search(r">\s*[0-9]\s*<|width=\"[0-9.]+\" height=\"8\" fill", row)


def test_the_company_of_a_hidden_number_is_hidden_too(
    browse: Browser, session: Session, make: Make
) -> None:
    area = make.area("Millburn", ward=make.ward("Millburn"))
    for name, people in (("Lade", 5), ("Weavers", 18), ("Upper", 35)):
        were_heard(session, make.neighbourhood(name, area=area), people)
    were_heard(session, area, 58)
    rows = {row.split()[0]: row for row in browse.visit("/areas/millburn").words_of("tr")}
    assert "fewer than 10" in rows["Lade"]
    assert "hidden too" in rows["Weavers"]
    assert "about 35" in rows["Upper"]


def test_the_neighbourhood_with_the_lowest_share_is_named_kindly(
    browse: Browser, session: Session, make: Make
) -> None:
    area = make.area("Millburn", ward=make.ward("Millburn"))
    for name, people, band in (
        ("Lade", 40, DeprivationBand.HIGH),
        ("Upper", 80, DeprivationBand.LOW),
    ):
        were_heard(session, make.neighbourhood(name, area=area, band=band), people)
    were_heard(session, area, 120)
    page = browse.visit("/areas/millburn")
    assert "We heard least from Lade, where money is tightest." in page
    assert "your voice counts a lot" in page


def test_an_area_shows_what_the_plan_does_for_its_needs(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    need = make.need(title="Somewhere warm", area=coalbrae, supporters_from=coalbrae)
    late = make.today - timedelta(days=3)
    lead = make.organisation("Braidvale Council")
    make.action(need, what="Open a warm room", state=ActionState.ON_TRACK, due_on=late, lead=lead)
    make.action(need, what="Only an idea so far", state=ActionState.PROPOSED)
    elsewhere = make.need(title="Not here", area=make.area())
    make.action(elsewhere, what="Something far away")
    page = browse.visit("/areas/coalbrae")
    plan = next(words for words in page.words_of("li") if "Open a warm room" in words)
    assert "Late" in plan
    assert "We haven’t." in plan
    assert "Bus manager, Braidvale Council" in plan
    assert "Somewhere warm" in plan.partition("Answers")[2]
    assert "Only an idea" not in page
    assert "far away" not in page
    assert page.has_link("Open a warm room")


def test_an_area_shows_its_list_with_answers(
    browse: Browser, session: Session, make: Make, coalbrae: Place
) -> None:
    need = make.need(title="Somewhere warm", area=coalbrae, progress=Progress.BEING_DECIDED)
    theme = make.theme("Getting home")
    make.priority(need, coalbrae)
    make.priority(theme, coalbrae)
    make.decision(theme, kind=DecisionKind.PARTLY)
    gone = make.need(title="Not any more", area=coalbrae)
    make.priority(gone, coalbrae)
    take_down(session, BUILDER, gone, Moderation.HIDDEN, reason_code=None, now=make.now)
    page = browse.visit("/areas/coalbrae")
    assert "Somewhere warm Being decided" in page
    assert "Getting home Our answer: Partly" in page
    assert "Not any more" not in page


def test_an_area_names_its_wards_and_the_services_with_the_same_edge(
    browse: Browser, session: Session, coalbrae: Place
) -> None:
    session.add(BoundaryService(place_id=coalbrae.id, name="Families team, Pithead"))
    session.flush()
    page = browse.visit("/areas/coalbrae")
    assert "Families team, Pithead" in page
    ward = page.follow("Coalbrae ward")
    assert ward.path == "/wards/coalbrae"


def test_names_that_people_typed_are_escaped(browse: Browser, make: Make, coalbrae: Place) -> None:
    make.need(title="<b>Bold</b> & brash", area=coalbrae, supporters_from=coalbrae)
    page = browse.visit("/areas/coalbrae")
    assert "<b>Bold</b> & brash" in page


# --- wards ---


def test_a_ward_ranks_themes_and_says_so(browse: Browser, make: Make, coalbrae: Place) -> None:
    buses, warm = make.theme("Getting home"), make.theme("Warm places")
    make.need(area=coalbrae, theme=buses, supports=2, supporters_from=coalbrae)
    make.need(area=coalbrae, theme=warm, supports=3, supporters_from=coalbrae)
    make.need(area=coalbrae, theme=make.theme("Nobody here"))
    page = browse.visit("/wards/coalbrae")
    assert page.heading == "Coalbrae ward"
    assert "We rank themes here" in page
    ranks = [words for words in page.words_of("li") if re.match(r"\d ", words)]
    assert ranks[0].startswith("1 Warm places 3 people")
    assert ranks[1].startswith("2 Getting home 2 people")
    assert "Nobody here" not in page
    page.follow("Coalbrae", within="Local areas")


def test_a_ward_that_cuts_an_area_shows_rounded_figures_only(
    browse: Browser, session: Session, make: Make
) -> None:
    harbour, links, area = make.ward("Harbour"), make.ward("Links"), make.area("Shore")
    theme = make.theme("Getting home")
    for name, ward, people in (("Shorehead", harbour, 96), ("Linksfield", links, 71)):
        were_heard(session, make.neighbourhood(name, area=area, ward=ward), people)
        were_heard(session, ward, people)
        session.add(
            VoiceCount(
                counted=Counted.THEME, subject_id=theme.id, place_id=ward.id, online=people - 62
            )
        )
    were_heard(session, area, 286)
    page = browse.visit("/wards/harbour")
    assert "People we heard from: about 95" in page
    assert "This ward shares a local area with other wards" in page
    assert "Getting home People: not shown" in page  # 34 here, but 9 in Links
    assert "about 70" in browse.visit("/wards/links")


def test_staff_find_the_briefing_on_the_page_of_a_ward(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    assert not browse.visit("/wards/coalbrae").has_link("Ward briefing: what changed, what is late")
    browse.sign_in(make.person(Role.PLANNER))
    page = browse.visit("/wards/coalbrae").follow("Ward briefing: what changed, what is late")
    assert page.path == "/dashboards/ward/coalbrae"


def test_nobody_signed_in_for_work_finds_a_me_too_in_an_area(
    browse: Browser, make: Make, coalbrae: Place
) -> None:
    make.need(title="Somewhere warm", area=coalbrae, supporters_from=coalbrae)
    browse.sign_in(make.person(Role.COUNCILLOR))
    page = browse.visit("/areas/coalbrae")
    assert not page.has_button("This matters to me too")
    assert not page.follow("Somewhere warm").has_button("This matters to me too")


@pytest.mark.parametrize("address", ["/areas/", "/areas/coalbrae", "/wards/", "/wards/coalbrae"])
def test_pages_cost_the_same_for_one_and_for_many(
    browse: Browser, make: Make, coalbrae: Place, address: str, queries_made
) -> None:
    def lay_out_one() -> None:
        need = make.need(area=coalbrae, theme=make.theme(), supporters_from=coalbrae)
        make.action(need)
        make.priority(need, coalbrae)
        make.neighbourhood(area=coalbrae)
        make.area(ward=make.ward())

    lay_out_one()
    browse.visit(address)
    with queries_made() as for_one:
        browse.visit(address)
    for _ in range(6):
        lay_out_one()
    with queries_made() as for_many:
        browse.visit(address)
    assert len(for_one) == len(for_many) <= MOST_STATEMENTS
