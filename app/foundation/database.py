"""The base of all tables, their column types, and how each database is opened.

No Flask here. The session of a request comes from `app.extensions`.
"""

import contextlib
import enum
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    Table,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

# A request that only reads must not queue behind a writer on SQLite; everything else takes
# the write lock at once, so that two writers wait for each other instead of failing half-way.
only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)

BUSY_SECONDS = 15
HAS_TURN = "has_turn"  # of a connection, in the queue of writers


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would be stored as whatever the machine thinks."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone before it is stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table; constraint names are the same on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime,
        enum.StrEnum: Enum(
            enum.StrEnum,
            values_callable=lambda kind: [member.value for member in kind],
            native_enum=False,
            create_constraint=True,
            length=40,
        ),
    }


Id = Annotated[int, mapped_column(primary_key=True)]


def insert_once(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key stands there; tell whether a row was added.

    The constraint decides, never a look beforehand, so two people at once cannot both add it.
    """
    statement = _insert_once(session.get_bind().dialect.name, table)
    # Without the option SQLAlchemy does not ask the driver how many rows an insert added.
    result = session.execute(statement, values, execution_options={"preserve_rowcount": True})
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]  # a cursor result has it


@cache
def _insert_once(dialect: str, table: Table) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).inline().on_conflict_do_nothing()


@contextlib.contextmanager
def before_ones_turn(session: Session) -> Iterator[None]:
    """Read something at the beginning of a request, without waiting for the lock of writers.

    On SQLite the writing itself then begins anew, so whatever was read may have changed
    meanwhile, just as it may on PostgreSQL between two statements.
    """
    is_shared = session.get_bind().dialect.name == "sqlite"
    if only_reads.get() or not is_shared or session.in_transaction():
        yield
        return
    writing = only_reads.set(True)
    try:
        yield
    finally:
        session.rollback()
        only_reads.reset(writing)


def learn_sizes(session: Session) -> None:
    """Let PostgreSQL look at once at how much there is now, after very much was added.

    It would do so by itself within a minute; until then it reads large tables row by row.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))


def prepare_engine(engine: Engine) -> None:
    """Give every connection the settings that durability and foreign keys need."""
    if engine.dialect.name == "sqlite":
        queue = _WritersQueue()
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", queue.begin)
        event.listen(engine, "checkin", queue.leave)
        event.listen(engine, "close", queue.leave)


def _open_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late for a read and not at all for DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a thank-you means the row is on the disk
        "foreign_keys=ON",
        "recursive_triggers=ON",  # so that REPLACE cannot slip past the history triggers
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "cache_size=-4000",  # kilobytes for each connection
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class _WritersQueue:
    """Lets the threads of one process write to SQLite one after the other.

    SQLite has one lock for all writers and no queue at it: whoever finds it taken tries again
    after a pause, and the pauses of many threads cost more than their writing. So the threads of
    a process queue here, and only one of them at a time tries for the lock of the file.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin to read, or wait for a turn and take the lock of the file."""
        if only_reads.get():
            connection.exec_driver_sql("BEGIN")
            return
        give_up = time.monotonic() + BUSY_SECONDS
        if not connection.info.get(HAS_TURN):
            connection.info[HAS_TURN] = self._turn.acquire(timeout=BUSY_SECONDS)
        # SQLite itself pauses longer and longer between its tries, up to a tenth of a second.
        raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        raw.execute("PRAGMA busy_timeout=0")
        try:
            while time.monotonic() < give_up:
                with contextlib.suppress(sqlite3.OperationalError):
                    raw.execute("BEGIN IMMEDIATE")
                    return
                time.sleep(0.001)
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # complains in SQLAlchemy's own way
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def leave(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        """Give the turn to the next thread, once a connection goes back to the pool."""
        if entry.info.pop(HAS_TURN, False):
            self._turn.release()
