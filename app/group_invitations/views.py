"""The people of a group: asking somebody in, leads and last days, leaving; joining by a link."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, NotPossibleNow, account_of
from app.foundation.web.audience import public
from app.foundation.web.errors import refusal_words
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.group_invitations import operations, queries
from app.group_invitations.forms import (
    ROLE_WORDS,
    AcceptForm,
    InviteForm,
    LastDayForm,
    day_form_of,
    with_typed,
)
from app.group_invitations.letters import send_invitation, write_about_group
from app.group_invitations.models import GroupInvitation
from app.group_invitations.queries import Offer
from app.letters.models import LetterKind
from app.members.queries import find_member
from app.members.secrets import email_mark
from app.memberships import operations as memberships
from app.memberships import queries as membership_queries
from app.memberships.views import led_group, own_group
from app.organisations.models import GroupRole, Organisation
from app.organisations.permissions import may_lead_group
from app.organisations.queries import (
    find_group,
    lasting_lead_count,
    members_of_group,
)

pages = Blueprint("group_invitations", __name__)


def _people_page(
    slug: str,
    status: int = 200,
    *,
    day_of: int = 0,
    day_form: LastDayForm | None = None,
    **context: object,
) -> ResponseReturnValue:
    group, mine = own_group(slug)
    today, real_now = clock.local_day(place_now()), clock.real_now()
    leads = may_lead_group(current_actor(), mine, today)
    people = members_of_group(db.session, group.id, today)
    day_forms = {each.id: day_form_of(each) for each in people}
    shown = {
        "group": group,
        "mine": mine,
        "leads": leads,
        "changes": leads and not group.is_over,
        "people": people,
        "invitations": queries.open_invitations(db.session, group.id, real_now) if leads else [],
        "form": InviteForm(formdata=None),
        "day_forms": with_typed(day_forms, day_of, day_form),
        "day_of": day_of,
        "role_words": ROLE_WORDS,
        "shows_letters": settings().shows_letters,
        "has_mail": settings().has_letters,
    }
    return never_keep(
        make_response(
            render_template("group_invitations/people.html", **{**shown, **context}), status
        )
    )


@pages.get("/groups/<slug>/people")
@public
def people(slug: str) -> ResponseReturnValue:
    """Show who belongs to one's group, by the names they chose there."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    return _people_page(slug)


@pages.post("/groups/<slug>/invitations")
@public
def invite(slug: str) -> ResponseReturnValue:
    """Send a letter that asks somebody in; the same answer whether they have an account or not."""
    group, form = led_group(slug), InviteForm()
    if not form.is_sent_and_valid():
        return _people_page(slug, 422, form=form)
    try:
        send_invitation(group.id, form.email.data or "", GroupRole(form.role.data))
    except operations.TooManyInvitations:
        db.session.rollback()
        return _people_page(slug, 429, form=form, must_pause=True)
    db.session.commit()
    flash(_("The letter is on its way. They join with a press on its link."), "success")
    return see_other(url_for(".people", slug=slug))


@pages.post("/groups/<slug>/invitations/<int:invitation_id>/call-back")
@public
def call_back(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Call an invitation back: its link is dead at once."""
    group = led_group(slug)
    operations.revoke_invitation(
        db.session, current_actor(), group.id, invitation_id,
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("The invitation is called back. Its link does not work any more."), "success")
    return see_other(url_for(".people", slug=slug))


@pages.post("/groups/<slug>/people/<int:membership_id>/role")
@public
def set_role(slug: str, membership_id: int) -> ResponseReturnValue:
    """Make somebody a lead, or a member."""
    group, wanted = led_group(slug), request.form.get("role", "")
    if wanted not in set(GroupRole):
        raise NotFound
    try:
        is_new = memberships.set_role(
            db.session, current_actor(), group.id, membership_id, GroupRole(wanted), now=place_now()
        )
    except NotPossibleNow as why:
        db.session.rollback()
        return _people_page(slug, 409, refused=refusal_words(why))
    if is_new and wanted == GroupRole.LEAD:
        email = membership_queries.email_of_membership(db.session, membership_id)
        write_about_group(LetterKind.GROUP_LEAD, group, [email] if email else [])
    db.session.commit()
    flash(_("Changed."), "success")
    return see_other(url_for(".people", slug=slug))


@pages.post("/groups/<slug>/people/<int:membership_id>/last-day")
@public
def set_last_day(slug: str, membership_id: int) -> ResponseReturnValue:
    """Say until when somebody belongs to the group."""
    group, form = led_group(slug), LastDayForm()
    form.ends_on.id = f"ends_on-{membership_id}"
    if not form.is_sent_and_valid():
        return _people_page(slug, 422, day_form=form, day_of=membership_id)
    try:
        memberships.set_last_day(
            db.session, current_actor(), group.id, membership_id, form.ends_on.data,
            now=place_now(),
        )  # fmt: skip
    except NotPossibleNow as problem:
        db.session.rollback()
        form.ends_on.errors = [str(problem)]
        return _people_page(slug, 422, day_form=form, day_of=membership_id)
    db.session.commit()
    flash(_("Changed."), "success")
    return see_other(url_for(".people", slug=slug))


@pages.get("/groups/<slug>/leave")
@public
def ask_leave(slug: str) -> ResponseReturnValue:
    """Ask once more before somebody leaves their group."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    group, mine = own_group(slug)
    is_only_lead = mine.role is GroupRole.LEAD and not lasting_lead_count(
        db.session, group.id, but=mine.id
    )
    page = render_template(
        "group_invitations/leave.html", group=group, mine=mine, is_only_lead=is_only_lead
    )
    return never_keep(make_response(page))


@pages.post("/groups/<slug>/people/<int:membership_id>/end")
@public
def end(slug: str, membership_id: int) -> ResponseReturnValue:
    """End somebody's belonging to the group, or one's own."""
    group, mine = own_group(slug)
    is_own = mine.id == membership_id
    memberships.end_membership(
        db.session, current_actor(), group.id, membership_id, now=place_now()
    )
    db.session.commit()
    flash(
        _("You left the group.") if is_own else _("They do not belong to it any more."), "success"
    )
    return see_other(url_for("account.index") if is_own else url_for(".people", slug=slug))


# --- joining: by the link in the letter, or signed in as whom it was sent to ---


def _asked_page(
    found: GroupInvitation | None, form: AcceptForm, status: int = 200, *, link: str = ""
) -> ResponseReturnValue:
    is_open = found is not None and found.is_open(clock.real_now())
    group = find_group(db.session, found.organisation_id) if found and is_open else None
    mark = _my_mark()
    shown = {
        "link_key": link,
        "invitation_id": found.id if found else 0,
        "group": group,
        "form": form,
        "is_for_other": bool(found and mark and found.email_mark != mark),
    }
    page = render_template("group_invitations/link.html", **shown)
    return never_keep(make_response(page, status))


def _my_mark() -> str:
    """Return what invitations know one's own address by; nothing for who has no account."""
    member = find_member(db.session, current_actor().member_id)
    return email_mark(key_ring(), member.email) if member else ""


def my_offers() -> Sequence[Offer]:
    """Return what asks whoever is signed in into a group, whatever their browser remembers."""
    return queries.offers_to(
        db.session, current_actor().member_id or 0, _my_mark(),
        today=clock.local_day(place_now()), real_now=clock.real_now(),
    )  # fmt: skip


def _by_link(link: str) -> GroupInvitation | None:
    return queries.invitation_of_link(db.session, queries.link_digest(key_ring(), link))


def _to_me(invitation_id: int) -> GroupInvitation | None:
    return queries.invitation_to(db.session, invitation_id, _my_mark())


def _join(
    accepting: Callable[..., Organisation],
    which: str | int,
    read: Callable[[], GroupInvitation | None],
    *,
    link: str = "",
) -> ResponseReturnValue:
    """Join by one way of accepting; with an error in the form, show the invitation again."""
    form = AcceptForm()
    if not form.is_sent_and_valid():
        return _asked_page(read(), form, 422, link=link)
    try:
        group = accepting(
            db.session, current_actor(), key_ring(), which,
            shown_name=form.shown_name.data or "", now=place_now(), real_now=clock.real_now(),
        )  # fmt: skip
    except operations.InvitationOver:
        db.session.rollback()
        return _asked_page(read(), form, 422, link=link)
    slug = group.slug
    db.session.commit()
    flash(_("You belong to the group now."), "success")
    return see_other(url_for("groups.own", slug=slug))


@pages.get("/group-invitation")
@public
def open_link() -> ResponseReturnValue:
    """Show to which group a link leads, and a button; opening it changes nothing."""
    link = request.args.get("k", "")[:100]
    return _asked_page(_by_link(link), AcceptForm(formdata=None), link=link)


@pages.post("/group-invitation")
@public
def accept() -> ResponseReturnValue:
    """Join the group as the account to which the letter was sent."""
    link = request.form.get("k", "")[:100]
    account_of(current_actor(), back=url_for(".open_link", k=link))
    return _join(operations.accept_invitation, link, lambda: _by_link(link), link=link)


@pages.get("/account/group-invitations/<int:invitation_id>")
@public
def offered(invitation_id: int) -> ResponseReturnValue:
    """Show an invitation to whoever signed in with its e-mail, in whichever browser that is."""
    if current_actor().member_id is None:
        return see_other(url_for("members.join", next=request.path))
    return _asked_page(_to_me(invitation_id), AcceptForm(formdata=None))


@pages.post("/account/group-invitations/<int:invitation_id>")
@public
def accept_offered(invitation_id: int) -> ResponseReturnValue:
    """Join the group that asked one's own e-mail in."""
    account_of(current_actor(), back=url_for(".offered", invitation_id=invitation_id))
    return _join(operations.accept_offered, invitation_id, lambda: _to_me(invitation_id))
