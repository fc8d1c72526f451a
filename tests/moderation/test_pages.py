"""What a moderator sees and does: the queue, an item, each decision, the next one, Undo."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Role
from app.moderation import operations, queries
from app.moderation.models import ReasonCode, Verdict
from app.moderation.reasons import sentence_for
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.queries import place_ids_of_need
from app.needs.words import NeedWords
from app.people.models import Participant, Person
from tests.builders import Make
from tests.page import Browser, Page

CHANGE = "Ask the sender for a change"
WHAT_CHANGES, WHY_HIDDEN = "What should change?", "Why is it hidden?"
NAMES_A_CHILD, HURTFUL = "It names a child", "It is hurtful to someone"
OWN_WORDS = "Your own words to the sender (you can leave this empty)"


@pytest.fixture
def priya(make: Make) -> Person:
    return make.person(Role.MODERATOR, name="Priya Nair")


@pytest.fixture
def desk(browse: Browser, priya: Person) -> Browser:
    return browse.sign_in(priya)


def wait(make: Make, title: str, *, days: int = 0, **more: object) -> Need:
    sent_at = make.now - timedelta(days=days)
    return make.need(published=False, title=title, sent_at=sent_at, **more)


def open_item(desk: Browser, need: Need, query: str = "", status: int = 200) -> Page:
    return desk.visit(f"/moderation/needs/{need.id}{query}", status=status)


def token_of(page: Page) -> str:
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value") or ""


@pytest.mark.parametrize("address", ["/moderation/", "/moderation/decisions"])
def test_only_moderators_open_the_queue(browse: Browser, make: Make, address: str) -> None:
    assert browse.open(address).status_code == 401
    for role in set(Role) - {Role.MODERATOR}:
        assert browse.sign_in(make.person(role)).open(address).status_code == 403


def test_the_queue_opens_on_what_waits_and_what_was_promised(desk: Browser, make: Make) -> None:
    wait(make, "The oldest", days=9)
    wait(make, "The newest")
    page = desk.visit("/moderation/")
    assert page.heading == ("2 waiting. The oldest has waited 9 days. We promise 3 working days.")
    assert "1 is past the day we promised." in page
    assert "You did 0 today." in page
    said = [words for words, address in page.links if "/moderation/needs/" in address]
    assert said[-2:] == ["The oldest", "The newest"]


def test_an_empty_queue_says_so(desk: Browser) -> None:
    page = desk.visit("/moderation/")
    assert page.heading == "Nothing waits. We promise 3 working days."
    assert "Nothing waits here." in page
    assert not page.has_link("Begin with the oldest")


def test_lanes_narrow_the_queue_and_stay_on_the_way(desk: Browser, make: Make) -> None:
    wait(make, "A bench on the hill", days=3)
    wait(make, "Ring Mrs Lawrie on 01632 960114", days=2)
    wait(make, "Ring Mr Baird on 01632 960115", days=1)
    lane = desk.visit("/moderation/").follow("Personal details 2")
    assert not lane.has_link("A bench on the hill")
    item = lane.follow("Ring Mrs Lawrie on 01632 960114")
    after = item.press("Publish as it is")
    assert after.heading == "Ring Mr Baird on 01632 960115"
    assert "lane=details" in after.address
    end = after.press("Publish as it is")
    assert end.path == "/moderation/"
    assert "lane=details" in end.address


def test_risk_is_pointed_out_first(desk: Browser, make: Make) -> None:
    wait(make, "I am frightened for the wee boy next door", days=1)
    wait(make, "A bench on the hill", days=5)
    page = desk.visit("/moderation/").follow("1 may be about somebody at risk.")
    item = page.follow("I am frightened for the wee boy next door")
    assert "somebody is at risk: “ frightened for the wee ”" in item
    assert "phone 999" in item


def test_the_area_narrows_the_queue(desk: Browser, make: Make) -> None:
    here, elsewhere = make.area("Coalbrae"), make.area("Millburn")
    wait(make, "The bus", area=here)
    wait(make, "The library", area=elsewhere)
    page = desk.visit("/moderation/").fill({"Area": "Coalbrae"}).press("Show")
    assert page.has_link("The bus")
    assert not page.has_link("The library")
    assert page.value_of("Area") == "Coalbrae"
    assert "2 waiting." in page.heading


def test_pages_of_the_queue_lead_on_and_back(
    desk: Browser, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.moderation.views.ON_A_PAGE", 2)
    for number in range(5):
        wait(make, f"Need {number}", days=9 - number)
    first = desk.visit("/moderation/")
    second = first.follow("Next in the queue")
    assert second.has_link("Need 2")
    assert second.has_link("Need 3")
    third = second.follow("Next in the queue")
    assert not third.has_link("Next in the queue")
    back = third.follow("Previous page")
    assert back.has_link("Need 2")
    again = back.follow("Previous page")
    assert again.has_link("Need 0")
    assert not again.has_link("Previous page")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/moderation/?lane=everything", 400),
        ("/moderation/?after=x", 400),
        ("/moderation/?after=99999999999999", 400),
        ("/moderation/?area=atlantis", 404),
        ("/moderation/?after=999999", 200),
        ("/moderation/?done=999999", 200),
        ("/moderation/decisions?before=-1", 400),
        ("/moderation/needs/999999", 404),
        ("/moderation/needs/99999999999999999999", 404),
    ],
)
def test_odd_addresses_are_answered_plainly(desk: Browser, address: str, status: int) -> None:
    assert desk.open(address).status_code == status


def test_an_item_shows_the_words_as_written_with_hints_marked(desk: Browser, make: Make) -> None:
    area = make.area("Coalbrae")
    need = wait(
        make,
        "Kerbs",
        words="Ring <b>Mrs Lawrie</b> on 01632 960114.\nShe kens.",
        works_well="The path is braw.",
        about_whom="Wheelchair users",
        days=9,
        area=area,
    )
    page = open_item(desk, need)
    assert page.words_of("mark") == ["Mrs Lawrie", "01632 960114"]
    assert "Ring <b> Mrs Lawrie </b> on 01632 960114 . She kens." in page
    for words in (
        "The path is braw.",
        "Who it affects: Wheelchair users",
        "Coalbrae",
        "Online",
        "Sent Saturday 21 February",
        "We promised to check it by Wednesday 25 February",
        "Late",
        "2 things marked.",
        "It is only a hint",
    ):
        assert words in page, words


def test_nothing_on_the_page_can_reword(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs", words="Ower high.")
    page = open_item(desk, need)
    boxes = [each.get("name") for each in page.tree.all("textarea")]
    assert boxes == ["words"]
    assert page.value_of(OWN_WORDS) == ""
    desk_before = (need.title, need.words)
    page.fill({OWN_WORDS: "New words", WHAT_CHANGES: NAMES_A_CHILD}).press("Send it back")
    assert (need.title, need.words) == desk_before


def test_publishing_leads_to_the_next_with_an_undo(desk: Browser, make: Make) -> None:
    first, second = wait(make, "The first", days=2), wait(make, "The second", days=1)
    page = open_item(desk, first).press("Publish as it is")
    assert page.heading == "The second"
    assert first.moderation is Moderation.PUBLISHED
    assert first.code is not None
    assert f"Published. {first.code} The first" in page.part("done")
    undone = page.press("Undo", within="Published.")
    assert undone.heading == "The first"
    assert "Undone. This stands as it did before." in undone
    assert first.moderation is Moderation.WAITING
    assert second.moderation is Moderation.WAITING
    assert desk.open(f"/needs/{first.code.lower()}").status_code == 410


def test_after_the_last_one_the_queue_says_that_nothing_waits(desk: Browser, make: Make) -> None:
    page = open_item(desk, wait(make, "The only one")).press("Publish as it is")
    assert page.path == "/moderation/"
    assert "Nothing waits." in page.heading
    assert page.has_button("Undo")
    assert "You did 1 today." in page


def test_a_reload_after_an_undo_offers_no_second_undo(desk: Browser, make: Make) -> None:
    page = open_item(desk, wait(make, "The only one")).press("Publish as it is")
    address = page.address
    page.press("Undo", within="Published.")
    assert desk.visit(address).part("done") == ""


def test_what_somebody_else_did_is_not_announced_as_mine(
    desk: Browser, browse: Browser, make: Make
) -> None:
    page = open_item(desk, wait(make, "The only one")).press("Publish as it is")
    other = browse.another().sign_in(make.person(Role.MODERATOR))
    assert other.visit(page.address).part("done") == ""


def test_skipping_changes_nothing_and_goes_on(desk: Browser, make: Make) -> None:
    first = wait(make, "The first", days=2)
    wait(make, "The second", days=1)
    page = open_item(desk, first).follow("Skip to the next")
    assert page.heading == "The second"
    assert not page.has_link("Skip to the next")
    assert first.moderation is Moderation.WAITING


def test_joining_with_one_that_looks_alike_shows_both_first(desk: Browser, make: Make) -> None:
    target = make.need(title="Last bus leaves before visiting ends", supports=3)
    need = wait(make, "The last bus leaves the hospital before visiting ends")
    page = open_item(desk, need)
    assert "3 people: 3 online" in page.part("alike")
    both = page.press("Same as this")
    assert both.heading == "Do these two say the same?"
    assert need.title in both
    assert target.title in both
    assert target.words in both
    assert need.moderation is Moderation.WAITING
    assert need.merged_into_id is None
    after = both.press("Yes, join them")
    assert need.merged_into_id == target.id
    assert "Joined with another need" in after.part("done")
    assert target.people == 4


def test_joining_by_choosing_from_the_list(desk: Browser, make: Make) -> None:
    target = make.need(title="Last bus leaves before visiting ends")
    need = wait(make, "The last bus leaves the hospital before visiting ends")
    page = open_item(desk, need)
    both = page.fill({"Which one says the same?": f"{target.code} {target.title}"})
    both.press("Join with it").press("Yes, join them")
    assert need.merged_into_id == target.id


@pytest.mark.parametrize("how", ["{code}", "{lower}", "{number}", " N{number} ", "n-{number}"])
def test_a_code_is_taken_as_people_type_it(desk: Browser, make: Make, how: str) -> None:
    target, need = make.need(), wait(make, "Kerbs")
    code = target.code or ""
    typed = how.format(code=code, lower=code.lower(), number=target.number)
    both = open_item(desk, need).fill({"Or type its code": typed}).press("Join with it")
    assert both.follow("No, go back").heading == "Kerbs"
    both.press("Yes, join them")
    assert need.merged_into_id == target.id


@pytest.mark.parametrize("typed", ["", "kerbs", "T-0001", "N-9999", "N-99999999999", "N-0", "N--1"])
def test_a_bad_code_is_refused_and_kept(desk: Browser, make: Make, typed: str) -> None:
    need = wait(make, "Kerbs")
    page = open_item(desk, need).fill({"Or type its code": typed}).press("Join with it", status=422)
    assert len(page.errors) == 1
    assert page.value_of("Or type its code") == typed
    assert page.title.startswith("Error:")
    assert need.moderation is Moderation.WAITING


def test_a_code_of_something_hidden_or_joined_is_refused_with_the_way_on(
    desk: Browser, make: Make
) -> None:
    hidden, target = make.need(state=Moderation.HIDDEN), make.need()
    joined = make.need(merged_into=target)
    page = open_item(desk, wait(make, "Kerbs"))
    refused = page.fill({"Or type its code": hidden.code or ""}).press("Join with it", status=422)
    assert refused.errors == ["No published need has this code. Look at it again."]
    refused = page.fill({"Or type its code": joined.code or ""}).press("Join with it", status=422)
    assert refused.errors == [f"This one is joined with {target.code}. Choose that."]


def test_what_happened_while_comparing_is_told(desk: Browser, make: Make) -> None:
    target, need = make.need(), wait(make, "Kerbs")
    both = open_item(desk, need).fill({"Or type its code": target.code or ""}).press("Join with it")
    open_item(desk, need).press("Publish as it is")
    refused = both.press("Yes, join them", status=409)
    assert "published this" in refused
    assert need.merged_into_id is None


def test_two_that_wait_and_say_the_same_are_pointed_out(desk: Browser, make: Make) -> None:
    first = wait(make, "The last bus leaves the hospital before visiting ends", words="No bus.")
    second = wait(make, "Last bus from the hospital leaves before visiting ends", words="Late!")
    other = wait(make, "No bench outside the library", words="A bench, please.")
    part = open_item(desk, second).part("alike")
    assert "May be the same as another that waits" in part
    assert first.title in part
    assert other.title not in part
    assert "another that waits" not in open_item(desk, other).part("alike")


def test_risk_comes_before_age(desk: Browser, make: Make) -> None:
    wait(make, "No bench outside the library", days=5)
    newer = wait(make, "I am frightened he will hurt me", days=1)
    page = desk.visit("/moderation/")
    assert not page.has_link("Begin with the oldest")
    assert "It opens one need. Opening decides nothing." in page
    assert "Show all, or those with one hint." in page
    page = page.follow("Read the oldest that may be about risk")
    assert page.heading == newer.title
    page = page.press("Publish as it is")
    assert page.path == "/moderation/"
    page = page.follow("Begin with the oldest")
    assert page.heading == "No bench outside the library"


def test_a_need_cannot_be_joined_with_itself(desk: Browser, make: Make) -> None:
    need = make.need(title="Kerbs")
    page = open_item(desk, need).fill({"Or type its code": need.code or ""})
    refused = page.press("Join with it", status=409)
    assert "A need cannot be the same as itself" in refused
    assert need.moderation is Moderation.PUBLISHED


def test_a_published_need_is_not_offered_as_like_itself(desk: Browser, make: Make) -> None:
    need = make.need(title="Dropped kerbs on the way to the health centre")
    assert need.code not in open_item(desk, need).part("alike")


def test_asking_for_a_change_shows_first_what_the_sender_reads(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    page = open_item(desk, need).fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: "Say <i>a boy</i>."})
    look = page.press("Show me what they will read")
    sentence = sentence_for(Verdict.RETURN, ReasonCode.NAMES_A_CHILD)
    assert f"The sender will read: {sentence} Say <i>a boy</i>." in look.part("look")
    assert need.moderation is Moderation.WAITING
    assert look.value_of(OWN_WORDS) == "Say <i>a boy</i>."
    assert look.value_of(WHAT_CHANGES) == [NAMES_A_CHILD]
    look.press("Send it back")
    assert need.moderation is Moderation.RETURNED


def test_every_reason_shows_its_sentence_before_it_is_chosen(desk: Browser, make: Make) -> None:
    page = open_item(desk, wait(make, "Kerbs"))
    for reason in ReasonCode:
        assert sentence_for(Verdict.HIDE, reason) in page
        assert sentence_for(Verdict.RETURN, reason) in page


def test_an_empty_reason_is_asked_for_and_the_words_are_kept(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    page = open_item(desk, need).fill({OWN_WORDS: "Leave the name out."})
    refused = page.press("Send it back", status=422)
    assert refused.errors == ["Choose what should change."]
    assert refused.value_of(OWN_WORDS) == "Leave the name out."
    assert [each.get("id") for each in refused.tree.all("details") if each.get("open") is not None]
    refused = open_item(desk, need).press("Hide it", status=422)
    assert refused.errors == ["Choose why it is hidden."]
    assert need.moderation is Moderation.WAITING


def test_words_that_are_too_long_are_refused_and_kept(desk: Browser, make: Make) -> None:
    page = open_item(desk, wait(make, "Kerbs"))
    page.fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: "x" * 1001})
    refused = page.press("Send it back", status=422)
    assert refused.errors == [
        "Make your words 1,000 characters or fewer. Nothing you wrote is lost."
    ]
    assert refused.value_of(OWN_WORDS) == "x" * 1001


@pytest.mark.parametrize(
    "sent",
    [
        {"verdict": "erase"},
        {},
        {"verdict": "hide", "hide_reason": "because"},
        {"verdict": "return", "return_reason": ""},
        {"verdict": "correct_area", "place": "atlantis"},
        {"verdict": "correct_area"},
    ],
)
def test_forms_that_no_page_shows_change_nothing(
    desk: Browser, make: Make, sent: dict[str, str]
) -> None:
    need = wait(make, "Kerbs")
    page = open_item(desk, need)
    whole = {"revision": str(need.revision), "csrf_token": token_of(page), **sent}
    page = desk.post(f"/moderation/needs/{need.id}", whole, status=422)
    assert page.errors
    assert need.moderation is Moderation.WAITING


def test_words_that_no_database_can_hold_are_refused(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    sent = {
        "verdict": "return",
        "return_reason": "hurtful",
        "words": "Say\x00 how.",
        "revision": str(need.revision),
        "csrf_token": token_of(open_item(desk, need)),
    }
    answer = desk.open(f"/moderation/needs/{need.id}", "POST", data=sent)
    assert answer.status_code == 422
    assert "hidden character" in answer.get_data(as_text=True)
    assert need.moderation is Moderation.WAITING


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_revision_that_is_none_is_refused(desk: Browser, make: Make, revision: str) -> None:
    need = wait(make, "Kerbs")
    page = open_item(desk, need)
    for field in page.tree.all("input"):
        if field.get("name") == "revision":
            field.set("value", revision)
    refused = page.press("Publish as it is", status=409)
    assert refused.errors == ["This page was not whole. Look at it again."]
    assert need.moderation is Moderation.WAITING


def test_hiding_needs_a_reason_and_the_sender_reads_its_sentence(
    desk: Browser, browse: Browser, make: Make
) -> None:
    writer = make.participant_actor()
    need = make.need(title="Kerbs", writer=writer)
    page = open_item(desk, need)
    assert not page.has_button("Publish as it is")
    page.fill({WHY_HIDDEN: HURTFUL}).press("Hide it")
    assert need.moderation is Moderation.HIDDEN
    sender = browse.another().take_part_as(writer)
    assert sentence_for(Verdict.HIDE, ReasonCode.HURTFUL) in sender.visit("/follow/")
    code = (need.code or "").lower()
    assert sender.open(f"/needs/{code}").status_code == 410


def test_the_sender_of_a_returned_need_changes_it_and_it_waits_again(
    desk: Browser, browse: Browser, make: Make, session: Session, now: datetime
) -> None:
    writer = make.participant_actor()
    need = wait(make, "Kerbs", words="Ask wee Jamie Reid.", writer=writer)
    page = open_item(desk, need).fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: "Say a boy."})
    page.press("Send it back")
    sender = browse.another().take_part_as(writer).visit("/follow/")
    assert sentence_for(Verdict.RETURN, ReasonCode.NAMES_A_CHILD) in sender
    assert "Say a boy." in sender
    new = NeedWords(title="Kerbs", words="Ask a boy.")
    needs.change_words(session, writer, need, new, revision=need.revision, now=now)
    again = open_item(desk, need)
    assert "Ask a boy." in again.part("item")
    assert "Ask wee Jamie Reid." in again.part("story")
    assert "The sender changed the words since. Read them and decide again." in again
    assert not again.has_button("Undo")
    assert again.has_button("Publish as it is")


def test_a_wrong_place_is_put_right_and_the_item_stays(
    desk: Browser, make: Make, session: Session
) -> None:
    wrong, right = make.area("Coalbrae"), make.area("Millburn")
    need = wait(make, "Kerbs", area=wrong)
    wait(make, "Another")
    page = open_item(desk, need).fill({"Which area is it about?": "Millburn"})
    after = page.press("Put it under this area")
    assert after.heading == "Kerbs"
    assert "Area corrected" in after.part("done")
    assert "Millburn" in after.part("item")
    assert place_ids_of_need(session, need.id) == {right.id}
    after.fill({"Which area is it about?": "All over"}).press("Put it under this area")
    assert need.is_about_whole_place
    again = open_item(desk, need).fill({"Which area is it about?": "All over"})
    assert "already" in again.press("Put it under this area", status=409)


def test_a_page_opened_too_long_ago_says_who_decided_and_keeps_what_was_typed(
    desk: Browser, make: Make, session: Session, now: datetime
) -> None:
    ewan = make.actor_of(make.person(Role.MODERATOR, name="Ewan Duff"))
    need = wait(make, "Kerbs")
    page = open_item(desk, need).fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: "Leave it out."})
    operations.publish_need(session, ewan, need.id, revision=need.revision, now=now)
    refused = page.press("Send it back", status=409)
    assert refused.errors == ["Ewan Duff published this on 2 March at 10:00. Look at it again."]
    assert "Leave it out." in refused.part("kept")
    assert need.moderation is Moderation.PUBLISHED
    assert len(queries.decisions_of(session, need.id)) == 1


def test_a_page_older_than_the_words_keeps_what_was_typed_in_its_box(
    desk: Browser, make: Make, session: Session, now: datetime
) -> None:
    writer = make.participant_actor()
    need = wait(make, "Kerbs", writer=writer)
    page = open_item(desk, need).fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: "Leave it out."})
    new = NeedWords(title="Kerbs", words="Newer words.")
    needs.change_words(session, writer, need, new, revision=need.revision, now=now)
    refused = page.press("Send it back", status=409)
    assert "The sender changed the words on 2 March at 10:00. Look at it again." in refused.errors
    assert "Newer words." in refused.part("item")
    assert refused.value_of(OWN_WORDS) == "Leave it out."
    assert refused.value_of(WHAT_CHANGES) == [NAMES_A_CHILD]
    refused.press("Send it back")
    assert need.moderation is Moderation.RETURNED


def test_what_its_sender_took_back_shows_no_words(
    desk: Browser, make: Make, session: Session, now: datetime
) -> None:
    writer = make.participant_actor()
    need = wait(make, "Kerbs", words="Ower high.", writer=writer)
    needs.withdraw_need(session, writer, need, now=now)
    page = open_item(desk, need)
    assert page.heading == "The sender took this back"
    assert "Ower high." not in page
    assert "Kerbs" not in page
    assert not page.has_button("Hide it")


def test_decisions_can_be_undone_from_their_list(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    open_item(desk, need).press("Publish as it is")
    page = desk.visit("/moderation/decisions")
    assert "Priya Nair, 2 March 2026 at 10:00" in page
    page.press("Undo")
    assert need.moderation is Moderation.WAITING
    listed = desk.visit("/moderation/decisions")
    assert "Priya Nair undid this on 2 March at 10:00 already." in listed
    assert not listed.has_button("Undo")


def test_an_old_page_with_an_undo_is_answered_with_a_sentence(desk: Browser, make: Make) -> None:
    open_item(desk, wait(make, "Kerbs")).press("Publish as it is")
    page = desk.visit("/moderation/decisions")
    page.press("Undo")
    assert "undid this on 2 March at 10:00 already" in page.press("Undo", status=409)


def test_nothing_is_decided_or_undone_by_a_link(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    open_item(desk, need).press("Publish as it is")
    assert desk.open("/moderation/decisions/1/undo").status_code == 405
    assert desk.open("/moderation/held-voices").status_code == 405
    assert need.moderation is Moderation.PUBLISHED


def test_older_decisions_are_a_page_further(
    desk: Browser, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.moderation.views.ON_A_PAGE", 2)
    for number in range(3):
        open_item(desk, wait(make, f"Need {number}")).press("Publish as it is")
    first = desk.visit("/moderation/decisions")
    assert not first.has_link("Need 0")
    second = first.follow("Older decisions")
    assert second.has_link("Need 0")
    assert not second.has_link("Older decisions")


def test_a_moderator_of_one_area_finds_nothing_of_another(browse: Browser, make: Make) -> None:
    here, elsewhere = make.area("Coalbrae"), make.area("Millburn")
    local = browse.sign_in(make.person(Role.MODERATOR, place=here))
    ours, theirs = wait(make, "Ours", area=here), wait(make, "Theirs", area=elsewhere)
    page = local.visit("/moderation/")
    assert "1 waiting." in page.heading
    assert not page.has_link("Theirs")
    assert local.open(f"/moderation/needs/{theirs.id}").status_code == 404
    after = open_item(local, ours).press("Publish as it is")
    assert after.path == "/moderation/"


@pytest.mark.parametrize("role", [Role.PLANNER, Role.COUNCILLOR, Role.ADMIN])
def test_others_cannot_post_a_decision(
    browse: Browser, make: Make, priya: Person, role: Role
) -> None:
    need = wait(make, "Kerbs")
    page = open_item(browse.sign_in(priya), need)
    browse.sign_in(make.person(role))
    data = {"verdict": "publish", "revision": str(need.revision)}
    assert browse.open(f"/moderation/needs/{need.id}", "POST", data=data).status_code == 403
    assert page.status == 200
    assert need.moderation is Moderation.WAITING


def test_a_decision_without_the_token_is_refused(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    data = {"verdict": "publish", "revision": str(need.revision)}
    address = f"/moderation/needs/{need.id}"
    assert desk.open(address, "POST", data=data).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert desk.open(address, "POST", data=data, headers=foreign).status_code == 403
    assert need.moderation is Moderation.WAITING


def test_a_rush_of_voices_waits_here_until_it_is_let_count(
    desk: Browser, make: Make, session: Session
) -> None:
    need = make.need()
    for _ in range(3):
        held = make.participant(held=True)
        session.get_one(Participant, held.id).address_mark = "the hall"
        make.support(need, make.actor_of(held))
    assert need.people == 1
    page = desk.visit("/moderation/")
    assert "3 voices, 3 presses." in page.part("held")
    after = page.press("Let these count")
    assert "3 voices count now." in after
    assert need.people == 4
    assert after.part("held") == ""
    again = page.press("Let these count")
    assert "Nobody waits there any more." in again


def test_words_cannot_become_markup_anywhere(desk: Browser, make: Make) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    need = wait(make, bad, words=bad, works_well=bad, about_whom=bad)
    queue = desk.visit("/moderation/")
    assert queue.has_link(bad)
    page = open_item(desk, need)
    assert page.heading == bad
    after = page.fill({WHAT_CHANGES: NAMES_A_CHILD, OWN_WORDS: bad}).press("Send it back")
    assert not [each for each in after.tree.all("img") if each.get("onerror")]


def test_an_item_is_never_kept_by_a_cache(desk: Browser, make: Make) -> None:
    need = wait(make, "Kerbs")
    response = desk.open(f"/moderation/needs/{need.id}")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_pages_take_the_same_statements_for_one_and_for_many(
    desk: Browser,
    make: Make,
    session: Session,
    queries_made: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    def once() -> list[int]:
        counts = []
        for address in ("/moderation/", f"/moderation/needs/{first.id}", "/moderation/decisions"):
            with queries_made() as made:
                desk.visit(address)
            counts.append(len(made))
        return counts

    first = wait(make, "Kerbs", days=20)
    open_item(desk, wait(make, "Old")).press("Publish as it is")
    few = once()
    for number in range(15):
        wait(make, f"Kerbs {number}", days=number, words="Ring Mrs Lawrie on 01632 960114.")
        make.need(title=f"Dropped kerbs {number}")
        open_item(desk, wait(make, f"Done {number}")).press("Publish as it is")
    assert once() == few
    assert max(few) <= 25


def test_the_next_moderator_sees_the_history(
    desk: Browser, make: Make, session: Session, now: datetime
) -> None:
    need = wait(make, "Kerbs", days=1)
    open_item(desk, need).fill({WHAT_CHANGES: HURTFUL}).press("Send it back")
    story = open_item(desk, need).part("story")
    assert "Sent The sender 1 March 2026" in story
    assert "Asked for a change Priya Nair 2 March 2026 at 10:00" in story


def test_staff_are_not_told_who_sent_or_supports_a_need(desk: Browser, make: Make) -> None:
    writer: Actor = make.participant_actor(place=make.area("Coalbrae"))
    need = wait(make, "Kerbs", writer=writer)
    page = open_item(desk, need)
    assert "Coalbrae" not in page.part("item")
    assert "@" not in page.main
