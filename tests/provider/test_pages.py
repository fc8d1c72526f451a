"""Signing in at a real provider: in, linked, invited, and everything that must not work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import Role
from app.history.models import HistoryEntry
from app.needs.models import Moderation
from app.people.queries import find_person_by_email
from app.provider import operations, talk
from app.provider.models import ProviderLink
from app.provider.queries import find_link
from tests.builders import PASSWORD
from tests.conftest import skip_or_fail
from tests.databases import ADDRESS, Unavailable
from tests.people.steps import second_step, set_up_app
from tests.provider.real_provider import BACK, running_provider
from tests.staff.invited import link_for

EMAIL = "senga@braidvale.example"
SORRY, UNKNOWN = "That did not work", "We do not know you yet"


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    try:
        with running_provider(ADDRESS, tmp_path_factory.mktemp("provider")) as provider:
            yield provider
    except Unavailable as problem:
        skip_or_fail(str(problem))


@pytest.fixture(autouse=True)
def provided(app, real, monkeypatch):
    """Name the provider in the settings, and let the clock run: the provider's does."""
    monkeypatch.setattr(clock, "real_now", lambda: datetime.now(UTC))
    name_provider(app, real.settings, monkeypatch)


def name_provider(app, provider, monkeypatch):
    settings = replace(app.extensions["portal_settings"], provider=provider)
    monkeypatch.setitem(app.extensions, "portal_settings", settings)
    monkeypatch.setattr(app.jinja_env.globals["site"], "provider", provider.name)


@pytest.fixture
def person(make, session, real):
    """Make somebody who is linked with whom the provider knows as Mo."""
    person = make.person(Role.MODERATOR)
    link(session, make, person, real, "mo")
    return person


def link(session, make, person, real, name):
    operations.link(
        session, make.actor_of(person), person, issuer=real.settings.issuer,
        subject=f"subject-of-{name}", now=make.now, real_now=make.now,
    )  # fmt: skip


def way(page):
    """Return where a page sends the browser."""
    return next(href for words, href in page.links if words == "Go on")


def goes(page, real, name, button="Sign in with Braidvale work account"):
    """Press the button, sign in at the provider, and come back; return where to."""
    address = real.sign_in(way(page.press(button)), name)
    assert address.startswith(ADDRESS)
    return address.removeprefix(ADDRESS)


def proves(browser):
    return browser.visit("/my-account")


# --- signing in ---


def test_who_is_linked_signs_in_there_and_shows_the_second_step_here(browse, make, person, real):
    make.area()
    back = goes(browse.visit("/sign-in"), real, "mo")
    page = browse.visit(back)
    assert page.heading == "One more step"
    browse.visit("/moderation/", status=401)
    assert second_step(page).path == "/moderation/"


def test_where_the_provider_asks_for_two_steps_itself_that_is_enough(
    browse, app, person, real, make, monkeypatch
):
    make.area()
    name_provider(app, replace(real.settings, has_second_factor=True), monkeypatch)
    page = browse.visit("/sign-in?next=/needs/?order=fewest")
    page = browse.visit(goes(page, real, "mo"))
    assert page.heading == f"Sign in as {person.name}?"
    browse.visit("/moderation/", status=401)
    page = page.press("Sign in", within="main")
    assert page.has_button("Sign out")
    assert page.address == "/needs/?order=fewest"
    other = browse.another()
    page = other.visit(goes(other.visit("/sign-in"), real, "mo"))
    assert page.press("Sign in", within="main").path == "/moderation/"


def test_a_press_that_comes_too_late_or_twice_or_in_another_browser_opens_nothing(
    browse, app, person, real, make, monkeypatch, now
):
    make.area()
    name_provider(app, replace(real.settings, has_second_factor=True), monkeypatch)
    page = browse.visit(goes(browse.visit("/sign-in"), real, "mo"))
    assert browse.another().post("/sign-in/council/in", {}).path == "/sign-in"
    monkeypatch.setattr(clock, "real_now", lambda: datetime.now(UTC) + timedelta(minutes=11))
    assert page.press("Sign in", within="main").path == "/sign-in"
    assert page.press("Sign in", within="main").path == "/sign-in"
    browse.visit("/moderation/", status=401)


def test_what_was_typed_when_the_sign_in_ran_out_waits_beside_the_councils_sign_in(
    browse, session, make, person, real
):
    need = make.need(published=False)
    browse.sign_in(person)
    page = browse.visit(f"/moderation/needs/{need.id}?lane=new")
    page.fill({"What should change?": "It is hurtful to someone"})
    own = "Your own words to the sender (you can leave this empty)"
    page.fill({own: "Please say it kindly."})
    person.session_number += 1
    page = page.press("Send it back", status=401)
    button = "Sign in with Braidvale work account (new tab)"
    # A way that leads nowhere, and coming back too early, lose nothing.
    page = page.press("Go on with what I typed", status=401)
    page = page.fill({"E-mail": person.email, "Password": "x"}).press("Sign in", status=422)
    back = goes(page, real, "mo", button=button)
    assert "kindly" not in back
    beside = second_step(browse.visit(back))
    assert beside.heading == "Go back to your other tab"
    page = page.press("Go on with what I typed", status=403)
    assert page.heading == "What you typed is here"
    assert page.value_of(own) == "Please say it kindly."
    for words in ("Ask the sender for a change", "It is hurtful to someone"):
        assert words in page.main
    session.refresh(need)
    assert need.moderation is Moderation.WAITING  # nothing is sent by itself
    page = page.press("Send")
    session.refresh(need)
    assert need.moderation is Moderation.RETURNED
    assert "lane=new" in page.address


def test_a_new_tab_opens_only_where_something_was_typed(browse, make, person, real):
    def tabs(page):
        forms = page.tree.all("form")
        return [form.get("target") for form in forms if "council/go" in (form.get("action") or "")]

    assert tabs(browse.visit("/sign-in")) == [None]
    page = browse.post("/moderation/needs/1", {"words": "Kept."}, status=401)
    assert tabs(page) == ["_blank"]


def test_the_way_asks_for_a_code_with_a_proof_and_for_nothing_about_anybody(browse, real):
    page = browse.visit("/sign-in").press("Sign in with Braidvale work account")
    asked = parse_qs(urlsplit(way(page)).query)
    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 40
    assert len(asked["nonce"][0]) >= 40
    assert asked["redirect_uri"] == [ADDRESS + BACK]
    assert real.settings.client_secret not in page.html
    (refresh,) = [each for each in page.tree.all("meta") if each.get("http-equiv") == "refresh"]
    assert refresh.get("content") == f"0; url={way(page)}"


def test_an_unknown_person_is_nobody_whatever_their_email(browse, session, make, real):
    """Nobody is matched by e-mail: the subject is a name of the provider's own."""
    make.person(Role.ADMIN, email="subject-of-ada@braidvale.example")
    page = browse.visit(goes(browse.visit("/sign-in"), real, "ada"), status=422)
    assert page.heading == UNKNOWN
    assert not page.shows_sign_out
    assert session.scalars(select(ProviderLink.id)).all() == []


def test_the_same_subject_at_another_provider_is_somebody_else(browse, session, make, real):
    person = make.person(Role.ADMIN)
    operations.link(
        session, make.actor_of(person), person, issuer="https://elsewhere.example",
        subject="subject-of-mo", now=make.now, real_now=make.now,
    )  # fmt: skip
    assert browse.visit(goes(browse.visit("/sign-in"), real, "mo"), status=422).heading == UNKNOWN


def test_a_closed_sign_in_stays_closed(browse, session, person, real):
    person.is_closed = True
    assert browse.visit(goes(browse.visit("/sign-in"), real, "mo"), status=422).heading == UNKNOWN


def test_the_way_back_works_once_and_only_in_the_browser_that_went(browse, person, real):
    back = goes(browse.visit("/sign-in"), real, "mo")
    assert browse.another().visit(back).path == "/sign-in"
    other = browse.another()
    other.visit("/sign-in").press("Sign in with Braidvale work account")
    assert other.visit(back, status=422).heading == SORRY  # it went with another state
    assert browse.visit(back).heading == "One more step"
    assert browse.visit(back).path == "/sign-in"


def test_a_code_works_once(browse, person, real):
    page = browse.visit("/sign-in")
    back = goes(page, real, "mo")
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        kept = dict(cookie)
    browse.visit(back)
    thief = browse.another()
    with thief.client.session_transaction(base_url=browse.address) as cookie:
        cookie.update(kept)
    assert thief.visit(back, status=422).heading == SORRY


@pytest.mark.parametrize(
    "change",
    ["state=x", "code=", "code=wrong", "iss=https://evil.example", "error=access_denied"],
)
def test_a_way_back_that_was_changed_leads_nowhere(browse, person, real, change):
    back = goes(browse.visit("/sign-in"), real, "mo")
    name = change.partition("=")[0]
    parts = [each for each in back.partition("?")[2].split("&") if not each.startswith(f"{name}=")]
    if name == "error":
        parts = [each for each in parts if not each.startswith("code=")]
    page = browse.visit(f"{BACK}?{'&'.join([*parts, change])}", status=422)
    assert page.heading == SORRY
    browse.visit("/moderation/", status=401)


def test_the_way_is_over_after_ten_minutes(browse, person, real, monkeypatch):
    back = goes(browse.visit("/sign-in"), real, "mo")
    later = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert browse.visit(back, status=422).heading == SORRY


def test_coming_back_begins_a_new_session(browse, app, person, real, monkeypatch):
    name_provider(app, replace(real.settings, has_second_factor=True), monkeypatch)
    back = goes(browse.visit("/sign-in"), real, "mo")
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        cookie["planted"] = "by somebody else"
    assert browse.visit(back).press("Sign in", within="main").has_button("Sign out")
    with browse.client.session_transaction(base_url=browse.address) as cookie:
        assert not {"planted", "provider_way", "provider_back"} & cookie.keys()


def test_when_the_provider_is_away_the_page_says_so(browse, app, real, monkeypatch):
    away = replace(real.settings, issuer="http://127.0.0.1:9")
    name_provider(app, away, monkeypatch)
    page = browse.visit("/sign-in").press("Sign in with Braidvale work account", status=422)
    assert page.heading == SORRY
    assert browse.visit("/sign-in").has_button("Sign in")


def test_a_provider_that_calls_itself_something_else_is_refused(browse, app, real, monkeypatch):
    name_provider(app, replace(real.settings, issuer=real.settings.issuer + "/"), monkeypatch)
    browse.visit("/sign-in").press("Sign in with Braidvale work account", status=422)


def test_a_wrong_secret_lets_nobody_in(browse, app, person, real, monkeypatch):
    name_provider(app, replace(real.settings, client_secret="wrong"), monkeypatch)
    back = goes(browse.visit("/sign-in"), real, "mo")
    assert browse.visit(back, status=422).heading == SORRY


# --- linking ---


def test_one_links_ones_own_sign_in_and_takes_the_link_away(browse, session, make, real):
    person = make.person(Role.MODERATOR)
    page = browse.sign_in(person).visit("/my-account")
    page = browse.visit(goes(page, real, "lena", button="Link it"))
    assert find_link(session, person.id, real.settings.issuer) is None  # looking links nothing
    page = page.press("Yes, go on")
    assert "You can sign in with Braidvale work account now." in page
    other = browse.another()
    assert other.visit(goes(other.visit("/sign-in"), real, "lena")).heading == "One more step"
    page = browse.visit("/my-account").press("Take the link away")
    assert "The link is taken away." in page
    other = browse.another()
    assert other.visit(goes(other.visit("/sign-in"), real, "lena"), status=422).heading == UNKNOWN
    verbs = session.scalars(
        select(HistoryEntry.verb).where(
            HistoryEntry.subject == "person", HistoryEntry.subject_id == person.id
        )
    ).all()
    assert "linked the council's sign-in" in verbs
    assert "took the link with the council's sign-in away" in verbs


def test_one_account_there_opens_one_sign_in_here(browse, session, make, person, real):
    other = make.person(Role.ADMIN)
    page = browse.sign_in(other).visit("/my-account")
    page = browse.visit(goes(page, real, "mo", button="Link it"))
    assert "is linked already" in page.press("Yes, go on", status=409)
    assert find_link(session, other.id, real.settings.issuer) is None


def test_a_session_left_open_links_nothing(browse, make, real, monkeypatch):
    person = make.person(Role.MODERATOR)
    page = browse.sign_in(person).visit("/my-account")
    page_later = browse.visit(goes(page, real, "lena", button="Link it"))
    later = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert page_later.press("Yes, go on").heading == "Show that it is you"
    assert browse.visit("/my-account").press("Link it").heading == "Show that it is you"


def test_who_came_back_for_one_thing_is_not_taken_for_another(browse, session, make, real):
    person = make.person(Role.MODERATOR)
    page = browse.sign_in(person).visit("/my-account")
    page = browse.visit(goes(page, real, "lena", button="Link it"))
    token = next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")
    browse.post("/sign-in/council/accept", {"csrf_token": token})
    assert session.scalars(select(ProviderLink.id)).all() == []
    browse.post("/sign-in/council/link", {"csrf_token": token})  # and by then it is forgotten
    assert session.scalars(select(ProviderLink.id)).all() == []


# --- an invitation ---


def invites(browser, session):
    page = browser.visit("/staff/").fill(
        {"Name": "Senga", "E-mail": EMAIL, "Role": "Moderator: checks what people send"}
    )
    page.press("Send the invitation")
    return link_for(session, EMAIL)


def test_an_invitation_is_accepted_with_the_councils_sign_in(browse, session, make, real):
    make.area()
    address = invites(browse.sign_in(make.person(Role.ADMIN)), session)
    senga = browse.another()
    page = senga.visit(address)
    page = senga.visit(goes(page, real, "senga", button="Go on with Braidvale work account"))
    assert find_person_by_email(session, EMAIL) is None  # looking accepts nothing
    page = page.press("Yes, go on")
    assert page.heading == "Set up your second step"
    assert set_up_app(page).path == "/moderation/"
    person = find_person_by_email(session, EMAIL)
    assert person.password_hash is None
    again = browse.another()
    assert again.visit(goes(again.visit("/sign-in"), real, "senga")).heading == "One more step"
    form = browse.another().visit("/sign-in").fill({"E-mail": EMAIL, "Password": PASSWORD})
    form.press("Sign in", status=422)
    page = senga.visit("/my-account").press("Take the link away", status=409)
    assert "This is your only way in" in page
    page = senga.visit("/my-account").fill({"New password": PASSWORD}).press("Change my password")
    assert "Your password is changed." in page
    page = page.press("Take the link away")
    assert "The link is taken away." in page
    form = browse.another().visit("/sign-in").fill({"E-mail": EMAIL, "Password": PASSWORD})
    assert form.press("Sign in").heading == "One more step"


def test_a_first_password_is_set_only_after_showing_the_second_step(
    browse, session, make, real, monkeypatch
):
    person = make.person(Role.MODERATOR)
    person.password_hash = None
    page = browse.sign_in(person).visit("/my-account").fill({"New password": PASSWORD})
    later = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert page.press("Change my password").heading == "Show that it is you"
    session.refresh(person)
    assert person.password_hash is None


def test_a_dead_invitation_is_dead_that_way_too(browse, session, make, person, real):
    """T25: expired, used or taken back, then by another way."""
    admin = browse.sign_in(make.person(Role.ADMIN))
    address = invites(admin, session)
    senga = browse.another()
    page = senga.visit(address)
    page = senga.visit(goes(page, real, "senga", button="Go on with Braidvale work account"))
    admin.visit("/staff/").press("Take the invitation back")
    assert "does not work any more" in page.press("Yes, go on", status=409)
    assert find_person_by_email(session, EMAIL) is None


def test_an_account_that_is_linked_already_accepts_nothing(browse, session, make, person, real):
    address = invites(browse.sign_in(make.person(Role.ADMIN)), session)
    senga = browse.another()
    page = senga.visit(address)
    page = senga.visit(goes(page, real, "mo", button="Go on with Braidvale work account"))
    page.press("Yes, go on", status=409)
    assert find_person_by_email(session, EMAIL) is None
    assert senga.visit(address).has_button("Keep this password and go on")


def test_keys_of_the_provider_are_asked_for_seldom(browse, person, real, monkeypatch):
    asked = []
    fetch = talk._fetched
    monkeypatch.setattr(talk, "_fetched", lambda address: asked.append(address) or fetch(address))
    for _ in range(3):
        browse.another().visit("/sign-in").press("Sign in with Braidvale work account")
    assert len(asked) in {0, 2}
