"""Putting a need forward by the pages, as people do and as they should not."""

import threading

import pytest
from sqlalchemy import func, select

from app.foundation.access import Role
from app.foundation.access.keys import new_token
from app.needs.models import Barrier, Channel, Moderation, Need, NeedPlace, Progress
from app.people.models import Participant, ParticipantKey
from app.recounts.operations import differences
from app.voices.models import NeedSupport
from tests.builders import BUILDER

WELL, WORDS = "What works well?", "What needs to be different?"
TITLE, AREA = "A short name for it (you can leave this empty)", "Which area is this about?"
WHO, BARRIER = "Who does it affect?", "What gets in the way most?"
ALL_OVER = "All over, or not sure"
SENT = {"words": "My words.", "place": "all-over", "barrier": "", "go": "send"}
TYPED = {WELL: "Kind drivers.", WORDS: "The last bus leaves too early.\n\nNobody gets home."}


@pytest.fixture(autouse=True)
def place(request):
    if "make" in request.fixturenames:
        make = request.getfixturevalue("make")
        make.conversation()
        make.area("Coalbrae")


def how_many(session, table):
    return session.scalar(select(func.count()).select_from(table))


def to_check(browser, answers=None, area=ALL_OVER):
    page = browser.visit("/needs/new").fill({AREA: area, **(answers or TYPED)})
    return page.press("Carry on").press("Carry on")


def test_the_whole_way_by_its_labels(browse, session, make):
    page = browse.visit("/needs/new")
    page = page.fill({AREA: "Coalbrae", TITLE: "A later bus", **TYPED}).press("Carry on")
    assert page.heading == "A little more, if you like"
    page = page.fill({WHO: "Shift workers", BARRIER: "The hours don’t fit"}).press("Carry on")
    assert page.heading == "Check before you send"
    for words in ("A later bus", "Kind drivers.", "Nobody gets home.", "Coalbrae", "Shift workers"):
        assert words in page
    assert "The hours don’t fit" in page
    assert how_many(session, Need) == 0
    page = page.press("Send")
    assert page.heading == "We have it. Thank you."
    need = session.scalars(select(Need)).one()
    assert (need.title, need.works_well, need.words, need.about_whom, need.barrier) == (
        "A later bus", *TYPED.values(), "Shift workers", Barrier.HOURS,
    )  # fmt: skip
    assert (need.moderation, need.progress, need.channel) == (
        Moderation.WAITING, Progress.NEW, Channel.ONLINE,
    )  # fmt: skip
    assert not need.is_about_whole_place
    assert (need.number, need.people) == (None, 1)
    assert session.scalars(select(NeedPlace.place_id)).all()
    assert differences(session, BUILDER) == []


def test_the_receipt_shows_the_code_the_days_and_an_example(browse, session, make):
    answered = make.need(title="A bench was missing", progress=Progress.DONE)
    make.decision(answered)
    action = make.action(answered, what="Put up a bench")
    answered.progress = Progress.DONE
    action.state = "done"
    page = to_check(browse, area="Coalbrae").press("Send")
    code = page.words_of("p")
    code = next(each for each in code if each.count("-") == 3)
    assert "By Thursday 5" in page
    assert "By Monday 25" in page
    assert "A bench was missing" in page
    assert page.response.headers["Cache-Control"] == "private, no-cache"  # Back shows it again
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert code not in page.address
    mine = browse.another().visit("/follow/").fill({"Your code": code}).press("Show my things")
    assert "Nobody gets home." in mine
    assert code in browse.visit("/follow/")


def test_the_receipt_asks_once_where_its_writer_lives(browse, session, make):
    receipt = to_check(browse, area="Coalbrae").press("Send")
    told = receipt.fill({"Where do you live?": "Coalbrae"}).press("Tell us")
    assert told.heading == "We have it. Thank you."
    assert "You live in Coalbrae: we keep that" in told
    assert told.part("where-i-live") == ""
    assert session.scalars(select(NeedSupport.place_id)).all() == [
        session.scalars(select(Participant.place_id)).one()
    ]
    assert differences(session, BUILDER) == []


def test_a_second_need_has_the_same_code(browse, session, make):
    codes = set()
    for words in ("The first thing.", "The second thing."):
        page = to_check(browse, {WORDS: words}).press("Send")
        codes.add(next(each for each in page.words_of("p") if each.count("-") == 3))
    assert len(codes) == 1
    assert how_many(session, Participant) == 1


def test_send_pressed_twice_makes_one(browse, session, make):
    page = to_check(browse)
    receipts = {page.press("Send").main for _ in range(3)}
    assert len(receipts) == 1
    assert (how_many(session, Need), how_many(session, Participant)) == (1, 1)
    assert how_many(session, NeedSupport) == 1
    assert differences(session, BUILDER) == []


def test_other_words_from_the_same_page_are_another_need(browse, session, make):
    page = to_check(browse, {WORDS: "A later bus."})
    page.press("Send")
    again = page.press("Change something").fill({WORDS: "A warmer hall."})
    receipt = again.press("Carry on").press("Carry on").press("Send")
    assert receipt.heading == "We have it. Thank you."
    assert "A warmer hall." in receipt
    assert sorted(session.scalars(select(Need.words))) == ["A later bus.", "A warmer hall."]
    assert how_many(session, Participant) == 1
    assert differences(session, BUILDER) == []


def test_a_page_sent_again_shows_no_code_once_the_device_was_told_to_forget(browse, session, make):
    page = to_check(browse)
    receipt = page.press("Send")
    code = next(each for each in receipt.words_of("p") if each.count("-") == 3)
    browse.visit("/follow/").press("Forget me on this device")
    again = page.press("Send")
    assert again.path == "/follow/"
    assert "We have these words already." in again
    assert code not in again.html
    assert how_many(session, Need) == 1
    page.browser = browse.another().take_part_as(make.participant_actor())
    assert code not in page.press("Send").html
    assert (how_many(session, Need), how_many(session, NeedSupport)) == (1, 1)


def test_send_pressed_twice_where_no_cookie_is_kept_makes_one(browse, session, make):
    page = to_check(browse)
    first = page.press("Send")
    browse.client.delete_cookie("participant", domain="localhost")
    second = page.press("Send")
    assert first.main == second.main
    assert (how_many(session, Need), how_many(session, Participant)) == (1, 1)
    assert browse.client.get_cookie("participant", domain="localhost") is None
    assert differences(session, BUILDER) == []


def test_back_and_send_again_makes_one(browse, session, make):
    more = browse.visit("/needs/new").fill({AREA: ALL_OVER, **TYPED}).press("Carry on")
    more.press("Carry on").press("Send")
    # Back to the second page, and on from there with another answer.
    page = more.fill({WHO: "Me"}).press("Carry on").press("Send")
    assert page.heading == "We have it. Thank you."
    assert how_many(session, Need) == 1


def test_two_people_who_opened_the_page_at_the_same_moment_make_two(browse, session, make):
    opened = browse.visit("/needs/new").fill({AREA: ALL_OVER, **TYPED})
    keys = set()
    for browser in (browse.another(), browse.another()):
        opened.browser = browser
        page = opened.press("Carry on").press("Carry on")
        keys |= {
            each.get("value") for each in page.tree.all("input") if each.get("name") == "send_key"
        }
        page.press("Send")
    assert len(keys) == 2
    assert (how_many(session, Need), how_many(session, Participant)) == (2, 2)


def test_two_presses_at_the_very_same_moment_make_one(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        make.whole_place()
        make.conversation()
        session.commit()
    app = fresh_database.app
    data = {**SENT, "words": "Twice at once.", "send_key": new_token()}
    gate, answers = threading.Barrier(4), []

    def press():
        client = app.test_client()
        gate.wait()
        answers.append(client.post("/needs/new", data=data, base_url="http://localhost:8123"))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.data for answer in answers}) == 1
    with fresh_database.session() as session:
        for table in (Need, Participant, NeedSupport):
            assert how_many(session, table) == 1, table
        assert how_many(session, ParticipantKey) == 2
        assert differences(session, BUILDER) == []


def test_what_was_typed_travels_back_too(browse, make):
    page = to_check(browse, {**TYPED, TITLE: "A later bus"}, area="Coalbrae")
    page = page.press("Change something")
    assert page.heading == "What matters to you?"
    assert page.value_of(WELL) == "Kind drivers."
    assert page.value_of(WORDS) == TYPED[WORDS].replace("\n", "\r\n")
    assert page.value_of(TITLE) == "A later bus"
    assert page.value_of(AREA) == "Coalbrae"
    page = page.fill({WORDS: "Changed."}).press("Carry on").press("Change my words")
    assert page.value_of(WORDS) == "Changed."


def test_needs_like_it_are_shown_before_sending_and_one_press_joins_them(browse, session, make):
    like = make.need(title="Rusting skateboard ramps", words="The skateboard ramps are rusting.")
    make.need(title="Swimming", words="No swimming lessons for adults.")
    make.need(title="Hidden ramps", words="Skateboard ramps hidden", state=Moderation.HIDDEN)
    page = browse.visit("/needs/new").fill({AREA: ALL_OVER, WORDS: "Mend the skateboard ramps"})
    page = page.press("Carry on")
    assert page.heading == "Is it one of these?"
    assert page.words_of("h2")[0] == "Rusting skateboard ramps"
    assert "Swimming" not in page
    assert "Hidden ramps" not in page
    page = page.press("That’s it: matters to me too")
    assert like.people == 2
    assert how_many(session, Need) == 3
    assert differences(session, BUILDER) == []


def code_on(page):
    return next(each for each in page.words_of("p") if each.count("-") == 3)


def test_a_voice_added_on_the_way_is_thanked_has_a_code_and_loses_no_word(browse, session, make):
    like = make.need(title="Rusting ramps", words="The skateboard ramps are rusting.", supports=2)
    typed = {WORDS: "Mend the rusting skateboard ramps", WELL: "The library.", TITLE: "Ramps"}
    page = browse.visit("/needs/new").fill({AREA: "Coalbrae", **typed}).press("Carry on")
    page = page.fill({WHO: "Teenagers", BARRIER: "The rules"})
    page = page.press("That’s it: matters to me too", within="Rusting ramps")
    assert page.heading == "Thank you. Your voice is added."
    assert "3 people" in page
    assert page.response.headers["Cache-Control"] == "private, no-cache"
    mine = browse.another().visit("/follow/").fill({"Your code": code_on(page)})
    assert "Rusting ramps" in mine.press("Show my things")
    page = page.press("I still want to say mine")
    for label, words in typed.items():
        assert page.value_of(label) == words
    assert page.value_of(AREA) == "Coalbrae"
    page = page.press("Carry on")
    assert (page.value_of(WHO), page.value_of(BARRIER)) == ("Teenagers", "The rules")
    page.press("That’s it: matters to me too")  # once more is no error and no second voice
    assert like.people == 3
    page = page.press("Carry on", within="Mine is different").press("Send")
    assert page.heading == "We have it. Thank you."
    assert how_many(session, Participant) == 3
    assert differences(session, BUILDER) == []


def test_enter_in_a_box_carries_on_and_adds_no_voice(browse, make):
    make.need(title="Rusting ramps", words="The skateboard ramps are rusting.")
    page = browse.visit("/needs/new").fill({AREA: ALL_OVER, WORDS: "Mend the skateboard ramps"})
    page = page.press("Carry on")
    box = next(each for each in page.tree.all("input") if each.get("name") == "about_whom")
    form = page.tree.inside(box, "form")
    first = next(each for each in page.tree.all("button") if page._form_of(each) is form)
    assert (first.get("name"), first.get("value")) == ("go", "check")


def test_a_voice_for_what_was_taken_down_meanwhile_keeps_the_words(browse, session, make):
    like = make.need(title="Rusting ramps", words="The skateboard ramps are rusting.")
    page = browse.visit("/needs/new").fill({AREA: ALL_OVER, WORDS: "Mend the skateboard ramps"})
    page = page.press("Carry on")
    like.moderation = Moderation.HIDDEN
    page = page.press("That’s it: matters to me too", status=404)
    assert "Mend the skateboard ramps" in page.html
    browse.post("/needs/new", SENT | {"same_as": "N-x"}, status=404)
    assert how_many(session, Participant) == 1


def test_staff_add_no_voice_on_the_way(browse, make):
    need = make.need()
    browse.sign_in(make.person(Role.PLANNER))
    page = browse.visit("/my-account")
    token = next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")
    data = SENT | {"same_as": need.code, "csrf_token": token}
    browse.post("/needs/new", data, status=403)
    assert need.people == 1


def test_needs_of_the_chosen_area_come_first_and_each_says_where_it_is(browse, make):
    here, there = make.area("Glenmore"), make.area("Tarnside")
    words = "The skateboard ramps are rusting."
    make.need(title="Ramps here", words=words, area=here)
    make.need(title="Ramps everywhere", words=words)
    for number in range(3):
        make.need(title=f"Ramps there {number}", words=words, area=there)
    typed = {AREA: "Glenmore", WORDS: "Mend the rusting skateboard ramps"}
    page = browse.visit("/needs/new").fill(typed).press("Carry on")
    assert page.words_of("h2")[:3] == ["Ramps everywhere", "Ramps here", "Ramps there 2"]
    assert "N-0005 · Tarnside" in page
    assert "N-0001 · Glenmore" in page


def test_one_chance_word_makes_no_need_alike(browse, make):
    make.need(title="Swimming lessons", words="No swimming lessons for adults on a Sunday.")
    typed = {AREA: ALL_OVER, WORDS: "The chemist is closed every Sunday afternoon."}
    page = browse.visit("/needs/new").fill(typed).press("Carry on")
    assert page.heading == "A little more, if you like"


def test_hints_mark_what_may_name_somebody(browse, make):
    words = "Phone me on 07700 900123 or write to ann@example.org, EH1 1AA."
    page = to_check(browse, {WORDS: words})
    assert "Does this name somebody?" in page
    marked = " ".join(page.words_of("mark"))
    for each in ("07700 900123", "ann@example.org"):
        assert each in marked
    page = page.press("Send")  # only a hint
    assert page.heading == "We have it. Thank you."
    page = to_check(browse, {WORDS: "The bus is late."})
    assert "Does this name somebody?" not in page
    assert page.words_of("mark") == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({WORDS: "x" * 10_000}, "This is 10,000 characters long. Make it 5,000 or fewer."),
        ({WORDS: "x" * 5_001}, "This is 5,001 characters long."),
        ({WELL: "y" * 5_001, WORDS: "z"}, "This is 5,001 characters long."),
        ({WORDS: "   \n\t \u00a0"}, "Write something in one of the two boxes."),
        ({WORDS: ""}, "Write something in one of the two boxes."),
        ({WORDS: ".", WELL: "…!"}, "Write something in one of the two boxes."),
        ({WORDS: "\u200b\u200d\u2060\ufeff"}, "Write something in one of the two boxes."),
        ({WELL: "\u3164\u2800"}, "Write something in one of the two boxes."),
        ({WORDS: "a bell\x07rang"}, "hidden character"),
        ({WORDS: "a nothing\x00here", TITLE: "kept"}, "hidden character"),
        ({WORDS: "fine", TITLE: "t" * 91}, "Make the short name 90 characters or fewer."),
    ],
    ids=lambda value: None if isinstance(value, dict) else value[:20],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_stays_in_the_box(browse, session, make, answers, said):
    page = browse.visit("/needs/new").fill({AREA: "Coalbrae", **answers})
    page = page.press("Carry on", status=422)
    assert said in " ".join(page.errors)
    assert page.title.startswith("Error:")
    for label, typed in answers.items():
        readable = "".join(c for c in typed if c not in "\x00\x07").strip()
        assert page.value_of(label).strip() == readable
    assert page.value_of(AREA) == "Coalbrae"
    assert how_many(session, Need) == 0


def test_exactly_5000_characters_are_taken_however_they_are_composed(browse, session, make):
    words = "e\u0301" * 5_000  # two code points each, one character after composing
    to_check(browse, {WORDS: words}).press("Send")
    assert session.scalars(select(Need.words)).one() == "é" * 5_000


def test_no_area_is_asked_for(browse, make):
    page = browse.visit("/needs/new").fill(TYPED).press("Carry on", status=422)
    assert page.errors == ["Choose an area, or “All over, or not sure”."]
    assert page.value_of(WELL) == "Kind drivers."


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("🚌🏽 👩‍👩‍👧 ✊", "🚌🏽 👩‍👩‍👧 ✊"),
        ("الحافلة متأخرة bus 42", "الحافلة متأخرة bus 42"),
        ("<b>bold</b> [link](javascript:x) **x**", "<b>bold</b> [link](javascript:x) **x**"),
        ("\u202eturned\u2067 round", "\u202eturned\u2067 round"),
        ("{{ 7*7 }} ${x} %(a)s", "{{ 7*7 }} ${x} %(a)s"),
        ("\r\nOne\r\n\r\nTwo\r", "One\n\nTwo"),
    ],
)
def test_odd_words_arrive_as_they_were_typed(browse, session, make, words, stored):
    page = to_check(browse, {WORDS: words})
    assert "<b>bold" not in page.html
    page.press("Send")
    assert session.scalars(select(Need.words)).one() == stored


def test_bytes_that_are_no_text_make_no_error(browse, session, make):
    body = b"words=bus+%ED%A0%80+%FF+late&place=all-over&barrier=&go=send"
    page = browse._page(
        browse.open(
            "/needs/new", "POST", data=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
        status=200, live=False,
    )  # fmt: skip
    assert page.heading == "We have it. Thank you."
    assert session.scalars(select(Need.words)).one().startswith("bus ")


def test_fields_that_no_form_has_change_nothing(browse, session, make):
    other = make.need()
    browse.post("/needs/new", {
        **SENT, "moderation": "published",
        "progress": "done", "number": "77", "id": str(other.id), "participant_id": "1",
        "people": "500", "online": "500", "channel": "workshop", "put_forward_as": "group",
        "organisation_id": "1", "merged_into_id": str(other.id), "revision": "9",
        "is_small_group_big_need": "1", "team_line": "Added", "sent_at": "2020-01-01",
    })  # fmt: skip
    need = session.scalars(select(Need).where(Need.id != other.id)).one()
    assert (need.moderation, need.progress, need.number) == (
        Moderation.WAITING, Progress.NEW, None,
    )  # fmt: skip
    assert (need.people, need.online, need.channel) == (1, 1, Channel.ONLINE)
    assert (need.put_forward_as, need.organisation_id, need.merged_into_id) == (
        "resident", None, None,
    )  # fmt: skip
    assert (need.revision, need.team_line, need.is_small_group_big_need) == (0, "", False)
    browse.another().visit("/needs/n-0077", status=404)


@pytest.mark.parametrize(
    ("wrong", "heading"),
    [
        ({"place": "nowhere"}, "What matters to you?"),
        ({"place": "\x00"}, "What matters to you?"),
        ({"barrier": "nonsense"}, "A little more, if you like"),
        ({"about_whom": "x" * 121}, "A little more, if you like"),
        ({"about_whom": "x" * 121, "words": "y" * 5001}, "What matters to you?"),
    ],
)
def test_an_answer_that_cannot_be_used_is_shown_on_its_own_page(
    browse, session, make, wrong, heading
):
    page = browse.post("/needs/new", SENT | wrong, status=422)
    assert page.heading == heading
    assert len(page.errors) == 1
    if heading == "What matters to you?":
        assert page.value_of(WORDS) == (SENT | wrong)["words"]
        page = page.fill({WORDS: "My words.", AREA: "Coalbrae"}).press(
            "Carry on", status=422 if "about_whom" in wrong else 200
        )
    page = page.fill({WHO: "Me", BARRIER: "The rules"}).press("Carry on").press("Send")
    need = session.scalars(select(Need)).one()
    assert (need.words, need.about_whom) == ("My words.", "Me")


def test_a_topic_that_is_closed_or_unknown_goes_to_the_open_conversation(browse, session, make):
    for topic in ("nonsense", "\x00", "x" * 3000):
        data = SENT | {"conversation": topic}
        assert browse.post("/needs/new", data).heading == "We have it. Thank you."
    always = make.conversation()
    assert set(session.scalars(select(Need.conversation_id))) == {always.id}


def test_showing_the_form_sets_no_cookie_and_is_the_same_for_everyone(browse, make):
    first, second = browse.open("/needs/new"), browse.another().open("/needs/new")
    assert first.data == second.data
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "no-cache"
    assert b"csrf_token" not in first.data


def test_pages_that_hold_what_was_typed_are_kept_by_this_browser_alone(browse, make):
    for go in ("more", "check", "change"):
        data = SENT | {"go": go}
        answer = browse.open("/needs/new", "POST", data=data)
        assert answer.headers["Cache-Control"] == "private, no-cache"  # Back shows one's words
        assert "Set-Cookie" not in answer.headers


def test_the_area_in_the_address_is_chosen_already(browse, make):
    assert browse.visit("/needs/new?area=coalbrae").value_of(AREA) == "Coalbrae"
    browse.visit("/needs/new?area=nowhere", status=404)


def test_staff_are_told_to_sign_out_first(browse, session, make):
    browse.sign_in(make.person(Role.MODERATOR))
    page = browse.visit("/needs/new")
    assert page.heading == "You are signed in for work"
    token = next(e.get("value") for e in page.tree.all("input") if e.get("name") == "csrf_token")
    data = SENT | {"words": "Mine.", "csrf_token": token}
    page = browse.post("/needs/new", data, status=403)
    assert "Mine." in page.html
    assert how_many(session, Need) == 0


def receipt_of(need, make):
    return "/needs/received?r=" + make.keys.sign("receipt", str(need.id))


def test_a_receipt_opens_in_the_browser_of_its_writer_alone(browse, session, make):
    first = to_check(browse).press("Send")
    again = to_check(browse, {WORDS: "Something else."}).press("Send")
    assert (first.heading, first.path) == ("We have it. Thank you.", "/needs/new")
    assert (again.heading, again.path) == ("We have it. Thank you.", "/needs/received")
    assert code_on(first) == code_on(again)
    for need in session.scalars(select(Need)):
        address = receipt_of(need, make)
        receipt = browse.visit(address)
        assert receipt.heading == "We have it. Thank you."
        assert receipt.response.headers["Cache-Control"] == "private, no-store"
        for other in (browse.another(), browse.another().take_part_as(make.participant_actor())):
            page = other.visit(address)
            assert page.path == "/follow/"
            assert code_on(first) not in page.html


def test_the_answer_to_send_leads_nobody_to_the_code(browse, session, make):
    answer = browse.open("/needs/new", "POST", data=SENT | {"send_key": new_token()})
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_browser_without_cookies_sees_its_code_once(browse, session, make):
    page = to_check(browse).press("Send")
    code = code_on(page)
    browse.client.delete_cookie("participant", domain="localhost")
    page = browse.visit(receipt_of(session.scalars(select(Need)).one(), make))
    assert page.heading == "See what happened to your words"
    page = page.fill({"Your code": code}).press("Show my things")
    assert "Nobody gets home." in page


@pytest.mark.parametrize("receipt", ["", "1-9999999999", "1-9999999999.AAAA", "é", "%00", "a.b.c"])
def test_a_receipt_that_is_not_ours_is_not_found(browse, make, receipt):
    make.need()
    browse.visit(f"/needs/received?r={receipt}", status=404)


def test_sending_costs_few_statements(browse, make, queries_made):
    page = to_check(browse)
    browse.open("/needs/new")
    with queries_made() as made:
        page.press("Send")
    assert len(made) <= 30, "\n".join(made)
