"""A member on every page that is for everyone: whole, with the token, and never without it."""

import pytest

from app.foundation.web.audience import PUBLIC, audience_of
from tests.architecture.source import complain
from tests.architecture.test_forgery import sent
from tests.examples import Examples, routes, unsafe_method
from tests.members.letters import joins


@pytest.fixture
def examples(make):
    return Examples(make)


def test_every_page_is_whole_for_a_member(app, browse, session, examples):
    joins(browse.take_part_as(examples.writer_as_actor), session).press("Yes, it was me")
    wrong, shown = [], 0
    for rule in routes(app):
        if audience_of(app.view_functions[rule.endpoint]) == PUBLIC and rule.endpoint != "static":
            try:
                answer = browse.look(examples.address_of(app, rule))
            except AssertionError as problem:
                wrong.append(f"{rule.endpoint}: {problem}")
            else:
                shown += b"Sign out" in answer.data
                if "no-cache" in answer.headers["Cache-Control"]:
                    wrong.append(f"{rule.endpoint} may be kept")
    complain("A member's pages hold the token, whole and for nobody else.", wrong)
    assert shown > 20


def test_a_member_sends_nothing_without_the_token(app, browse, session, examples):
    joins(browse, session)
    other = browse.another()
    joins(other, session, "other@post.example")
    page = other.visit("/account/")
    foreign = next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )
    wrong = []
    for rule in routes(app, unsafe=True):
        address, method = examples.address_of(app, rule), unsafe_method(rule)
        for data in ({}, {"csrf_token": foreign}):
            response, wrote = sent(
                browse, address, method, headers={"Sec-Fetch-Site": "same-origin"}, data=data
            )
            if response.status_code not in {401, 403} or wrote:
                wrong.append(f"{rule.endpoint} took {data or 'nothing'}: {response.status_code}")
    complain("Members send the token with every form.", wrong)
