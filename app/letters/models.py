"""The outbox: letters that wait, and the bare trace of those that went."""

import enum
from datetime import datetime

from sqlalchemy import Enum, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id


class LetterKind(enum.StrEnum):
    """What a letter is for."""

    SIGN_IN_CODE = "sign_in_code"
    ADDRESS_CHANGED = "address_changed"
    NEW_ADDRESS = "new_address"
    LOCKS_CHANGED = "locks_changed"
    LOCKS_ASKED = "locks_asked"
    LOCKS_WAIT = "locks_wait"
    LOCKS_OPENED = "locks_opened"
    INVITATION = "invitation"
    LEAVING_CODE = "leaving_code"
    FORGOTTEN = "forgotten_password"
    ACCOUNT_DELETED = "account_deleted"
    ACCOUNT_UNUSED = "account_unused"
    COMPLAINT_RECEIVED = "complaint_received"
    COMPLAINT_ANSWERED = "complaint_answered"
    DIGEST = "digest"
    GROUP_INVITATION = "group_invitation"
    GROUP_LET_IN = "group_let_in"
    GROUP_REFUSED = "group_refused"
    GROUP_LEAD = "group_lead"


class OutgoingLetter(Base):
    """One letter to one person.

    Once it was sent or given up, address, subject and words are empty and no try is due any
    more; the row itself stays a while, to say how many letters went and what went wrong.
    """

    __tablename__ = "outgoing_letter"

    id: Mapped[Id]
    # Without the CHECK that other kinds have: a new kind of letter needs no migration.
    kind: Mapped[LetterKind] = mapped_column(
        Enum(
            LetterKind,
            values_callable=lambda kinds: [kind.value for kind in kinds],
            native_enum=False,
            create_constraint=False,
            length=40,
        )
    )
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # What stands before the @ of its Message-ID: the same at each try, so that a server which got
    # it twice can tell.
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    # A worker that talks to the server about it has it until then; nobody else takes it.
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int]
    sent_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    # A number or the name of an error, never what a server wrote: it may quote the address.
    last_problem: Mapped[str] = mapped_column(String(80))
    # The address that a mail program posts to when its reader wants no more of this kind.
    stop_link: Mapped[str | None] = mapped_column(Text)
