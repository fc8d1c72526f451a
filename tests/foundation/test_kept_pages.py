"""Pages kept for people without a cookie never outlive a hide, and are never somebody's own."""

import gzip
import threading

import pytest

from app.extensions import db
from app.foundation.access import Role
from app.foundation.web import kept_pages
from app.foundation.web.kept_pages import ChangeNumber, KeptPages
from app.moderation.models import ReasonCode
from app.moderation.operations import hide_need
from app.needs.models import Need
from app.people.queries import actor_of
from tests.page import counted_statements

# What the keeper does with a page by itself asks no database but for one number.
on_one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Portal:
    """The portal behind its keeper, over a database of its own."""

    def __init__(self, fresh):
        self.fresh, self.app = fresh, fresh.app
        self.changes = ChangeNumber(fresh.url)
        self.keeper = KeptPages(self.app.wsgi_app, self.changes, "session")
        self.inner = self.app.wsgi_app

    def close(self):
        if getattr(self.changes._here, "ask", None):
            close(self.changes)

    def get(self, address, **headers):
        self.app.wsgi_app = self.keeper
        try:
            return self.app.test_client(use_cookies=False).get(
                address,
                base_url="http://localhost:8123",
                headers={name.replace("_", "-"): value for name, value in headers.items()},
                buffered=True,
            )
        finally:
            self.app.wsgi_app = self.inner

    def statements(self, address, **headers):
        with self.app.app_context():
            engine = db.engine
        with counted_statements(engine) as made:
            self.get(address, **headers)
        return len(made)


def close(changes):
    """Close the connection of this thread, which a worker keeps for as long as it lives."""
    connection = changes._here.ask.__closure__[0].cell_contents
    getattr(connection, "connection", connection).close()


@pytest.fixture
def portal(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        make.area("Coalbrae")
        make.need(title="Otters in the burn")
        session.commit()
    opened = Portal(fresh_database)
    yield opened
    opened.close()


def hide(portal):
    with portal.fresh.session() as session:
        make = portal.fresh.make(session)
        moderator = make.person(Role.MODERATOR, email=f"m{id(session)}@braidvale.example")
        actor, need = actor_of(session, moderator, make.today), session.get(Need, 1)
        hide_need(session, actor, 1, ReasonCode.ADVERT, revision=need.revision, now=make.now)
        session.commit()


def test_a_page_is_drawn_once_and_kept_as_it_was(portal):
    first = portal.get("/needs/")
    assert portal.statements("/needs/") == 0
    again = portal.get("/needs/")
    assert again.data == first.data
    assert b"Otters in the burn" in again.data
    assert dict(again.headers) == dict(first.headers)
    assert again.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in again.headers["Vary"]
    assert again.headers["Content-Security-Policy"]
    assert int(again.headers["Content-Length"]) == len(again.data)


def test_after_a_hide_has_committed_no_request_sees_it(portal):
    for address in ("/needs/", "/needs/n-0001"):
        assert b"Otters" in portal.get(address).data
    other_worker = Portal(portal.fresh)
    other_worker.get("/needs/")
    hide(portal)
    for worker in (portal, other_worker):
        assert b"Otters" not in worker.get("/needs/").data
        gone = worker.get("/needs/n-0001")
        assert gone.status_code == 410
        assert b"Otters" not in gone.data
    other_worker.close()


def test_an_uncommitted_change_moves_nothing(portal):
    before = portal.changes.read()
    with portal.fresh.session() as session:
        portal.fresh.make(session).need()
        session.flush()
        assert portal.changes.read() == before
        session.rollback()
    assert portal.changes.read() == before


def test_a_change_while_the_page_is_drawn_is_not_kept_as_new(portal, monkeypatch):
    inner = portal.keeper._inner

    def hidden_meanwhile(environ, start_response):
        answer = inner(environ, start_response)
        if not done:
            done.append(True)
            hide(portal)
        return answer

    done = []
    monkeypatch.setattr(portal.keeper, "_inner", hidden_meanwhile)
    assert b"Otters" in portal.get("/needs/").data  # it began before the hide
    assert b"Otters" not in portal.get("/needs/").data


@pytest.mark.parametrize("cookie", ["participant=x.y", "session=abc", "other=1"])
@on_one_database
def test_who_brings_a_cookie_gets_a_page_of_their_own(portal, cookie):
    portal.get("/needs/")
    assert portal.statements("/needs/", Cookie=cookie) > 0
    answer = portal.get("/needs/", Cookie=cookie)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert not [key for key in portal.keeper._pages if key[0] != "/needs/"]


@on_one_database
def test_a_browser_that_has_the_page_is_told_so(portal):
    etag = portal.get("/needs/").headers["ETag"]
    answer = portal.get("/needs/", If_None_Match=etag)
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
    assert portal.get("/needs/", If_None_Match='W/"other"').status_code == 200
    hide(portal)
    answer = portal.get("/needs/", If_None_Match=etag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


@on_one_database
def test_a_page_goes_out_compressed_to_who_takes_it(portal):
    for _ in range(2):
        packed = portal.get("/needs/", Accept_Encoding="br, gzip")
        plain = portal.get("/needs/")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) * 3 < len(plain.data)
        for answer in (packed, plain):
            assert "Accept-Encoding" in answer.headers["Vary"]


@on_one_database
def test_pages_of_signed_in_people_are_not_compressed(portal):
    answer = portal.get("/needs/", Accept_Encoding="gzip", Cookie="session=abc")
    assert "Content-Encoding" not in answer.headers
    answer = portal.get("/needs/", Accept_Encoding="gzip", Cookie="participant=abc")
    assert answer.headers["Content-Encoding"] == "gzip"


@on_one_database
def test_parts_and_pages_are_kept_apart(portal):
    part = portal.get("/needs/", HX_Request="true")
    page = portal.get("/needs/")
    restored = portal.get("/needs/", HX_Request="true", HX_History_Restore_Request="true")
    boosted = portal.get("/needs/", HX_Request="true", HX_Boosted="true")
    again = portal.get("/needs/", HX_Request="true")
    assert b"<html" not in part.data
    assert again.data == part.data
    for whole in (page, restored, boosted):
        assert b"<html" in whole.data


@on_one_database
def test_addresses_and_hosts_are_kept_apart(portal):
    pages = {portal.get(f"/needs/{query}").data for query in ("", "?q=otters", "?q=zzz")}
    assert len(pages) == 3
    assert portal.get("/needs/", Host="evil.example").status_code == 400


@on_one_database
def test_only_good_whole_answers_are_kept(portal):
    for address in ("/nowhere", "/needs/n-9999", "/follow/", "/health/ready", "/desk/", "/needs"):
        portal.get(address)
        assert portal.statements(address) == portal.statements(address)
    assert {key[0] for key in portal.keeper._pages} <= {"/needs/"}


@on_one_database
def test_a_page_is_kept_ten_seconds_at_most(portal, monkeypatch):
    portal.get("/needs/")
    now = kept_pages.time.monotonic()
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: now + 9)
    assert portal.statements("/needs/") == 0
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: now + 11)
    assert portal.statements("/needs/") > 0


@on_one_database
def test_what_is_kept_has_a_limit(portal, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 3)
    for number in range(6):
        portal.get(f"/needs/?q=word{number}")
    keeper = portal.keeper
    assert [key[1] for key in keeper._pages] == ["q=word3", "q=word4", "q=word5"]
    kept = sum(len(page.body) + len(page.compressed) for page in keeper._pages.values())
    assert keeper._bytes == kept
    portal.get("/needs/?q=" + "x" * 500)
    assert len(keeper._pages) == 3


@on_one_database
def test_a_database_that_does_not_answer_keeps_nothing(portal, monkeypatch):
    portal.get("/needs/")
    monkeypatch.setattr(portal.changes, "read", lambda: None)
    assert portal.statements("/needs/") > 0


def test_each_thread_reads_over_its_own_connection(portal):
    numbers = []

    def read():
        changes = ChangeNumber(portal.fresh.url)
        numbers.append(changes.read())
        close(changes)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(numbers)) == 1
    assert numbers[0] is not None


def test_an_address_without_a_database_reads_nothing(tmp_path):
    assert ChangeNumber(f"sqlite:///{tmp_path}/no/such/folder/file").read() is None
