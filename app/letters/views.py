"""The letters that a demo would have sent, for whoever tries it out."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.foundation.access import NotFound
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import settings
from app.letters import queries

pages = Blueprint("letters", __name__, url_prefix="/letters")

SHOWN = 20


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show the newest letters in full, where a demo sends none; nowhere else."""
    if not settings().shows_letters:
        raise NotFound
    letters = queries.newest_letters(db.session, limit=SHOWN)
    return never_keep(make_response(render_template("letters/index.html", letters=letters)))
