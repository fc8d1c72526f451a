"""All that is kept about one: on a page and in a ZIP, for oneself alone."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select

from app.about_you.models import AboutYouAnswer, Question
from app.complaints.models import ComplaintAbout
from app.complaints.operations import ComplaintWords, complain
from app.erasing import operations as erasing
from app.following.models import Digest, FollowKind
from app.following.operations import begin_following
from app.foundation.access import Actor, Role
from app.helping.models import Helping
from app.letters.models import LetterKind
from app.locks.models import Passkey
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs import operations as needs
from app.needs.models import Channel
from app.needs.words import NeedWords
from app.organisations.models import GroupRole, Membership
from app.own_data.bundle import paths_in
from app.own_data.saying import in_words
from app.own_data.words import MEANINGS, SHOWN_AS
from app.people import operations as people
from app.people.models import Member
from app.places.models import Place
from app.voices import operations as voices
from tests.leaving.test_ties import ties_to
from tests.members.letters import EMAIL, joins

ADDRESSES = ("/my-data/", "/my-data/download")


def taken(browser, address="/my-data/download"):
    """Return what the ZIP holds: the data and the names of its files."""
    answer = browser.open(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert bundle.testzip() is None
        return json.loads(bundle.read("my-data.json")), {
            name: bundle.read(name).decode() for name in bundle.namelist()
        }


@pytest.fixture
def full(session, make, now):
    """Let one voice do all there is, and let others do the same beside it."""
    area = make.area("Coalbrae")
    moderator = make.actor(Role.MODERATOR)
    voice = make.participant(place=make.neighbourhood("Pit Row", area=area))
    actor = make.actor_of(voice)
    own = make.need(
        writer=actor, area=area, words="Mine alone", works_well="The park", published=False
    )
    moderation.return_need(
        session, moderator, own.id, ReasonCode.CANNOT_READ, "Say it again", revision=0, now=now
    )
    needs.change_words(
        session, actor, own, NeedWords(words="Mine anew"), revision=own.revision, now=now
    )
    moderation.publish_need(session, moderator, own.id, revision=own.revision, now=now)
    other = make.need(words="Of somebody else", supports=2)
    voices.support_need(session, actor, other.number, now=now)
    people.follow_code(session, actor, make.keys, voice.id, real_now=now)
    removed = make.need(writer=actor, words="To be gone")
    erasing.ask_to_erase(session, actor, removed.id, now=now)
    rows = {
        AboutYouAnswer: {"participant_id": voice.id, "question": Question.CARING, "answer": "yes",
                         "told_at": now},
        Helping: {"person_id": make.person().id, "participant_id": voice.id,
                  "channel": Channel.PHONE, "started_at": now},
    }  # fmt: skip
    for table, row in rows.items():
        session.execute(insert(table).values(row))
    session.flush()
    return voice, own, other


def test_a_voice_without_an_account_sees_all_of_its_own(browse, make, full):
    voice, own, other = full
    browse.take_part_as(make.actor_of(voice))
    page = browse.visit("/follow/").follow("See all of it, and download it")
    for words in ("Mine anew", "Mine alone", "The park", "Say it again", own.code, other.code,
                  "Pit Row", "Coalbrae", "Everyone can see it"):  # fmt: skip
        assert words in page
    for words in ("Do you look after somebody who could not do without you?", "On this site",
                  "Somebody asked to have the words removed."):  # fmt: skip
        assert words in page
    for code in ("caring", ">asked for a change<", ">put forward<", "cannot_read", "own_wish"):
        assert code not in str(page.response.get_data(as_text=True)), code
    assert "Of somebody else" not in page
    assert page.response.headers["Cache-Control"] == "private, no-store"
    facts, files = taken(browse)
    assert facts["account"] is None
    assert facts["voice"]["lives_in"] == "Pit Row"
    assert facts["voice"]["code"] in files["my-data.html"]
    need = next(each for each in facts["needs"] if each["code"] == own.code)
    assert (need["code"], need["what_is_wrong"], need["state"]) == (
        own.code, "Mine anew", "published",
    )  # fmt: skip
    assert [each["what_is_wrong"] for each in need["earlier_words"]] == ["Mine alone"]
    assert [each["words_to_you"] for each in need["answers_from_moderators"]] == [
        "Say it again",
        "",
    ]
    assert [each["need"] for each in facts["supports"]][:2] == [own.code, other.code]
    assert [each["what"] for each in facts["history"]] == [
        "put forward", "asked for a change", "changed the words", "published", "put forward",
        "asked to remove the words",
    ]  # fmt: skip
    assert facts["about_you"][0]["answer"] == "yes"
    assert "To be gone" in files["my-data.html"]
    whole = "".join(files.values())
    assert "Of somebody else" not in whole
    assert all(name in files["what-the-names-mean.txt"] for name in MEANINGS)


def test_every_name_in_the_file_is_explained_and_every_one_explained_is_there(
    browse, session, make, full, now
):
    joins(browse, session)
    session.scalar(select(Member)).participant_id = full[0].id
    browse.visit(f"/needs/{full[2].code}").press("Follow")
    member = session.scalar(select(Member))
    member.participant_id = full[0].id
    session.flush()
    actor = Actor(member_id=member.id, participant_id=full[0].id)
    for kind, thing in (
        (FollowKind.NEED, full[2].id),
        (FollowKind.PLACE, make.area("Millburn").id),
    ):
        begin_following(session, actor, kind, thing, now=now, real_now=now)
    rows = {
        Passkey: {"member_id": member.id, "credential_id": "c", "public_key": "p",
                  "sign_count": 0, "name": "Phone", "made_at": now},
        Digest: {"member_id": member.id, "day": make.today, "written_at": now, "told_after": 0},
        Membership: {"member_id": member.id, "organisation_id": make.organisation().id,
                     "role": GroupRole.MEMBER, "shown_name": "Gordon", "began_at": now},
        Helping: {"member_id": member.id, "participant_id": make.participant().id,
                  "channel": Channel.PAPER, "started_at": now},
    }  # fmt: skip
    for table, row in rows.items():
        session.execute(insert(table).values(row))
    typed = ComplaintWords(ComplaintAbout.OTHER, "It shows my street", EMAIL, "")
    complain(session, actor, typed, send_key="k", address_mark="m", now=now, real_now=now)
    facts, files = taken(browse)
    assert facts["follows"]["things"][0]["name"] == f"{full[2].code} {full[2].title}"
    assert facts["account"]["email"] == EMAIL
    assert facts["account"]["letters_on_their_way"], "the letter with the numbers"
    assert [each["since"] for each in facts["account"]["signed_in"]] == [now.isoformat()]
    assert paths_in(facts) == set(MEANINGS)
    assert EMAIL in files["my-data.html"]
    assert EMAIL in browse.visit("/account/").follow("See all of it, and download it")


def test_no_row_that_points_at_somebody_is_left_out(unused_app):
    columns = ties_to("member", "participant").keys()
    assert columns == SHOWN_AS.keys(), (
        "What points at an account or a voice is shown to whom it is about: say where in SHOWN_AS "
        f"(app/own_data/words.py), and show it. Differs: {sorted(columns ^ SHOWN_AS.keys())}"
    )
    assert set(SHOWN_AS.values()) <= set(MEANINGS)


def test_a_member_who_never_took_part_sees_the_account_alone(browse, session, make):
    joins(browse, session)
    facts, _files = taken(browse)
    assert facts["voice"] is None
    assert facts["needs"] == facts["supports"] == []
    assert [each["what"] for each in facts["history"]] == ["joined with an e-mail"]


def test_whoever_comes_with_a_code_sees_the_same(browse, session, make, full, now):
    voice, own, _other = full
    code = people.follow_code(session, make.actor_of(voice), make.keys, voice.id, real_now=now)
    page = browse.visit("/follow/").fill({"Your code": code}).press("Show my things")
    assert "Mine anew" in page.follow("See all of it, and download it")
    assert own.code in {need["code"] for need in taken(browse)[0]["needs"]}


def test_no_address_opens_without_a_session(browse, make, full):
    for address in ADDRESSES:
        page = browse.visit(address)
        assert page.path == "/my-data/"
        assert "We know of nothing that belongs to this phone or computer." in page
        assert "Set-Cookie" not in browse.open("/my-data/").headers
        assert browse.open(address).headers["Cache-Control"] == "private, no-store"
    staff = browse.another().sign_in(make.person(Role.ADMIN))
    assert "You are signed in for work." in staff.visit("/my-data/download")
    forged = browse.another()
    forged.client.set_cookie("participant", "forged.cookie", domain="localhost")
    assert forged.visit("/my-data/download").path == "/my-data/"


def test_signed_out_it_opens_no_more(browse, session, make):
    joins(browse, session)
    taken(browse)
    browse.visit("/account/").press("Sign out")
    assert browse.visit("/my-data/download").path == "/my-data/"


def test_what_a_computer_would_read_as_markup_stays_words(browse, make):
    writer = make.participant_actor()
    make.need(writer=writer, words="<script>alert(1)</script>{{ 7 * 7 }}")
    browse.take_part_as(writer)
    _facts, files = taken(browse)
    assert "&lt;script&gt;" in files["my-data.html"]
    assert "<script" not in files["my-data.html"]
    assert "{{ 7 * 7 }}" in files["my-data.html"]


@pytest.mark.slow
def test_many_at_once_get_each_their_own(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        writers = [make.participant_actor() for _ in range(12)]
        for number, writer in enumerate(writers):
            make.need(writer=writer, words=f"Words of writer number {number}.")
        browsers = [fresh_database.browser(make).take_part_as(writer) for writer in writers]
        session.commit()

    def words(browser):
        return [each["what_is_wrong"] for each in taken(browser)[0]["needs"]]

    with ThreadPoolExecutor(8) as pool:
        for _turn in range(4):
            found = list(pool.map(words, browsers))
            assert found == [[f"Words of writer number {n}."] for n in range(12)]


def test_it_takes_the_same_statements_for_one_thing_and_for_many(
    browse, session, make, queries_made
):
    writer = make.participant_actor(place=session.scalar(select(Place)) or make.area())
    browse.take_part_as(writer)
    make.need(writer=writer)
    with queries_made() as few:
        browse.open("/my-data/")
    for _ in range(5):
        make.need(writer=writer)
    with queries_made() as many:
        browse.open("/my-data/")
    assert len(many) <= len(few)


def test_every_letter_that_may_be_on_its_way_has_words():
    for_work = {LetterKind.LOCKS_ASKED, LetterKind.LOCKS_OPENED, LetterKind.INVITATION}
    for kind in set(LetterKind) - for_work:
        path = "account.letters_on_their_way.kind"
        machine = kind.value.replace("_", " ").capitalize()
        assert in_words(kind.value, path) != machine, f"Give {kind} words in own_data/saying.py."
