"""The ward page on paper: one sheet, with what is needed when there is no link to press."""

import re

import pytest

from app.demo.places import WARDS
from app.demo.staff import STAFF

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A4 less the margins of the print styles, in CSS pixels.
PAPER = {"width": 688, "height": 1032}


@pytest.fixture
def briefing(browser_on, demo_places, shared_portal, sign_in):
    """Return the browser of the planner of the demo place, showing pages as they print."""
    planner = next(person for person in STAFF if person.role == "planner")
    printed = demo_places.printed["sqlite"]
    line = next(line for line in printed.splitlines() if planner.email in line)
    page = browser_on(shared_portal)()
    sign_in(page, planner.email, line.rpartition(" / ")[2])
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    return page


def sheets(printed: bytes) -> int:
    """Count the pages of a PDF."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_the_page_of_every_ward_prints_on_one_sheet(briefing):
    printed = {}
    for ward in WARDS:
        briefing.goto(f"/dashboards/ward/{ward.slug}")
        printed[ward.slug] = sheets(briefing.pdf(prefer_css_page_size=True))
    assert printed == dict.fromkeys((ward.slug for ward in WARDS), 1)


def test_the_sheet_carries_day_reader_contact_and_short_address(briefing):
    briefing.goto("/dashboards/ward/coalbrae")
    paper = " ".join(briefing.locator("main").inner_text().split())
    for words in ("As at 2 March 2026", "Page for: Callum Reid", "/wards/coalbrae", "7.0"):
        assert words in paper
    for place in ("Pithead", "Lampfield"):
        assert f"{place}: fewer than 10" in paper
    assert not briefing.locator("nav").first.is_visible()
    assert not briefing.get_by_role("button", name="Print this on one sheet").is_visible()
