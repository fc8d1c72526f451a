"""What the database refuses is told as what it is: no tables, another writer, or an error."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.extensions import db
from app.foundation import database as opening
from tests.conftest import FreshDatabase
from tests.databases import Databases, settings_for
from tests.imports.conftest import WriteFile


def run(app: Flask, file: Path) -> Result:
    words = ["import", "needs", str(file), "--source", "Survey", "--map", "words=said"]
    with app.app_context():
        result = app.test_cli_runner().invoke(args=[*words, "--map", "code=id"])
        db.engine.dispose()
    return result


@pytest.fixture
def file(write_file: WriteFile) -> Path:
    return write_file(["id", "said"], ["1", "A bus, please."])


def test_a_database_without_tables_is_told_with_the_command(
    databases: Databases, database: str, tmp_path: Path, file: Path
) -> None:
    home = databases.of_kind(database)
    url = home.new_empty()
    result = run(create_app(settings_for(url, tmp_path)), file)
    home.remove(url)
    assert result.exit_code == 1
    assert "not prepared" in result.stderr
    assert "python3 portal.py flask prepare" in result.stderr
    assert "Somebody else" not in result.stderr


def test_another_writer_is_told_as_one(
    fresh_database: FreshDatabase, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 1)
    url = fresh_database.url
    is_sqlite = fresh_database.kind == "sqlite"
    if not is_sqlite:
        url += "?options=-c%20lock_timeout%3D200"
    app = create_app(settings_for(url, tmp_path))
    with fresh_database.session() as other:
        fresh_database.make(other).conversation()
        other.commit()
        other.execute(text("UPDATE visible_change SET number = number + 1"))
        if not is_sqlite:
            other.execute(text("LOCK TABLE need IN ACCESS EXCLUSIVE MODE"))
        result = run(app, file)
        other.rollback()
    assert result.exit_code == 1
    assert "Somebody else was writing at the same moment." in result.stderr
    assert "not prepared" not in result.stderr


def test_what_nobody_expects_is_not_called_another_writer(
    fresh_database: FreshDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_session: object, _source: str) -> None:
        db.session.execute(text("SELECT nothing_like_this(1)"))

    monkeypatch.setattr("app.imports.commands.queries.find_source", fails)
    result = run(fresh_database.app, file)
    assert isinstance(result.exception, DBAPIError)
