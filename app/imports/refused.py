"""The rows that were left out, in a file that can be put right and brought in again.

Its last column says why. Cells are made safe for spreadsheets; reading it again takes that back.
"""

import csv
from pathlib import Path
from typing import TextIO

from app.foundation.text.spreadsheet import safe_cell
from app.imports.looking import Refusal
from app.imports.problems import FileProblem
from app.imports.reading import REFUSED_BECAUSE, Sheet


def refused_path(path: Path) -> Path:
    """Return where the refused rows of a file go: beside it."""
    return path.with_suffix(".refused.csv")


class RefusedRows:
    """Written beside its place at first, and put there only when the others are in."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        """Begin the file, so that a folder that cannot be written is known at once."""
        self._path = path
        self._draft = path.with_name(f".{path.name}.part")
        self._had_reasons = sheet.holds_refused_rows
        try:
            self._file: TextIO = self._draft.open(
                "w", encoding="utf-8-sig", errors="surrogatepass", newline=""
            )
        except OSError as problem:
            raise FileProblem(
                f"The refused rows cannot be written to {path}: {problem.strerror}. "
                "Say where with --refused-file."
            ) from problem
        self._writer = csv.writer(self._file, delimiter=sheet.delimiter)
        headings = sheet.headings[:-1] if self._had_reasons else sheet.headings
        self._writer.writerow([*map(safe_cell, headings), REFUSED_BECAUSE])

    def keep(self, refusal: Refusal) -> None:
        """Write one row down with the reasons against it."""
        cells = list(refusal.cells or [])
        if self._had_reasons:
            cells = cells[:-1]
        self._writer.writerow([*map(safe_cell, cells), safe_cell(" ".join(refusal.reasons))])

    def put_in_place(self) -> Path:
        """Close the file and give it its name, in place of an earlier one."""
        self._file.close()
        self._draft.replace(self._path)
        return self._path

    def drop(self) -> None:
        """Leave nothing behind; after `put_in_place` there is nothing to leave."""
        self._file.close()
        self._draft.unlink(missing_ok=True)
