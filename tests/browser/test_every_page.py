"""Every page in a real browser: everyone can use it, on a narrow screen too, and it is light."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.foundation import clock
from app.foundation.access import Role
from app.foundation.database import only_reads, prepare_engine
from tests.architecture.source import complain
from tests.browser.looking import (
    MOST_BYTES,
    MOST_REQUESTS,
    complaints_of_axe,
    complaints_of_width,
    weigh,
)
from tests.browser.server import Portal, running
from tests.builders import PASSWORD, Make
from tests.conftest import KEYS
from tests.databases import Databases
from tests.examples import WRITER, Examples, routes, viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# No pages to look at: what is not HTML, and files to take away.
NO_PAGES = (
    "static", "home.live", "home.ready", "own_data.download", "staff_data.download",
    "complaints.export",
)  # fmt: skip
# What people open first, or from a link that somebody sent them.
FIRST_VIEWS = ("/", "/needs/", "/needs/new", "/needs/n-0001", "/themes/", "/areas/", "/plan/")


@dataclass
class Served:
    """One of everything on a real server: each address, and somebody who may look at it."""

    portal: Portal
    addresses: dict[str, str]
    viewers: dict[str, Role | str | None]
    emails: dict[Role, str]
    writer_cookie: str


@pytest.fixture(scope="module")
def served(
    databases: Databases, unused_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the examples of every address; they are only read, so once for all tests here."""
    url = databases.of_kind("sqlite").new_copy()
    engine = create_engine(url)
    prepare_engine(engine)
    only_reads.set(False)
    with Session(engine) as session:
        make = Make(session, clock.real_now(), KEYS)
        examples = Examples(make)
        examples.more("second")
        session.commit()
        rules = {rule.endpoint: rule for rule in routes(unused_app)}
        seen = Served(
            portal=Portal("", url, tmp_path_factory.getbasetemp()),
            addresses={
                name: examples.address_of(unused_app, rule)
                for name, rule in rules.items()
                if name not in NO_PAGES
            },
            viewers={name: viewer_of(unused_app, name) for name in rules},
            emails={role: person.email for role, person in examples.people.items()},
            writer_cookie=KEYS.sign("participant", make.token_of(examples.writer_as_actor)),
        )
    engine.dispose()
    with running(url, tmp_path_factory.mktemp("served")) as portal:
        seen.portal = portal
        path = seen.addresses["digests.ask"].partition("?")[0]
        seen.addresses["digests.ask"] = path + examples.stop_link_at(portal.address)
        yield seen


@pytest.fixture
def page_of(served, browser_on, sign_in):
    """Return what opens the browser of a viewer, signed in once."""
    pages: dict[object, Page] = {}

    def of(viewer: Role | str | None) -> Page:
        if viewer not in pages:
            page = pages[viewer] = browser_on(served.portal)()
            if viewer == WRITER:
                cookie = {"name": "participant", "value": served.writer_cookie}
                page.context.add_cookies([{**cookie, "url": served.portal.address}])
            elif isinstance(viewer, Role):
                sign_in(page, served.emails[viewer], PASSWORD)
        return pages[viewer]

    return of


def test_everyone_can_use_every_page(served, page_of):
    """Without a mouse, with a screen reader, on a phone, with letters four times as large."""
    wrong = []
    for endpoint, address in served.addresses.items():
        page = page_of(served.viewers[endpoint])
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            wrong.append(f"{endpoint}: {address} answers {answer and answer.status}")
            continue
        found = [*complaints_of_axe(page), *complaints_of_width(page)]
        wrong += [f"{endpoint} ({address}): {each}" for each in found]
    complain("Put these pages right; axe says what is missing and where.", wrong)


def test_a_refusal_can_be_used_by_everyone_too(served, page_of):
    page = page_of(None)
    wrong = []
    for address, status in (("/nowhere", 404), ("/my-account", 401), ("/needs/n-9999", 404)):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status
        wrong += [
            f"{address}: {each}" for each in (*complaints_of_axe(page), *complaints_of_width(page))
        ]
    complain("Put the page of errors right.", wrong)


@pytest.mark.parametrize("address", FIRST_VIEWS)
def test_a_first_view_is_light(shared_portal, chromium, address):
    """Somebody with little money for data opens it for the first time on a phone."""
    context = chromium.new_context(base_url=shared_portal.address)
    weight = weigh(context, address)
    context.close()
    assert 0 < weight.bytes <= MOST_BYTES, (
        f"The first view of {address} costs {weight.bytes:,} bytes; {MOST_BYTES:,} is the most. "
        f"{weight.parts}"
    )
    assert weight.requests <= MOST_REQUESTS, (
        f"The first view of {address} takes {weight.requests} requests; {MOST_REQUESTS} is the "
        f"most. {sorted(weight.parts)}"
    )


def test_the_policy_stands_in_the_way_of_foreign_code(served, chromium):
    """What the headers promise, the browser does: nothing inline runs."""
    context = chromium.new_context(base_url=served.portal.address)
    page = context.new_page()
    page.goto("/")
    ran = page.evaluate(
        """() => new Promise((done) => {
             const refused = [];
             document.addEventListener("securitypolicyviolation",
               (event) => refused.push(event.effectiveDirective));
             const script = document.createElement("script");
             script.textContent = "window.foreign = true";
             document.head.append(script);
             document.body.setAttribute("style", "color: red");
             setTimeout(() => done([window.foreign === undefined, refused.sort()]), 200);
           })"""
    )
    context.close()
    assert ran == [True, ["script-src-elem", "style-src-attr"]]
