"""What waits: everything after a pause or an end by itself, and one's own account while helping."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation.access import Actor, NotPossibleNow
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import SAFE_METHODS, current_actor
from app.foundation.web.typed import typed_words
from app.helping import sessions

NOT_ASKED = ("static", "people.sign_out", "members.sign_out", "home.live", "home.ready")
# One's own account rests meanwhile: who is helped sees nothing of it.
OF_ONES_ACCOUNT = (
    "account", "members", "leaving", "own_data", "following", "memberships",
    "group_invitations", "devices", "staff_data",
)  # fmt: skip
CONFLICT = 409


def page(template: str, status: int = 200, **context: object) -> Response:
    """Answer with a page of helping, which nothing may keep."""
    return never_keep(make_response(render_template(f"helping/{template}.html", **context), status))


def ask_after_pause() -> ResponseReturnValue | None:
    """After a pause nothing happens before the helper says whether it is still the same person."""
    endpoint = request.endpoint or ""
    if endpoint in NOT_ASKED:
        return None
    actor = current_actor()
    if sessions.is_over():
        return _say_that_it_is_over(actor)
    if endpoint.startswith("helping.") or sessions.paused_helping() is None:
        return None
    if request.method in SAFE_METHODS:
        return see_other(url_for("helping.paused"))
    kept = [(f"kept_{name}", value) for name, value in typed_words()]
    return page("paused", CONFLICT, kept=[*kept, ("kept_action", request.full_path.rstrip("?"))])


def _say_that_it_is_over(actor: Actor) -> ResponseReturnValue | None:
    """Send what was typed for somebody as nobody else's voice: helping ended by itself."""
    sessions.change_token()
    ends = request.endpoint in {"helping.done", "helping.end"}
    if request.method not in SAFE_METHODS and not ends:
        raise NotPossibleNow("You are not helping any more, so nothing was sent. Begin again.")
    if actor.has_session:
        flash(_("You are not helping any more. What you do now is your own."), "notice")
    return see_other(url_for("home.index")) if ends else None


def let_account_rest() -> ResponseReturnValue | None:
    """While somebody is helped, the helper's own pages wait until Done."""
    if request.blueprint not in OF_ONES_ACCOUNT or request.endpoint in NOT_ASKED:
        return None
    if current_actor().helping is None:
        return None
    flash(_("You are helping someone. Press Done first, then open your own pages."), "notice")
    return see_other(url_for("helping.index"))
