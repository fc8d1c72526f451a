"""The six numbers, links and marks of accounts: how they are made, and what is stored of them.

No Flask and no database here.
"""

import secrets
import unicodedata

from app.foundation.access.keys import KeyRing, new_token

DIGITS = 6


def new_code() -> str:
    """Return six numbers that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def new_link() -> str:
    """Return what stands in a link: 256 random bits."""
    return new_token() + new_token()


def typed_code(typed: str) -> str:
    """Return the six numbers as typed on any keyboard, with or without gaps, or nothing."""
    plain = "".join(str(unicodedata.decimal(sign)) for sign in typed[:60] if sign.isdecimal())
    return plain if len(plain) == DIGITS else ""


def plain_email(typed: str) -> str:
    """Return an address in the one form that accounts know it by."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def email_mark(keys: KeyRing, email: str) -> str:
    """Return what codes and limits know an address by."""
    return keys.digest("member-email", email)


def code_digest(keys: KeyRing, purpose: str, browser: str, code: str) -> str:
    """Return what is stored of six numbers; they fit one purpose and one browser."""
    return keys.digest("member-code", f"{purpose}:{browser}:{code}")


def link_digest(keys: KeyRing, link: str) -> str:
    """Return what is stored of a link."""
    return keys.digest("member-link", link)


def browser_digest(keys: KeyRing, browser: str) -> str:
    """Return what is stored of the browser that asked."""
    return keys.digest("member-browser", browser)


def session_digest(keys: KeyRing, token: str) -> str:
    """Return what is stored of a session."""
    return keys.digest("member-session", token)
