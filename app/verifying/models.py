"""The calls by which groups are known to be who they say."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Id
from app.organisations.models import open_list


class NumberFrom(enum.StrEnum):
    """Where the number that was dialled came from: never from the form alone."""

    CHARITY_REGISTER = "charity_register"
    OWN_WEBSITE = "own_website"
    PHONE_BOOK = "phone_book"
    COUNCIL_LIST = "council_list"
    PARTNER_BODY = "partner_body"


class CallOutcome(enum.StrEnum):
    """What the call told."""

    CONFIRMED = "confirmed"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOT_THEM = "not_them"


class VerificationCall(Base):
    """One call to a group that asks to be let in: when, by whom, by which number, what came of it.

    The number itself is not kept.
    """

    __tablename__ = "verification_call"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    called_at: Mapped[datetime]
    called_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number_from: Mapped[NumberFrom] = mapped_column(open_list(NumberFrom))
    outcome: Mapped[CallOutcome] = mapped_column(open_list(CallOutcome))
