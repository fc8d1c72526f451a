"""The way to the council's own sign-in and back, and linking a person with it."""

import hmac

from flask import Blueprint, current_app, make_response, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, NotPossibleNow
from app.foundation.sign_in_provider import SignInProvider
from app.foundation.web.audience import public, signed_in
from app.foundation.web.letters import link as whole_address
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.locks.queries import locks_of
from app.people import sessions
from app.people.models import Person
from app.people.queries import person_to_change
from app.people.views import welcome
from app.provider import operations, queries, talk
from app.second_step.views import changed, prove_first, who_sets_up

pages = Blueprint("provider", __name__, url_prefix="/sign-in/council")

# What the browser's session holds: on the way there, and who came back, until a press.
ON_THE_WAY, CAME_BACK = "provider_way", "provider_back"
LIVES_SECONDS = 10 * 60
SIGN_IN, INVITATION, LINK = "sign_in", "invitation", "link"


def _provider() -> SignInProvider:
    provider = settings().provider
    if provider is None:
        raise NotFound
    return provider


def _page(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    name = _provider().name
    return never_keep(make_response(render_template(template, name=name, **context), status))


def _sorry(why: str) -> ResponseReturnValue:
    """Say that it did not work; why is for whoever reads the log, and names no person."""
    current_app.logger.warning("the council's sign-in: %s", why, extra={"route": request.endpoint})
    return _page("provider/sorry.html", 422)


@pages.post("/go")
@public
def go() -> ResponseReturnValue:
    """Send the browser to the provider: by a link, since forms lead to no other site here."""
    provider, what_for = _provider(), request.form.get("for", SIGN_IN)
    if what_for == LINK and who_sets_up() is None:
        return prove_first()
    db.session.rollback()  # nothing is held while the other side answers
    try:
        way = talk.way_there(provider, whole_address("provider.back"))
    except talk.ProviderTrouble as trouble:
        return _sorry(str(trouble))
    cookie_session.pop(CAME_BACK, None)
    cookie_session[ON_THE_WAY] = {
        "for": what_for, "state": way.state, "nonce": way.nonce, "verifier": way.verifier,
        "k": request.form.get("k", "")[:100], "at": int(clock.real_now().timestamp()),
        "next": request.form.get("next", "")[: sessions.LONGEST_NEXT],
    }  # fmt: skip
    return _page("provider/go.html", address=way.address)


@pages.get("/back")
@public
def back() -> ResponseReturnValue:
    """Take whoever comes back: in, to accepting the invitation, or to the question of linking."""
    way, args = cookie_session.pop(ON_THE_WAY, None), request.args
    if way is None or settings().provider is None:
        return see_other(url_for("people.sign_in"))
    provider, now = _provider(), int(clock.real_now().timestamp())
    is_ours = hmac.compare_digest(args.get("state", "").encode(), way["state"].encode())
    if not is_ours or not 0 <= now - way["at"] < LIVES_SECONDS or "code" not in args:
        return _sorry("came back another way than it went")
    if args.get("iss", provider.issuer) != provider.issuer:
        return _sorry("came back from another provider")
    db.session.rollback()  # nothing is held while the other side answers
    try:
        subject = talk.subject_of(
            provider, whole_address("provider.back"), code=args["code"], nonce=way["nonce"],
            verifier=way["verifier"], real_now=now,
        )  # fmt: skip
    except talk.ProviderTrouble as trouble:
        return _sorry(str(trouble))
    if way["for"] == SIGN_IN:
        return _sign_in(subject, way["next"])
    cookie_session[CAME_BACK] = {"subject": subject, "for": way["for"], "k": way["k"], "at": now}
    return _page("provider/sure.html", is_invitation=way["for"] == INVITATION)


def _sign_in(subject: str, wanted: str) -> ResponseReturnValue:
    person = queries.person_known_as(db.session, _provider().issuer, subject)
    if person is None:
        return _page("provider/unknown.html", 422)
    if not _provider().has_second_factor:
        return _first_step_done(person, wanted)
    # Nothing is left to ask; but coming back is a GET, and a session begins with a press.
    now = int(clock.real_now().timestamp())
    cookie_session[CAME_BACK] = {"subject": subject, "for": SIGN_IN, "k": wanted, "at": now}
    return _page("provider/come_in.html", who=person.name)


@pages.post("/in")
@public
def come_in() -> ResponseReturnValue:
    """Sign in as whoever came back from a provider that asks for two steps itself."""
    came = _who_came_back(SIGN_IN)
    person = (
        queries.person_known_as(db.session, _provider().issuer, came["subject"]) if came else None
    )
    if came is None or person is None:
        return see_other(url_for("people.sign_in"))
    return _first_step_done(person, came["k"])


def _first_step_done(person: Person, wanted: str = "") -> ResponseReturnValue:
    """Open the session where the provider asks for two steps itself, else ask for the second."""
    sessions.begin_step(person, wanted)
    if _provider().has_second_factor:
        return welcome(person)
    if not locks_of(db.session, person.id).count:
        return see_other(url_for("second_step.set_up"))
    return see_other(url_for("people.second_step"))


def _who_came_back(what_for: str) -> dict[str, str] | None:
    """Return who came back a moment ago for this, once."""
    came = cookie_session.pop(CAME_BACK, None)
    if came is None or came["for"] != what_for:
        return None
    is_fresh = 0 <= clock.real_now().timestamp() - came["at"] < LIVES_SECONDS
    return {"subject": came["subject"], "k": came["k"]} if is_fresh else None


@pages.post("/accept")
@public
def accept() -> ResponseReturnValue:
    """Accept an invitation as whoever came back from the provider."""
    came, now = _who_came_back(INVITATION), place_now()
    if came is None or current_actor().is_signed_in:
        return see_other(url_for("people.sign_in"))
    person = operations.accept_linked(
        db.session, current_actor(), key_ring(), came["k"], issuer=_provider().issuer,
        subject=came["subject"], today=clock.local_day(now), now=now, real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    return _first_step_done(person)


@pages.post("/link")
@signed_in
def link() -> ResponseReturnValue:
    """Link one's own sign-in with whoever came back from the provider."""
    came, person = _who_came_back(LINK), who_sets_up()
    if came is None or person is None:
        return prove_first()
    operations.link(
        db.session, current_actor(), person, issuer=_provider().issuer, subject=came["subject"],
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    return changed(person, _("You can sign in with %(name)s now.", name=_provider().name))


@pages.post("/unlink")
@signed_in
def unlink() -> ResponseReturnValue:
    """Take the link away."""
    who = who_sets_up()
    if who is None:
        return prove_first()
    person = person_to_change(db.session, who.id)
    if settings().provider is None:
        raise NotPossibleNow("There is no such sign-in here.")
    operations.unlink(
        db.session, current_actor(), person, issuer=_provider().issuer, now=place_now()
    )
    return changed(person, _("The link is taken away."))
