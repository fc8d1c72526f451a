"""Words made ready for searching: what was typed becomes a few plain terms. No database here."""

import re
import unicodedata

MOST_TERMS = 8
LONGEST_TERM = 40

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
# Only marks of Latin, Greek and Cyrillic letters are left out: in other scripts they are vowels.
_ACCENT = re.compile(r"[\u0300-\u036f]")
# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "\u0131": "i",
    }
)
_STOP_WORDS_LIST = """
    a about after again all also am an and any are aren as at be because been before being both
    but by can could couldn did didn do does doesn doing don down each even ever every few for
    from get gets getting go goes going got had hadn has hasn have haven having he her here hers
    him his how i if in into is isn it its just like ll me more most much my no nor not of off on
    once one only or other our ours out over own please re really same she should shouldn so some
    such than that the their theirs them then there these they this those through to too under
    until up us ve very was wasn we were weren what when where which while who whom why will with
    would wouldn you your yours
    aboot ae aw awa ay aye ben cannae couldnae dae daes didnae dinnae disnae doesnae doon frae fur
    gaun gonnae guid hadnae hae hasnae havenae hiv hud intae isnae ma mair maist masel nae naw noo
    o ony oor oot ower richt sae tae thae thir thon wasnae wee weel werenae wha whaur whit wi
    widnae wis wouldnae wullnae wur ya ye yer yin yous
"""
STOP_WORDS = frozenset(_STOP_WORDS_LIST.split())


def fold(text: str) -> str:
    """Return the text without capitals and accents, so that Łódź is found by lodz."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart)).translate(_PLAIN_LETTERS)


def search_terms(words: str, most: int = MOST_TERMS) -> list[str]:
    """Return the terms to look for, in the order typed, each once.

    Where nothing but small words was typed ("no one"), they are the terms: a search that was
    asked for is never silently empty.
    """
    found = _WORD.findall(fold(_POSSESSIVE.sub("", words[:2000])))
    every = [word[:LONGEST_TERM] for word in dict.fromkeys(found)]
    telling = [word for word in every if word not in STOP_WORDS and _tells_something(word)]
    return (telling or every)[:most]


def _tells_something(word: str) -> bool:
    return len(word) > 1 or not word.isascii() or word.isdigit()
