"""The page of one need, and what its address answers once it is gone."""

import pytest
from sqlalchemy import select

from app.foundation.access import Actor, NotAllowed, NotPossibleNow, Role
from app.needs import operations
from app.needs.models import Moderation, NeedVersion, Progress
from app.needs.queries import NeedFilter, list_needs, themes_of_need
from app.needs.words import NeedWords
from app.recounts.operations import differences
from tests.builders import BUILDER

WORDS = NeedWords(words="A bridge over the burn.")


def test_the_page_shows_the_words_who_says_so_and_where(browse, make):
    area = make.area("Coalbrae")
    need = make.need(
        title="A later bus", words="The last bus\n\nleaves at six.", works_well="Friendly drivers",
        about_whom="Shift workers", area=area, supports=3, supporters_from=area,
    )  # fmt: skip
    make.room_voice(need, make.gathering(area=area), people=4)
    page = browse.visit(f"/needs/{need.code.lower()}")
    assert page.heading == "A later bus"
    for words in ("leaves at six.", "Friendly drivers", "Shift workers", "Coalbrae", "7 people"):
        assert words in page, words


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN, Moderation.ERASED])
def test_what_was_public_leaves_a_marker_without_words_or_numbers(browse, make, state):
    need = make.need(title="Otters", words="Otters in the burn", supports=7, state=state)
    page = browse.visit(f"/needs/{need.code.lower()}", status=410)
    assert need.code in page
    assert "Otters" not in page.html
    assert "7 people" not in page
    if state is Moderation.HIDDEN:
        assert f"{need.code} was taken down on 2 March 2026." in page
    else:
        gone = state is Moderation.ERASED
        assert page.heading == (
            "These words are gone for good" if gone else "The writer took this back"
        )
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_the_marker_is_the_same_for_everyone(browse, make):
    need = make.need(state=Moderation.HIDDEN)
    address = f"/needs/{need.code.lower()}"
    writer = make.actor_of(make.participant())
    need.participant_id = writer.participant_id
    for browser in (
        browse,
        browse.another().take_part_as(writer),
        browse.another().sign_in(make.person(Role.PLANNER)),
    ):
        browser.visit(address, status=410)


def test_what_was_never_public_answers_like_what_does_not_exist(browse, make):
    make.need(published=False)
    never = browse.visit("/needs/n-0001", status=404)
    other = browse.visit("/needs/n-999999999", status=404)
    assert never.main == other.main


@pytest.mark.parametrize("code", ["x-0001", "n-00001", "t-0001", "n-000000001"])
def test_a_need_has_one_address_only(browse, make, code):
    make.need()
    browse.visit(f"/needs/{code}", status=404)
    browse.post(f"/needs/{code}/support", status=404)


def test_capitals_in_the_address_lead_to_the_one_address(browse, make):
    need = make.need()
    assert browse.open(f"/needs/{need.code}").status_code == 301
    assert browse.visit(f"/needs/{need.code}").path == f"/needs/{need.code.lower()}"


def test_a_merged_need_leads_to_its_target_where_its_words_stay(browse, make):
    target = make.need(title="Buses", supports=2)
    merged = make.need(words="My own words about buses.", merged_into=target)
    response = browse.open(f"/needs/{merged.code.lower()}")
    assert (response.status_code, response.headers["Location"]) == (
        301, f"/needs/{target.code.lower()}",
    )  # fmt: skip
    page = browse.visit(f"/needs/{merged.code.lower()}")
    assert "My own words about buses." in page
    assert "Someone else said the same" in page
    assert "3 people" in page


def test_a_merged_need_whose_target_is_hidden_says_nothing(browse, make, session):
    target = make.need()
    merged = make.need(words="My own words about buses.", merged_into=target)
    operations.take_down(
        session, BUILDER, target, Moderation.HIDDEN, reason_code=None, now=target.sent_at
    )
    page = browse.visit(f"/needs/{merged.code.lower()}", status=410)
    assert "My own words" not in page.html


@pytest.mark.parametrize(
    ("words", "seen", "not_as"),
    [
        ("<script>alert(1)</script> & <b>bold</b>", "<script>alert(1)</script>", "<script>alert"),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))", 'href="javascript'),
        ("🚌🏽 bus 👩‍👩‍👧", "👩‍👩‍👧", None),
        ("{{ 7 * 7 }} {% raw %} %(count)s %s", "{{ 7 * 7 }} {% raw %} %(count)s %s", None),
        ("الحافلة متأخرة bus 42 هنا", "الحافلة متأخرة bus 42 هنا", None),
        (
            "https://bank.example@evil.example",
            "https://bank.example@evil.example",
            'href="https://b',
        ),
    ],
)
def test_odd_words_are_shown_as_words(browse, make, words, seen, not_as):
    need = make.need(words=words, title=words[:60])
    for address in (f"/needs/{need.code.lower()}", "/needs/"):
        page = browse.visit(address)
        assert not_as is None or not_as not in page.html
    assert seen in browse.visit(f"/needs/{need.code.lower()}")


def test_direction_controls_are_closed_inside_the_words(browse, make):
    need = make.need(words="left \u202e turned", title="Turned \u2067 title")
    page = browse.visit(f"/needs/{need.code.lower()}")
    assert "Turned \u2067 title\u2069</bdi></h1>" in page.html
    assert "left \u202e turned\u202c</p>" in page.html


# --- changing, taking back, grouping ---


def test_changed_words_are_a_new_version_that_is_checked_again(session, make, now):
    writer = make.participant_actor()
    need = make.need(words="Old words.", works_well="Old good.", writer=writer, supports=2)
    code, revision = need.code, need.revision
    operations.change_words(session, writer, need, WORDS, revision=revision, now=now)
    assert (need.moderation, need.words, need.works_well) == (Moderation.WAITING, WORDS.words, "")
    assert (need.code, need.revision, need.people) == (code, revision + 1, 2)
    kept = session.scalars(select(NeedVersion).where(NeedVersion.need_id == need.id)).one()
    assert (kept.words, kept.works_well) == ("Old words.", "Old good.")
    for words in ("old words", "bridge"):
        assert not list_needs(session, BUILDER, NeedFilter(words=words), size=5)
    make.publish(need)
    assert need.code == code
    assert list_needs(session, BUILDER, NeedFilter(words="bridge"), size=5)
    assert not list_needs(session, BUILDER, NeedFilter(words="old"), size=5)
    assert differences(session, BUILDER) == []


def test_earlier_wordings_are_for_staff_only(browse, session, make, now):
    writer = make.participant_actor()
    need = make.need(words="Otters were mentioned.", writer=writer)
    operations.change_words(session, writer, need, WORDS, revision=need.revision, now=now)
    make.publish(need)
    pages = [f"/needs/{need.code.lower()}", "/needs/", "/needs/?q=otters"]
    for who in (browse, browse.another().take_part_as(writer)):
        for page in pages:
            assert "Otters were" not in who.visit(page).html


def test_a_form_from_an_earlier_version_changes_nothing(session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer)
    stale = need.revision
    operations.change_words(session, writer, need, WORDS, revision=stale, now=now)
    with pytest.raises(NotPossibleNow):
        operations.change_words(
            session, writer, need, NeedWords(words="Twice."), revision=stale, now=now
        )
    assert need.words == WORDS.words


@pytest.mark.parametrize("state", [Moderation.WITHDRAWN, Moderation.MERGED, Moderation.ERASED])
def test_what_was_taken_back_or_joined_cannot_be_changed(session, make, now, state):
    writer = make.participant_actor()
    if state is Moderation.MERGED:
        need = make.need(writer=writer, merged_into=make.need())
    else:
        need = make.need(writer=writer, state=state)
    with pytest.raises(NotPossibleNow):
        operations.change_words(session, writer, need, WORDS, revision=need.revision, now=now)


def test_nobody_else_changes_or_takes_back(session, make, now):
    need = make.need()
    for other in (Actor(), make.participant_actor(), make.actor(Role.MODERATOR, Role.PLANNER)):
        with pytest.raises(NotAllowed):
            operations.change_words(session, other, need, WORDS, revision=need.revision, now=now)
        with pytest.raises(NotAllowed):
            operations.withdraw_need(session, other, need, now=now)
    assert need.moderation is Moderation.PUBLISHED


def test_taking_back_twice_is_once(session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer, words="An otter crossing")
    operations.withdraw_need(session, writer, need, now=now)
    revision = need.revision
    operations.withdraw_need(session, writer, need, now=now)
    assert (need.moderation, need.revision) == (Moderation.WITHDRAWN, revision)
    assert not list_needs(session, BUILDER, NeedFilter(words="otter"), size=5)


def test_a_need_stands_under_two_themes_at_most(session, make, now):
    planner = make.actor(Role.PLANNER)
    one, two, three = make.theme(), make.theme(), make.theme()
    need = make.need()
    assert operations.group_need(session, planner, need, one.id, now=now)
    assert not operations.group_need(session, planner, need, one.id, now=now)
    assert operations.group_need(session, planner, need, two.id, now=now)
    with pytest.raises(NotPossibleNow):
        operations.group_need(session, planner, need, three.id, now=now)
    assert {theme.id for theme in themes_of_need(session, need.id)} == {one.id, two.id}
    assert need.progress is Progress.GROUPED
    assert operations.ungroup_need(session, planner, need, one.id, now=now)
    assert need.progress is Progress.GROUPED
    assert operations.ungroup_need(session, planner, need, two.id, now=now)
    assert need.progress is Progress.NEW
    assert not operations.ungroup_need(session, planner, need, two.id, now=now)


@pytest.mark.parametrize("who", ["a visitor", "a moderator"])
def test_only_planners_group(session, make, now, who):
    actor = Actor() if who == "a visitor" else make.actor(Role.MODERATOR)
    with pytest.raises(NotAllowed):
        operations.group_need(session, actor, make.need(), make.theme().id, now=now)


def test_a_need_is_joined_to_a_published_one_that_is_another(session, make, now):
    need, target = make.need(), make.need()
    for wrong in (need, make.need(published=False), make.need(state=Moderation.HIDDEN)):
        with pytest.raises(NotPossibleNow):
            operations.merge_into(session, BUILDER, need, wrong, now=now)
    operations.merge_into(session, BUILDER, need, target, now=now)
    session.flush()
    with pytest.raises(NotPossibleNow):  # no chains
        operations.merge_into(session, BUILDER, target, make.need(), now=now)


def test_codes_are_given_in_order_and_never_again(session, make):
    first, second = make.need(), make.need(state=Moderation.HIDDEN)
    waiting = make.need(published=False)
    assert (first.number, second.number, waiting.number) == (1, 2, None)
    make.publish(waiting)
    make.publish(second)
    assert (waiting.number, second.number) == (3, 2)


def test_who_may_work_on_a_need_finds_the_way_from_its_page(browse, make):
    area = make.area("Coalbrae")
    need, elsewhere = make.need(area=area), make.need(area=make.area("Glens"))
    planner = browse.another().sign_in(make.person(Role.PLANNER))
    assert (
        planner.visit(f"/needs/{need.code}")
        .follow("Work on this need")
        .path.startswith("/desk/needs/")
    )
    someone = make.person()
    make.role(someone, Role.MODERATOR, place=area)
    moderator = browse.another().sign_in(someone)
    page = moderator.visit(f"/needs/{need.code}")
    assert not page.has_link("Work on this need")
    assert page.follow("Check this need").path == f"/moderation/needs/{need.id}"
    assert not moderator.visit(f"/needs/{elsewhere.code}").has_link("Check this need")


def test_the_way_to_the_desk_is_in_no_page_that_is_kept(browse, make):
    need = make.need()
    planner = browse.another().sign_in(make.person(Role.PLANNER))
    for _ in range(2):  # the second time the page may come from those kept
        answer = planner.open(f"/needs/{need.code.lower()}")
        assert "Work on this need" in answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "For your work" not in browse.visit(f"/needs/{need.code}")
