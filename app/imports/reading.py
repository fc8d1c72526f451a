"""A CSV file as rows, read as a stream: never more than one row in memory.

What a row means is not known here, only whether it is whole. A file can be gone through as often
as needed, and gives the same rows each time.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from app.foundation.text.spreadsheet import plain_cell
from app.imports.encoding import Encoding, encoding_of
from app.imports.problems import FileProblem

DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
# Where two would do, the one that stands in words less often.
GUESSED = ("\t", ";", ",")
BEGINNING = 64 * 1024
ROWS_TO_GUESS = 20
LONGEST_ROW = 8_000_000
MOST_ROWS = 200_000
# The last heading of a file of refused rows. Its cells were made safe for spreadsheets.
REFUSED_BECAUSE = "refused because"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, the number a spreadsheet gives it, and the line where it begins."""

    number: int
    line: int
    cells: list[str]


class RowUnreadable(FileProblem):
    """A row is broken in a way that leaves open where the next one begins."""

    def __init__(self, number: int, line: int, reason: str) -> None:
        """Keep where it is, apart from the reason."""
        super().__init__(reason)
        self.number = number
        self.line = line


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A CSV file that can be gone through several times."""

    path: Path
    encoding: Encoding
    delimiter: str
    headings: tuple[str, ...]

    @property
    def holds_refused_rows(self) -> bool:
        """Tell whether this is a file of rows that were left out before."""
        return self.headings[-1:] == (REFUSED_BECAUSE,)

    def rows(self) -> Iterator[Row]:
        """Give every row under the headings; rows with nothing at all are passed over."""
        rows = _filled(_records(self.path, self.encoding, self.delimiter))
        for count, row in enumerate(rows):
            if count > MOST_ROWS:
                raise FileProblem(f"This file has more than {MOST_ROWS:,} rows. Split it.")
            if count and self.holds_refused_rows:
                yield Row(row.number, row.line, [plain_cell(cell) for cell in row.cells])
            elif count:  # the first holds the headings
                yield row


def open_sheet(path: Path, *, delimiter: str | None = None, encoding: str = "auto") -> Sheet:
    """Find out how a file is written and what its columns are called."""
    found = encoding_of(path, encoding)
    sign = _delimiter(path, found, delimiter)
    try:
        first = next(_filled(_records(path, found, sign)), None)
    except RowUnreadable as problem:
        raise FileProblem(f"The headings cannot be read. {problem}") from problem
    if first is None:
        raise FileProblem("There is nothing in this file.")
    headings = tuple(" ".join(cell.split()) for cell in first.cells)
    return Sheet(path=path, encoding=found, delimiter=sign, headings=headings)


def _open(path: Path, encoding: Encoding) -> TextIO:
    # Line ends stay as they are: csv needs to see them inside cells.
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")


class _Lines:
    """The lines of a file for csv, with a bound on how long one row may become."""

    def __init__(self, file: TextIO) -> None:
        """Begin at the beginning."""
        self._file = file
        self.length_of_row = 0

    def __iter__(self) -> Iterator[str]:
        """Give each line; stop at a row that would fill the memory."""
        while line := self._file.readline(LONGEST_ROW + 1):
            self.length_of_row += len(line)
            if self.length_of_row > LONGEST_ROW:
                raise FileProblem(
                    f"It is longer than {LONGEST_ROW:,} characters. Perhaps the quotation mark at "
                    "the end of a cell is missing."
                )
            yield line


def _records(path: Path, encoding: Encoding, delimiter: str) -> Iterator[Row]:
    """Give every record with its number and first line, the headings among them."""
    number, line = 0, 1
    limit_before = csv.field_size_limit(LONGEST_ROW + 1)
    try:
        with _open(path, encoding) as file:
            lines = _Lines(file)
            records = csv.reader(lines, delimiter=delimiter, strict=True)
            for cells in records:
                number += 1
                yield Row(number, line, cells)
                lines.length_of_row, line = 0, records.line_num + 1
    except csv.Error as problem:
        raise RowUnreadable(number + 1, line, _why(problem)) from problem
    except FileProblem as problem:
        raise RowUnreadable(number + 1, line, str(problem)) from problem
    finally:
        csv.field_size_limit(limit_before)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(map(str.strip, row.cells)))


def _why(problem: csv.Error) -> str:
    if "unexpected end" in str(problem):
        return "A cell begins with a quotation mark, and the mark that ends it is missing."
    return (
        "A quotation mark stands where none may stand. Inside a cell in quotation marks each "
        "one is written twice."
    )


def _delimiter(path: Path, encoding: Encoding, wanted: str | None) -> str:
    if wanted is not None:
        if wanted not in DELIMITERS:
            raise FileProblem("Say --delimiter with one of , ; | or tab.")
        return DELIMITERS[wanted]
    with _open(path, encoding) as file:
        beginning = file.read(BEGINNING)
    return max(GUESSED, key=lambda sign: _columns_with(sign, beginning))


def _columns_with(delimiter: str, beginning: str) -> tuple[bool, int]:
    """Tell whether the first rows have as many cells as there are headings, and how many."""
    lines = io.StringIO(beginning, newline="")
    try:
        found = [
            row for row in islice(csv.reader(lines, delimiter=delimiter), ROWS_TO_GUESS) if row
        ]
    except csv.Error:
        return False, 0
    if len(beginning) == BEGINNING and len(found) > 1:
        found.pop()  # it may be cut
    if not found or any('"' in heading for heading in found[0]):
        return False, 0  # cut in the middle of a cell in quotation marks
    columns = len(found[0])
    return columns > 1 and {columns} == set(map(len, found)), columns
