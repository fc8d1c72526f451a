"""The letters about a group: one that asks somebody in, and what its people are told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, NotFound
from app.foundation.web.letters import written
from app.foundation.web.session import current_actor, key_ring, place_now, settings
from app.group_invitations import operations
from app.group_invitations.operations import Invited
from app.letters.models import LetterKind
from app.letters.operations import post_letter
from app.organisations.models import GroupRole, Organisation


def send_invitation(organisation_id: int, email: str, role: GroupRole) -> None:
    """Put the letter into the outbox; where none go out there is no such page."""
    if not settings().has_letters:
        raise NotFound
    actor, real_now = current_actor(), clock.real_now()
    invited = operations.invite(
        db.session, actor, key_ring(), organisation_id, email, role,
        now=place_now(), real_now=real_now,
    )  # fmt: skip
    post_invitation(
        db.session, actor, invited, to=email, from_team=actor.member_id is None, real_now=real_now
    )


def post_invitation(
    session: Session,
    actor: Actor,
    invited: Invited,
    *,
    to: str,
    from_team: bool,
    real_now: datetime,
) -> None:
    """Write the letter with the link, the only place where it stands in full."""
    kind = LetterKind.GROUP_INVITATION
    letter = written(
        kind.value, group_name=invited.group_name, link_key=invited.link, from_team=from_team
    )
    post_letter(
        session, actor, kind=kind, to=to, subject=letter.subject, text=letter.text,
        html=letter.html, now=real_now,
    )  # fmt: skip


def write_about_group(
    kind: LetterKind, group: Organisation, emails: Sequence[str], **context: object
) -> None:
    """Put a letter about a group into the outbox for each address, where letters go out."""
    if not settings().has_letters:
        return
    letter = written(kind.value, group=group, **context)
    for email in emails:
        post_letter(
            db.session, current_actor(), kind=kind, to=email, subject=letter.subject,
            text=letter.text, html=letter.html, now=clock.real_now(),
        )  # fmt: skip
