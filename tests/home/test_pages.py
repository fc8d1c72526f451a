"""The front page, the pages that explain how this works, and whether the portal is well."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.home.views import PAGES
from app.moderation.models import ReasonCode
from app.moderation.operations import hide_need
from app.plan.models import ActionState
from app.staff.forms import ROLE_WORDS
from tests.builders import Make
from tests.page import Browser

WAYS_TO_REACH_US = ("phone", "post", "email")
LONGEST_SENTENCE = 30


# --- the front page ---


def test_the_front_page_says_what_this_is_and_where_to_begin(browse: Browser, make: Make) -> None:
    make.conversation()
    page = browse.visit("/")
    assert page.heading == "Tell us what matters where you live. See what gets done about it."
    for words in ("Tell us what matters", "Say “me too”", "See what’s changed"):
        assert any(words in link for link, _ in page.links)
    assert "Takes 2 minutes. No account." in page


def test_the_front_page_shows_one_thing_that_came_of_it(browse: Browser, make: Make) -> None:
    need = make.need(title="The last bus is too early", supports=3)
    make.decision(need)
    make.action(need, state=ActionState.STARTED, what="Run an evening bus")
    page = browse.visit("/")
    assert "You said" in page
    assert page.follow("The last bus is too early").heading == "The last bus is too early"
    assert browse.visit("/").follow("Run an evening bus").heading == "Run an evening bus"


def test_without_an_example_the_promise_and_the_way_to_phone_still_show(
    browse: Browser, make: Make, session: Session
) -> None:
    make.need(supports=3, sent_at=datetime(2025, 1, 6, 10, tzinfo=UTC))  # late: an answer is due
    shown = make.need(title="The last bus is too early", supports=3)
    other = make.need(title="No bench at the stop", supports=2)
    for need in (shown, other):
        make.decision(need)
        make.action(need, state=ActionState.STARTED)
    moderator = make.actor(Role.MODERATOR)
    for left in ("The last bus is too early", "No bench at the stop", ""):
        page = browse.visit("/")
        assert "Did we keep our promise?" in page
        assert "Not online? That’s fine" in page
        assert ("What came of it" in page) == bool(left)
        assert left in page
        need = {shown.title: shown, other.title: other}.get(left)
        if need:
            hide_need(
                session,
                moderator,
                need.id,
                ReasonCode.HURTFUL,
                revision=need.revision,
                now=make.now,
            )


def test_the_picture_counts_only_areas_with_voices(browse: Browser, make: Make) -> None:
    for name in ("Coalbrae", "Millburn"):
        make.need(supports=2, supporters_from=make.area(name))
    for number in range(9):
        make.area(f"Quiet place {number}")
    assert "4 people in 2 areas, one thread." in browse.visit("/")


def test_choosing_an_area_on_the_front_page_leads_there(browse: Browser, make: Make) -> None:
    make.area("Coalbrae")
    page = browse.visit("/").fill({"Where do you live?": "Coalbrae"}).press("Show my area")
    assert page.path == "/areas/coalbrae"


def test_the_front_page_sets_no_cookie(browse: Browser) -> None:
    assert "Set-Cookie" not in browse.open("/").headers


# --- the pages that explain ---


@pytest.mark.parametrize("slug", PAGES)
def test_every_page_that_explains_opens_for_everyone(browse: Browser, slug: str) -> None:
    page = browse.visit(f"/about/{slug}")
    assert page.heading
    assert len(page.main) > 300
    assert "Set-Cookie" not in browse.open(f"/about/{slug}").headers


@pytest.mark.parametrize("slug", PAGES)
def test_the_footer_or_a_page_leads_to_each(browse: Browser, slug: str) -> None:
    assert any(address == f"/about/{slug}" for _, address in browse.visit("/").links)


@pytest.mark.parametrize("slug", PAGES)
def test_sentences_are_short(browse: Browser, slug: str) -> None:
    page = browse.visit(f"/about/{slug}")
    for tag in ("p", "li"):
        for words in page.words_of(tag):
            for sentence in re.split(r"[.!?:;] ", words):
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_a_page_that_does_not_exist_is_not_found(browse: Browser) -> None:
    browse.visit("/about/nothing", status=404)
    browse.visit("/about/index", status=404)


def test_how_to_reach_us_names_phone_post_and_email(browse: Browser, app: Flask) -> None:
    page = browse.visit("/about/contact")
    for name in WAYS_TO_REACH_US:
        assert getattr(app.extensions["portal_settings"], name) in page


def test_who_to_phone_can_be_left_quickly(browse: Browser, app: Flask) -> None:
    page = browse.visit("/about/worried")
    leave = app.extensions["portal_settings"].quick_exit_url
    assert ("Leave this page quickly", leave) in page.links
    assert "If someone is in danger now, phone 999." in page


def test_the_promises_are_those_of_the_settings(browse: Browser, app: Flask) -> None:
    known = app.extensions["portal_settings"]
    page = browse.visit("/about/promises")
    assert f"within {known.promise_check_days} working days" in page
    assert f"within {known.promise_answer_weeks} weeks" in page


def test_the_house_rules_name_every_reason_for_hiding(browse: Browser) -> None:
    page = browse.visit("/about/house-rules")
    reasons = page.main.partition("Why we may hide something")[2].partition("Being angry")[0]
    assert reasons.count(".") == len(ReasonCode)


def test_every_role_that_can_be_given_stands_on_the_page_of_roles(browse: Browser) -> None:
    page = browse.visit("/about/permissions")
    rows = page.words_of("tr")
    for words in ROLE_WORDS.values():
        name = str(words).partition(":")[0]
        assert any(row.startswith(name) for row in rows), name


def test_how_we_count_says_what_is_hidden_and_who_is_not_counted(browse: Browser) -> None:
    page = browse.visit("/about/counting")
    assert "no number under 10" in page
    assert "People signed in for work have no “me too”" in page


def test_the_word_list_joins_plain_words_and_those_of_the_field(browse: Browser) -> None:
    rows = browse.visit("/about/words").words_of("tr")
    for plain, field in (
        ("The local plan", "LOIP"), ("The change we want", "Outcome"),
        ("What’s behind this", "Root cause"), ("Conversation", "Engagement"),
        ("Community groups and charities", "VCFSE"), ("Small neighbourhood", "Data zone"),
    ):  # fmt: skip
        assert any(row.startswith(plain) and field in row for row in rows), plain


def test_the_explaining_pages_are_the_same_for_staff(browse: Browser, make: Make) -> None:
    public = browse.visit("/about/counting").main
    browse.sign_in(make.person(Role.COUNCILLOR))
    assert browse.visit("/about/counting").main == public


# --- whether the portal is well ---


def test_the_portal_says_that_it_is_well(browse: Browser) -> None:
    for address, words in (("/health/live", "alive\n"), ("/health/ready", "ready\n")):
        answer = browse.open(address)
        assert answer.status_code == 200
        assert answer.get_data(as_text=True) == words
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("words", "shown"),
    [("Run a bus.", "Yes. Run a bus."), ("Yes, test it.", "Yes, test it."), ("YES.", "YES.")],
)
def test_the_kind_of_an_answer_is_not_said_twice(browse, make, words, shown):
    need = make.need()
    make.decision(need, we_decided=words)
    page = browse.visit(f"/needs/{need.code.lower()}")
    assert shown in page
    assert f"Yes. {words}" not in page or shown == f"Yes. {words}"
