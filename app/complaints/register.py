"""The register as a file for spreadsheets. Values in, words out: no database here."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime

from app.complaints.models import DataComplaint
from app.foundation import clock
from app.foundation.text.spreadsheet import safe_cell

COLUMNS = (
    "number", "about", "received", "acknowledged", "due", "answered", "finding", "closed",
    "days_taken", "words", "answer",
)  # fmt: skip


def as_csv(complaints: Iterable[DataComplaint]) -> str:
    """Return the register; no cell can be read as a formula, and no way to reach anybody is in."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for each in complaints:
        cells = (
            each.code, each.about.value, _day(each.received_at), _day(each.acknowledged_at),
            _day(each.due_on), _day(each.answered_at), each.finding.value if each.finding else "",
            _day(each.closed_at), _days_taken(each), each.words, each.answer,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return file.getvalue()


def _day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return (clock.local_day(value) if isinstance(value, datetime) else value).isoformat()


def _days_taken(complaint: DataComplaint) -> str:
    if complaint.answered_at is None:
        return ""
    received, answered = (
        clock.local_day(each) for each in (complaint.received_at, complaint.answered_at)
    )
    return str((answered - received).days)
