"""Forms that carry more than they should: other fields, one field often, very much text."""

import contextlib
import time

import pytest

from app.foundation.access import Role
from app.foundation.text.plain import UnreadableWords, clean_words, paragraphs
from app.foundation.text.rich import SourceTooLong, render_rich
from app.matrix import read_table, state_lines
from tests.architecture.source import complain
from tests.examples import SAFE, Examples
from tests.permissions.states import States
from tests.permissions.walker import People, everything, nothing_stays

# What somebody would add who knows the tables: no form takes any of it.
MORE = {
    "id": "1", "need_id": "1", "participant_id": "1", "author_id": "1", "person_id": "1",
    "member_id": "1", "organisation_id": "1", "moderation": "published", "status": "published",
    "progress": "done", "is_held": "0", "online": "999", "people": "999", "rooms": "999",
    "votes": "999", "number": "7", "role": "admin", "is_admin": "true", "grants": "admin",
    "verified_level": "3", "pinned": "true", "channel": "phone", "put_forward_as": "group",
    "made_at": "2001-01-01", "sent_at": "2001-01-01", "created_at": "2001-01-01", "code": "N-0001",
    "agreed_on": "2001-01-01", "is_closed": "1", "session_number": "9", "team_line": "Our words",
    "promise": "0", "check_by": "2001-01-01", "actor": "1", "state_reason": "Mine",
    "is_always_open": "1", "slug": "mine", "kind_in_own_words": "Mine",
}  # fmt: skip


@pytest.fixture
def examples(make):
    return Examples(make)


@pytest.fixture
def states(make, examples):
    return States(make, examples)


@pytest.fixture
def people(browse, make, session, examples):
    return People(browse, make, session, examples)


def ones_who_may(line):
    return [who for who in ("participant", "writer", "moderator", "planner", "admin")
            if line.answer(who) in {200, 303}]  # fmt: skip


@pytest.mark.slow
def test_t18_fields_that_a_form_does_not_have_change_nothing(
    app, connection, session, people, states
):
    """Every form about everything, sent as it is and with more: the database is the same."""
    wrong, tried = [], 0
    session.commit()
    for line in state_lines(read_table()):
        if line.method in SAFE:
            continue
        address = states.address_of(app, line.endpoint, line.thing, line.state)
        form = states.form(line.thing, line.state, line.press)
        more = {name: value for name, value in MORE.items() if name not in form}
        for who in ones_who_may(line):
            results = []
            for data in (form, form, {**form, **more}):
                with nothing_stays(app, connection, session):
                    status, _kind = people.ask(who, line.method, address, "plain", data)
                    results.append((status, everything(connection)))
            tried += 1
            plain, again, with_more = results
            by_itself = {name for name in plain[1] if plain[1][name] != again[1][name]}
            changed = {
                name for name in plain[1] if with_more[1][name] != plain[1][name]
            } - by_itself
            if changed or with_more[0] != plain[0]:
                wrong.append(f"{line.method} {address} for {who}: {with_more[0]}, {changed}")
    complain("A form takes its own fields and nothing else that is sent with them.", wrong)
    assert tried > 20


SENT = {
    "go": "send", "words": "A bench.", "works_well": "", "title": "", "about_whom": "",
    "barrier": "", "place": "all-over", "send_key": "more",
}  # fmt: skip


def test_t18_a_need_sent_with_more_is_a_need_like_any(browse, make, connection, session):
    make.area()
    make.conversation()
    need = make.need()
    writer = make.participant_actor()
    somebody = browse.take_part_as(writer)
    somebody.post("/needs/new", {**MORE, **SENT})
    from sqlalchemy import select  # noqa: PLC0415

    from app.needs.models import Channel, Moderation, Need, Progress, PutForwardAs  # noqa: PLC0415

    sent = session.scalars(select(Need).where(Need.id != need.id)).one()
    assert (sent.moderation, sent.progress) == (Moderation.WAITING, Progress.NEW)
    assert (sent.participant_id, sent.channel) == (writer.participant_id, Channel.ONLINE)
    assert (sent.put_forward_as, sent.organisation_id) == (PutForwardAs.RESIDENT, None)
    assert (sent.number, sent.people, sent.team_line or "") == (None, 1, "")


@pytest.mark.slow
def test_t19_the_same_field_many_times_is_no_fault_and_no_second_choice(
    app, connection, session, people, states
):
    """Each field twice with something else, and 150 times: a refusal or the first, never both."""
    wrong = []
    session.commit()
    for line in state_lines(read_table()):
        if line.method in SAFE:
            continue
        address = states.address_of(app, line.endpoint, line.thing, line.state)
        form = states.form(line.thing, line.state, line.press)
        for who in ones_who_may(line)[:1]:
            for name in form:
                many = [form[name], *["national", "-1", "x"] * 50]
                flat = [each[0] if isinstance(each, list) else each for each in many]
                with nothing_stays(app, connection, session):
                    try:
                        people.ask(who, line.method, address, "plain", {**form, name: flat})
                    except AssertionError as problem:
                        wrong.append(f"{address} with {name} again and again: {problem}")
    complain("A field that comes again and again is a refusal at most.", wrong)


@pytest.mark.parametrize("sent", [b'{"words": "a", "words": "b"}', b"[]", b"\x00", b"null"])
def test_t19_what_is_no_form_is_an_empty_form(browse, make, sent):
    make.area()
    for address in ("/needs/new", "/sign-in", "/follow/", "/account/join"):
        answer = browse.client.post(
            address, data=sent, base_url=browse.address,
            headers={"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code in {400, 422}, address


def test_t19_more_needs_than_a_page_shows_are_taken_at_most_once_each(browse, make, session):
    theme, need = make.theme(), make.need()
    planner = browse.sign_in(make.person(Role.PLANNER))
    fields = {each.get("name"): each.get("value")
              for each in planner.visit("/desk/needs/").tree.all("input")}  # fmt: skip
    data = {"needs": [str(need.number), need.code] * 60, "theme": str(theme.id), "go": "put",
            "csrf_token": fields["csrf_token"]}  # fmt: skip
    answer = planner.open("/desk/needs/", "POST", data=data)
    assert answer.status_code < 500


# --- T36: what grows with the size of what was sent ---

SHAPES = {
    "one letter": "a", "brackets": "[", "round brackets": "(", "stars": "*", "quotes": "> ",
    "nested quotes": ">", "underscores": "_", "addresses": "https://a.example/ ", "dots": ". ",
    "marks": "\u0301", "directions": "\u202e", "lines": "\n", "tags": "<b>", "ampersands": "&amp;",
    "at signs": "a@", "digits": "0123 ", "emoji": "👩‍👩‍👧", "exclamation": "a!",
}  # fmt: skip
SMALL, TIMES = 4_000, 4
WORK = (clean_words, paragraphs, render_rich)
OUR_REFUSALS = (UnreadableWords, SourceTooLong)


def seconds(work, text):
    best = 9.0
    for _turn in range(3):
        began = time.process_time()
        work(text)
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize(
    "work", [clean_words, paragraphs, render_rich], ids=lambda each: each.__name__
)
def test_t36_the_work_for_a_text_grows_no_faster_than_the_text(work, shape):
    """Four times the text costs about four times the work: never the sixteen of a square."""

    def tried(text):
        with contextlib.suppress(*OUR_REFUSALS):
            work(text)

    small, large = ((shape * size)[:size] for size in (SMALL, SMALL * TIMES))
    few, many = seconds(tried, small), seconds(tried, large)
    assert many < max(few, 0.002) * TIMES * 2.5, f"{few * 1000:.1f} ms, then {many * 1000:.1f} ms"


def test_t36_a_text_over_the_limit_is_refused_with_itself_kept(real):
    somebody = real.visitor()
    for size in (5_001, 60_000):
        words = "a" * size
        began = time.monotonic()
        answer = somebody.post("/needs/new", {**SENT, "words": words})
        assert answer.status_code == 422
        assert words in answer.text
        assert time.monotonic() - began < 10
    assert somebody.post("/needs/new", {**SENT, "words": "a" * 1_000_000}).status_code == 413
