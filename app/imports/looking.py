"""Going through a file: which rows come in, which are here already, which are refused and why.

The same walk is made twice, first to see whether everything is right and then to write. No
database here: what is known and what is here already are handed in.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.imports.checking import CheckedRow, Checker
from app.imports.known import Known, NewNames, note_new_names, unknown_names
from app.imports.mapping import Wishes
from app.imports.reading import Row, RowUnreadable, Sheet

IN_A_BATCH = 1_000
LONGEST_BATCH = 4_000_000
MOST_REASONS_SHOWN = 200
MOST_ROWS_NAMED = 5

# Tells which codes of one source came in before.
CodesHere = Callable[[Sequence[str]], Collection[str]]


@dataclass(frozen=True)
class Refusal:
    """A row that cannot come in, with every reason. Without cells it could not even be read."""

    number: int
    line: int
    reasons: list[str]
    cells: list[str] | None = None
    # Nothing is wrong with the row but that it names what nobody knows.
    names_unknown: bool = False

    def __str__(self) -> str:
        """Say it in a line, as a spreadsheet and an editor would each find the row."""
        return f"Row {self.number:,} (line {self.line:,}): {' '.join(self.reasons)}"


@dataclass
class Naming:
    """How many rows name the same thing that nobody knows, and the first of them."""

    rows: int = 0
    first: list[int] = field(default_factory=list)


@dataclass
class Batch:
    """Some rows of a file, in their order."""

    accepted: list[CheckedRow] = field(default_factory=list)
    here: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass
class Findings:
    """What a file holds."""

    accepted: int = 0
    answers: int = 0
    here: int = 0
    refused: int = 0
    first_row: CheckedRow | None = None
    first_refusals: list[Refusal] = field(default_factory=list)
    # Rows refused for a name that nobody knows, by the reason: often one name stands in hundreds.
    unknown: dict[str, Naming] = field(default_factory=dict)
    shown: int = 0
    new: NewNames = field(default_factory=NewNames)
    # Set when a broken row leaves open where the next one begins.
    was_cut_short: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows the file holds."""
        return self.accepted + self.here + self.refused

    def note_refusal(self, refusal: Refusal) -> None:
        """Count a refused row, and keep the reasons of the first ones."""
        self.refused += 1
        self.was_cut_short |= refusal.cells is None
        if refusal.names_unknown:
            self.shown += self._note_unknown(refusal)
        elif len(self.first_refusals) < MOST_REASONS_SHOWN:
            # Its cells are not needed any more, and may be long.
            self.first_refusals.append(replace(refusal, cells=None))
            self.shown += 1

    def _note_unknown(self, refusal: Refusal) -> bool:
        """Keep what a row names, up to a bound; tell whether all of it is kept."""
        for reason in refusal.reasons:
            if reason not in self.unknown and len(self.unknown) >= MOST_REASONS_SHOWN:
                return False
            naming = self.unknown.setdefault(reason, Naming())
            naming.rows += 1
            if len(naming.first) < MOST_ROWS_NAMED:
                naming.first.append(refusal.number)
        return True


@dataclass(frozen=True)
class Walk:
    """One file, how to read it, what is known, and what is here already."""

    sheet: Sheet
    wishes: Wishes
    today: date
    known: Known
    codes_here: CodesHere

    def batches(self) -> Iterator[Batch]:
        """Give the rows of the file from its beginning, checked and sorted out."""
        checker = Checker(self.wishes, self.sheet, self.today)
        batch = _Waiting()
        try:
            for row in self.sheet.rows():
                batch.add(row, *checker.check(row))
                if batch.is_full:
                    yield self._sorted_out(batch)
                    batch = _Waiting()
        except RowUnreadable as problem:
            reasons = [str(problem), "Nothing after it could be read."]
            batch.refused.append(Refusal(problem.number, problem.line, reasons))
        yield self._sorted_out(batch)

    def _sorted_out(self, waiting: "_Waiting") -> Batch:
        codes = [found.code for _row, found in waiting.checked]
        here = self.codes_here(codes) if codes else ()
        batch = Batch(refused=waiting.refused)
        for row, found in waiting.checked:
            if found.code in here:
                batch.here += 1
            elif reasons := unknown_names(found.names, self.known, self.wishes.create):
                batch.refused.append(
                    Refusal(row.number, row.line, reasons, row.cells, names_unknown=True)
                )
            else:
                batch.accepted.append(found)
        batch.refused.sort(key=lambda refusal: refusal.number)
        return batch


@dataclass
class _Waiting:
    """Rows that wait for their batch to fill: by number, or by length where rows are long."""

    checked: list[tuple[Row, CheckedRow]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    length: int = 0

    def add(self, row: Row, found: CheckedRow | None, reasons: list[str]) -> None:
        self.length += sum(map(len, row.cells))
        if found is None:
            self.refused.append(Refusal(row.number, row.line, reasons, row.cells))
        else:
            self.checked.append((row, found))

    @property
    def is_full(self) -> bool:
        rows = len(self.checked) + len(self.refused)
        return rows >= IN_A_BATCH or self.length >= LONGEST_BATCH


def look_through(walk: Walk, keep_refusal: Callable[[Refusal], None] | None = None) -> Findings:
    """Go through the whole file and write nothing."""
    findings = Findings()
    for batch in walk.batches():
        findings.accepted += len(batch.accepted)
        findings.first_row = findings.first_row or next(iter(batch.accepted), None)
        findings.answers += sum(row.answer is not None for row in batch.accepted)
        findings.here += batch.here
        for row in batch.accepted:
            note_new_names(row.names, walk.known, findings.new)
        for refusal in batch.refused:
            findings.note_refusal(refusal)
            if keep_refusal is not None:
                keep_refusal(refusal)
    return findings
