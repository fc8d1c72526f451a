"""Public codes such as N-0142, taken from a counter inside the publishing transaction."""

import re

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.foundation.access import NotFound
from app.foundation.database import Base, insert_once
from app.foundation.text.numbers import number_in


class CodeCounter(Base):
    """The last number given out under one letter. A number is never used twice."""

    __tablename__ = "code_counter"

    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    last: Mapped[int]


def next_number(session: Session, letter: str, *, step: int = 1) -> int:
    """Take the next number of a letter (or the last of `step` numbers) and hold the counter."""
    taken = (
        update(CodeCounter)
        .where(CodeCounter.letter == letter)
        .values(last=CodeCounter.last + step)
        .returning(CodeCounter.last)
    )
    number = session.scalar(taken)
    if number is None:
        insert_once(session, CodeCounter.__table__, {"letter": letter, "last": 0})  # type: ignore[arg-type]
        number = session.scalar(taken)
    if number is None:
        raise RuntimeError(f"No counter for codes that begin with {letter}.")
    return number


def last_number(session: Session, letter: str) -> int:
    """Return the last number given out, 0 before the first."""
    return session.scalar(select(CodeCounter.last).where(CodeCounter.letter == letter)) or 0


def code_for(letter: str, number: int) -> str:
    """Write a code as people read it: at least four digits."""
    return f"{letter}-{number:04d}"


def number_typed(letter: str, typed: str) -> int:
    """Read the number of a code however a person types it (n-40, N 0040); 0 when it is none."""
    code = rf"{letter}[\s\u2010-\u2015-]*([0-9]+)"
    found = re.fullmatch(code, typed.strip(), re.IGNORECASE)
    return (number_in(found[1]) or 0) if found else 0


def number_of(letter: str, code: str) -> int:
    """Read the number of a code as `code_for` writes it; anything else names nothing."""
    number = number_in(code[2:]) or 0
    if code_for(letter, number) != code.upper():
        raise NotFound
    return number
