"""The Follow button, what one follows, and how often letters come."""

import re
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.following import operations, queries
from app.following.forms import HowOftenForm
from app.following.models import OWN_WORDS_ID, FollowKind, HowOften
from app.foundation import clock
from app.foundation.access import Gone, NotAllowed, NotFound, account_of
from app.foundation.public_codes import number_of
from app.foundation.web.audience import public
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now, settings
from app.members.views import page
from app.memberships.views import own_group
from app.needs.queries import need_at_address
from app.places.models import PlaceKind
from app.places.queries import place_called
from app.plan.queries import action_at_address, outcome_at_address
from app.themes.queries import theme_at_address

pages = Blueprint("following", __name__, url_prefix="/following")

OWN_WORDS = "own"
_ABOUT = re.compile(
    r"(?P<letter>[NTAO])-[0-9]{4,9}|(?P<place>area|ward|group):(?P<slug>[^:]{1,80})"
)
_PLACES = {
    "area": (PlaceKind.LOCAL_AREA, "places.show"),
    "ward": (PlaceKind.WARD, "places.ward"),
}
_AT_ADDRESS: dict[str, tuple[FollowKind, Any, str, str]] = {
    "N": (FollowKind.NEED, need_at_address, "needs.show", "need_code"),
    "T": (FollowKind.THEME, theme_at_address, "themes.show", "theme_code"),
    "A": (FollowKind.ACTION, action_at_address, "plan.action", "action_code"),
    "O": (FollowKind.OUTCOME, outcome_at_address, "plan.outcome", "outcome_code"),
}


def _follow_number(kind: str, thing_id: int) -> int | None:
    return queries.following_id(db.session, current_actor(), FollowKind(kind), thing_id)


def _asks_about_own_words() -> bool:
    return settings().has_letters and queries.asks_about_own_words(db.session, current_actor())


@pages.app_context_processor
def _for_templates() -> dict[str, object]:
    # Asked only by pages of somebody with an account.
    return {
        "has_letters": settings().has_letters,
        "follow_number": _follow_number,
        "asks_about_own_words": _asks_about_own_words,
    }


def _thing(about: str) -> tuple[FollowKind, int, str]:
    """Return what a button is about, by its code or slug, and the page that it stands on."""
    if about == OWN_WORDS:
        return FollowKind.OWN_WORDS, OWN_WORDS_ID, url_for(".index")
    named = _ABOUT.fullmatch(about)
    if named is None:
        raise NotFound
    if named["letter"]:
        kind, find, endpoint, argument = _AT_ADDRESS[named["letter"]]
        found = find(db.session, current_actor(), number_of(named["letter"], about))
        thing_id = getattr(found, "merged_into_id", None) or found.id
        values: dict[str, Any] = {argument: about}
        return kind, thing_id, url_for(endpoint, **values)
    if named["place"] == "group":
        group, mine = own_group(named["slug"])
        return FollowKind.GROUP, mine.id, url_for("groups.own", slug=group.slug)
    place_kind, endpoint = _PLACES[named["place"]]
    place = place_called(db.session, place_kind, named["slug"])
    return FollowKind.PLACE, place.id, url_for(endpoint, slug=place.slug)


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show what one follows, with buttons to stop, and how often letters come."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=url_for(".index")))
    return _index_page(HowOftenForm(formdata=None))


def _index_page(form: HowOftenForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    follower = queries.find_follower(db.session, actor.member_id)
    if not form.how_often.data:
        form.how_often.data = (follower.how_often if follower else HowOften.DAILY).value
    followed = queries.followed_by(db.session, actor, clock.local_day(place_now()))
    own = next((each.id for each in followed if each.kind is FollowKind.OWN_WORDS), None)
    return page(
        "following/index.html", status, form=form, own_number=own,
        gets_letters=follower is None or follower.how_often is not HowOften.NONE,
        is_weekly=follower is not None and follower.how_often is HowOften.WEEKLY,
        followed=[each for each in followed if each.kind is not FollowKind.OWN_WORDS],
    )  # fmt: skip


@pages.post("/")
@public
def begin() -> ResponseReturnValue:
    """Follow a thing; who has no account joins first, and presses again on the same page."""
    actor = current_actor()
    if actor.is_signed_in:
        raise NotAllowed
    if not settings().has_letters:
        raise NotFound
    kind, thing_id, back = _thing(request.form.get("about", ""))
    if actor.member_id is None:
        return see_other(url_for("members.join", next=f"{back}?follow=yes#follow"))
    operations.begin_following(
        db.session, actor, kind, thing_id, now=place_now(), real_now=clock.real_now()
    )
    db.session.commit()
    flash(_("You follow this now. We write when there is news, once a day at most."), "success")
    return see_other(back)


@pages.post("/<int:following_number>/stop")
@public
def stop(following_number: int) -> ResponseReturnValue:
    """Stop following one thing; what is not one's own is not there."""
    account_of(current_actor(), back=url_for(".index"))
    operations.stop_following(db.session, current_actor(), following_number)
    back = _page_of(request.form.get("about", ""))
    db.session.commit()
    flash(_("You do not follow this any more."), "success")
    return see_other(back)


def _page_of(about: str) -> str:
    """Return the page of a thing; the list of what one follows where it has none any more."""
    try:
        return _thing(about)[2]
    except (NotFound, Gone):
        return url_for(".index")


@pages.post("/own-words")
@public
def leave_own_words() -> ResponseReturnValue:
    """Send no letters about one's own words, and do not ask again."""
    account_of(current_actor(), back=url_for(".index"))
    operations.leave_own_words(
        db.session, current_actor(), now=place_now(), real_now=clock.real_now()
    )
    db.session.commit()
    flash(_("We do not write to you about your own words."), "success")
    return see_other(url_for(".index"))


@pages.post("/how-often")
@public
def choose_how_often() -> ResponseReturnValue:
    """Keep how often letters come."""
    account_of(current_actor(), back=url_for(".index"))
    form = HowOftenForm()
    if not form.is_sent_and_valid():
        return _index_page(form, 422)
    operations.choose_how_often(
        db.session, current_actor(), HowOften(form.how_often.data),
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("Your choice is kept."), "success")
    return see_other(url_for(".index"))
