"""What a name looks like, so that no name can pass for another by letters that look the same.

Names with the same look are one name to the eye: "Council" with a Cyrillic letter, with signs
that nobody sees, with one accent more. No database here.
"""

import unicodedata
from collections.abc import Iterable

_LATIN = "ABCEHIJKMOPSTXYQWIABEZHIKMNOPTYXaceopsxyijhdqwkmtvvoapuxikntylodhi"
_OTHERS = "АВСЕНІЈКМОРЅТХУԚԜӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧасеорѕхуіјһԁԛԝкмтѵνοαρυχικητγłøđħı"
_SAME_LETTER = str.maketrans(_OTHERS, _LATIN)
_SAME_SIGN = str.maketrans("01i", "oll")
_PAIRS = (("rn", "m"), ("vv", "w"))
_MOST_MARKS = 3
# Whoever bears one of these in a name seems to speak for those who decide or who work here.
_OFFICIAL = ("council", "nhs", "police", "government", "fire and rescue")
_STAFF = ("moderator", "administrator", "admin", "planner", "councillor", "official", "staff")


def look_of(name: str) -> str:
    """Return what a name looks like: its letters and digits, those that look alike made one."""
    parts = unicodedata.normalize("NFKD", name).translate(_SAME_LETTER).casefold()
    letters = (each for each in parts if unicodedata.category(each)[0] in "LN")
    look = "".join(letters).translate(_SAME_SIGN)
    for pair, one in _PAIRS:
        look = look.replace(pair, one)
    return look


def has_hidden_signs(name: str) -> bool:
    """Tell whether a name holds signs that nobody sees, or marks piled up on a letter."""
    marks = 0
    for each in unicodedata.normalize("NFD", name):
        category = unicodedata.category(each)
        if category in {"Cf", "Cc", "Co", "Cn", "Zl", "Zp"}:
            return True
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS:
            return True
    return False


def mixes_alphabets(name: str) -> bool:
    """Tell whether one word has letters of two alphabets that look alike."""
    return any(len(_alphabets(word)) > 1 for word in name.split())


def _alphabets(word: str) -> set[str]:
    names = (unicodedata.name(each, "") for each in word if each.isalpha())
    return {name.partition(" ")[0] for name in names} & {"LATIN", "CYRILLIC", "GREEK"}


def looks_like_one_of(name: str, others: Iterable[str]) -> bool:
    """Tell whether a name looks like one of some others."""
    return look_of(name) in {look_of(other) for other in others}


def sounds_official(name: str) -> bool:
    """Tell whether a name has a word by which people know a council or another public body."""
    return _has_one_of(name, _OFFICIAL)


def sounds_like_staff(name: str) -> bool:
    """Tell whether a person's name seems to be that of a council or of those who work here."""
    return _has_one_of(name, (*_OFFICIAL, *_STAFF))


def _has_one_of(name: str, words: Iterable[str]) -> bool:
    spaced = " ".join(look_of(word) for word in name.replace("-", " ").split())
    return any(f" {_words(word)} " in f" {spaced} " for word in words)


def _words(words: str) -> str:
    return " ".join(look_of(word) for word in words.split())
