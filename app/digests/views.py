"""Stopping all letters by the link in one of them, and undoing that.

A mail program that offers one press posts here without a cookie and without saying where it comes
from (RFC 8058); `forgery` takes that from nobody who has a cookie. Opening the link changes
nothing, since programs open links by themselves.
"""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.digests import queries, stop_links
from app.extensions import db
from app.following import operations as following
from app.following.models import HowOften
from app.foundation import clock
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep
from app.foundation.web.session import current_actor, key_ring, place_now, settings

pages = Blueprint("digests", __name__, url_prefix="/stop-letters")

NO_SUCH_EMAIL = ""  # a key for nobody is tried as well, and fits no more than a wrong one


def _page(status: int = 200, **context: object) -> ResponseReturnValue:
    return never_keep(make_response(render_template("digests/stop.html", **context), status))


def _key() -> str:
    return (request.args.get("k") or request.form.get("k", ""))[: stop_links.LONGEST_KEY]


def _reader_of(key: str) -> tuple[int, str, HowOften | None]:
    """Return whom a key names, as it stands now."""
    member_id = stop_links.member_named(key)
    email, how_often = queries.find_reader(db.session, member_id) or (NO_SUCH_EMAIL, None)
    return member_id, email, how_often


@pages.get("/")
@public
def ask() -> ResponseReturnValue:
    """Show one button; nothing changes before it is pressed."""
    key = _key()
    _member, email, how_often = _reader_of(key)
    if not stop_links.is_stop_key(key_ring(), settings().address, key, email):
        return _page(422 if key else 200)
    return _page(stop_key=key, has_none=how_often is HowOften.NONE)


@pages.post("/")
@public
def stop() -> ResponseReturnValue:
    """Stop all letters to whom the link was sent, and offer to undo it."""
    key, actor, keys, site = _key(), current_actor(), key_ring(), settings().address
    member_id, email, _how_often = _reader_of(key)
    if not stop_links.is_stop_key(keys, site, key, email):
        return _page(422)
    before = following.stop_all_letters(db.session, actor, member_id, now=place_now())
    db.session.commit()
    undo = ""
    if before not in {None, HowOften.NONE}:
        undo = stop_links.undo_key(
            keys, site, member_id, email, before or HowOften.DAILY, clock.real_now()
        )
    return _page(is_stopped=True, undo_key=undo)


@pages.post("/undo")
@public
def undo() -> ResponseReturnValue:
    """Let letters come again as before, within an hour."""
    key, actor, now = _key(), current_actor(), place_now()
    member_id, email, _how_often = _reader_of(key)
    before = stop_links.read_undo_key(key_ring(), settings().address, key, email, clock.real_now())
    if before is None:
        return _page(422)
    following.let_letters_come_again(db.session, actor, member_id, before, now=now)
    db.session.commit()
    return _page(is_undone=True)
