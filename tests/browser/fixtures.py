"""Fixtures for tests in a real browser; the conftest of each folder that needs them takes them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response

from app.settings import PROJECT_ROOT
from tests.browser.server import Portal, prepare, running
from tests.conftest import skip_or_fail
from tests.databases import Databases, Unavailable

HOW_TO_GET_CHROMIUM = (
    "Chromium was not found. On Debian: apt-get install chromium. Or name one: "
    "PORTAL_CHROMIUM=/path/to/chromium"
)
HOW_TO_GET_ASSETS = "Styles and scripts are not joined yet. Run: python3 portal.py assets"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 360, 1280
TALL = 800


def chromium_here() -> str | None:
    """Return the Chromium of this machine."""
    named = os.environ.get("PORTAL_CHROMIUM")
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    return named or next((each for each in found if each), None)


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Return a running Chromium."""
    program = chromium_here()
    if program is None:
        skip_or_fail(HOW_TO_GET_CHROMIUM)
    if not (PROJECT_ROOT / "static" / "vendor" / "manifest.json").exists():
        skip_or_fail(HOW_TO_GET_ASSETS)
    playwright: Playwright = request.getfixturevalue("playwright")
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class DemoPlaces:
    """The demo place, laid out once on each kind of database; tests get copies."""

    databases: Databases
    folder: Path
    printed: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def new_copy(self, kind: str) -> str:
        """Return the address of a new database with the demo place in it."""
        home = self.databases.of_kind(kind)
        if kind not in self.urls:
            self.urls[kind] = home.new_empty()
            self.printed[kind] = prepare(self.urls[kind], self.folder / kind)
        return home.copy_of(self.urls[kind])


@pytest.fixture(scope="session")
def demo_places(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> DemoPlaces:
    """Keep the demo place of each kind of database."""
    return DemoPlaces(databases, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def served_on() -> str:
    """Return the kind of database that the portal of a test is served on.

    For PostgreSQL: @pytest.mark.parametrize("served_on", ["sqlite", "postgresql"])
    """
    return "sqlite"


@pytest.fixture
def portal(
    chromium: Browser, demo_places: DemoPlaces, served_on: str, tmp_path: Path
) -> Iterator[Portal]:
    """Return the demo place on a real server, for this test alone."""
    try:
        url = demo_places.new_copy(served_on)
    except Unavailable as problem:
        skip_or_fail(str(problem))
    with running(url, tmp_path) as served:
        yield served
    demo_places.databases.of_kind(served_on).remove(url)


@pytest.fixture(scope="session")
def shared_portal(
    chromium: Browser, demo_places: DemoPlaces, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """Return the demo place on a real server, for tests that only read."""
    with running(demo_places.new_copy("sqlite"), tmp_path_factory.mktemp("shared")) as served:
        yield served


PersonBrowser = Callable[..., Page]


@pytest.fixture
def browser_on(chromium: Browser) -> Iterator[Callable[[Portal], PersonBrowser]]:
    """Return what opens browsers on a portal: `browser_on(portal)(scripts=False, width=360)`.

    At the end of the test whatever went wrong inside them fails it: errors of scripts, what the
    content security policy refused, files that were not there, and faults of the server.
    """
    faults: list[str] = []
    with ExitStack() as open_contexts:

        def on(portal: Portal) -> PersonBrowser:
            def person(*, scripts: bool = True, width: int = DESK, **more: Any) -> Page:
                context: BrowserContext = chromium.new_context(
                    base_url=portal.address,
                    java_script_enabled=scripts,
                    viewport={"width": width, "height": TALL},
                    locale="en-GB",
                    **more,
                )
                open_contexts.callback(context.close)
                context.on("page", lambda page: _listen(page, faults))
                page = context.new_page()
                page.set_default_timeout(10_000)
                return page

            return person

        yield on
    assert not faults, "The browser met faults:\n  - " + "\n  - ".join(faults)


@pytest.fixture
def person_browser(browser_on: Callable[[Portal], PersonBrowser], portal: Portal) -> PersonBrowser:
    """Return what opens somebody's browser on this test's portal.

    page = person_browser(scripts=False, width=360); page.goto("/")
    """
    return browser_on(portal)


def _listen(page: Page, faults: list[str]) -> None:
    def _console(message: ConsoleMessage) -> None:
        # A page that answers 404 or 409 is told there too; `_answer` looks at those.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"{page.url}: {message.text}")

    def _answer(response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            faults.append(f"{response.url} answered {response.status}")

    page.on("console", _console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", _answer)


def type_numbers(page: Page, button: str) -> None:
    """Type the six numbers that the demo place shows where others look at their phone."""
    shown = page.get_by_text("The app would show these numbers now").inner_text()
    page.get_by_label("Six numbers from your app").fill(shown.rpartition(" ")[2])
    page.get_by_role("button", name=button).click()


SignIn = Callable[[Page, str, str], None]


@pytest.fixture
def sign_in() -> SignIn:
    """Return what signs somebody in by both steps: `sign_in(page, email, password)`."""

    def by_form(page: Page, email: str, password: str) -> None:
        page.goto("/sign-in")
        form = page.locator("main form")
        form.locator("input[type=email], input[name=email]").fill(email)
        form.locator("input[type=password]").fill(password)
        form.get_by_role("button", name="Sign in", exact=True).click()
        type_numbers(page, "Go on")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    return by_form


__all__ = [
    "browser_on",
    "chromium",
    "demo_places",
    "person_browser",
    "portal",
    "served_on",
    "shared_portal",
    "sign_in",
]
