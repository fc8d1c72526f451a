"""Somebody who follows, the job that writes digests, and what it wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import jobs
from app.following import operations as following
from app.following.models import FollowKind, HowOften
from app.foundation import clock
from app.foundation.access import Actor
from app.letters.models import LetterKind, OutgoingLetter
from app.people.models import Member
from tests.builders import Make
from tests.letters.conftest import mail_server  # noqa: F401 - the same server

EMAIL = "gordon@post.example"


@dataclass
class Readers:
    """Accounts that follow things, over the test's session."""

    session: Session
    now: datetime

    def new(self, email: str = EMAIL, *, voice: Actor | None = None) -> Actor:
        """Make an account, with the voice of a participant if one is given."""
        participant_id = voice.participant_id if voice else None
        member = Member(email=email, participant_id=participant_id, made_at=self.now)
        self.session.add(member)
        self.session.flush()
        return Actor(member_id=member.id, participant_id=participant_id)

    def follow(self, actor: Actor, kind: FollowKind, thing_id: int = 0) -> Actor:
        """Follow a thing; return who follows."""
        following.begin_following(
            self.session, actor, kind, thing_id, now=self.now, real_now=self.now
        )
        self.session.flush()
        return actor

    def often(self, actor: Actor, how_often: HowOften) -> None:
        """Choose how often letters come."""
        following.choose_how_often(self.session, actor, how_often, now=self.now, real_now=self.now)
        self.session.flush()

    def letters(self, email: str = EMAIL) -> list[OutgoingLetter]:
        """Return the digests that wait for somebody, oldest first."""
        self.session.expire_all()
        return list(
            self.session.scalars(
                select(OutgoingLetter)
                .where(OutgoingLetter.kind == LetterKind.DIGEST, OutgoingLetter.to_address == email)
                .order_by(OutgoingLetter.id)
            )
        )


@pytest.fixture
def readers(session: Session, make: Make) -> Readers:
    """Return what makes accounts that follow things."""
    return Readers(session, make.now)


@pytest.fixture
def work(app: Flask, session: Session) -> Callable[..., None]:
    """Return one turn of a job, as it runs beside the web server."""

    def turn(job: Callable[[], None] = jobs.send_digests) -> None:
        session.commit()
        with app.app_context():
            job()

    return turn


@pytest.fixture
def later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Return what moves the clock on."""

    def moved(**ahead: float) -> datetime:
        moment = now + timedelta(**ahead)
        monkeypatch.setattr(clock, "real_now", lambda: moment)
        return moment

    return moved
