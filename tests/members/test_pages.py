"""Joining on the pages: numbers, links, passwords, who is told what, and shared devices."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import func, select

from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web import headers
from app.members.models import MemberSession, SignInCode
from app.people.models import Attempt, KeyKind, Member, Participant, ParticipantKey
from app.recounts.operations import differences
from tests.builders import BUILDER
from tests.members.letters import EMAIL, asks, code_for, joins, letters_to, link_for
from tests.people.test_sign_in import ELSEWHERE, cookie_of, copied

USED_UP = "These numbers are used up after five tries. Ask for new ones."
DOES_NOT_FIT = "These numbers do not fit, or their time is over. Check them, or ask for new ones."


def how_many(session, model):
    return session.scalar(select(func.count()).select_from(model))


def wrong_for(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


# --- joining ---


def test_joining_from_the_front_page_with_six_numbers_and_out_again(browse, session, make):
    make.area()
    page = browse.visit("/").follow("Sign in")
    assert page.heading == "Sign in"
    words = page.main
    assert words.index("Residents: your e-mail") < words.index("People who work here")
    page = page.fill({"E-mail": " Gordon@Post.Example "}, within="Residents: your e-mail")
    page = page.press("Send me six numbers")
    assert f"If {EMAIL} can get mail from us" in page
    assert how_many(session, Member) == 0, "no account before the numbers are typed"
    page = page.follow("Letters of this demo")
    code = code_for(session)
    assert code in page
    page = browse.visit("/account/code").fill({"Six numbers": f" {code[:3]} {code[3:]}"})
    page = page.press("Go on")
    assert page.path == "/account/"
    assert f"You are signed in with {EMAIL}." in page
    assert page.has_link("My page")
    assert how_many(session, Participant) == 0, "to join is not yet to take part"
    page = page.press("Sign out")
    assert page.path == "/"
    assert page.has_link("Sign in")


def test_the_link_signs_nobody_in_before_a_press_and_works_once_in_any_browser(
    browse, session, make
):
    asks(browse)
    link = link_for(session)
    phone = browse.another()
    for _ in range(3):
        page = phone.visit(link)
        assert page.heading == "Sign in with this link"
        assert not page.has_button("Sign out")
    assert how_many(session, Member) == 0
    assert page.press("Sign me in").path == "/account/"
    page = browse.another().visit(link).press("Sign me in", status=422)
    assert "This link does not work any more." in page
    page = browse.visit("/account/code").fill({"Six numbers": code_for(session)})
    assert page.press("Go on", status=422).errors == [DOES_NOT_FIT], "one use ends the numbers too"


def test_numbers_work_only_in_the_browser_that_asked(browse, session, make):
    asks(browse)
    code = code_for(session)
    stranger = browse.another()
    asks(stranger, "other@post.example")
    page = stranger.visit("/account/code").fill({"Six numbers": code})
    assert page.press("Go on", status=422).errors == [DOES_NOT_FIT]
    nobody = browse.another().open("/account/code", "POST", data={"code": code})
    assert (nobody.status_code, nobody.headers["Location"]) == (303, "/account/join")
    assert browse.visit("/account/code").fill({"Six numbers": code}).press("Go on").path == (
        "/account/"
    )


def test_five_wrong_tries_end_the_numbers_and_the_link(browse, session, make):
    page = asks(browse)
    code, link = code_for(session), link_for(session)
    for _ in range(4):
        page = page.fill({"Six numbers": wrong_for(code)}).press("Go on", status=422)
        assert page.errors == [DOES_NOT_FIT]
    for typed in (wrong_for(code), code):
        page = page.fill({"Six numbers": typed}).press("Go on", status=422)
        assert page.errors == [USED_UP]
        assert page.has_link("Send another")
    browse.another().visit(link).press("Sign me in", status=422)
    assert how_many(session, Member) == 0
    assert session.scalars(select(SignInCode.email)).all() == [""], "the address is gone"


@pytest.mark.parametrize(
    ("minutes", "code_works", "link_works"),
    [(9, True, True), (11, False, True), (31, False, False)],
)
def test_numbers_last_ten_minutes_and_links_thirty(
    browse, session, make, monkeypatch, now, minutes, code_works, link_works
):
    asks(browse)
    code, link = code_for(session), link_for(session)
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=minutes))
    page = browse.visit("/account/code").fill({"Six numbers": code})
    page.press("Go on", status=200 if code_works else 422)
    if not code_works:
        page = browse.another().visit(link)
        page.press("Sign me in", status=200 if link_works else 422)
    assert how_many(session, Member) == int(code_works or link_works)


@pytest.mark.parametrize("forged", ["", "x", "x" * 200, "../..", "%00", "🚌"])
def test_forged_links_open_nothing(browse, session, make, forged):
    assert browse.open("/account/link", "POST", data={"k": forged}).status_code == 422
    assert how_many(session, Member) == 0


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥", "\x00" * 6, "x" * 9999]
)
def test_what_is_not_six_numbers_is_said(browse, session, make, typed):
    asks(browse)
    page = browse.visit("/account/code").fill({"Six numbers": typed}).press("Go on", status=422)
    assert page.errors


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "gordon",
        "a@b",
        "a@b.c, d@e.f",
        "a b@c.de",
        "a@b.c\r\nBcc: d@e.f",
        "<a@b.de>",
        "x" * 300 + "@y.zz",
    ],
)
def test_what_is_no_address_is_refused(browse, session, make, typed):
    page = asks(browse, typed, status=422)
    assert page.errors in (
        ["Type your e-mail."],
        ["Check the e-mail. It looks like name@post.example."],
    )
    assert how_many(session, SignInCode) == 0


# --- the same for everybody ---


def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(
    browse, session, make, queries_made
):
    joins(browse, session)
    seen = []
    for email in (EMAIL, "nobody@post.example"):
        browser = browse.another()
        with queries_made() as made:
            answer = browser.open("/account/join", "POST", data={"email": email})
        page = browser.visit("/account/code")
        text = letters_to(session, email)[0].text
        seen.append(
            (
                answer.status_code, answer.headers["Location"], [each[:40] for each in made],
                page.main.replace(email, "…"),
                text.replace(code_for(session, email), "").replace(link_for(session, email), ""),
            )
        )  # fmt: skip
    assert seen[0] == seen[1]


def test_three_letters_an_hour_and_ten_a_day_to_one_address(
    browse, session, make, monkeypatch, now
):
    sent = 0
    for hour in range(5):
        later = now + timedelta(hours=hour, minutes=hour)
        monkeypatch.setattr(clock, "real_now", lambda later=later: later)
        for turn in range(4):
            page = asks(browse.another(), status=200 if turn < 3 and sent < 10 else 429)
            sent += page.status == 200
    assert sent == len(letters_to(session)) == 10
    assert "We cannot send more letters just now." in page
    assert asks(browse, "other@post.example").status == 200
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=2))
    assert asks(browse.another()).status == 200


@pytest.mark.parametrize(("mark", "most"), [(None, 60), ("elsewhere", 5_000)])
def test_one_network_and_the_whole_site_have_a_limit(browse, session, make, now, mark, most):
    asks(browse, "first@post.example")
    mine = session.scalar(select(Attempt.mark).where(Attempt.kind == "letter"))
    session.add_all(Attempt(kind="letter", mark=mark or mine, at=now) for _ in range(most - 2))
    session.flush()
    asks(browse, "second@post.example")
    page = asks(browse, "third@post.example", status=429)
    assert "We cannot send more letters just now." in page
    assert not letters_to(session, "third@post.example")


def test_wrong_password_and_unknown_address_are_answered_alike(browse, session, make, monkeypatch):
    joins(browse, session)
    asked = []
    monkeypatch.setattr(
        "app.members.operations.passwords.is_password", lambda *given: asked.append(given) or False
    )
    seen = []
    for email in (EMAIL, "nobody@post.example"):
        page = browse.another().visit("/account/join")
        page = page.fill({"Your e-mail": email, "Password": "x"})
        page = page.press("Sign in with my password", status=422)
        assert page.errors == ["This e-mail and password do not fit. Check both and try again."]
        seen.append((page.errors, page.main))
    assert seen[0] == seen[1]
    assert len(asked) == 2, "one look at a password either way"


# --- what a session is worth ---


def test_a_copied_cookie_is_dead_after_signing_out_and_others_stay(browse, session, make):
    joins(browse, session)
    thief, phone = copied(browse, cookie_of(browse)), browse.another()
    joins(phone, session)
    assert thief.visit("/account/").has_button("Sign out")
    browse.visit("/account/").press("Sign out")
    assert thief.visit("/account/").path == "/account/join"
    assert phone.visit("/account/").path == "/account/"


def test_a_planted_session_is_never_carried_over(browse, session, make):
    asks(browse)
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        cookie["planted"] = "by somebody else"
    before = cookie_of(browse)
    browse.visit("/account/code").fill({"Six numbers": code_for(session)}).press("Go on")
    assert cookie_of(browse) != before
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        assert "planted" not in cookie
        token = cookie["_user_id"].removeprefix("m")
    assert token not in session.scalar(select(MemberSession.digest))
    assert not copied(browse, before).visit("/account/join").has_button("Sign out")


@pytest.mark.parametrize(("days", "is_in"), [(13, True), (15, False)])
def test_a_session_may_idle_for_fourteen_days(browse, session, make, monkeypatch, days, is_in):
    joins(browse, session)
    later = datetime.now(UTC) + timedelta(days=days)  # cookies are signed in real time
    monkeypatch.setattr(headers.clock, "real_now", lambda: later)
    session.execute(MemberSession.__table__.update().values(made_at=later))
    assert browse.visit("/account/").path == ("/account/" if is_in else "/account/join")


def test_a_session_lasts_ninety_days_at_most(browse, session, make, monkeypatch, now):
    joins(browse, session)
    session.execute(
        MemberSession.__table__.update().values(made_at=now - timedelta(days=90, seconds=-1))
    )
    assert browse.visit("/account/").path == "/account/"
    session.execute(MemberSession.__table__.update().values(made_at=now - timedelta(days=90)))
    assert browse.visit("/account/").path == "/account/join"


def test_a_session_of_work_still_idles_for_twelve_hours(browse, make, monkeypatch):
    browse.sign_in(make.person(Role.MODERATOR)).visit("/moderation/")
    later = datetime.now(UTC) + timedelta(hours=13)
    monkeypatch.setattr(headers.clock, "real_now", lambda: later)
    browse.visit("/moderation/", status=401)


def test_a_form_of_a_member_without_the_token_is_refused(browse, session, make):
    need = make.need()
    joins(browse, session)
    for address in (
        f"/needs/{need.code.lower()}/support",
        "/account/sign-out",
        "/account/password",
    ):
        assert browse.open(address, "POST", data={}).status_code == 403
    assert how_many(session, Participant) == 1, "the writer alone"


def test_members_and_people_who_work_here_never_mix(browse, session, make):
    person = make.person(Role.PLANNER, email=EMAIL)
    page = joins(browse, session)
    assert not page.has_link("Desk")
    browse.visit("/desk/", status=401)
    member = session.scalar(select(Member))
    work = browse.another().sign_in(person)
    assert work.visit("/account/").path == "/account/join"
    assert "You are signed in for work." in work.visit("/account/join")
    with work.client.session_transaction(base_url=work.address) as cookie:
        cookie["_user_id"] = f"m{member.id}"
    assert work.visit("/account/").path == "/account/join", "a number is no token"


def test_next_leads_only_to_pages_of_ours(browse, session, make, now, monkeypatch):
    for turn, wanted in enumerate((*ELSEWHERE, "/needs/?q=a+b")):
        email, browser = f"number{turn}@post.example", browse.another()
        session.execute(Attempt.__table__.delete())
        browser.open("/account/join", "POST", data={"email": email, "next": wanted})
        answer = browser.open("/account/code", "POST", data={"code": code_for(session, email)})
        leads = answer.headers["Location"]
        assert leads == ("/needs/?q=a+b" if wanted == "/needs/?q=a+b" else "/"), wanted


# --- what this device did ---


@pytest.fixture
def device(browse, make):
    """A browser that put a need forward and backed two others, and what it speaks for."""
    actor = make.participant_actor()
    make.need(writer=actor, title="A bench at the stop")
    for _ in range(2):
        need = make.need()
        browse.take_part_as(actor).visit(f"/needs/{need.code}").press("This matters to me too")
    return actor


def asked_about_the_device(browse, session):
    page = joins(browse, session)
    assert page.heading == "Put this with your account?"
    assert "1 need" in page
    assert "2 times “me too”" in page
    return page


def test_yes_puts_it_with_the_account_and_the_device_forgets(browse, session, make, device):
    page = asked_about_the_device(browse, session).press("Yes, it was me")
    assert "It stands with your account now." in page
    assert session.scalar(select(Member.participant_id)) == device.participant_id
    assert "A bench at the stop" in page.follow("My needs and what I backed")
    assert browse.client.get_cookie("participant", domain="localhost") is None
    browse.visit("/").press("Sign out")
    thief = browse.another().take_part_as(device)
    assert "A bench at the stop" not in thief.visit("/follow/"), "its old cookie opens nothing"
    assert differences(session, BUILDER) == []
    joins(browse, session)
    assert "A bench at the stop" in browse.visit("/follow/")


def test_no_leaves_both_apart(browse, session, make, device):
    page = asked_about_the_device(browse, session).press("No, leave it")
    assert session.scalar(select(Member.participant_id)) is None
    assert "A bench at the stop" not in page.follow("My needs and what I backed")
    need = make.need()
    browse.visit(f"/needs/{need.code}").press("This matters to me too")
    own = session.scalar(select(Member.participant_id))
    assert own not in {None, device.participant_id}
    browse.visit("/").press("Sign out")
    assert "A bench at the stop" in browse.visit("/follow/")
    assert differences(session, BUILDER) == []


def test_an_account_that_took_part_and_a_device_become_one_voice(browse, session, make, device):
    phone = browse.another()
    joins(phone, session)
    both, mine = make.need(), make.need()
    for need in (both, mine):
        phone.visit(f"/needs/{need.code}").press("This matters to me too")
    browse.visit(f"/needs/{both.code}").press("This matters to me too")
    page = joins(browse, session)
    assert "3 times “me too”" in page
    page.press("Yes, it was me")
    assert session.scalar(select(Member.participant_id)) == device.participant_id, "older keeps"
    for need in (both, mine):
        session.refresh(need)
        assert need.online == 2, "the writer, and one voice"
    assert differences(session, BUILDER) == []
    assert "A bench at the stop" in phone.visit("/follow/")
    keys = session.scalars(select(ParticipantKey.kind).where(
        ParticipantKey.participant_id == device.participant_id
    )).all()  # fmt: skip
    assert KeyKind.COOKIE not in keys


def test_a_code_is_put_with_the_account_too(browse, session, make, device):
    joins(browse, session).press("No, leave it")
    code = code_on(browse.another().take_part_as(device), session, make, device)
    page = browse.visit("/follow/").fill({"Your code": code}).press("Bring the two together")
    assert "A bench at the stop" in page
    browse.visit("/").press("Sign out")
    assert "A bench at the stop" not in browse.visit("/follow/")
    assert differences(session, BUILDER) == []


def code_on(browser, session, make, actor):
    from app.people.operations import follow_code  # noqa: PLC0415

    return follow_code(session, actor, make.keys, actor.participant_id, real_now=make.now)


def test_two_accounts_stay_two(browse, session, make, device):
    joins(browse, session).press("Yes, it was me")
    code = code_on(browse, session, make, device)
    other = browse.another()
    joins(other, session, "other@post.example")
    for _ in range(2):
        page = other.visit("/follow/").fill({"Your code": code})
        page = page.press("Bring the two together", status=409)
        assert "Two accounts cannot become one." in page
        other.visit(f"/needs/{make.need().code}").press("This matters to me too")
    assert differences(session, BUILDER) == []


def test_a_member_says_me_too_once_on_any_device(browse, session, make):
    need, phone = make.need(), browse.another()
    joins(browse, session)
    joins(phone, session)
    browse.visit(f"/needs/{need.code}").press("This matters to me too")
    page = phone.visit(f"/needs/{need.code}")
    assert page.has_button("You said this matters to you")
    page = phone.visit("/needs/")
    page.press("You said this matters to you", within=need.title)
    session.refresh(need)
    assert need.online == 1
    assert browse.client.get_cookie("participant", domain="localhost") is None
    assert differences(session, BUILDER) == []


def test_a_member_puts_a_need_forward_and_finds_it_elsewhere(browse, session, make):
    make.area("Coalbrae"), make.conversation()
    joins(browse, session)
    page = browse.visit("/needs/new").fill(
        {
            "What needs to be different?": "A bench, please.",
            "Which area is this about?": "Coalbrae",
        }
    )
    for button in ("Carry on", "Carry on", "Send"):
        if page.has_button(button):
            page = page.press(button)
    assert page.heading == "We have it. Thank you."
    phone = browse.another()
    joins(phone, session)
    assert "A bench, please." in phone.visit("/follow/")
    assert differences(session, BUILDER) == []


def test_pages_kept_for_everybody_hold_nothing_of_a_member(browse, session, make):
    need = make.need()
    browse.visit("/needs/"), browse.visit(f"/needs/{need.code}")
    joins(browse, session)
    for address in ("/", "/needs/", f"/needs/{need.code}"):
        mine = browse.visit(address)
        assert mine.has_button("Sign out")
        theirs = browse.another().visit(address)
        assert "csrf_token" not in theirs.html
        assert EMAIL not in theirs.html
        assert not theirs.has_link("My page")


def test_nothing_but_the_form_is_taken_from_a_form(browse, session, make):
    """T18: what a form does not ask for changes nothing."""
    planted = {
        "id": 7, "participant_id": 1, "password_hash": "x", "role": "admin", "person_id": 1,
        "member_id": 1, "made_at": "2000-01-01", "purpose": "new_address", "tries": -100,
    }  # fmt: skip
    make.participant()
    browse.open("/account/join", "POST", data={"email": EMAIL, **planted})
    browse.open("/account/code", "POST", data={"code": code_for(session), **planted})
    member, asked = session.scalar(select(Member)), session.scalar(select(SignInCode))
    assert (member.email, member.participant_id, member.password_hash) == (EMAIL, None, None)
    assert (asked.purpose, asked.member_id, asked.tries) == ("join", None, 0)


def test_where_no_letter_goes_out_nothing_that_needs_one_is_offered(
    browse, session, make, monkeypatch
):
    joins(browse, session)
    known = browse.app.extensions["portal_settings"]
    monkeypatch.setitem(browse.app.extensions, "portal_settings", replace(known, demo=False))
    page = browse.another().visit("/account/join")
    assert "We cannot send e-mail from here yet." in page
    assert not page.has_button("Send me six numbers")
    assert browse.another().open("/account/join", "POST", data={"email": EMAIL}).status_code == 404
    assert not browse.visit("/account/").has_button("Send the numbers")
    assert len(letters_to(session)) == 1


def test_a_new_sign_in_ends_the_session_before_it(browse, session, make):
    joins(browse, session)
    thief = copied(browse, cookie_of(browse))
    asks(browse.another())
    browse.visit(link_for(session)).press("Sign me in")
    assert thief.visit("/account/").path == "/account/join"
    assert browse.visit("/account/").path == "/account/"


def test_the_cookie_of_a_session_is_out_of_reach_and_lasts_as_long_as_it_may_idle(
    browse, session, make
):
    asks(browse)
    answer = browse.open("/account/code", "POST", data={"code": code_for(session)})
    (given,) = [each for each in answer.headers.getlist("Set-Cookie") if "session=" in each]
    kept = parse_cookie_date(given)
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert timedelta(days=13, hours=23) < kept - datetime.now(UTC) < timedelta(days=14, minutes=1)


def parse_cookie_date(given):
    return parsedate_to_datetime(re.search(r"Expires=([^;]+)", given)[1])
