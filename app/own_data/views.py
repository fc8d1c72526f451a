"""The page of one's own data, and the same to take away."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.foundation import clock
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, settings
from app.own_data import queries
from app.own_data.bundle import as_json, as_zip
from app.own_data.permissions import may_see_own_data
from app.own_data.saying import in_words
from app.own_data.words import MEANINGS

pages = Blueprint("own_data", __name__, url_prefix="/my-data")
pages.add_app_template_filter(in_words, "own_data_words")


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show all that is kept about whoever asks; a stranger reads how to come to theirs."""
    return never_keep(
        make_response(render_template("own_data/index.html", facts=_my_facts(), meanings=MEANINGS))
    )


@pages.get("/download")
@public
def download() -> ResponseReturnValue:
    """Give it all in a ZIP, made now and for this browser alone (T11)."""
    facts = _my_facts()
    if facts is None:
        return see_other(url_for(".index"))
    about = {"facts": facts, "meanings": MEANINGS}
    files = {
        "my-data.html": render_template("own_data/to_keep.html", **about),
        "my-data.json": as_json(facts),
        "what-the-names-mean.txt": "".join(f"{name}: {said}\n" for name, said in MEANINGS.items()),
    }
    answer = never_keep(Response(as_zip(files), mimetype="application/zip"))
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.zip"
    return answer


def _my_facts() -> dict[str, Any] | None:
    actor = current_actor()
    if not may_see_own_data(actor):
        return None
    facts = queries.everything_about(db.session, actor, key_ring())
    return {"made_at": clock.real_now(), "place": settings().site_name, **facts}
