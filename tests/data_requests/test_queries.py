"""All words that are kept, found on both databases alike."""

import pytest
from sqlalchemy import Enum, String

from app.complaints.models import ComplaintAbout, DataComplaint
from app.data_requests import queries
from app.data_requests.kinds import KINDS
from app.foundation.access import NotAllowed, Role
from app.foundation.database import Base
from app.history import operations as history
from app.needs.models import Moderation, NeedVersion
from tests.conftest import KEYS

# Columns of text that the search leaves out, and why.
NOT_SEARCHED = {
    "app_lock": "secrets, scrambled",
    "about_you_answer.answer": "words of a list",
    "asked_address.email_mark": "a mark, looked up for a whole e-mail",
    "attempt": "marks",
    "boundary_service.name": "names of services",
    "code_counter.letter": "a letter",
    "conversation.slug": "made of its question",
    "data_complaint.email": "looked up for a whole e-mail",
    "data_complaint.send_key": "a mark",
    "gathering.code": "a code",
    "group_invitation": "the e-mail is looked up; the rest are marks",
    "history_check.seal": "a seal",
    "history_entry": "ids, codes and words of lists; notes are searched",
    "history_note.salt": "chance",
    "history_seal.seal": "a seal",
    "invitation.email": "looked up for a whole e-mail",
    "invitation.link_digest": "a mark",
    "member.email": "only whether an account has it is ever said",
    "member.password_hash": "scrambled",
    "member_session.digest": "a mark",
    "moderation_decision.places_before": "ids of places",
    "need.reason_code": "words of a list",
    "need.send_key": "a mark",
    "organisation.look": "made of its name",
    "organisation.reason_code": "words of a list",
    "organisation.slug": "made of its name",
    "outgoing_letter": "holds links that open things, for a short time; the e-mail is looked up",
    "participant.address_mark": "a mark",
    "participant_key.digest": "a mark",
    "passkey.credential_id": "a key",
    "passkey.public_key": "a key",
    "person.email": "looked up for a whole e-mail",
    "person.password_hash": "scrambled",
    "place.name": "names of places",
    "place.slug": "names of places",
    "provider_link": "what the council's own sign-in calls somebody, shown in their own data",
    "reach_cell.name": "words of a list",
    "sign_in_code": "the e-mail is looked up; the rest are marks",
    "used_challenge.digest": "a mark",
}


@pytest.fixture
def admin(make):
    return make.actor(Role.ADMIN)


def test_every_column_of_text_is_searched_or_left_out_for_a_reason():
    searched = {f"{each.class_.__tablename__}.{each.key}" for k in KINDS for each in k.columns}
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
    }
    assert searched <= columns
    named = {each for each in columns if each in NOT_SEARCHED or each.split(".")[0] in NOT_SEARCHED}
    assert not searched & named, "searched, and yet named as left out"
    assert columns - searched - named == set(), "search it in kinds.py, or say here why not"
    assert all(any(f"{each}.".startswith(f"{one}.") for each in columns) for one in NOT_SEARCHED)


def found_by(session, actor, typed):
    session.flush()
    found = queries.find_words(session, actor, typed)
    return [(str(each.kind.what), [hit.subject_id for hit in each.hits]) for each in found]


def test_words_are_found_in_every_state_and_as_they_read_before(session, make, admin, now):
    ids = []
    for state in (Moderation.PUBLISHED, Moderation.HIDDEN, Moderation.WITHDRAWN):
        need = make.need(words="Senga at number 5")
        need.moderation = state
        ids.insert(0, need.id)
    other = make.need(words="Somebody else")
    session.add(
        NeedVersion(
            need_id=other.id, version=0, title="", words="SENGA", works_well="", replaced_at=now
        )
    )
    assert found_by(session, admin, "sènga") == [
        ("Needs", ids),
        ("Needs as they read before a change", [other.id]),
    ]


def test_every_kind_is_found(session, make, admin, now):
    group = make.community("Pals of Senga", shown_name="Senga B")
    person = make.person(Role.PLANNER, name="Senga Nair")
    need = make.need()
    history.record(session, admin, "hid", need, now=now, note="about Senga")
    make.theme("Why Senga waits")
    make.decision(need).why = "As Senga told us"
    action = make.action(need, outcome=make.outcome())
    action.more = "Senga leads"
    make.news(action, "Senga began")
    session.add(
        DataComplaint(
            number=7, about=ComplaintAbout.SHOWS, words="", other_way="Senga, 01324 960123",
            received_at=now, acknowledged_at=now, due_on=make.today,
        )
    )  # fmt: skip
    found = dict(found_by(session, admin, "Senga"))
    assert list(found) == [
        "Reasons and notes in the history",
        "Themes",
        "Decisions and their reasons",
        "Actions",
        "News of actions",
        "Groups and bodies",
        "Names of people in groups",
        "Complaints about data",
        "People who work here",
    ]
    assert found["Reasons and notes in the history"] == [need.id]
    assert found["Groups and bodies"] == found["Names of people in groups"] == [group.id]
    assert found["People who work here"] == [person.id]
    assert "Complaints about data" in dict(found_by(session, admin, "+44 1324 960 123"))


@pytest.mark.parametrize("typed", ["%%%", "___", "100%", "a_c", "'; --", "\\", "[abc]"])
def test_signs_of_the_databases_mean_only_themselves(session, make, admin, typed):
    make.need(words="1000 abc")
    assert found_by(session, admin, typed) == []


def test_at_most_a_hundred_of_a_kind_the_newest_first(session, make, admin):
    themes = [make.theme(f"Senga {number}").id for number in range(queries.MOST_HITS + 1)]
    session.flush()
    (found,) = queries.find_words(session, admin, "senga")
    assert [hit.subject_id for hit in found.hits] == themes[:0:-1]
    assert found.has_more
    (found,) = queries.find_words(session, admin, "senga 100")
    assert not found.has_more


def test_an_email_is_known_or_not_and_nothing_more(session, make, admin, queries_made):
    make.member("gordon@post.example")
    person = make.person(Role.PLANNER, email="priya@braidvale.example")
    session.flush()
    with queries_made() as known:
        found = queries.find_address(session, admin, KEYS, "gordon@post.example")
    with queries_made() as unknown:
        other = queries.find_address(session, admin, KEYS, "nobody@post.example")
    assert known == unknown
    assert found.has_account
    assert not other.has_account
    assert (found.person_id, other.person_id) == (None, None)
    at_work = queries.find_address(session, admin, KEYS, "priya@braidvale.example")
    assert at_work.person_id == person.id
    assert not at_work.has_account


def test_an_address_of_an_account_is_found_by_no_part_of_it(session, make, admin):
    make.member("gordon@post.example")
    assert found_by(session, admin, "gordon") == []
    assert found_by(session, admin, "gordon@post.example") == []


def test_nobody_else_searches(session, make):
    for role in (Role.MODERATOR, Role.PLANNER, Role.PARTNERSHIP_MANAGER):
        with pytest.raises(NotAllowed):
            queries.find_words(session, make.actor(role), "senga")
        with pytest.raises(NotAllowed):
            queries.find_address(session, make.actor(role), KEYS, "a@post.example")
