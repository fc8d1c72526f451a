"""Guesses which words name a person, from titles, family words and how names are written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.foundation.text.name_words import (
    BEFORE_A_PLACE,
    CALLED,
    FIRST_NAMES,
    FIRST_NAMES_INSIDE,
    KIN,
    LITTLE_WORDS,
    NOT_NAMES,
    NOUN_ENDINGS,
    PLACE_LEADS,
    SHORT_TITLES,
    SURNAMES_TOO,
    TITLES,
    TITLES_IN_CAPITALS,
)

MOST_PARTS = 3
LONGEST_KNOWN = 8

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
# A new sentence, a list, a quotation or a bracket: a capital after it tells nothing.
_FRESH_START = re.compile(
    r"[.!?…:;\n\"\u201c\u201d\u2022(\[/|&,\d]|[-\u2013\u2014]\s|\s[-\u2013\u2014]"
)
_SPACE = frozenset({" "})
_AFTER_TITLE = frozenset({" ", ". "})
_AFTER_LEAD = frozenset({" ", ", "})
_GOES_ON = frozenset({" ", "'s ", "\u2019s "})
_FEWEST_TO_JUDGE = 4
_SHARE_OF_CAPITALS = 0.5


class _Word(NamedTuple):
    """One word: as written, as compared, where it stands, and what stands before it."""

    text: str
    plain: str
    start: int
    end: int
    gap: str
    may_be_name: bool

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.is_capital and self.text != "I"

    @property
    def starts_fresh(self) -> bool:
        return self.start == 0 or bool(_FRESH_START.search(self.gap))


def named_people(words: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Give the stretches of words that seem to name a person, in order."""
    line = _words(words, known)
    calm = _sentences_without_heading_capitals(line)
    place = 0
    while place < len(line):
        first, after = _name_at(line, place, in_calm_sentence=calm[place])
        if after > first:
            yield line[first].start, line[after - 1].end
        place = max(after, place + 1)


def _name_at(line: list[_Word], place: int, *, in_calm_sentence: bool) -> tuple[int, int]:
    """Return where the name at this word begins and ends; an empty stretch if there is none."""
    nothing = (place, place)
    word = line[place]
    if _is_title(line, place):
        after = _titled_name_end(line, place)
        return (place, after) if after > place + 1 else nothing
    if _leads_to_a_name(line, place):
        after = _name_end(line, place + 1, gaps=_AFTER_LEAD)
        is_place = word.plain not in KIN and _goes_on_as_a_place(line, after)
        return (place + 1, after) if after > place + 1 and not is_place else nothing
    if not word.may_be_name or _before(line, place) in BEFORE_A_PLACE:
        return nothing
    after = _with_surname(line, place, _name_end(line, place))
    if _goes_on_as_a_place(line, after):
        return nothing
    if word.plain in FIRST_NAMES:
        return place, after
    is_inside = in_calm_sentence and _stands_inside(line, place)
    is_name = after - place > 1 or word.plain in FIRST_NAMES_INSIDE
    return (place, after) if is_inside and is_name else nothing


def _is_title(line: list[_Word], place: int) -> bool:
    word = line[place]
    if word.plain not in TITLES or place + 1 == len(line) or line[place + 1].gap not in {" ", ". "}:
        return False
    if word.text.isupper() and word.plain not in TITLES_IN_CAPITALS:
        return False
    if not word.is_capital and word.plain not in SHORT_TITLES:
        return False  # "my sister Ann" is about family
    # "12 Bay Dr Kirkcaldy": Dr after a capital is a drive.
    return not (word.plain == "dr" and place and word.gap == " " and line[place - 1].is_capital)


def _leads_to_a_name(line: list[_Word], place: int) -> bool:
    """Tell "our son", "a boy called" and "my name is"; "Child Benefit" leads to none."""
    word = line[place]
    if word.plain in KIN:
        return not word.is_capital
    return word.plain in CALLED or (word.plain == "is" and _before(line, place) == "name")


def _before(line: list[_Word], place: int) -> str:
    return line[place - 1].plain if place else ""


def _name_end(line: list[_Word], first: int, *, gaps: frozenset[str] | None = None) -> int:
    """Return the place after the parts of a name; `gaps` is what may stand before its first."""
    place = first
    while place < len(line) and place - first < MOST_PARTS:
        word = line[place]
        if place == first:
            is_joined = gaps is None or word.gap in gaps
        else:
            # "J. Smith" is one name; "spoke to Karen. Then" is two sentences.
            is_joined = word.gap == " " or (word.gap == ". " and line[place - 1].is_initial)
        if not is_joined or not (word.may_be_name or word.is_initial):
            break
        place += 1
    while place > first and line[place - 1].is_initial:
        place -= 1
    return place


def _titled_name_end(line: list[_Word], title: int) -> int:
    """Return the place after "Mr Hill" or "Nurse Karen Lamb"."""
    first = title + 1
    word = line[first]
    may_be_any_word = line[title].plain in SHORT_TITLES and word.plain not in LITTLE_WORDS
    if may_be_any_word and word.is_capital and len(word.text) > 1:
        return _name_end(line, first + 1, gaps=_SPACE)
    return _name_end(line, first, gaps=_AFTER_TITLE)


def _with_surname(line: list[_Word], first: int, after: int) -> int:
    """Take "Hill" into "Karen Hill", but not into "at George Hill"."""
    if line[first].plain not in FIRST_NAMES or after - first > 1 or after == len(line):
        return after
    word = line[after]
    is_surname = word.gap == " " and word.is_capital and word.plain in SURNAMES_TOO
    return after + 1 if is_surname and _before(line, first) not in PLACE_LEADS else after


def _goes_on_as_a_place(line: list[_Word], after: int) -> bool:
    """Tell "Craig Street" and "Katie's Kitchen" from a person: a capital follows on."""
    if after >= len(line):
        return False
    word = line[after]
    return word.gap in _GOES_ON and word.is_capital and word.text != "I"


def _stands_inside(line: list[_Word], place: int) -> bool:
    """Tell whether the capital needs a name to explain it: not first, not led in like a place."""
    if not place or line[place].starts_fresh or line[place - 1].plain in PLACE_LEADS:
        return False
    return line[place - 1].text == "I" or not line[place - 1].is_capital


def _words(words: str, known: frozenset[str]) -> list[_Word]:
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(words):
        text = _POSSESSIVE.sub("", found[0])
        plain.append(text.casefold())
        spans.append((found.start(), found.start() + len(text)))
    known_places = _places_of_known(plain, _phrases(known)) if known else frozenset()
    line: list[_Word] = []
    done = 0
    for place, (start, end) in enumerate(spans):
        text = words[start:end]
        is_name = _is_written_like_a_name(text, plain[place]) and place not in known_places
        line.append(_Word(text, plain[place], start, end, words[done:start], is_name))
        done = end
    return line


def _is_written_like_a_name(text: str, plain: str) -> bool:
    """Tell "Karen" and "McLeod" from "bus", "NHS" and "Street"."""
    if len(text) == 1 or not text[0].isupper() or text.isupper():
        return False
    # "Streets" is no more a name than "Street".
    return not (NOT_NAMES & {plain, plain.removesuffix("s")}) and not plain.endswith(NOUN_ENDINGS)


@lru_cache(maxsize=8)
def _phrases(known: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """Return each known name as words, and every two or more neighbours in it."""
    phrases: set[tuple[str, ...]] = set()
    for name in known:
        parts = tuple(_POSSESSIVE.sub("", found).casefold() for found in _WORD.findall(name))
        phrases.add(parts)
        phrases.update(
            parts[first:last]
            for first in range(len(parts))
            for last in range(first + 2, min(len(parts), first + LONGEST_KNOWN) + 1)
        )
    return frozenset(phrases)


def _places_of_known(plain: list[str], phrases: frozenset[tuple[str, ...]]) -> frozenset[int]:
    places: set[int] = set()
    first_words = {phrase[0] for phrase in phrases if phrase}
    for first, word in enumerate(plain):
        if word not in first_words:
            continue
        for length in range(LONGEST_KNOWN, 0, -1):
            if tuple(plain[first : first + length]) in phrases:
                places.update(range(first, first + length))
                break
    return frozenset(places)


def _sentences_without_heading_capitals(line: list[_Word]) -> list[bool]:
    """Tell for each word whether its sentence uses capitals for names only, not for every word."""
    calm: list[bool] = []
    first = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or re.search(r"[.!?…\n]", line[place].gap):
            sentence = line[first:place]
            capitals = sum(word.is_capital for word in sentence)
            many = (
                len(sentence) >= _FEWEST_TO_JUDGE and capitals > len(sentence) * _SHARE_OF_CAPITALS
            )
            calm.extend([not many] * len(sentence))
            first = place
    return calm
