"""The page of who was heard and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.about_you.forms import ANSWER_WORDS
from app.about_you.models import Question
from app.extensions import db
from app.foundation import clock
from app.foundation.small_numbers import Cell, Hidden
from app.foundation.web.audience import public
from app.foundation.web.session import place_now
from app.places.heard import Shown
from app.reach import queries
from app.reach.models import Cut
from app.reach.operations import AT_MOST_EVERY, KIND_OF, NOT_TOLD
from app.reach.queries import Brought, Publication
from app.reach.words import APART, BODIES_ALONE, BODIES_OF, KIND_WORDS, PARTNERS, PEOPLE
from app.voices.lines import People
from app.voices.models import EVERYWHERE
from app.voices.queries import took_part_by_place

pages = Blueprint("reach", __name__, url_prefix="/who-was-heard")

NOBODY = Brought(0, None)
NOT_PUBLISHED = Cell(None, Hidden.FEW)


@dataclass(frozen=True)
class Row:
    """One kind of people: how many told us, which bodies brought something, since when."""

    kind: str
    people: Shown
    brought: Brought
    heard_since: date | None

    @property
    def is_missing(self) -> bool:
        """Tell whether too few people told us, and no body brought anything."""
        return self.people.number is None and not self.brought.bodies

    @property
    def first(self) -> date | None:
        """Return when we first heard from them: from ten people, or from a body."""
        days = [day for day in (self.heard_since, self.brought.since) if day is not None]
        return min(days, default=None)


def _row(kind: str, published: Publication | None, brought: Brought = NOBODY) -> Row:
    found = published.by_name.get(kind) if published else None
    cell = found.cell if found else NOT_PUBLISHED
    return Row(kind, Shown.of(cell), brought, found.heard_since if found else None)


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Show who was heard by kind and by age, who is missing, and since when each is heard."""
    published = queries.newest_publications(db.session)
    kinds, ages = published.get(Cut.KINDS), published.get(Cut.AGES)
    return render_template(
        "reach/index.html",
        heard=took_part_by_place(db.session).get(EVERYWHERE, People()),
        apart=[(_row(kind, kinds), _themes(kind, published)) for kind in APART],
        people=[_row(kind, kinds) for kind in PEOPLE],
        partners=_partners(kinds),
        ages=[(each.name, Shown.of(each.cell)) for each in _in_order(ages)],
        kind_words=KIND_WORDS,
        bodies_alone=BODIES_ALONE,
        age_words=ANSWER_WORDS[Question.AGE],
        not_told=NOT_TOLD,
        theme_names=queries.theme_names(db.session, _numbers(published)),
        taken_on=kinds.taken_on if kinds else None,
        next_on=kinds.taken_on + timedelta(days=AT_MOST_EVERY.days) if kinds else None,
    )


def _partners(kinds: Publication | None) -> list[Row]:
    bodies = queries.bodies_by_kind(db.session)
    known = {row: _together([bodies.get(kind) for kind in of]) for row, of in BODIES_OF.items()}
    known["councillor"] = queries.councillors(db.session, clock.local_day(place_now()))
    return [_row(kind, kinds, known.get(kind, NOBODY)) for kind in PARTNERS]


def _together(all_brought: Sequence[Brought | None]) -> Brought:
    found = [each for each in all_brought if each is not None]
    days = [each.since for each in found if each.since is not None]
    return Brought(sum(each.bodies for each in found), min(days, default=None))


def _in_order(ages: Publication | None) -> list[queries.PublishedCell]:
    names = [*ANSWER_WORDS[Question.AGE], NOT_TOLD]
    return sorted(ages.cells, key=lambda each: names.index(each.name)) if ages else []


def _themes(kind: str, published: dict[Cut, Publication]) -> list[tuple[int, Shown]]:
    """Return the themes that most people of a kind speak for, by number."""
    cut = next(cut for cut, of_kind in KIND_OF.items() if of_kind == kind)
    cells = published[cut].cells if cut in published else ()
    return [(int(each.name), Shown.of(each.cell)) for each in cells]


def _numbers(published: dict[Cut, Publication]) -> set[int]:
    return {number for kind in APART for number, _shown in _themes(kind, published)}
