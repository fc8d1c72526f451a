"""What every answer keeps to: where requests come from, headers, cookies, hosts, audiences."""

import json
import logging
import sys

import pytest
from flask import Flask, session
from werkzeug.exceptions import BadRequest
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

import portal as entrance
from app import create_app
from app.extensions import db
from app.foundation.access import NotFound, Role
from app.foundation.access.keys import KeyRing, new_token
from app.foundation.public_codes import code_for, last_number, next_number, number_of
from app.foundation.web import audience, forgery
from app.foundation.web.forms import DayField, PortalForm, RevisionForm
from app.foundation.web.logs import JsonLines
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.session import give_participant_cookie
from app.settings import Settings, SettingsProblem
from tests.builders import PASSWORD
from tests.databases import settings_for
from tests.people.steps import second_step

OURS, THEIRS = "http://localhost:8123", "https://evil.example"


# --- forms ---


class EveryField(PortalForm):
    """One field of each kind that complains by itself."""

    one = SelectField(choices=[SelectChoice("a", "A")])
    ring = RadioField(choices=[SelectChoice("a", "A")])
    many = SelectMultipleField(choices=[SelectChoice("a", "A")])
    number = IntegerField()
    whole = SelectField(choices=[SelectChoice(1, "One")], coerce=int)
    wholes = SelectMultipleField(choices=[SelectChoice(1, "One")], coerce=int)
    needed = StringField(validators=[DataRequired()])
    day = DayField()


def test_fields_complain_in_our_words_alone(unused_app):
    sent = {
        "one": "x", "ring": "x", "many": ["x", "y"], "number": "x", "whole": "x", "wholes": ["x"],
        "day": ["31", "2", "2026"],
    }  # fmt: skip
    with unused_app.test_request_context("/", method="POST", data=sent):
        form = EveryField()
        assert not form.is_sent_and_valid()
        said = {name: str(errors[0]) for name, errors in form.errors.items()}
    choose = "Choose one from the list."
    assert said == {
        **dict.fromkeys(["one", "ring", "many", "whole", "wholes"], choose),
        "number": "Write a whole number, such as 12.",
        "needed": "Fill this in.",
        "day": "Write a real day, such as 19 3 2026.",
    }
    for year in ("2" * 11, "9" * 5_000):  # more than a day, and more than a number, can hold
        with unused_app.test_request_context("/", method="POST", data={"day": ["1", "2", year]}):
            form = EveryField()
            assert not form.is_sent_and_valid()
            assert form.errors["day"] == ["Write a real day, such as 19 3 2026."]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("7", 7), ("0", 0), ("", -1), ("-1", -1), ("x", -1), ("\u0667", -1), ("9" * 5_000, -1)],
)
def test_the_version_a_form_was_filled_from_is_a_number_or_none_at_all(unused_app, typed, seen):
    with unused_app.test_request_context("/", method="POST", data={"revision": typed}):
        assert RevisionForm().seen_revision() == seen


def test_every_box_that_was_ticked_is_kept_through_an_error_and_a_sign_in(browse, make):
    ticked = {"needs": ["3", "5"], "words": "Kept words.", "password": "secret"}
    page = browse.post("/nowhere", ticked, status=404)
    kept = [each.text.strip() for each in page.tree.all("textarea")]
    assert kept == ["3 5", "Kept words."]
    person = make.person(Role.PLANNER)
    page = browse.post("/moderation/needs/1", ticked, status=401)
    page = page.fill({"E-mail": person.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert page.heading == "What you typed is here"
    again = [each.get("value") for each in page.tree.all("input") if each.get("name") == "needs"]
    assert again == ["3", "5"]


def test_a_page_from_before_a_sign_in_gives_its_words_back_ready_to_send(browse, make):
    """Two tabs: what is sent from the older one does nothing by itself, and loses nothing."""
    person = make.person(Role.PLANNER)
    old = browse.post("/staff/", {"name": "Senga", "kept_action": "/needs/new"}, status=401)
    old = old.fill({"E-mail": person.email, "Password": PASSWORD})
    browse.sign_in(person)
    page = old.press("Sign in", status=403)  # which that tab still asks for
    assert page.heading == "What you typed is here"
    assert page.value_of("Name") == "Senga"
    assert PASSWORD not in page.html
    actions = {form.get("action") for form in page.tree.all("form")}
    assert "/staff/" in actions


def test_a_page_of_another_sign_in_is_only_copied_from(browse, make):
    """Whoever was signed in on it may have been somebody else: there is no button to send it."""
    browse.sign_in(make.person(Role.ADMIN))
    old = browse.visit("/staff/").fill({"Name": "Senga", "E-mail": "senga@braidvale"})
    browse.sign_in(make.person(Role.ADMIN))
    page = old.press("Send the invitation", status=403)
    assert "This page was open too long." in page
    assert "Senga" in page
    assert not page.has_button("Send")


def test_a_press_without_words_is_not_kept_for_later(browse, make):
    """Whoever reads the page must see what a button would send."""
    need = make.need()
    old = browse.visit(f"/needs/{need.code.lower()}")
    browse.sign_in(make.person(Role.PLANNER))
    page = old.press("This matters to me too", status=403)
    assert not page.has_button("Send")


@pytest.mark.parametrize("wanted", ["//evil.example/staff/", "https://evil.example", "staff/", ""])
def test_words_of_an_old_page_are_sent_nowhere_else(browse, make, wanted):
    browse.sign_in(make.person(Role.PLANNER))
    data = {"kept_words": "Kept words, long enough for a box of their own.", "kept_action": wanted}
    page = browse.post("/sign-in", data, status=403)
    actions = {form.get("action") for form in page.tree.all("form")}
    assert "/" in actions
    assert not [each for each in actions if each and "evil" in each]


# --- forgery ---


@pytest.mark.parametrize(
    ("headers", "cookie", "is_ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": THEIRS}, True, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, True, False),
        ({"Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Sec-Fetch-Site": "same-site"}, False, False),
        ({"Sec-Fetch-Site": "none"}, False, False),
        ({"Sec-Fetch-Site": ""}, False, False),
        ({"Origin": OURS}, True, True),
        ({"Origin": OURS, "Referer": THEIRS}, True, True),
        ({"Origin": THEIRS, "Referer": OURS}, True, False),
        ({"Origin": "null"}, False, False),
        ({"Origin": ""}, False, False),
        ({"Origin": "https://localhost:8123"}, False, False),
        ({"Origin": "http://localhost:8124"}, False, False),
        ({"Origin": "http://localhost:8123.evil.example"}, False, False),
        ({"Origin": "http://localhost:8123@evil.example"}, False, False),
        ({"Referer": f"{OURS}/needs/"}, True, True),
        ({"Referer": f"{THEIRS}/?{OURS}"}, True, False),
        ({}, True, False),
        ({}, False, True),
    ],
)
def test_where_a_request_comes_from(unused_app, headers, cookie, is_ours):
    sent = headers | ({"Cookie": "participant=x"} if cookie else {})
    with unused_app.test_request_context("/", method="POST", headers=sent, base_url=OURS):
        assert forgery.comes_from_here() is is_ours


def test_signed_in_people_need_the_token_and_participants_do_not(browse, make):
    make.area()
    need = make.need()
    browse.sign_in(make.person(Role.MODERATOR))
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}):
        browse.post("/sign-out", token, status=403)
    browse.visit("/my-account").press("Sign out")
    somebody = browse.another().take_part_as(make.participant_actor())
    somebody.post(f"/needs/{need.code.lower()}/support")
    assert need.people == 2


def test_a_token_of_one_session_is_worth_nothing_in_another(browse, make):
    def token(browser):
        page = browser.visit("/my-account")
        return next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")

    one = browse.sign_in(make.person(Role.PLANNER))
    other = browse.another().sign_in(make.person(Role.PLANNER))
    stolen = token(one)
    token(other)
    other.post("/sign-out", {"csrf_token": stolen}, status=403)


# --- headers, hosts, cookies ---


def test_every_answer_says_what_may_be_loaded_and_who_may_keep_it(browse, make):
    need = make.need()
    for address in ("/needs/", f"/needs/{need.code.lower()}", "/nowhere", "/health/live"):
        headers = browse.open(address).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "Cookie" in headers["Vary"]
        assert "Strict-Transport-Security" not in headers


def test_a_page_without_a_cookie_is_for_everyone_and_with_one_for_one(browse, make):
    first = browse.open("/needs/")
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in first.headers
    browse.take_part_as(make.participant_actor())
    assert browse.open("/needs/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "localhost:8124", "localhost:8123.x"]
)
def test_another_host_is_answered_with_nothing_of_ours(browse, make, host):
    answer = browse.client.get("/needs/", headers={"Host": host})
    if host.startswith("localhost:8124") or host == "localhost":
        assert answer.status_code in {200, 400}  # the name is ours; ports are not told apart
    else:
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"


def test_headers_that_name_another_host_are_not_believed(browse, make):
    page = browse.open(
        "/needs/",
        headers={
            "X-Forwarded-Host": "evil.example",
            "X-Original-URL": "/desk/",
            "Forwarded": "host=evil.example",
        },
    )
    assert page.status_code == 200
    assert b"evil.example" not in page.data


@pytest.fixture
def https(tmp_path):
    app = create_app(
        settings_for(
            f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path, address="https://ours.example"
        )
    )

    @app.get("/give")
    def give():
        session["x"] = "y"
        give_participant_cookie("token")
        return "given"

    give.audience = "public"
    return app


def test_cookies_at_an_https_address(https):
    https.extensions["portal_known_shift"] = 0
    answer = https.test_client().get("/give", base_url="https://ours.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie, name in zip(
        sorted(cookies), ("__Host-participant=", "__Host-session="), strict=True
    ):
        assert cookie.startswith(name)
        for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert flag in cookie
        assert "Domain" not in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    with https.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "address",
    ["http://ours.example", "ours.example", "ftp://ours.example", "http://192.0.2.1", "https://"],
)
def test_an_address_where_cookies_would_travel_openly_stops_the_start(address):
    with pytest.raises(SettingsProblem):
        Settings.from_environment({"PORTAL_ADDRESS": address})


@pytest.mark.parametrize("secret", ["", "short", "only-for-the-demo-place-on-this-machine"])
def test_a_real_place_does_not_start_without_a_secret(secret):
    with pytest.raises(SettingsProblem):
        Settings.from_environment({"PORTAL_DEMO": "no", "PORTAL_SECRET": secret})


OF_A_PLACE = {
    "PORTAL_PLACE_NAME": "Lochside",
    "PORTAL_PARTNERSHIP": "Lochside Partnership",
    "PORTAL_PHONE": "0100",
    "PORTAL_POST": "1 Shore Street",
    "PORTAL_EMAIL": "hello@lochside.example",
}


@pytest.mark.parametrize("left_out", OF_A_PLACE)
def test_a_real_place_does_not_start_with_what_belongs_to_the_demo(left_out):
    real = {"PORTAL_DEMO": "no", "PORTAL_SECRET": "s" * 32, **OF_A_PLACE}
    assert Settings.from_environment(real).phone == "0100"
    with pytest.raises(SettingsProblem, match=left_out):
        Settings.from_environment({**real, left_out: ""})


# --- who a page is for ---


def test_a_view_that_says_nothing_of_its_audience_is_refused(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path))
    app.extensions["portal_known_shift"] = 0
    app.add_url_rule("/undeclared", "undeclared", lambda: "secret")
    app.add_url_rule("/declared", "declared", audience.public(lambda: "open"))
    app.add_url_rule("/work", "work", audience.signed_in(lambda: "work"))
    client = app.test_client()
    logging.getLogger("app").setLevel(logging.CRITICAL)
    undeclared = client.get("/undeclared", base_url=OURS)
    assert undeclared.status_code == 500
    assert b"secret" not in undeclared.data
    assert client.get("/declared", base_url=OURS).data == b"open"
    assert client.get("/work", base_url=OURS).status_code == 401
    with app.app_context():
        db.engine.dispose()


def test_a_page_for_some_roles_is_closed_to_the_others(browse, make):
    browse.visit("/history/", status=401)
    browse.sign_in(make.person()).visit("/history/", status=403)
    browse.sign_in(make.person(Role.MODERATOR)).visit("/history/", status=403)
    browse.sign_in(make.person(Role.ADMIN)).visit("/history/")


# --- limits ---


def test_a_form_that_is_too_large_says_so(browse, make):
    page = browse.post("/needs/new", {"words": "x" * 300_000}, status=413)
    assert page.heading == "That was too much at once"
    browse.post("/needs/new", {f"field{number}": "x" for number in range(300)}, status=422)


def test_a_form_to_a_page_that_takes_none_says_what_it_takes(browse, make):
    answer = browse.open("/needs/", "POST")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_numbers_no_database_can_hold_are_no_address(browse, make):
    browse.sign_in(make.person(Role.PLANNER))
    for address in ("/desk/themes/{}/words", "/desk/conversations/{}", "/follow/things/{}/change"):
        for number in ("2147483648", "9" * 30, "-1", "\u0663", "1.5"):
            browse.visit(address.format(number), status=404)


# --- paging ---


@pytest.mark.parametrize(
    ("rows", "has_start", "backwards", "shown", "after", "before"),
    [
        ([], False, False, [], None, None),
        ([], True, False, [], None, None),
        ([5, 4], False, False, [5, 4], None, None),
        ([5, 4, 3], False, False, [5, 4], "4", None),
        ([5, 4, 3], True, False, [5, 4], "4", "5"),
        ([2, 1], True, False, [2, 1], None, "2"),
        ([4, 5], False, True, [5, 4], "4", None),
        ([4, 5, 6], False, True, [5, 4], "4", "5"),
        ([4], False, True, [4], "4", None),
    ],
)
def test_a_page_knows_its_neighbours(rows, has_start, backwards, shown, after, before):
    page = page_of(rows, size=2, key=str, has_start=has_start, backwards=backwards)
    assert (page.rows, page.after, page.before) == (shown, after, before)


@pytest.mark.parametrize(
    ("text", "number"), [("", None), ("0", 0), ("12", 12), ("2147483647", 2_147_483_647)]
)
def test_whole_numbers_are_read_from_the_address(unused_app, text, number):
    with unused_app.test_request_context(f"/?after={text}"):
        assert whole_number("after") == number


@pytest.mark.parametrize("text", ["-1", "1.5", "abc", "%D9%A1", "2147483648", "%00", "+1", "1_0"])
def test_what_is_no_whole_number_is_a_broken_link(unused_app, text):
    with unused_app.test_request_context(f"/?after={text}"), pytest.raises(BadRequest):
        whole_number("after")


def test_links_of_a_list_keep_what_stands_in_the_address(unused_app):
    with unused_app.test_request_context("/needs/?q=a+b%26c&after=5&area=x"):
        assert same_page_with(after=None, before="7") == "/needs/?q=a+b%26c&area=x&before=7"
        assert same_page_with(q=None, after=None, area=None) == "/needs/"


# --- keys and codes ---


def test_what_was_signed_for_one_thing_opens_no_other():
    keys = KeyRing("secret")
    signed = keys.sign("receipt", "7-100")
    assert keys.signed_text("receipt", signed) == "7-100"
    for wrong in (signed[:-1], f"8{signed[1:]}", "7-100", "7-100.", "", ".", "é.é", "\ud800"):
        assert keys.signed_text("receipt", wrong) is None
    assert keys.signed_text("participant", signed) is None
    assert KeyRing("other").signed_text("receipt", signed) is None
    assert keys.digest("a", "x") != keys.digest("b", "x")
    assert len({new_token() for _ in range(100)}) == 100
    assert "." not in new_token()


def test_codes_are_counted_apart_and_read_back(session):
    assert last_number(session, "Z") == 0
    assert [next_number(session, "Z") for _ in range(3)] == [1, 2, 3]
    assert next_number(session, "Y") == 1
    assert next_number(session, "Z", step=10) == 13
    assert last_number(session, "Z") == 13
    for number in (1, 142, 9999, 10_000, 123_456_789):
        assert number_of("N", code_for("N", number).lower()) == number
    for wrong in (
        "N-142",
        "N-00142",
        "X-0142",
        "N-01x2",
        "N-",
        "",
        "N-" + "9" * 5_000,
        "N-\u0660\u0660\u0660\u0661",
    ):
        with pytest.raises(NotFound):
            number_of("N", wrong)


# --- logs ---


def test_logs_hold_routes_and_never_what_was_typed():
    try:
        raise ValueError("Otters wrote this")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "unexpected error", None, sys.exc_info()
        )
    record.incident = "abc"
    line = JsonLines().format(record)
    event = json.loads(line)
    assert "Otters" not in line
    assert "\n" not in line
    assert (event["error"], event["incident"]) == ("ValueError", "abc")


def test_a_request_is_logged_by_its_route(app: Flask, browse, make, monkeypatch):
    lines = []
    logger = logging.getLogger("portal.requests")
    monkeypatch.setattr(logger, "info", lambda message, extra: lines.append(extra))
    browse.open("/follow/brae-otter-heron-41")
    browse.open("/needs/?q=otters")
    browse.open("/needs/new", "POST", data={"words": "otters"})
    assert [line["route"] for line in lines] == [
        "/follow/<code_from_paper>", "/needs/", "/needs/new",
    ]  # fmt: skip
    assert "otter" not in json.dumps(lines)


@pytest.mark.parametrize("name", ["127.0.0.1:8123", "[::1]:8123", "127.0.0.1"])
def test_another_name_of_this_machine_leads_to_the_configured_one(app, name):
    client = app.test_client()
    answer = client.get("/needs/?q=bus%20stop", base_url=f"http://{name}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://localhost:8123/needs/?q=bus%20stop"


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "evil.example:8123"])
def test_no_other_host_is_answered(app, name):
    for method in ("GET", "POST"):
        answer = app.test_client().open(
            "/needs/", method=method, base_url=f"http://{name}", headers={"Cookie": "participant=x"}
        )
        assert (answer.status_code, answer.text) == (400, "This address is not ours.\n")


# --- the address ---


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0"])  # noqa: S104 - only a name here
def test_what_the_start_prints_is_what_the_portal_answers_to_and_passkeys_work_there(
    monkeypatch, tmp_path, host
):
    monkeypatch.delenv("PORTAL_ADDRESS", raising=False)
    ours = Settings.from_environment({"PORT": "8123", "PORTAL_DATA_DIR": str(tmp_path)})
    assert entrance.address(host, 8123) == ours.address == "http://localhost:8123"
