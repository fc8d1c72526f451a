"""The planner's desk of a theme: its needs, what is behind it, and the marks of needs."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.foundation.access import NotFound, Role
from app.foundation.public_codes import number_of
from app.foundation.web.audience import for_roles
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.grouping import operations, queries
from app.grouping.forms import (
    CONFIDENCE_WORDS,
    CauseForm,
    MarksForm,
    NeedsForm,
    ThemeChoiceForm,
)
from app.grouping.queries import CauseLine
from app.needs.models import Need, Progress
from app.needs.queries import (
    NeedFilter,
    list_needs,
    need_at_address,
    need_to_change,
    needs_count,
    places_of_needs,
    themes_of_need,
)
from app.places.views import chosen_area
from app.priorities.queries import answers_about, draft_about, places_listing
from app.themes.forms import LEVEL_WORDS
from app.themes.models import Theme
from app.themes.queries import theme_for_planners, themes_for_planners
from app.voices.lines import People

pages = Blueprint("grouping", __name__, url_prefix="/desk")

ON_A_PAGE = 40
LONGEST_SEARCH = 200


@pages.get("/themes/<int:theme_id>")
@for_roles(Role.PLANNER)
def theme(theme_id: int) -> ResponseReturnValue:
    """Show the desk of one theme."""
    actor, found = current_actor(), theme_for_planners(db.session, theme_id)
    after, before = whole_number("after"), whole_number("before")
    page = page_of(
        queries.needs_of_theme(
            db.session, actor, theme_id, after=after, before=before, size=ON_A_PAGE
        ),
        size=ON_A_PAGE,
        key=lambda need: str(need.number),
        has_start=after is not None,
        backwards=before is not None,
    )
    here = queries.people_of_themes(db.session, actor, [theme_id])
    return render_template(
        "grouping/theme.html",
        theme=found,
        page=page,
        found=needs_count(db.session, actor, NeedFilter(theme_id=theme_id)),
        people=here.get(theme_id, People()),
        others=queries.other_themes_of(db.session, [need.id for need in page.rows], theme_id),
        causes=queries.causes_of_theme(db.session, actor, theme_id),
        confidence_words=CONFIDENCE_WORDS,
        level_words=LEVEL_WORDS,
        answers=answers_about(db.session, actor, theme_id=theme_id),
        draft=draft_about(db.session, theme_id=theme_id),
        listed_in=places_listing(db.session, actor, theme_id=theme_id),
    )


@pages.get("/needs/")
@for_roles(Role.PLANNER)
def choose() -> ResponseReturnValue:
    """Show needs to tick and put under a theme: those under none, or all that a search finds."""
    return _choose_page(NeedsForm(), _theme_choice(), 200)


def _theme_choice() -> ThemeChoiceForm:
    form = ThemeChoiceForm()
    form.offer([(line.id, line.name) for line in themes_for_planners(db.session, current_actor())])
    form.theme.data = form.theme.data or request.args.get("theme", "")
    return form


def _choose_page(form: NeedsForm, themes: ThemeChoiceForm, status: int) -> ResponseReturnValue:
    actor, area = current_actor(), chosen_area()
    shows_all = request.args.get("show") == "all"
    wanted = NeedFilter(
        words=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        place_id=area.id if area else None,
        progress=None if shows_all else Progress.NEW,
        after=whole_number("after"),
        before=whole_number("before"),
    )
    page = page_of(
        list_needs(db.session, actor, wanted, size=ON_A_PAGE),
        size=ON_A_PAGE,
        key=lambda card: str(card.number),
        has_start=wanted.after is not None,
        backwards=wanted.before is not None,
    )
    ids = [card.id for card in page.rows]
    return make_response(
        render_template(
            "grouping/choose.html",
            form=form,
            themes=themes,
            page=page,
            wanted=wanted,
            shows_all=shows_all,
            found=needs_count(db.session, actor, wanted),
            places=places_of_needs(db.session, ids),
            under=queries.other_themes_of(db.session, ids, 0),
            here=same_page_with(),
        ),
        status,
    )


@pages.post("/needs/")
@for_roles(Role.PLANNER)
def put() -> ResponseReturnValue:
    """Put the ticked needs under the chosen theme."""
    form, themes = NeedsForm(), _theme_choice()
    if not (form.is_sent_and_valid() & themes.is_sent_and_valid()):
        return _choose_page(form, themes, 422)
    chosen = theme_for_planners(db.session, int(themes.theme.data))
    added = operations.put_under_theme(
        db.session, current_actor(), chosen, form.need_ids(), now=place_now()
    )
    theme_id = chosen.id
    db.session.commit()
    flash(ngettext("%(num)s need is put there.", "%(num)s needs are put there.", added), "success")
    return see_other(url_for(".theme", theme_id=theme_id))


@pages.post("/themes/<int:theme_id>/out")
@for_roles(Role.PLANNER)
def take_out(theme_id: int) -> ResponseReturnValue:
    """Take the ticked needs out of a theme."""
    found, form = theme_for_planners(db.session, theme_id), NeedsForm()
    if form.is_sent_and_valid():
        operations.take_out_of_theme(
            db.session, current_actor(), found, form.need_ids(), now=place_now()
        )
        db.session.commit()
        flash(_("Taken out of the theme. The needs are still there."), "success")
    else:
        flash(_("Tick at least one need first."))
    return see_other(url_for(".theme", theme_id=theme_id))


def _cause_line(theme_id: int, cause_id: int) -> CauseLine:
    for line in queries.causes_of_theme(db.session, current_actor(), theme_id):
        if line.id == cause_id:
            return line
    raise NotFound


def _cause_form(found: Theme) -> CauseForm:
    form = CauseForm()
    needs = queries.needs_of_theme(db.session, current_actor(), found.id, size=ON_A_PAGE)
    form.offer([(need.number, f"{need.title} ({need.code})") for need in needs if not need.marker])
    return form


def _cause_page(
    form: CauseForm, found: Theme, line: CauseLine | None, status: int = 200
) -> ResponseReturnValue:
    page = render_template("grouping/cause.html", form=form, theme=found, cause=line)
    return make_response(page, status)


@pages.get("/themes/<int:theme_id>/causes/new")
@for_roles(Role.PLANNER)
def new_cause(theme_id: int) -> ResponseReturnValue:
    """Show the empty form of a cause or symptom."""
    found = theme_for_planners(db.session, theme_id)
    form = _cause_form(found)
    form.kind.data = request.args.get("kind") or form.kind.data
    return _cause_page(form, found, None)


@pages.post("/themes/<int:theme_id>/causes/new")
@for_roles(Role.PLANNER)
def add_cause(theme_id: int) -> ResponseReturnValue:
    """Write down a cause or symptom."""
    found = theme_for_planners(db.session, theme_id)
    form = _cause_form(found)
    if not form.is_sent_and_valid():
        return _cause_page(form, found, None, 422)
    operations.add_cause(db.session, current_actor(), found, form.as_words(), now=place_now())
    db.session.commit()
    return see_other(url_for(".theme", theme_id=theme_id, _anchor="behind"))


@pages.get("/themes/<int:theme_id>/causes/<int:cause_id>")
@for_roles(Role.PLANNER)
def cause(theme_id: int, cause_id: int) -> ResponseReturnValue:
    """Show a cause or symptom as a form."""
    found, line = theme_for_planners(db.session, theme_id), _cause_line(theme_id, cause_id)
    form = _cause_form(found)
    form.show(line)
    return _cause_page(form, found, line)


@pages.post("/themes/<int:theme_id>/causes/<int:cause_id>")
@for_roles(Role.PLANNER)
def change_cause(theme_id: int, cause_id: int) -> ResponseReturnValue:
    """Keep a changed cause or symptom."""
    found, line = theme_for_planners(db.session, theme_id), _cause_line(theme_id, cause_id)
    form, actor = _cause_form(found), current_actor()
    if not form.is_sent_and_valid():
        return _cause_page(form, found, line, 422)
    operations.change_cause(
        db.session, actor, found, cause_id, form.as_words(), seen_words=form.seen.data or "",
        now=place_now(),
    )  # fmt: skip
    db.session.commit()
    return see_other(url_for(".theme", theme_id=theme_id, _anchor="behind"))


@pages.post("/themes/<int:theme_id>/causes/<int:cause_id>/away")
@for_roles(Role.PLANNER)
def take_cause_away(theme_id: int, cause_id: int) -> ResponseReturnValue:
    """Take a cause or symptom away."""
    found = theme_for_planners(db.session, theme_id)
    seen_words = request.form.get("seen", "")
    operations.take_cause_away(
        db.session, current_actor(), found, cause_id, seen_words=seen_words, now=place_now()
    )
    db.session.commit()
    return see_other(url_for(".theme", theme_id=theme_id, _anchor="behind"))


def _need_page(need: Need, form: MarksForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = render_template(
        "grouping/need.html",
        need=need,
        form=form,
        themes=themes_of_need(db.session, need.id, with_forming=True),
        places=places_of_needs(db.session, [need.id]).get(need.id, []),
        answers=answers_about(db.session, actor, need_id=need.id),
        draft=draft_about(db.session, need_id=need.id),
        listed_in=places_listing(db.session, actor, need_id=need.id),
    )
    return make_response(page, status)


@pages.get("/needs/<code:need_code>")
@for_roles(Role.PLANNER)
def need(need_code: str) -> ResponseReturnValue:
    """Show the desk of one need: its themes, its marks, its lists and its answers."""
    found = need_at_address(db.session, current_actor(), number_of("N", need_code))
    return _need_page(found, MarksForm(obj=found))


@pages.post("/needs/<code:need_code>")
@for_roles(Role.PLANNER)
def mark(need_code: str) -> ResponseReturnValue:
    """Keep who can act on a need, and whether it is a big need of a small group."""
    actor, now, form = current_actor(), place_now(), MarksForm()
    found = need_at_address(db.session, actor, number_of("N", need_code))
    found = need_to_change(db.session, found.id)
    if not form.is_usable_for(is_marked=found.is_small_group_big_need):
        return _need_page(found, form, 422)
    operations.set_level(db.session, actor, found, form.chosen_level(), now=now)
    operations.mark_small_group(
        db.session, actor, found, is_marked=form.is_small_group_big_need.data,
        reason=form.reason.data or "", now=now,
    )  # fmt: skip
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".need", need_code=need_code))
