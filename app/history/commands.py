"""`flask history check`: walks the chain of seals over the history and says where it breaks."""

from collections.abc import Mapping

import click
from flask.cli import AppGroup

from app.extensions import db
from app.foundation.access import Actor
from app.foundation.database import only_reads
from app.foundation.web.session import place_now
from app.history import operations
from app.history.chain import ChainFinding
from app.history.checking import walk_the_chain

commands = AppGroup("history", help="Look after the history of who did what.")

LENGTH_OF_SEAL = 64


def check_the_chain(kept: Mapping[int, str] | None = None) -> ChainFinding:
    """Walk the chain while others may write, and keep what was found."""
    reading = only_reads.set(True)
    try:
        finding = walk_the_chain(db.session, kept)
    finally:
        db.session.rollback()
        only_reads.reset(reading)
    operations.keep_check(db.session, Actor.system("check-history"), finding, now=place_now())
    db.session.commit()
    return finding


@commands.command("check")
@click.option(
    "--seal",
    metavar="NUMBER:SEAL",
    multiple=True,
    help="A seal that you kept elsewhere, as an earlier check printed it.",
)
def check(seal: tuple[str, ...]) -> None:
    """Make every seal of the history again, and compare."""
    finding = check_the_chain(dict(_kept(each) for each in seal))
    if not finding.is_whole:
        raise click.ClickException(f"{finding.problem} The {finding.steps:,} steps before it fit.")
    click.echo(f"All {finding.steps:,} steps whole.")
    if finding.waiting:
        click.echo(f"Newer ones that wait for their seal: {finding.waiting:,}.")
    if finding.steps:
        click.echo(
            f"To check later that it is still this one: --seal {finding.steps}:{finding.seal}"
        )


def _kept(typed: str) -> tuple[int, str]:
    number, _colon, seal = typed.strip().partition(":")
    if not (number.isascii() and number.isdigit() and int(number)) or len(seal) != LENGTH_OF_SEAL:
        raise click.BadParameter("Write it as NUMBER:SEAL, as an earlier check printed it.")
    return int(number), seal.lower()
