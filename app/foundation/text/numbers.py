"""Whole numbers as they stand in addresses, forms and codes. No database here."""

import re

LARGEST_NUMBER = 2**31 - 1  # of what a column of whole numbers holds
# More digits than the largest has are never made a number: Python itself fails over thousands.
_DIGITS = re.compile(r"[0-9]{1,10}")


def number_in(text: str) -> int | None:
    """Return the whole number that a text is; None for anything else, and for too large a one."""
    number = int(text) if _DIGITS.fullmatch(text) else LARGEST_NUMBER + 1
    return number if number <= LARGEST_NUMBER else None
