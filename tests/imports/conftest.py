"""A file to bring in, and the command that brings it in."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

BringIn = Callable[..., Result]
WriteFile = Callable[..., Path]


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Return what writes a CSV file: `write_file(["id", "said"], ["1", "A bus"])`."""

    def write(
        *rows: Sequence[str],
        name: str = "needs.csv",
        encoding: str = "utf-8",
        delimiter: str = ",",
        line_end: str = "\n",
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator=line_end).writerows(rows)
        return path

    return write


@pytest.fixture
def bring_in(app: Flask, session: Session) -> BringIn:
    """Return the command: `bring_in(path, "--publish", words="said", code="id")`."""

    def run(path: Path, *options: str, source: str = "Town survey", **fields: str) -> Result:
        session.commit()
        maps = [part for field, column in fields.items() for part in ("--map", f"{field}={column}")]
        words = ["import", "needs", str(path), "--source", source, *maps, *options]
        result = app.test_cli_runner().invoke(args=words)
        session.expire_all()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
