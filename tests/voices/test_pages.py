"""Pressing "me too" as a person does, alone and many at once."""

import threading
from datetime import timedelta

import pytest

from app.foundation import clock
from app.foundation.access import Role
from app.needs.models import Need
from app.people.models import Participant
from app.recounts.operations import differences
from tests.builders import BUILDER
from tests.members.letters import joins

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def test_a_press_without_an_account_counts_and_can_be_taken_back(browse, make):
    need = make.need(supports=3)
    page = browse.visit(f"/needs/{need.code.lower()}")
    page = page.press("This matters to me too")
    assert need.people == 4
    page = page.press("You said this matters to you")
    assert need.people == 3
    assert page.has_button("This matters to me too")


def test_a_live_press_gets_the_part_with_the_new_count(browse, make):
    need = make.need(supports=3)
    page = browse.visit(f"/needs/{need.code.lower()}")
    part = page.press("This matters to me too", live=True)
    assert "4 people" in part.text


def test_a_live_press_changes_every_part_of_the_page_that_it_touches(browse, make):
    area = make.area("Coalbrae")
    need = make.need(supports=3, area=area)
    part = browse.visit(f"/needs/{need.code.lower()}").press("This matters to me too", live=True)
    assert "Press again to take it back" in part
    assert "4 people" in part.part("who-says-so")
    assert "Where do you live?" in part.part("where-i-live")
    told = part.fill({"Where do you live?": "Coalbrae"}).press("Tell us")
    assert "Coalbrae : 1 (1 online" in told.part("who-says-so")
    assert told.part("where-i-live") == ""
    part = told.press("You said this matters to you", live=True)
    assert "3 people" in part.part("who-says-so")
    assert "Coalbrae" not in part.part("who-says-so")
    part = part.press("This matters to me too", live=True)  # the new button goes on like the first
    assert "Coalbrae : 1" in part.part("who-says-so")
    assert part.part("where-i-live") == ""
    for name in ("who-says-so", "where-i-live"):
        assert part.tree.by_id(name).get("hx-swap-oob") == "true"
        assert told.tree.by_id(name).get("hx-swap-oob") is None


def test_a_live_press_in_a_list_changes_its_button_and_the_count_of_its_card(browse, make):
    need = make.need(supports=3)
    said = f"said-{need.code.lower()}"
    assert "3 people" in browse.visit("/needs/").part(said)
    part = browse.visit("/needs/").press("This matters to me too", live=True)
    assert "4 people" in part.part(said)
    assert part.tree.by_id(said).get("hx-swap-oob") == "true"
    assert "Thanks. 4 people: 4 online" in part
    part = part.press("matters to", live=True)
    assert "3 people" in part.part(said)
    assert "Taken back. 3 people" in part


@pytest.mark.parametrize("path", ["/needs/", "/needs/?area=coalbrae", "need"])
def test_a_live_taking_back_by_whom_nobody_knows_any_more_gets_the_part(
    browse, make, session, path
):
    need = make.need(supports=3, area=make.area("Coalbrae"))
    own_page = f"/needs/{need.code.lower()}"
    joins(browse, session)
    stale = browse.visit(own_page if path == "need" else path)
    stale = stale.press("This matters to me too", live=True)
    browse.visit("/account/").press("Sign out")
    part = stale.press("You said this matters to you", live=True)
    assert "not known here any more" in part
    assert part.has_link("Sign in")
    assert part.has_link("type your code")
    assert part.has_button("This matters to me too")
    assert "Taken back" not in part
    assert need.people == 4
    assert "4 people" in part or path == "/needs/?area=coalbrae"
    assert (part.tree.by_id("who-says-so") is None) == (path != "need")
    assert stale.press("You said this matters to you").path == own_page


def test_a_live_taking_back_of_a_need_that_was_merged_shows_where_it_counts(browse, make, session):
    target = make.need(supports=2)
    need = make.need(merged_into=target)
    address = f"/needs/{need.code.lower()}/support/take-back"
    part = browse.post(address, {"on": "need"}, live=True)
    assert part.tree.by_id(f"me-too-{target.code.lower()}")
    assert "not known here any more" in part


def test_in_the_list_of_an_area_the_thanks_and_the_card_speak_of_that_area(browse, make):
    area = make.area("Coalbrae")
    need = make.need(supports=2, supporters_from=area, area=area)
    make.need(supports=3, area=make.area("Millburn"))
    said = f"said-{need.code.lower()}"
    page = browse.visit("/needs/?area=coalbrae")
    part = page.press("This matters to me too", live=True)
    assert "Thanks. 2 people in Coalbrae: 2 online" in part  # nobody knows yet where this one lives
    assert "2 people in Coalbrae" in part.part(said)
    told = part.follow("Say where you live").fill({"Where do you live?": "Coalbrae"})
    told = told.press("Tell us")
    assert "You live in Coalbrae: we keep that, and what you say counts there." in told
    assert "You live in Coalbrae" not in browse.visit(told.path)
    part = browse.visit("/needs/?area=coalbrae").press("You said this matters", live=True)
    assert "Taken back. 2 people in Coalbrae" in part
    assert "2 people in Coalbrae" in part.part(said)
    assert "Say where you live" not in part.press("This matters to me too", live=True)


def test_without_scripts_a_press_is_thanked_once_beside_its_button(browse, make):
    area = make.area("Coalbrae")
    need = make.need(supports=3, area=area)
    other = make.need(supports=8, area=make.area("Millburn"))
    page = browse.visit("/needs/").press("This matters to me too", within=need.title)
    assert page.path == "/needs/"
    assert "Thanks. 4 people: 4 online" in page.part(f"me-too-{need.code.lower()}")
    assert "Thanks" not in page.part(f"me-too-{other.code.lower()}")
    assert "Thanks" not in browse.visit("/needs/")
    page = browse.visit("/needs/").press("You said this matters to you")
    assert "Taken back. 3 people" in page.part(f"me-too-{need.code.lower()}")
    page = browse.visit("/needs/?area=coalbrae").press("This matters to me too")
    assert "Thanks. No one yet in Coalbrae." in page
    assert page.has_link("Say where you live")
    page = browse.visit(f"/needs/{need.code.lower()}").press("You said this matters to you")
    assert "Taken back. 3 people" in page.part("me-too")
    assert "Taken back" not in browse.visit(f"/needs/{need.code.lower()}")


def test_a_live_press_in_a_list_brings_nothing_of_the_page_of_the_need(browse, make):
    need = make.need(supports=3)
    part = browse.visit("/needs/").press("This matters to me too", live=True)
    for _ in range(2):
        assert part.tree.by_id("who-says-so") is None
        assert part.tree.by_id("where-i-live") is None
        part = part.press("matters to", live=True)
    assert need.people == 4
    page = part.press("You said this matters to you")
    assert page.path == "/needs/"


def test_two_presses_from_a_page_opened_without_a_cookie_both_count(browse, make):
    one, two = make.need(supports=1), make.need(supports=1)
    page = browse.visit("/needs/")
    page.press("This matters to me too", within=one.title)
    page.press("This matters to me too", within=two.title)
    assert (one.people, two.people) == (2, 2)


def test_two_people_without_cookies_are_two_voices(browse, make):
    need = make.need(supports=1)
    for who in (browse, browse.another()):
        who.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert need.people == 3


def test_a_support_costs_at_most_six_statements(browse, make, queries_made):
    need = make.need(supports=3, theme=make.theme())
    browse.open("/health/live")  # the clock of the place is read once by each process
    browse.open("/needs/new")
    code = need.code.lower()
    with queries_made() as first:
        browse.open(f"/needs/{code}/support", "POST", headers=SAME_ORIGIN)
    other = make.need(supports=3, theme=make.theme("Another"))
    code = other.code.lower()
    with queries_made() as second:
        browse.open(f"/needs/{code}/support", "POST", headers=SAME_ORIGIN)
    assert len(first) <= 6, "\n".join(first)
    assert len(second) <= 6, "\n".join(second)
    assert other.people == 4


def test_the_thirty_first_new_voice_in_an_hour_waits_and_is_told_so(browse, make, session):
    need = make.need(supports=1)
    for _ in range(30):
        browse.another().visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert need.people == 31
    last = browse.another().visit(f"/needs/{need.code.lower()}")
    part = last.press("This matters to me too", live=True)
    assert "waits for a quick check" in part.text
    assert need.people == 31
    assert differences(session, BUILDER) == []


def test_an_hour_later_new_voices_count_again(browse, make, session, now, monkeypatch):
    need = make.need(supports=1)
    browse.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    for participant in session.query(Participant):
        participant.made_at = now - timedelta(hours=2)
    session.flush()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(hours=1))
    browse.another().visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert need.people == 3


def test_staff_see_why_they_have_no_button(browse, make):
    need = make.need()
    page = browse.sign_in(make.person(Role.COUNCILLOR)).visit(f"/needs/{need.code.lower()}")
    assert not page.has_button("This matters to me too")
    assert "signed in for work" in page.text
    for _ in range(3):
        make.need()
    assert browse.visit("/needs/").text.count("signed in for work") == 1  # once, above the list


def test_telling_where_one_lives_counts_for_the_area(browse, make):
    area = make.area("Coalbrae")
    need = make.need(supports=1, area=area)
    page = browse.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    page = page.fill({"Where do you live?": "Coalbrae"}).press("Tell us")
    assert "1 online" in page.text


def test_a_place_told_wrong_is_seen_and_put_right_under_ones_own_things(browse, make, session):
    old, new = make.area("Coalbrae"), make.area("Millburn")
    first, second = make.need(supports=1, area=old), make.need(supports=1, area=new)
    browse.visit(f"/needs/{first.code.lower()}").press("This matters to me too")
    page = browse.visit("/follow/")
    assert "You have not told us. You can leave it out." in page
    page = page.fill({"Your area": "Coalbrae"}).press("Tell us")
    assert page.path == "/follow/"
    assert "You told us you live in Coalbrae." in page
    page = page.fill({"Your area": "Millburn"}).press("Change it")
    assert "You told us you live in Millburn." in page
    browse.visit(f"/needs/{second.code.lower()}").press("This matters to me too")
    assert "Coalbrae : 1 (1 online" in browse.visit(f"/needs/{first.code.lower()}")
    assert "Millburn : 1 (1 online" in browse.visit(f"/needs/{second.code.lower()}")
    assert differences(session, BUILDER) == []


def test_a_way_back_that_is_not_ours_is_not_taken(browse, make):
    make.area("Coalbrae")
    need = make.need()
    browse.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    for back_to in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/follow/\\x",
        "/x",
    ):
        data = {"place": "coalbrae", "back_to": back_to, "need": need.code}
        answer = browse.open("/needs/where-i-live", "POST", headers=SAME_ORIGIN, data=data)
        assert answer.headers["Location"].endswith(f"/needs/{need.code.lower()}"), back_to


def test_fifty_presses_of_one_person_at_once_are_one_voice(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        need = make.need(supports=2)
        code, need_id = need.code.lower(), need.id
        session.commit()
    client = fresh_database.app.test_client()
    base = "http://localhost:8123"
    client.post(f"/needs/{code}/support", base_url=base, headers=SAME_ORIGIN)
    cookie = client.get_cookie("participant").value
    statuses = []

    def press() -> None:
        someone = fresh_database.app.test_client()
        someone.set_cookie("participant", cookie)
        answer = someone.post(f"/needs/{code}/support", base_url=base, headers=SAME_ORIGIN)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 50
    with fresh_database.session() as session:
        assert session.get(Need, need_id).people == 3
        assert differences(session, BUILDER) == []
