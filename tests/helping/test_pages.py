"""A helper at a desk: begins, speaks for one person, prints the receipt, and starts clean."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import Role
from app.helping.models import Helping
from app.needs.models import Channel, Need
from app.people import operations as people
from app.people.models import Participant, ParticipantKey
from app.recounts.operations import differences
from app.voices.models import NeedSupport
from tests.builders import BUILDER
from tests.conftest import KEYS, NOW
from tests.members.letters import code_for

BANNER = "You are helping someone. This is their voice."


@pytest.fixture
def desk(browse, make):
    make.conversation()
    make.area("Links")
    make.helper = make.person(Role.MODERATOR, name="Priya")
    return browse.sign_in(make.helper)


def begin(desk, *, how="By phone", code=""):
    return (
        desk.visit("/helping/")
        .fill(
            {
                "How does the person tell you?": how,
                "Where are you helping?": "By phone, or somewhere else",
                "The person’s code, if they have one": code,
            }
        )
        .press("I’m helping someone")
    )


def tell(desk, words="Nobody gets home.", **answers):
    page = desk.visit("/needs/new").fill(
        {"What needs to be different?": words, "Which area is this about?": "Links"} | answers
    )
    return page.press("Carry on").press("Carry on").press("Send")


def test_from_the_first_page_to_the_receipt_and_a_clean_start(desk, make, session):
    make.need()
    page = desk.visit("/moderation/").follow("Help someone")
    page = begin(desk, how="On paper")
    assert BANNER in page
    assert not page.has_link("Queue")
    page = tell(desk)
    assert page.heading == "We have it. Thank you."
    assert BANNER in page
    page = page.press("Done: print the receipt")
    assert page.heading == "Thank you. This is your receipt."
    assert "Nobody gets home." in page
    assert 'src="data:image/svg+xml' in page.html
    need = session.scalars(select(Need).order_by(Need.id.desc())).first()
    assert need.channel is Channel.PAPER
    code = people.follow_code(session, BUILDER, KEYS, need.participant_id, real_now=NOW)
    assert code in page
    assert code not in page.path
    page = page.press("End, next person")
    assert "The next person starts clean" in page
    assert BANNER not in page
    assert code not in desk.visit("/follow/")
    assert desk.visit("/moderation/").has_link("Queue")
    assert differences(session, BUILDER) == []
    # At home they come back with the paper.
    home = desk.another()
    page = home.visit(f"/follow/{code}").press("Show my things")
    assert "Nobody gets home." in page


def test_me_too_for_somebody_and_a_receipt_with_a_code(desk, make, session):
    need = make.need(supports=2)
    begin(desk)
    page = desk.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert BANNER in page
    support = session.scalars(select(NeedSupport).where(NeedSupport.channel == Channel.PHONE)).one()
    assert support.need_id == need.id
    page = page.press("Done: print the receipt")
    assert need.title in page
    assert differences(session, BUILDER) == []


def test_two_people_after_each_other_are_two_voices(desk, make, session):
    need = make.need()
    before = need.online
    for _ in range(2):
        begin(desk)
        desk.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
        desk.post("/helping/end", {"csrf_token": token(desk)})
    session.refresh(need)
    assert need.online == before + 2
    assert differences(session, BUILDER) == []


def token(browser):
    page = browser.visit("/helping/")
    fields = [each for each in page.tree.all("input") if each.get("name") == "csrf_token"]
    return fields[0].get("value")


def test_a_code_makes_it_the_same_voice(desk, make, session):
    need = make.need()
    known = make.participant()
    code = people.follow_code(session, BUILDER, KEYS, known.id, real_now=NOW)
    page = begin(desk, code=code.upper().replace("-", " "))
    assert page.has_link("See what they said before")
    desk.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert session.get(NeedSupport, (need.id, known.id)) is not None
    page = desk.visit("/follow/")
    assert code in page
    assert not page.has_button("Bring the two together")
    assert not page.has_button("Forget me on this device")


def test_a_code_typed_later_and_a_wrong_one(desk, make, session):
    known = make.participant()
    code = people.follow_code(session, BUILDER, KEYS, known.id, real_now=NOW)
    page = begin(desk)
    page = page.fill({"The person’s code": "no such code 11"}).press("Use their code", status=422)
    assert page.errors == ["We don’t know this code. Check each word and both digits."]
    page = page.fill({"The person’s code": code}).press("Use their code")
    assert page.heading == "Your things"
    assert BANNER in page


def test_what_is_missing_is_asked_and_nothing_is_lost(desk):
    page = desk.visit("/helping/").fill({"Where are you helping?": "Links"})
    page = page.press("I’m helping someone", status=422)
    assert page.errors == ["Choose how the person tells you."]
    assert page.value_of("Where are you helping?") == "Links"
    page = page.fill(
        {"How does the person tell you?": "By phone", "The person’s code, if they have one": "x"}
    ).press("I’m helping someone", status=422)
    assert page.errors == ["We don’t know this code. Check each word and both digits."]
    assert page.value_of("How does the person tell you?") == ["By phone"]


def test_no_cookie_speaks_for_who_is_helped(desk, make, session):
    need = make.need()
    keys = len(session.scalars(select(ParticipantKey)).all())
    begin(desk)
    answer = desk.visit(f"/needs/{need.code.lower()}").press("This matters to me too").response
    assert not any("participant=" in each for each in answer.headers.getlist("Set-Cookie"))
    assert desk.client.get_cookie("participant", domain="localhost") is None
    assert len(session.scalars(select(ParticipantKey)).all()) == keys


def test_the_helpers_own_voice_is_left_alone(desk, make, session):
    """A browser whose cookie speaks for the helper at home does not speak for them here."""
    need, own = make.need(), make.participant_actor()
    desk.take_part_as(own)
    begin(desk)
    desk.visit(f"/needs/{need.code.lower()}").press("This matters to me too")
    assert session.get(NeedSupport, (need.id, own.participant_id)) is None


def test_roles_rest_on_every_page(desk):
    begin(desk)
    assert BANNER in desk.visit("/moderation/", status=403)
    assert BANNER in desk.visit("/")


def test_a_pause_of_five_minutes_ends_it_and_loses_nothing_typed(desk, make, session, monkeypatch):
    begin(desk)
    tell(desk, "A bench.")
    page = desk.visit("/needs/new").fill(
        {"What needs to be different?": "And a light.", "Which area is this about?": "Links"}
    )
    later(monkeypatch, minutes=6)
    page = page.press("Carry on", status=409)
    assert page.heading == "Is it still the same person?"
    assert BANNER not in page
    assert desk.visit("/follow/").heading == "Is it still the same person?"
    page = page.press("Yes, go on")
    assert page.heading == "What you typed is here"
    assert BANNER in page
    assert "And a light." in page.html
    page.press("Send")
    voice = session.scalars(select(Need.participant_id)).all()
    assert len(set(voice)) == 1
    assert tell(desk, "And a light.").heading == "We have it. Thank you."
    assert len(set(session.scalars(select(Need.participant_id)))) == 1


def later(monkeypatch, **step):
    monkeypatch.setattr(clock, "real_now", lambda: NOW + timedelta(**step))


def test_after_a_pause_the_next_person_starts_clean(desk, make, session, monkeypatch):
    begin(desk)
    tell(desk)
    later(monkeypatch, minutes=6)
    page = desk.visit("/needs/").press("No, start clean")
    assert page.heading == "Help someone"
    assert session.scalars(select(Helping.ended_at)).one() is not None
    page = begin(desk)
    assert not page.has_link("See what they said before")


def test_pages_asked_for_keep_it_open(desk, monkeypatch):
    begin(desk)
    for minutes in (4, 8, 12):
        later(monkeypatch, minutes=minutes)
        assert BANNER in desk.visit("/needs/")


def test_long_after_a_pause_one_is_simply_back_at_work(desk, monkeypatch):
    begin(desk)
    tell(desk)
    later(monkeypatch, minutes=31)
    page = desk.visit("/moderation/")
    assert BANNER not in page
    assert page.has_link("Queue")


def test_signing_out_ends_it(desk, make, session):
    begin(desk)
    page = tell(desk).press("Sign out")
    assert page.path == "/"
    assert BANNER not in page
    session.refresh(make.helper)
    desk.sign_in(make.helper)
    assert BANNER not in desk.visit("/")


def test_another_window_of_the_same_helper_is_not_helping(desk, make):
    begin(desk)
    other = desk.another().sign_in(make.helper)
    assert BANNER not in other.visit("/")
    begin(other)
    assert BANNER not in desk.visit("/")  # one person at a time


def test_ending_without_a_word_leaves_no_voice(desk, session):
    page = begin(desk).press("Done: print the receipt")
    assert page.heading == "Nothing was said yet"
    page.press("End, next person")
    assert session.scalars(select(Participant)).all() == []


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ANALYST])
def test_others_do_not_help(browse, make, role):
    browser = browse.sign_in(make.person(role))
    assert not browser.visit("/").has_link("Help someone")
    browser.visit("/helping/", status=403)


def test_members_of_a_group_find_their_own_sign_in_and_the_way_back(browse, make, session):
    page = browse.visit("/helping/", status=401)
    assert page.has_button("Sign in")
    page = page.follow("Sign in as a resident")
    assert page.path == "/account/join"
    make.community("Kitchen", lead=make.member("moira@post.example"))
    page = page.fill({"E-mail": "moira@post.example"}, within="Residents: your e-mail")
    page = page.press("Send me six numbers")
    page = page.fill({"Six numbers": code_for(session, "moira@post.example")}).press("Go on")
    assert page.path == "/helping/"
    assert page.has_button("I’m helping someone")


def test_what_a_member_typed_into_helping_waits_for_their_sign_in(browse, make):
    page = browse.post("/helping/", {"channel": "phone"}, status=401)
    assert page.has_link("Sign in as a resident (new tab)")
    assert page.has_button("Go on with what I typed")


def test_pages_for_work_alone_offer_no_other_sign_in(browse):
    assert not browse.visit("/moderation/", status=401).has_link("Sign in as a resident")


def test_who_is_helped_may_tell_who_they_are(desk):
    begin(desk)
    page = tell(desk).press("Done: print the receipt").follow("They would like to say who they are")
    page = page.fill({"How old are you?": "75 or older"}).press("Keep my answers")
    assert BANNER in page
    assert "It stands beside nobody’s words" in page


def test_pages_of_helping_are_never_kept(desk):
    begin(desk)
    for path in ("/helping/", "/helping/receipt"):
        assert desk.open(path).headers["Cache-Control"] == "private, no-store"
    answer = desk.open("/helping/end", "POST", data={"csrf_token": token(desk)})
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_a_page_for_visitors_asks_no_more_of_the_database(browse, make, queries_made):
    make.need()
    worker = browse.another().sign_in(make.person(Role.MODERATOR))
    worker.visit("/needs/")
    with queries_made() as made:
        worker.open("/needs/")
    assert not [each for each in made if "helping" in each]
    with queries_made() as made:
        browse.open("/needs/")
    assert not [each for each in made if "helping" in each or "about_you" in each]
