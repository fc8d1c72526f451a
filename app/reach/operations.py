"""Publishing who was heard, cut by cut, when it is time and enough came since."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.about_you.choices import CHOICES, KINDS
from app.about_you.models import Question
from app.foundation import clock
from app.foundation.access import Actor, require
from app.foundation.database import insert_once
from app.foundation.small_numbers import Cell, protected, protected_choices
from app.history import operations as history
from app.reach import queries
from app.reach.models import Cut, ReachCell, ReachPublished
from app.reach.permissions import may_publish_reach

AT_MOST_EVERY = timedelta(days=7)
NEW_AT_LEAST = 10
NOT_TOLD = "not_told"
MOST_THEMES = 5
KIND_OF = {
    Cut.THEMES_IN_SERVICES: "works_in_services",
    Cut.THEMES_USING_SERVICES: "uses_services",
}


def publish(session: Session, actor: Actor, *, now: datetime) -> list[Cut]:
    """Publish each cut that is due; return which. A week must pass, and ten people tell more."""
    require(may_publish_reach, actor)
    newest = queries.newest_publications(session)
    due = [
        cut
        for cut in Cut
        if cut not in newest or now - newest[cut].taken_at >= AT_MOST_EVERY
        if _people_since(session, cut, newest[cut].taken_at if cut in newest else None)
        >= NEW_AT_LEAST
    ]
    return [cut for cut in due if _publish(session, actor, cut, now)]


def _people_since(session: Session, cut: Cut, since: datetime | None) -> int:
    if cut in KIND_OF:
        return queries.people_with_news(session, KIND_OF[cut], since)
    question = Question.KIND if cut is Cut.KINDS else Question.AGE
    return queries.people_who_told(session, question, since)


def _publish(session: Session, actor: Actor, cut: Cut, now: datetime) -> bool:
    row = {"cut": cut, "taken_on": clock.local_day(now), "taken_at": now}
    if not insert_once(session, ReachPublished.__table__, row):  # type: ignore[arg-type]
        return False  # another job did so at this moment
    published = queries.published_on(session, cut, clock.local_day(now))
    months = queries.months_of_the_tenth(session, Question.KIND) if cut is Cut.KINDS else {}
    session.add_all(
        ReachCell(
            published_id=published.id,
            name=name,
            number=cell.number,
            hidden=cell.hidden,
            heard_since=_month(cell, months.get(name)),
        )
        for name, cell in _cells(session, cut).items()
    )
    history.record(
        session, actor, "published who was heard", published, now=now, reason_code=cut.value
    )
    session.flush()
    return True


def _month(cell: Cell, month: date | None) -> date | None:
    return month if cell.number is not None else None


def _cells(session: Session, cut: Cut) -> Mapping[str, Cell]:
    everybody = queries.people_online(session)
    if cut is Cut.KINDS:
        return kinds_as_shown(queries.people_by_answer(session, Question.KIND), everybody)
    if cut is Cut.AGES:
        return ages_as_shown(queries.people_by_answer(session, Question.AGE), everybody)
    return themes_as_shown(queries.people_by_theme(session, KIND_OF[cut]))


def kinds_as_shown(people: Mapping[str, int], everybody: int) -> dict[str, Cell]:
    """Return each kind as it may be shown; one person may be many."""
    numbers = [people.get(kind, 0) for kind in KINDS]
    return dict(zip(KINDS, protected_choices(numbers, everybody), strict=True))


def ages_as_shown(people: Mapping[str, int], everybody: int) -> dict[str, Cell]:
    """Return each age band as it may be shown, and who told none: together that is everybody."""
    bands = CHOICES[Question.AGE]
    numbers = [people.get(band, 0) for band in bands]
    numbers.append(max(0, everybody - sum(numbers)))
    return dict(zip((*bands, NOT_TOLD), protected(numbers), strict=True))


def themes_as_shown(people: Mapping[int, tuple[int, int]]) -> dict[str, Cell]:
    """Return the themes that most people of a kind speak for, where that may be shown.

    How many speak for a theme online is public to the last one, so each theme is two numbers that
    add up to it.
    """
    shown = {}
    for number, (of_kind, everybody) in people.items():
        (cell,) = protected_choices([of_kind], everybody)
        if cell.number is not None:
            shown[number] = cell
    most = sorted(shown.items(), key=lambda pair: (-(pair[1].number or 0), pair[0]))
    return {str(number): cell for number, cell in most[:MOST_THEMES]}
