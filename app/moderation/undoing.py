"""When a decision can be undone, and the sentence that says why not. No database here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation import clock
from app.foundation.public_codes import code_for
from app.moderation.models import ReasonCode, Verdict
from app.moderation.reasons import sentence_for
from app.needs.models import Moderation

UNDO_DAYS = 30
NOTHING_TO_UNDO = {
    Moderation.WITHDRAWN: "The sender took this back since, so there is nothing to undo.",
    Moderation.ERASED: "The words were removed for good, so there is nothing to undo.",
}
APART_AGAIN = "The two stand apart again, so there is nothing to undo."
TAKEN_BACK = frozenset(NOTHING_TO_UNDO)


@dataclass(frozen=True)
class DecisionLine:
    """One decision with who made it, and what stands in the way of undoing it."""

    id: int
    need_id: int
    verdict: Verdict
    reason_code: ReasonCode | None
    words_to_sender: str
    decided_by: str
    decided_by_id: int
    decided_at: datetime
    undone_at: datetime | None
    undone_by: str | None
    target_id: int | None
    written_title: str
    number: int | None
    moderation: Moderation
    has_later_decision: bool
    has_later_words: bool

    @property
    def code(self) -> str:
        """Return the public code of the need, empty before it was ever public."""
        return code_for("N", self.number) if self.number else ""

    @property
    def title(self) -> str:
        """Return the need's title, or that it was taken back: then its words show nowhere."""
        if self.moderation is Moderation.ERASED:
            return "Words removed for good"
        return "Taken back by its sender" if self.moderation in TAKEN_BACK else self.written_title

    @property
    def sentence(self) -> str:
        """Return what the sender reads."""
        return sentence_for(self.verdict, self.reason_code)

    @property
    def is_apart_again(self) -> bool:
        """Tell whether what was joined is not joined now, though nobody undid the joining."""
        return self.verdict is Verdict.MERGE and self.moderation is not Moderation.MERGED

    def obstacle(self, now: datetime) -> str:
        """Say why this cannot be undone and what to do, or nothing when it can be."""
        if self.undone_at is not None:
            at = self.undone_at.astimezone(clock.LOCAL_ZONE)
            return f"{self.undone_by} undid this on {at.day} {at:%B} at {at:%H:%M} already."
        if self.moderation in NOTHING_TO_UNDO or self.is_apart_again:
            return NOTHING_TO_UNDO.get(self.moderation, APART_AGAIN)
        if self.has_later_words:
            return "The sender changed the words since. Read them and decide again."
        if self.has_later_decision:
            return "Something was decided about this later. Undo that first."
        if now - self.decided_at > timedelta(days=UNDO_DAYS):
            return f"This was decided more than {UNDO_DAYS} days ago, so it cannot be undone."
        return ""
