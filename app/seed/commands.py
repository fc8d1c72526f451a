"""`flask seed`: laying out the demo place, adding to it at scale, and checking every count."""

import sys
from datetime import timedelta

import click
from flask.cli import AppGroup

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow
from app.foundation.database import learn_sizes
from app.places.queries import clock_shift
from app.recounts.operations import differences
from app.seed.crowd import Size
from app.seed.here import lay_out_here
from app.seed.queries import is_empty
from app.seed.scale import add_at_scale
from app.seed.sign_ins import sign_ins

commands = AppGroup("seed", help="Lay out a place to try.")


@commands.command("demo")
def demo() -> None:
    """Lay out the demo place, unless a place is laid out already."""
    if not is_empty(db.session):
        click.echo("A place is laid out already. Nothing was changed.")
        return
    lay_out_here()
    db.session.commit()
    for line in sign_ins():
        click.echo(line)


@commands.command("scale")
@click.option(
    "--needs",
    default=Size.needs,
    show_default=True,
    type=click.IntRange(1),
    help="Published needs.",
)
@click.option(
    "--waiting",
    default=Size.waiting,
    show_default=True,
    type=click.IntRange(0),
    help="Needs that wait.",
)
@click.option(
    "--supports",
    default=Size.supports,
    show_default=True,
    type=click.IntRange(1),
    help="People who say so.",
)
@click.option(
    "--participants",
    default=Size.participants,
    show_default=True,
    type=click.IntRange(100),
    help="Different people online, fewer where there is not enough for all of them to say.",
)
def scale(needs: int, waiting: int, supports: int, participants: int) -> None:
    """Add made-up needs to the place; an empty one becomes the demo place first."""
    if is_empty(db.session):
        lay_out_here()
    now = clock.real_now() + timedelta(seconds=clock_shift(db.session))
    size = Size(needs=needs, waiting=waiting, supports=supports, participants=participants)
    try:
        added = add_at_scale(db.session, size, now=now)
    except NotPossibleNow as problem:
        raise click.ClickException(str(problem)) from problem
    learn_sizes(db.session)
    db.session.commit()
    click.echo(
        f"Added {needs:,} published needs and {waiting:,} that wait, "
        f"from {len(added.participants):,} people online."
    )


@commands.command("check")
def check() -> None:
    """Compare every kept count with a recount; ends with 1 when one differs."""
    lines = differences(db.session, Actor.system("check-counts"))
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo("Every count equals a recount.")
