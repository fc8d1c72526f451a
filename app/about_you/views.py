"""The questions about oneself: answering, saying no, changing and removing."""

from flask import Blueprint, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.local import LocalProxy

from app.about_you import operations, queries
from app.about_you.forms import AboutYouForm
from app.extensions import db
from app.foundation.access import Actor
from app.foundation.web.audience import public
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now

pages = Blueprint("about_you", __name__, url_prefix="/about-you")


def _is_to_be_asked() -> bool:
    """Tell whether the one who looks took part and was never asked."""
    participant_id = current_actor().participant_id
    return participant_id is not None and not queries.was_asked(db.session, participant_id)


@pages.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"asks_about_you": LocalProxy(_is_to_be_asked)}  # looked up only by pages that ask


def _page(form: AboutYouForm, status: int = 200) -> ResponseReturnValue:
    participant_id = current_actor().participant_id
    page = render_template(
        "about_you/index.html",
        form=form,
        has_answers=bool(queries.answers_of(db.session, participant_id)),
    )
    return never_keep(make_response(page, status))


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show the questions with what was told before; who never took part is not asked."""
    actor = current_actor()
    if actor.participant_id is None:
        return render_template("about_you/later.html")
    form = AboutYouForm(formdata=None)
    form.show(queries.answers_of(db.session, actor.participant_id))
    return _page(form)


@pages.post("/")
@public
def keep() -> ResponseReturnValue:
    """Keep the answers; an empty question removes what was told before."""
    actor, form = current_actor(), AboutYouForm()
    if actor.participant_id is None:
        return see_other(url_for(".index"))  # the cookie is gone; the code brings it back
    if not form.is_sent_and_valid():
        return _page(form, 422)
    operations.keep_answers(db.session, actor, form.answers(), now=place_now())
    db.session.commit()
    flash(_("Thank you. We only count this. It stands beside nobody’s words."), "success")
    return see_other(url_for("follow.index"))


@pages.post("/no-thanks")
@public
def decline() -> ResponseReturnValue:
    """Be asked no more."""
    actor = current_actor()
    if _took_part(actor):
        operations.decline(db.session, actor, now=place_now())
        db.session.commit()
        flash(_("That’s fine. We will not ask again."), "success")
    return see_other(url_for("follow.index"))


@pages.post("/remove")
@public
def remove() -> ResponseReturnValue:
    """Remove all that one told about oneself."""
    actor = current_actor()
    if _took_part(actor):
        participant_id = actor.participant_id or 0
        operations.forget_answers_of(db.session, actor, participant_id, now=place_now())
        db.session.commit()
        flash(_("Removed. We keep nothing of what you told about yourself."), "success")
    return see_other(url_for(".index"))


def _took_part(actor: Actor) -> bool:
    return actor.participant_id is not None
