"""Coming back with a code: how it is typed, guessed and joined, and changing one's own things."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.follow.queries import find_code, own_need
from app.foundation import clock
from app.foundation.access import VISITOR, NotFound, NotPossibleNow, Role
from app.history.queries import history_of
from app.moderation import operations as moderation
from app.needs.models import Moderation, NeedVersion, Progress
from app.needs.queries import NeedFilter, list_needs, places_of_needs
from app.people import operations as people
from app.people.models import Attempt, Participant
from app.plan.models import ActionState
from app.recounts.operations import differences
from tests.builders import BUILDER
from tests.page_checks import words_in

LABEL = "Your code"
FINAL = {Moderation.WITHDRAWN, Moderation.MERGED}
WRONG = "brave-otter-heron-00"


@pytest.fixture
def code_of(session, make, now):
    def code(actor):
        return people.follow_code(session, actor, make.keys, actor.participant_id, real_now=now)

    return code


@pytest.fixture
def writer(make):
    return make.participant_actor()


def typed(browser, code, status=200):
    return browser.visit("/follow/").fill({LABEL: code}).press("Show my things", status=status)


@pytest.mark.parametrize(
    "change",
    [
        str, str.upper, str.title, lambda c: c.replace("-", ""), lambda c: c.replace("-", " "),
        lambda c: f"  {c.replace('-', ' - ')}. ", lambda c: c.replace("-", "–"),
    ],
)  # fmt: skip
def test_a_code_is_known_however_it_is_typed(browse, make, writer, code_of, change):
    need = make.need(writer=writer, published=False)
    page = typed(browse, change(code_of(writer)))
    assert page.heading == "Your things"
    assert need.title in page
    assert code_of(writer) in page
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert browse.visit("/follow/").heading == "Your things"


def test_a_wrong_code_says_so_and_is_counted(browse, session, make):
    page = typed(browse, WRONG, status=422)
    assert page.errors == ["We don’t know this code. Check each word and both digits."]
    assert page.value_of(LABEL) == WRONG
    assert len(session.scalars(select(Attempt)).all()) == 1
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize("code", ["", "   ", "🚌", "a" * 5000, "-----", "1234", "x\x00y"])
def test_what_is_no_code_answers_with_the_form(browse, make, code):
    assert typed(browse, code, status=422).errors


def test_the_eleventh_wrong_code_waits_and_a_right_one_does_not(browse, make, writer, code_of):
    code = code_of(writer)
    for _ in range(10):
        typed(browse, WRONG, status=422)
    page = typed(browse, WRONG, status=429)
    assert "Wait 10 minutes, then try again. A right code always works." in page
    assert page.value_of(LABEL) == WRONG
    assert typed(browse, code).heading == "Your things"


def test_the_pause_ends_after_ten_minutes(browse, make, monkeypatch, now):
    for _ in range(10):
        typed(browse, WRONG, status=422)
    typed(browse, WRONG, status=429)
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=10, seconds=1))
    typed(browse, WRONG, status=422)


def test_one_address_does_not_make_another_wait(browse, make):
    for _ in range(10):
        typed(browse, WRONG, status=422)
    for address, status in (("127.0.0.99", 429), ("127.0.1.1", 422), ("2001:db8::1", 422)):
        browse.client.environ_base["REMOTE_ADDR"] = address
        typed(browse, WRONG, status=status)


def test_a_forwarded_address_that_anyone_can_write_is_not_believed(browse, make):
    for number in range(10):
        browse.open(
            "/follow/",
            "POST",
            data={"code": WRONG},
            headers={"X-Forwarded-For": f"10.0.{number}.1"},
        )
    answer = browse.open(
        "/follow/", "POST", data={"code": WRONG}, headers={"X-Forwarded-For": "10.9.9.9"}
    )
    assert answer.status_code == 429


def test_the_whole_site_waits_after_300_wrong_ones_in_an_hour(
    browse, session, make, writer, code_of, now
):
    marks = [Attempt(kind=people.FOLLOW, mark=f"m{number}", at=now) for number in range(299)]
    session.add_all(marks)
    typed(browse, WRONG, status=422)
    typed(browse, WRONG, status=429)
    assert typed(browse.another(), code_of(writer)).heading == "Your things"


def test_a_code_on_a_second_device_speaks_for_the_same_voice(browse, make, writer, code_of):
    need = make.need(supports=1, writer=writer)
    phone = browse.another()
    typed(phone, code_of(writer))
    phone.visit(f"/needs/{need.code.lower()}").press("You said this matters to you")
    assert need.people == 0


def test_two_voices_joined_keep_both_codes_and_count_once(browse, session, make, code_of):
    older, younger = make.participant_actor(), make.participant_actor()
    shared = make.need(supports=1)
    mine, yours = make.need(writer=older), make.need(writer=younger)
    make.support(shared, older)
    make.support(shared, younger)
    codes = code_of(older), code_of(younger)
    assert shared.people == 3
    browse.take_part_as(younger)
    page = browse.visit("/follow/").fill({LABEL: codes[0]}).press("Bring the two together")
    assert mine.title in page
    assert yours.title in page
    assert shared.people == 2
    assert differences(session, BUILDER) == []
    for code in codes:
        page = typed(browse.another(), code)
        assert mine.title in page
        assert yours.title in page
        assert codes[0] in page
    joined = session.get(Participant, younger.participant_id)
    assert joined.joined_into_id == older.participant_id


def test_typing_ones_own_code_again_changes_nothing(browse, session, make, writer, code_of):
    need = make.need(writer=writer)
    browse.take_part_as(writer)
    page = browse.visit("/follow/").fill({LABEL: code_of(writer)}).press("Bring the two together")
    assert need.title in page
    assert differences(session, BUILDER) == []


def test_staff_sign_out_before_they_type_their_own_code(browse, make, writer, code_of):
    browse.sign_in(make.person(Role.MODERATOR))
    page = browse.visit("/follow/")
    assert "Sign out first" in page
    assert not page.has_button("Show my things")


def test_a_printed_link_fills_the_form_and_does_nothing_else(
    browse, session, make, writer, code_of
):
    code = code_of(writer)
    page = browse.visit(f"/follow/{code}")
    assert page.heading == "See what happened to your words"
    assert page.value_of(LABEL) == code
    headers = page.response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert not session.scalars(select(Attempt)).all()
    assert browse.visit("/follow/").heading == "See what happened to your words"
    page = browse.visit(f"/follow/{code}").press("Show my things")
    assert page.heading == "Your things"
    assert code not in page.address


def test_odd_printed_links_are_shown_escaped(browse, make):
    assert browse.visit("/follow/%3Cscript%3Ealert(1)%3C%2Fscript%3E", status=404)
    page = browse.visit("/follow/%22%3E%3Cscript%3Ealert(1)")
    assert page.value_of(LABEL) == '"><script>alert(1)'
    assert browse.visit("/follow/" + "a" * 3000).value_of(LABEL) == "a" * 60
    browse.visit("/follow/x%00y", status=400)


def test_forgetting_keeps_what_was_said_and_the_code(browse, make, writer, code_of):
    need = make.need(writer=writer)
    code = code_of(writer)
    browse.take_part_as(writer)
    page = browse.visit("/follow/").press("Forget me on this device")
    assert page.path == "/follow/"
    browse.take_part_as(writer)
    answer = browse.open("/follow/forget", "POST")
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # Back shows nobody else the code
    assert browse.visit("/follow/").heading == "See what happened to your words"
    assert need.people == 1
    assert need.title in typed(browse, code)


def test_a_forged_cookie_is_nobody(browse, make, writer):
    make.need(writer=writer)
    token = make.token_of(writer)
    for forged in (token, f"{token}.", f"{token}.AAAA", "é", ".", make.keys.sign("receipt", token)):
        browse.client.set_cookie("participant", forged, domain="localhost")
        assert browse.visit("/follow/").heading == "See what happened to your words"


# --- one's own things ---


def test_each_state_says_where_the_words_are(browse, make, writer):
    target = make.need(title="The target")
    shown = {
        "Waiting to be checked": make.need(writer=writer, published=False),
        "We asked for a change": make.need(writer=writer, state=Moderation.RETURNED),
        "Hidden": make.need(writer=writer, state=Moderation.HIDDEN),
        "Taken back": make.need(writer=writer, state=Moderation.WITHDRAWN),
        "Same as another": make.need(writer=writer, merged_into=target),
        "Checked": make.need(writer=writer),
    }
    page = browse.take_part_as(writer).visit("/follow/")
    for words, need in shown.items():
        assert words in page.part(f"thing-{need.id}"), words
    changeable = {href.split("/")[3] for text, href in page.links if "Change my words" in text}
    assert changeable == {str(need.id) for need in shown.values() if need.moderation not in FINAL}


@pytest.mark.parametrize("published", [True, False])
def test_changing_words_by_the_page(browse, session, make, writer, published):
    need = make.need(writer=writer, words="Old words.", title="Old name", published=published)
    browse.take_part_as(writer)
    page = browse.visit("/follow/").follow("Change my words", within="Old name")
    assert page.value_of("What needs to be different?") == "Old words."
    assert page.value_of("A short name for it (you can leave this empty)") == "Old name"
    page = page.fill({
        "What needs to be different?": "New words.",
        "A short name for it (you can leave this empty)": "New name",
        "What gets in the way most?": "The rules",
    }).press("Send my new words")  # fmt: skip
    assert page.path == "/follow/"
    assert "We have your new words." in page
    assert (need.title, need.words, need.moderation) == (
        "New name", "New words.", Moderation.WAITING,
    )  # fmt: skip
    assert session.scalars(select(NeedVersion.words)).all() == ["Old words."]
    if published:
        browse.another().visit(f"/needs/{need.code.lower()}", status=410)
    assert differences(session, BUILDER) == []


TITLE = "A short name for it (you can leave this empty)"
WORDS, AREA = "What needs to be different?", "Which area is this about?"


def test_a_name_made_from_the_words_is_made_anew_with_them(browse, make, writer):
    need = make.need(writer=writer, words="Old words. And more.")
    browse.take_part_as(writer)
    assert need.title == "Old words."
    page = browse.visit(f"/follow/things/{need.id}/change")
    assert page.value_of(TITLE) == ""
    page.fill({WORDS: "New words. And others."}).press("Send my new words")
    assert need.title == "New words."


def test_a_name_that_was_typed_stays_when_the_words_change(browse, make, writer):
    need = make.need(writer=writer, words="Old words.", title="My name for it")
    browse.take_part_as(writer)
    page = browse.visit(f"/follow/things/{need.id}/change")
    page.fill({WORDS: "New words."}).press("Send my new words")
    assert need.title == "My name for it"


def places_of(session, need):
    return places_of_needs(session, [need.id]).get(need.id)


def test_who_is_asked_where_it_is_can_say_so_in_the_same_form(browse, session, make, writer):
    coalbrae, glenmore = make.area("Coalbrae"), make.area("Glenmore")
    need = make.need(
        writer=writer, area=coalbrae, state=Moderation.RETURNED, reason_code="not_about_here"
    )
    browse.take_part_as(writer)
    page = browse.visit(f"/follow/things/{need.id}/change")
    assert page.value_of(AREA) == "Coalbrae"
    page = page.fill({AREA: "Choose an area"}).press("Send my new words", status=422)
    assert page.errors == ["Choose an area, or “All over, or not sure”."]
    page.fill({AREA: "Glenmore"}).press("Send my new words")
    assert places_of(session, need) == ["Glenmore"]
    assert need.moderation is Moderation.WAITING
    make.publish(need)
    listed = [
        [card.id for card in list_needs(session, VISITOR, NeedFilter(place_id=area.id), size=5)]
        for area in (coalbrae, glenmore)
    ]
    assert listed == [[], [need.id]]
    assert differences(session, BUILDER) == []
    page = browse.visit(f"/follow/things/{need.id}/change")
    page.fill({AREA: "All over, or not sure"}).press("Send my new words")
    session.refresh(need)
    assert need.is_about_whole_place
    page = browse.visit(f"/follow/things/{need.id}/change")
    assert page.value_of(AREA) == "All over, or not sure"


def test_the_areas_that_a_moderator_set_stay_unless_another_is_chosen(
    browse, session, make, writer
):
    areas = [make.area("Coalbrae"), make.area("Glenmore")]
    make.area("Tarnside")
    need = make.need(writer=writer, areas=areas)
    browse.take_part_as(writer)
    page = browse.visit(f"/follow/things/{need.id}/change")
    assert page.value_of(AREA) == "Coalbrae, Glenmore"
    page.fill({WORDS: "New words."}).press("Send my new words")
    assert places_of(session, need) == ["Coalbrae", "Glenmore"]
    page = browse.visit(f"/follow/things/{need.id}/change")
    page.fill({AREA: "Tarnside"}).press("Send my new words")
    assert places_of(session, need) == ["Tarnside"]


def test_a_form_open_in_two_tabs_loses_nothing_that_was_typed(browse, make, writer):
    need = make.need(writer=writer)
    browse.take_part_as(writer)
    address = f"/follow/things/{need.id}/change"
    first, second = browse.visit(address), browse.visit(address)
    first.fill({"What needs to be different?": "The first."}).press("Send my new words")
    page = second.fill({"What needs to be different?": "The second, longer."})
    page = page.press("Send my new words", status=409)
    assert "The second, longer." in page.html
    assert "This was changed since you opened the page." in page
    assert need.words == "The first."


@pytest.mark.parametrize("revision", ["", "abc", "-1", "1e9", "9" * 30, "٣"])
def test_a_version_that_is_no_number_counts_as_an_old_one(browse, make, writer, revision):
    need = make.need(writer=writer)
    browse.take_part_as(writer)
    page = browse.post(
        f"/follow/things/{need.id}/change",
        {"words": "My new words", "revision": revision, "place": "all-over", "barrier": ""},
        status=409,
    )
    assert "My new words" in page.html


def test_words_that_are_too_long_stay_in_the_box(browse, make, writer):
    need = make.need(writer=writer, words="Old words.")
    browse.take_part_as(writer)
    page = browse.visit(f"/follow/things/{need.id}/change")
    page = page.fill({"What needs to be different?": "x" * 5001})
    page = page.press("Send my new words", status=422)
    assert page.value_of("What needs to be different?") == "x" * 5001
    assert need.words == "Old words."


def test_taking_back_by_the_page_takes_it_from_everywhere(browse, session, make, writer):
    theme = make.theme()
    need = make.need(
        writer=writer, words="Otters in the burn.", theme=theme, supports=2, published=True
    )
    browse.take_part_as(writer)
    page = browse.visit("/follow/").follow("Take it back")
    assert "Otters in the burn." in page
    page = page.press("Take my words back")
    assert "Taken back." in page
    other = browse.another()
    page = other.visit(f"/needs/{need.code.lower()}", status=410)
    assert page.heading == "The writer took this back"
    for address in ("/needs/?q=otters", "/needs/", f"/themes/t-{theme.number:04d}", "/"):
        assert "Otters" not in other.visit(address).html, address
    assert differences(session, BUILDER) == []
    browse.post(f"/follow/things/{need.id}/take-back")  # once more is no error


@pytest.fixture
def joined(session, make, writer):
    """A need of the writer that a moderator joined with another; both have voices of others."""
    theme = make.theme("Buses")
    target = make.need(title="A later bus", words="Run it later.", theme=theme, supports=2)
    need = make.need(title="My own bus", words="Otters wait.", writer=writer, supports=3)
    moderator = make.actor(Role.MODERATOR)
    decision = moderation.merge_need(
        session, moderator, need.id, target.id, revision=need.revision, now=make.now
    )
    assert target.people == 5
    return need, target, decision, moderator


def test_a_joined_need_is_taken_back_by_its_writer(browse, session, make, writer, joined):
    need, target, decision, moderator = joined
    page = browse.take_part_as(writer).visit("/follow/")
    assert not page.has_link("Change my words")
    page = page.follow("Take it back", within="My own bus")
    assert "The voices of other people stay there." in page
    page = page.press("Take my words back")
    assert "Nobody but you and our staff can still read them." in page
    assert not page.has_link("Take it back")
    other = browse.another()
    page = other.visit(f"/needs/{need.code.lower()}", status=410)
    assert page.heading == "The writer took this back"
    for address in (f"/needs/{target.code.lower()}", "/needs/?q=otters", "/themes/t-0001"):
        assert "Otters" not in other.visit(address).html, address
    session.refresh(target)
    assert target.people == 4  # who said "me too" to the other words stays heard
    assert differences(session, BUILDER) == []
    assert history_of(session, "need", target.id)[-1].verb == "a joined need was taken back"
    with pytest.raises(NotPossibleNow, match="took this back since"):
        moderation.undo_decision(session, moderator, decision.id, now=make.now)
    session.rollback()
    with pytest.raises(NotPossibleNow):
        make.link(make.action(target), need)


def test_what_was_taken_back_leaves_the_steps_of_the_other_need(browse, session, make, writer):
    need, target = make.need(title="Otters wait.", writer=writer), make.need(theme=make.theme())
    make.action(need, state=ActionState.STARTED)
    moderation.merge_need(
        session, make.actor(Role.MODERATOR), need.id, target.id,
        revision=need.revision, now=make.now,
    )  # fmt: skip
    session.refresh(target)
    assert target.progress is Progress.UNDER_WAY
    browse.take_part_as(writer).post(f"/follow/things/{need.id}/take-back")
    session.refresh(target)
    assert target.progress is Progress.GROUPED
    assert "Otters" not in browse.another().visit("/plan/actions/a-0001").html


@pytest.mark.parametrize("what", ["changed", "hidden", "taken back"])
def test_the_need_one_was_joined_with_shows_only_while_it_is_public(
    browse, session, make, writer, joined, what
):
    _need, target, _decision, _moderator = joined
    browse.take_part_as(writer)
    assert browse.visit("/follow/").has_link("A later bus")
    if what == "changed":
        target.title, target.moderation = "Unchecked words", Moderation.WAITING
    else:
        is_hidden = what == "hidden"
        target.title = "Unchecked words"
        target.moderation = Moderation.HIDDEN if is_hidden else Moderation.WITHDRAWN
    session.flush()
    page = browse.visit("/follow/")
    assert "Unchecked words" not in page.html
    assert target.code.lower() not in page.html
    assert "It stands with another need that says the same." in page


@pytest.mark.parametrize("state", ["joined", "taken back"])
def test_what_is_final_is_refused_before_anything_is_typed(browse, make, writer, state):
    is_joined = state == "joined"
    need = make.need(
        writer=writer,
        merged_into=make.need() if is_joined else None,
        state=None if is_joined else Moderation.WITHDRAWN,
    )
    browse.take_part_as(writer)
    page = browse.visit(f"/follow/things/{need.id}/change", status=409)
    assert "cannot be changed" in page
    browse.post(f"/follow/things/{need.id}/change", {"words": ""}, status=409)
    if not is_joined:
        page = browse.visit(f"/follow/things/{need.id}/take-back", status=409)
        assert "You took this back already." in page


def test_who_has_no_code_is_asked_before_being_forgotten(browse, session, make):
    need, actor = make.need(), make.participant_actor()
    make.support(need, actor)
    browse.take_part_as(actor)
    page = browse.visit("/follow/").press("Forget me on this device")
    assert page.heading == "You have no code yet"
    assert browse.visit("/follow/").heading == "Your things"
    page.press("Give me a code first")
    code = find_code(session, make.keys, actor.participant_id)
    page = browse.visit("/follow/").press("Forget me on this device")
    assert "has forgotten you" in page
    assert page.heading == "See what happened to your words"
    assert typed(browse.another(), code).heading == "Your things"


def test_who_wants_no_code_is_forgotten_all_the_same(browse, make):
    actor = make.participant_actor()
    make.support(make.need(), actor)
    page = browse.take_part_as(actor).visit("/follow/").press("Forget me on this device")
    page = page.press("Forget me without a code")
    assert "has forgotten you" in page
    assert browse.visit("/follow/").heading == "See what happened to your words"


def test_a_voice_that_waits_for_a_check_is_not_shown_as_counted(browse, session, make):
    need, actor = make.need(), make.participant_actor()
    make.support(need, actor)
    browse.take_part_as(actor)
    assert "waits for a check" not in browse.visit("/follow/")
    session.get(Participant, actor.participant_id).is_held = True
    page = browse.visit("/follow/")
    assert "Your voice waits for a check." in page.part(f"backed-{need.id}")


def test_who_backed_only_what_does_not_show_is_told_so(browse, session, make):
    need, actor = make.need(title="Hidden since"), make.participant_actor()
    make.support(need, actor)
    need.moderation = Moderation.HIDDEN
    session.flush()
    page = browse.take_part_as(actor).visit("/follow/")
    assert "You have not told us anything" not in page
    assert "Hidden since" not in page
    assert "does not show at the moment" in page
    assert "Your code" in page.press("Give me a code")


@pytest.mark.parametrize("who", ["nobody", "another", "staff"])
def test_other_peoples_things_answer_like_what_does_not_exist(browse, session, make, who):
    need = make.need(words="Private so far.", published=False)
    if who == "another":
        browse.take_part_as(make.participant_actor())
    elif who == "staff":
        browse.sign_in(make.person(Role.MODERATOR))
    for part in ("change", "take-back"):
        theirs = browse.visit(f"/follow/things/{need.id}/{part}", status=404)
        missing = browse.visit(f"/follow/things/{need.id + 999}/{part}", status=404)
        assert theirs.main == missing.main
        browse.visit(f"/follow/things/99999999999999999999/{part}", status=404)
        token = {}
        if who == "staff":
            token = {"csrf_token": csrf_of(browse)}
        browse.post(f"/follow/things/{need.id}/{part}", {"words": "Mine now", **token}, status=404)
    assert need.words == "Private so far."
    with pytest.raises(NotFound):
        own_need(session, VISITOR, need.id)


def csrf_of(browser):
    page = browser.visit("/my-account")
    return next(
        each.get("value") for each in page.tree.all("input") if each.get("name") == "csrf_token"
    )


def backed_on(page):
    """Return the names of the needs of others that the page lists."""
    cards = [each for each in page.tree.all("li") if (each.get("id") or "").startswith("backed-")]
    return sorted(words_in(title) for card in cards for title in card.iter("h2"))


def test_who_only_backed_needs_sees_their_steps_and_can_have_a_code(session, make, browse):
    theme = make.theme("Buses")
    need = make.need(title="A later bus", theme=theme, supports=2)
    make.decision(need, we_decided="We will run a later bus.")
    target = make.need(title="The target")
    joined = make.need(title="The same", merged_into=target)
    hidden = make.need(title="Hidden since")
    make.need(title="Not mine")
    actor = make.participant_actor()
    for each in (need, target, joined, hidden):
        make.support(each, actor)
    hidden.moderation = Moderation.HIDDEN
    page = browse.take_part_as(actor).visit("/follow/")
    assert "You have not told us anything" not in page
    assert backed_on(page) == ["A later bus", "The target"]
    steps = page.part(f"backed-{need.id}")
    for words in (
        "You said this matters to you: Monday 2 March",
        "Checked",
        "Now part of Buses",
        "We will run a later bus.",
    ):
        assert words in steps
    assert "3 people" in steps
    page = page.press("Give me a code")
    code = find_code(session, make.keys, actor.participant_id)
    assert code
    assert code in page.part("main")
    assert not page.has_button("Give me a code")
    other = typed(browse.another(), code)
    assert backed_on(other) == ["A later bus", "The target"]
    page = browse.post("/follow/code")  # once more gives the same
    assert code in page


def test_ones_own_needs_are_not_among_those_one_backed(browse, make, writer):
    target = make.need(title="The target")
    own = make.need(title="My own", writer=writer)
    make.need(title="Mine, joined", writer=writer, merged_into=target)
    page = browse.take_part_as(writer).visit("/follow/")
    assert own.title in page
    assert backed_on(page) == []
    make.support(target, writer)
    assert backed_on(browse.visit("/follow/")) == ["The target"]


def test_nobody_gets_a_code_for_nothing(browse, session, make):
    assert browse.post("/follow/code").path == "/follow/"
    assert session.scalars(select(Participant)).all() == []


def test_who_never_put_anything_forward_has_no_code(session, make, browse):
    actor = make.participant_actor()
    assert find_code(session, make.keys, actor.participant_id) is None
    page = browse.take_part_as(actor).visit("/follow/")
    assert "You have not told us anything" in page
