"""A mail server of its own for each test that asks, and letters in the outbox."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.letters import operations
from app.letters.models import LetterKind
from tests.builders import BUILDER
from tests.letters.mail_server import Manners, RunningServer


@pytest.fixture
def mail_server() -> Iterator[RunningServer]:
    """Return a mail server that takes every letter, until a test tells it other manners."""
    with RunningServer(Manners()) as running:
        yield running


@pytest.fixture
def post(now: datetime) -> Callable[..., None]:
    """Return what puts a letter into the outbox, with words where a test gives none."""

    def posted(session: Session, to: str = "resident@example.org", **words: Any) -> None:
        values = {
            "kind": LetterKind.SIGN_IN_CODE,
            "subject": "Your code",
            "text": "Your code is 123456.\n",
            "html": "<p>Your code is 123456.</p>",
            "now": now,
        }
        operations.post_letter(session, BUILDER, to=to, **{**values, **words})
        session.flush()

    return posted
