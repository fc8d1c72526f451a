"""People's own words: made storable without changing them, and shown escaped, isolated and linked.

Nothing here cuts or rewords what is stored; excerpts and titles are made for showing.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from app.foundation.text.direction import CONTROLS, OpenDirections, closed

LONGEST_TITLE = 90
CUT_MARK = "…"

_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")
_LINE_BREAKS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
# Direction controls and invisible characters end an address: what is shown is what is followed.
_ADDRESS = re.compile(
    rf"https?://[^\s<>\"`\\^{{}}|\x00-\x1f\x7f\u200b-\u200f\ufeff{CONTROLS}]+", re.I
)
_AFTER_ADDRESS = ".,;:!?'\u2019\u201d…*_"
_BRACKETS = {")": "(", "]": "["}
_SENTENCE_END = re.compile(
    r"[.!?…]+[\"'\u2019\u201d)\]]*(?=\s)|[\u3002\uff01\uff1f\u061f\u0964]+|\n"
)
# A full stop after one of these does not end a sentence.
_SHORTENED = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "rev", "st", "no", "cllr", "sgt", "e.g", "i.e", "etc", "vs"}
)
# What belongs to the sign before it: joiner, variant marks, skin tones and the tags of flags.
_JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_LONGEST_CLUSTER = 40
# Letters and signs by name that nobody sees: fillers of Hangul, and Braille without a dot.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class UnreadableWords(ValueError):
    """Words that cannot be stored; the message says so to the person who wrote them."""


def clean_words(raw: str) -> str:
    """Return what was typed in the one form in which words are stored."""
    if _HALF_CHARACTER.search(raw):
        raise UnreadableWords(
            "We could not read part of your words. A character in them is broken. "
            "Take it out and send them again."
        )
    words = _LINE_END.sub("\n", raw)
    if _CONTROL_CHARACTER.search(words):
        raise UnreadableWords(
            "Your words hold a hidden character that we cannot keep. "
            "Type them again, or paste them as plain text."
        )
    return _composed(words).strip()


def says_something(words: str) -> bool:
    """Tell whether there is a letter, a digit or a picture; dots and unseen signs say nothing."""
    return any(
        (unicodedata.category(each)[0] in "LN" or unicodedata.category(each) == "So")
        and each not in _UNSEEN
        for each in words
    )


def readable_words(raw: str) -> str:
    """Return what was typed without what cannot be read, to show it again in its box."""
    return _HALF_CHARACTER.sub("", _CONTROL_CHARACTER.sub("", raw))


def paragraphs(words: str) -> Markup:
    """Show words as paragraphs with line breaks and links; everything else is escaped."""
    blocks: list[list[str]] = [[]]
    for line in _LINE_END.sub("\n", words).split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return Markup("\n").join(_paragraph(lines) for lines in blocks if lines)


def one_line(words: str) -> Markup:
    """Show words as one line that cannot turn the direction of what stands around it."""
    return Markup("<bdi>{}</bdi>").format(closed(_LINE_BREAKS.sub(" ", words)))


def title_from(words: str) -> str:
    """Return the first sentence as a title, cut at a word's end only where it is too long."""
    text = words.strip()
    first = text[: _first_sentence_end(text)].strip().replace("\n", " ")
    return first if len(first) <= LONGEST_TITLE else _cut(first, LONGEST_TITLE)


def sentence_excerpt(words: str, length: int = 160) -> str:
    """Return the beginning of the words: whole sentences where they fill half the length."""
    text = _LINE_BREAKS.sub(" ", words.strip())
    if len(text) <= length:
        return text
    end = 0
    room = length - len(CUT_MARK) - 1
    for found in _SENTENCE_END.finditer(text, 0, length + 1):
        if found.end() <= room and _ends_a_sentence(text, found):
            end = found.end()
    if end * 2 >= length:
        return f"{text[:end]} {CUT_MARK}"
    return _cut(text, length)


def _composed(words: str) -> str:
    """Return the words in Unicode's composed form (NFC) in linear time.

    `unicodedata.normalize` sorts the marks on one letter by insertion: 100,000 marks on one letter
    take it many seconds. Marks that stand in order already cost it nothing, so they are put in
    order first; the outcome is the same.
    """
    if words.isascii():
        return words
    parts: list[str] = []
    for is_marks, run in groupby(words, key=_is_mark):
        if is_marks:
            marks = "".join(map(_marks_of, run))
            parts.extend(sorted(marks, key=unicodedata.combining))
        else:
            parts.extend(run)
    return unicodedata.normalize("NFC", "".join(parts))


def _is_mark(character: str) -> bool:
    return bool(_marks_of(character))


@lru_cache(maxsize=4096)
def _marks_of(character: str) -> str:
    """Return the marks a mark is made of; nothing for any other character."""
    apart = unicodedata.normalize("NFD", character)
    return apart if unicodedata.combining(apart[0]) else ""


def _paragraph(lines: list[str]) -> Markup:
    directions = OpenDirections()
    shown = Markup("<br>\n").join(_linked(line.strip(), directions) for line in lines)
    return Markup('<p dir="auto">{}{}</p>').format(shown, directions.close())


def _linked(line: str, directions: OpenDirections) -> Markup:
    if "://" not in line:
        return escape(directions.keep(line))
    parts: list[Markup] = []
    done = 0
    for found in _ADDRESS.finditer(line):
        address = _without_what_follows(found[0])
        if not _leads_somewhere(address):
            continue
        parts.append(escape(directions.keep(line[done : found.start()])))
        parts.append(_link(escape(address)))
        done = found.start() + len(address)
    parts.append(escape(directions.keep(line[done:])))
    return Markup("").join(parts)


def _link(address: Markup) -> Markup:
    # The direction makes the address an island: controls before it cannot turn it round.
    return Markup(f'<a href="{address}" rel="nofollow ugc noopener" dir="ltr">{address}</a>')


def _without_what_follows(address: str) -> str:
    """Leave out the full stop or bracket of the sentence around an address."""
    end = len(address)
    surplus = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in _BRACKETS.items()
    }
    while end:
        last = address[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _AFTER_ADDRESS:
            break
        end -= 1
    return address[:end]


def _leads_somewhere(address: str) -> bool:
    """Tell whether an address names a place, and shows where it leads.

    In `https://bank.example@elsewhere.example` the eye reads the first name and the browser goes
    to the second, so an address with a name before @ is left as plain words.
    """
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _first_sentence_end(text: str) -> int:
    # Whatever is longer than a title is cut anyway, so there is no need to look further.
    for found in _SENTENCE_END.finditer(text, 0, LONGEST_TITLE * 4):
        if _ends_a_sentence(text, found):
            return found.end()
    return len(text)


def _ends_a_sentence(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 40) : found.start()]
    if not any(character.isalnum() for character in before):
        return False
    last = before.split()[-1] if found[0] == "." and before.split() else ""
    is_initial = len(last) == 1 and (last.isalpha() or found.start() == 1)
    return last.casefold() not in _SHORTENED and not is_initial


def _cut(text: str, length: int) -> str:
    """Return at most `length` characters, ended at a word's end where there is one."""
    room = length - len(CUT_MARK)
    head = text[: room + 1]
    word_end = max(head.rfind(" "), head.rfind("\n"), head.rfind("\t"))
    if word_end * 2 < room:
        word_end = _cluster_end(text, room)
    head = text[:word_end]
    return (head.rstrip(" \n\t,;:\u2013-") or head) + CUT_MARK


def _cluster_end(text: str, end: int) -> int:
    """Step back so that a letter keeps its marks and an emoji stays whole."""
    for place in range(end, max(0, end - _LONGEST_CLUSTER), -1):
        joined = _JOINED.match(text[place]) or text[place - 1] == "\u200d"
        if not joined and not unicodedata.combining(text[place]):
            return place
    return end
