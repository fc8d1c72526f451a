"""What a sentence pattern holds."""

from dataclasses import dataclass

from app.needs.models import Barrier


@dataclass(frozen=True)
class Pattern:
    """What somebody might say: a title, more words, about whom, and what gets in the way.

    `{place}` stands for an area or a neighbourhood, `{street}` for a street, `{day}` for a weekday.
    """

    title: str
    words: str
    about: str
    barrier: Barrier | None


@dataclass(frozen=True)
class PatternTheme:
    """A made-up theme: its name and summary, and what is said under it."""

    name: str
    summary: str
    patterns: tuple[Pattern, ...]
