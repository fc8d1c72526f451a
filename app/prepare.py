"""`flask prepare`: the database brought up to date, and the demo place laid out when wanted."""

import click
from flask import Flask, current_app
from flask_alembic import Alembic

from app.extensions import db
from app.foundation.database import Base
from app.foundation.web.session import settings
from app.seed import is_empty, lay_out_here, sign_ins
from app.settings import PROJECT_ROOT

alembic = Alembic(metadatas=Base.metadata)


def init_app(app: Flask) -> None:
    """Let the application bring its database up to date."""
    app.config["ALEMBIC"] = {
        "script_location": str(PROJECT_ROOT / "migrations"),
        "file_template": "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s",
    }
    app.config["ALEMBIC_CONTEXT"] = {
        "include_object": lambda _thing, name, kind, _in_db, _twin: (
            not (kind == "table" and name.startswith("need_search"))
        ),
        "compare_type": True,
        "render_as_batch": False,
    }
    alembic.init_app(app)


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
