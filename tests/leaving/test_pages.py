"""Leaving, page by page: the name, the account with a password or with six numbers."""

from datetime import timedelta

from sqlalchemy import select

from app.foundation import clock
from app.foundation.access import Actor, Role
from app.letters.models import LetterKind, OutgoingLetter
from app.needs.models import Moderation
from app.organisations.models import GroupRole
from app.people import operations as people
from app.people.models import Member
from tests.members.letters import EMAIL, asks, code_for, joins, letters_to

PASSWORD = "three plain words"


def speaks_for(session, writer):
    session.scalar(select(Member)).participant_id = writer.participant_id


def test_a_visitor_takes_the_name_off(browse, session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer)
    code = people.follow_code(session, writer, make.keys, writer.participant_id, real_now=now)
    browse.take_part_as(writer)
    page = browse.visit("/follow/").follow("Take my name off, or leave")
    page = page.follow("Take my name off what I said")
    assert "Nobody can undo this" in page
    page = page.press("Take my name off for good")
    assert "Nothing leads from your words to you any more." in page
    assert need.words in browse.visit(f"/needs/{need.code.lower()}")
    back = browse.visit("/follow/").fill({"Your code": code}).press("Show my things", status=422)
    assert "We don’t know this code." in back.errors[0]
    assert browse.visit("/leave/name").path == "/leave/"


def test_whose_voice_has_an_account_signs_in_first(browse, session, make):
    writer = make.participant_actor()
    make.need(writer=writer)
    joins(browse.another(), session)
    speaks_for(session, writer)
    browse.take_part_as(writer)
    assert "Sign in with your e-mail first." in browse.visit("/leave/name")
    assert browse.open("/leave/name", "POST", data={}).status_code == 409


def test_strangers_and_staff_find_no_buttons(browse, make):
    page = browse.visit("/leave/")
    assert not page.has_link("Delete my account")
    assert browse.visit("/leave/account").path == "/account/join"
    refused = {"/leave/name": 403, "/leave/account": 401, "/leave/account/code": 401}
    for address, status in refused.items():
        assert browse.open(address, "POST", data={}).status_code == status
    staff = browse.another().sign_in(make.person(Role.ADMIN)).visit("/leave/")
    assert "An administrator closes your sign-in" in staff


def test_six_numbers_delete_an_account_without_a_password(browse, session, make):
    writer = make.participant_actor()
    need = make.need(writer=writer, words="Words of mine alone")
    joins(browse, session)
    speaks_for(session, writer)
    phone = browse.another()
    page = browse.visit("/account/").follow("Take my name off, or delete my account")
    page = page.follow("Delete my account")
    assert len(page.press("Send me six numbers", status=422).errors) == 2
    page = page.fill({
        "What should happen to your words?": "They are removed for good",
        "What should happen to what you said matters to you too?": "Take them all back",
    })  # fmt: skip
    page = page.press("Send me six numbers")
    assert EMAIL in page
    code = code_for(session)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    page = page.fill({"Six numbers": wrong}).press("Delete my account", status=422)
    assert "These numbers do not fit" in page.errors[0]
    page = page.fill({"Six numbers": code}).press("Delete my account")
    assert "Your account is deleted." in page
    assert browse.visit("/account/").path == "/account/join"
    session.refresh(need)
    assert need.moderation is Moderation.ERASED
    (letter,) = letters_to(session)
    assert letter.kind is LetterKind.ACCOUNT_DELETED
    assert "Your words are removed for good." in letter.text
    assert phone.visit(f"/needs/{need.code.lower()}", status=410)


def test_a_password_deletes_at_once_and_a_wrong_one_does_not(browse, session, make):
    joins(browse, session)
    browse.visit("/account/").fill({"New password": PASSWORD}).press("Keep this password")
    phone = browse.another()
    joins(phone, session)
    page = browse.visit("/leave/account").fill({
        "What should happen to your words?": "They stay, as words of a resident",
        "What should happen to what you said matters to you too?":
            "Each stays counted, as the voice of a resident",
    })  # fmt: skip
    wrong = page.fill({"Password": "a guess that fails"}).press("Delete my account", status=422)
    assert "This is not the password you use now." in wrong.errors
    assert session.scalar(select(Member)) is not None
    assert "Your account is deleted." in wrong.fill({"Password": PASSWORD}).press(
        "Delete my account"
    )
    assert session.scalar(select(Member)) is None
    assert phone.visit("/account/").path == "/account/join", "other devices are signed out"
    assert "Your words stay, as words of a resident." in letters_to(session)[0].text
    joins(browse, session)
    assert browse.visit("/account/").path == "/account/"


def test_numbers_for_signing_in_delete_nothing(browse, session, make):
    joins(browse, session)
    page = browse.visit("/leave/account").fill({
        "What should happen to your words?": "They stay, as words of a resident",
        "What should happen to what you said matters to you too?": "Take them all back",
    })  # fmt: skip
    page = page.press("Send me six numbers")
    leave = code_for(session)
    other = browse.another()
    joining = other.visit("/account/join").fill({"E-mail": EMAIL}, within="Residents: your e-mail")
    joining.press("Send me six numbers")
    join = code_for(session)
    if join != leave:
        page.fill({"Six numbers": join}).press("Delete my account", status=422)
    assert session.scalar(select(Member)) is not None
    kinds = [each.kind for each in session.scalars(select(OutgoingLetter))]
    assert LetterKind.LEAVING_CODE in kinds


def test_the_only_lead_of_a_group_is_told_before(browse, session, make):
    joins(browse, session)
    lead = Actor(member_id=session.scalar(select(Member.id)))
    group = make.community("Kitchen", lead=lead)
    page = browse.visit("/leave/account")
    assert "a moderator finds a new lead" in page
    assert page.has_link("Kitchen")
    make.in_group(group, role=GroupRole.LEAD)
    session.flush()
    assert "a moderator finds a new lead" not in browse.visit("/leave/account")


CHOICES = {
    "What should happen to your words?": "They stay, as words of a resident",
    "What should happen to what you said matters to you too?": "Take them all back",
}


def test_who_forgot_the_password_deletes_the_account_with_six_numbers(browse, session, make):
    joins(browse, session)
    browse.visit("/account/").fill({"New password": PASSWORD}).press("Keep this password")
    page = browse.visit("/leave/account")
    assert "Forgot it? We send six numbers to your e-mail." in page
    page = page.fill(CHOICES).press("Send me six numbers")
    assert session.scalar(select(Member)) is not None
    page = page.fill({"Six numbers": code_for(session)}).press("Delete my account")
    assert "Your account is deleted." in page
    assert session.scalar(select(Member)) is None


def test_letters_for_leaving_have_an_allowance_of_their_own(
    browse, session, make, now, monkeypatch
):
    def asks_to_leave(status=200):
        return (
            browse.visit("/leave/account").fill(CHOICES).press("Send me six numbers", status=status)
        )

    joins(browse, session)
    for _ in range(2):
        asks(browse.another())
    asks(browse.another(), status=429)
    for _ in range(2):
        asks_to_leave()
    assert "Wait an hour, then try again." in asks_to_leave(status=429)
    assert len(letters_to(session)) == 5
    for hour, letters in ((1, 7), (2, 8)):
        moment = now + timedelta(hours=hour, minutes=hour)
        monkeypatch.setattr(clock, "real_now", lambda moment=moment: moment)
        for _ in range(letters - len(letters_to(session))):
            asks_to_leave()
        asks_to_leave(status=429)
        assert len(letters_to(session)) == letters
    asks(browse.another())  # letters for leaving take nothing from the others
