"""The form for anyone, and the register for administrators."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.complaints import operations, queries
from app.complaints.forms import ABOUT_WORDS, FINDING_WORDS, AnswerForm, ComplaintForm
from app.complaints.models import DataComplaint, Finding
from app.complaints.register import as_csv
from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotFound, Role
from app.foundation.web.audience import for_roles, public
from app.foundation.web.letters import written
from app.foundation.web.paging import same_page_with, whole_number
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import (
    address_mark,
    current_actor,
    key_ring,
    place_now,
    settings,
)
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.people.operations import TooManyTries
from app.people.queries import names_of_people

pages = Blueprint("complaints", __name__)

ON_A_PAGE, MOST_OPEN = 50, 500
RECEIPT = "complaint"
WORDS = {"about_words": ABOUT_WORDS, "finding_words": FINDING_WORDS}


# --- for anyone ---


@pages.get("/complain-about-data")
@public
def new() -> ResponseReturnValue:
    """Show the form, and what happens with it."""
    return _form_page(ComplaintForm())


def _form_page(form: ComplaintForm, status: int = 200, **context: object) -> ResponseReturnValue:
    days = operations.ANSWER_WITHIN.days
    page = render_template("complaints/new.html", form=form, days=days, **context)
    return make_response(page, status)


@pages.post("/complain-about-data")
@public
def send() -> ResponseReturnValue:
    """Take the complaint, and say at once that it came."""
    form = ComplaintForm()
    if not form.is_sent_and_valid():
        return _form_page(form, 422)
    typed, now = form.typed(), place_now()
    day = clock.local_day(now).isoformat()
    once = "\n".join((day, typed.about, typed.email, typed.other_way, typed.words))
    try:
        complaint, made = operations.complain(
            db.session, current_actor(), typed,
            send_key=key_ring().digest("complaint-once", once), address_mark=address_mark(),
            now=now, real_now=clock.real_now(),
        )  # fmt: skip
    except TooManyTries:
        return _form_page(form, 429, must_pause=True)
    if made and complaint.email:
        _write(complaint, LetterKind.COMPLAINT_RECEIVED)
    receipt = key_ring().sign(RECEIPT, str(complaint.id))
    db.session.commit()
    return see_other(url_for(".received", r=receipt))


def _write(complaint: DataComplaint, kind: LetterKind) -> None:
    """Put a letter into the outbox, where letters go out from here."""
    if not settings().has_letters:
        return
    letter = written(kind.value, complaint=complaint)
    post_letter(
        db.session, current_actor(), kind=kind, to=complaint.email, subject=letter.subject,
        text=letter.text, html=letter.html, now=clock.real_now(),
    )  # fmt: skip


@pages.get("/complain-about-data/received")
@public
def received() -> ResponseReturnValue:
    """Say that it came, its number and its days; none of its words."""
    complaint_id = key_ring().signed_text(RECEIPT, request.args.get("r", "")) or ""
    if not complaint_id.isdigit():
        raise NotFound
    complaint = queries.find_complaint(db.session, int(complaint_id))
    return never_keep(
        make_response(render_template("complaints/received.html", complaint=complaint))
    )


# --- the register ---


@pages.get("/complaints/")
@for_roles(Role.ADMIN)
def index() -> ResponseReturnValue:
    """Show what is open, late ones first, and what was closed."""
    closed = queries.closed_complaints(db.session, before=whole_number("before"), size=ON_A_PAGE)
    more = len(closed) > ON_A_PAGE
    return never_keep(
        make_response(
            render_template(
                "complaints/index.html",
                waiting=queries.open_complaints(db.session, size=MOST_OPEN),
                late=queries.late_count(db.session, clock.local_day(place_now())),
                closed=closed[:ON_A_PAGE],
                next_href=same_page_with(before=closed[ON_A_PAGE - 1].number) if more else "",
                **WORDS,
            )
        )
    )


@pages.get("/complaints/register.csv")
@for_roles(Role.ADMIN)
def export() -> ResponseReturnValue:
    """Give the whole register as a file, without any way to reach anybody."""
    words = as_csv(queries.all_complaints(db.session))
    answer = never_keep(Response(words, mimetype="text/csv"))
    answer.headers["Content-Disposition"] = "attachment; filename=complaints-about-data.csv"
    return answer


@pages.get("/complaints/<int:complaint_id>")
@for_roles(Role.ADMIN)
def show(complaint_id: int) -> ResponseReturnValue:
    """Show one complaint with its clock, and the form for the answer."""
    return _complaint_page(complaint_id, AnswerForm())


def _complaint_page(complaint_id: int, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    complaint = queries.find_complaint(db.session, complaint_id)
    by = complaint.answered_by_id
    names = names_of_people(db.session, [by]) if by else {}
    page = render_template(
        "complaints/show.html", complaint=complaint, form=form, answered_by=names.get(by or 0, ""),
        **WORDS,
    )  # fmt: skip
    return never_keep(make_response(page, status))


@pages.post("/complaints/<int:complaint_id>")
@for_roles(Role.ADMIN)
def answer(complaint_id: int) -> ResponseReturnValue:
    """Write the answer down and send it to whoever left an e-mail."""
    form = AnswerForm()
    queries.find_complaint(db.session, complaint_id)
    if not form.is_sent_and_valid():
        return _complaint_page(complaint_id, form, 422)
    complaint = operations.answer_complaint(
        db.session, current_actor(), complaint_id, Finding(form.finding.data),
        form.answer.data or "", now=place_now(),
    )  # fmt: skip
    if complaint.email:
        _write(complaint, LetterKind.COMPLAINT_ANSWERED)
        flash(_("Your answer is written down, and goes by e-mail."), "success")
    else:
        flash(_("Your answer is written down. Tell it to them yourself."), "success")
    db.session.commit()
    return see_other(url_for(".show", complaint_id=complaint_id))


@pages.post("/complaints/<int:complaint_id>/close")
@for_roles(Role.ADMIN)
def close(complaint_id: int) -> ResponseReturnValue:
    """Close a complaint that was answered."""
    operations.close_complaint(db.session, current_actor(), complaint_id, now=place_now())
    db.session.commit()
    flash(_("Closed."), "success")
    return see_other(url_for(".index"))
