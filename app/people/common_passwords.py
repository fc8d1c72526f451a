"""Passwords that many people use, from a list that a package keeps (zxcvbn, MIT).

The package itself is never imported: that would cost each worker 13 MB. Its list is one line of one
file, which is read when somebody sets a password, looked through and let go.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

LIST_BEGINS = b'    "passwords": "'
# So many digits and signs around a common password make it no better: a year, a date, "!!".
MOST_AROUND = 8
LOOKS_LIKE = str.maketrans("@430$!5", "aaeosis")


def is_common(password: str) -> bool:
    """Tell whether this is a common password, said twice, or with digits and signs around it."""
    cores = {core for core in _cores(password.lower()) if "," not in core}
    if any(core in (core + core)[1:-1] for core in cores):  # one thing again and again
        return True
    listed = _listed()
    return any(
        f",{word},".encode() in listed
        for core in cores
        for word in {core, core.translate(LOOKS_LIKE)}
    )


def _cores(plain: str) -> Iterator[str]:
    """Return what is left of a password without some digits and signs at its ends."""
    before = len(plain) - len(plain.lstrip(_others(plain)))
    after = len(plain) - len(plain.rstrip(_others(plain)))
    for begin, end in product(range(before + 1), range(after + 1)):
        core = plain[begin : len(plain) - end]
        if core and begin + end <= MOST_AROUND:
            yield core


def _others(plain: str) -> str:
    return "".join({sign for sign in plain if not sign.isalpha()})


def _listed() -> bytes:
    """Return the list, with a comma around each password; nothing keeps it afterwards."""
    with _file().open("rb") as lines:
        for line in lines:
            if line.startswith(LIST_BEGINS):
                return b"," + line.removeprefix(LIST_BEGINS).partition(b'"')[0] + b","
    raise LookupError("The list of common passwords is not where it was.")


@cache
def _file() -> Path:
    """Return where the list stands. Looking for a package does not import it."""
    found = find_spec("zxcvbn")
    if found is None or found.origin is None:
        raise LookupError("The package with the common passwords is not installed.")
    return Path(found.origin).with_name("frequency_lists.py")
