"""Passwords: argon2id at a setting that OWASP recommends (19 MiB, two passes, one lane)."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
LONGEST = 128

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
# Checked when there is no such account, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether the password fits; takes as long when there is nothing to compare with."""
    fits = _hasher.verify(password[:LONGEST], password_hash or _NOBODY)
    return fits and password_hash is not None
