"""What the real web server answers to odd hosts, caches, methods and cookies, and what it logs."""

import contextlib
import json
import re
import socket
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from app.foundation.access import Role
from tests.attacks.place import raw
from tests.browser.server import running
from tests.builders import PASSWORD
from tests.page_checks import SECURITY_HEADERS

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HTTPS = "https://ours.example"


@pytest.fixture
def served(databases, database, tmp_path):
    """Return what serves a new, empty place with settings of a test's own."""
    with contextlib.ExitStack() as stop:
        yield lambda **settings: stop.enter_context(
            running(databases.of_kind(database).new_copy(), tmp_path, **settings)
        )


# --- T28: whose name we answer to ---


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"},
    ],
)
@ON_SQLITE
def test_t28_an_unknown_host_gets_nothing_of_ours(real, headers):
    for method in ("GET", "POST"):
        status, answered, body = raw(real.address, "/needs/", method=method, headers=headers)
        assert (status, body) == (400, "This address is not ours.\n")
        assert answered.get("Location") is None


@ON_SQLITE
def test_t28_headers_of_others_move_no_link(real):
    _status, _headers, plain = raw(real.address, "/needs/")
    odd = {
        "X-Forwarded-Host": "evil.example",
        "X-Original-URL": "/staff/",
        "X-Rewrite-URL": "/staff/",
        "Forwarded": "host=evil.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Proto": "https",
    }
    status, _headers, body = raw(real.address, "/needs/", headers=odd)
    assert status == 200
    assert body == plain


@ON_SQLITE
def test_t28_a_whole_address_in_the_request_line_is_read_as_its_host(real):
    status, _headers, body = raw(real.address, "http://evil.example/staff/")
    assert status in {400, 401, 404}
    assert "evil.example" not in body


@ON_SQLITE
def test_t28_limits_look_at_no_address_that_somebody_claims(real):
    """Whoever claims another address at each try is still one and the same."""
    somebody = real.visitor()
    statuses = [
        somebody.post(
            "/sign-in",
            {"email": "guessed@braidvale.example", "password": f"wrong {number}"},
            X_Forwarded_For=f"198.51.{number}.7",
        ).status_code
        for number in range(11)
    ]
    assert statuses == [422] * 10 + [429]


# --- T30: caches ---


@ON_SQLITE
def test_t30_what_no_cookie_names_is_the_same_for_everyone(real):
    """Headers that no cache key holds change nothing of a page that caches may share."""
    plain = raw(real.address, "/needs/")
    assert plain[1]["Cache-Control"] == "no-cache"
    assert plain[1].get("Set-Cookie") is None
    for name, value in {
        "Accept-Language": "gd", "X-Forwarded-Scheme": "http", "X-Forwarded-For": "127.0.0.1",
        "User-Agent": "Odd/1.0", "Accept": "application/json", "X-Requested-With": "XMLHttpRequest",
    }.items():  # fmt: skip
        assert raw(real.address, "/needs/", headers={name: value})[2] == plain[2], name


@ON_SQLITE
def test_t30_a_part_is_never_kept_as_the_page(real):
    address = "/needs/?order=fewest"
    for _turn in range(2):  # the first fills what is kept, the second reads it
        page = raw(real.address, address)
        part = raw(real.address, address, headers={"HX-Request": "true"})
        assert "<html" in page[2]
        assert "<html" not in part[2]
        for answer in (page, part):
            assert {"Cookie", "HX-Request"} <= {
                each.strip() for each in answer[1]["Vary"].split(",")
            }


def test_t30_nobody_is_shown_the_page_of_another(real):
    member = real.member(f"cached-{real.kind}@post.example")
    planner, somebody = real.signed_in(Role.PLANNER), real.participant()
    for path in ("/", "/needs/", "/themes/", "/plan/", "/account/join"):
        before = real.visitor().get(path)
        own = {name: who.get(path) for name, who in
               {"member": member, "planner": planner, "participant": somebody}.items()}  # fmt: skip
        after = real.visitor().get(path)
        for name, answer in own.items():
            assert answer.headers["Cache-Control"] == "private, no-store", (path, name)
            assert "ETag" not in answer.headers
        for answer in (before, after):
            assert "csrf_token" not in answer.text
            assert real.examples.people[Role.PLANNER].name not in answer.text
            assert "Set-Cookie" not in answer.headers
        assert before.text == after.text


# --- T44: logs ---


@ON_SQLITE
def test_t44_a_line_of_the_log_is_one_event_without_anybodys_words(served):
    portal = served(PORTAL_LOG_REQUESTS="yes")
    where = urlsplit(portal.address)
    for path, agent in (
        (b"/needs/?q=otters%0d%0a%1b%5b31m", b'{"level": "x"}%0a'),
        (b"/needs/?q=otters", b"a\x1b[31m\xff"),
    ):
        odd = b"GET %b HTTP/1.1\r\nHost: %b\r\nUser-Agent: %b\r\nConnection: close\r\n\r\n"
        with socket.create_connection((where.hostname, where.port)) as line:
            line.sendall(odd % (path, where.netloc.encode(), agent))
            while line.recv(4096):
                pass
    raw(portal.address, "/", headers={"X-Forwarded-For": "203.0.113.9"})
    raw(portal.address, "/follow/brae-otter-heron-41")
    raw(portal.address, "/sign-in?next=gordon@post.example")
    lines = [each for each in portal.said().splitlines() if each.startswith("{")]
    events = [json.loads(each) for each in lines]
    assert {"/needs/", "/follow/<code_from_paper>", "/sign-in"} <= {
        event.get("route") for event in events
    }
    said = portal.said()
    for secret in ("otter", "\x1b", "gordon", "203.0.113.9", "127.0.0.1 ", "heron"):
        assert secret not in said, secret


# --- T45: what is not there ---


@ON_SQLITE
@pytest.mark.parametrize(
    "path",
    ["/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/.git/config", "/.env", "/metrics",
     "/server-status", "/static/../app/settings.py", "/static/%2e%2e/app/settings.py",
     "/static/..%2f..%2fapp/settings.py", "/static//etc/passwd", "/static/", "/admin"],
)  # fmt: skip
def test_t45_nothing_of_the_machine_is_served(real, path):
    status, headers, body = raw(real.address, path)
    assert status in ({200} if path.startswith("/?") else {404, 400, 308})
    assert status != 308 or headers["Location"].startswith(f"{real.address}/static/")
    for inside in ("SECRET", "PORTAL_", "Traceback", "Werkzeug", "import ", "root:"):
        assert inside not in body


@ON_SQLITE
def test_t45_trace_and_made_up_methods_are_refused(real):
    for method in ("TRACE", "CONNECT", "DEBUG", "PUT", "DELETE"):
        status, headers, body = raw(
            real.address, "/needs/", method=method, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert status in {400, 405, 501}, method
        assert "Sec-Fetch-Site" not in body
        assert headers.get("Server", "") == "" or "Python" not in headers["Server"]


@ON_SQLITE
def test_t45_every_answer_says_what_may_be_loaded_and_that_nobody_may_frame_it(real):
    for path in ("/", "/needs/", "/nowhere", "/staff/", "/health/live", "/static/css/portal.css"):
        _status, headers, _body = raw(real.address, path)
        for name, begins in SECURITY_HEADERS.items():
            assert headers.get(name, "").startswith(begins), (path, name)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers.get("Access-Control-Allow-Origin") is None


def test_t45_a_fault_tells_a_number_and_nothing_of_itself(served, database):
    portal = served()
    break_table(portal.database_url)
    status, _headers, body = raw(portal.address, "/needs/")
    assert status == 500
    number = re.search(r"\b[0-9a-f]{8}\b", body)
    assert number, "The page names the incident, so that it can be told on the phone."
    for inside in ("Traceback", "sqlalchemy", "psycopg", "sqlite", "SELECT", "need_", ".py"):
        assert inside not in body, inside
    assert number[0] in portal.said()


def break_table(url):
    from sqlalchemy import create_engine  # noqa: PLC0415 - one act of this test alone

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE need RENAME TO need_gone"))
    engine.dispose()


# --- T46: cookies and sessions ---


@ON_SQLITE
def test_t46_cookies_at_an_https_address(served):
    portal = served(PORTAL_ADDRESS=HTTPS)
    headers = {
        "Host": "ours.example", "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0",
    }  # fmt: skip
    status, answered, _body = raw(
        portal.address, "/account/sign-out", method="POST", headers=headers
    )
    assert status == 303
    _status, page, _body = raw(portal.address, "/", headers={"Host": "ours.example"})
    assert page["Strict-Transport-Security"].startswith("max-age=31536000")
    for cookie in answered.get_all("Set-Cookie") or []:
        is_ours(cookie)


def is_ours(cookie):
    assert cookie.startswith("__Host-")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_t46_a_voice_made_at_an_https_address_has_a_locked_cookie(served, databases, database):
    portal = served(PORTAL_ADDRESS=HTTPS)
    words = "go=send&words=A+later+bus&works_well=&place=all-over&send_key=abc&barrier=&title="
    headers = {
        "Host": "ours.example", "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(words)),
    }  # fmt: skip
    where = urlsplit(portal.address)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(f"POST /needs/new HTTP/1.1\r\n{head}Connection: close\r\n\r\n{words}".encode())
        answer = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    cookies = re.findall(r"(?im)^set-cookie: (.+?)\r?$", answer)
    if " 200 " in answer.splitlines()[0]:
        assert cookies, "Whoever sent a need has a voice from now on."
    for cookie in cookies:
        is_ours(cookie)


def test_t46_a_copied_cookie_is_dead_after_signing_out(real):
    for somebody, own_page, way_out in (
        (real.signed_in(real.make.person(Role.PLANNER)), "/desk/", "/sign-out"),
        (real.member(f"copied-{real.kind}@post.example"), "/my-data/", "/account/sign-out"),
    ):
        thief = real.visitor()
        thief.has_cookie("session", somebody.web.cookies["session"])
        seen = thief.get(own_page)
        assert seen.status_code == 200
        assert somebody.post(way_out).status_code == 303
        after = thief.get(own_page)
        assert after.status_code == 401 or after.text != seen.text
        assert "Sign out" not in after.text


def test_t46_no_session_from_before_the_sign_in_is_carried_over(real):
    """A cookie that somebody planted before the sign-in is worth nothing after it."""
    person = real.make.person(Role.MODERATOR)
    planted = real.signed_in(real.make.person(Role.ADMIN))
    old = planted.web.cookies["session"]
    real.session.commit()
    email = person.email
    real.session.rollback()
    planted.post("/sign-in", {"email": email, "password": PASSWORD})
    assert planted.web.cookies["session"] != old
    # Whoever is signed in now is not whom the planted cookie was for.
    assert planted.get("/staff/").status_code in {401, 403}


@ON_SQLITE
def test_t46_a_cookie_that_we_did_not_sign_is_nobody(real):
    somebody = real.signed_in(Role.ADMIN)
    good = somebody.web.cookies["session"]
    # Not its last sign: some of the bits there belong to no byte, and change nothing.
    changed = good[:-9] + ("A" if good[-9] != "A" else "B") + good[-8:]
    for bad in (changed, "x", "", good.swapcase(), "é" * 9):
        stranger = real.visitor()
        status, _headers, _body = raw(
            real.address, "/staff/", headers={"Cookie": f"session={bad}; participant={bad}"}
        )
        assert status == 401
        assert stranger.get("/staff/").status_code == 401


def test_t17_a_press_after_the_sign_in_ran_out_does_nothing_and_loses_nothing(real):
    """htmx leaves the page and its form as they are when it is answered 401 or 403."""
    person = real.make.person(Role.PLANNER)
    somebody = real.signed_in(person)
    token = somebody.token()
    need = real.make.need()
    real.session.commit()
    code = (need.code or "").lower()
    real.session.rollback()
    somebody.post("/sign-out")
    stranger = real.visitor()
    stranger.has_cookie("session", "over")
    for somebody_ in (stranger, somebody):
        answer = somebody_.web.post(
            f"{real.address}/desk/needs/{code}",
            data={"level": "local", "reason": "Typed words", "csrf_token": token},
            headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"},
            allow_redirects=False,
            timeout=30,
        )
        assert answer.status_code == 401
        assert "Typed words" in answer.text, "What was typed comes with the sign-in form."
        assert "HX-Redirect" not in answer.headers, "Leaving the page would lose what was typed."
    real.session.refresh(need)
    assert need.level is None
    real.session.rollback()
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", real.visitor().get("/").text)
    kinds = json.loads(config[1])["responseHandling"]
    assert {"code": "[45]..", "swap": False, "error": True} in kinds
