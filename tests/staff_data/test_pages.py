"""What is kept about somebody who works here: theirs to read and to take, and nobody else's."""

import csv
import io
import json
import zipfile

import pytest

from app.foundation.access import Actor, Helping, NotAllowed, Role
from app.helping.models import Helping as HelpingRow
from app.history import operations as history
from app.locks.models import Passkey
from app.moderation import operations as moderation
from app.own_data.bundle import paths_in
from app.provider.models import ProviderLink
from app.staff_data import queries
from app.staff_data.words import MEANINGS, SHOWN_AS
from tests.leaving.test_ties import ties_to

PRIVATE = "My neighbour Senga told me about the damp"


def taken(browser):
    answer = browser.open("/my-account/data/download")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    return json.loads(files["my-data.json"]), files


@pytest.fixture
def moderator(make):
    return make.person(Role.MODERATOR, name="Priya Nair", email="priya@braidvale.example")


@pytest.fixture
def published(session, make, moderator):
    need = make.need(published=False, area=make.area(), words=PRIVATE)
    moderation.publish_need(
        session, make.actor_of(moderator), need.id, revision=need.revision, now=make.now
    )
    session.flush()
    return need


def test_one_finds_ones_sign_in_roles_and_acts(browse, make, moderator, published):
    page = browse.sign_in(moderator).visit("/my-account").follow("See all of it, and download it")
    assert page.path == "/my-account/data"
    for words in ("Priya Nair", "priya@braidvale.example", "Published a need", published.code):
        assert words in page.main
    facts, files = taken(browse)
    assert facts["sign_in"]["has_app"] is True
    assert [each["role"] for each in facts["roles"]] == ["moderator"]
    acts = list(csv.DictReader(io.StringIO(files["everything-i-did.csv"])))
    act = {"day": "2026-03-02", "what": "published", "about": "need", "code": published.code}
    assert act in acts
    assert len(acts) == len(facts["acts"])


def test_acts_read_as_people_say_them_and_the_data_keeps_the_verb(browse, session, make, moderator):
    who = make.actor_of(moderator)
    need = make.need(published=False, area=make.area())
    moderation.publish_need(session, who, need.id, revision=need.revision, now=make.now)
    history.record(session, who, "state: on_track", make.action(), now=make.now)
    history.record(session, who, "gave a role", moderator, now=make.now)
    session.flush()
    browse.sign_in(moderator)
    facts, files = taken(browse)
    for shown in (browse.visit("/my-account/data").html, files["my-data.html"]):
        for words in ("Published a need", "Moved it to “On track”", "Gave a role"):
            assert words in shown
        assert "state: on_track" not in shown
    assert {"published", "state: on_track"} <= {act["what"] for act in facts["acts"]}


def test_no_words_of_others_are_in_it(browse, session, make, moderator, published):
    admin = make.person(Role.ADMIN, name="Fiona Rennie")
    history.record(
        session, make.actor_of(admin), "gave a role", moderator, now=make.now, note="Said PRIVATE"
    )
    page = browse.sign_in(moderator).visit("/my-account/data")
    _facts, files = taken(browse)
    for whole in (page.html, *files.values()):
        for other in (PRIVATE, "Fiona Rennie", "Said PRIVATE", published.title):
            assert other not in whole
    assert "gave a role" in files["everything-i-did.csv"]


def test_another_sees_their_own_alone(browse, make, moderator, published):
    planner = make.person(Role.PLANNER)
    facts, files = taken(browse.sign_in(planner))
    assert facts["sign_in"]["name"] == planner.name
    assert "Priya" not in "".join(files.values())
    assert published.code not in "".join(files.values())


def test_without_a_sign_in_there_is_nothing(browse, make, moderator):
    browse.sign_in(moderator).visit("/my-account").press("Sign out everywhere")
    for address in ("/my-account/data", "/my-account/data/download"):
        assert browse.open(address).status_code == 401


def test_every_name_is_explained_and_every_one_explained_is_there(
    browse, session, make, moderator, published, now
):
    voice = make.participant()
    session.add_all(
        [
            Passkey(person_id=moderator.id, credential_id="c", public_key="p", sign_count=0,
                    name="Phone", made_at=now),
            ProviderLink(person_id=moderator.id, issuer="i", subject="s", made_at=now),
            HelpingRow(person_id=moderator.id, participant_id=voice.id, channel="phone",
                       started_at=now, ended_at=now),
        ]
    )  # fmt: skip
    session.flush()
    facts, files = taken(browse.sign_in(moderator))
    assert paths_in(facts) == set(MEANINGS)
    assert all(name in files["what-the-names-mean.txt"] for name in MEANINGS)


def test_every_column_that_points_at_a_sign_in_is_shown(unused_app):
    columns = ties_to("person").keys()
    assert columns == SHOWN_AS.keys(), (
        "Say in SHOWN_AS (app/staff_data/words.py) where it shows, and show it. Differs: "
        f"{sorted(columns ^ SHOWN_AS.keys())}"
    )
    assert set(SHOWN_AS.values()) <= set(MEANINGS)


def test_more_than_the_page_shows_is_in_the_file(browse, session, make, moderator, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 7)
    history.record_many(
        session, make.actor_of(moderator), "looked", "place", range(1, queries.SHOWN + 31),
        now=make.now,
    )  # fmt: skip
    facts, files = taken(browse.sign_in(moderator))
    assert len(facts["acts"]) == queries.SHOWN
    acts = list(csv.DictReader(io.StringIO(files["everything-i-did.csv"])))
    assert len([each for each in acts if each["what"] == "looked"]) == queries.SHOWN + 30


def test_nobody_asks_while_helping(session, make, moderator, now):
    helping = Actor(person_id=moderator.id, helping=Helping(1, "phone", "moderator"))
    for actor in (helping, Actor(member_id=1), Actor(), make.participant_actor()):
        with pytest.raises(NotAllowed):
            queries.everything_about(session, actor, since=now)
        with pytest.raises(NotAllowed):
            list(queries.all_acts(session, actor))


def test_a_partner_editor_reads_for_which_body(browse, make):
    body = make.organisation("Health and Care")
    browse.sign_in(make.person(Role.PARTNER_EDITOR, body=body)).visit("/my-account/data")
    facts, _files = taken(browse)
    assert [(each["role"], each["body"]) for each in facts["roles"]] == [
        ("partner_editor", "Health and Care")
    ]
