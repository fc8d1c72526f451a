"""Where staff look at groups: those that wait, one with its calls, and what is decided."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, NotPossibleNow, Role
from app.foundation.text.lookalikes import sounds_official
from app.foundation.text.plain import clean_words
from app.foundation.web.audience import for_roles
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now, settings
from app.group_invitations.forms import InviteForm
from app.group_invitations.letters import send_invitation, write_about_group
from app.group_invitations.operations import TooManyInvitations
from app.history.queries import history_of
from app.letters.models import LetterKind
from app.memberships.queries import emails_of_leads
from app.organisations.forms import HOW_ASKED_WORDS, KIND_WORDS, SECTOR_WORDS
from app.organisations.models import GroupRole, Organisation
from app.organisations.permissions import may_check_groups, may_trust_groups
from app.organisations.queries import (
    areas_known_to,
    find_group,
    is_in_group_by_email,
    lead_count,
    places_of_group,
)
from app.people.queries import names_of_people
from app.verifying import operations, queries
from app.verifying.forms import (
    NUMBER_WORDS,
    OUTCOME_WORDS,
    REASON_WORDS,
    CallForm,
    StepForm,
    TrustForm,
)
from app.verifying.models import CallOutcome, NumberFrom
from app.verifying.operations import REASONS_FOR, STEPS, GroupReason, Step

pages = Blueprint("verifying", __name__, url_prefix="/check-groups")

MOST_SHOWN = 100
LONGEST_SEARCH = 100
LETTERS = {Step.LET_IN: LetterKind.GROUP_LET_IN, Step.REFUSE: LetterKind.GROUP_REFUSED}


@pages.get("/")
@for_roles(Role.MODERATOR, Role.PLANNER)
def index() -> ResponseReturnValue:
    """Show the groups that wait for their call, those without a lead, and any by name."""
    actor, words = current_actor(), clean_words(request.args.get("q", ""))[:LONGEST_SEARCH]
    return render_template(
        "verifying/index.html",
        waiting=queries.groups_waiting(db.session, actor),
        without_lead=queries.groups_without_lead(
            db.session, actor, clock.local_day(place_now()), limit=MOST_SHOWN
        ),
        found=queries.groups_with_name(db.session, actor, words, limit=MOST_SHOWN),
        words=words,
        kind_words=KIND_WORDS,
    )


def _page(organisation_id: int, status: int = 200, **context: object) -> ResponseReturnValue:
    group = find_group(db.session, organisation_id)
    actor, today = current_actor(), clock.local_day(place_now())
    known_areas = areas_known_to(db.session, group)
    if not may_trust_groups(actor, known_areas):
        raise NotFound
    history = history_of(db.session, "organisation", group.id)
    shown = {
        "group": group,
        "may_check": may_check_groups(actor, known_areas),
        "is_own": is_in_group_by_email(db.session, actor.person_id, group.id),
        "sounds_official": sounds_official(group.name),
        "areas": places_of_group(db.session, group.id),
        "calls": queries.calls_to(db.session, group.id),
        "has_lead": lead_count(db.session, group.id, today) > 0,
        "history": history,
        "names": names_of_people(
            db.session, [line.person_id for line in history if line.person_id]
        ),
        "call_form": CallForm(formdata=None),
        "forms": _step_forms(group),
        "is_confirmed": queries.is_confirmed(db.session, group.id),
        "trust_form": TrustForm(formdata=None),
        "lead_form": InviteForm(formdata=None),
        "has_mail": settings().has_letters,
    }
    words = {
        "kind_words": KIND_WORDS,
        "sector_words": SECTOR_WORDS,
        "how_asked_words": HOW_ASKED_WORDS,
        "reason_words": REASON_WORDS,
        "number_words": NUMBER_WORDS,
        "outcome_words": OUTCOME_WORDS,
    }
    page = render_template("verifying/show.html", **{**shown, **words, **context})
    return never_keep(make_response(page, status))


def _step_forms(group: Organisation) -> dict[Step, StepForm]:
    """Return a form for each step that is possible now; none lets a group in before its call."""
    forms = {}
    for step, (possible_from, _reached) in STEPS.items():
        waits = step is Step.LET_IN and not queries.is_confirmed(db.session, group.id)
        if group.standing in possible_from and not waits:
            forms[step] = StepForm(formdata=None, prefix="")
            forms[step].offer(step)
            forms[step].revision.data = str(group.revision)
            forms[step].reason.id = f"reason-{step.value}"
    return forms


@pages.get("/<int:organisation_id>")
@for_roles(Role.MODERATOR, Role.PLANNER)
def show(organisation_id: int) -> ResponseReturnValue:
    """Show one group with its calls, what can be decided, and its history."""
    return _page(organisation_id)


@pages.post("/<int:organisation_id>/calls")
@for_roles(Role.MODERATOR)
def record_call(organisation_id: int) -> ResponseReturnValue:
    """Write a call down."""
    form = CallForm()
    if not form.is_sent_and_valid() or form.moment is None:
        return _page(organisation_id, 422, call_form=form)
    try:
        operations.record_call(
            db.session, current_actor(), organisation_id, called_at=form.moment,
            number_from=NumberFrom(form.number_from.data), outcome=CallOutcome(form.outcome.data),
            now=place_now(),
        )  # fmt: skip
    except NotPossibleNow as problem:
        db.session.rollback()
        form.called_on.errors = [str(problem)]
        return _page(organisation_id, 422, call_form=form)
    db.session.commit()
    flash(_("The call is written down."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))


@pages.post("/<int:organisation_id>/step")
@for_roles(Role.MODERATOR)
def take_step(organisation_id: int) -> ResponseReturnValue:
    """Let a group in, say no, pause it, close it, or take one of these back."""
    form = StepForm()
    step = form.chosen_step()
    if step is None:
        raise NotFound
    form.offer(step)
    if not form.is_sent_and_valid():
        forms = _step_forms(find_group(db.session, organisation_id))
        form.reason.id = f"reason-{step.value}"
        return _page(organisation_id, 422, forms={**forms, step: form})
    reason = GroupReason(form.reason.data) if step in REASONS_FOR else None
    group = operations.decide_group(
        db.session, current_actor(), organisation_id, step, reason,
        revision=form.seen_revision(), now=place_now(),
    )  # fmt: skip
    _write_to_leads(group, step, reason)
    db.session.commit()
    flash(_("Done. It can be taken back on this page."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))


def _write_to_leads(group: Organisation, step: Step, reason: GroupReason | None) -> None:
    """Tell whoever asked for a group that it is let in, or why it is not."""
    kind = LETTERS.get(step)
    if kind is not None:
        emails = emails_of_leads(db.session, group.id, clock.local_day(place_now()))
        write_about_group(kind, group, emails, reason=REASON_WORDS[reason] if reason else "")


@pages.post("/<int:organisation_id>/trust")
@for_roles(Role.MODERATOR, Role.PLANNER)
def trust(organisation_id: int) -> ResponseReturnValue:
    """Call a group trusted, or take that back, with a reason."""
    form = TrustForm()
    if not form.is_sent_and_valid():
        return _page(organisation_id, 422, trust_form=form)
    operations.trust_group(
        db.session, current_actor(), organisation_id,
        trusted=request.form.get("trusted") == "yes", why=form.why.data or "", now=place_now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("Written down."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))


@pages.post("/<int:organisation_id>/lead")
@for_roles(Role.MODERATOR)
def invite_lead(organisation_id: int) -> ResponseReturnValue:
    """Ask somebody in to lead a group that nobody leads."""
    form = InviteForm()
    form.role.data = GroupRole.LEAD.value
    if not form.is_sent_and_valid():
        return _page(organisation_id, 422, lead_form=form)
    try:
        send_invitation(organisation_id, form.email.data or "", GroupRole.LEAD)
    except TooManyInvitations:
        db.session.rollback()
        form.email.errors = [_("Too many letters went out today. Try again tomorrow.")]
        return _page(organisation_id, 429, lead_form=form)
    db.session.commit()
    flash(_("The letter is on its way."), "success")
    return see_other(url_for(".show", organisation_id=organisation_id))
