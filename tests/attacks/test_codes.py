"""Guessing, copying and misusing codes, links, receipts and sign-ins; and asking who is known."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.access import Role
from app.foundation.access.keys import KeyRing
from app.letters.models import OutgoingLetter
from app.members import operations as members
from app.people import operations as people
from app.people.models import Attempt
from tests.members.letters import asks, code_for, joins, link_for
from tests.page import counted_statements

KNOWN, UNKNOWN = "known@post.example", "unknown@post.example"


@pytest.fixture
def later(monkeypatch):
    """Return what moves the clock on."""

    def move(now, **by):
        monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(**by))

    return move


# --- T11: what is given to take away ---


def test_t11_ones_own_data_is_given_to_ones_own_browser_alone(browse, make, session):
    make.area()
    writer = make.participant_actor()
    make.need(words="Words of the writer alone.", writer=writer)
    own = browse.another().take_part_as(writer)
    page = own.open("/my-data/download")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    other = browse.another().take_part_as(make.participant_actor())
    assert other.open("/my-data/download").get_data() != page.get_data()
    assert "Words of the writer alone." in own.visit("/my-data/")
    assert "Words of the writer alone." not in other.visit("/my-data/")
    for stranger in (browse, browse.another().sign_in(make.person(Role.ADMIN))):
        assert stranger.open("/my-data/download").status_code == 303


def test_t11_no_address_of_a_download_says_whose_it_is(unused_app):
    rules = [rule for rule in unused_app.url_map.iter_rules() if "data" in rule.rule]
    assert rules
    assert not [rule.rule for rule in rules if rule.arguments]


# --- T23: guessing ---


def test_t23_guessing_follow_codes_is_slowed_down_and_the_right_one_never_waits(
    browse, make, session, now, later
):
    writer = make.participant_actor()
    make.need(writer=writer)
    code = people.follow_code(session, writer, make.keys, writer.participant_id, real_now=now)
    guesser = browse.another()
    for number in range(10):
        assert guesser.post("/follow/", {"code": f"brae-otter-heron-{number:02d}"}, status=422)
    for _more in range(5):
        guesser.post("/follow/", {"code": "brae-otter-heron-99"}, status=429)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 10
    assert guesser.post("/follow/", {"code": code}).status == 200
    later(now, minutes=11)
    browse.another().post("/follow/", {"code": "brae-otter-heron-98"}, status=422)


def test_t23_a_whole_site_that_is_guessed_at_pauses(browse, make, session, now):
    make.area()
    session.add_all(
        Attempt(kind=people.FOLLOW, mark=f"mark {number}", at=now)
        for number in range(people.FAILED_TRIES_WHOLE_SITE_AN_HOUR)
    )
    session.commit()
    page = browse.post("/follow/", {"code": "brae-otter-heron-01"}, status=429)
    assert "wait" in page.main.lower() or "minutes" in page.main.lower()


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "upper", "spaces", "dots", "o for nought"], ids=lambda each: each
)
def test_t23_a_code_is_taken_as_people_type_it(browse, make, session, now, typed):
    writer = make.participant_actor()
    make.need(words="Mine.", writer=writer)
    code = people.follow_code(session, writer, make.keys, writer.participant_id, real_now=now)
    ways = {
        "upper": code.upper(), "spaces": code.replace("-", " "), "dots": code.replace("-", " - "),
        "o for nought": code.replace("0", "O"),
    }  # fmt: skip
    assert browse.post("/follow/", {"code": ways.get(typed, typed.format(code))}).status == 200


def test_t23_six_numbers_die_after_five_wrong_tries_and_fit_nobody_else(browse, session, make):
    asks(browse, KNOWN)
    code = code_for(session, KNOWN)
    thief = browse.another()
    thief.post("/account/code", {"code": code}, status=200)  # it never asked: back to the start
    assert "Sign out" not in thief.visit("/").text
    for number in range(5):
        wrong = f"{(int(code) + 1 + number) % 1_000_000:06d}"
        browse.post("/account/code", {"code": wrong}, status=422)
    browse.post("/account/code", {"code": code}, status=422)


# --- T24: purposes ---


def test_t24_what_was_made_for_one_thing_opens_no_other(browse, make, session):
    """A receipt is no cookie, a link is no receipt, and a cookie is no code."""
    make.area()
    writer = make.participant_actor()
    need = make.need(writer=writer)
    asks(browse, KNOWN)
    link = link_for(session, KNOWN).partition("k=")[2]
    cookie = make.keys.sign("participant", make.token_of(writer))
    receipt = make.keys.sign("receipt", str(need.id))
    for wrong in (link, cookie, make.keys.sign("participant", str(need.id)), f"{need.id}.x"):
        assert browse.open(f"/needs/received?r={wrong}").status_code == 404
    for wrong in (cookie, receipt, KeyRing("another place").sign("receipt", str(need.id))):
        browse.post("/account/link", {"k": wrong}, status=422)
        browse.post("/follow/", {"code": wrong}, status=422)
    stranger = browse.another()
    for wrong in (receipt, link, KeyRing("another place").sign("participant", "token")):
        stranger.client.set_cookie("participant", wrong, domain="localhost")
        assert need.title not in stranger.visit("/follow/")
    for wrong in (cookie, receipt, link):
        stranger.client.set_cookie("session", wrong, domain="localhost")
        stranger.visit("/my-account", status=401)


def test_t24_numbers_for_a_new_address_open_no_account(browse, session, make):
    joins(browse, session, KNOWN)
    page = browse.visit("/account/").fill({"New e-mail": "new@post.example"})
    page.press("Send the numbers")
    code = code_for(session, "new@post.example")
    other = browse.another()
    asks(other, "third@post.example")
    other.post("/account/code", {"code": code}, status=422)


# --- T25: links ---


def test_t25_a_link_signs_in_by_a_press_once_and_for_half_an_hour(
    browse, session, make, now, later
):
    asks(browse, KNOWN)
    link = link_for(session, KNOWN)
    scanner = browse.another()
    for method in ("HEAD", "GET", "GET", "OPTIONS"):  # a mail scanner opens whatever it finds
        assert scanner.open(link, method).status_code == 200
    assert "Sign out" not in scanner.visit("/").text
    key = {"k": link.partition("k=")[2]}
    assert browse.another().post("/account/link", key).path == "/account/"
    browse.another().post("/account/link", key, status=422)
    asks(browse.another(), KNOWN)
    key = {"k": link_for(session, KNOWN).partition("k=")[2]}
    later(now, minutes=31)
    browse.another().post("/account/link", key, status=422)


def test_t25_a_used_link_stays_dead_after_the_address_moved_on(browse, session, make):
    asks(browse, KNOWN)
    first = link_for(session, KNOWN).partition("k=")[2]
    browse.post("/account/code", {"code": code_for(session, KNOWN)})
    browse.another().post("/account/link", {"k": first}, status=422)


# --- T26: who is known ---


def shape(made):
    return [re.sub(r"\s+", " ", each) for each in made]


def test_t26_asking_for_numbers_is_the_same_work_for_known_and_unknown(
    browse, session, connection, make, monkeypatch
):
    joins(browse.another(), session, KNOWN)
    person = make.person(Role.MODERATOR, email="works@braidvale.example")
    hashed = []
    monkeypatch.setattr("app.people.passwords.hash_password", hashed.append)
    answers = {}
    for email in (UNKNOWN, KNOWN, person.email, UNKNOWN.replace("u", "U")):
        with counted_statements(connection.engine) as made:
            answer = browse.another().open("/account/join", "POST", data={"email": email})
        page = browse.another()
        assert page
        answers[email] = answer.status_code, shape(made), answer.headers["Location"]
    assert len({str(each) for each in answers.values()}) == 1, answers
    assert hashed == []


@pytest.mark.parametrize("address", ["/sign-in", "/account/sign-in"])
def test_t26_a_sign_in_is_the_same_work_for_known_and_unknown(
    browse, session, connection, make, monkeypatch, address
):
    """The same statements, one password hash either way, the same page."""
    person = make.person(Role.MODERATOR, email=KNOWN)
    joins(browse.another(), session, "member@post.example")
    asked = []
    kept = people.passwords.is_password
    monkeypatch.setattr(
        "app.people.passwords.is_password",
        lambda typed, stored: asked.append(typed) or kept(typed, stored),
    )
    seen = {}
    for email in (person.email, "member@post.example", UNKNOWN):
        asked.clear()
        with counted_statements(connection.engine) as made:
            answer = browse.another().open(
                address, "POST", data={"email": email, "password": "not this one"}
            )
        body = answer.get_data(as_text=True).replace(email, "")
        seen[email] = answer.status_code, shape(made), len(asked), body
    assert len({str(each) for each in seen.values()}) == 1, {
        email: (each[0], len(each[1]), each[2]) for email, each in seen.items()
    }
    assert seen[UNKNOWN][2] == 1


def test_t26_the_letter_alone_tells_the_truth(browse, session, make):
    joins(browse.another(), session, KNOWN)
    pages = [asks(browse.another(), email).main.replace(email, "") for email in (KNOWN, UNKNOWN)]
    assert pages[0] == pages[1]


# --- T27: letters to one address ---


def test_t27_one_address_gets_three_letters_an_hour_and_ten_a_day(
    browse, session, make, now, later
):
    def letters():
        return session.scalar(
            select(func.count())
            .select_from(OutgoingLetter)
            .where(OutgoingLetter.to_address == KNOWN)
        )

    for hour in range(4):
        later(now, hours=hour, minutes=1)
        for _turn in range(6):
            answer = browse.another().open("/account/join", "POST", data={"email": KNOWN})
            assert answer.status_code in {303, 429}
        assert letters() == min(3 * (hour + 1), 10)


def test_t27_one_prefix_and_the_whole_site_have_an_end(session, make, now):
    for mark, most in (
        ("one prefix", members.LETTERS_FROM_ONE_PREFIX_AN_HOUR),
        ("any", members.LETTERS_WHOLE_SITE_AN_HOUR - members.LETTERS_FROM_ONE_PREFIX_AN_HOUR),
    ):
        session.add_all(Attempt(kind=members.LETTER, mark=mark, at=now) for _ in range(most))
        session.flush()
        with pytest.raises(members.TooManyLetters):
            members.ask_for_code(
                session, make.visitor(), make.keys, UNKNOWN,
                purpose=members.CodePurpose.JOIN, browser="b",
                address_mark="one prefix" if mark == "one prefix" else "another", real_now=now,
            )  # fmt: skip
