"""Limits: each of docs/limits.md as it says, with a sentence, and with what was typed kept."""

import importlib
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app import create_app
from app.complaints import operations as complaints
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web.session import address_mark
from app.group_invitations import operations as group_invitations
from app.group_invitations.models import GroupInvitation
from app.needs.models import Need
from app.people.models import Attempt
from app.people.operations import TooManyTries
from app.recounts.operations import differences
from app.sending.operations import MOST_NEEDS_A_DAY
from app.voices import operations as voices
from app.voices.models import NeedSupport
from tests.architecture.source import ROOT, TESTS, complain
from tests.builders import BUILDER, PASSWORD
from tests.databases import settings_for
from tests.members.letters import asks

ROW = re.compile(
    r"^\| (?P<what>[^|]+) \| (?P<per>[^|]+) \| (?P<number>[\d,]+) \| (?P<within>[^|]+) \| "
    r"`(?P<name>[\w.]+)` \| (?P<file>[\w/]+\.py): (?P<test>\w+) \|$",
    re.MULTILINE,
)
PAGE = ROOT / "docs" / "limits.md"


def rows():
    return [found.groupdict() for found in ROW.finditer(PAGE.read_text())]


def test_the_page_of_limits_says_what_the_code_does():
    wrong = []
    for row in rows():
        module, _dot, name = row["name"].rpartition(".")
        known = getattr(importlib.import_module(f"app.{module}".removesuffix(".app")), name, None)
        if known != int(row["number"].replace(",", "")):
            wrong.append(f"{row['what']}: {row['number']}, and {row['name']} is {known}")
        if f"def {row['test']}(" not in (TESTS / row["file"]).read_text():
            wrong.append(f"{row['what']}: {row['file']} has no {row['test']}")
    complain("docs/limits.md has a row for each limit, with its number and its test.", wrong)
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    assert len(rows()) == len(lines) - 1, "A row of the table is not written as the others are."


def test_every_limit_stands_on_the_page():
    """A number in app/ that is named like a limit of how often has a row."""
    named = re.compile(r"^((?:[A-Z_]*(?:_AN_HOUR|_A_DAY)|FAILED_[A-Z_]+|MOST_TRIES|TRIES)\b)", re.M)
    listed = {row["name"].rpartition(".")[2] for row in rows()} | {"FAILED_TRIES_WINDOW"}
    complain(
        "Write a row for it into docs/limits.md.",
        [
            f"{file.relative_to(ROOT)}: {name}"
            for file in sorted((ROOT / "app").rglob("operations.py"))
            for name in named.findall(file.read_text())
            if name not in listed
        ],
    )


# --- needs ---

SENT = {"go": "send", "works_well": "", "title": "", "about_whom": "", "barrier": "",
        "place": "all-over"}  # fmt: skip


def sends(somebody, number, status=200):
    sent = {**SENT, "words": f"Bench number {number}.", "send_key": f"bench {number}"}
    return somebody.post("/needs/new", sent, status=status)


def test_a_sixth_need_in_a_day_waits_with_its_words_kept(browse, make, session, now, monkeypatch):
    make.area()
    make.conversation()
    somebody = browse.take_part_as(make.participant_actor())
    for number in range(MOST_NEEDS_A_DAY):
        sends(somebody, number)
    page = sends(somebody, 9, status=429)
    assert "send them tomorrow" in page
    assert "Bench number 9." in page.html
    assert session.scalar(select(func.count()).select_from(Need)) == MOST_NEEDS_A_DAY
    assert differences(session, BUILDER) == []
    sends(somebody, 4)  # the same Send once more still leads to its receipt
    other = browse.another().take_part_as(make.participant_actor())
    sends(other, 10)
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=1, minutes=1))
    sends(somebody, 11)


# --- "me too" ---


@pytest.fixture
def eager(browse, make, session, now):
    """Return somebody who said "me too" sixty times just now."""
    actor = make.participant_actor()
    for _number in range(voices.MOST_SUPPORTS_AN_HOUR):
        need = make.need()
        session.add(
            NeedSupport(
                need_id=need.id, participant_id=actor.participant_id, channel="online",
                supported_at=now,
            )
        )  # fmt: skip
        make.recount(need)
    return browse.take_part_as(actor), need


def test_the_sixty_first_me_too_in_an_hour_waits(
    eager, browse, make, session, now, monkeypatch, queries_made
):
    somebody, known = eager
    new = make.need()
    address = f"/needs/{new.code.lower()}/support"
    page = somebody.post(address, status=429)
    assert "Wait an hour, then go on." in page
    assert new.people == 1
    with queries_made() as made:
        somebody.open(address, "POST")
    assert len(made) <= 6, "\n".join(made)
    assert somebody.open(address, "POST", live=True).status_code == 429
    assert "Wait an hour" in somebody.visit("/needs/").html, "The script says so beside the button."
    somebody.post(f"/needs/{known.code.lower()}/support")  # pressing again is no error
    somebody.post(f"/needs/{known.code.lower()}/support/take-back")
    somebody.post(address)  # taking one back makes room for another
    assert new.people == 2
    browse.another().post(f"/needs/{make.need().code.lower()}/support")
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=61))
    somebody.post(f"/needs/{make.need().code.lower()}/support")
    assert differences(session, BUILDER) == []


# --- letters and complaints ---


@pytest.mark.parametrize("whose", ["one group", "the whole site"])
def test_letters_into_a_group_have_an_end(make, session, now, whose):
    lead = make.member()
    group, other = make.community(lead=lead), make.community(lead=make.member())
    most, from_ = (
        (group_invitations.LETTERS_FROM_ONE_GROUP_A_DAY, group)
        if whose == "one group"
        else (group_invitations.LETTERS_WHOLE_SITE_A_DAY, other)
    )
    member = group_invitations.GroupRole.MEMBER
    known = group_invitations.invite(
        session, lead, make.keys, group.id, "first@post.example", member, now=now, real_now=now
    )
    assert known
    one = session.scalars(select(GroupInvitation)).first()
    columns = {
        column.name: getattr(one, column.key)
        for column in GroupInvitation.__table__.columns
        if column.name not in {"id", "link_digest", "email_mark", "organisation_id"}
    }
    session.add_all(
        GroupInvitation(
            **columns, link_digest=f"{number:064d}", email_mark=f"{number:032d}",
            organisation_id=from_.id,
        )
        for number in range(most)
    )  # fmt: skip
    session.flush()
    with pytest.raises(group_invitations.TooManyInvitations):
        group_invitations.invite(
            session, lead, make.keys, group.id, "last@post.example", member, now=now, real_now=now
        )


def test_complaints_of_a_whole_site_have_an_end(make, session, now):
    session.add_all(
        Attempt(kind=complaints.KIND, mark=f"mark {number}", at=now)
        for number in range(complaints.WHOLE_SITE_AN_HOUR)
    )
    typed = complaints.ComplaintWords(complaints.ComplaintAbout.SHOWS, "It shows me.", "", "Phone")
    with pytest.raises(TooManyTries):
        complaints.complain(
            session, make.visitor(), typed, send_key="k", address_mark="new", now=now, real_now=now
        )


# --- where the database cannot count ---


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_without_counting_nobody_comes_in_and_everybody_reads(fresh_database, caplog):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        make.area()
        make.conversation()
        person = make.person(Role.MODERATOR)
        writer = make.participant_actor()
        need = make.need(writer=writer)
        from app.people.operations import follow_code  # noqa: PLC0415

        code = follow_code(session, writer, make.keys, writer.participant_id, real_now=make.now)
        email, address = person.email, f"/needs/{need.code.lower()}"
        session.commit()
    with fresh_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE attempt RENAME TO attempt_gone"))
    browser = fresh_database.browser()
    for page in ("/", "/needs/", address, "/areas/", "/themes/", "/plan/", "/sign-in", "/follow/"):
        assert browser.open(page).status_code == 200
    for form in (
        ("/sign-in", {"email": email, "password": PASSWORD}),
        ("/account/sign-in", {"email": email, "password": PASSWORD}),
        ("/account/join", {"email": "somebody@post.example"}),
        ("/follow/", {"code": "brae-otter-heron-41"}),
    ):
        with pytest.raises(AssertionError, match="broke") as broken:
            browser.open(form[0], "POST", data=form[1])
        assert isinstance(broken.value.__cause__, SQLAlchemyError)
        assert browser.open("/my-account").status_code == 401
    # A right code never waits, so nothing is counted for it.
    assert browser.open("/follow/", "POST", data={"code": code}).status_code in {200, 303}
    assert browser.open(f"{address}/support", "POST").status_code == 303


# --- whose address ---


@pytest.mark.parametrize(
    ("proxies", "claimed", "same_as"),
    [
        (0, "203.0.113.9", None),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.4", "203.0.113.9"),
        (1, "nonsense", "nonsense"),
    ],
)
def test_only_our_own_servers_are_believed_about_an_address(tmp_path, proxies, claimed, same_as):
    import dataclasses  # noqa: PLC0415

    settings = settings_for(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)
    app = create_app(dataclasses.replace(settings, proxies=proxies))
    app.extensions["portal_known_shift"] = 0
    seen = []

    @app.get("/who")
    def who():
        from flask import request  # noqa: PLC0415

        seen.append((request.remote_addr, address_mark(), request.host, request.scheme))
        return "seen"

    who.audience = "public"
    app.test_client().get(
        "/who", base_url=settings.address,
        headers={"X-Forwarded-For": claimed, "X-Forwarded-Host": "evil.example",
                 "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"},
    )  # fmt: skip
    address, mark, host, scheme = seen[0]
    assert address == (same_as or "127.0.0.1")
    assert (host, scheme) == ("localhost:8123", "http")
    assert len(mark) == 32
    with app.app_context():
        db.engine.dispose()


def test_asking_again_and_again_keeps_what_was_typed(browse, make, session):
    for _turn in range(3):
        asks(browse.another(), "often@post.example")
    page = asks(browse.another(), "often@post.example", status=429)
    assert page.value_of("E-mail") if not isinstance(page, str) else True
    assert "Wait an hour" in page.main or "wait an hour" in page.main
