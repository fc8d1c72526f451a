"""Administrators invite people, give roles and take them back, and open lost locks in pairs."""

from typing import TypeVar

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Grant, NotFound, NotPossibleNow, Role
from app.foundation.web.audience import for_roles, public
from app.foundation.web.letters import written
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.history.queries import history_of
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.people import operations as people
from app.people import queries, sessions
from app.people.models import Person
from app.places.models import PlaceKind
from app.places.queries import place_called
from app.staff import operations
from app.staff import queries as staff_queries
from app.staff.forms import (
    ROLE_WORDS,
    AcceptForm,
    GrantForm,
    InvitationForm,
    ReasonForm,
    place_choices,
)
from app.staff.models import Invitation
from app.staff.permissions import may_ask_reset, may_confirm_reset

Form = TypeVar("Form", bound=GrantForm)

pages = Blueprint("staff", __name__, url_prefix="/staff")


# --- inviting ---


def _index_page(form: InvitationForm, status: int = 200, **context: object) -> ResponseReturnValue:
    real_now = clock.real_now()
    page = render_template(
        "staff/index.html", form=form, role_words=ROLE_WORDS,
        bodies=staff_queries.names_of_bodies(db.session),
        people=queries.people_with_grants(db.session),
        invitations=staff_queries.open_invitations(db.session, real_now=real_now),
        asked_for=staff_queries.people_asked_for(db.session, real_now=real_now),
        **context,
    )  # fmt: skip
    return make_response(page, status)


LISTS = {
    "place": lambda: place_choices(db.session),
    "body": lambda: staff_queries.partner_body_choices(db.session),
}


def _offered(form: Form) -> Form:
    form.offer(place_choices(db.session), staff_queries.partner_body_choices(db.session))
    return form


def _place_id(form: GrantForm) -> int | None:
    kind, _colon, slug = form.place.data.partition(":")
    return place_called(db.session, PlaceKind(kind), slug).id if kind else None


@pages.get("/")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Show everybody with a sign-in, their roles, and who is invited."""
    return _index_page(_offered(InvitationForm(formdata=None)))


@pages.post("/")
@for_roles(Role.ADMIN)
def invite() -> ResponseReturnValue:
    """Invite somebody by letter; where no letters go, show the link once, to be handed over."""
    form = _offered(InvitationForm())
    if not form.is_sent_and_valid():
        return _index_page(form, 422)
    email, name = (form.email.data or "").strip().lower(), form.name.data or ""
    try:
        link = operations.invite(
            db.session, current_actor(), key_ring(), email=email, name=name,
            grant=Grant(Role(form.role.data), _place_id(form), form.chosen_body()),
            ends_on=form.ends_on.data, now=place_now(), real_now=clock.real_now(),
        )  # fmt: skip
    except operations.EmailInUse:
        db.session.rollback()
        form.email.errors = [_("Somebody signs in with this e-mail already.")]
        return _index_page(form, 422)
    return _hand_over(LetterKind.INVITATION, email, link, url_for(".index"))


def _hand_over(kind: LetterKind, email: str, link: str, back: str) -> ResponseReturnValue:
    """Send a link by letter, commit, and say so; where no letters go, show it this once."""
    can_send = settings().has_letters
    if can_send:
        _post(kind, email, link_key=link)
    db.session.commit()
    if not can_send:
        page = render_template("staff/hand_over.html", link_key=link, email=email, back=back)
        return never_keep(make_response(page))
    flash(
        _("A letter with a link goes to %(email)s. It works once, for 7 days.", email=email),
        "success",
    )
    return see_other(back)


def _post(kind: LetterKind, email: str, **context: object) -> None:
    letter = written(kind.value, **context)
    post_letter(
        db.session, current_actor(), kind=kind, to=email, subject=letter.subject,
        text=letter.text, html=letter.html, now=clock.real_now(),
    )  # fmt: skip


@pages.post("/invitations/<int:invitation_id>/take-back")
@for_roles(Role.ADMIN)
def take_invitation_back(invitation_id: int) -> ResponseReturnValue:
    """End an invitation that nobody has accepted."""
    operations.take_invitation_back(
        db.session, current_actor(), invitation_id, now=place_now(), real_now=clock.real_now()
    )
    db.session.commit()
    flash(_("The invitation is taken back. Its link opens nothing any more."), "success")
    return see_other(url_for(".index"))


# --- accepting ---


def _invitation(link: str) -> Invitation | None:
    digest = operations.link_digest(key_ring(), link[:100])
    return staff_queries.find_invitation(db.session, digest, real_now=clock.real_now())


def _invitation_page(link: str, form: AcceptForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "staff/invitation.html", form=form, link_key=link, invitation=_invitation(link),
        role_words=ROLE_WORDS, bodies=staff_queries.names_of_bodies(db.session),
    )  # fmt: skip
    return never_keep(make_response(page, status))


@pages.get("/invitation")
@public
def invitation() -> ResponseReturnValue:
    """Say who is invited to what, and ask for a password; a program that looks opens nothing."""
    return _invitation_page(request.args.get("k", "")[:100], AcceptForm(formdata=None))


@pages.post("/invitation")
@public
def accept() -> ResponseReturnValue:
    """Make the sign-in, once, and lead on to setting up the second step."""
    form, link = AcceptForm(), request.form.get("k", "")[:100]
    found = _invitation(link)
    if found is None or current_actor().is_signed_in:
        return _invitation_page(link, form, 422)
    form.own_words = (found.email, found.name)
    if not form.is_sent_and_valid():
        return _invitation_page(link, form, 422)
    now = place_now()
    try:
        person = operations.accept(
            db.session, current_actor(), key_ring(), link, form.password.data or "",
            today=clock.local_day(now), now=now, real_now=clock.real_now(),
        )  # fmt: skip
    except NotPossibleNow:
        db.session.rollback()
        return _invitation_page("", form, 422)
    db.session.commit()
    sessions.begin_step(person)
    return see_other(url_for("second_step.set_up"))


# --- one person ---


def _person_page(
    person_id: int, form: GrantForm, status: int = 200, *, reason: ReasonForm | None = None
) -> ResponseReturnValue:
    lines = {line.id: line for line in queries.people_with_grants(db.session)}
    if person_id not in lines:
        raise NotFound
    history = history_of(db.session, "person", person_id)
    names = queries.names_of_people(
        db.session, [line.person_id for line in history if line.person_id]
    )
    actor = current_actor()
    reset = staff_queries.find_reset(db.session, person_id, real_now=clock.real_now())
    page = render_template(
        "staff/person.html", person=lines[person_id], form=form, history=history, names=names,
        role_words=ROLE_WORDS, bodies=staff_queries.names_of_bodies(db.session), reset=reset,
        reason_form=reason or ReasonForm(formdata=None), may_ask=may_ask_reset(actor, person_id),
        may_confirm=reset and may_confirm_reset(actor, person_id, reset.asked_by_id),
    )  # fmt: skip
    return make_response(page, status)


@pages.get("/<int:person_id>")
@for_roles(Role.ADMIN)
def person(person_id: int) -> ResponseReturnValue:
    """Show one person's roles, their locks and their history."""
    return _person_page(person_id, _offered(GrantForm(formdata=None)))


@pages.post("/<int:person_id>/roles")
@for_roles(Role.ADMIN)
def give_role(person_id: int) -> ResponseReturnValue:
    """Give a role with its place and last day."""
    form = _offered(GrantForm())
    if not form.is_sent_and_valid():
        return _person_page(person_id, form, 422)
    operations.give_role(
        db.session, current_actor(), queries.person_to_change(db.session, person_id),
        Grant(Role(form.role.data), _place_id(form), form.chosen_body()),
        today=clock.local_day(place_now()), ends_on=form.ends_on.data, now=place_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("The role is given. They sign in again to use it."), "success")
    return see_other(url_for(".person", person_id=person_id))


@pages.post("/roles/<int:grant_id>/take-back")
@for_roles(Role.ADMIN)
def take_role_back(grant_id: int) -> ResponseReturnValue:
    """End a role now."""
    grant = queries.grant_to_change(db.session, grant_id)
    people.take_role_back(db.session, current_actor(), grant, now=place_now())
    person_id = grant.person_id
    db.session.commit()
    flash(_("The role is taken back."), "success")
    return see_other(url_for(".person", person_id=person_id))


# --- lost locks ---


def _whom(person_id: int) -> Person:
    return queries.person_to_change(db.session, person_id)


@pages.post("/<int:person_id>/locks")
@for_roles(Role.ADMIN)
def ask_reset(person_id: int) -> ResponseReturnValue:
    """Ask that somebody's lost locks be taken away; they are told by letter."""
    form, whom = ReasonForm(), _whom(person_id)
    if not form.is_sent_and_valid():
        return _person_page(person_id, _offered(GrantForm(formdata=None)), 422, reason=form)
    operations.ask_reset(
        db.session, current_actor(), whom, form.reason.data or "",
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    _post(LetterKind.LOCKS_ASKED, whom.email)
    _tell_others(whom)
    db.session.commit()
    flash(_("Asked. Now another administrator has to say yes."), "success")
    return see_other(url_for(".person", person_id=person_id))


def _tell_others(whom: Person) -> None:
    """Write to every other administrator that locks wait; who it is, they read on our page."""
    today, but = clock.local_day(place_now()), (current_actor().person_id, whom.id)
    for email in queries.emails_of_role(db.session, Role.ADMIN, today, but=but):
        _post(LetterKind.LOCKS_WAIT, email, days=staff_queries.RESET_LIVES.days)


@pages.post("/<int:person_id>/locks/open")
@for_roles(Role.ADMIN)
def confirm_reset(person_id: int) -> ResponseReturnValue:
    """Take the locks away as the second administrator, and send the way back in."""
    whom = _whom(person_id)
    link = operations.confirm_reset(
        db.session, current_actor(), key_ring(), whom, now=place_now(), real_now=clock.real_now()
    )
    return _hand_over(
        LetterKind.LOCKS_OPENED, whom.email, link, url_for(".person", person_id=whom.id)
    )


@pages.post("/<int:person_id>/locks/leave")
@for_roles(Role.ADMIN)
def refuse_reset(person_id: int) -> ResponseReturnValue:
    """Leave the locks as they are."""
    operations.refuse_reset(
        db.session, current_actor(), _whom(person_id), now=place_now(), real_now=clock.real_now()
    )
    db.session.commit()
    flash(_("The locks stay as they are."), "success")
    return see_other(url_for(".person", person_id=person_id))
