"""`flask prepare`: the database brought up to date, and the demo place laid out when wanted."""

import click
from flask import current_app

from app.extensions import alembic, db
from app.foundation.web.session import settings
from app.seed import is_empty, lay_out_here, sign_ins


@click.command("prepare")
def commands() -> None:
    """Bring the database up to date; in demo mode lay out the demo place the first time."""
    with current_app.app_context():  # its end gives back the connection of the migrations
        alembic.upgrade()
    if not settings().demo:
        return
    if is_empty(db.session):
        click.echo("Laying out the demo place …")
        lay_out_here()
        db.session.commit()
    for line in sign_ins():
        click.echo(line)
