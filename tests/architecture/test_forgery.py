"""Rule 7: what another site sends is refused, and from signed-in people what lacks the token."""

import pytest

from app.foundation.access import Role
from app.foundation.web.audience import ANY_SESSION, PUBLIC, SIGNED_IN, audience_of
from tests.architecture.source import complain
from tests.examples import Examples, routes, unsafe_method
from tests.page import is_write

# What is refused before the database is asked needs no second one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

FROM_ELSEWHERE = {
    "another site, as browsers say it": {"Sec-Fetch-Site": "cross-site"},
    "another name of the same site": {"Sec-Fetch-Site": "same-site"},
    "no page at all": {"Sec-Fetch-Site": "none"},
    "another origin": {"Origin": "https://elsewhere.example"},
    "an origin that hides": {"Origin": "null"},
    "another port": {"Origin": "http://localhost:9999"},
    "a page elsewhere": {"Referer": "https://elsewhere.example/form"},
    "our name inside another": {"Origin": "http://localhost:8123.elsewhere.example"},
}


@pytest.fixture
def examples(make):
    return Examples(make)


def sent(browser, address, method, *, headers, data=None):
    """Send exactly these headers; return the status, and whether anything was written."""
    browser._hand_over()
    watch = browser.app.extensions["watch"]
    watch.clear()
    response = browser.client.open(
        address, method=method, data=data, headers=headers, base_url=browser.address
    )
    return response, any(is_write(each) for each in watch.statements)


@pytest.mark.parametrize("who", ["a visitor", "a participant", "somebody signed in"])
@pytest.mark.parametrize("headers", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE.keys())
def test_t16_each_way_to_come_from_elsewhere_is_refused(browse, make, headers, who):
    if who == "a participant":
        browse.take_part_as(make.participant_actor())
    elif who == "somebody signed in":
        browse.sign_in(make.person(Role.ADMIN))
    response, wrote = sent(browse, "/sign-in", "POST", headers=headers)
    assert response.status_code == 403
    assert not wrote


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost:8123"}, {}],
    ids=["browsers say so", "older browsers say so", "no cookie and no word"],
)
def test_what_our_own_pages_send_is_taken(browse, headers):
    """Otherwise the refusals would prove nothing. The form was empty, so it comes back."""
    response, _wrote = sent(browse, "/sign-in", "POST", headers=headers)
    assert response.status_code == 422


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}],
    ids=["browsers say so", "older browsers say so"],
)
def test_t16_what_another_site_sends_is_refused_everywhere(app, browse, examples, headers):
    visitor = browse
    writer = browse.another().take_part_as(examples.writer_as_actor)
    admin = browse.another().sign_in(examples.people[Role.ADMIN])
    wrong = []
    for rule in routes(app, unsafe=True):
        address, method = examples.address_of(app, rule), unsafe_method(rule)
        for who, browser in (("a visitor", visitor), ("a participant", writer), ("admin", admin)):
            response, wrote = sent(browser, address, method, headers=headers)
            if response.status_code != 403 or wrote:
                wrong.append(f"{rule.endpoint} took it from {who}: {response.status_code}")
    complain(
        "app/foundation/web/forgery.py checks every unsafe request before its view. Do not except "
        "any route.",
        wrong,
    )


def test_t16_what_names_no_origin_is_refused_once_there_is_a_cookie(app, browse, examples):
    writer = browse.another().take_part_as(examples.writer_as_actor)
    complain(
        "A request that says nothing of where it comes from is taken only from somebody without "
        "any cookie.",
        [
            f"{rule.endpoint}: {response.status_code}"
            for rule in routes(app, unsafe=True)
            for response, wrote in [
                sent(writer, examples.address_of(app, rule), unsafe_method(rule), headers={})
            ]
            if response.status_code != 403 or wrote
        ],
    )


@pytest.mark.parametrize("role", Role)
def test_t16_a_missing_or_foreign_token_is_refused(app, browse, make, examples, role):
    somebody = browse.another().sign_in(examples.people[role])
    other = browse.another().sign_in(make.person(role))
    tokens = {"a missing token": None, "the token of another person": token_of(other)}
    wrong = []
    for rule in routes(app, unsafe=True):
        if not is_for(app, rule, role):
            continue
        address, method = examples.address_of(app, rule), unsafe_method(rule)
        for what, token in tokens.items():
            response, wrote = sent(
                somebody,
                address,
                method,
                headers={"Sec-Fetch-Site": "same-origin"},
                data={"csrf_token": token} if token else {},
            )
            if response.status_code != 403 or wrote or not is_about_the_token(response):
                wrong.append(f"{rule.endpoint} took {what}: {response.status_code}")
    complain("Signed-in people send the token with every form: {{ csrf_field() }}.", wrong)


def test_the_right_token_is_taken(app, browse, examples):
    """Otherwise the refusals above would prove nothing."""
    taken = []
    for role, person in examples.people.items():
        somebody = browse.another().sign_in(person)
        response, _wrote = sent(
            somebody,
            "/my-account",
            "POST",
            headers={"Sec-Fetch-Site": "same-origin"},
            data={"csrf_token": token_of(somebody)},
        )
        taken.append((role, response.status_code))
    assert taken == [(role, 422) for role in Role], "The form was empty, but its token was right."


def is_for(app, rule, role):
    audience = audience_of(app.view_functions[rule.endpoint])
    return audience in {PUBLIC, SIGNED_IN, ANY_SESSION} or role in audience


def is_about_the_token(response):
    return "This page was open too long" in response.get_data(as_text=True)


def token_of(browser):
    page = browser.visit("/my-account")
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value")
