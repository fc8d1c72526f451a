"""Writing digests into the outbox, and taking back those that must not go any more."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.digests import queries
from app.digests.lines import Digest
from app.digests.permissions import may_write_digests
from app.following.models import Digest as DigestRow
from app.following.models import DigestNeed, Follower, HowOften
from app.following.queries import follower_to_change
from app.foundation import visible
from app.foundation.access import Actor, require
from app.foundation.database import insert_once
from app.letters.models import LetterKind, OutgoingLetter
from app.letters.operations import post_letter, take_back_letters

DAYS_BETWEEN = {HowOften.DAILY: 1, HowOften.WEEKLY: 7}


class WrittenLetter(Protocol):
    """A letter in words."""

    @property
    def subject(self) -> str:
        """Return its subject."""

    @property
    def text(self) -> str:
        """Return it as plain text."""

    @property
    def html(self) -> str:
        """Return it as HTML."""


def write_digest(
    session: Session,
    actor: Actor,
    digest: Digest,
    letter: WrittenLetter | None,
    *,
    stop_link: str,
    real_now: datetime,
) -> bool:
    """Post a digest, or without a letter keep that there was nothing to tell; the next follows it.

    Tell whether that was possible: not when something visible has changed since it was read, or
    when another worker was quicker. Then it is read again. The key of the table decides that
    nobody gets two in a day.
    """
    require(may_write_digests, actor)
    reader = digest.reader
    follower = follower_to_change(session, reader.member_id)
    if follower is None or not _is_as_read(follower, digest):
        return False
    if digest.things and visible.current_number(session) != digest.visible_change:
        return False
    if not _replaces_the_last(session, actor, digest, real_now):
        return False
    follower.next_day = digest.day + timedelta(days=DAYS_BETWEEN[follower.how_often])
    if letter is None or _post(session, actor, digest, letter, stop_link, real_now):
        follower.told_until = digest.until
    return True


def _is_as_read(follower: Follower, digest: Digest) -> bool:
    seen = digest.reader
    return (
        follower.next_day <= digest.day
        and follower.told_until == seen.told_until
        and follower.how_often is seen.how_often
    )


def _replaces_the_last(session: Session, actor: Actor, digest: Digest, real_now: datetime) -> bool:
    """Take the last digest back where it still waits; what it told stands in this one."""
    letter_id = digest.reader.unsent_letter_id
    if letter_id is None:
        return True
    take_back_letters(session, actor, OutgoingLetter.id == letter_id, real_now=real_now)
    return queries.was_given_up(session, letter_id)


def _post(
    session: Session,
    actor: Actor,
    digest: Digest,
    letter: WrittenLetter,
    stop_link: str,
    real_now: datetime,
) -> bool:
    """Put the letter of a day into the outbox, unless one of that day stands there."""
    key = {"member_id": digest.reader.member_id, "day": digest.day}
    row = {**key, "written_at": real_now, "told_after": digest.reader.told_after, "letter_id": None}
    if not insert_once(session, DigestRow.__table__, row):  # type: ignore[arg-type]
        return False
    posted = post_letter(
        session, actor, kind=LetterKind.DIGEST, to=digest.reader.email, subject=letter.subject,
        text=letter.text, html=letter.html, stop_link=stop_link, now=real_now,
    )  # fmt: skip
    session.flush()
    session.execute(
        update(DigestRow)
        .where(DigestRow.member_id == key["member_id"], DigestRow.day == digest.day)
        .values(letter_id=posted.id)
        .execution_options(synchronize_session=False)
    )
    session.add_all(DigestNeed(**key, need_id=need_id) for need_id in sorted(digest.need_ids))
    return True


def drop_stale_digests(
    session: Session, actor: Actor, *, letter_id: int | None = None, real_now: datetime
) -> int:
    """Take back digests that must not go any more: one letter, or all; return how many.

    A need that they name was hidden, or their reader wants none, or has another e-mail.
    """
    require(may_write_digests, actor)
    which = queries.must_not_go()
    if letter_id is not None:
        which = which & (OutgoingLetter.id == letter_id)
    return take_back_letters(session, actor, which, real_now=real_now)
