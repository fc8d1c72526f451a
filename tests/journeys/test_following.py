"""Gordon follows a need from its page, reads the letter of the day, and stops them by one press."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from app.settings import PROJECT_ROOT
from tests.browser.looking import complaints_of_axe, complaints_of_width
from tests.browser.server import Portal, environment

pytestmark = pytest.mark.browser

EMAIL = "gordon.petrie@braidvale.example"


def write_digests(portal: Portal) -> None:
    """Let the worker have one turn, as `portal.py flask jobs run send-digests` does."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "jobs", "run", "send-digests"],
        cwd=PROJECT_ROOT,
        env=environment(portal.database_url, portal.log.parent, portal.address),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def newest_letter(page: Page) -> str:
    page.goto("/letters/")
    return page.locator("article").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_gordon_follows_reads_and_stops(person_browser, portal, scripts):
    page, wrong = person_browser(scripts=scripts, width=320), []

    def look() -> None:
        if scripts:
            for each in (*complaints_of_axe(page), *complaints_of_width(page)):
                wrong.append(f"{page.url}: {each}")

    page.goto("/needs/n-0029")
    page.get_by_role("button", name="Follow").click()
    box = page.get_by_role("region", name="Residents: your e-mail")
    box.get_by_label("E-mail", exact=True).fill(EMAIL)
    box.get_by_role("button", name="Send me six numbers").click()
    other = person_browser(scripts=scripts, width=320)
    code = re.search(r"numbers: (\d{6})", newest_letter(other))[1]
    page.get_by_label("Six numbers").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Press the button, and you follow this.")).to_be_visible()
    look()
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    look()
    page.get_by_role("link", name="What I follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What I follow")
    expect(page.locator("main")).to_contain_text("N-0029")
    look()

    write_digests(portal)
    letter = newest_letter(other)
    assert "Last bus from the hospital leaves before visiting ends" in letter
    assert "We decided:" in letter
    assert "We did:" in letter
    other.goto(re.search(r"http://\S+/stop-letters/\?k=\S+", letter)[0])
    page = other
    look()
    page.get_by_role("button", name="Stop all letters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more letters")
    look()
    page.get_by_role("button", name="Undo: send me letters again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letters come again")
    look()
    assert wrong == []
