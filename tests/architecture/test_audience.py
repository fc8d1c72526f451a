"""Rules 6 and 8, and the shape of every page: who may open what, and what it does there."""

import pytest
from flask import Flask

from app.foundation.access import Role
from app.foundation.web.audience import ANY_SESSION, PUBLIC, SIGNED_IN, audience_of
from tests.architecture.source import complain
from tests.examples import WRITER, Examples, routes, unsafe_method
from tests.page import REDIRECTS

# What is refused before the database is asked needs no second one.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FOR_PUBLIC_PAGES = (Role.PLANNER, Role.MODERATOR)
SHOWN = frozenset({200, *REDIRECTS})


@pytest.fixture
def examples(make):
    return Examples(make)


def is_meant_for(audience: object, who: Role | str | None) -> bool:
    if audience == PUBLIC:
        return True
    return isinstance(who, Role) and (audience in {SIGNED_IN, ANY_SESSION} or who in audience)


def test_every_route_says_who_it_is_for(unused_app):
    complain(
        "Mark each view @public, @any_session, @signed_in or @for_roles(…), from "
        "app/foundation/web/audience.py.",
        [
            rule.endpoint
            for rule in unused_app.url_map.iter_rules()
            if audience_of(unused_app.view_functions[rule.endpoint]) is None
        ],
    )


def test_a_route_that_says_nothing_is_refused(fresh_database):
    app: Flask = fresh_database.app
    app.add_url_rule("/forgotten", endpoint="forgotten", view_func=lambda: "a secret")
    with pytest.raises(AssertionError, match="forgotten declares no audience"):
        fresh_database.browser().visit("/forgotten")


def test_every_page_is_whole_and_shown_to_whom_it_is_for(app, browse, examples):
    """A GET writes nothing, and every page keeps the checks of tests/page_checks.py."""
    browsers = viewers(browse, examples)
    wrong = []
    for rule in routes(app):
        address = examples.address_of(app, rule)
        audience = audience_of(app.view_functions[rule.endpoint])
        # A public page is the same for every role but for its token; two of them are enough.
        meant = {
            who: browser
            for who, browser in browsers.items()
            if is_meant_for(audience, who)
            and not (audience == PUBLIC and isinstance(who, Role) and who not in FOR_PUBLIC_PAGES)
        }
        answers = {who: status_or_problem(browser, address) for who, browser in meant.items()}
        wrong += [
            f"{rule.endpoint} for {who or 'a visitor'}: {answer}"
            for who, answer in answers.items()
            if isinstance(answer, str)
        ]
        if not any(isinstance(answer, str) or answer in SHOWN for answer in answers.values()):
            wrong.append(f"{rule.endpoint}: {address} shows nothing to anybody: {answers}")
    complain("Every address opens, whole, for whom it is for.", wrong)


def viewers(browse, examples):
    return {
        None: browse,
        WRITER: browse.another().take_part_as(examples.writer_as_actor),
        **{role: browse.another().sign_in(who) for role, who in examples.people.items()},
    }


def status_or_problem(browser, address):
    try:
        return browser.look(address).status_code
    except AssertionError as problem:
        return str(problem)


@ON_SQLITE
def test_nobody_else_can_open_what_is_not_for_them(app, browse, examples):
    browsers = viewers(browse, examples)
    complain(
        "What is not for somebody is refused: strangers sign in first, other roles read why not.",
        [
            f"{rule.endpoint} answers {status} to {who or 'a visitor'}"
            for rule in routes(app)
            for address in [examples.address_of(app, rule)]
            for who, browser in browsers.items()
            if not is_meant_for(audience_of(app.view_functions[rule.endpoint]), who)
            for status in [browser.open(address).status_code]
            if status != (403 if isinstance(who, Role) else 401)
        ],
    )


@ON_SQLITE
def test_nobody_else_can_send_what_is_not_for_them(app, browse, examples):
    wrong = []
    for rule in routes(app, unsafe=True):
        audience = audience_of(app.view_functions[rule.endpoint])
        if audience == PUBLIC:
            continue
        address, method = examples.address_of(app, rule), unsafe_method(rule)
        for role in [None, *Role]:
            if is_meant_for(audience, role):
                continue
            browser = browse.another()
            if role is not None:
                browser.sign_in(examples.people[role])
            status = browser.open(address, method).status_code
            if status != (401 if role is None else 403):
                wrong.append(f"{rule.endpoint} answers {status} to {role or 'a visitor'}")
    complain("What is not for somebody is refused when it is sent, too.", wrong)
