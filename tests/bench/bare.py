"""Three bare applications: five bytes, a page of 20 rows, a POST that commits one row.

They do what any page must do and nothing else: the limit that the portal is measured against.
"""

import os
from datetime import UTC, datetime

from flask import Flask, render_template_string, request
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from app.foundation.database import only_reads, prepare_engine
from app.needs.models import Need
from app.voices.models import NeedSupport

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Needs</title></head><body><h1>Needs</h1>
<ul>{% for need in needs %}<li><a href="/needs/{{ need.code }}">{{ need.title }}</a>
{{ need.words[:160] }}
<p>{{ need.people }} people: {{ need.online }} online, {{ need.rooms }} in rooms</p></li>
{% endfor %}</ul></body></html>"""

application = Flask(__name__)
options = {} if os.environ["PORTAL_DATABASE_URL"].startswith("sqlite") else {"pool_size": 5}
engine = create_engine(os.environ["PORTAL_DATABASE_URL"], **options)
prepare_engine(engine)


@application.get("/hello")
def hello() -> str:
    """Five bytes."""
    return "hello"


@application.get("/page")
def page() -> str:
    """Twenty rows through the ORM and Jinja."""
    only_reads.set(True)
    with Session(engine) as session:
        rows = session.scalars(select(Need).order_by(Need.number.desc()).limit(20)).all()
        return render_template_string(PAGE, needs=rows)


@application.post("/row")
def row() -> tuple[str, int]:
    """One row, committed."""
    only_reads.set(False)
    need_id, participant_id = int(request.form["need"]), int(request.form["participant"])
    with Session(engine) as session:
        session.execute(
            insert(NeedSupport).values(
                need_id=need_id,
                participant_id=participant_id,
                channel="online",
                supported_at=datetime.now(UTC),
            )
        )
        session.commit()
    return "kept", 200
