"""The public pages of themes, and where planners name, share and agree them."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.public_codes import number_of
from app.foundation.web.audience import for_roles, public
from app.foundation.web.paging import NO_SUCH_FILTER, Page, page_of, whole_number
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.grouping.queries import (
    NeedUnderTheme,
    causes_of_theme,
    need_ids_in_the_plan,
    needs_acting_at,
    needs_of_theme,
    people_of_theme_by_place,
    people_of_themes,
    took_part,
)
from app.needs.queries import NeedFilter, needs_count, places_of_needs
from app.places.models import PlaceKind
from app.places.queries import places_of_kind
from app.places.views import chosen_area
from app.plan.queries import actions_for_needs
from app.priorities.queries import answers_about, places_listing
from app.themes import operations, queries
from app.themes.forms import LEVEL_WORDS, ThemeForm
from app.themes.models import ActingLevel, Theme
from app.thread.queries import strand_for
from app.voices.queries import NOBODY

pages = Blueprint("themes", __name__)

ON_A_PAGE = 20
IN_A_COLUMN = 10
MOST_ANSWERED_NEEDS = 500


@pages.get("/themes/")
@public
def index() -> ResponseReturnValue:
    """Show the themes by code, with how many people say so, here or in the chosen area."""
    actor, area = current_actor(), chosen_area()
    after, before = whole_number("after"), whole_number("before")
    page = page_of(
        queries.list_themes(db.session, actor, after=after, before=before, size=ON_A_PAGE),
        size=ON_A_PAGE,
        key=lambda line: str(line.number),
        has_start=after is not None,
        backwards=before is not None,
    )
    here = area.id if area else None
    ids = [line.id for line in page.rows]
    return render_template(
        "themes/index.html",
        page=page,
        people=people_of_themes(db.session, actor, ids, here),
        nobody=NOBODY,
        took_part=took_part(db.session, actor, here),
        level_words=LEVEL_WORDS,
    )


def _page_of_needs(rows: list[NeedUnderTheme]) -> Page[NeedUnderTheme]:
    return page_of(
        rows,
        size=ON_A_PAGE,
        key=lambda need: str(need.number),
        has_start=whole_number("after") is not None,
        backwards=whole_number("before") is not None,
    )


@pages.get("/themes/<code:theme_code>")
@public
def show(theme_code: str) -> ResponseReturnValue:
    """Show one theme: who says so, what is behind it, who can act, our answer, what we do."""
    actor = current_actor()
    theme = queries.theme_at_address(db.session, actor, number_of("T", theme_code))
    where = {"after": whole_number("after"), "before": whole_number("before")}
    page = _page_of_needs(
        list(needs_of_theme(db.session, actor, theme.id, size=ON_A_PAGE, **where))
    )
    answered = need_ids_in_the_plan(db.session, actor, theme.id, MOST_ANSWERED_NEEDS)
    return render_template(
        "themes/show.html",
        theme=theme,
        knots=strand_for(db.session, actor, "theme", theme.id),
        page=page,
        found=needs_count(db.session, actor, NeedFilter(theme_id=theme.id)),
        where=places_of_needs(db.session, [need.id for need in page.rows]),
        people=people_of_theme_by_place(db.session, actor, theme.id),
        nobody=NOBODY,
        areas=places_of_kind(db.session, PlaceKind.LOCAL_AREA),
        causes=causes_of_theme(db.session, actor, theme.id),
        levels=_needs_by_level(theme),
        in_a_column=IN_A_COLUMN,
        level_words=LEVEL_WORDS,
        answers=answers_about(db.session, actor, theme_id=theme.id),
        listed_in=places_listing(db.session, actor, theme_id=theme.id),
        actions=actions_for_needs(db.session, actor, answered, today=clock.local_day(place_now())),
    )


def _needs_by_level(theme: Theme | None) -> dict[ActingLevel, list[NeedUnderTheme]]:
    """Return the newest needs that each level can act on, in one theme or in all of them."""
    return {
        level: list(
            needs_acting_at(
                db.session,
                current_actor(),
                level,
                theme_id=theme.id if theme else None,
                size=IN_A_COLUMN,
            )
        )
        for level in ActingLevel
    }


@pages.get("/themes/who-acts")
@public
def who_acts() -> ResponseReturnValue:
    """Show themes and needs by who can act: here, in the region, in the nation."""
    themes = queries.themes_acting_at(db.session, current_actor())
    return render_template(
        "themes/who_acts.html",
        themes={level: [line for line in themes if line.level is level] for level in ActingLevel},
        levels=_needs_by_level(None),
        in_a_column=IN_A_COLUMN,
        level_words=LEVEL_WORDS,
    )


@pages.get("/themes/who-acts/<any(local, regional, national):level>")
@public
def who_acts_level(level: str) -> ResponseReturnValue:
    """Show everything that one level can act on, under all themes or under one."""
    actor, chosen, number = current_actor(), ActingLevel(level), whole_number("theme")
    theme = None if number is None else queries.find_theme_by_number(db.session, actor, number)
    if number is not None and theme is None:
        raise BadRequest(NO_SUCH_FILTER)
    where = {"after": whole_number("after"), "before": whole_number("before")}
    rows = needs_acting_at(
        db.session, actor, chosen, theme_id=theme.id if theme else None, size=ON_A_PAGE, **where
    )
    return render_template(
        "themes/who_acts_level.html",
        level=chosen,
        theme=theme,
        themes=[] if theme else queries.themes_acting_at(db.session, actor, chosen),
        page=_page_of_needs(list(rows)),
        level_words=LEVEL_WORDS,
    )


@pages.get("/desk/themes/")
@for_roles(Role.PLANNER)
def desk() -> ResponseReturnValue:
    """Show every theme to planners, those still forming first."""
    actor = current_actor()
    themes = queries.themes_for_planners(db.session, actor)
    people = people_of_themes(db.session, actor, [line.id for line in themes])
    return render_template("themes/desk.html", themes=themes, people=people, nobody=NOBODY)


def _form_page(form: ThemeForm, theme: Theme | None, status: int = 200) -> ResponseReturnValue:
    return make_response(render_template("themes/edit.html", form=form, theme=theme), status)


@pages.get("/desk/themes/new")
@for_roles(Role.PLANNER)
def new() -> ResponseReturnValue:
    """Show the empty form."""
    return _form_page(ThemeForm(), None)


@pages.post("/desk/themes/new")
@for_roles(Role.PLANNER)
def create() -> ResponseReturnValue:
    """Make a theme that only planners see."""
    form = ThemeForm()
    if not form.is_sent_and_valid():
        return _form_page(form, None, 422)
    theme = operations.make_theme(db.session, current_actor(), form.as_words(), now=place_now())
    theme_id = theme.id
    db.session.commit()
    flash(_("The theme is made. Now put needs under it."), "success")
    return see_other(url_for("grouping.theme", theme_id=theme_id))


@pages.get("/desk/themes/<int:theme_id>/words")
@for_roles(Role.PLANNER)
def edit(theme_id: int) -> ResponseReturnValue:
    """Show a theme's name, summary and level as a form."""
    theme = queries.theme_for_planners(db.session, theme_id)
    return _form_page(ThemeForm(obj=theme), theme)


@pages.post("/desk/themes/<int:theme_id>/words")
@for_roles(Role.PLANNER)
def save(theme_id: int) -> ResponseReturnValue:
    """Keep a theme's name, summary and level."""
    theme, form = queries.theme_to_change(db.session, theme_id), ThemeForm()
    if not form.is_sent_and_valid():
        return _form_page(form, theme, 422)
    operations.change_theme(
        db.session,
        current_actor(),
        theme,
        form.as_words(),
        revision=form.seen_revision(),
        now=place_now(),
    )
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for("grouping.theme", theme_id=theme_id))


def _seen_revision() -> int:
    return request.form.get("revision", default=-1, type=int)


@pages.post("/desk/themes/<int:theme_id>/share")
@for_roles(Role.PLANNER)
def share(theme_id: int) -> ResponseReturnValue:
    """Show a theme to everyone and ask if it is right."""
    theme = queries.theme_to_change(db.session, theme_id)
    operations.share_theme(
        db.session, current_actor(), theme, revision=_seen_revision(), now=place_now()
    )
    db.session.commit()
    flash(_("Everyone can see this theme now."), "success")
    return see_other(url_for("grouping.theme", theme_id=theme_id))


@pages.post("/desk/themes/<int:theme_id>/agree")
@for_roles(Role.PLANNER)
def agree(theme_id: int) -> ResponseReturnValue:
    """Say that people found a theme right."""
    theme = queries.theme_to_change(db.session, theme_id)
    operations.agree_theme(
        db.session, current_actor(), theme, revision=_seen_revision(), now=place_now()
    )
    db.session.commit()
    flash(_("This theme is agreed."), "success")
    return see_other(url_for("grouping.theme", theme_id=theme_id))
