"""Heads of letters: what is one address of mail, and what is one line (T40)."""

import re
import unicodedata

LONGEST_ADDRESS = 254
_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_PART}(?:\.{_PART})*@{_LABEL}(?:\.{_LABEL})*")
LONGEST_LINK = 900  # a line of a head has fewer than 998 letters
_LINK = re.compile(r"https?://[A-Za-z0-9./?=&%_:\[\]~+-]+")
# Line ends of every alphabet, other control characters, halves of characters.
_NOT_ON_A_LINE = {"Cc", "Zl", "Zp", "Cs"}


def is_address(typed: str) -> bool:
    """Tell whether this is one plain address, and nothing beside it."""
    return len(typed) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(typed) is not None


def is_email(typed: str) -> bool:
    """Tell whether this is the e-mail of a person: one address, at a host with a whole name."""
    return is_address(typed) and "." in typed.rpartition("@")[2]


def is_one_line(typed: str) -> bool:
    """Tell whether this is one line with something on it."""
    return bool(typed.strip()) and not any(
        unicodedata.category(each) in _NOT_ON_A_LINE for each in typed
    )


def is_plain_link(typed: str) -> bool:
    """Tell whether this is one address of a page, in letters that every head of a letter holds."""
    return len(typed) <= LONGEST_LINK and _LINK.fullmatch(typed) is not None
