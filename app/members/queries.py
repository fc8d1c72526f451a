"""Reading accounts, their codes and sessions, and what a device said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.foundation import visible
from app.foundation.access import Actor
from app.members.models import AskedAddress, CodePurpose, MemberSession, SignInCode
from app.needs.models import Need
from app.people.models import Member, Participant
from app.people.queries import home_in
from app.places.models import Place
from app.voices.models import NeedSupport

_MEMBER, _SESSION, _VOICE, _PLACE = (
    each.__table__.c for each in (Member, MemberSession, Participant, Place)
)
# Put together once and on the tables: every page of a member begins with it.
_MEMBER_WITH_SESSION = (
    select(
        _MEMBER.id.label("member_id"), _VOICE.id, _VOICE.is_held,
        visible.number_column().label("change"), _SESSION.made_at, _SESSION.sent_at,
        _PLACE.id.label("place_id"), _PLACE.kind, _PLACE.parent_id, _PLACE.ward_id,
    )
    .join(MemberSession.__table__, _SESSION.member_id == _MEMBER.id)
    .outerjoin(Participant.__table__, _VOICE.id == _MEMBER.participant_id)
    .outerjoin(Place.__table__, _PLACE.id == _VOICE.place_id)
    .where(
        _SESSION.digest == bindparam("digest"),
        _SESSION.ended_at.is_(None),
        _SESSION.made_at > bindparam("since"),
    )
)  # fmt: skip


def find_member_actor(
    session: Session, digest: str, *, since: datetime
) -> tuple[Actor, int, datetime] | None:
    """Return the actor of a session begun since then, the last visible change, and its last use."""
    found = session.execute(_MEMBER_WITH_SESSION, {"digest": digest, "since": since}).one_or_none()
    if found is None:
        return None
    actor = Actor(
        member_id=found.member_id,
        participant_id=found.id,
        is_held=bool(found.is_held),
        home=home_in(found),
    )
    return actor, found.change, found.sent_at or found.made_at


def find_member(session: Session, member_id: int | None) -> Member | None:
    """Return an account, or None."""
    return None if member_id is None else session.get(Member, member_id)


def find_member_by_email(session: Session, email: str) -> Member | None:
    """Return the account with this address, which is in its one form, or None."""
    return session.scalar(select(Member).where(Member.email == email))


def has_account(session: Session, participant_id: int) -> bool:
    """Tell whether a participant has an account."""
    counted = select(func.count()).where(Member.participant_id == participant_id)
    return bool(session.scalar(counted))


def hold_address(session: Session, email_mark: str) -> None:
    """Hold the row of an address, so that two requests for it are counted one after the other."""
    session.scalars(
        select(AskedAddress.email_mark)
        .where(AskedAddress.email_mark == email_mark)
        .with_for_update()
    ).one_or_none()


def hold_addresses_of(session: Session, **asked: str) -> None:
    """Hold the addresses that a browser or a link is about, before any code of theirs.

    Using one code ends all others of its address, so two uses would else wait for each other.
    """
    marks = select(SignInCode.email_mark).filter_by(**asked)
    session.scalars(
        select(AskedAddress.email_mark)
        .where(AskedAddress.email_mark.in_(marks))
        .order_by(AskedAddress.email_mark)
        .with_for_update()
    ).all()


def letters_since(session: Session, email_mark: str, since: datetime, *, leaving: bool) -> int:
    """Count the codes that were sent to an address since a moment, for leaving or for the rest."""
    purpose = SignInCode.purpose
    counted = select(func.count()).where(
        SignInCode.email_mark == email_mark,
        SignInCode.made_at > since,
        purpose == CodePurpose.LEAVE if leaving else purpose != CodePurpose.LEAVE,
    )
    return session.scalar(counted) or 0


def codes_to_try(
    session: Session, purpose: CodePurpose, browser_digest: str, *, since: datetime
) -> Sequence[SignInCode]:
    """Return the codes of a browser that are not used and not over, held."""
    return session.scalars(
        select(SignInCode)
        .where(
            SignInCode.browser_digest == browser_digest,
            SignInCode.purpose == purpose,
            SignInCode.used_at.is_(None),
            SignInCode.made_at > since,
        )
        .order_by(SignInCode.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def are_used_up(
    session: Session,
    purpose: CodePurpose,
    browser_digest: str,
    most_tries: int,
    *,
    since: datetime,
) -> bool:
    """Tell whether the codes of a browser ended by wrong tries, whoever has their address."""
    counted = select(func.count()).where(
        SignInCode.browser_digest == browser_digest,
        SignInCode.purpose == purpose,
        SignInCode.tries >= most_tries,
        SignInCode.made_at > since,
    )
    return bool(session.scalar(counted))


def code_of_link(session: Session, link_digest: str, *, since: datetime) -> SignInCode | None:
    """Return the row that a link stands for, held, unless it is used or over."""
    return session.scalar(
        select(SignInCode)
        .where(
            SignInCode.link_digest == link_digest,
            SignInCode.purpose == CodePurpose.JOIN,
            SignInCode.used_at.is_(None),
            SignInCode.made_at > since,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def address_asked(
    session: Session, purpose: CodePurpose, browser_digest: str, *, since: datetime
) -> str:
    """Return the address that a browser asked for last, or "" once that is over."""
    found = session.scalar(
        select(SignInCode.email)
        .where(
            SignInCode.browser_digest == browser_digest,
            SignInCode.purpose == purpose,
            SignInCode.used_at.is_(None),
            SignInCode.made_at > since,
        )
        .order_by(SignInCode.id.desc())
        .limit(1)
    )
    return found or ""


@dataclass(frozen=True)
class Said:
    """How much a participant said: needs of their own, and those of others backed."""

    needs: int
    supports: int


def what_was_said(session: Session, participant_id: int) -> Said:
    """Return how much a participant said."""
    needs = select(func.count(Need.id)).where(Need.participant_id == participant_id)
    supports = (
        select(func.count())
        .select_from(NeedSupport)
        .join(Need, Need.id == NeedSupport.need_id)
        .where(
            NeedSupport.participant_id == participant_id,
            Need.participant_id.is_distinct_from(participant_id),
        )
    )
    row = session.execute(
        select(needs.scalar_subquery().label("needs"), supports.scalar_subquery().label("supports"))
    ).one()
    return Said(row.needs, row.supports)
