"""Features that do not exist, so that their attacks cannot: whoever adds one writes its test.

Each test here finds none of something. When it fails because you add it: take the row of
docs/security.md over from “no such feature”, write the test that it names, and only then leave
your file out here by its name and with the reason.
"""

import ast
import re

import pytest

from tests.architecture.source import TEMPLATES, complain, name_of, python_files, tree_of
from tests.examples import Examples, routes, unsafe_method

WRITE_ITS_TEST = (
    "This is new here. Write the test of its row in docs/security.md first ({row}), say there "
    "where it stands, then name your file in tests/attacks/test_absent.py: "
)
# What talks to other machines: the post office, to the one mail server of the settings, and the
# sign-in with the council's own provider, to the one address of the settings.
TALKS = frozenset({"app/letters/post_office.py", "app/provider/talk.py"})
FETCHES = frozenset({
    "requests", "urllib.request", "http.client", "httpx", "aiohttp", "socket", "urllib3", "ftplib",
    "smtplib", "authlib",
})  # fmt: skip
# What answers with something else than a page or plain words.
OTHER_ANSWERS = {
    "application/zip": {"own_data.download", "staff_data.download"},
    "image/svg+xml": {"static"},
    "text/csv": {"complaints.export"},  # its cells: tests/complaints/test_operations.py (T34)
    # What a browser needs to ask a passkey; the keys are compared below.
    "application/json": {
        "people.ask_passkey", "second_step.ask_new_passkey", "work.ask_passkey",
        "account.ask_passkey", "account.ask_new_passkey",
    },
}  # fmt: skip
KEYS_OF_PASSKEYS = frozenset({
    "allowCredentials", "attestation", "authenticatorSelection", "challenge", "excludeCredentials",
    "pubKeyCredParams", "rp", "rpId", "timeout", "user", "userVerification",
})  # fmt: skip


def templates():
    return sorted(TEMPLATES.rglob("*.*"))


def found_in_code(pattern, but=frozenset()):
    found = re.compile(pattern)
    return [
        f"{name_of(file)}:{number}: {line.strip()}"
        for file in python_files()
        if name_of(file) not in but
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if found.search(line)
    ]


def found_in_templates(pattern):
    found = re.compile(pattern, re.IGNORECASE)
    return [
        f"{name_of(file)}:{number}: {line.strip()}"
        for file in templates()
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_t04_t32_t33_nobody_can_upload_anything():
    complain(
        WRITE_ITS_TEST.format(row="T04, T32, T33: file names, pictures, what was taken down"),
        found_in_templates(r'type="?file|multipart/form-data')
        + found_in_code(r"request\.files|FileField|secure_filename|\.save\(|PIL|Pillow"),
    )


def test_t04_a_file_that_is_sent_all_the_same_is_left(app, browse, make):
    make.area()
    make.conversation()
    import io  # noqa: PLC0415

    sent = {"go": "send", "words": "A bench.", "works_well": "", "title": "", "place": "all-over",
            "send_key": "f", "barrier": "", "about_whom": "",
            "picture": (io.BytesIO(b"GIF89a"), "<svg onload=alert(1)>.png")}  # fmt: skip
    page = browse.post("/needs/new", sent)
    assert "onload" not in page.html


def test_t06_nothing_of_others_is_shown_inside_a_page():
    complain(
        WRITE_ITS_TEST.format(row="T06: films, maps and meetings of others"),
        found_in_templates(r"<(iframe|embed|object|video|audio|source|track)\b")
        + found_in_templates(r'(src|href)="(https?:)?//(?!www\.metoffice)'),
    )


def test_t29_no_address_is_fetched():
    """No link is looked at, no picture loaded, no web hook called: nothing to lead astray."""
    complain(
        WRITE_ITS_TEST.format(row="T29: addresses that we fetch"),
        [
            f"{name_of(file)}: {name}"
            for file in python_files()
            if name_of(file) not in TALKS
            for node in ast.walk(tree_of(file))
            for name in imported(node)
            if name in FETCHES or name.partition(".")[0] in FETCHES
        ],
    )


def imported(node):
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
    return []


def test_t39_t41_t42_no_calendar_no_printed_file_and_no_map_is_made():
    complain(
        WRITE_ITS_TEST.format(row="T39: .ics, T41: PDF and Typst, T42: GeoJSON"),
        found_in_code(
            r"text/calendar|application/pdf|geo\+json|BEGIN:VCALENDAR|typst|reportlab|weasyprint"
        )
        + found_in_templates(r"BEGIN:VCALENDAR|\.ics\b|\.geojson\b"),
    )


def test_t21_there_are_no_rounds_to_vote_in(unused_app):
    complain(
        WRITE_ITS_TEST.format(row="T21: a vote before, after and at the moment of closing"),
        [rule.rule for rule in unused_app.url_map.iter_rules()
         if re.search(r"ballot|vote|round", rule.rule)],
    )  # fmt: skip


def test_nothing_is_run_from_text_and_no_command_is_put_together():
    complain(
        WRITE_ITS_TEST.format(row="T41, T43: text that is run"),
        found_in_code(r"\beval\(|\bexec\(|pickle|shell=True|os\.system|subprocess|marshal|yaml\.load"
                      r"|render_template_string|from_string\(|__import__"),
    )  # fmt: skip


@pytest.fixture
def examples(make):
    return Examples(make)


def test_t47_every_answer_is_a_page_or_plain_words(app, browse, examples):
    """No address answers with data: what is not asked for by a page cannot say too much."""
    writer = browse.another().take_part_as(examples.writer_as_actor)
    admin = next(person for role, person in examples.people.items() if role == "admin")
    people = (browse, writer, browse.another().sign_in(admin))
    wrong = []
    for rule in routes(app):
        address = examples.address_of(app, rule)
        for somebody in people:
            answer = somebody.open(address, headers={"Accept": "application/json, */*;q=0.1"})
            allowed = OTHER_ANSWERS.get(answer.mimetype, set())
            if answer.mimetype not in {"text/html", "text/plain"} and rule.endpoint not in allowed:
                wrong.append(f"{address}: {answer.mimetype}")
    for rule in routes(app, unsafe=True):
        address = examples.address_of(app, rule)
        answer = browse.open(address, unsafe_method(rule), headers={"Accept": "application/json"})
        allowed = OTHER_ANSWERS.get(answer.mimetype, set())
        if answer.mimetype not in {"text/html", "text/plain"} and rule.endpoint not in allowed:
            wrong.append(f"{address}: {answer.mimetype}")
    complain(
        WRITE_ITS_TEST.format(row="T47: an answer with data lists each of its keys in a test"),
        wrong,
    )


def test_t47_the_pages_of_the_public_name_no_address_and_no_number_of_a_row(app, browse, examples):
    """Neither an e-mail of anybody nor what only the database calls them."""
    known = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
    wrong = []
    for rule in routes(app):
        if (
            app.view_functions[rule.endpoint].audience != "public"
            or rule.endpoint == "letters.index"
        ):
            continue
        answer = browse.open(examples.address_of(app, rule))
        if answer.mimetype != "text/html":
            continue
        html = answer.get_data(as_text=True)
        mails = {each for each in known.findall(html) if not each.startswith("hello@")}
        words = re.findall(r"participant[_-]id|address_mark|password_hash|session_number", html)
        wrong += [f"{rule.endpoint}: {sorted(mails)} {words}"] if mails or words else []
    complain("A public page says an e-mail address or the name of a column.", wrong)


def test_t47_what_a_browser_asks_a_passkey_says_nothing_of_anybody_else(app, browse, examples):
    """A stranger learns no key and no name; whoever is signed in learns their own alone."""
    planner = next(person for role, person in examples.people.items() if role == "planner")
    other = next(person for role, person in examples.people.items() if role == "admin")
    somebody = browse.another().sign_in(planner)
    fields = {each.get("name"): each.get("value") for each in somebody.visit("/").tree.all("input")}
    with app.test_request_context():
        from flask import url_for  # noqa: PLC0415

        addresses = {name: url_for(name) for name in OTHER_ANSWERS["application/json"]}
    for name, address in addresses.items():
        for browser, form in ((browse, {}), (somebody, {"csrf_token": fields["csrf_token"]})):
            answer = browser.open(address, "POST", data=form)
            if answer.mimetype != "application/json":
                continue
            given = answer.get_json()
            assert given.keys() <= KEYS_OF_PASSKEYS, name
            assert other.email not in answer.get_data(as_text=True)
            assert browser is somebody or not given.get("allowCredentials"), name
