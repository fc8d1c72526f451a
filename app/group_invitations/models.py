"""Invitations to a group."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.organisations.models import GroupRole, open_list


class GroupInvitation(Base):
    """A letter that asks somebody into a group. Of the link only a digest is kept.

    The address stands here for whoever typed it, and goes when the invitation is used or over.
    """

    __tablename__ = "group_invitation"
    __table_args__ = (Index(None, "email_mark", "made_at"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    # Who asked; none where somebody who works here did.
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    role: Mapped[GroupRole] = mapped_column(open_list(GroupRole))
    email: Mapped[str] = mapped_column(String(254))
    email_mark: Mapped[str] = mapped_column(String(64))
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def is_open(self, real_now: datetime) -> bool:
        """Tell whether it can still be accepted."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > real_now
