"""The ward page, as a councillor reads and prints it."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.needs.models import Progress
from app.places.models import DeprivationBand, Place
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.voices.models import Counted, VoiceCount
from tests.builders import Make
from tests.page import Browser, Page

MOST_STATEMENTS = 10
WARD = "/dashboards/ward/coalbrae"


def were_heard(session: Session, place: Place | None, online: int, rooms: int = 0) -> None:
    """Put down how many took part in a place, as the kept counts say it; None is everywhere."""
    session.merge(
        VoiceCount(
            counted=Counted.PLACE,
            subject_id=0,
            place_id=place.id if place else 0,
            online=online,
            rooms=rooms,
        )
    )
    session.flush()


@dataclass
class Coalbrae:
    """A ward that is made of one local area."""

    ward: Place
    area: Place


@pytest.fixture
def coalbrae(session: Session, make: Make) -> Coalbrae:
    """Return a ward in which 58 of 8,300 people were heard, beside two others."""
    make.whole_place()
    ward = make.ward("Coalbrae")
    ward.population = 8_300
    area = make.area("Coalbrae", ward=ward, population=8_300)
    for name, people in (("Rows", 12), ("Pithead", 5), ("Lampfield", 2)):
        place = make.neighbourhood(name, area=area, band=DeprivationBand.HIGH, population=2_700)
        were_heard(session, place, people)
    for name, people in (("Millburn", 231), ("Kirkbraid", 196)):
        other = make.ward(name)
        make.area(name, ward=other)
        were_heard(session, other, people)
    were_heard(session, area, 19, 39)
    were_heard(session, ward, 19, 39)
    were_heard(session, None, 1_175, 237)
    return Coalbrae(ward, area)


@pytest.fixture
def councillor(browse: Browser, make: Make, coalbrae: Coalbrae) -> Browser:
    """Return the browser of the councillor for the ward."""
    return browse.sign_in(make.person(Role.COUNCILLOR, place=coalbrae.ward, name="Cllr Rennie"))


def card(page: Page, heading: str) -> str:
    """Return the words of one card."""
    return next(words for words in page.words_of("section") if words.startswith(heading))


# --- who may open it ---


def test_a_visitor_is_asked_to_sign_in(browse: Browser, coalbrae: Coalbrae) -> None:
    browse.visit(WARD, status=401)
    browse.visit("/dashboards/", status=401)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_other_roles_are_refused(
    browse: Browser, make: Make, coalbrae: Coalbrae, role: Role
) -> None:
    browse.sign_in(make.person(role))
    browse.visit(WARD, status=403)
    browse.visit("/dashboards/", status=403)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER])
def test_who_plans_or_decides_reads_any_ward(
    browse: Browser, make: Make, coalbrae: Coalbrae, role: Role
) -> None:
    browse.sign_in(make.person(role))
    assert browse.visit(WARD).heading == "Coalbrae"
    assert browse.visit("/dashboards/ward/millburn").heading == "Millburn"


def test_a_ward_that_does_not_exist_is_not_found(councillor: Browser) -> None:
    councillor.visit("/dashboards/ward/atlantis", status=404)


# --- my ward ---


def test_a_councillor_is_led_to_the_one_ward(councillor: Browser) -> None:
    assert councillor.visit("/dashboards/").path == WARD
    assert councillor.visit("/needs/").follow("My ward").path == WARD


def test_a_councillor_of_two_wards_chooses(
    browse: Browser, session: Session, make: Make, coalbrae: Coalbrae
) -> None:
    person = make.person(Role.COUNCILLOR, place=coalbrae.ward)
    make.role(person, Role.COUNCILLOR, place=make.ward("Harbour"))
    page = browse.sign_in(person).visit("/dashboards/")
    assert page.heading == "Choose a ward"
    assert not page.has_link("Millburn")
    assert page.follow("Coalbrae").path == WARD


def test_a_councillor_of_a_whole_area_reads_its_ward(
    browse: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    browse.sign_in(make.person(Role.COUNCILLOR, place=coalbrae.area))
    assert browse.visit("/dashboards/").path == WARD


def test_a_councillor_of_an_area_with_two_wards_chooses(
    browse: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    shore, harbour, links = make.area("Shore"), make.ward("Harbour"), make.ward("Links")
    make.neighbourhood(area=shore, ward=harbour)
    make.neighbourhood(area=shore, ward=links)
    page = browse.sign_in(make.person(Role.COUNCILLOR, place=shore)).visit("/dashboards/")
    assert page.has_link("Harbour")
    assert page.has_link("Links")
    assert not page.has_link("Coalbrae")


def test_a_councillor_everywhere_chooses_from_all(
    browse: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    page = browse.sign_in(make.person(Role.COUNCILLOR)).visit("/dashboards/")
    assert {"Coalbrae", "Millburn", "Kirkbraid"} <= {words for words, _ in page.links}


def test_a_role_for_a_place_without_a_ward_says_whom_to_ask(browse: Browser, make: Make) -> None:
    browse.sign_in(make.person(Role.COUNCILLOR, place=make.area()))
    assert "Your role names no ward" in browse.visit("/dashboards/")


# --- what matters ---


def test_the_first_sentence_says_how_many_and_what(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    make.need(theme=make.theme("Getting home"), supports=2, supporters_from=coalbrae.area)
    page = councillor.visit(WARD)
    assert "people told us what matters here" in page
    assert "Top: Getting home." in page


def test_themes_are_ranked_with_both_voices_state_and_words(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    theme = make.theme("Getting home")
    need = make.need(
        title="The last bus", words="You pay for a taxi you cannae afford.", theme=theme,
        supports=3, supporters_from=coalbrae.area, progress=Progress.UNDER_WAY,
    )  # fmt: skip
    make.room_voice(need, make.gathering(area=coalbrae.area, came=25), people=20)
    make.need(theme=make.theme("Warm places"), supports=4, supporters_from=coalbrae.area)
    page = councillor.visit(WARD)
    assert "We rank themes" in page
    ranks = [words for words in page.words_of("li") if re.match(r"\d ", words)]
    assert ranks[0].startswith("1 Getting home 23 people")
    assert "3 online, 20 in rooms" in ranks[0]
    # The state is that of the quoted need, so it stands beside its code and not with the theme.
    assert f"{need.code} Being done The last bus" in ranks[0]
    assert "You pay for a taxi you cannae afford." in ranks[0]
    assert "The last bus" in ranks[0]
    assert ranks[1].startswith("2 Warm places 4 people")


def test_a_ward_without_voices_says_so(councillor: Browser) -> None:
    page = councillor.visit("/dashboards/ward/kirkbraid")
    assert "No theme has voices from this ward yet." in page


# --- how many, and who is missing ---


def test_the_share_stands_beside_the_other_wards(councillor: Browser) -> None:
    many = card(councillor.visit(WARD), "How many")
    assert "7.0" in many
    assert "The lowest of 3 wards. All Braidvale: 15.3." in many
    highest = card(councillor.visit("/dashboards/ward/millburn"), "How many")
    assert "The highest of 3 wards." in highest
    between = card(councillor.visit("/dashboards/ward/kirkbraid"), "How many")
    assert "1 of 3 wards is higher." in between


def test_who_is_missing_hides_small_numbers(councillor: Browser) -> None:
    missing = card(councillor.visit(WARD), "Who’s missing")
    assert "few people in Lampfield and Pithead" in missing
    assert "Rows: about 10, 4 in every 1,000" in missing
    assert "Pithead: fewer than 10" in missing
    assert "Lampfield: fewer than 10" in missing
    assert "12" not in missing


def test_no_small_number_stands_on_the_page_or_on_its_print(councillor: Browser) -> None:
    source = councillor.open(WARD).get_data(as_text=True)
    for name in ("Pithead", "Lampfield"):
        assert name in source
        for found in re.finditer(f"{name}:", source):
            after = source[found.end() :].partition("</li>")[0]
            words = re.sub(r"<[^>]*>", "", after)
            assert words.split() == ["fewer", "than", "10"]


def test_a_ward_of_one_small_neighbourhood_shows_no_number(
    councillor: Browser, session: Session, make: Make
) -> None:
    shore, harbour, links = make.area("Shore"), make.ward("Harbour"), make.ward("Links")
    theme = make.theme("Getting home")
    for name, ward, people in (("Shorehead", harbour, 96), ("Linksfield", links, 7)):
        were_heard(session, make.neighbourhood(name, area=shore, ward=ward), people)
        were_heard(session, ward, people)
        session.add(
            VoiceCount(
                counted=Counted.THEME, subject_id=theme.id, place_id=ward.id, online=people - 3
            )
        )
    were_heard(session, shore, 103)
    for slug in ("harbour", "links"):
        page = councillor.visit(f"/dashboards/ward/{slug}")
        assert "Too few people told us their neighbourhood to show this safely." in page
        assert "what matters here: not shown." in page
        assert "People: not shown" in page
        assert not re.search(
            r"(?<![.\w])(96|95|93|103|7|5|4)(?![.\w])", page.main.partition("What changed")[0]
        )
    assert "numbers there are small or not known: Harbour, Links" in councillor.visit(WARD)


# --- what changed, what is late, what waits ---


def test_what_changed_counts_answers_and_actions(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    need = make.need(title="Somewhere warm", area=coalbrae.area)
    make.decision(need)
    make.action(need, what="Open the hall", state=ActionState.DONE)
    make.news(make.action(need, what="Paint it"))
    make.decision(make.need(title="Not here", area=make.area()))
    changed = card(councillor.visit(WARD), "What changed")
    assert "1 answer given." in changed
    assert "Somewhere warm We said: Yes." in changed
    assert "1 action done. 1 other has news." in changed
    assert "Open the hall" in changed
    assert "Not here" not in changed


def test_what_is_late_names_the_role_and_body_that_owe_it(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    make.need(title="Never answered", area=coalbrae.area, sent_at=make.now - timedelta(weeks=20))
    lead = make.organisation("Braid Buses")
    make.action(
        make.need(area=coalbrae.area), what="Run a late bus", state=ActionState.STARTED,
        due_on=make.today - timedelta(days=9), lead=lead,
    )  # fmt: skip
    late = card(councillor.visit(WARD), "What is late")
    assert "1 answer is overdue." in late
    assert f"Owed by: {make.conversation().who_decides}." in late
    assert "1 action is late or stuck." in late
    assert "Late We said Saturday 21 February. Owed by: Bus manager, Braid Buses." in late


def test_what_waits_on_others(councillor: Browser, make: Make, coalbrae: Coalbrae) -> None:
    make.need(title="Toilets", area=coalbrae.area, progress=Progress.BEING_DECIDED)
    fares = make.need(title="Bus fares", area=coalbrae.area)
    make.decision(fares, kind=DecisionKind.NOT_OURS, passed_to="The transport board")
    waits = card(councillor.visit(WARD), "Waiting on the council and others")
    assert "1 need is being decided, in time." in waits
    assert "Toilets" in waits
    assert "1 was passed on." in waits
    assert "Bus fares To The transport board. 0 days ago." in waits


def test_a_list_that_is_not_whole_says_so_on_screen_and_on_paper(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    for _ in range(4):
        make.need(area=coalbrae.area, sent_at=make.now - timedelta(weeks=20))
    for _ in range(3):
        make.decision(make.need(area=coalbrae.area))
    page = councillor.visit(WARD)
    late, changed = card(page, "What is late"), card(page, "What changed")
    assert "4 answers are overdue. Showing the first 3 of 4. Showing the first 2 of 4." in late
    assert "3 answers given. Showing the first 2 of 3." in changed
    for where, shown in (("t-noprint", 3), ("t-printonly", 2)):
        assert f'<span class="{where}">Showing the first {shown} of 4.</span>' in page.html


def test_a_list_that_is_not_whole_leads_to_the_whole_one(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    words = [f"Whole list number {number}." for number in range(4)]
    for each in words:
        make.need(words=each, area=coalbrae.area, sent_at=make.now - timedelta(weeks=20))
    for number in range(4):
        make.decision(make.need(words=f"Passed {number}.", area=coalbrae.area),
                      kind=DecisionKind.NOT_OURS, passed_to="The board")  # fmt: skip
        make.need(words=f"Decided {number}.", area=coalbrae.area, progress=Progress.BEING_DECIDED)
        make.action(make.need(area=coalbrae.area), what=f"Stuck {number}", state=ActionState.STUCK)
    page = councillor.visit(WARD)
    for link, held in {
        "All late answers in Coalbrae": words,
        "All that was passed on in Coalbrae": [f"Passed {number}." for number in range(4)],
        "All that is being decided in Coalbrae": [f"Decided {number}." for number in range(4)],
        "All stuck actions in Coalbrae": [f"Stuck {number}" for number in range(4)],
    }.items():
        whole = page.follow(link)
        assert all(each in whole for each in held), link


def test_a_list_that_is_whole_has_no_such_link(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    make.need(area=coalbrae.area, sent_at=make.now - timedelta(weeks=20))
    assert "All late answers" not in councillor.visit(WARD)


def test_a_quiet_ward_says_that_nothing_happened(councillor: Browser) -> None:
    page = councillor.visit(WARD)
    for words in (
        "No answer given.", "No action done.", "No answer is overdue.",
        "No action is late or stuck.", "No need is being decided just now.",
        "Nothing was passed on.",
    ):  # fmt: skip
        assert words in page


# --- reading and printing ---


def test_the_print_carries_day_reader_method_contact_and_address(councillor: Browser, app) -> None:
    page = councillor.visit(WARD)
    known = app.extensions["portal_settings"]
    for words in (
        "As at 2 March 2026", "Page for: Cllr Rennie", "How to read this.",
        "Each person counts once", "You can’t see who said what.", known.phone, known.email,
        "localhost:8123/wards/coalbrae",
    ):  # fmt: skip
        assert words in page, words


def test_a_councillor_sees_no_me_too_and_changes_nothing(
    councillor: Browser, make: Make, coalbrae: Coalbrae
) -> None:
    need = make.need(theme=make.theme(), area=coalbrae.area, supporters_from=coalbrae.area)
    page = councillor.visit(WARD)
    assert not page.has_button("This matters to me too")
    source = councillor.open(WARD).get_data(as_text=True)
    main = source[source.index("<main") : source.index("</main>")]
    assert "<form" not in main
    assert need.code in page


def test_the_page_costs_the_same_for_one_and_for_many(
    councillor: Browser, make: Make, coalbrae: Coalbrae, queries_made
) -> None:
    def lay_out_one() -> None:
        need = make.need(theme=make.theme(), area=coalbrae.area, supporters_from=coalbrae.area)
        make.action(need, state=ActionState.DONE)
        make.decision(need, kind=DecisionKind.NOT_OURS)
        make.need(area=coalbrae.area, sent_at=make.now - timedelta(weeks=20))
        make.neighbourhood(area=coalbrae.area)
        make.area(ward=make.ward())

    lay_out_one()
    councillor.visit(WARD)
    with queries_made() as for_one:
        councillor.visit(WARD)
    for _ in range(6):
        lay_out_one()
    with queries_made() as for_many:
        councillor.visit(WARD)
    assert len(for_one) == len(for_many) <= MOST_STATEMENTS
