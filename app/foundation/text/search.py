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
# PostgreSQL's English index holds none of these, so no search looks for them on any database.
_IN_NO_INDEX_LIST = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
"""
IN_NO_INDEX = frozenset(_IN_NO_INDEX_LIST.split())
STOP_WORDS = IN_NO_INDEX | frozenset(_STOP_WORDS_LIST.split())


def fold(text: str) -> str:
    """Return the text without capitals and accents, so that Łódź is found by lodz."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart)).translate(_PLAIN_LETTERS)


def search_terms(words: str, most: int = MOST_TERMS) -> list[str]:
    """Return the terms to look for, in the order typed, each once.

    Where nothing but small words was typed ("no one"), those that an index can hold are the terms
    ("one"); there are none for "the", and the page asks for another word.
    """
    every = _words_in(words)
    found = [word for word in every if _tells_something(word)]
    return (found or [word for word in every if word not in IN_NO_INDEX])[:most]


def telling_terms(words: str, most: int = MOST_TERMS) -> list[str]:
    """Return the terms that tell what a text is about, in their order, each once."""
    return [word for word in _words_in(words) if _tells_something(word)][:most]


def _words_in(words: str) -> list[str]:
    found = _WORD.findall(fold(_POSSESSIVE.sub("", words[:2000])))
    return [word[:LONGEST_TERM] for word in dict.fromkeys(found)]


def _tells_something(word: str) -> bool:
    return word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
