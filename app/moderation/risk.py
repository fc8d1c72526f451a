"""Words that may mean somebody is at risk. A hint to look first; it decides and hides nothing.

The list leans towards pointing out too much: a person reads each one within minutes, and the
words about harm in here are what people here write, Scots included.
"""

import re
from functools import lru_cache

_ONE = (
    r"(?:me|him|her|them|us|my|his|their|the\ wee|myself|himself|herself|themselves"
    r"|himsel|hersel|masel)"
)
_NOT = r"(?:don['’]?t|do\ not|dinnae|didn['’]?t|didnae|doesn['’]?t|disnae|never)"
_CANNOT = r"(?:not|don['’]?t|cannae|can['’]?t)"
_CHILD = r"(?:wean|bairn|child|kid|bab(?:y|ies)|wee\ (?:ane|one|yin))"
_PHRASES = (
    r"suicid\w*",
    r"self[- ]?harm\w*",
    r"overdos\w*",
    r"(?:end|ending|take|taking|took)\ (?:my|his|her|their)\ (?:own\ )?life",
    r"want(?:s|ed)?\ (?:to|tae)\ die",
    r"better\ off\ (?:dead|without\ me)",
    r"nothing\ (?:left\ )?to\ live\ for",
    rf"{_NOT}\ want\ (?:to|tae)\ (?:be\ here|live|go\ on|wake\ up)",
    rf"(?:no|nae|{_CANNOT}\ see\ the)\ point\ in\ (?:getting\ up|living|going\ on|anything)",
    rf"kill(?:s|ed|ing)?\ {_ONE}",
    rf"(?:hit|hits|hitting|beat|beats|beating|batter\w*|punch\w*|chok\w+|strangl\w+)\ {_ONE}",
    rf"(?:hurt|hurts|hurting|harm|harms|harming)\ {_ONE}",
    r"touch(?:es|ed|ing)?\ (?:me|him|her|them)",
    r"abus(?:e|es|ed|ing|er|ive)",
    r"bruis\w+",
    r"neglect\w*",
    r"rap(?:e|ed|ist)",
    r"molest\w*",
    r"groom(?:ed|ing)",
    r"threat\w*",
    r"stalk(?:s|ed|ing|er)",
    r"knife|knives",
    r"traffick\w*",
    rf"(?:frightened|scared|afraid|feart|fearful|terrified|worried\ sick)\ (?:for|of|fur)\ {_ONE}",
    rf"{_NOT}\ (?:think|feel)\b[^.!?\n]{{0,30}}\bsafe",
    r"(?:unsafe|not\ safe)\ (?:at\ home|with\ (?:him|her|them))",
    r"lock(?:s|ed)?\ (?:me|him|her|them)\ (?:in|out|up)",
    rf"{_CHILD}\w*\b[^.!?\n]{{0,40}}\b(?:left\ alone|starving|screaming|out\ all\ night)",
)
_RISK = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.IGNORECASE | re.VERBOSE)


@lru_cache(maxsize=4096)
def risk_words(text: str) -> tuple[str, ...]:
    """Return words that may mean somebody is at risk, each once, in the order they stand.

    Kept, since the queue asks for the same texts again.
    """
    return tuple(dict.fromkeys(found[0] for found in _RISK.finditer(text)))
