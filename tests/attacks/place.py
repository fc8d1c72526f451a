"""A small place with one of everything on the real web server, and who asks it over the wire."""

import http.client
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import db
from app.foundation.access import Actor, Role
from app.foundation.access.keys import KeyRing
from app.people.models import Person
from app.settings import DEMO_SECRET
from tests.browser.server import Portal
from tests.builders import Make
from tests.databases import settings_for
from tests.examples import Examples
from tests.members.letters import asks, code_for
from tests.page import Browser, watch_portal
from tests.page_checks import parse_page

# What an answer may take on a machine that does much else.
PATIENCE = 30


@dataclass
class RealPlace:
    """The place, its database, and the portal that serves it."""

    portal: Portal
    engine: Engine
    session: Session
    make: Make
    examples: Examples
    folder: Path
    kind: str
    _apps: list[Flask] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return where the real server answers."""
        return self.portal.address

    @property
    def app(self) -> Flask:
        """Return a portal of our own over the same database: for its routes and its cookies."""
        if not self._apps:
            self._apps.append(
                create_app(
                    settings_for(self.portal.database_url, self.folder, address=self.address)
                )
            )
            watch_portal(self._apps[0])
        return self._apps[0]

    def close(self) -> None:
        """Close every connection of our own."""
        for app in self._apps:
            with app.app_context():
                db.engine.dispose()

    def visitor(self) -> "Visitor":
        """Return somebody who comes for the first time."""
        return Visitor(self.address)

    def participant(self, actor: Actor | None = None) -> "Visitor":
        """Return somebody with the cookie of a voice."""
        actor = actor or self.make.participant_actor()
        self.session.commit()
        somebody = self.visitor()
        somebody.has_cookie("participant", self._cookie_of(actor))
        return somebody

    def signed_in(self, who: Role | Person) -> "Visitor":
        """Return somebody signed in for work."""
        person = self.examples.people[who] if isinstance(who, Role) else who
        self.session.commit()
        browser = Browser(self.app, None, self._cookie_of).sign_in(person)
        self.session.rollback()  # a reader in between would hold SQLite's one place to write
        return self._with_cookie_of(browser)

    def member(self, email: str) -> "Visitor":
        """Return a resident signed in with an account."""
        self.session.rollback()
        browser = Browser(self.app, None, self._cookie_of)
        asked = asks(browser, email)
        code = code_for(self.session, email)
        self.session.rollback()
        asked.fill({"Six numbers": code}).press("Go on")
        return self._with_cookie_of(browser)

    def _cookie_of(self, actor: Actor) -> str:
        return self.make.keys.sign("participant", self.make.token_of(actor))

    def _with_cookie_of(self, browser: Browser) -> "Visitor":
        somebody = self.visitor()
        cookie = browser.client.get_cookie("session", domain="127.0.0.1")
        assert cookie is not None, "Nobody is signed in there."
        somebody.has_cookie("session", cookie.value)
        return somebody


class Visitor:
    """Somebody at the real server, with the cookies that it gave."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.web = requests.Session()

    def has_cookie(self, name: str, value: str) -> None:
        """Give this browser a cookie, as if the server had given it."""
        self.web.cookies.set(name, value, domain=urlsplit(self.address).hostname, path="/")

    def get(self, path: str, **headers: str) -> requests.Response:
        """Open a page once; redirects are not followed."""
        return self.web.get(
            self.address + path, headers=_named(headers), allow_redirects=False, timeout=PATIENCE
        )

    def post(self, path: str, data: object = None, **headers: str) -> requests.Response:
        """Send a form as one of our pages would, with the token where there is one."""
        form = list(data.items()) if isinstance(data, dict) else list(data or [])  # type: ignore[call-overload]
        return self.web.post(
            self.address + path,
            data=[*form, *([("csrf_token", token)] if (token := self.token()) else [])],
            headers={"Sec-Fetch-Site": "same-origin", **_named(headers)},
            allow_redirects=False,
            timeout=PATIENCE,
        )

    def token(self) -> str:
        """Return the token of one's forms; nobody signed in has one."""
        if "session" not in self.web.cookies:
            return ""
        tree = parse_page(self.get("/").text)
        tokens = [
            each.get("value") for each in tree.all("input") if each.get("name") == "csrf_token"
        ]
        return tokens[0] or "" if tokens else ""


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def raw(
    address: str, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    """Send exactly this, the host too; return status, headers and body."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)
    with closing(connection):
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": where.netloc, **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")


MakePlace = Callable[[str], RealPlace]
KEYS = KeyRing(DEMO_SECRET)


def new_make(session: Session, now: datetime) -> Make:
    """Return builders over a session at the real moment, as the server knows no other."""
    return Make(session, now, KEYS)


def code_in_letter(session: Session, email: str) -> str:
    """Return the six numbers of the newest letter to an address."""
    session.rollback()
    code = code_for(session, email)
    session.rollback()
    return str(code)
