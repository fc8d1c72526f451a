"""Counting who was heard, for the job alone; and reading what was published, for pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, distinct, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.about_you.choices import RATHER_NOT
from app.about_you.models import AboutYouAnswer, Question
from app.conversations.models import Gathering
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.small_numbers import Cell
from app.needs.models import Moderation, Need, NeedTheme
from app.organisations.models import EVER_PUBLIC, Organisation, OrganisationKind
from app.people.models import Participant, RoleGrant
from app.reach.models import Cut, ReachCell, ReachPublished
from app.themes.models import Theme, ThemeState
from app.voices.models import EVERYWHERE, Counted, NeedSupport, VoiceCount
from app.voices.queries import target_id

TENTH = 10


# --- for the job: exact numbers, which go no further than `operations` ---


def _voices() -> Select[*tuple[Any, ...]]:
    """Return the answers of whoever counts: not held, and not part of an older voice."""
    return (
        select(AboutYouAnswer.answer)
        .join(Participant, Participant.id == AboutYouAnswer.participant_id)
        .where(
            ~Participant.is_held,
            Participant.joined_into_id.is_(None),
            AboutYouAnswer.answer != RATHER_NOT,
        )
    )


def people_online(session: Session) -> int:
    """Return how many took part online: a plain count, shown exactly elsewhere."""
    counted = select(VoiceCount.online).where(
        VoiceCount.counted == Counted.PLACE,
        VoiceCount.subject_id == 0,
        VoiceCount.place_id == EVERYWHERE,
    )
    return session.scalar(counted) or 0


def people_by_answer(session: Session, question: Question) -> dict[str, int]:
    """Count who gave each answer to a question."""
    rows = session.execute(
        _voices()
        .where(AboutYouAnswer.question == question)
        .add_columns(func.count().label("people"))
        .group_by(AboutYouAnswer.answer)
    )
    return {row.answer: row.people for row in rows}


def people_who_told(session: Session, question: Question, since: datetime | None) -> int:
    """Count who answered a question, or who did so since a moment."""
    told = _voices().where(AboutYouAnswer.question == question)
    if since is not None:
        told = told.where(AboutYouAnswer.told_at > since)
    return (
        session.scalar(told.with_only_columns(func.count(distinct(AboutYouAnswer.participant_id))))
        or 0
    )


def months_of_the_tenth(session: Session, question: Question) -> dict[str, date]:
    """Return, for each answer, the month by which ten people who gave it had taken part."""
    place = func.row_number().over(
        partition_by=AboutYouAnswer.answer, order_by=(Participant.made_at, Participant.id)
    )
    in_turn = (
        _voices()
        .where(AboutYouAnswer.question == question)
        .add_columns(Participant.made_at, place.label("place"))
        .subquery()
    )
    rows = session.execute(
        select(in_turn.c.answer, in_turn.c.made_at).where(in_turn.c.place == TENTH)
    )
    return {answer: made_at.date().replace(day=1) for answer, made_at in rows}


def people_by_theme(session: Session, kind: str) -> dict[int, tuple[int, int]]:
    """Return (people of a kind, everybody online) for each theme that is public, by its number."""
    target = aliased(Need)
    of_kind = (
        _supports_of(kind)
        .join(target, target.id == target_id())
        .join(NeedTheme, NeedTheme.need_id == target.id)
        .where(target.moderation == Moderation.PUBLISHED)
        .with_only_columns(
            NeedTheme.theme_id, func.count(distinct(NeedSupport.participant_id)).label("people")
        )
        .group_by(NeedTheme.theme_id)
        .subquery()
    )
    everybody = (
        (VoiceCount.counted == Counted.THEME)
        & (VoiceCount.subject_id == Theme.id)
        & (VoiceCount.place_id == EVERYWHERE)
    )
    rows = session.execute(
        select(Theme.number, of_kind.c.people, VoiceCount.online)
        .join(of_kind, of_kind.c.theme_id == Theme.id)
        .join(VoiceCount, everybody)
        .where(Theme.state != ThemeState.FORMING, Theme.number.is_not(None))
        .order_by(Theme.number)
    )
    return {number or 0: (people, online) for number, people, online in rows}


def people_with_news(session: Session, kind: str, since: datetime | None) -> int:
    """Count the people of a kind who told it, or said that something matters, since a moment."""
    people = _supports_of(kind)
    if since is not None:
        people = people.where(or_(AboutYouAnswer.told_at > since, NeedSupport.supported_at > since))
    counted = people.with_only_columns(func.count(distinct(NeedSupport.participant_id)))
    return session.scalar(counted) or 0


def _supports_of(kind: str) -> Select[*tuple[Any, ...]]:
    return (
        _voices()
        .join(NeedSupport, NeedSupport.participant_id == AboutYouAnswer.participant_id)
        .join(Need, Need.id == NeedSupport.need_id)
        .where(AboutYouAnswer.question == Question.KIND, AboutYouAnswer.answer == kind)
    )


# --- for pages: what was published, and what is public anyway ---


@dataclass(frozen=True)
class PublishedCell:
    """One number as everyone may read it."""

    name: str
    cell: Cell
    heard_since: date | None


@dataclass(frozen=True)
class Publication:
    """A cut as it was published, and when."""

    id: int
    cut: Cut
    taken_on: date
    taken_at: datetime
    cells: tuple[PublishedCell, ...]

    @property
    def by_name(self) -> dict[str, PublishedCell]:
        """Return the numbers by the name of what they are about."""
        return {each.name: each for each in self.cells}


def newest_publications(session: Session) -> dict[Cut, Publication]:
    """Return each cut as it was published last."""
    newest = select(func.max(ReachPublished.id)).group_by(ReachPublished.cut)
    rows = session.execute(
        select(ReachPublished, ReachCell)
        .outerjoin(ReachCell, ReachCell.published_id == ReachPublished.id)
        .where(ReachPublished.id.in_(newest))
        .order_by(ReachPublished.id, ReachCell.number.desc(), ReachCell.name)
    )
    found: dict[Cut, Publication] = {}
    for published, row in rows:
        known = found.get(published.cut)
        cells = known.cells if known else ()
        if row is not None:
            cell = PublishedCell(row.name, Cell(row.number, row.hidden), row.heard_since)
            cells = (*cells, cell)
        found[published.cut] = Publication(
            published.id, published.cut, published.taken_on, published.taken_at, cells
        )
    return found


def published_on(session: Session, cut: Cut, day: date) -> ReachPublished:
    """Return what was published of a cut on a day."""
    return session.scalars(
        select(ReachPublished).where(ReachPublished.cut == cut, ReachPublished.taken_on == day)
    ).one()


@dataclass(frozen=True)
class Brought:
    """How many bodies brought something, and the first day on which one did. Both are public."""

    bodies: int
    since: date | None


def bodies_by_kind(session: Session) -> dict[OrganisationKind, Brought]:
    """Return who brought something by kind of body: a gathering, or a need as a group."""
    body = (Organisation.id, Organisation.kind)
    met = (
        select(*body, func.min(Gathering.held_on).label("on"))
        .join(Gathering, Gathering.organisation_id == Organisation.id)
        .where(Organisation.standing.in_(EVER_PUBLIC))
        .group_by(*body)
    )
    wrote = (
        select(*body, func.min(Need.published_at).label("on"))
        .join(Need, Need.organisation_id == Organisation.id)
        .where(Organisation.standing.in_(EVER_PUBLIC), Need.moderation == Moderation.PUBLISHED)
        .group_by(*body)
    )
    first: dict[tuple[OrganisationKind, int], date] = {}
    for row in (*session.execute(met), *session.execute(wrote)):
        on = clock.local_day(row.on) if isinstance(row.on, datetime) else row.on
        key = (row.kind, row.id)
        first[key] = min(on, first.get(key, on))
    days: dict[OrganisationKind, list[date]] = {}
    for (kind, _id), on in first.items():
        days.setdefault(kind, []).append(on)
    return {kind: Brought(len(each), min(each)) for kind, each in days.items()}


def councillors(session: Session, today: date) -> Brought:
    """Return how many councillors look after a ward here, and since when."""
    row = session.execute(
        select(func.count(distinct(RoleGrant.person_id)), func.min(RoleGrant.starts_on)).where(
            RoleGrant.role == Role.COUNCILLOR,
            RoleGrant.taken_back_at.is_(None),
            RoleGrant.starts_on <= today,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
        )
    ).one()
    return Brought(row[0], row[1])


def theme_names(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """Return the names of themes that are public, by number."""
    rows: Sequence[Any] = session.execute(
        select(Theme.number, Theme.name).where(
            Theme.number.in_(numbers), Theme.state != ThemeState.FORMING
        )
    ).all()
    return {row.number: row.name for row in rows}
