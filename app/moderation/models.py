"""Decisions of moderators."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.needs.models import Moderation


class Verdict(enum.StrEnum):
    """What a moderator can do with a need."""

    PUBLISH = "publish"
    RETURN = "return"
    HIDE = "hide"
    MERGE = "merge"
    CORRECT_AREA = "correct_area"


class ReasonCode(enum.StrEnum):
    """Why something is hidden or sent back; the sender reads the sentence for it."""

    PERSONAL_DETAILS = "personal_details"
    NAMES_A_CHILD = "names_a_child"
    HURTFUL = "hurtful"
    NOT_ABOUT_HERE = "not_about_here"
    ADVERT = "advert"
    CANNOT_READ = "cannot_read"
    WRONG_ROUTE = "wrong_route"


class ModerationDecision(Base):
    """One decision on one need, with what is needed to undo it exactly."""

    __tablename__ = "moderation_decision"
    __table_args__ = (Index(None, "need_id", "id"), Index(None, "decided_at"))

    id: Mapped[Id]
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    verdict: Mapped[Verdict]
    reason_code: Mapped[ReasonCode | None]
    words_to_sender: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    moderation_before: Mapped[Moderation]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    # Ids joined by commas, kept when the area was corrected; and whether it was the whole place.
    places_before: Mapped[str] = mapped_column(Text, default="")
    was_about_whole_place: Mapped[bool] = mapped_column(default=False)
    # The need's revision that this decision made; a later wording shows that its sender changed it.
    revision_after: Mapped[int]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def place_ids_before(self) -> frozenset[int]:
        """Return the places that the need was about before its area was corrected."""
        return frozenset(int(place_id) for place_id in self.places_before.split(",") if place_id)
