"""Which column fills which field, and how the words of a source become ours."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from app.imports.problems import FileProblem, shown
from app.needs.models import Channel
from app.priorities.models import DecisionKind

FIELDS = {
    "words": "what somebody said matters, in their own words",
    "works_well": "what works well",
    "title": "a title; without one the first sentence is used",
    "area": "the area it is about; an empty cell is the whole place",
    "parent_area": "the local area that the area lies in, which is then a neighbourhood of it",
    "theme": "the theme it stands under",
    "answer": "what a body answered, as that body wrote it",
    "answer_kind": "the kind of answer, in the words of that body (see --value)",
    "answered_on": "the day of the answer",
    "body": "who answered",
    "code": "what the source calls it; a second run of the file knows it again by this",
    "date": "the day it was put forward; without one, today",
    "channel": "how it reached the source (see --value)",
    "signatures": "how many people signed at the source; never counted as people here",
}
WORDS_OF_NEED = ("words", "works_well", "title")
NEED_AN_ANSWER = ("answer_kind", "answered_on")
MAY_HOLD_HTML = ("words", "works_well", "title", "answer")
MAY_BE_CREATED = ("area", "theme")
KINDS = {
    "yes": DecisionKind.YES,
    "partly": DecisionKind.PARTLY,
    "not now": DecisionKind.NOT_NOW,
    "not ours": DecisionKind.NOT_OURS,
    "you can": DecisionKind.YOU_CAN,
}
Ours = TypeVar("Ours")
CHANNELS = {channel.value.replace("_", " "): channel for channel in Channel}


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for: columns by field, values by field, and how to read the cells."""

    columns: Mapping[str, str]
    kinds: Mapping[str, DecisionKind] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    html_fields: frozenset[str] = frozenset()
    create: frozenset[str] = frozenset()
    date_format: str | None = None
    answered_on: date | None = None


def wishes_from(
    maps: Iterable[str],
    values: Iterable[str] = (),
    html: Iterable[str] = (),
    create: Iterable[str] = (),
    *,
    date_format: str | None = None,
    answered_on: date | None = None,
) -> Wishes:
    """Read the options as they were typed, or raise FileProblem."""
    columns = _columns(maps)
    kinds: dict[str, DecisionKind] = {}
    channels: dict[str, Channel] = {}
    for value in values:
        name, theirs, ours = _value(value)
        if name == "answer_kind":
            kinds[value_key(theirs)] = _one_of(KINDS, ours, "kind of answer")
        elif name == "channel":
            channels[value_key(theirs)] = _one_of(CHANNELS, ours, "channel")
        else:
            raise FileProblem("--value is for answer_kind and channel only.")
        if name not in columns:
            raise FileProblem(f"--value {name}: needs --map {name}=COLUMN as well.")
    return Wishes(
        columns=columns,
        kinds=kinds,
        channels=channels,
        html_fields=_among(html, MAY_HOLD_HTML, "--html"),
        create=_among(create, MAY_BE_CREATED, "--create"),
        date_format=date_format,
        answered_on=answered_on,
    )


def value_key(value: str) -> str:
    """Return a value of a column so that case and spaces do not matter."""
    return " ".join(value.split()).casefold()


def positions(columns: Mapping[str, str], headings: Sequence[str]) -> dict[str, int]:
    """Return where each field stands in a row; raise FileProblem naming every missing column."""
    problems = []
    found: dict[str, int] = {}
    for name, column in columns.items():
        wanted = " ".join(column.split())
        count = headings.count(wanted)
        if count == 1:
            found[name] = headings.index(wanted)
        elif count:
            problems.append(
                f"Two columns are called {shown(wanted)}. Give one of them another name."
            )
        else:
            problems.append(f"There is no column {shown(wanted)} for {name}.")
    if problems:
        columns_here = ", ".join(shown(heading) for heading in headings)
        raise FileProblem("\n".join([*problems, f"The columns of this file: {columns_here}."]))
    return found


def _columns(maps: Iterable[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in maps:
        name, equals, column = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not column.strip():
            raise FileProblem(f"Write --map FIELD=COLUMN; {shown(pair)} is not that.")
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise FileProblem(
                f"There is no field {shown(name)}.{hint} The fields: {', '.join(FIELDS)}."
            )
        if name in columns:
            raise FileProblem(f"The field {name} was given two columns. Choose one.")
        columns[name] = column
    if not any(name in columns for name in WORDS_OF_NEED):
        raise FileProblem("Say which column holds what people said: --map words=COLUMN.")
    for name in NEED_AN_ANSWER:
        if name in columns and "answer" not in columns:
            raise FileProblem(f"--map {name} needs --map answer=COLUMN as well.")
    return columns


def _value(value: str) -> tuple[str, str, str]:
    name, colon, rest = value.partition(":")
    theirs, equals, ours = rest.rpartition("=")
    if not colon or not equals:
        raise FileProblem(f"Write --value FIELD:THEIRS=OURS; {shown(value)} is not that.")
    return name.strip().replace("-", "_"), theirs, ours.strip("'\" ")


def _one_of(choices: Mapping[str, Ours], typed: str, what: str) -> Ours:
    found = choices.get(typed.casefold().replace("_", " ").replace("-", " ").strip())
    if found is None:
        raise FileProblem(f"{shown(typed)} is no {what}. Choose: {', '.join(choices)}.")
    return found


def _among(typed: Iterable[str], allowed: Sequence[str], option: str) -> frozenset[str]:
    names = {name.strip() for each in typed for name in each.split(",") if name.strip()}
    for name in sorted(names):
        if name not in allowed:
            raise FileProblem(f"{option} takes {', '.join(allowed)}; not {shown(name)}.")
    return frozenset(names)
