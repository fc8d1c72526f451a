"""From an outcome to a resident's own words and back, only by clicking."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WORDS = "Visiting is till eight."


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_plan_to_the_words_and_back(browser_on, shared_portal, scripts):
    page = browser_on(shared_portal)(scripts=scripts, width=360)
    page.goto("/")
    page.get_by_role("link", name="The plan").first.click()
    page.get_by_role("link", name="People can get where they need to be").first.click()
    page.get_by_role("link", name="Evening link bus").first.click()
    page.get_by_role("link", name="Last bus from the hospital").first.click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    strand = page.get_by_role("navigation", name="The thread")
    for knot in ("Theme", "Decision", "Action", "Outcome"):
        item = strand.get_by_role("listitem").filter(has_text=knot)
        item.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.go_back()
    strand.get_by_role("listitem").filter(has_text="Outcome").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("get where they need to be")


def test_the_words_of_a_merged_need_stand_with_its_target(browser_on, shared_portal):
    page = browser_on(shared_portal)(scripts=False, width=360)
    page.goto("/needs/n-0041")
    expect(page).to_have_url(shared_portal.address + "/needs/n-0001")
    expect(page.get_by_text("N-0041, in their own words")).to_be_visible()


def test_a_withdrawn_need_leaves_a_marker_without_words(browser_on, shared_portal):
    page = browser_on(shared_portal)(scripts=False, width=360)
    answer = page.goto("/needs/n-0043")
    assert answer.status == 410
    expect(page.get_by_text("N-0043")).to_be_visible()


def test_what_has_changed_leads_to_the_need_and_its_answer(browser_on, shared_portal):
    page = browser_on(shared_portal)(scripts=False, width=360)
    page.goto("/")
    page.get_by_role("link", name="See what’s changed").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main a[href^='/needs/n-']").first.click()
    expect(page.get_by_text("What’s happened so far")).to_be_visible()
