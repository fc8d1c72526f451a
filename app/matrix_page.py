"""The tables of docs/permissions.md: who may do what, and what depends on the state of a thing."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from app.matrix import NAMES, RESIDENTS, STAFF, Line, StateLine, lines_of, read_table, state_lines

COLUMNS = {
    "visitor": "Anyone",
    "participant": "Took part here",
    "writer": "Wrote it",
    "member": "Has an account",
    "group lead": "Leads the group",
    "no role": "No role, or it ended",
    "moderator": "Moderator",
    "planner": "Planner",
    "councillor": "Councillor",
    "partnership_manager": "Partnership manager",
    "admin": "Administrator",
}
YES, NO = "yes", "–"
ONE_PAGE = """## By role

The first five columns are people who do not sign in for work. Whoever has another role may do what
stands under “No role, or it ended”, until something is added here for that role.
"""
BY_STATE = """## By state

Who may do something to a thing, by the state it is in. *Nobody*: it is answered like something that
does not exist, or refused. *Taken down*: its address says only that it was taken down. *Leads on*:
its address leads to the need it was joined with. *Not now*: the page says why it is not possible
any more.
"""
TAKEN_DOWN, CONFLICT, MOVED, SEE_OTHER, FIRST_REFUSAL = 410, 409, 301, 303, 400


def tables() -> Iterator[str]:
    """Return the parts of the page, from docs/permissions.toml."""
    table = read_table()
    yield ONE_PAGE
    yield "\n".join(_by_role(table)) + "\n"
    yield BY_STATE
    for thing, lines in groupby(state_lines(table), key=lambda line: line.thing):
        yield "\n".join(_by_state(thing, table, list(lines))) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _by_role(table: Mapping[str, Any]) -> Iterator[str]:
    shown = [*COLUMNS, *_roles_with_more(table)]
    yield _row(["", *(COLUMNS.get(who, who.replace("_", " ").capitalize()) for who in shown)])
    yield _row(["---"] * (len(shown) + 1))
    for subject in table["routes"]:
        acts = {line.does: line for line in lines_of(subject, table)}
        for does, line in acts.items():
            yield _row([does, *(_may(line, who) for who in shown)])


def _roles_with_more(table: Mapping[str, Any]) -> list[str]:
    """Return the roles that are for something that is not for everybody who signs in."""
    lines = [line for subject in table["routes"] for line in lines_of(subject, table)]
    return [
        who
        for who in STAFF
        if who not in {*COLUMNS, "role ended", "moderator elsewhere"}
        and any(line.is_for(who) and not line.is_for("no role") for line in lines)
    ]


def _may(line: Line, who: str) -> str:
    only_here = who == "moderator" and line.answer("moderator elsewhere") != line.answer(who)
    return ("yes, in their places" if only_here else YES) if line.is_for(who) else NO


def _by_state(thing: str, table: Mapping[str, Any], lines: Sequence[StateLine]) -> Iterator[str]:
    states = table["states"][thing]["states"]
    yield _row([f"**{thing.capitalize()}**", *states])
    yield _row(["---"] * (len(states) + 1))
    for does in dict.fromkeys(line.does for line in lines if line.does):
        cells = {line.state: _who_may(line) for line in lines if line.does == does}
        yield _row([does, *(cells.get(state, "no address") for state in states)])


def _who_may(line: StateLine) -> str:
    answers = {who: line.answer(who) for who in NAMES}
    elsewhere = {MOVED, SEE_OTHER} if line.method == "GET" else {MOVED}
    may = [
        who for who, status in answers.items() if status < FIRST_REFUSAL and status not in elsewhere
    ]
    for status, words in ((MOVED, "leads on"), (CONFLICT, "not now"), (TAKEN_DOWN, "taken down")):
        if not may and status in answers.values():
            return words
    if len(may) == len(NAMES):
        return "everyone"
    if set(may) == {*RESIDENTS}:
        return "residents"
    return ", ".join(COLUMNS.get(who, who).lower() for who in may) or "nobody"
