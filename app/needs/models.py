"""Needs, their earlier versions, and the places and themes they stand under."""

import enum
from bisect import bisect_right
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from app.foundation.database import Base, Id
from app.foundation.public_codes import code_for
from app.themes.models import ActingLevel


class Moderation(enum.StrEnum):
    """Who may see a need."""

    WAITING = "waiting"
    RETURNED = "returned"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ERASED = "erased"


# What stands in place of a need's words where it is named; nothing while they can be read.
# Whatever is not here was hidden by a moderator.
MARKERS = {
    Moderation.PUBLISHED: "",
    Moderation.MERGED: "merged",
    Moderation.WAITING: "checked_again",
    Moderation.RETURNED: "checked_again",
    Moderation.WITHDRAWN: "taken_back",
    Moderation.ERASED: "erased",
}


class Progress(enum.StrEnum):
    """What became of a need once it was published."""

    NEW = "new"
    GROUPED = "grouped"
    BEING_DECIDED = "being_decided"
    ANSWERED = "answered"
    IN_PLAN = "in_plan"
    UNDER_WAY = "under_way"
    DONE = "done"
    REVIEWED = "reviewed"
    ELSEWHERE = "elsewhere"
    NOT_NOW = "not_now"
    PASSED_ON = "passed_on"
    COMMUNITY_LED = "community_led"


class Channel(enum.StrEnum):
    """How the words reached us."""

    ONLINE = "online"
    PAPER = "paper"
    PHONE = "phone"
    WORKSHOP = "workshop"
    HOME_VISIT = "home_visit"
    STALL = "stall"
    RECORDED = "recorded"
    IMPORTED = "imported"


class PutForwardAs(enum.StrEnum):
    """A group's need never adds to the people counted."""

    RESIDENT = "resident"
    GROUP = "group"


class Barrier(enum.StrEnum):
    """What gets in the way."""

    TRAVEL = "travel"
    COST = "cost"
    HOURS = "hours"
    WAITING = "waiting"
    RULES = "rules"
    ACCESS = "access"
    INFORMATION = "information"
    LANGUAGE = "language"
    ATTITUDE = "attitude"
    NOT_JOINED_UP = "not_joined_up"
    NOTHING_HERE = "nothing_here"
    SHORT_TERM_MONEY = "short_term_money"


TITLE_LENGTH = 90
WORDS_LENGTH = 5000


# What still owes an answer, in the words of the index, so that both databases read from it.
UNANSWERED = "moderation = 'published' AND progress IN ('new', 'grouped', 'being_decided')"


# Lists by how many people say something read from an index of crowds: each is twice the one
# before. In an index of exact counts each voice would move an entry, and on PostgreSQL with it
# those of every other index of the table.
CROWDS = tuple(2**power for power in range(13))


def crowd_of(people: int) -> int:
    """Return which crowd so many people are: 0 for nobody, 1 for one, 2 for two or three."""
    return bisect_right(CROWDS, people)


def crowd_column(people: str) -> MappedColumn[int]:
    """Return the column of the crowd that a count in SQL makes; the database works it out."""
    cases = " ".join(f"WHEN {people} < {bound} THEN {n}" for n, bound in enumerate(CROWDS))
    return mapped_column(Computed(f"CASE {cases} ELSE {len(CROWDS)} END"), deferred=True)


class Need(Base):
    """What somebody put forward, in their own words, never reworded."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(
            "(moderation = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"
        ),
        CheckConstraint("online >= 0 AND rooms >= 0", name="counts_not_negative"),
        Index("ix_need_waiting", "moderation", "sent_at", "id"),
        Index("ix_need_progress", "moderation", "progress", "number"),
        Index("ix_need_channel", "moderation", "channel", "number"),
        Index("ix_need_crowd", "moderation", "crowd"),
        Index("ix_need_newest", "moderation", "number"),
        Index("ix_need_due", "moderation", "answer_by", "id"),
        # What still waits for an answer, by the day that was promised: late lists read from here.
        Index(
            "ix_need_unanswered",
            "answer_by",
            "number",
            sqlite_where=text(UNANSWERED),
            postgresql_where=text(UNANSWERED),
        ),
        Index("ix_need_level", "moderation", "level", "number"),
        # Room in each page of the table, so that one more voice stays beside what it replaces.
        {"postgresql_with": {"fillfactor": 85}},
    )

    id: Mapped[Id]
    # Given when first public, in order of publishing, never reused: N-0142 is number 142.
    number: Mapped[int | None] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    works_well: Mapped[str] = mapped_column(Text, default="")
    about_whom: Mapped[str] = mapped_column(String(120), default="")
    barrier: Mapped[Barrier | None]
    is_about_whole_place: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    put_forward_as: Mapped[PutForwardAs] = mapped_column(default=PutForwardAs.RESIDENT)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    moderation: Mapped[Moderation] = mapped_column(default=Moderation.WAITING)
    progress: Mapped[Progress] = mapped_column(default=Progress.NEW)
    is_small_group_big_need: Mapped[bool] = mapped_column(default=False)
    is_gap: Mapped[bool] = mapped_column(default=False)
    is_works_well: Mapped[bool] = mapped_column(default=False)
    level: Mapped[ActingLevel | None]
    team_line: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime]
    check_by: Mapped[date]
    answer_by: Mapped[date]
    published_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    reason_code: Mapped[str | None] = mapped_column(String(40))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    # Made in the answer to the first POST of the form: a repeated Send finds the same need.
    send_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    # Moves with every decision and every change of words, so a stale form is noticed.
    revision: Mapped[int] = mapped_column(default=0)
    online: Mapped[int] = mapped_column(default=0)
    rooms: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    # Groups that stand behind it, beside people and never among them.
    groups: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    crowd: Mapped[int] = crowd_column("people")

    @property
    def code(self) -> str | None:
        """Return the public code, such as N-0142, or None before it was ever public."""
        return code_for("N", self.number) if self.number else None


class NeedVersion(Base):
    """An earlier wording, for staff only."""

    __tablename__ = "need_version"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    works_well: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class NeedPlace(Base):
    """A local area (or ward) that a need is about. A need about the whole place has them all.

    `number` repeats the need's number (0 before it is public) so that a list of one area reads
    straight from the index, however many needs there are.
    """

    __tablename__ = "need_place"
    __table_args__ = (Index(None, "place_id", "number"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class NeedTheme(Base):
    """A need that stands under a theme; it may stand under two."""

    __tablename__ = "need_theme"
    __table_args__ = (Index(None, "theme_id", "number"),)

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    grouped_at: Mapped[datetime]
