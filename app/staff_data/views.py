"""The page of what is kept about somebody who works here, and the same to take away."""

import csv
import io
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.foundation import clock
from app.foundation.web.audience import signed_in
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import current_actor, settings
from app.own_data.bundle import as_json, as_zip
from app.people.sessions import LONGEST_SECONDS
from app.staff_data import queries
from app.staff_data.words import MEANINGS, said_of_act

pages = Blueprint("staff_data", __name__, url_prefix="/my-account/data")


@pages.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show what is kept about whoever asks."""
    facts = _as_people_say(_my_facts())
    page = render_template("staff_data/index.html", facts=facts, meanings=MEANINGS)
    return never_keep(make_response(page))


@pages.get("/download")
@signed_in
def download() -> ResponseReturnValue:
    """Give it all in a ZIP, made now and for this browser alone (T11)."""
    facts = _my_facts()
    said = _as_people_say(facts)
    files = {
        "my-data.html": render_template("own_data/to_keep.html", facts=said, meanings=MEANINGS),
        "my-data.json": as_json(facts),
        "everything-i-did.csv": _all_acts(),
        "what-the-names-mean.txt": "".join(f"{name}: {said}\n" for name, said in MEANINGS.items()),
    }
    answer = never_keep(Response(as_zip(files), mimetype="application/zip"))
    answer.headers["Content-Disposition"] = "attachment; filename=my-work-data.zip"
    return answer


def _my_facts() -> dict[str, Any]:
    now = clock.real_now()
    since = now - timedelta(seconds=LONGEST_SECONDS)
    facts = queries.everything_about(db.session, current_actor(), since=since)
    return {"made_at": now, "place": settings().site_name, **facts}


def _as_people_say(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the same for people to read; the data for a computer keeps the short verbs."""
    acts = [{**each, "what": said_of_act(each["what"], each["about"])} for each in facts["acts"]]
    return {**facts, "acts": acts}


def _all_acts() -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("day", "what", "about", "code"))
    for act in queries.all_acts(db.session, current_actor()):
        writer.writerow((act.day.isoformat(), act.verb, act.subject, act.code))
    return file.getvalue()
