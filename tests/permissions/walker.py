"""Everybody who may come, each with a browser, and what they get when they ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from app.foundation.access import Role
from app.foundation.database import Base
from app.foundation.web import remembered
from app.matrix import NAMES
from app.people.models import RoleGrant
from tests.builders import Make
from tests.examples import SAFE, Examples
from tests.members.letters import joins
from tests.page import Browser, is_write

# Three ways to ask for the same: a right that depends on the way is none.
WAYS = {
    "plain": {},
    "live": {"HX-Request": "true"},
    "json": {"Accept": "application/json"},
}


class People:
    """One browser for each kind of person, signed in once."""

    def __init__(self, browse: Browser, make: Make, session: Session, examples: Examples) -> None:
        elsewhere = make.person(Role.MODERATOR, place=make.area("Somewhere else"))
        ended = make.person(Role.PLANNER)
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id == ended.id)):
            grant.starts_on = make.today - timedelta(days=9)
            grant.ends_on = make.today - timedelta(days=1)
        staff = {
            "no role": make.person(),
            "role ended": ended,
            "moderator elsewhere": elsewhere,
            "partner editor elsewhere": make.person(Role.PARTNER_EDITOR),
            **{role.value: person for role, person in examples.people.items()},
        }
        member, lead = browse.another(), browse.another()
        self.browsers = {
            "visitor": browse,
            "participant": browse.another().take_part_as(make.participant_actor()),
            "writer": browse.another().take_part_as(examples.writer_as_actor),
            "member": member,
            "group lead": lead,
            **{name: browse.another().sign_in(person) for name, person in staff.items()},
        }
        assert self.browsers.keys() == NAMES.keys(), "Somebody of app/matrix.py is missing here."
        joins(member, session, "somebody.else@post.example")
        joins(lead, session, examples.lead_email)
        self.tokens = {name: token_of(browser) for name, browser in self.browsers.items()}

    def ask(
        self, who: str, method: str, address: str, way: str, data: dict[str, object] | None = None
    ) -> tuple[int, str]:
        """Send a request; return the status and the kind of the answer. Cookies stay as before."""
        browser, headers = self.browsers[who], dict(WAYS[way])
        kept = dict(browser.client._cookies)
        sent: dict[str, object] | None = None
        if method not in SAFE:
            sent = {
                **(data or {}),
                **({"csrf_token": self.tokens[who]} if self.tokens[who] else {}),
            }
        try:
            answer = browser.open(address, method, data=sent, headers=headers)
        finally:
            browser.client._cookies = kept
        return answer.status_code, answer.headers.get("Content-Type", "")

    def wrote(self) -> list[str]:
        """Return what the last request changed, or tried to."""
        browser = self.browsers["visitor"]
        return [each for each in browser._watch.statements if is_write(each)]


def token_of(browser: Browser) -> str:
    """Return the token of somebody's forms, where somebody is signed in."""
    page = browser.visit("/")
    return next(
        (each.get("value") or "" for each in page.tree.all("input")
         if each.get("name") == "csrf_token"),
        "",
    )  # fmt: skip


@contextmanager
def nothing_stays(app: Flask, connection: Connection, session: Session) -> Iterator[None]:
    """Undo what happens inside, so that the next person finds everything as it was."""
    session.commit()
    point = connection.begin_nested()
    try:
        yield
    finally:
        session.rollback()
        point.rollback()
        session.expire_all()
        remembered.init_app(app)


def everything(connection: Connection) -> dict[str, int]:
    """Return a hash over every row of every table."""
    return {table.name: _hash(connection, table) for table in Base.metadata.sorted_tables}


def _hash(connection: Connection, table: Table) -> int:
    return hash(tuple(sorted(repr(tuple(row)) for row in connection.execute(select(table)))))
