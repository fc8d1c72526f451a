"""Hints at personal details in people's words. A hint asks a person to look; it never blocks.

Names are guessed from how they are written, so some are missed and some are not names.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from markupsafe import Markup, escape

from app.foundation.text.direction import OpenDirections
from app.foundation.text.names import named_people

Kind = Literal["name", "phone", "email", "postcode"]

# Each repeat is bounded and begins at a word's edge, so odd input costs no more than plain input.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w+-][\w.+'-]{0,63}@[^\W_](?:[\w-]{0,62})(?:\.[^\W_][\w-]{0,62}){1,6}"
)
_PHONE = re.compile(r"(?<![\w+.,/£$-])(?:\+|\(?0)(?:[ .()-]{0,2}\d){9,13}(?![\d%])")
# Behind this sign a screen shows letters and digits in the other order, to the next end of it.
_TURNED_ROUND = re.compile("\u202e([^\u202c\n]+)")
_POSTCODE = re.compile(
    r"(?<![^\W_])([A-Z]{1,2})(\d[A-Z\d]?) {0,2}(\d[ABD-HJLNP-UW-Z]{2})(?![^\W_])", re.IGNORECASE
)
_POSTCODE_AREAS_LIST = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC
    EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS
    LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP
    SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_POSTCODE_AREAS = frozenset(_POSTCODE_AREAS_LIST.split())
# "the E4 2nd stop" and "B9 3hr" look like postcodes once spaces and capitals are let go.
_COUNTING_ENDS = frozenset({"st", "nd", "rd", "th", "hr", "ft", "pt"})
_PERSONAL_RANGES = "1257"
_SMALLEST_GROUP = 3
_LONG_FIRST_GROUP = 5
_LENGTHS_WITH_ZERO = frozenset({10, 11})


@dataclass(frozen=True, slots=True)
class Hint:
    """A stretch of words that may tell who somebody is or how to reach them."""

    kind: Kind
    start: int
    end: int
    text: str


def personal_hints(words: str, known: frozenset[str] = frozenset()) -> list[Hint]:
    """Return what may be a personal detail, in the order it stands, nothing twice.

    `known` holds names of places and organisations, which are never taken for people.
    """
    found: dict[Kind, Iterator[tuple[int, int]]] = {
        "email": chain(_emails(words), _turned(_emails, words)),
        "phone": chain(_phones(words), _turned(_phones, words)),
        "postcode": chain(_postcodes(words), _turned(_postcodes, words)),
        "name": named_people(words, known),
    }
    hints = (
        Hint(kind, start, end, words[start:end])
        for kind, spans in found.items()
        for start, end in spans
    )
    return list(_apart(hints))


def _turned(
    find: Callable[[str], Iterator[tuple[int, int]]], words: str
) -> Iterator[tuple[int, int]]:
    """Find what is typed backwards behind a sign that turns it round on the screen."""
    for turned in _TURNED_ROUND.finditer(words):
        if any(True for _span in find(turned[1][::-1])):
            yield turned.span(1)


def marked(words: str, hints: Iterable[Hint]) -> Markup:
    """Show the words escaped, with a mark round each hint; lines stay lines.

    Stands inside an element with `dir="auto"`.
    """
    directions = OpenDirections()
    parts: list[Markup] = []
    done = 0
    for hint in _apart(hint for hint in hints if 0 <= hint.start < hint.end <= len(words)):
        parts.append(_lines(directions.keep(words[done : hint.start])))
        pointed_at = _lines(directions.keep(words[hint.start : hint.end]))
        parts.append(Markup("<mark>{}</mark>").format(pointed_at))
        done = hint.end
    parts.append(_lines(directions.keep(words[done:]) + directions.close()))
    return Markup("").join(parts)


def _lines(words: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in words.split("\n"))


def _apart(hints: Iterable[Hint]) -> Iterator[Hint]:
    """Give the hints in order, leaving out what lies over an earlier or longer one."""
    end = 0
    for hint in sorted(hints, key=lambda hint: (hint.start, -hint.end)):
        if hint.start >= end:
            yield hint
            end = hint.end


def _emails(words: str) -> Iterator[tuple[int, int]]:
    if "@" not in words:
        return
    for found in _EMAIL.finditer(words):
        yield found.span()


def _phones(words: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(words):
        if _is_personal_number(found[0]):
            yield found.span()


def _is_personal_number(written: str) -> bool:
    """Tell landlines and mobiles from help lines (03, 08), dates, times and long numbers."""
    digits = re.sub(r"\D", "", written)
    if written.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if not digits.startswith("44"):
            return True
        digits = "0" + digits[2:].removeprefix("0")
        return len(digits) in _LENGTHS_WITH_ZERO and digits[1] in _PERSONAL_RANGES
    if len(digits) not in _LENGTHS_WITH_ZERO or digits[1] not in _PERSONAL_RANGES:
        return False
    groups = re.findall(r"\d+", written)
    # "07.30 08.45 10" is a timetable: a number in small groups begins with a long one.
    small = any(len(group) < _SMALLEST_GROUP for group in groups[1:])
    return not small or len(groups[0]) >= _LONG_FIRST_GROUP


def _postcodes(words: str) -> Iterator[tuple[int, int]]:
    for found in _POSTCODE.finditer(words):
        area, letters = found[1], found[3][1:]
        counts = letters in _COUNTING_ENDS and (area.isupper() or len(area) == 1)
        if area.upper() in _POSTCODE_AREAS and not counts:
            yield found.span()
