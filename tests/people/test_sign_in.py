"""Signing in and out, guessing, what a session is worth, and what was typed when it ran out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import VISITOR, Actor, Grant, NotAllowed, NotPossibleNow, Role
from app.needs.models import Moderation
from app.people import operations
from app.people.models import Attempt, Person, WorkSession
from app.people.passwords import hash_password, is_password
from app.people.permissions import may_manage_people, may_read_history
from app.people.queries import find_person_by_email, grants_of
from tests.builders import BUILDER, PASSWORD
from tests.people.steps import NUMBERS, new_numbers, second_step, set_up_app

WRONG = "This e-mail and password do not fit. Check both and try again."


def signs_in(browser, email, password=PASSWORD, status=200, address="/sign-in"):
    page = browser.visit(address).fill({"E-mail": email, "Password": password})
    return second_step(page.press("Sign in", status=status))


@pytest.fixture
def moderator(make):
    return make.person(Role.MODERATOR, email="mo@braidvale.example")


@pytest.mark.parametrize("email", ["mo@braidvale.example", " MO@Braidvale.Example "])
def test_signing_in_leads_to_ones_work_and_out_to_the_front(browse, make, moderator, email):
    make.area()
    page = signs_in(browse, email)
    assert page.path == "/moderation/"
    assert page.has_button("Sign out")
    page = page.press("Sign out")
    assert page.path == "/"
    browse.visit("/moderation/", status=401)


def test_an_unknown_email_and_a_wrong_password_are_answered_alike(browse, session, make, moderator):
    unknown = signs_in(browse, "nobody@braidvale.example", status=422)
    wrong = signs_in(browse.another(), moderator.email, "not this one at all", status=422)
    assert unknown.errors == wrong.errors == [WRONG]
    assert unknown.main == wrong.main
    assert wrong.value_of("E-mail") == moderator.email
    assert wrong.value_of("Password") == ""
    assert len(session.scalars(select(Attempt)).all()) == 4


def test_both_answers_ask_for_the_same_work(session, make, moderator, monkeypatch, now):
    asked = []
    monkeypatch.setattr(
        "app.people.operations.passwords.is_password", lambda *given: asked.append(given) or False
    )
    for email in (moderator.email, "nobody@braidvale.example"):
        operations.sign_in(session, VISITOR, email, "x", address_mark="m", real_now=now)
    assert [stored is None for _typed, stored in asked] == [False, True]
    assert not is_password("nobody has this password", None)


@pytest.mark.parametrize(
    "typed", [("", ""), ("  ", "x"), ("mo@braidvale.example", ""), ("a\x00b@c.d", "x")]
)
def test_what_is_missing_is_said(browse, make, moderator, typed):
    assert signs_in(browse, *typed, status=422).errors


@pytest.mark.parametrize("odd", ["x" * 100_000, "🚌" * 50, "\x00", "%s' OR 1=1 --"])
def test_odd_passwords_and_emails_are_wrong_ones(browse, make, moderator, odd):
    signs_in(browse, moderator.email, odd, status=422)
    signs_in(browse, f"{odd}@x.y", "x", status=422)


def test_a_closed_sign_in_is_closed(browse, make, moderator):
    moderator.is_closed = True
    assert signs_in(browse, moderator.email, status=422).errors == [WRONG]


def test_closing_ends_what_is_open(browse, make, moderator):
    browse.sign_in(moderator).visit("/moderation/")
    moderator.is_closed = True
    browse.visit("/moderation/", status=401)


def failures(session, mark, count, at):
    session.add_all(Attempt(kind=operations.SIGN_IN, mark=mark, at=at) for _ in range(count))


def test_ten_wrong_tries_make_an_account_wait_even_with_the_right_password(
    browse, session, make, moderator, now, monkeypatch
):
    failures(session, f"account:{moderator.email}", 10, now)
    page = signs_in(browse, moderator.email.upper(), status=429)
    assert "Wait 10 minutes, then try again." in page
    other = make.person(Role.PLANNER)
    assert signs_in(browse.another(), other.email).has_button("Sign out")
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=10, seconds=1))
    assert signs_in(browse, moderator.email).has_button("Sign out")


def mark_of(browser, address="127.0.0.1"):
    from app.foundation.web.session import address_mark  # noqa: PLC0415

    with browser.app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return address_mark()


def test_one_persons_mistakes_do_not_stop_the_office(browse, session, make, moderator, now):
    other = make.person(Role.PLANNER)
    for _ in range(10):
        signs_in(browse, other.email, "wrong", status=422)
    signs_in(browse, other.email, status=429)
    assert signs_in(browse.another(), moderator.email).has_button("Sign out")


def test_a_hundred_wrong_tries_make_an_address_wait(browse, session, make, moderator, now):
    failures(session, mark_of(browse), 99, now)
    signs_in(browse, "somebody@x.y", "wrong", status=422)
    signs_in(browse, moderator.email, status=429)
    browse.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert signs_in(browse, moderator.email).has_button("Sign out")


# --- what a session is worth ---


def cookie_of(browser):
    return browser.client.get_cookie("session", domain="localhost").value


def copied(browser, value):
    other = browser.another()
    other.client.set_cookie("session", value, domain="localhost")
    return other


def test_a_copied_cookie_is_dead_after_signing_out(browse, make, moderator):
    signs_in(browse, moderator.email)
    thief = copied(browse, cookie_of(browse))
    assert thief.visit("/moderation/").has_button("Sign out")
    browse.visit("/moderation/").press("Sign out")
    thief.visit("/moderation/", status=401)


def test_changing_ones_password_ends_every_other_session(browse, make, moderator):
    signs_in(browse, moderator.email)
    thief = copied(browse, cookie_of(browse))
    page = browse.visit("/my-account").fill(
        {"Password you use now": PASSWORD, "New password": "entirely new words"}
    )
    page = page.press("Change my password")
    assert "Your password is changed." in page
    thief.visit("/moderation/", status=401)
    signs_in(browse.another(), moderator.email, status=422)
    assert signs_in(browse.another(), moderator.email, "entirely new words").has_button("Sign out")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not mine", "entirely new words", "This is not the password you use now."),
        (PASSWORD, "short", "Make the password 12 characters or longer."),
        (PASSWORD, "x" * 129, "Make the password 128 characters or shorter."),
        (PASSWORD, "", "Make the password 12 characters or longer."),
    ],
)
def test_a_password_is_not_changed_lightly(browse, make, moderator, old, new, said):
    browse.sign_in(moderator)
    page = browse.visit("/my-account").fill({"Password you use now": old, "New password": new})
    page = page.press("Change my password", status=422)
    assert said in " ".join(page.errors)
    assert is_password(PASSWORD, moderator.password_hash)


def test_roles_given_or_taken_end_the_session(browse, session, make, moderator, now):
    today = clock.local_day(now)
    browse.sign_in(moderator).visit("/moderation/")
    grant = operations.give_role(
        session, BUILDER, moderator, Role.PLANNER, place_id=None, today=today, ends_on=None, now=now
    )
    browse.visit("/moderation/", status=401)
    browse.sign_in(moderator).visit("/desk/")
    session.flush()
    operations.take_role_back(session, BUILDER, grant, now=now)
    browse.visit("/desk/", status=401)
    browse.sign_in(moderator).visit("/desk/", status=403)
    with pytest.raises(NotPossibleNow):
        operations.take_role_back(session, BUILDER, grant, now=now)


def test_signing_in_carries_no_session_over(browse, session, make, moderator):
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        cookie["planted"] = "by somebody else"
    signs_in(browse, moderator.email)
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        assert "planted" not in cookie
        begun = session.scalar(select(WorkSession.id).where(WorkSession.person_id == moderator.id))
        assert cookie["_user_id"] == f"w{begun}"


def test_a_cookie_that_we_did_not_sign_is_nobody(browse, make, moderator):
    for forged in ("x", "eyJfdXNlcl9pZCI6IjE6MCJ9.aaaa.bbbb", ""):
        copied(browse, forged).visit("/moderation/", status=401)


# --- where one goes afterwards ---

ELSEWHERE = (
    "javascript:alert(1)", "data:text/html,x", "//evil.example", "https:evil.example",
    "/\\evil.example", "\\\\evil.example", "https://localhost:8123@evil.example", "/a\\b",
    "https://evil.example/", "///evil.example", "/\tevil", "/\n/evil.example", "evil", "/\u202e",
    "http://localhost:8123/desk/", " /desk/", "/\x00",
)  # fmt: skip


def leads_to(browser, session, moderator, now, wanted):
    data = {"email": moderator.email, "password": PASSWORD, "next": wanted}
    assert browser.open("/sign-in", "POST", data=data).headers["Location"] == "/sign-in/second"
    answer = browser.open("/sign-in/second", "POST", data={"numbers": new_numbers(session, now)})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_next_leads_only_to_pages_of_ours(browse, session, make, moderator, now):
    make.area()
    for wanted in ELSEWHERE:
        assert leads_to(browse.another(), session, moderator, now, wanted) == "/", wanted
    ours = "/needs/?q=a+b&order=fewest"
    assert leads_to(browse.another(), session, moderator, now, ours) == ours
    too_long = "/needs/?q=" + "a" * 1000
    assert leads_to(browse.another(), session, moderator, now, too_long) == "/moderation/"


def test_a_page_that_needs_a_sign_in_is_shown_after_it(browse, make, moderator):
    page = browse.visit("/moderation/?place=1", status=401)
    assert "Sign in first." in page
    assert page.response.headers["Cache-Control"] == "private, no-store"
    page = page.fill({"E-mail": moderator.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert page.path == "/moderation/"


def test_what_was_typed_when_the_sign_in_ran_out_comes_back_filled(browse, session, make):
    admin = make.person(Role.ADMIN)
    browse.sign_in(admin)
    page = browse.visit("/my-account").fill(
        {"Password you use now": PASSWORD, "New password": "entirely new words"}
    )
    admin.session_number += 1
    page = page.press("Change my password", status=401)
    assert "entirely new words" not in page.html
    browse.sign_in(admin)
    page = browse.visit("/staff/").fill(
        {"Name": "Senga <b>McBride</b>", "E-mail": "senga@braidvale"}
    )
    admin.session_number += 1
    page = page.press("Send the invitation", status=401)
    assert "What you typed is kept." in page
    # A wrong password on the way loses nothing either.
    page = page.fill({"E-mail": admin.email, "Password": "wrong"}).press("Sign in", status=422)
    page = page.fill({"E-mail": admin.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert page.heading == "What you typed is here"
    assert find_person_by_email(session, "senga@braidvale.example") is None
    page = page.press("Send", status=422)  # it reached its form, which asks for a whole e-mail
    assert page.value_of("Name") == "Senga <b>McBride</b>"
    assert page.value_of("E-mail") == "senga@braidvale"


def test_a_decision_made_after_the_sign_in_ran_out_is_whole_again(browse, session, make, moderator):
    need = make.need(published=False)
    browse.sign_in(moderator)
    page = browse.visit(f"/moderation/needs/{need.id}?lane=new")
    page.fill({"What should change?": "It is hurtful to someone"})
    page.fill({"Your own words to the sender (you can leave this empty)": "Please say it kindly."})
    moderator.session_number += 1
    page = page.press("Send it back", status=401)
    page = page.fill({"E-mail": moderator.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert page.heading == "What you typed is here"
    for words in ("Ask the sender for a change", "It is hurtful to someone"):
        assert words in page.main
    label = "Your own words to the sender (you can leave this empty)"
    assert page.value_of(label) == "Please say it kindly."
    session.refresh(need)
    assert need.moderation is Moderation.WAITING  # nothing is sent by itself
    page = page.press("Send")
    session.refresh(need)
    assert need.moderation is Moderation.RETURNED
    assert "lane=new" in page.address


def test_publishing_after_the_sign_in_ran_out_says_what_will_happen(
    browse, session, make, moderator
):
    need = make.need(published=False)
    page = browse.sign_in(moderator).visit(f"/moderation/needs/{need.id}")
    moderator.session_number += 1
    page = page.press("Publish as it is", status=401)
    page = page.fill({"E-mail": moderator.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert "Publish as it is" in page.main
    page.press("Send")
    session.refresh(need)
    assert need.moderation is Moderation.PUBLISHED


def test_the_whole_address_of_a_form_is_kept(browse, make):
    planner, need = make.person(Role.PLANNER), make.need()
    page = browse.sign_in(planner).visit(f"/desk/decisions/new?about={need.code}")
    planner.session_number += 1
    page = page.fill({"What we decided": "A later bus."}).press("Save as a draft", status=401)
    page = page.fill({"E-mail": planner.email, "Password": PASSWORD}).press("Sign in")
    page = second_step(page)
    assert page.value_of("What we decided") == "A later bus."
    forms = [form.get("action") or "" for form in page.tree.all("form")]
    assert [action for action in forms if f"about={need.code}" in action]
    page.press("Send", status=422)  # it reached its form, which asks for what is missing


def test_a_kept_form_is_sent_nowhere_else(browse, session, make, moderator, now):
    make.area()
    for wanted in ELSEWHERE:
        data = {"email": moderator.email, "password": PASSWORD, "kept_words": "x"}
        page = browse.another().post("/sign-in", data | {"kept_action": wanted})
        page = page.fill({NUMBERS: new_numbers(session, now)}).press("Go on")
        actions = {form.get("action") for form in page.tree.all("form")}
        assert "/" in actions, wanted
        assert not [action for action in actions if not action.startswith("/")]


# --- people, roles, passwords ---


def test_a_role_holds_in_its_place_from_its_day_to_its_last(session, make, now):
    ward, person, today = make.ward(), make.person(), clock.local_day(now)
    make.role(person, Role.COUNCILLOR, place=ward, ends_on=today)
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    assert grants_of(session, person.id, today) == {Grant(Role.COUNCILLOR, ward.id)}
    assert grants_of(session, person.id, tomorrow) == frozenset()
    assert grants_of(session, person.id, yesterday) == frozenset()


def test_an_expired_role_opens_nothing(browse, make, moderator, monkeypatch, now):
    person = make.person(Role.PLANNER, ends_on=clock.local_day(now))
    browse.sign_in(person).visit("/desk/")
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=1))
    browse.sign_in(person).visit("/desk/", status=403)


def test_places_of_a_role():
    actor = Actor(person_id=1, grants=frozenset({Grant(Role.MODERATOR, 3), Grant(Role.PLANNER)}))
    assert actor.places_for(Role.MODERATOR) == {3}
    assert actor.places_for(Role.PLANNER) is None
    assert actor.places_for(Role.ADMIN) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_only_administrators_manage_people(role):
    actor = Actor(person_id=1, grants=frozenset({Grant(role)}))
    assert may_manage_people(actor) is (role is Role.ADMIN)
    assert may_read_history(actor) is (role in {Role.ADMIN, Role.PARTNERSHIP_MANAGER})
    assert not may_manage_people(VISITOR)


def test_nobody_else_makes_people_roles_or_passwords(session, make, now):
    planner, person = make.actor(Role.PLANNER), make.person(Role.MODERATOR)
    for act in (
        lambda: operations.make_person(
            session, planner, email="a@b.c", name="A", password=PASSWORD, now=now
        ),
        lambda: operations.give_role(
            session, planner, person, Role.ADMIN, place_id=None, today=now.date(), ends_on=None,
            now=now,
        ),
        lambda: operations.set_password(session, planner, person, "another password", now=now),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    own = make.actor_of(person)
    operations.set_password(session, own, person, "another password", now=now)
    assert is_password("another password", person.password_hash)


def test_one_email_has_one_sign_in(session, make, now):
    operations.make_person(
        session, BUILDER, email="One@Braidvale.Example", name="One", password=PASSWORD, now=now
    )
    with pytest.raises(NotPossibleNow):
        operations.make_person(
            session, BUILDER, email=" one@braidvale.example", name="Two", password=PASSWORD, now=now
        )
    assert find_person_by_email(session, "ONE@braidvale.example").name == "One"


def test_a_stored_password_tells_nothing():
    stored = hash_password("plain words of mine")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != hash_password("plain words of mine")


def test_the_first_administrator_is_made_on_the_machine(app, session, browse):
    told = ["people", "make-admin", "--email", "Ada@Braidvale.example", "--name", "Ada"]
    run = app.test_cli_runner()
    short = run.invoke(args=[*told, "--password", "short"])
    assert short.exit_code == 1
    assert "12 characters or longer" in short.output
    mixed_up = ["people", "make-admin", "--email", "Ada Root", "--name", "ada@braidvale.example"]
    refused = run.invoke(args=[*mixed_up, "--password", PASSWORD])
    assert (refused.exit_code, "This is no e-mail." in refused.output) == (1, True)
    made = run.invoke(args=[*told, "--password", PASSWORD])
    assert made.exit_code == 0, made.output
    assert "Ada can sign in" in made.output
    again = run.invoke(args=[*told, "--password", PASSWORD])
    assert again.exit_code == 1
    assert "Somebody signs in with this e-mail already." in again.output
    assert [person.email for person in session.scalars(select(Person))] == ["ada@braidvale.example"]
    page = signs_in(browse, "ada@braidvale.example")
    assert page.heading == "Set up your second step"
    browse.visit("/staff/", status=401)
    assert set_up_app(browse.visit("/sign-in/set-up")).path == "/staff/"
