"""Passkeys in a real browser, with the authenticator that Chromium has for tests."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from app.seed.staff import DEMO_PASSWORD as PASSWORD
from tests.browser.looking import complaints_of_axe, complaints_of_width
from tests.browser.server import Portal, running
from tests.journeys.test_member import ask_for_numbers, newest_letter

pytestmark = pytest.mark.browser

PRIYA = "priya.nair@braidvale.example"


@pytest.fixture
def portal(chromium, demo_places, tmp_path) -> Iterator[Portal]:
    """Return the demo place under a name: a passkey belongs to a name, never to a number."""
    url = demo_places.new_copy("sqlite")
    with running(url, tmp_path, name="localhost") as served:
        yield served
    demo_places.databases.of_kind("sqlite").remove(url)


def authenticator_of(page: Page) -> CDPSession:
    """Give a browser a device that keeps passkeys, unlocked by whoever holds it."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return line


def look(page: Page) -> None:
    assert [*complaints_of_axe(page), *complaints_of_width(page)] == []


def set_up_passkey(page: Page, name: str) -> None:
    page.goto("/sign-in/set-up")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name of this passkey").fill(name)
    look(page)
    page.get_by_role("button", name="Make the passkey").click()


def test_priya_sets_up_a_passkey_and_signs_in_with_it_alone(person_browser, sign_in):
    page = person_browser(width=360)
    authenticator_of(page)
    sign_in(page, PRIYA, PASSWORD)
    set_up_passkey(page, "My phone")
    expect(page.get_by_text("Your passkey is set up.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-in")
    expect(page.get_by_role("region", name="Your second step")).to_contain_text("My phone")
    look(page)
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.goto("/sign-in")
    look(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("waiting")

    page.goto("/my-account/second?next=/my-account")
    look(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-in")
    page.get_by_role("button", name="Take the app away").click()
    expect(page.get_by_text("The app is taken away.")).to_be_visible()
    expect(page.get_by_role("button", name="Take it away")).to_have_count(0)
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(PRIYA)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    look(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("waiting")


def test_gordon_may_sign_in_with_a_passkey_too(person_browser):
    page = person_browser(width=360)
    authenticator_of(page)
    ask_for_numbers(page)
    code = re.search(r"numbers: (\d{6})", newest_letter(page))[1]
    page.go_back()
    page.get_by_label("Six numbers").fill(code)
    page.get_by_role("button", name="Go on").click()
    look(page)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    look(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Your passkey works now.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/account/join")
    look(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My page")


def test_without_scripts_the_page_says_what_works_instead(person_browser, sign_in):
    page = person_browser(scripts=False, width=360)
    sign_in(page, PRIYA, PASSWORD)
    page.goto("/sign-in/set-up/passkey")
    expect(page.get_by_text("Passkeys need scripts, and they are off here.")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
