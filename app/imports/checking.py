"""What a row says, made storable; or every reason why it cannot come in. No database here.

Words are kept as they came, in the one form in which all words are stored. What is too long is
refused, never cut.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.foundation.text.plain import UnreadableWords, clean_words
from app.imports.html_words import words_from_html
from app.imports.known import NamesOfRow
from app.imports.mapping import MAY_HOLD_HTML, Wishes, positions, value_key
from app.imports.problems import shown
from app.imports.reading import Row, Sheet
from app.needs.models import WORDS_LENGTH, Channel
from app.needs.words import NeedWords
from app.priorities.models import DecisionKind

# A title may be as long as there is room: nobody is there to shorten it.
LONGEST = {
    "words": WORDS_LENGTH,
    "works_well": WORDS_LENGTH,
    "answer": WORDS_LENGTH,
    "title": 200,
    "area": 120,
    "parent_area": 120,
    "theme": 120,
    "body": 160,
    "answer_kind": 300,
    "code": 200,
}
DEFAULT_LONGEST = 60
LONGEST_UNCLEANED = 50_000
MOST_SIGNATURES = 2_000_000_000
# A row without a code of its own is known by its content; this is never shown to anyone.
MARK_INSTEAD_OF_CODE = "~content:"
LAST_CONTROL_CHARACTER = 0x1F
_KEPT_OUT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a body answered."""

    words: str
    kind: DecisionKind
    kind_in_own_words: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A need from a file, ready to be stored but for the names it uses."""

    code: str
    said: NeedWords
    names: NamesOfRow
    channel: Channel
    put_forward_on: date | None
    signatures: int | None
    answer: Answer | None


class Checker:
    """Checks the rows of one file, one after the other, from the first to the last."""

    def __init__(self, wishes: Wishes, sheet: Sheet, today: date) -> None:
        """Begin before the first row; raise FileProblem when a column is not there."""
        self._wishes = wishes
        self._positions = positions(wishes.columns, sheet.headings)
        self._columns = len(sheet.headings)
        self._columns_of_source = self._columns - sheet.holds_refused_rows
        self._today = today
        self._row_of_code: dict[int, int] = {}
        self._equal_rows: Counter[int] = Counter()

    def check(self, row: Row) -> tuple[CheckedRow | None, list[str]]:
        """Return what a row says, or the reasons against it."""
        if len(row.cells) != self._columns:
            cells_and = f"It has {len(row.cells):,} cells, and there are"
            return None, [f"{cells_and} {self._columns:,} headings."]
        reasons: list[str] = []
        cells = {name: self._cell(name, row.cells, reasons) for name in self._positions}
        checked = self._put_together(cells, row, reasons)
        return (None, reasons) if reasons else (checked, [])

    def _cell(self, name: str, cells: Sequence[str], reasons: list[str]) -> str:
        raw, longest = cells[self._positions[name]], LONGEST.get(name, DEFAULT_LONGEST)
        if len(raw) > LONGEST_UNCLEANED:
            reasons.append(_too_long(name, len(raw), longest))
            return ""
        try:
            if name in self._wishes.html_fields:
                raw = words_from_html(raw)
            value = clean_words(raw)
        except UnreadableWords:
            reasons.append(_hidden(name, raw))
            return ""
        if name not in MAY_HOLD_HTML:
            value = " ".join(value.split())
        if len(value) > longest:
            reasons.append(_too_long(name, len(value), longest))
            return ""
        return value if _has_something_to_read(value) else ""

    def _put_together(
        self, cells: dict[str, str], row: Row, reasons: list[str]
    ) -> CheckedRow | None:
        said = NeedWords(
            title=cells.get("title", ""),
            words=cells.get("words", ""),
            works_well=cells.get("works_well", ""),
        )
        if not said.heading and not reasons:
            reasons.append("There are no words and no title in this row.")
        names = NamesOfRow(
            parent_area=cells.get("parent_area", ""),
            area=cells.get("area", ""),
            theme=cells.get("theme", ""),
            body=cells.get("body", ""),
        )
        channel = self._channel(cells.get("channel", ""), reasons)
        put_forward_on = self._day("date", cells.get("date", ""), reasons)
        signatures = _signatures(cells.get("signatures", ""), reasons)
        answer = self._answer(cells, reasons)
        code = self._code(cells, row, reasons)
        if reasons:
            return None
        return CheckedRow(code, said, names, channel, put_forward_on, signatures, answer)

    def _answer(self, cells: dict[str, str], reasons: list[str]) -> Answer | None:
        answered_on = self._day("answered_on", cells.get("answered_on", ""), reasons)
        words, own = cells.get("answer", ""), cells.get("answer_kind", "")
        if not words:
            return None
        answered_on = answered_on or self._wishes.answered_on
        kind = self._wishes.kinds.get(value_key(own))
        if kind is None:
            return Answer(words, DecisionKind.OWN_WORDS, own, answered_on)
        return Answer(words, kind, "", answered_on)

    def _channel(self, cell: str, reasons: list[str]) -> Channel:
        if not cell:
            return Channel.IMPORTED
        known = self._wishes.channels.get(value_key(cell))
        if known is None:
            key = cell.casefold().replace(" ", "_").replace("-", "_")
            known = next((channel for channel in Channel if channel.value == key), None)
        if known is None:
            reasons.append(
                f"channel: {shown(cell)} is none of ours. Add --value channel:THEIRS=OURS."
            )
        return known or Channel.IMPORTED

    def _day(self, name: str, cell: str, reasons: list[str]) -> date | None:
        if not cell:
            return None
        try:
            if self._wishes.date_format:
                day = datetime.strptime(cell, self._wishes.date_format).date()  # noqa: DTZ007
            else:
                day = datetime.fromisoformat(cell).date()
        except ValueError:
            example = self._wishes.date_format or "2026-03-02"
            hint = "" if self._wishes.date_format else " Say how with --date-format '%d/%m/%Y'."
            reasons.append(f"{name}: {shown(cell)} is not a day written like {example}.{hint}")
            return None
        if day > self._today:
            reasons.append(f"{name}: {day:%Y-%m-%d} is still to come.")
        return day

    def _code(self, cells: dict[str, str], row: Row, reasons: list[str]) -> str:
        """Return what the source calls the row; without such a column, a mark of its content."""
        if "code" not in self._positions:
            return "" if reasons else self._mark_of_content(row)
        code = cells["code"]
        if not code and not any(reason.startswith("code:") for reason in reasons):
            reasons.append("code: this row has none.")
        if not reasons:
            first = self._row_of_code.setdefault(_short_mark(code), row.number)
            if first != row.number:
                reasons.append(f"code: row {first:,} has {shown(code)} as well.")
        return code

    def _mark_of_content(self, row: Row) -> str:
        """Return a mark that a later run gives the same row; equal rows are told apart."""
        content = "\x1f".join(row.cells[: self._columns_of_source])
        self._equal_rows[_short_mark(content)] += 1
        mark = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:32]
        return f"{MARK_INSTEAD_OF_CODE}{mark}-{self._equal_rows[_short_mark(content)]}"


def _short_mark(text: str) -> int:
    # Whole codes of a long file would take much memory.
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _too_long(name: str, length: int, longest: int) -> str:
    return f"{name}: {length:,} characters, and {longest:,} is the most."


def _hidden(name: str, raw: str) -> str:
    found = _KEPT_OUT.search(raw)
    sign = ord(found[0]) if found else 0
    what = "half a character" if sign > LAST_CONTROL_CHARACTER else "a hidden character"
    return f"{name}: it holds {what} (U+{sign:04X}) that cannot be kept."


def _has_something_to_read(value: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in value)


def _signatures(cell: str, reasons: list[str]) -> int | None:
    if not cell:
        return None
    number = int(cell.replace(",", "")) if _NUMBER.fullmatch(cell) else -1
    if 0 <= number <= MOST_SIGNATURES:
        return number
    reasons.append(f"signatures: {shown(cell)} is not a whole number.")
    return None
