"""Reading themes: those anyone may see, and all of them for planners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound
from app.foundation.public_codes import code_for
from app.themes.models import ActingLevel, Theme, ThemeState


@dataclass(frozen=True)
class ThemeLine:
    """One theme as a list shows it. Only a theme that is still forming has no number."""

    id: int
    number: int | None
    name: str
    summary: str
    state: ThemeState
    level: ActingLevel | None

    @property
    def code(self) -> str:
        """Return the public code, empty before the theme was shared."""
        return code_for("T", self.number) if self.number else ""


_LINE = (Theme.id, Theme.number, Theme.name, Theme.summary, Theme.state, Theme.level)


def visible_themes(actor: Actor) -> Select[Theme]:
    """Return the one filter of what anyone may see: themes that were shared or agreed."""
    return select(Theme).where(Theme.state != ThemeState.FORMING)


def list_themes(
    session: Session, actor: Actor, *, after: int | None, before: int | None, size: int
) -> Sequence[ThemeLine]:
    """Return up to `size + 1` themes by code, after (or, read backwards, before) a number."""
    statement = visible_themes(actor).with_only_columns(*_LINE).limit(size + 1)
    if before is not None:
        statement = statement.where(Theme.number < before).order_by(Theme.number.desc())
    else:
        statement = statement.where(Theme.number > (after or 0)).order_by(Theme.number)
    return [ThemeLine(*row) for row in session.execute(statement)]


def theme_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Return (number, name) of every public theme, for the pickers."""
    rows = session.execute(
        visible_themes(actor)
        .with_only_columns(Theme.number, Theme.name)
        .order_by(Theme.name, Theme.id)
    )
    return [(row.number, row.name) for row in rows]


def themes_acting_at(
    session: Session, actor: Actor, level: ActingLevel | None = None
) -> Sequence[ThemeLine]:
    """Return the public themes that say who can act, by code; of one level or of all three."""
    statement = visible_themes(actor).with_only_columns(*_LINE).order_by(Theme.number)
    wanted = Theme.level.is_not(None) if level is None else Theme.level == level
    return [ThemeLine(*row) for row in session.execute(statement.where(wanted))]


def themes_by_id(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, ThemeLine]:
    """Return the public themes among some ids."""
    rows = session.execute(
        visible_themes(actor).with_only_columns(*_LINE).where(Theme.id.in_(set(ids)))
    )
    return {row.id: ThemeLine(*row) for row in rows}


def id_of_public_theme(actor: Actor, number: int) -> ScalarSelect[int]:
    """Return, inside another statement, the id of the public theme with a number."""
    return (
        visible_themes(actor)
        .where(Theme.number == number)
        .with_only_columns(Theme.id)
        .scalar_subquery()
    )


def find_theme_by_number(session: Session, actor: Actor, number: int) -> Theme | None:
    """Return the public theme with a number, or None."""
    return session.scalar(visible_themes(actor).where(Theme.number == number))


def theme_at_address(session: Session, actor: Actor, number: int) -> Theme:
    """Return the theme whose page stands at a code; one still forming is not there."""
    found = find_theme_by_number(session, actor, number)
    if found is None:
        raise NotFound
    return found


def themes_for_planners(session: Session, actor: Actor) -> Sequence[ThemeLine]:
    """Return every theme: those still forming first, newest first, then the others by code."""
    rows = session.execute(select(*_LINE).order_by(Theme.number, Theme.id.desc()))
    lines = [ThemeLine(*row) for row in rows]
    # Where an empty number stands in an order differs from database to database.
    return sorted(lines, key=lambda line: line.number or 0)


def find_theme_called(session: Session, name: str) -> Theme | None:
    """Return the theme with a name, whatever its state: for planners."""
    return session.scalar(select(Theme).where(Theme.name == name))


def theme_for_planners(session: Session, theme_id: int) -> Theme:
    """Return a theme by id, whatever its state."""
    found = session.get(Theme, theme_id)
    if found is None:
        raise NotFound
    return found


def theme_to_change(session: Session, theme_id: int) -> Theme:
    """Return a theme with its row held until the transaction ends, read anew.

    The lock lets others put needs under the theme meanwhile: they hold needs and only point at it.
    """
    found = session.get(
        Theme, theme_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if found is None:
        raise NotFound
    return found
