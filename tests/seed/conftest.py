"""The demo place, laid out once for each kind of database; what a test changes is rolled back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.foundation.database import only_reads, prepare_engine
from app.seed import lay_out_demo
from app.seed.crowd import Size
from app.seed.moments import OPENING
from app.seed.scale import add_at_scale
from tests.conftest import KEYS
from tests.databases import Databases

# Far from the first day of the demo, so that a clock without its shift would be noticed.
LAID_OUT_AT = datetime(2031, 5, 6, 7, 8, 9, 123_456, tzinfo=UTC)
SIZE = Size(needs=300, waiting=30, supports=2_500, participants=400)


def _lay_out(session: Session) -> None:
    lay_out_demo(session, keys=KEYS, real_now=LAID_OUT_AT)


def _lay_out_and_grow(session: Session) -> None:
    _lay_out(session)
    add_at_scale(session, SIZE, now=OPENING)


@pytest.fixture(scope="session")
def laid_out(databases: Databases) -> Iterator[Callable[..., AbstractContextManager[Session]]]:
    """Return what opens a place, laid out when first asked for."""
    engines: dict[tuple[str, Callable[[Session], None]], Engine] = {}

    @contextmanager
    def opened(kind: str, how: Callable[[Session], None]) -> Iterator[Session]:
        only_reads.set(False)
        if (kind, how) not in engines:
            engine = create_engine(databases.of_kind(kind).new_copy())
            prepare_engine(engine)
            with Session(engine) as laying:
                how(laying)
                laying.commit()
            engines[kind, how] = engine
        with engines[kind, how].connect() as connection:
            outer = connection.begin()
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                yield session
            outer.rollback()

    yield opened
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def demo(
    laid_out: Callable[..., AbstractContextManager[Session]], database: str
) -> Iterator[Session]:
    """Return a session in the demo place."""
    with laid_out(database, _lay_out) as session:
        yield session


@pytest.fixture
def grown(
    laid_out: Callable[..., AbstractContextManager[Session]], database: str
) -> Iterator[Session]:
    """Return a session in the demo place with made-up needs added, as many as SIZE says."""
    with laid_out(database, _lay_out_and_grow) as session:
        yield session
