"""What people see of a conversation, and how a planner writes one."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState
from app.conversations.queries import all_conversations
from app.foundation.access import Role
from tests.builders import BUILDER, Make
from tests.page import Browser

TODAY = date(2026, 3, 2)
WHOLE_FORM = {
    "The question": "What would help families here?",
    "Why now": "We have new money.",
    "What can change": "What the money pays for.",
    "What cannot change": "The total.",
    "Who decides": "Families Board",
    "How much power do people have?": "We’re deciding together",
    "Opens": ("2", "3", "2026"),
    "Closes": ("30", "5", "2026"),
    "Reply by": ("31", "7", "2026"),
}


@pytest.fixture
def desk(browse: Browser, make: Make) -> Browser:
    """Return the browser of a planner."""
    return browse.sign_in(make.person(Role.PLANNER))


def only_one(session: Session) -> Conversation:
    session.expire_all()
    line = all_conversations(session, BUILDER)[0]
    return session.get_one(Conversation, line.id)


def test_the_page_tells_the_rules_in_words(browse: Browser, make: Make) -> None:
    conversation = make.conversation("What about buses?")
    make.need(conversation=conversation, title="Later buses")
    make.need(title="Not about buses")
    page = browse.visit(f"/topics/{conversation.slug}")
    for words in (
        "We’re working with you",
        "What we do first.",
        "How much money there is.",
        "The partnership board",
        "1 need",
        "Later buses",
    ):
        assert words in page
    assert "Not about buses" not in page
    assert page.has_link("Put a need forward")


def test_the_always_open_one_has_no_last_day(browse: Browser, make: Make) -> None:
    page = browse.visit(f"/topics/{make.conversation().slug}")
    assert "You can tell us at any time." in page


def test_a_closed_one_takes_no_more_needs(browse: Browser, make: Make) -> None:
    over = make.conversation("Over?", closes_on=TODAY - timedelta(days=1))
    page = browse.visit(f"/topics/{over.slug}")
    assert "Closed to new words" in page
    assert not page.has_link("Put a need forward")


def test_a_planner_has_no_button_to_put_a_need_forward(desk: Browser, make: Make) -> None:
    conversation = make.conversation("What about buses?")
    assert not desk.visit(f"/topics/{conversation.slug}").has_link("Put a need forward")


def test_drafts_and_unknown_addresses_are_not_there(browse: Browser, make: Make) -> None:
    draft = make.conversation("Draft?", state=ConversationState.DRAFT)
    browse.visit(f"/topics/{draft.slug}", status=404)
    browse.visit("/topics/nothing", status=404)
    assert "Draft?" not in browse.visit("/topics/")


def test_the_list_shows_open_and_closed_apart(browse: Browser, make: Make) -> None:
    make.conversation("Open?")
    make.conversation("Shut?", state=ConversationState.CLOSED)
    page = browse.visit("/topics/")
    assert page.has_link("Open?")
    assert page.has_link("Shut?")
    assert page.text.index("Open?") < page.text.index("Shut?")


def test_needs_of_a_conversation_are_paged_both_ways(browse: Browser, make: Make) -> None:
    conversation = make.conversation("Many?")
    for number in range(25):
        make.need(conversation=conversation, title=f"Need number {number}")
    page = browse.visit(f"/topics/{conversation.slug}")
    assert "Need number 24" in page
    assert "Need number 4" not in page.words_of("h3")
    page = page.follow("More needs")
    assert "Need number 0" in page
    assert "Need number 24" in page.follow("Previous page")


def test_a_planner_writes_and_opens_one(desk: Browser, session: Session) -> None:
    page = desk.visit("/desk/conversations/").follow("Begin a conversation")
    page = page.fill(WHOLE_FORM).press("Open it for everyone")
    assert "It is open. Everyone can see it." in page
    conversation = only_one(session)
    assert conversation.state is ConversationState.OPEN
    assert "Families Board" in desk.another().visit(f"/topics/{conversation.slug}")


def test_a_short_one_is_warned_about(desk: Browser) -> None:
    form = {**WHOLE_FORM, "Closes": ("20", "3", "2026")}
    page = desk.visit("/desk/conversations/new").fill(form).press("Open it for everyone")
    assert "less than six weeks" in page


def test_each_missing_field_is_named_and_nothing_is_lost(desk: Browser, session: Session) -> None:
    page = desk.visit("/desk/conversations/new").fill({"The question": "Is it whole?"})
    page = page.press("Open it for everyone", status=422)
    assert page.errors == [
        "Say what can change",
        "Say what cannot change",
        "Say who decides",
        "Choose how much power people have",
        "Give the day it opens",
        "Give the day it closes",
        "Give the day by which people get a reply",
    ]
    assert page.value_of("The question") == "Is it whole?"
    assert not all_conversations(session, BUILDER)


def test_a_draft_needs_its_question_only(desk: Browser, session: Session) -> None:
    page = desk.visit("/desk/conversations/new").press("Save as a draft", status=422)
    assert page.errors == ["Write the question"]
    page.fill({"The question": "What else?"}).press("Save as a draft")
    assert only_one(session).state is ConversationState.DRAFT


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("Opens", ("31", "2", "2026"), "Write a real day, such as 19 3 2026."),
        ("Opens", ("1", "", "2026"), "Write a real day, such as 19 3 2026."),
        ("Closes", ("1", "3", "26"), "Write the year with four digits, such as 2026."),
        ("Reply by", ("1", "5", "2026"), "The reply must come on the day it closes or later."),
        ("Opens", ("3", "3", "2026"), "It cannot open before its own first day."),
    ],
)
def test_bad_days_are_explained(
    desk: Browser, field: str, typed: tuple[str, str, str], words: str
) -> None:
    page = desk.visit("/desk/conversations/new").fill({**WHOLE_FORM, field: typed})
    page = page.press("Open it for everyone", status=422)
    assert any(line.startswith(words) for line in page.errors)


def test_too_long_words_are_refused_and_kept(desk: Browser) -> None:
    page = desk.visit("/desk/conversations/new")
    page = page.fill({"The question": "x" * 201, "Why now": "y" * 2001})
    page = page.press("Save as a draft", status=422)
    assert len(page.errors) == 2
    assert page.value_of("The question") == "x" * 201


def test_a_stale_form_is_told(desk: Browser, session: Session) -> None:
    desk.visit("/desk/conversations/new").fill(WHOLE_FORM).press("Save as a draft")
    address = f"/desk/conversations/{only_one(session).id}"
    stale = desk.visit(address).fill({"Why now": "Mine."})
    desk.visit(address).fill({"Why now": "Theirs."}).press("Save as a draft")
    page = stale.press("Save as a draft", status=409)
    assert "Mine." in page
    assert only_one(session).why_now == "Theirs."


def test_a_second_press_on_open_is_no_error(desk: Browser, session: Session) -> None:
    desk.visit("/desk/conversations/new").fill(WHOLE_FORM).press("Save as a draft")
    page = desk.visit(f"/desk/conversations/{only_one(session).id}")
    page.press("Open it for everyone")
    page.press("Open it for everyone")
    assert only_one(session).revision == 1


def test_closing_from_the_desk(desk: Browser, make: Make, session: Session) -> None:
    conversation = make.conversation("Enough?")
    desk.visit(f"/desk/conversations/{conversation.id}").press("Close this conversation")
    assert only_one(session).state is ConversationState.CLOSED


def test_the_always_open_one_has_no_close_button(
    desk: Browser, make: Make, session: Session
) -> None:
    page = desk.visit(f"/desk/conversations/{make.conversation().id}")
    assert not page.has_button("Close this conversation")
    other = make.conversation("Another?")
    page = desk.visit(f"/desk/conversations/{other.id}")
    other.is_always_open = True
    session.flush()
    assert "One conversation is always open" in page.press("Close this conversation", status=409)


@pytest.mark.parametrize(
    "path", ["/desk/conversations/", "/desk/conversations/new", "/desk/conversations/1"]
)
def test_the_desk_is_for_planners(browse: Browser, make: Make, path: str) -> None:
    browse.visit(path, status=401)
    browse.sign_in(make.person(Role.MODERATOR)).visit(path, status=403)


def test_what_is_not_there_is_not_found(desk: Browser) -> None:
    desk.visit("/desk/conversations/999", status=404)
