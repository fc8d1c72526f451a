"""Passwords: argon2id at a setting that OWASP recommends (19 MiB, two passes, one lane)."""

import re
from collections.abc import Iterable

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
LONGEST = 128
# What is left of a password once names and runs of keys are taken out has to be this long.
LEAST_OF_ITS_OWN = 8
SHORTEST_RUN = 4
SHORTEST_NAME = 4
RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
# Checked when there is no such account, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")


def is_guessable(password: str, names: Iterable[str]) -> bool:
    """Tell whether a password is one of those that are tried first.

    At twelve characters and more those are runs of keys, one thing said again and again, and the
    names of the place, the site or oneself with a year behind.
    """
    plain = password.lower()
    if plain in (plain + plain)[1:-1]:  # "passwordpassword" is one word, said twice
        return True
    for name in sorted(_words_of(names), key=len, reverse=True):
        plain = plain.replace(name, "")
    return len(_without_runs(plain)) < LEAST_OF_ITS_OWN


def _words_of(names: Iterable[str]) -> set[str]:
    return {
        word
        for name in names
        for word in re.split(r"[\W_]+", name.lower())
        if len(word) >= SHORTEST_NAME
    }


def _without_runs(plain: str) -> str:
    """Take out neighbours on the keyboard or in the alphabet, and one sign many times."""
    plain = re.sub(r"(.)\1{2,}", r"\1", plain)
    for run in (*RUNS, *(each[::-1] for each in RUNS)):
        for length in range(len(run), SHORTEST_RUN - 1, -1):
            for start in range(len(run) - length + 1):
                plain = plain.replace(run[start : start + length], "")
    return plain


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether the password fits; takes as long when there is nothing to compare with."""
    fits = _hasher.verify(password[:LONGEST], password_hash or _NOBODY)
    return fits and password_hash is not None
