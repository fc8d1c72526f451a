"""Sorting what waits into lanes by hints alone. A hint asks a person to look; it decides nothing.

Values in, values out: no database here. Whatever is sorted wrongly is still in the queue.
"""

import enum
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.foundation.text.hints import Hint, personal_hints
from app.foundation.text.search import search_terms
from app.moderation.risk import risk_words

# A title and the beginning of the words tell what a need is about; the rest blurs it.
MOST_TERMS = 40
# How alike two texts must be, from 0 (no word shared) to 1 (the same words), to be pointed out.
ALIKE_ENOUGH = 0.25
FEWEST_SHARED = 2
MANY = 20


class Lane(enum.StrEnum):
    """Where a waiting need is looked for first; each stands in exactly one."""

    RISK = "risk"
    DETAILS = "details"
    LIKE = "like"
    NEW = "new"


@lru_cache(maxsize=4096)
def details_in(text: str, known: frozenset[str]) -> Sequence[Hint]:
    """Return what may be a personal detail; kept, since the queue asks for the same texts again."""
    return tuple(personal_hints(text, known))


@lru_cache(maxsize=8192)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one_form(term) for term in search_terms(text, MOST_TERMS)))


def _one_form(term: str) -> str:
    """Take buses for bus and kerbs for kerb; a rough rule does, since both sides get the same."""
    shortest = 4
    for ending in ("es", "s"):
        if len(term) > shortest and term.endswith(ending) and not term.endswith("ss"):
            return term[: -len(ending)].rstrip("e")
    return term.rstrip("e") if len(term) > shortest else term


class Alike:
    """Finds which of some published texts says much the same as another text.

    Words that few texts share weigh more than words that many share (tf-idf, cosine).
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        """Weigh the words of (number, text) pairs."""
        terms = {number: _terms(text) for number, text in texts}
        counts = Counter(term for found in terms.values() for term in found)
        whole = len(terms) + 1
        # What many texts say tells nothing apart, and looking it up is what would cost time.
        most = max(MANY, whole // 40)
        # Never zero for the rest, so that the first few published needs can be compared with, too.
        self._weight = {
            term: math.log(1 + whole / (1 + count)) if count <= most else 0.0
            for term, count in counts.items()
        }
        self._unseen = math.log(1 + whole)
        self._length = {number: self._length_of(found) for number, found in terms.items()}
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, found in terms.items():
            for term in found:
                if self._weight[term]:
                    self._with[term].append(number)

    def _length_of(self, terms: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight.get(term, self._unseen) ** 2 for term in terms))

    def closest(self, text: str) -> int | None:
        """Return the number of the text that is most alike, or None when none is alike enough."""
        return next(iter(self.all_alike(text, 1)), None)

    def all_alike(self, text: str, most: int) -> Sequence[int]:
        """Return the numbers of the texts that are alike enough, most alike first."""
        terms = _terms(text)
        shared: dict[int, float] = defaultdict(float)
        how_many: Counter[int] = Counter()
        for term in terms:
            for number in self._with.get(term, ()):
                shared[number] += self._weight[term] ** 2
                how_many[number] += 1
        length = self._length_of(terms)
        found = [
            (dot / (length * self._length[number]), number)
            for number, dot in shared.items()
            if how_many[number] >= FEWEST_SHARED
        ]
        alike = [each for each in found if each[0] >= ALIKE_ENOUGH]
        return [number for _how, number in heapq.nlargest(most, alike)]


def sort(text: str, known: frozenset[str], published: Alike) -> tuple[Lane, int | None]:
    """Say where to look for a waiting need, and which published need it is like.

    Risk goes before personal details, and those before likeness.
    """
    like = published.closest(text)
    if risk_words(text):
        return Lane.RISK, like
    if details_in(text, known):
        return Lane.DETAILS, like
    return (Lane.NEW if like is None else Lane.LIKE), like
