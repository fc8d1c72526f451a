"""Reading which needs stand under themes, who can act on them, and what is behind a theme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.foundation.access import Actor, NotFound
from app.foundation.public_codes import code_for
from app.needs.models import MARKERS, Moderation, Need, NeedTheme, Progress
from app.needs.queries import visible_needs
from app.priorities.lines import TARGET
from app.priorities.models import Cause, CauseKind, CauseNeed, Confidence
from app.themes.models import ActingLevel, Theme
from app.voices.lines import People
from app.voices.models import EVERYWHERE, Counted
from app.voices.queries import people_by_place, people_in_place, took_part_by_place

IN_THE_PLAN = (Progress.IN_PLAN, Progress.UNDER_WAY, Progress.DONE, Progress.REVIEWED)

UNDER_THEME_COLUMNS = (
    Need.id,
    Need.number,
    Need.title,
    Need.moderation,
    Need.progress,
    Need.is_about_whole_place,
    Need.is_small_group_big_need,
    Need.level,
    Need.online,
    Need.rooms,
    TARGET.number.label("target_number"),
)


@dataclass(frozen=True)
class NeedUnderTheme:
    """A need as its theme lists it. One that is no longer public keeps its place, without words."""

    id: int
    number: int
    title: str
    moderation: Moderation
    progress: Progress
    is_about_whole_place: bool
    is_small_group_big_need: bool
    level: ActingLevel | None
    online: int
    rooms: int
    target_number: int | None

    @property
    def code(self) -> str:
        """Return the public code."""
        return code_for("N", self.number)

    @property
    def target_code(self) -> str:
        """Return the code of the need that says the same, for a merged one."""
        return code_for("N", self.target_number) if self.target_number else ""

    @property
    def marker(self) -> str:
        """Return what stands in place of the words: nothing, while anyone may read them."""
        return MARKERS.get(self.moderation, "hidden")

    @property
    def people(self) -> int:
        """Return people online and in rooms together."""
        return self.online + self.rooms

    @classmethod
    def from_row(cls, row: Row[*tuple[Any, ...]]) -> "NeedUnderTheme":
        """Make a line from `UNDER_THEME_COLUMNS`; of what is gone only code and marker are left."""
        line = cls(*row[: len(UNDER_THEME_COLUMNS)])
        if not line.marker:
            return line
        return replace(line, title="", is_small_group_big_need=False, level=None, online=0, rooms=0)


@dataclass(frozen=True)
class CauseLine:
    """A cause or symptom with the needs whose words it rests on."""

    id: int
    kind: CauseKind
    words: str
    confidence: Confidence
    needs: tuple[NeedUnderTheme, ...] = ()


def people_of_themes(
    session: Session, actor: Actor, theme_ids: Collection[int], place_id: int | None = None
) -> dict[int, People]:
    """Return how many people stand behind themes, in one place or everywhere, by theme."""
    here = EVERYWHERE if place_id is None else place_id
    return people_in_place(session, Counted.THEME, list(theme_ids), here)


def people_of_theme_by_place(session: Session, actor: Actor, theme_id: int) -> dict[int, People]:
    """Return how many people stand behind a theme, by place; place 0 is everywhere."""
    return people_by_place(session, Counted.THEME, theme_id)


def took_part(session: Session, actor: Actor, place_id: int | None = None) -> int:
    """Return how many people took part in one place, or at all."""
    here = EVERYWHERE if place_id is None else place_id
    return took_part_by_place(session).get(here, People()).together


def needs_of_theme(
    session: Session,
    actor: Actor,
    theme_id: int,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[NeedUnderTheme]:
    """Return up to `size + 1` needs that are or were public under a theme, newest first."""
    statement = (
        select(*UNDER_THEME_COLUMNS)
        .join(NeedTheme, NeedTheme.need_id == Need.id)
        .outerjoin(TARGET, TARGET.id == Need.merged_into_id)
        .where(NeedTheme.theme_id == theme_id, NeedTheme.number > (before or 0))
        .order_by(NeedTheme.number if before is not None else NeedTheme.number.desc())
        .limit(size + 1)
    )
    if after is not None:
        statement = statement.where(NeedTheme.number < after)
    return [NeedUnderTheme.from_row(row) for row in session.execute(statement)]


def need_ids_in_the_plan(session: Session, actor: Actor, theme_id: int, limit: int) -> list[int]:
    """Return the newest needs under a theme that an action answers."""
    return list(
        session.scalars(
            visible_needs(actor)
            .with_only_columns(Need.id)
            .join(NeedTheme, NeedTheme.need_id == Need.id)
            .where(NeedTheme.theme_id == theme_id, Need.progress.in_(IN_THE_PLAN))
            .order_by(NeedTheme.number.desc())
            .limit(limit)
        )
    )


def public_need_ids_under(session: Session, theme_id: int, numbers: Collection[int]) -> list[int]:
    """Return the ids of those published needs under a theme that have one of these numbers."""
    return list(
        session.scalars(
            select(Need.id)
            .join(NeedTheme, NeedTheme.need_id == Need.id)
            .where(
                NeedTheme.theme_id == theme_id,
                Need.number.in_(numbers),
                Need.moderation == Moderation.PUBLISHED,
            )
            .order_by(Need.id)
        )
    )


def other_themes_of(
    session: Session, need_ids: Collection[int], theme_id: int
) -> dict[int, list[Theme]]:
    """Return the other themes that some needs stand under, by need: for planners."""
    rows = session.execute(
        select(NeedTheme.need_id, Theme)
        .join(Theme, Theme.id == NeedTheme.theme_id)
        .where(NeedTheme.need_id.in_(need_ids), NeedTheme.theme_id != theme_id)
        .order_by(NeedTheme.need_id, Theme.id)
    )
    found: dict[int, list[Theme]] = {}
    for need_id, theme in rows:
        found.setdefault(need_id, []).append(theme)
    return found


def needs_acting_at(
    session: Session,
    actor: Actor,
    level: ActingLevel,
    *,
    theme_id: int | None = None,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> Sequence[NeedUnderTheme]:
    """Return up to `size + 1` public needs that one level can act on, newest first."""
    statement = visible_needs(actor)
    number: InstrumentedAttribute[Any] = Need.number
    if theme_id is not None:  # walk along the needs of the theme, however many others there are
        statement = statement.join(NeedTheme, NeedTheme.need_id == Need.id)
        statement = statement.where(NeedTheme.theme_id == theme_id)
        number = NeedTheme.number
    lines = (
        statement.outerjoin(TARGET, TARGET.id == Need.merged_into_id)
        .with_only_columns(*UNDER_THEME_COLUMNS)
        .where(Need.level == level, number > (before or 0))
        .order_by(number if before is not None else number.desc())
        .limit(size + 1)
    )
    if after is not None:
        lines = lines.where(number < after)
    return [NeedUnderTheme.from_row(row) for row in session.execute(lines)]


def causes_of_theme(session: Session, actor: Actor, theme_id: int) -> Sequence[CauseLine]:
    """Return what is behind a theme and what people notice, each with the needs it rests on."""
    rows = session.execute(
        select(*UNDER_THEME_COLUMNS, CauseNeed.cause_id)
        .join(CauseNeed, CauseNeed.need_id == Need.id)
        .join(Cause, Cause.id == CauseNeed.cause_id)
        .outerjoin(TARGET, TARGET.id == Need.merged_into_id)
        .where(Cause.theme_id == theme_id, Need.number.is_not(None))
        .order_by(CauseNeed.cause_id, Need.number)
    )
    needs: dict[int, list[NeedUnderTheme]] = {}
    for row in rows:
        needs.setdefault(row.cause_id, []).append(NeedUnderTheme.from_row(row))
    causes = session.execute(
        select(Cause.id, Cause.kind, Cause.words, Cause.confidence)
        .where(Cause.theme_id == theme_id)
        .order_by(Cause.kind, Cause.position, Cause.id)
    )
    return [CauseLine(*row, needs=tuple(needs.get(row.id, ()))) for row in causes]


def find_cause_of_theme(session: Session, theme_id: int, cause_id: int) -> Cause | None:
    """Return one cause or symptom of a theme, or None."""
    return session.scalar(select(Cause).where(Cause.id == cause_id, Cause.theme_id == theme_id))


def cause_of_theme(session: Session, theme_id: int, cause_id: int) -> Cause:
    """Return one cause or symptom of a theme, to be changed."""
    found = find_cause_of_theme(session, theme_id, cause_id)
    if found is None:
        raise NotFound
    return found


def find_cause(session: Session, theme_id: int, kind: CauseKind, words: str) -> Cause | None:
    """Return the cause or symptom of a theme that says exactly this, or None."""
    return session.scalar(
        select(Cause).where(Cause.theme_id == theme_id, Cause.kind == kind, Cause.words == words)
    )


def next_position(session: Session, theme_id: int) -> int:
    """Return the place after the last cause of a theme."""
    last = session.scalar(select(func.max(Cause.position)).where(Cause.theme_id == theme_id))
    return 0 if last is None else last + 1


def public_need_ids_of_cause(session: Session, cause_id: int) -> list[int]:
    """Return the published needs that a cause rests on."""
    return list(
        session.scalars(
            select(CauseNeed.need_id)
            .join(Need, Need.id == CauseNeed.need_id)
            .where(CauseNeed.cause_id == cause_id, Need.moderation == Moderation.PUBLISHED)
            .order_by(CauseNeed.need_id)
        )
    )
