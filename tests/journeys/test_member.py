"""A resident joins with an e-mail, brings along what the phone did, and comes back elsewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import complaints_of_axe, complaints_of_width

pytestmark = pytest.mark.browser

EMAIL = "gordon.of.the.very.long.and.winding.road@post.example"


def ask_for_numbers(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    box = page.get_by_role("region", name="Residents: your e-mail")
    box.get_by_label("E-mail", exact=True).fill(EMAIL)
    box.get_by_role("button", name="Send me six numbers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the six numbers")


def newest_letter(page: Page) -> str:
    page.get_by_role("link", name="Letters of this demo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letters of this demo")
    return page.locator("article").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("served_on", ["sqlite", "postgresql"])
def test_gordon_joins_with_numbers_and_comes_back_with_a_link(person_browser, scripts):
    phone = person_browser(scripts=scripts, width=360)
    phone.goto("/needs/n-0029")
    phone.get_by_role("button", name="This matters to me too").click()
    expect(phone.get_by_role("button", name="You said this matters to you")).to_be_visible()

    ask_for_numbers(phone)
    code = re.search(r"numbers: (\d{6})", newest_letter(phone))[1]
    phone.go_back()
    phone.get_by_label("Six numbers").fill(code)
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Put this with your account?")
    expect(phone.get_by_text("1 time “me too”")).to_be_visible()
    phone.get_by_role("button", name="Yes, it was me").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("My page")
    phone.get_by_role("button", name="Sign out", exact=True).click()
    phone.goto("/needs/n-0029")
    expect(phone.get_by_role("button", name="This matters to me too")).to_be_visible()

    library = person_browser(scripts=scripts, width=1280)
    ask_for_numbers(library)
    link = re.search(r"http://\S+/account/link\?k=\S+", newest_letter(library))[0]
    other = person_browser(scripts=scripts, width=1280)
    other.goto(link)
    other.get_by_role("button", name="Sign me in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("My page")
    other.goto("/needs/")
    expect(other.get_by_role("link", name="My page")).to_be_visible()
    other.goto("/needs/n-0029")
    expect(other.get_by_role("button", name="You said this matters to you")).to_be_visible()
    other.goto("/account/")
    other.get_by_role("button", name="Sign out everywhere").click()
    expect(other.get_by_role("link", name="Sign in")).to_be_visible()


def test_the_pages_of_a_member_can_be_used_by_everyone(person_browser):
    page, wrong = person_browser(scripts=True, width=360), []

    def look() -> None:
        for each in (*complaints_of_axe(page), *complaints_of_width(page)):
            wrong.append(f"{page.url}: {each}")

    page.goto("/needs/n-0029")
    page.get_by_role("button", name="This matters to me too").click()
    ask_for_numbers(page)
    look()
    page.get_by_label("Six numbers").fill("1")
    page.get_by_role("button", name="Go on").click()
    look()
    letter = newest_letter(page)
    look()
    page.goto(re.search(r"http://\S+/account/link\?k=\S+", letter)[0])
    look()
    page.get_by_role("button", name="Sign me in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Put this with your account?")
    look()
    page.get_by_role("button", name="Yes, it was me").click()
    look()
    page.get_by_label("New password").fill("three plain words")
    page.get_by_role("button", name="Keep this password").click()
    look()
    page.goto("/follow/")
    look()
    page.get_by_role("button", name="Give me a code").click()
    look()
    assert wrong == []
