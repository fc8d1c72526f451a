"""How the letters of a file are written: UTF-8, else Windows-1252, never a guess that mangles.

The file is read in small pieces. A file that mixes the two is refused with the line, since either
reading would spoil some of its words.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.imports.problems import FileProblem

PIECE = 64 * 1024
SAVE_ANEW = "Open it in your spreadsheet and save it as “CSV UTF-8”."
UNDEFINED_IN_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet or an archive, not a CSV file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet in an old format, not a CSV file",
    b"%PDF": "a PDF, not a CSV file",
    codecs.BOM_UTF32_LE: "written as UTF-32",
    codecs.BOM_UTF32_BE: "written as UTF-32",
    codecs.BOM_UTF16_LE: "written as UTF-16",
    codecs.BOM_UTF16_BE: "written as UTF-16",
}


@dataclass(frozen=True)
class Encoding:
    """The name Python has for it, and what to do with half characters."""

    name: str
    errors: str = "strict"


UTF_8 = Encoding("utf-8-sig")
# Half characters come through, so that the rows that hold them can be named and refused.
UTF_8_WITH_HALVES = Encoding("utf-8-sig", "surrogatepass")
WINDOWS = Encoding("cp1252")


def encoding_of(path: Path, wanted: str = "auto") -> Encoding:
    """Return how a file is written, or raise FileProblem with what to do."""
    _refuse_other_files(path)
    if wanted == "windows-1252":
        _refuse_neither(_look_at_lines(path).undefined)
        return WINDOWS
    if _is_all_utf_8(path):
        return UTF_8
    found = _look_at_lines(path)
    if not found.not_utf_8:
        return UTF_8_WITH_HALVES
    if wanted == "utf-8":
        raise FileProblem(f"Line {found.not_utf_8:,} of this file is not UTF-8. {SAVE_ANEW}")
    if found.utf_8:
        raise FileProblem(
            f"This file mixes two ways of writing letters: line {found.utf_8:,} is UTF-8 and line "
            f"{found.not_utf_8:,} is not. {SAVE_ANEW} If you are sure that all of it is "
            "Windows-1252, add --encoding windows-1252."
        )
    _refuse_neither(found.undefined)
    return WINDOWS


@dataclass
class _Lines:
    """The first line of each sort, 0 where there is none."""

    not_utf_8: int = 0
    utf_8: int = 0
    undefined: int = 0


def _refuse_other_files(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise FileProblem("There is nothing in this file.")
    for beginning, what in _OTHER_FILES.items():
        if head.startswith(beginning):
            raise FileProblem(f"This file is {what}. {SAVE_ANEW}")
    # Plain letters in UTF-16 have an empty byte each; a CSV file of bytes hardly has one.
    if head.count(0) * 4 > len(head):
        raise FileProblem(f"This file is written as UTF-16. {SAVE_ANEW}")


def _refuse_neither(line: int) -> None:
    if line:
        raise FileProblem(
            f"Line {line:,} of this file is neither UTF-8 nor Windows-1252, so its words cannot "
            f"be read. {SAVE_ANEW}"
        )


def _is_all_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _look_at_lines(path: Path) -> _Lines:
    found = _Lines()
    for number, line in _lines_with_other_letters(path):
        if not UNDEFINED_IN_WINDOWS.isdisjoint(line):
            found.undefined = found.undefined or number
        try:
            line.decode("utf-8", "surrogatepass")
            found.utf_8 = found.utf_8 or number
        except UnicodeDecodeError:
            found.not_utf_8 = found.not_utf_8 or number
    return found


def _lines_with_other_letters(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are more than plain ASCII; a very long one in several pieces."""
    number, rest = 1, b""
    with path.open("rb") as file:
        while piece := file.readline(PIECE):
            line_ends = piece.endswith(b"\n")
            piece, rest = rest + piece, b""
            if not line_ends:
                whole = len(piece) - _bytes_of_cut_letter(piece)
                piece, rest = piece[:whole], piece[whole:]
            if not piece.isascii():
                yield number, piece
            number += line_ends
        if rest:
            yield number, rest


def _bytes_of_cut_letter(piece: bytes) -> int:
    """Return how many bytes at the end begin a letter of UTF-8 that goes on in the next piece."""
    for back, byte in enumerate(reversed(piece[-3:]), 1):
        if byte >= 0xC0:  # noqa: PLR2004 - the first byte of a letter, which says its length
            length = 2 + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004
            return back if length > back else 0
        if byte < 0x80:  # noqa: PLR2004 - a letter of its own
            break
    return 0
