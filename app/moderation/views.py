"""The queue, one item at a time, each decision and its undo."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation import clock
from app.foundation.access import NotPossibleNow, Role
from app.foundation.text.hints import marked
from app.foundation.web.audience import for_roles
from app.foundation.web.errors import refusal_words
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.rendering import never_keep, see_other
from app.foundation.web.session import current_actor, place_now
from app.history.queries import history_of
from app.moderation import operations, queries
from app.moderation.deciding import decide_as_asked
from app.moderation.forms import WORDS, DecisionForm
from app.moderation.lanes import Lane, details_in
from app.moderation.models import ModerationDecision, Verdict
from app.moderation.risk import risk_words
from app.moderation.undoing import TAKEN_BACK
from app.moderation.waiting import (
    QueueFilter,
    WaitingNeed,
    alike_among,
    oldest_at_risk,
    text_of,
)
from app.needs.models import Need
from app.needs.queries import NeedCard, find_need, merged_into, places_of_needs, similar_needs
from app.people.queries import names_of_people
from app.places.views import area_choices, chosen_area
from app.voices import operations as voices
from app.voices.permissions import may_count_held_voices
from app.voices.queries import held_voices

pages = Blueprint("moderation", __name__, url_prefix="/moderation")

ON_A_PAGE = 20
LATEST = 5
MOST_ALIKE = 3
BOXES = ("title", "works_well", "words", "about_whom")


def _wanted() -> QueueFilter:
    area, lane = chosen_area(), request.args.get("lane", "")
    if lane and lane not in set(Lane):
        raise BadRequest("That lane is not one of ours. Choose one from the list.")
    return QueueFilter(
        place_id=area.id if area else None,
        lane=Lane(lane) if lane else None,
        after=whole_number("after"),
        before=whole_number("before"),
    )


def _way() -> dict[str, Any]:
    """Return the lane and area of this page, which every link and form of it carries on."""
    return {name: request.args[name] for name in ("lane", "area") if request.args.get(name)}


def _just_done() -> dict[str, Any]:
    """Return one's decision that led here, for the line that says so with its Undo button."""
    done = whole_number("done")
    line = queries.find_decision(db.session, done) if done else None
    is_mine = line is not None and line.decided_by_id == current_actor().person_id
    return {"done": line if line and is_mine and not line.obstacle(place_now()) else None}


@pages.get("/")
@for_roles(Role.MODERATOR)
def index() -> ResponseReturnValue:
    """Show what waits, how long, what was promised, and what was decided last."""
    actor, now, wanted = current_actor(), place_now(), _wanted()
    counts, lines = queries.queue_lines(db.session, actor, wanted, size=ON_A_PAGE)
    page = page_of(
        lines,
        size=ON_A_PAGE,
        key=lambda line: str(line.need.id),
        has_start=wanted.after is not None,
        backwards=wanted.before is not None,
    )
    return render_template(
        "moderation/index.html",
        page=page,
        counts=counts,
        wanted=wanted,
        lanes=list(Lane),
        way=_way(),
        places=places_of_needs(db.session, [line.need.id for line in page.rows]),
        held=held_voices(db.session) if may_count_held_voices(current_actor()) else [],
        first_at_risk=_first_at_risk(wanted) if counts[Lane.RISK] else None,
        did_today=queries.decisions_today_count(db.session, actor, now),
        latest=queries.latest_decisions(db.session, actor, now, size=LATEST)[:LATEST],
        most=(queries.MOST_SORTED, queries.MOST_COMPARED),
        next_href=_neighbour(after=page.after),
        previous_href=_neighbour(before=page.before),
        **_waiting(wanted),
        **WORDS,
        **_just_done(),
    )


def _first_at_risk(wanted: QueueFilter) -> int | None:
    """Return where to begin: risk goes before age."""
    here = QueueFilter(place_id=wanted.place_id)
    rows = queries.waiting_rows(db.session, current_actor(), here)
    return oldest_at_risk(rows) if wanted.lane is None else None


def _neighbour(after: str | None = None, before: str | None = None) -> str:
    is_there = after or before
    return same_page_with(after=after, before=before, done=None) if is_there else ""


def _waiting(wanted: QueueFilter) -> dict[str, Any]:
    """Return how much waits in all, for how many days, and how much in the chosen area."""
    actor, today = current_actor(), clock.local_day(place_now())
    everywhere = queries.waiting_summary(db.session, actor, today)
    here = (
        queries.waiting_summary(db.session, actor, today, wanted.place_id)
        if wanted.place_id
        else everywhere
    )
    oldest = clock.local_day(everywhere.oldest) if everywhere.oldest else today
    return {"waiting": everywhere, "waiting_here": here, "wait_days": (today - oldest).days}


@pages.get("/decisions")
@for_roles(Role.MODERATOR)
def decisions() -> ResponseReturnValue:
    """Show what was decided in the last 30 days, newest first, each with its Undo."""
    actor, before = current_actor(), whole_number("before")
    rows = queries.latest_decisions(db.session, actor, place_now(), before=before, size=ON_A_PAGE)
    next_href = same_page_with(before=rows[ON_A_PAGE - 1].id) if len(rows) > ON_A_PAGE else ""
    return render_template(
        "moderation/decisions.html",
        lines=rows[:ON_A_PAGE],
        is_first_page=before is None,
        next_href=next_href,
        **WORDS,
    )


@pages.get("/needs/<int(max=2147483647):need_id>")
@for_roles(Role.MODERATOR)
def show(need_id: int) -> ResponseReturnValue:
    """Show one need with its words, its hints, its history, and what can happen to it."""
    need = queries.need_for_moderator(db.session, current_actor(), need_id)
    return _item_page(need, _form(need))


@pages.post("/needs/<int(max=2147483647):need_id>")
@for_roles(Role.MODERATOR)
def decide(need_id: int) -> ResponseReturnValue:
    """Decide, and go to the next that waits; or show what the sender will read."""
    actor = current_actor()
    need = queries.need_for_moderator(db.session, actor, need_id)
    form = _form(need)
    if form.seen_revision() != need.revision:
        happened = queries.what_happened_since(db.session, need_id)
        return _item_page(need, form, 409, problem=happened)
    if not (form.is_sent_and_valid() and form.has_found_target(db.session)):
        return _item_page(need, form, 422)
    go = request.form.get("go")
    if go == "look":
        return _item_page(need, form, look=True)
    if form.target not in (None, need) and go != "join":
        return _compare_page(need, form)
    try:
        decision = decide_as_asked(db.session, actor, form, need_id, now=place_now())
    except NotPossibleNow as why:
        db.session.rollback()
        need = queries.need_for_moderator(db.session, actor, need_id)
        return _item_page(need, form, 409, problem=refusal_words(why))
    url = _next_url(decision)
    db.session.commit()
    return see_other(url)


def _form(need: Need) -> DecisionForm:
    form = DecisionForm()
    form.offer(area_choices(), _alike(need))
    return form


def _alike(need: Need) -> list[NeedCard]:
    text = text_of(need.title, need.words, need.works_well)
    found = similar_needs(db.session, current_actor(), text, limit=MOST_ALIKE + 1)
    return [card for card in found if card.id != need.id][:MOST_ALIKE]


def _alike_waiting(need: Need) -> Sequence[WaitingNeed]:
    rows = queries.waiting_rows(db.session, current_actor(), QueueFilter())
    text = text_of(need.title, need.words, need.works_well)
    return alike_among(rows, text, but=need.id, most=MOST_ALIKE)


def _next_url(decision: ModerationDecision) -> str:
    """Return the next item that waits; the queue at its end; the same item after a new area."""
    next_id: int | None = decision.need_id
    if decision.verdict is not Verdict.CORRECT_AREA:
        next_id = queries.next_in_queue(db.session, current_actor(), _wanted(), decision.need_id)
    if next_id is None:
        way = _way()
        if way.get("lane") == Lane.RISK:  # after those, the oldest of all
            del way["lane"]
        return url_for(".index", done=decision.id, **way)
    return url_for(".show", need_id=next_id, done=decision.id, **_way())


def _item_page(
    need: Need, form: DecisionForm, status: int = 200, *, problem: str = "", look: bool = False
) -> Response:
    form.revision.data = str(need.revision)
    page = render_template(
        "moderation/show.html",
        need=need,
        form=form,
        problem=problem,
        look=look,
        way=_way(),
        next_id=queries.next_in_queue(db.session, current_actor(), _wanted(), need.id),
        **WORDS,
        **_around(need),
        **_just_done(),
    )
    return never_keep(make_response(page, status))


def _compare_page(need: Need, form: DecisionForm) -> Response:
    """Show both side by side before they are joined."""
    both = [each.id for each in (need, form.target) if each]
    page = render_template(
        "moderation/compare.html",
        need=need,
        target=form.target,
        way=_way(),
        places=places_of_needs(db.session, both),
    )
    return never_keep(make_response(page))


def _around(need: Need) -> dict[str, Any]:
    """Return what helps to decide: the words with their hints, what happened, what is joined."""
    known, lines = queries.known_names(db.session), history_of(db.session, "need", need.id)
    is_gone = need.moderation in TAKEN_BACK
    boxes = {} if is_gone else {name: getattr(need, name) for name in BOXES}
    text = "\n".join(boxes.values())
    return {
        "shown": {name: marked(box, details_in(box, known)) for name, box in boxes.items()},
        "details": details_in(text, known),
        "risks": risk_words(text),
        "alike": [] if is_gone else _alike(need),
        "alike_waiting": [] if is_gone else _alike_waiting(need),
        "places": places_of_needs(db.session, [need.id]).get(need.id, []),
        "versions": [] if is_gone else queries.earlier_versions(db.session, need.id),
        "history": lines,
        "names": names_of_people(db.session, [line.person_id for line in lines if line.person_id]),
        "decisions": queries.decisions_of(db.session, need.id),
        "target": find_need(db.session, need.merged_into_id) if need.merged_into_id else None,
        "joined": merged_into(db.session, need.id),
    }


@pages.post("/decisions/<int(max=2147483647):decision_id>/undo")
@for_roles(Role.MODERATOR)
def undo(decision_id: int) -> ResponseReturnValue:
    """Put a need back as it was before the decision."""
    decision = operations.undo_decision(db.session, current_actor(), decision_id, now=place_now())
    need_id = decision.need_id
    db.session.commit()
    flash(_("Undone. This stands as it did before."), "success")
    return see_other(url_for(".show", need_id=need_id, **_way()))


@pages.post("/held-voices")
@for_roles(Role.MODERATOR)
def count_held() -> ResponseReturnValue:
    """Let a rush of voices from one address count."""
    mark = request.form.get("address_mark", "")
    people = voices.count_held_voices(db.session, current_actor(), mark, now=place_now())
    db.session.commit()
    if people:
        words = ngettext("%(num)s voice counts now.", "%(num)s voices count now.", people)
        flash(words, "success")
    else:
        flash(_("Nobody waits there any more. Somebody else let these voices count."))
    return see_other(url_for(".index"))
