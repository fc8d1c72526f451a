"""What the values about needs, themes and voices hold."""

from dataclasses import dataclass
from datetime import date

from app.demo.vocabulary import (
    ALL_AREAS,
    AreaCode,
    Barrier,
    Channel,
    Confidence,
    Lane,
    Level,
    Mark,
    Progress,
    PutForwardAs,
    TakenDown,
    ThemeState,
)


@dataclass(frozen=True)
class Behind:
    """A cause, or what people notice, with the needs it rests on and how sure we are."""

    words: str
    needs: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Needs that belong together."""

    code: str
    name: str
    summary: str
    state: ThemeState
    level: Level
    made_on: date
    causes: tuple[Behind, ...]
    symptoms: tuple[Behind, ...]


@dataclass(frozen=True, kw_only=True)
class Need:
    """What somebody said. Areas: all seven when it is about the whole place.

    The writer of a resident's need is one of the people online in `from_area`, so the figures of
    `spread` hold with the writer in them. A group's need adds nobody.
    """

    code: str
    title: str
    words: str = ""
    works_well: str = ""
    areas: tuple[AreaCode, ...]
    about: str
    barrier: Barrier | None
    themes: tuple[str, ...]
    from_area: AreaCode
    channel: Channel
    put_forward_as: PutForwardAs = "resident"
    organisation: str | None = None
    conversation: str = "families"
    sent_on: date
    published_on: date
    grouped_on: date
    progress: Progress
    level: Level = "local"
    marks: tuple[Mark, ...] = ()
    team_line: str = ""

    @property
    def is_about_whole_place(self) -> bool:
        """Tell whether it is about every area."""
        return self.areas == ALL_AREAS


@dataclass(frozen=True)
class Spread:
    """Who says so: online in the order of the areas, in rooms in the order of the gatherings."""

    need: str
    online: tuple[int, ...]
    rooms: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Many near-identical voices in a short time: counted, and said so."""

    need: str
    people: int
    minutes: int
    on: date


@dataclass(frozen=True, kw_only=True)
class WaitingNeed:
    """A need in the queue: which lane it belongs in, and the published need it is like."""

    key: str
    lane: Lane
    title: str
    words: str = ""
    works_well: str = ""
    areas: tuple[AreaCode, ...]
    about: str
    barrier: Barrier | None
    channel: Channel
    conversation: str
    sent_on: date
    like: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakenDownNeed:
    """A need that was public and no longer is. The writer of a merged one is already counted."""

    code: str
    title: str
    words: str
    areas: tuple[AreaCode, ...]
    about: str
    barrier: Barrier | None
    from_area: AreaCode
    channel: Channel
    conversation: str
    sent_on: date
    published_on: date
    taken_down_on: date
    moderation: TakenDown
    reason_code: str | None = None
    merged_into: str | None = None
