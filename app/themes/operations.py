"""Making a theme, changing its words, sharing it and agreeing it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotPossibleNow, require
from app.foundation.database import insert_once
from app.foundation.public_codes import next_number
from app.history import operations as history
from app.themes import queries
from app.themes.models import ActingLevel, Theme, ThemeState
from app.themes.permissions import may_shape_themes

SAME_NAME = "There is a theme with this name already. Open that one, or choose another name."


@dataclass(frozen=True, kw_only=True)
class ThemeWords:
    """What a theme is called, what it says, and who can act."""

    name: str
    summary: str = ""
    level: ActingLevel | None = None


def make_theme(session: Session, actor: Actor, words: ThemeWords, *, now: datetime) -> Theme:
    """Begin a theme that only planners see; two themes cannot have one name."""
    require(may_shape_themes, actor)
    values = {**asdict(words), "state": ThemeState.FORMING, "made_at": now}
    made = insert_once(session, Theme.__table__, values)  # type: ignore[arg-type]
    theme = queries.find_theme_called(session, words.name)
    if not made or theme is None:
        raise NotPossibleNow(SAME_NAME)
    history.record(session, actor, "made a theme", theme, now=now)
    return theme


def change_theme(
    session: Session,
    actor: Actor,
    theme: Theme,
    words: ThemeWords,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Change a theme's name, summary or level; saving what stands there changes nothing."""
    require(may_shape_themes, actor)
    if all(getattr(theme, name) == value for name, value in asdict(words).items()):
        return
    _same_revision(theme, revision)
    if theme.state is not ThemeState.FORMING and not words.summary:
        raise NotPossibleNow("Everyone can see this theme, so it needs a summary.")
    try:
        with session.begin_nested():
            for name, value in asdict(words).items():
                setattr(theme, name, value)
            theme.revision += 1
            session.flush()
    except IntegrityError as taken:
        raise NotPossibleNow(SAME_NAME) from taken
    history.record(session, actor, "changed a theme", theme, now=now)


def share_theme(
    session: Session, actor: Actor, theme: Theme, *, revision: int, now: datetime
) -> None:
    """Show a theme to everyone and ask if it is right; it gets its code the first time.

    An agreed theme can be shared once more. Sharing what is shared changes nothing.
    """
    require(may_shape_themes, actor)
    if theme.state is ThemeState.SHARED:
        return
    _same_revision(theme, revision)
    if not theme.summary:
        raise NotPossibleNow("Write a summary first. People read it to see if you got it right.")
    if theme.number is None:
        theme.number = next_number(session, "T")
    theme.state = ThemeState.SHARED
    theme.revision += 1
    history.record(session, actor, "shared a theme", theme, now=now)


def agree_theme(
    session: Session, actor: Actor, theme: Theme, *, revision: int, now: datetime
) -> None:
    """Say that people found a theme right. Agreeing what is agreed changes nothing."""
    require(may_shape_themes, actor)
    if theme.state is ThemeState.AGREED:
        return
    if theme.state is ThemeState.FORMING:
        raise NotPossibleNow("Share it first, so that people can say if it is right.")
    _same_revision(theme, revision)
    theme.state = ThemeState.AGREED
    theme.revision += 1
    history.record(session, actor, "agreed a theme", theme, now=now)


def _same_revision(theme: Theme, revision: int) -> None:
    if theme.revision != revision:
        raise NotPossibleNow(
            "Someone changed this theme since you opened the page. Look at it again first."
        )
