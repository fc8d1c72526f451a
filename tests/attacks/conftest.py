"""The real web server over a small place with one of everything, on each kind of database."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.foundation.database import only_reads, prepare_engine
from tests.attacks.place import RealPlace, new_make
from tests.browser.fixtures import *  # noqa: F403 - each folder that opens a real browser takes them
from tests.browser.server import running
from tests.databases import Databases
from tests.examples import Examples


class RealPlaces:
    """One place for each kind of database, served until the tests of this folder are over."""

    def __init__(self, databases: Databases, folder: Path, stop: ExitStack) -> None:
        self._databases, self._folder, self._stop = databases, folder, stop
        self._made: dict[str, RealPlace] = {}

    def of_kind(self, kind: str) -> RealPlace:
        """Return the place on a kind of database; made and served when it is first asked for."""
        if kind not in self._made:
            self._made[kind] = self._open(kind)
        return self._made[kind]

    def _open(self, kind: str) -> RealPlace:
        url, folder = self._databases.of_kind(kind).new_copy(), self._folder / kind
        engine = create_engine(url)
        prepare_engine(engine)
        self._stop.callback(engine.dispose)
        only_reads.set(False)
        session = self._stop.enter_context(Session(engine, expire_on_commit=False))
        make = new_make(session, datetime.now(UTC))
        examples = Examples(make)
        session.commit()
        portal = self._stop.enter_context(running(url, folder))
        place = RealPlace(portal, engine, session, make, examples, folder, kind)
        self._stop.callback(place.close)
        return place


@pytest.fixture(scope="session")
def real_places(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealPlaces]:
    """Keep one served place for each kind of database."""
    with ExitStack() as stop:
        yield RealPlaces(databases, tmp_path_factory.mktemp("real"), stop)


@pytest.fixture
def real(real_places: RealPlaces, database: str) -> Iterator[RealPlace]:
    """Return the place on the real server; what a test makes there stays, so it makes its own."""
    only_reads.set(False)
    place = real_places.of_kind(database)
    yield place
    place.session.rollback()
