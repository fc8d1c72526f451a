"""Having words removed: the pages, for a writer and for staff."""

from datetime import timedelta

from app.erasing import operations
from app.foundation.access import Actor, Role
from app.needs.models import Moderation

OTTER = "An otter crossing at the old weir"


def test_a_writer_has_public_words_removed_and_keeps_them_after_all(browse, session, make):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER)
    browse.take_part_as(writer)
    page = browse.visit("/follow/").follow("Take it back").follow("Remove my words for good")
    assert "In 7 days they are gone for good." in page
    page = page.press("Remove my words")
    assert "Your words show nowhere now." in page
    assert "On Monday 9 March they are removed for good." in page
    gone = browse.another().visit(f"/needs/{need.code.lower()}", status=410)
    assert "The writer took this back" in gone
    page = page.press("Keep them after all")
    assert "Kept." in page
    assert OTTER in browse.another().visit(f"/needs/{need.code.lower()}")


def test_what_is_gone_answers_with_the_marker_alone(browse, session, make, now):
    writer, theme = make.participant_actor(), make.theme()
    need = make.need(writer=writer, words=OTTER, theme=theme, supports=3)
    action = make.action(need)
    operations.ask_to_erase(session, writer, need.id, now=now)
    operations.erase_due(session, Actor.system("tests"), now=now + timedelta(days=7))
    page = browse.visit(f"/needs/{need.code.lower()}", status=410)
    assert "These words are gone for good" in page
    assert need.code in page
    assert "2 March 2026" in page
    assert "Its writer wanted the words removed." in page
    for address in (f"/themes/{theme.code.lower()}", f"/plan/actions/{action.code.lower()}"):
        shown = browse.visit(address)
        assert "words were removed for good" in shown
        assert "otter" not in shown.text.lower()
    mine = browse.take_part_as(writer).visit("/follow/")
    assert "Your words were removed for good" in mine
    browse.visit(f"/my-words/{need.id}/remove", status=409)


def test_words_that_were_taken_back_go_at_once(browse, make):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER, state=Moderation.WITHDRAWN)
    page = browse.take_part_as(writer).visit("/follow/").follow("Remove my words for good")
    assert "Nobody can bring them back." in page
    page = page.press("Remove my words")
    assert "Your words are gone for good." in page
    assert OTTER not in page
    assert need.id


def test_nobody_else_finds_the_page(browse, make):
    need = make.need(words=OTTER)
    for browser in (
        browse, browse.another().take_part_as(make.participant_actor()),
        browse.another().sign_in(make.person(Role.MODERATOR)),
    ):  # fmt: skip
        browser.visit(f"/my-words/{need.id}/remove", status=404)


def test_staff_remove_words_in_two_steps(browse, session, make, now):
    need = make.need(words=OTTER)
    browse.sign_in(make.person(Role.MODERATOR))
    page = browse.visit("/moderation/").follow("Words to be removed")
    assert "Type a code such as N-0142." in page.press("Find it", status=422).errors
    wrong = page.fill({"Its code": "N-9999"}).press("Find it", status=422)
    assert "We have no such need" in wrong.errors[0]
    page = page.fill({"Its code": need.code.lower()}).press("Find it")
    assert OTTER in page
    assert "Choose who asked, and how." in page.press("Carry on", status=422).errors
    page = page.fill({"Who asked, and how?": "Its writer asked by phone"}).press("Carry on")
    assert page.heading == "Are you sure?"
    session.refresh(need)
    assert need.moderation is Moderation.PUBLISHED, "nothing happens before it is said twice"
    page = page.press("Remove the words")
    assert need.code in page
    assert OTTER not in page
    browse.another().visit(f"/needs/{need.code.lower()}", status=410)
    page = page.press("Keep the words")
    assert "Nothing waits to be removed." in page
    assert OTTER in browse.another().visit(f"/needs/{need.code.lower()}")


def test_a_moderator_sees_no_words_that_are_gone(browse, session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER, state=Moderation.WITHDRAWN)
    operations.ask_to_erase(session, writer, need.id, now=now)
    browse.sign_in(make.person(Role.MODERATOR))
    page = browse.visit(f"/moderation/needs/{need.id}")
    assert "The words were removed for good" in page
    assert not page.has_link("Somebody asks to have these words removed")
    browse.visit(f"/removals/{need.id}", status=409)
