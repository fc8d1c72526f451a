"""Putting the ZIP together, in memory: what it holds is never written to a disk."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

# The same moment on each file inside: the real one stands in the words.
EARLIEST = (1980, 1, 1, 0, 0, 0)


def as_json(facts: Mapping[str, Any]) -> str:
    """Return what is kept as JSON that people can read too."""
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in the file.")


def as_zip(files: Mapping[str, str]) -> bytes:
    """Return files of words as one ZIP."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, words in files.items():
            bundle.writestr(zipfile.ZipInfo(name, EARLIEST), words, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def paths_in(facts: object, path: str = "") -> set[str]:
    """Return every name in the facts with where it stands, such as needs.earlier_words.title."""
    if isinstance(facts, Mapping):
        inner = {(f"{path}.{name}" if path else name): value for name, value in facts.items()}
        return set(inner).union(*(paths_in(value, where) for where, value in inner.items()))
    if isinstance(facts, list):
        return set().union(*(paths_in(each, path) for each in facts))
    return set()
