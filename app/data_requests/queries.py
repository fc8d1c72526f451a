"""Searching all words that are kept, and asking for an e-mail, for somebody who asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, literal, select
from sqlalchemy.orm import Session

from app.complaints.models import DataComplaint
from app.data_requests.kinds import KINDS, Kind
from app.data_requests.permissions import may_search_kept_words
from app.foundation.access import Actor, require
from app.foundation.access.keys import KeyRing
from app.foundation.text.finding import Parts, excerpt, wanted
from app.group_invitations.models import GroupInvitation
from app.letters.models import OutgoingLetter
from app.members.models import SignInCode
from app.members.secrets import email_mark
from app.organisations.models import EVER_PUBLIC, Organisation
from app.people.models import Member
from app.people.queries import find_person_by_email
from app.staff.models import Invitation

MOST_HITS = 100  # of each kind
AT_ONCE = 1_000


@dataclass(frozen=True)
class Hit:
    """A place where the words stand: the thing, and a short part of it."""

    row: int
    subject: str
    subject_id: int
    parts: Parts


@dataclass(frozen=True)
class Found:
    """What was found of one kind, the newest first."""

    kind: Kind
    hits: Sequence[Hit]
    has_more: bool


def find_words(session: Session, actor: Actor, typed: str) -> Sequence[Found]:
    """Return where a name, an e-mail or a number stands, of each kind at most 100.

    Every row is read and compared here: so accents, line ends and the gaps in phone numbers
    count for nothing, on both databases alike. It takes seconds where there is very much, and
    is done a few times a month.
    """
    require(may_search_kept_words, actor)
    pattern = wanted(typed)
    found = []
    for kind in KINDS:
        hits: list[Hit] = []
        rows = session.execute(_words_of(kind), execution_options={"yield_per": AT_ONCE})
        for row, subject, subject_id, *texts in rows:
            shown = (excerpt(text, pattern) for text in texts if text)
            parts = next((each for each in shown if each), None)
            if parts:
                hits.append(Hit(row, subject, subject_id, parts))
            if len(hits) > MOST_HITS:
                break
        rows.close()
        if hits:
            found.append(Found(kind, hits[:MOST_HITS], len(hits) > MOST_HITS))
    return found


def _words_of(kind: Kind) -> Select[Any]:
    subject = literal(kind.subject) if isinstance(kind.subject, str) else kind.subject
    statement = select(kind.row, subject, kind.subject_id, *kind.columns)
    if kind.joined is not None:
        statement = statement.select_from(kind.row.class_).join(kind.joined)
    return statement.order_by(*(column.desc() for column in kind.row.class_.__table__.primary_key))


@dataclass(frozen=True)
class Address:
    """Whether an e-mail is known here, and as what. It never leads to who has the account."""

    has_account: bool
    asked_for_code: bool
    is_asked_into_group: bool
    is_invited_to_work: bool
    has_letter: bool
    person_id: int | None
    complaints: Sequence[DataComplaint]


def find_address(session: Session, actor: Actor, keys: KeyRing, email: str) -> Address:
    """Return what an e-mail is known as; the same is asked for, known or not."""
    require(may_search_kept_words, actor)
    mark = email_mark(keys, email)
    known = session.execute(
        select(
            exists().where(Member.email == email).label("account"),
            exists().where(SignInCode.email_mark == mark).label("code"),
            exists().where(GroupInvitation.email_mark == mark).label("group"),
            exists().where(Invitation.email == email).label("work"),
            exists().where(func.lower(OutgoingLetter.to_address) == email).label("letter"),
        )
    ).one()
    person = find_person_by_email(session, email)
    complaints = session.scalars(
        select(DataComplaint).where(DataComplaint.email == email).order_by(DataComplaint.number)
    ).all()
    return Address(
        has_account=known.account,
        asked_for_code=known.code,
        is_asked_into_group=known.group,
        is_invited_to_work=known.work,
        has_letter=known.letter,
        person_id=person.id if person else None,
        complaints=complaints,
    )


def pages_of_groups(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the names of groups, and their addresses where they ever had a page for everyone."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.slug, Organisation.standing).where(
            Organisation.id.in_(ids)
        )
    )
    return {row.id: (row.name, row.slug if row.standing in EVER_PUBLIC else "") for row in rows}
