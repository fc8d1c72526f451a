"""Who may do what: the table docs/permissions.toml, read for its page and for the tests.

A name that stands for many (everyone, residents, staff) holds where no closer name is given.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.access import Role
from app.settings import PROJECT_ROOT

TABLE = PROJECT_ROOT / "docs" / "permissions.toml"
# Somebody's names, the closest first. A moderator of another place is a moderator all the same,
# and a partner editor of another body is one, until a line says otherwise.
RESIDENTS = {
    "visitor": ("visitor", "residents", "everyone"),
    "participant": ("participant", "residents", "everyone"),
    "writer": ("writer", "participant", "residents", "everyone"),
    "member": ("member", "residents", "everyone"),
    "group lead": ("group lead", "member", "residents", "everyone"),
}
STAFF = {
    "no role": ("no role", "staff", "everyone"),
    "role ended": ("role ended", "staff", "everyone"),
    "moderator elsewhere": ("moderator elsewhere", "moderator", "staff", "everyone"),
    "partner editor elsewhere": ("partner editor elsewhere", "partner_editor", "staff", "everyone"),
    **{role.value: (role.value, "staff", "everyone") for role in Role},
}
NAMES = RESIDENTS | STAFF
KNOWN_NAMES = frozenset(name for names in NAMES.values() for name in names)
SIGN_IN_FIRST, NOT_ALLOWED = 401, 403


def _answer(who: str, given: Mapping[str, int]) -> int:
    default = SIGN_IN_FIRST if who in RESIDENTS else NOT_ALLOWED
    found = _closest(who, given)
    return default if found is None else int(found)


def _closest(who: str, given: Mapping[str, Any]) -> Any:
    return next((given[name] for name in NAMES[who] if name in given), None)


@dataclass(frozen=True)
class Line:
    """What one method of one route does, and how it answers each person."""

    method: str
    endpoint: str
    does: str
    may: tuple[str, ...]
    answers: Mapping[str, int]
    live: Mapping[str, int]

    def answer(self, who: str, *, live: bool = False) -> int:
        """Return the status that somebody gets; live as htmx asks."""
        return _answer(who, self.answers if not live else {**self.answers, **self.live})

    def is_for(self, who: str) -> bool:
        """Tell whether this is meant for somebody."""
        return bool(_closest(who, dict.fromkeys(self.may, True)))


def read_table() -> dict[str, Any]:
    """Return the table as it is written."""
    return tomllib.loads(TABLE.read_text())


def lines_of(subject: str, table: Mapping[str, Any]) -> Iterator[Line]:
    """Return the lines of a subject: each says what it does, who may, and the answers."""
    for name, given in table.get("routes", {}).get(subject, {}).items():
        method, _space, endpoint = name.partition(" ")
        may = tuple(each.strip() for each in given["may"].split(",") if each.strip())
        yes, no = given.get("yes", 200), given.get("no")
        answers = dict.fromkeys(("everyone",), no) if no else {}
        answers |= dict.fromkeys(may, yes)
        answers |= given.get("but", {})
        yield Line(method, endpoint, given["does"], may, answers, given.get("live", {}))


@dataclass(frozen=True)
class StateLine:
    """How one method of one route answers each person, by the state of what it is about."""

    thing: str
    state: str
    method: str
    endpoint: str
    does: str
    answers: Mapping[str, int]
    press: str = ""

    def answer(self, who: str) -> int:
        """Return the status that somebody gets."""
        return _answer(who, self.answers)


def state_lines(table: Mapping[str, Any]) -> Iterator[StateLine]:
    """Return a line for each state of each thing and each route; 0 says: it has no address."""
    for thing, given in table.get("states", {}).items():
        states = given["states"]
        for name, row in given["routes"].items():
            method, endpoint, press = f"{name} ".split(" ", 2)
            answers, does = dict(row), row.get("does", "")
            answers.pop("does", None)
            for at, state in enumerate(states):
                here = {who: each[at] for who, each in answers.items()}
                if any(here.values()):
                    yield StateLine(thing, state, method, endpoint, does, here, press.strip())
