"""What tests stand on: a database of each kind, the portal over it, builders and a browser.

Each test runs in one transaction that is rolled back, on SQLite and on PostgreSQL. What needs
real commits or several connections asks for `fresh_database`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.foundation.access.keys import KeyRing
from app.foundation.database import only_reads, prepare_engine
from app.foundation.web import remembered
from app.settings import DEMO_SECRET
from tests.builders import Make
from tests.databases import Databases, Unavailable, settings_for, wanted_databases
from tests.page import Browser, counted_statements, watch_portal

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
KEYS = KeyRing(DEMO_SECRET)
KINDS = [
    pytest.param(name, marks=[pytest.mark.postgres] if name == "postgresql" else [])
    for name in wanted_databases()
]


def skip_or_fail(reason: str) -> NoReturn:
    """Skip with the reason and how to get what is missing; where everything must run, fail."""
    if os.environ.get("CI", "").lower() in {"true", "1", "yes"}:
        pytest.fail(f"Every test must run here. {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Every database of this run; opened when first used, closed at the end."""
    opened = Databases(tmp_path_factory.mktemp("databases"))
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, databases: Databases) -> str:
    """Return the kind of database that this test runs on: "sqlite" or "postgresql"."""
    kind = str(request.param)
    try:
        databases.of_kind(kind)
    except Unavailable as problem:
        skip_or_fail(str(problem))
    return kind


@dataclass
class Portals:
    """One portal for each kind of database, over a copy that never keeps anything."""

    databases: Databases
    folder: Path
    made: dict[str, Flask] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Flask:
        """Return the portal over a kind of database."""
        if kind not in self.made:
            url = self.databases.of_kind(kind).new_copy()
            self.made[kind] = create_app(settings_for(url, self.folder / kind))
            watch_portal(self.made[kind])
        return self.made[kind]

    def close(self) -> None:
        """Close every connection."""
        for app in self.made.values():
            with app.app_context():
                db.engine.dispose()


@pytest.fixture(scope="session")
def portals(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    """Keep one portal for each kind of database."""
    kept = Portals(databases, tmp_path_factory.mktemp("portals"))
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def unused_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return a portal whose database nobody opens: for its routes and templates only."""
    folder = tmp_path_factory.mktemp("unused")
    return create_app(settings_for(f"sqlite:///{folder / 'unused.sqlite3'}", folder))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock on Monday 2 March 2026 at ten; return that moment."""
    monkeypatch.setattr(clock, "real_now", lambda: NOW)
    return NOW


@pytest.fixture
def connection(portals: Portals, database: str) -> Iterator[Connection]:
    """Open the one connection of this test; whatever is committed is rolled back at the end."""
    app = portals.of_kind(database)
    # How far the clock of the place is shifted is kept for good by the portal, not by tests.
    app.extensions.pop("portal_known_shift", None)
    remembered.init_app(app)  # what a test remembered went with its transaction
    with app.app_context():
        engine, sessions = db.engine, db.sessionmaker
    only_reads.set(False)
    with engine.connect() as opened:
        outer = opened.begin()
        sessions.configure(bind=opened, join_transaction_mode="create_savepoint")
        try:
            yield opened
        finally:
            sessions.configure(bind=engine, join_transaction_mode="conditional_savepoint")
            outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """Return the test's own session, in the test's transaction."""
    with Session(connection, join_transaction_mode="create_savepoint") as opened:
        yield opened


@pytest.fixture
def app(portals: Portals, database: str, connection: Connection, now: datetime) -> Flask:
    """Return the portal, whose requests join the test's transaction."""
    return portals.of_kind(database)


@pytest.fixture
def make(session: Session, now: datetime) -> Make:
    """Return the builders, over the test's session."""
    return Make(session, now, KEYS)


@pytest.fixture
def browse(app: Flask, session: Session, make: Make) -> Browser:
    """Return a browser without scripts in which nobody is signed in."""
    return Browser(app, session, _cookie_of(make))


def _cookie_of(make: Make) -> Callable[[Actor], str]:
    return lambda actor: make.keys.sign("participant", make.token_of(actor))


@pytest.fixture
def queries_made(
    connection: Connection, session: Session
) -> Callable[[], AbstractContextManager[list[str]]]:
    """Return what counts statements: `with queries_made() as made: …; assert len(made) == 3`."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        session.flush()
        with counted_statements(connection.engine) as made:
            yield made

    return counted


@dataclass
class FreshDatabase:
    """A database of this test alone, with real commits and as many connections as wanted."""

    kind: str
    url: str
    folder: Path
    engine: Engine
    _now: datetime
    _apps: list[Flask] = field(default_factory=list)

    def session(self) -> Session:
        """Return a new session over a connection of its own; commits are real."""
        return Session(self.engine)

    def make(self, session: Session) -> Make:
        """Return builders over a session; what they make still has to be committed."""
        return Make(session, self._now, KEYS)

    @property
    def app(self) -> Flask:
        """Return a portal over this database."""
        if not self._apps:
            self._apps.append(create_app(settings_for(self.url, self.folder)))
            watch_portal(self._apps[0])
        return self._apps[0]

    def browser(self, make: Make | None = None) -> Browser:
        """Return a browser on the portal over this database."""
        return Browser(self.app, None, _cookie_of(make or Make(self.session(), self._now, KEYS)))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        for app in self._apps:
            with app.app_context():
                db.engine.dispose()


@pytest.fixture
def fresh_database(
    databases: Databases, database: str, now: datetime, tmp_path: Path
) -> Iterator[FreshDatabase]:
    """Return a database of this test alone: for people who act at the same moment."""
    home = databases.of_kind(database)
    url = home.new_copy()
    engine = create_engine(url, **({} if database == "sqlite" else {"pool_size": 20}))
    prepare_engine(engine)
    only_reads.set(False)
    fresh = FreshDatabase(database, url, tmp_path, engine, now)
    try:
        yield fresh
    finally:
        fresh.close()
        home.remove(url)
