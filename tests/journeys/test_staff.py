"""Priya checks what waits, Callum groups, decides and plans, a councillor reads the ward."""

import re

import pytest
from playwright.sync_api import expect

from app.seed.staff import DEMO_PASSWORD as PASSWORD
from tests.browser.fixtures import type_numbers
from tests.journeys.test_resident import WORDS, put_forward

pytestmark = pytest.mark.browser

PRIYA = "priya.nair@braidvale.example"
CALLUM = "callum.reid@braidvale.example"
FIONA = "fiona.rennie@braidvale.example"
AILSA = "ailsa.grant@braidvale.example"


@pytest.mark.parametrize("scripts", [True, False])
def test_words_go_from_a_resident_through_the_queue_to_the_list(person_browser, sign_in, scripts):
    put_forward(person_browser(scripts=scripts, width=360), WORDS)
    priya = person_browser(scripts=scripts, width=1280)
    sign_in(priya, PRIYA, PASSWORD)
    expect(priya.get_by_role("heading", level=1)).to_contain_text(re.compile("waiting"))
    priya.get_by_role("link", name=re.compile("New")).first.click()
    while not priya.get_by_role("link", name=re.compile("evening bus does not stop")).count():
        priya.get_by_role("link", name=re.compile("Next|More", re.I)).first.click()
    priya.get_by_role("link", name=re.compile("evening bus does not stop")).first.click()
    priya.get_by_role("button", name="Publish as it is").click()
    expect(priya.get_by_role("button", name=re.compile("Undo")).first).to_be_visible()

    anyone = person_browser(scripts=scripts, width=360)
    anyone.goto("/")
    anyone.get_by_role("link", name="Say “me too”").click()
    expect(anyone.locator("main h3 a").first).to_contain_text("The evening bus does not stop")

    priya.get_by_role("button", name=re.compile("Undo")).first.click()
    anyone.reload()
    expect(anyone.locator("main h3 a").first).not_to_contain_text("The evening bus does not stop")


def test_a_councillor_lands_on_the_ward_and_sees_no_button(person_browser, sign_in):
    page = person_browser(scripts=False, width=360)
    sign_in(page, FIONA, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Coalbrae")
    expect(page.get_by_text(re.compile(r"\b58\b")).first).to_be_visible()
    expect(page.get_by_text("in every 1,000 people took part").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("7.0")
    page.goto("/needs/n-0001")
    expect(page.get_by_role("button", name="This matters to me too")).to_have_count(0)


def test_a_planner_sees_loose_ends_and_groups_a_need(person_browser, sign_in):
    page = person_browser(scripts=False, width=1280)
    sign_in(page, CALLUM, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Themes").first.click()
    page.get_by_role("link", name="Getting there and home").first.click()
    expect(page.get_by_text("timetable follows old shift patterns")).to_be_visible()


def test_an_administrator_invites_somebody_who_then_works_here(person_browser, sign_in):
    page = person_browser(scripts=False, width=1280)
    sign_in(page, AILSA, PASSWORD)
    page.get_by_label("Name", exact=True).fill("Morag Test")
    page.get_by_label("E-mail", exact=True).fill("morag@braidvale.example")
    page.get_by_label("Role", exact=True).select_option(label="Moderator: checks what people send")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("region", name="Invited, not here yet")).to_contain_text("Morag Test")
    page.goto("/letters/")
    letter = page.locator("article").first.inner_text()
    page.goto("/staff/")
    page.get_by_role("link", name="Read who did what").click()
    expect(page.get_by_text("invited").first).to_be_visible()

    morag = person_browser(scripts=False, width=360)
    morag.goto(re.search(r"http://\S+/staff/invitation\?k=\S+", letter)[0])
    morag.get_by_label("Choose a password").fill("three plain words")
    morag.get_by_role("button", name="Keep this password and go on").click()
    morag.get_by_role("button", name="Set up an app").click()
    type_numbers(morag, "My app works")
    expect(morag.get_by_role("heading", level=1)).to_contain_text(re.compile("waiting"))


def test_strangers_are_asked_to_sign_in_and_others_are_refused(person_browser, sign_in):
    page = person_browser(scripts=False, width=360)
    assert page.goto("/moderation/").status == 401
    sign_in(page, FIONA, PASSWORD)
    assert page.goto("/moderation/").status == 403
    assert page.goto("/staff/").status == 403
