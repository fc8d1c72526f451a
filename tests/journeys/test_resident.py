"""A resident with a phone and no account: saying it, saying me too, and coming back with a code."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WORDS = (
    "The evening bus does not stop at the new health centre, so we walk up the hill in the dark."
)


def put_forward(page: Page, words: str) -> str:
    """Go from the front page to the receipt; return the follow code."""
    page.goto("/")
    page.get_by_role("link", name="Tell us what matters").first.click()
    page.get_by_label("What needs to be different?").fill(words)
    page.get_by_label("Which area is this about?").select_option(label="Coalbrae")
    page.get_by_role("button", name="Carry on").click()
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before you send")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it. Thank you.")
    return page.locator(".t-code").inner_text().strip()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("served_on", ["sqlite", "postgresql"])
def test_shona_finds_her_need_and_says_me_too(person_browser, scripts):
    page = person_browser(scripts=scripts, width=360)
    page.goto("/")
    page.get_by_role("combobox", name="Where do you live?").select_option(label="Coalbrae")
    page.get_by_role("button", name="Show my area").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Coalbrae")
    page.get_by_role("link", name="All needs in Coalbrae").click()
    card = page.locator("#need-n-0029")
    card.get_by_role("button", name="This matters to me too").click()
    pressed = page.locator("#need-n-0029, #me-too").get_by_role(
        "button", name="You said this matters to you"
    )
    expect(pressed.first).to_be_visible()
    pressed.first.click()
    expect(
        page.locator("#need-n-0029, #me-too")
        .get_by_role("button", name="This matters to me too")
        .first
    ).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_survive_the_back_button(person_browser, scripts):
    page = person_browser(scripts=scripts, width=360)
    page.goto("/")
    page.get_by_role("link", name="Say “me too”").click()
    page.get_by_label("Search for words").fill("bus")
    page.get_by_label("Area", exact=True).select_option(label="Coalbrae")
    page.get_by_role("button", name="Show", exact=True).click()
    page.locator("main h3 a").first.click()
    page.go_back()
    expect(page.get_by_label("Search for words")).to_have_value("bus")
    expect(page.get_by_label("Area", exact=True)).to_have_value("coalbrae")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_need_is_put_forward_and_found_again_by_its_code(person_browser, scripts):
    page = person_browser(scripts=scripts, width=360)
    code = put_forward(page, WORDS)
    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-\d\d", code)
    expect(page.get_by_text("Waiting to be checked")).to_be_visible()

    weeks_later = person_browser(scripts=scripts, width=1280)
    weeks_later.goto("/")
    weeks_later.get_by_role("link", name="My code").click()
    weeks_later.get_by_label("Your code").fill(code.upper().replace("-", " "))
    weeks_later.get_by_role("button", name="Show my things").click()
    expect(weeks_later.get_by_text(WORDS)).to_be_visible()
    weeks_later.get_by_role("link", name="Change my words").click()
    weeks_later.get_by_label("What needs to be different?").fill("Please let the bus stop there.")
    weeks_later.get_by_role("button", name="Send my new words").click()
    expect(weeks_later.get_by_text("Please let the bus stop there.").first).to_be_visible()
    weeks_later.get_by_role("link", name="Take it back").click()
    weeks_later.get_by_role("button", name="Take my words back").click()
    expect(weeks_later.get_by_role("heading", name="Taken back")).to_be_visible()


def test_sending_twice_and_going_back_to_send_make_one_need(person_browser):
    page = person_browser(scripts=False, width=360)
    code = put_forward(page, WORDS)
    page.go_back()
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.locator(".t-code").inner_text().strip() == code
    page.get_by_role("link", name="See everything under your code").click()
    expect(page.locator("li.t-card")).to_have_count(1)


def test_similar_needs_are_shown_before_sending(person_browser):
    page = person_browser(scripts=False, width=360)
    page.goto("/")
    page.get_by_role("link", name="Tell us what matters").first.click()
    page.get_by_label("What needs to be different?").fill(
        "The last bus from the hospital goes before visiting is finished."
    )
    page.get_by_label("Which area is this about?").select_option(label="Coalbrae")
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    page.get_by_role("button", name=re.compile("matters to me too.*Last bus")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your voice is added.")
    code = page.locator(".t-code").inner_text().strip()
    page.get_by_role("button", name="I still want to say mine").click()
    expect(page.get_by_label("What needs to be different?")).to_have_value(
        "The last bus from the hospital goes before visiting is finished."
    )
    page.get_by_role("link", name="My code").click()
    expect(page.locator(".t-code")).to_have_text(code)
    page.get_by_role("link", name=re.compile("Last bus from the hospital")).click()
    expect(page.get_by_role("button", name="You said this matters to you")).to_be_visible()


def test_nothing_typed_is_lost_by_a_mistake(person_browser):
    page = person_browser(scripts=False, width=360)
    page.goto("/needs/new")
    page.get_by_label("What works well?").fill("The pool 🏊 is grand.\n\nمرحبا from us all")
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("link", name=re.compile("Choose an area"))).to_be_visible()
    expect(page.get_by_label("What works well?")).to_have_value(
        "The pool 🏊 is grand.\n\nمرحبا from us all"
    )
