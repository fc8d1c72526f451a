"""Rows of tables made from checked rows of a file. No database here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.foundation import clock
from app.foundation.text.search import fold
from app.imports.checking import CheckedRow
from app.imports.known import Known, name_key
from app.needs.models import Moderation, Progress, PutForwardAs
from app.needs.words import Promise
from app.priorities.models import DecisionState
from app.priorities.operations import PROGRESS_AFTER

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What all rows of one run have in common."""

    source: str
    source_id: int
    conversation_id: int
    promise: Promise
    publish: bool
    now: datetime

    @property
    def today(self) -> date:
        """Return the day of the run."""
        return clock.local_day(self.now)


@dataclass(frozen=True, slots=True)
class Written:
    """A need that has its id, and its number (0 while it waits)."""

    id: int
    number: int
    row: CheckedRow


def slug_from(name: str, taken: set[str], longest: int) -> str:
    """Make an address from a name, different from those that are taken, and take it."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    base = plain[: longest - 5].strip("-") or "place"
    slug, count = base, 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    taken.add(slug)
    return slug


def need_rows(rows: Sequence[CheckedRow], known: Known, run: Run, first: int) -> list[Values]:
    """Return rows of `need`; those to be published are numbered in the order of the file."""
    check_by = clock.working_days_after(run.today, run.promise.check_days)
    answer_by = run.today + timedelta(weeks=run.promise.answer_weeks)
    return [
        {
            "number": first + place if run.publish else None,
            "conversation_id": run.conversation_id,
            "title": row.said.heading,
            "words": row.said.words,
            "works_well": row.said.works_well,
            "is_works_well": row.said.says_only_what_works,
            "is_about_whole_place": not known.ids_under(row.names.place),
            "channel": row.channel,
            "put_forward_as": PutForwardAs.RESIDENT,
            "moderation": Moderation.PUBLISHED if run.publish else Moderation.WAITING,
            "progress": _progress(row, run),
            "sent_at": _moment(row.put_forward_on) or run.now,
            "check_by": check_by,
            "answer_by": answer_by,
            "published_at": run.now if run.publish else None,
            "revision": 1 if run.publish else 0,
        }
        for place, row in enumerate(rows)
    ]


def _progress(row: CheckedRow, run: Run) -> Progress:
    if row.answer is not None and run.publish:
        return PROGRESS_AFTER[row.answer.kind]
    return Progress.GROUPED if row.names.theme else Progress.NEW


def _moment(day: date | None) -> datetime | None:
    # Noon, so that it is the same day wherever it is read.
    return datetime.combine(day, time(12), clock.LOCAL_ZONE) if day else None


def place_rows(written: Sequence[Written], known: Known) -> list[Values]:
    """Return rows of `need_place`: the place and what it lies in, or all of them."""
    return [
        {"need_id": need.id, "place_id": place_id, "number": need.number}
        for need in written
        for place_id in known.ids_under(need.row.names.place) or known.everywhere
    ]


def theme_rows(written: Sequence[Written], known: Known, run: Run) -> list[Values]:
    """Return rows of `need_theme`."""
    return [
        {
            "need_id": need.id,
            "theme_id": known.themes[name_key(need.row.names.theme)],
            "number": need.number,
            "grouped_at": run.now,
        }
        for need in written
        if need.row.names.theme
    ]


def imported_rows(written: Sequence[Written], run: Run) -> list[Values]:
    """Return rows of `imported_need`."""
    return [
        {
            "need_id": need.id,
            "source_id": run.source_id,
            "external_code": need.row.code,
            "signatures": need.row.signatures,
        }
        for need in written
    ]


def decision_rows(written: Sequence[Written], run: Run) -> list[Values]:
    """Return rows of `decision`, not numbered yet: answers as the body wrote them.

    An answer to a need that waits for its check is a draft: nobody sees it before the need.
    """
    return [
        {
            "need_id": need.id,
            "kind": answer.kind,
            "we_decided": answer.words,
            "decided_by": need.row.names.body or run.source,
            "decided_on": answer.answered_on,
            "kind_in_own_words": answer.kind_in_own_words,
            "state": DecisionState.PUBLISHED if run.publish else DecisionState.DRAFT,
            "is_standing": run.publish,
            "published_at": run.now if run.publish else None,
        }
        for need in written
        if (answer := need.row.answer) is not None
    ]
