"""`flask import needs FILE.csv`: needs that were collected elsewhere, from a file."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow
from app.foundation.database import learn_sizes, only_reads
from app.foundation.text.plain import clean_words
from app.foundation.web.session import place_now, settings
from app.imports import operations, queries, saying
from app.imports.looking import Findings, Walk, look_through
from app.imports.mapping import FIELDS, Wishes, wishes_from
from app.imports.operations import Wanted
from app.imports.problems import FileProblem
from app.imports.reading import Sheet, open_sheet
from app.imports.refused import RefusedRows, refused_path
from app.needs.words import Promise

commands = AppGroup("import", help="Bring in what was collected elsewhere.")

LONGEST_SOURCE = 160
PREPARE = "python3 portal.py flask prepare"
# What SQLite says, and the codes of PostgreSQL: a lock not given, a circle, a clash of two writers.
LOCKED = ("database is locked", "database table is locked", "55P03", "40P01", "40001")
NO_TABLE = ("no such table", "no such column", "42P01", "42703")
FIELD_LIST = "\n".join(f"  {name:<13} {what}" for name, what in FIELDS.items())
HELP = f"""Bring in needs from a CSV file, with the answers they got.

One row that is not right refuses the whole file: every reason is listed and nothing is written.
A second run of the same file adds nothing.

\b
The fields:
{FIELD_LIST}

\b
For example:
  flask import needs needs.csv --source "Town survey 2026" \\
    --map words=comment --map area=village --map code=id --check

docs/importing.md says more.
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed after the command."""

    path: Path
    wishes: Wishes
    wanted: Wanted
    delimiter: str | None
    encoding: str
    check: bool
    leave_out_refused: bool
    refused_file: Path


def _option(name: str, words: str, **more: Any) -> Callable[..., Any]:
    return click.option(name, help=words, **more)


@commands.command("needs", help=HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_option("--source", "Where the file comes from, as people read it.", required=True)
@_option("--map", "Which column fills a field.", multiple=True, metavar="FIELD=COLUMN")
@_option(
    "--value",
    "What a word of the source means here: a kind of answer (yes, partly, not now, not ours, "
    "you can) or a channel. Other kinds of answer stay in the words of the source.",
    multiple=True,
    metavar="FIELD:THEIRS=OURS",
)
@_option("--html", "Fields that hold HTML, to be made plain text.", multiple=True, metavar="FIELD")
@_option("--create", "What may be made: area, theme.", multiple=True, metavar="area,theme")
@_option("--answered-on", "The day of answers without one.", metavar="YYYY-MM-DD")
@_option("--date-format", "How days are written, such as %d/%m/%Y.", metavar="FORMAT")
@_option("--conversation", "The address of the conversation they belong to.", metavar="SLUG")
@_option("--delimiter", "What stands between cells: , ; | or tab. Found out without it.")
@_option(
    "--encoding",
    "How letters are written. Found out without it.",
    type=click.Choice(["auto", "utf-8", "windows-1252"]),
    default="auto",
)
@_option("--publish", "Show them to everyone at once, not after a check.", is_flag=True)
@_option("--check", "Write nothing; say what would happen.", is_flag=True)
@_option("--leave-out-refused", "Bring in the other rows when some are refused.", is_flag=True)
@_option(
    "--refused-file",
    "Where rows that are left out go; beside the file without it.",
    type=click.Path(dir_okay=False, path_type=Path),
)
def needs(file: Path, **typed: Any) -> None:
    """Bring in needs from a CSV file."""
    try:
        _bring_in(_asked(file, typed))
    except (FileProblem, NotPossibleNow) as problem:
        db.session.rollback()
        raise click.ClickException(str(problem)) from problem
    except DBAPIError as problem:
        db.session.rollback()
        why = _why_refused(problem)
        if not why:
            raise
        raise click.ClickException(why) from problem


def _why_refused(problem: DBAPIError) -> str:
    """Say what somebody can do about what the database refused; empty for what nobody expects."""
    told = getattr(problem.orig, "sqlstate", None) or str(problem.orig)
    # Another run made the same names at this moment, or held the database for too long.
    if isinstance(problem, IntegrityError) or told.startswith(LOCKED):
        return "Somebody else was writing at the same moment. Nothing was written. Begin again."
    if told.startswith(NO_TABLE):
        return f"The database is not prepared. Run this first: {PREPARE}"
    return ""


def _asked(file: Path, typed: dict[str, Any]) -> Asked:
    here = settings()
    source = " ".join(clean_words(typed["source"]).split())
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise FileProblem(f"Give --source a name of up to {LONGEST_SOURCE} characters.")
    refused_file: Path = typed["refused_file"] or refused_path(file)
    if refused_file.resolve() == file.resolve():
        raise FileProblem("The rows left out cannot go into the file itself. Choose another name.")
    wanted = Wanted(
        source=source,
        conversation=typed["conversation"] or "",
        publish=typed["publish"],
        promise=Promise(check_days=here.promise_check_days, answer_weeks=here.promise_answer_weeks),
        place_name=here.place_name,
        partnership=here.partnership,
    )
    wishes = wishes_from(
        typed["map"],
        typed["value"],
        typed["html"],
        typed["create"],
        date_format=typed["date_format"],
        answered_on=_day(typed["answered_on"]),
    )
    return Asked(
        path=file,
        wishes=wishes,
        wanted=wanted,
        delimiter=typed["delimiter"],
        encoding=typed["encoding"],
        check=typed["check"],
        leave_out_refused=typed["leave_out_refused"],
        refused_file=refused_file,
    )


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise FileProblem("Write --answered-on as a day such as 2026-03-02.") from None


def _bring_in(asked: Asked) -> None:
    """Look through the file; write it when every row is right or may be left out."""
    sheet = open_sheet(asked.path, delimiter=asked.delimiter, encoding=asked.encoding)
    refused = None
    if asked.leave_out_refused and not asked.check:
        refused = RefusedRows(sheet, asked.refused_file)
    try:
        with _only_reading():
            now = place_now()
            walk = _walk(sheet, asked, now)
            findings = look_through(walk, refused.keep if refused else None)
        _say_refusals(findings, asked)
        if asked.check:
            _say(saying.what_would_come(findings, sheet, asked.wanted))
            return
        _write(walk, findings, asked, now)
        if refused is not None and findings.refused:
            click.echo(f"The rows left out stand in {refused.put_in_place()}, with the reasons.")
    finally:
        if refused is not None:
            refused.drop()


@contextmanager
def _only_reading() -> Iterator[None]:
    """Let others write while the file is looked through."""
    reading = only_reads.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        only_reads.reset(reading)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _walk(sheet: Sheet, asked: Asked, now: datetime) -> Walk:
    source = queries.find_source(db.session, asked.wanted.source)
    return Walk(
        sheet=sheet,
        wishes=asked.wishes,
        today=clock.local_day(now),
        known=queries.what_is_known(db.session),
        codes_here=partial(queries.codes_here, db.session, source.id if source else 0),
    )


def _say_refusals(findings: Findings, asked: Asked) -> None:
    """Print every reason; end here when the refused rows may not be left out."""
    if not findings.rows:
        raise FileProblem("There are headings in this file, and no rows under them.")
    for line in saying.refusals(findings):
        click.echo(line, err=True)
    if findings.refused and (findings.was_cut_short or not asked.leave_out_refused):
        raise FileProblem(saying.why_nothing_came(findings))


def _write(walk: Walk, findings: Findings, asked: Asked, now: datetime) -> None:
    actor = Actor.system("import")
    outcome = operations.bring_in_needs(db.session, actor, walk, findings, asked.wanted, now=now)
    learn_sizes(db.session)
    db.session.commit()
    _say(saying.what_came(outcome, findings, asked.wanted))
