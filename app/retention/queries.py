"""Reading what has been kept for its time."""

from sqlalchemy import Select, select

from app.members.models import SignInCode


def marks_in_use() -> Select[str]:
    """Return the addresses that codes stand for, as part of another statement."""
    return select(SignInCode.email_mark)
