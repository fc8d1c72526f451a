"""What people and staff write: on every page it is words, whatever it looks like."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import String, Text, select, update

from app.complaints.models import DataComplaint
from app.conversations.models import Conversation, Gathering
from app.foundation.access import Role
from app.letters.models import OutgoingLetter
from app.locks.models import Passkey
from app.needs.models import Need
from app.organisations.models import Membership, Organisation
from app.people.models import Person
from app.places.models import Place
from app.plan.models import Action, ActionUpdate, Outcome
from app.priorities.models import Cause, Decision
from app.staff.models import Invitation, LockReset
from app.themes.models import Theme
from tests.architecture.source import complain
from tests.architecture.test_audience import is_meant_for, viewers
from tests.attacks.place import RealPlace
from tests.examples import Examples, routes
from tests.page_checks import elements, parse_page

IMG = '"><img src=x onerror=alert(1)>'
TEMPLATE = "{{1337*1337}} {0.__class__} %(name)s ${1337*1337} <%= 1 %> 100%"
MUTATION = (
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'
)
HTMX = '<div hx-get="/staff/" hx-trigger="load" hx-target="body" hx-on:click="alert(1)">a</div>'
# What a resident or somebody at the desk might send straight to the address of a form.
ATTACKS = (
    "<script>alert(1)</script>", "<svg onload=alert(1)>", MUTATION,
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form action=https://evil.example><input name=x>", "<a style='position:fixed'>x</a>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>', HTMX,
    '<a hx-boost="true" data-hx-post="/sign-out">b</a>', IMG,
)  # fmt: skip
# Every column that holds words which somebody typed, in whatever subject.
WRITTEN = (
    (Need, ("title", "words", "works_well", "about_whom", "team_line")),
    (Theme, ("name", "summary")),
    (Conversation, ("question", "why_now", "can_change", "cannot_change", "who_decides")),
    (
        Decision,
        (
            "people_said",
            "we_decided",
            "why",
            "decided_by",
            "what_next",
            "differs_because",
            "passed_to",
            "kind_in_own_words",
        ),
    ),
    (Action, ("what", "more", "expected", "lead_role", "state_reason", "legal_duty")),
    (ActionUpdate, ("words",)),
    (Outcome, ("name", "good_looks_like", "for_whom", "lead_role")),
    (Cause, ("words",)),
    (
        Organisation,
        (
            "name",
            "earlier_names",
            "about",
            "knows_place",
            "knows_interest",
            "knows_identity",
            "how_counted",
            "reach",
            "call_phone",
        ),
    ),
    (Membership, ("shown_name",)),
    (DataComplaint, ("words", "other_way", "answer")),
    (Passkey, ("name",)),
    (Gathering, ("name",)),
    (Place, ("name",)),
    (Person, ("name",)),
    (Invitation, ("name",)),
    (LockReset, ("reason",)),
)


@pytest.fixture
def examples(make):
    return Examples(make)


def write_everywhere(session, attack):
    """Put an attack behind everything that anybody wrote, as if no form had looked at it."""
    for model, names in WRITTEN:
        table = model.__table__
        for name in names:
            column = table.c[name]
            most = column.type.length or 5000
            session.execute(
                update(table).values({name: (column + " " + attack[: most - 60])})
                if most > 100
                else update(table).values({name: attack[: most - 4] + " x"})
                if not (column.unique or is_unique(table, name))
                else update(table).values({name: column + attack[:20]})
            )
    session.commit()


def is_unique(table, name):
    return any(index.unique and name in index.columns for index in table.indexes) or any(
        name in getattr(each, "columns", {}) and "Unique" in type(each).__name__
        for each in table.constraints
    )


def test_every_column_of_words_is_attacked_here(app):
    """A new column in which somebody's words are kept is named above, or here with its reason."""
    from app.foundation.database import Base  # noqa: PLC0415

    known = {(model.__tablename__, name) for model, names in WRITTEN for name in names}
    wrong = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | String)
        and not getattr(column.type, "enums", None)
        and (table.name, column.name) not in known
        and not is_never_words(f"{table.name}.{column.name}")
    ]
    complain(
        "Put the column into WRITTEN (tests/attacks/test_words.py), so that its words are attacked "
        "on every page; or into NO_WORDS with what it holds.",
        wrong,
    )


# Codes, marks, addresses and digests that we make, and words that other columns here stand for.
NO_WORDS = re.compile(
    r".*(_digest|_mark|digest|mark|slug|code|hash|send_key|password_hash|seal|kind|role|verb|salt"
    r"|unit|state|email|to_address|subject|text|html|reason_code|geometry)$"
    r"|moderation_decision\.(places_before|words_to_sender)|need_version\..*|history.*"
    r"|place\.source|app_lock\..*|about_you_answer\..*|code_counter\..*|boundary_service\..*"
    r"|passkey\.(credential_id|public_key)|provider_link\..*|reach_cell\..*|organisation\.look"
    r"|import.*|attempt\..*|outgoing_letter\..*|sign_in_code\..*|visible.*"
)


def is_never_words(name):
    return NO_WORDS.fullmatch(name) is not None


def pages_of(app, browse, examples):
    """Return every page as each who may open it sees it: (what, answer)."""
    browsers = viewers(browse, examples)
    for rule in routes(app):
        address = examples.address_of(app, rule)
        audience = app.view_functions[rule.endpoint].audience
        for who, browser in browsers.items():
            if is_meant_for(audience, who):
                answer = browser.open(address)
                yield f"{address} for {who or 'a visitor'}", answer


@pytest.mark.parametrize("attack", [IMG, HTMX], ids=["code", "htmx"])
def test_t05_t07_what_anybody_wrote_is_shown_as_words_on_every_page(
    app, browse, session, examples, attack
):
    """Names of people, groups and places, titles, reasons, news: in pages, titles and letters."""
    write_everywhere(session, attack)
    wrong, shown = [], 0
    for what, answer in pages_of(app, browse, examples):
        html = answer.get_data().decode("utf-8", "replace")
        shown += "onerror=alert" in html or "hx-trigger=" in html
        if answer.mimetype != "text/html":
            continue
        wrong += [f"{what}: {each}" for each in code_in(parse_page(html))]
    complain("What somebody wrote became part of a page.", wrong)
    assert shown > 20, "The words were shown nowhere: the test looked at nothing."
    for letter in session.scalars(select(OutgoingLetter)):
        assert attack not in letter.html
        assert attack not in letter.subject


def code_in(tree):
    for each in elements(tree.root):
        names = dict(each.attrib.items())
        if "onerror" in names or names.get("src") == "x" or each.tag in {"svg-x", "math", "mglyph"}:
            yield f"<{each.tag} {names}>"
        for name in names:
            if name.startswith(("on", "hx-on")):
                yield f"<{each.tag} {name}>"
        if names.get("hx-get") == "/staff/" or names.get("hx-trigger") == "load":
            yield f"<{each.tag} {names}>"


def test_t43_signs_of_templates_and_formats_are_only_words(app, browse, session, examples):
    write_everywhere(session, TEMPLATE)
    shown = 0
    for what, answer in pages_of(app, browse, examples):
        html = answer.get_data().decode("utf-8", "replace")
        assert answer.status_code < 500, what
        assert "1787569" not in html, f"{what} worked it out"
        assert "&lt;class" not in html, f"{what} formatted it"
        shown += "{{1337*1337}}" in html
    assert shown > 20


def bare(words):
    return "".join(words.split())


FORMS = (
    (Role.PLANNER, "/desk/themes/new", {"name": 0, "summary": 1, "level": "local"}),
    (Role.PLANNER, "/desk/plan/outcomes/new", {"name": 0, "good_looks_like": 1, "for_whom": 1}),
    (Role.ADMIN, "/staff/", {"name": 1, "email": "n@b.example", "role": "moderator", "place": ""}),
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_t03_code_sent_straight_to_a_form_is_kept_and_shown_as_words(browse, make, session, attack):
    """The forms are skipped; nothing is taken out of what somebody wrote, and nothing runs."""
    make.area()
    make.conversation()
    somebody = browse.another().take_part_as(make.participant_actor())
    sent = {
        "go": "send", "words": attack, "works_well": attack, "title": attack[:80],
        "about_whom": attack[:100], "place": "all-over", "send_key": attack, "barrier": "",
    }  # fmt: skip
    page = somebody.post("/needs/new", sent)
    assert list(code_in(page.tree)) == []
    need = session.scalars(select(Need)).one()
    assert need.words == attack
    moderator = browse.another().sign_in(make.person(Role.MODERATOR))
    for browser, address in ((somebody, "/follow/"), (moderator, f"/moderation/needs/{need.id}")):
        page = browser.visit(address)
        assert bare(attack) in bare(page.main) or bare(attack[:60]) in bare(page.main)
        assert list(code_in(page.tree)) == []
        assert page.tree.all("iframe", "noscript", "math") == []
    for role, address, form in FORMS:
        browser = browse.another().sign_in(make.person(role))
        token = browser.visit(address if address != "/staff/" else "/staff/").tree
        fields = {each.get("name"): each.get("value") for each in token.all("input")}
        data = {
            name: attack[:100] if given in (0, 1) and not isinstance(given, str) else given
            for name, given in form.items()
        }
        page = browser.post(address, {**data, "csrf_token": fields["csrf_token"]})
        assert list(code_in(page.tree)) == []


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_t03_t07_nothing_that_was_written_runs_in_a_real_browser(real: RealPlace, browser_on):
    """Chromium finds no script, no refusal of the policy, and no request that words asked for."""
    make, session = real.make, real.session
    writer, asked = make.participant_actor(), []
    for attack in ATTACKS:
        make.need(words=attack, title=attack[:80], works_well=attack, writer=writer)
    theme = make.theme(f"A theme {IMG}", summary=HTMX)
    need = make.need(words=HTMX, theme=theme)
    make.decision(theme, we_decided=HTMX, why=IMG, decided_by=IMG)
    make.news(make.action(need, what=IMG), HTMX)
    session.commit()
    page = browser_on(real.portal)()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"It ran: {dialog.message}"))
    paths = ["/needs/", "/", f"/themes/{theme.code.lower()}", f"/needs/{need.code.lower()}",
             "/changed", "/plan/", "/priorities/"]  # fmt: skip
    session.rollback()
    for path in paths:
        page.goto(path)
        expect(page.locator("h1")).to_have_count(1)
        page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith("/x") or "/staff" in url or "evil" in url]


# --- links ---


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example",
     "vbscript:x", "https:evil.example", "/\\evil.example",
     "https://our.host@evil.example", "java\tscript:alert(1)",
     "http://user:pass@evil.example/", "&#106;avascript:alert(1)"],
)  # fmt: skip
def test_t01_an_address_in_somebodys_words_leads_nowhere_it_does_not_show(browse, make, typed):
    need = make.need(words=f"Look at {typed} and at https://plain.example/page.")
    page = browse.visit(f"/needs/{need.code.lower()}")
    schemes = ("java", "data", "vb")
    links = [to for _words, to in page.links]
    assert not [to for to in links if "evil" in to or to.lower().startswith(schemes)]
    assert ("https://plain.example/page", "https://plain.example/page") in page.links
    for each in page.tree.all("a"):
        if (each.get("href") or "").startswith("https://plain"):
            assert each.get("rel") == "nofollow ugc noopener"


def test_t01_no_address_of_ours_leads_elsewhere(unused_app):
    """There is no page that sends people on to wherever its address says."""
    names = {rule.endpoint for rule in unused_app.url_map.iter_rules()}
    assert not {name for name in names if re.search(r"\bout\b|redirect|external", name)}


ELSEWHERE = (
    "javascript:alert(1)", "data:text/html,x", "//evil.example", "https:evil.example",
    "/\\evil.example", "https://localhost:8123@evil.example", "https://evil.example",
    "\\\\evil.example", "/%09/evil.example", "/\t/evil.example", " //evil.example",
    "///evil.example", "/\r\n/evil.example",
)  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_t31_after_the_sign_in_nobody_is_led_elsewhere(browse, make, wanted):
    from app.people.views import safe_next  # noqa: PLC0415

    with browse.app.test_request_context("/", base_url="http://localhost:8123"):
        led = safe_next(wanted)
    is_inside = led == "/" or (led.startswith("/") and led[1:2] not in {"/", "\\"})
    assert is_inside
    assert not re.search(r"[\t\r\n\\]", led)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_t31_a_button_pressed_elsewhere_leads_back_to_pages_of_ours(browse, make, wanted):
    make.area("Coalbrae")
    need = make.need()
    somebody = browse.take_part_as(make.participant_actor())
    for address, data in (
        (f"/needs/{need.code.lower()}/support", {"back_to": wanted}),
        ("/needs/where-i-live", {"back_to": wanted, "place": "coalbrae"}),
    ):
        answer = somebody.open(address, "POST", data=data)
        led = answer.headers.get("Location", "/")
        assert led.startswith("/"), led
        assert not led.startswith(("//", "/\\")), led


# --- unicode ---


@pytest.mark.parametrize(
    ("typed", "status"),
    [("\u202eevil\u202c ok", 200), ("\u2066x", 200), ("a\u200bb", 200), ("🚌👩‍👩‍👧", 200),
     ("باص Bus باص", 200), ("e" + "\u0301" * 50, 200), ("a\x00b", 422), ("a\x1bb", 422)],
)  # fmt: skip
def test_t37_odd_signs_are_kept_isolated_or_refused_with_a_sentence(
    browse, make, session, typed, status
):
    make.area()
    make.conversation()
    sent = {"go": "send", "words": typed, "works_well": "", "title": "", "place": "all-over",
            "send_key": "one", "barrier": "", "about_whom": ""}  # fmt: skip
    page = browse.post("/needs/new", sent, status=status)
    if status == 200:
        need = session.scalars(select(Need)).one()
        make.publish(need)
        shown = browse.visit(f"/needs/{need.code.lower()}")
        for place in (shown.heading, *shown.words_of("blockquote")):
            opened = sum(place.count(sign) for sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
            closed = sum(place.count(sign) for sign in "\u202c\u2069")
            assert closed >= opened, "What turns the direction is closed where it was opened."
    else:
        assert page.errors


def test_t37_half_a_character_over_the_wire_is_no_fault(real: RealPlace):
    for bad in (b"words=%ED%A0%80&go=send&place=all-over", b"words=%FF%FE&go=more", b"\xff=\xfe"):
        somebody = real.visitor()
        answer = somebody.web.post(
            f"{real.address}/needs/new", data=bad, timeout=30,
            headers={"Content-Type": "application/x-www-form-urlencoded",
                     "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code < 500
    assert real.visitor().get("/needs/?q=%ED%A0%80%FF%00").status_code in {200, 400}


@pytest.mark.parametrize(
    "address",
    ["gordon\u200b@post.example", "gord\u043en@post.example\n", "a@b.example,c@d.example",
     "a@b.example\nBcc: c@d.example", '"><x>"@b.example', "a@b.example%0aBcc:c@d.example"],
)  # fmt: skip
def test_t37_t40_an_odd_address_gets_no_letter(browse, make, session, address):
    page = browse.post("/account/join", {"email": address}, status=422)
    assert page.errors
    assert session.scalars(select(OutgoingLetter)).all() == []
