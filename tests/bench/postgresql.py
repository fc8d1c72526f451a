"""A PostgreSQL of its own for measuring, as durable as one in use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.databases import HOW_TO_GET_POSTGRESQL, Unavailable, debian_binaries, own_server

AS_IN_USE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
}


@contextmanager
def running_postgresql() -> Iterator[Callable[[str], str]]:
    """Start the server; give a function that makes a database and returns its address."""
    binaries = debian_binaries()
    if binaries is None:
        raise Unavailable(HOW_TO_GET_POSTGRESQL)
    with own_server(binaries, AS_IN_USE) as admin:

        def url_of(name: str) -> str:
            address = admin.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            url: str = admin.set(database=name).render_as_string(hide_password=False)
            return url

        yield url_of
