"""Where a name, an e-mail or a phone number stands in words. No database here.

Both sides are brought into one form, a character at a time: without capitals and accents, with
one kind of dash, apostrophe and gap. So both databases find the same, and what was found can be
shown as it was written.
"""

import re
import unicodedata
from functools import lru_cache

from app.foundation.text.plain import CUT_MARK
from app.foundation.text.search import fold

BEFORE, LONGEST_EXCERPT = 60, 200
# Of a long phone number these last digits tell: those before name the country, or are a 0.
TELLING_DIGITS, FEWEST_DIGITS = 9, 6
_PHONE = re.compile(r"[\d\s()+./-]+")
_BETWEEN_DIGITS = r"[ ()./-]{0,3}"
_APOSTROPHES = (0x2018, 0x2019, 0x201B, 0x02BC, 0x60, 0xB4)
_DASHES = (*range(0x2010, 0x2016), 0x2212)
_SAME = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-")

Parts = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=4096)
def _one_form(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":  # nobody sees it
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return fold(character.translate(_SAME)).translate(_SAME)


def one_form(words: str) -> str:
    """Return words in the form in which they are compared."""
    if words.isascii() and "`" not in words:
        return " ".join(words.lower().split())
    return " ".join("".join(map(_one_form, words)).split())


def telling_length(typed: str) -> int:
    """Return how long what was typed is, in bytes: two signs of Chinese are a whole name."""
    return len("".join(each for each in one_form(typed) if each.isalnum()).encode())


def wanted(typed: str) -> re.Pattern[str]:
    """Return what to look for in the one form of words; phone numbers however they are spaced."""
    plain = one_form(typed)
    digits = re.sub(r"\D", "", plain)
    if _PHONE.fullmatch(plain) and len(digits) >= FEWEST_DIGITS:
        return re.compile(_BETWEEN_DIGITS.join(digits[-TELLING_DIGITS:]))
    return re.compile(re.escape(plain))


def excerpt(words: str, pattern: re.Pattern[str]) -> Parts | None:
    """Return a short part of the words around the first match, with what matches marked.

    None where nothing matches.
    """
    if not pattern.search(one_form(words)):
        return None
    plain, places = _with_places(words)
    spans = [
        (places[found.start()], _with_marks(words, places[found.end() - 1] + 1))
        for found in pattern.finditer(plain)
    ]
    if not spans:
        return None
    start = _gap_before(words, spans[0][0])
    end = _gap_after(words, max(spans[0][1], start + LONGEST_EXCERPT), after=spans[0][1])
    return _cut_into_parts(words, start, end, [span for span in spans if span[1] <= end])


def _with_places(words: str) -> tuple[str, list[int]]:
    """Return the one form, and where in the words each of its characters comes from."""
    signs: list[str] = []
    places: list[int] = []
    for place, character in enumerate(words):
        for sign in _one_form(character):
            if sign == " " and (not signs or signs[-1] == " "):
                continue
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


def _with_marks(words: str, end: int) -> int:
    """Take accents that stand behind their letter along."""
    while end < len(words) and not _one_form(words[end]):
        end += 1
    return end


def _gap_before(words: str, place: int) -> int:
    """Return where an excerpt begins: after a gap, where there is one near."""
    earliest = max(0, place - BEFORE)
    gap = words.find(" ", earliest, place)
    return earliest if earliest == 0 or gap < 0 else gap + 1


def _gap_after(words: str, place: int, *, after: int) -> int:
    if place >= len(words):
        return len(words)
    gap = words.rfind(" ", max(after, place - BEFORE), place)
    return place if gap < 0 else gap


def _cut_into_parts(words: str, start: int, end: int, spans: list[tuple[int, int]]) -> Parts:
    parts = [(CUT_MARK, False)] if start else []
    done = start
    for begins, ends in spans:
        first = max(begins, done)  # two matches may share a sign that is written for two letters
        parts += [(words[done:first], False), (words[first:ends], True)]
        done = ends
    parts += [(words[done:end], False), (CUT_MARK if end < len(words) else "", False)]
    return tuple(part for part in parts if part[0])
