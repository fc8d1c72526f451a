"""A browser without scripts, for tests: it follows links and forms by their words.

Every answer is checked (`page_checks`), and so is what the request did to the database.
"""

import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, object_session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor
from app.people.models import Person
from app.people.operations import begin_session
from app.people.sessions import PROVED, WORK
from tests import page_checks
from tests.page_checks import Tree, elements, words_in

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE")
Answer = str | bool | Sequence[str] | tuple[str, bytes]


@dataclass
class Watch:
    """What the portal under test did to its database, and the errors it ran into."""

    statements: list[str] = field(default_factory=list)
    not_committed: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was seen."""
        for seen in (self.statements, self.not_committed, self.left_over, self.errors):
            seen.clear()

    def see(self, statement: str) -> None:
        """Note a statement; opening and closing of transactions is none."""
        first = statement.lstrip("( \n").split(None, 1)[0].upper()
        if first in NOT_COUNTED:
            return
        self.statements.append(statement)
        if is_write(statement):
            self.not_committed.append(statement)


def is_write(statement: str) -> bool:
    """Tell whether a statement changes anything."""
    words = statement.lstrip("( \n").upper().split()
    return words[0] in WRITES or (words[0] == "WITH" and bool({*WRITES} & {*words}))


def watch_portal(app: Flask) -> Watch:
    """Watch a portal's statements, whether each request commits what it did, and its errors."""
    watch = Watch()
    with app.app_context():
        engine, sessions = db.engine, db.sessionmaker

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        watch.see(statement)

    @event.listens_for(sessions, "after_transaction_end")
    def _ended(_session: Session, transaction: Any) -> None:
        if transaction.parent is None:  # a savepoint within is no commit
            watch.not_committed.clear()

    @app.teardown_request
    def _left_over(_error: BaseException | None) -> None:
        session: Session | None = g.get("_sqlalchemy_sessions", {}).get("default")
        if session is None:
            return
        changed = [*session.new, *session.dirty, *session.deleted]
        watch.left_over += [repr(each) for each in changed if session.is_modified(each)]
        watch.left_over += watch.not_committed

    def _keep_error(record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            watch.errors.append(record.exc_info[1])
        return True

    app.logger.addFilter(_keep_error)
    app.extensions["watch"] = watch
    return watch


@contextmanager
def counted_statements(where: Connection | Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent while this is open."""
    seen = Watch()

    def _see(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        seen.see(statement)

    event.listen(where, "before_cursor_execute", _see)
    try:
        yield seen.statements
    finally:
        event.remove(where, "before_cursor_execute", _see)


class Browser:
    """One person's browser. It keeps cookies; `another()` is somebody else's."""

    def __init__(
        self, app: Flask, session: Session | None, cookie_of: Callable[[Actor], str]
    ) -> None:
        self.app = app
        self._session = session
        self._cookie_of = cookie_of
        self._watch: Watch = app.extensions["watch"]
        self.address: str = app.extensions["portal_settings"].address
        self.client: FlaskClient = app.test_client()
        self.is_signed_in = False

    def another(self) -> "Browser":
        """Return a browser of somebody else."""
        return Browser(self.app, self._session, self._cookie_of)

    def sign_in(self, person: Person) -> "Browser":
        """Sign a person in here, without the two steps (which have their own tests)."""
        self._hand_over()
        with self.client.session_transaction(base_url=self.address) as cookie:
            cookie.clear()
            cookie["_user_id"] = WORK + str(self._begun_session(person))
            cookie["_fresh"] = True
            cookie[PROVED] = int(clock.real_now().timestamp())
        self.is_signed_in = True
        return self

    def _begun_session(self, person: Person) -> int:
        known = Person(id=person.id, session_number=person.session_number)
        theirs = object_session(person)
        if self._session is None and theirs is not None:
            theirs.rollback()  # what only read holds SQLite's one place to write, too
        with self.app.app_context(), db.sessionmaker() as opened:
            begun = begin_session(opened, Actor(), known, begun_at=clock.real_now()).id
            opened.commit()
        return begun

    def sign_out(self) -> "Browser":
        """Forget the sign-in here."""
        self.client.delete_cookie("session", domain=self._host)
        self.is_signed_in = False
        return self

    def take_part_as(self, actor: Actor) -> "Browser":
        """Give this browser the cookie of a participant that `make` made."""
        self.client.set_cookie("participant", self._cookie_of(actor), domain=self._host)
        return self

    @property
    def _host(self) -> str:
        return urlsplit(self.address).hostname or ""

    def visit(self, address: str, *, status: int = 200, live: bool = False) -> "Page":
        """Open a page, following redirects; `live` asks for the part as htmx does."""
        return self._page(self.open(address, live=live), status=status, live=live)

    def post(
        self,
        address: str,
        data: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        live: bool = False,
    ) -> "Page":
        """Send a form that no page shows; sign-in tokens are not added."""
        return self._page(
            self.open(address, "POST", data=data, live=live), status=status, live=live
        )

    def open(
        self,
        address: str,
        method: str = "GET",
        *,
        data: Any = None,
        live: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send one request like a browser and return the bare answer; what it did is checked."""
        self._hand_over()
        self._watch.clear()
        sent = {"Sec-Fetch-Site": "same-origin"} if method != "GET" else {}
        if live:
            sent |= {"HX-Request": "true"}
        response = copy_context().run(  # what the request puts into the context stays there
            self.client.open,
            address,
            method=method,
            data=data,
            headers={**sent, **(headers or {})},
            base_url=self.address,
            buffered=True,  # files that were sent are closed at once
        )
        self._check_deeds(response)
        return response

    def look(self, address: str) -> TestResponse:
        """Open any address once, without following it; a page is checked like every page."""
        response = self.open(address)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if is_html and response.status_code not in REDIRECTS:
            self._checked(Page(self, response, [], is_part=False))
        return response

    def _hand_over(self) -> None:
        """Let the portal see what the test did so far, and the test what the portal does next."""
        if self._session is not None:
            self._session.commit()

    def _check_deeds(self, response: TestResponse) -> None:
        what = f"{response.request.method} {response.request.full_path}"
        if response.status_code >= 500:
            reason = self._watch.errors[-1] if self._watch.errors else None
            said = getattr(reason, "description", None) or repr(reason)
            raise AssertionError(f"{what} broke: {said}") from reason
        wrong = page_checks.complaints_about_headers(response)
        if self._watch.left_over:
            wrong.append(
                "The request ended with changes that nobody committed. The view says "
                f"db.session.commit() last before it answers. Left: {self._watch.left_over}"
            )
        writes = [each for each in self._watch.statements if is_write(each)]
        if response.request.method == "GET" and writes:
            wrong.append(f"A GET changed the database; only POST may: {writes}")
        _complain(what, wrong)

    def _page(self, response: TestResponse, *, status: int, live: bool) -> "Page":
        redirects = []
        while response.status_code in REDIRECTS:
            redirects.append(response.headers["Location"])
            assert len(redirects) <= MOST_REDIRECTS, f"Redirects go in a circle: {redirects}"
            response = self.open(urljoin(response.request.url, redirects[-1]))
        page = Page(self, response, redirects, is_part=live and not redirects)
        assert response.status_code == status, (
            f"{page.asked} answered {page.status}, not {status}. It says: {page.text[:600]}"
        )
        return self._checked(page)

    def _checked(self, page: "Page") -> "Page":
        if not page.is_part:
            self.is_signed_in = page.shows_sign_out
        check = (
            page_checks.complaints_about_part if page.is_part else page_checks.complaints_about_page
        )
        _complain(page.asked, check(page.tree, is_signed_in=self.is_signed_in))
        return page


def _complain(what: str, wrong: list[str]) -> None:
    if wrong:
        raise AssertionError("\n  - ".join([f"{what}:", *wrong]))


class Page:
    """One answer, as a person sees it."""

    def __init__(
        self, browser: Browser, response: TestResponse, redirects: list[str], *, is_part: bool
    ) -> None:
        kind = response.headers.get("Content-Type", "")
        assert kind.startswith("text/html"), f"This is no page but {kind}: use browse.open()."
        self.browser = browser
        self.response = response
        self.redirects = redirects
        self.html = response.get_data(as_text=True)
        self.is_part = is_part and "<html" not in self.html
        self.tree: Tree = (
            page_checks.parse_part(self.html) if self.is_part else page_checks.parse_page(self.html)
        )
        self._files: dict[str, tuple[str, bytes]] = {}

    @property
    def status(self) -> int:
        """Return the status of the answer."""
        return self.response.status_code

    @property
    def asked(self) -> str:
        """Return what was asked for, as complaints name it."""
        return f"{self.response.request.method} {self.address}"

    @property
    def path(self) -> str:
        """Return where we are, after redirects."""
        return self.response.request.path

    @property
    def address(self) -> str:
        """Return the path with its query."""
        return self.response.request.full_path.rstrip("?")

    @property
    def title(self) -> str:
        """Return the title of the window."""
        return next((words_in(each) for each in self.tree.all("title")), "")

    @property
    def heading(self) -> str:
        """Return the words of the h1."""
        return next((words_in(each) for each in self.tree.all("h1")), "")

    @property
    def text(self) -> str:
        """Return all words of the body, in one line."""
        body = next(iter(self.tree.all("body")), self.tree.root)
        return words_in(body)

    @property
    def main(self) -> str:
        """Return the words of the main part, without header and footer."""
        return words_in(next(iter(self.tree.all("main")), self.tree.root))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return (words, address) of every link."""
        return [(words_in(each), each.get("href") or "") for each in self.tree.all("a")]

    @property
    def buttons(self) -> list[str]:
        """Return the words of every button."""
        return [words_in(each) for each in self.tree.all("button")]

    @property
    def errors(self) -> list[str]:
        """Return the lines of the summary of errors."""
        return [
            words_in(item)
            for box in elements(self.tree.root)
            if "govuk-error-summary" in (box.get("class") or "").split()
            for item in box.iter("li")
        ]

    @property
    def shows_sign_out(self) -> bool:
        """Tell whether the page is one for somebody signed in."""
        return any(
            (form.get("action") or "").endswith("/sign-out") for form in self.tree.all("form")
        )

    def __contains__(self, words: object) -> bool:
        return " ".join(str(words).split()) in self.text

    def words_of(self, tag: str) -> list[str]:
        """Return the words of every element with a tag, such as "li" or "h2"."""
        return [words_in(each) for each in self.tree.all(tag)]

    def part(self, name: str) -> str:
        """Return the words of the element with an id."""
        found = self.tree.by_id(name)
        assert found is not None, f"There is no #{name} on {self.address}."
        return words_in(found)

    def has_link(self, words: str) -> bool:
        """Tell whether there is a link that says this."""
        return bool(_matching(self.tree.all("a"), words))

    def has_button(self, words: str) -> bool:
        """Tell whether there is a button that says this."""
        return bool(_matching(self.tree.all("button"), words))

    def value_of(self, label: str) -> str | list[str]:
        """Return what a field holds: its text, or the labels of what is chosen."""
        fields = self._fields(label, None)
        if fields[0].get("type") in {"radio", "checkbox"}:
            return [self._label_of(each) for each in fields if each.get("checked") is not None]
        if fields[0].tag == "select":
            return _selected(fields[0], words_in)[0]
        return _value(fields[0])

    def follow(
        self, words: str, *, within: str = "", status: int = 200, live: bool = False
    ) -> "Page":
        """Follow the link that says this; `within` names words that stand near it."""
        link = self._one(self.tree.all("a"), words, within, "link")
        return self.browser.visit(
            urljoin(self.response.request.url, link.get("href") or ""), status=status, live=live
        )

    def fill(self, answers: Mapping[str, Answer], *, within: str = "") -> "Page":
        """Fill fields by their label; choices by the question, with the label of the choice.

        A text for a text field or a choice; a list for several choices; True or False for a single
        box; (day, month, year) for a day; (name, bytes) for a file.
        """
        for label, answer in answers.items():
            self._answer(self._fields(label, within), label, answer)
        return self

    def press(
        self, words: str, *, within: str = "", status: int = 200, live: bool = False
    ) -> "Page":
        """Press the button that says this, and return the page that it leads to."""
        button = self._one(self.tree.all("button"), words, within, "button")
        form = self._form_of(button)
        assert form is not None, f'The button "{words}" stands in no form.'
        assert button.get("type", "submit") == "submit", f'"{words}" does nothing without scripts.'
        sent = [*self._sent(form)]
        if button.get("name"):
            sent.append((button.get("name") or "", button.get("value") or ""))
        action = button.get("formaction") or form.get("action") or self.address
        address = urljoin(self.response.request.url, action)
        if (form.get("method") or "get").lower() == "get":
            return self.browser.visit(
                f"{urlsplit(address).path}?{urlencode(sent)}", status=status, live=live
            )
        data: MultiDict[str, Any] = MultiDict(sent)
        for name, (file_name, content) in self._files.items():
            data.add(name, (_bytes(content), file_name))
        return self.browser.post(address, data, status=status, live=live)

    def _form_of(self, button: Element) -> Element | None:
        named = button.get("form")
        return self.tree.by_id(named) if named else self.tree.inside(button, "form")

    def _sent(self, form: Element) -> Iterator[tuple[str, str]]:
        """Return what a browser sends of a form, apart from the button."""
        for each in self.tree.all("input", "select", "textarea"):
            name = each.get("name")
            if not name or each.get("disabled") is not None or self._form_of(each) is not form:
                continue
            kind = each.get("type", "text")
            if each.tag == "select":
                yield from ((name, value) for value in _selected(each, _option_value))
            elif kind in {"radio", "checkbox"}:
                if each.get("checked") is not None:
                    yield name, each.get("value", "on")
            elif each.tag == "textarea" or kind not in {
                "submit",
                "button",
                "reset",
                "image",
                "file",
            }:
                yield name, _value(each)

    def _one(self, candidates: list[Element], words: str, within: str, what: str) -> Element:
        found = _matching(candidates, words)
        if within:
            found = self._nearest(found, within)
        said = [words_in(each) for each in (found or candidates)]
        assert found, (
            f'No {what} says "{words}" {within and "near " + within} on {self.address}: {said}'
        )
        same_address = {each.get("href") for each in found} if what == "link" else found
        assert len(same_address) == 1, (
            f'Several {what}s say "{words}" on {self.address}; say within="…" with words that '
            f"stand near the one you mean: {said}"
        )
        return found[0]

    def _nearest(self, found: list[Element], within: str) -> list[Element]:
        """Return those that stand closest together with some words."""
        wanted = " ".join(within.split())
        steps: dict[int, list[Element]] = {}
        for each in found:
            for step, above in enumerate(self.tree.above(each)):
                if wanted in words_in(above):
                    steps.setdefault(step, []).append(each)
                    break
        return steps[min(steps)] if steps else []

    def _label_of(self, control: Element) -> str:
        for label in self.tree.all("label"):
            if control.get("id") and label.get("for") == control.get("id"):
                return words_in(label)
        wrapping = self.tree.inside(control, "label")
        return words_in(wrapping) if wrapping is not None else control.get("aria-label") or ""

    def _fields(self, label: str, within: str | None) -> list[Element]:
        """Return the field with a label, or every field under a question with that legend."""
        controls = [
            each
            for each in self.tree.all("input", "select", "textarea")
            if each.get("type") not in {"hidden", "submit", "button"}
        ]
        legends = _matching(self.tree.all("legend"), label)
        named = [each for each in controls if self._label_of(each) == label]
        named = named or [each for each in controls if label in self._label_of(each)]
        if within:
            named = self._nearest(named, within)
        if legends and len(named) != 1:
            group = self.tree.inside(legends[0], "fieldset")
            return [
                each for each in controls if group is not None and group in self.tree.above(each)
            ]
        known = sorted({self._label_of(each) for each in controls} | {*self.words_of("legend")})
        assert named, f'No field is called "{label}" on {self.address}: {known}'
        assert len(named) == 1, f'Several fields are called "{label}" on {self.address}: {known}'
        return named

    def _answer(self, fields: list[Element], label: str, answer: Answer) -> None:
        kind = "select" if fields[0].tag == "select" else fields[0].get("type", "text")
        if kind in {"radio", "checkbox"}:
            self._choose(fields, label, answer)
        elif kind == "select":
            _select(fields[0], label, str(answer))
        elif kind == "file":
            assert isinstance(answer, tuple), "A file is given as (name, bytes)."
            self._files[fields[0].get("name") or ""] = answer
        elif len(fields) > 1:
            assert not isinstance(answer, str | bool), f'"{label}" takes {len(fields)} answers.'
            for each, text in zip(fields, answer, strict=True):
                each.set("value", str(text))
        elif fields[0].tag == "textarea":
            fields[0].text = str(answer)
        else:
            fields[0].set("value", str(answer))

    def _choose(self, fields: list[Element], label: str, answer: Answer) -> None:
        if isinstance(answer, bool):
            assert len(fields) == 1, f'"{label}" is a list of choices: say which.'
            _tick(fields[0], ticked=answer)
            return
        wanted = {answer} if isinstance(answer, str) else {str(each) for each in answer}
        known = {self._label_of(each): each for each in fields}
        assert wanted <= known.keys(), f'"{label}" offers {sorted(known)}; not {sorted(wanted)}.'
        assert len(wanted) <= 1 or fields[0].get("type") == "checkbox", (
            f'"{label}" takes one choice.'
        )
        for name, each in known.items():
            _tick(each, ticked=name in wanted)


def _matching(candidates: list[Element], words: str) -> list[Element]:
    """Return what says exactly this; else what says it before hidden words; else what holds it."""
    wanted = " ".join(words.split())
    exactly = [each for each in candidates if words_in(each) == wanted]
    to_the_eye = [each for each in candidates if words_in(each, with_hidden=False) == wanted]
    somewhere = [each for each in candidates if wanted in words_in(each)]
    return exactly or to_the_eye or somewhere


def _value(control: Element) -> str:
    if control.tag == "textarea":
        return (control.text or "").replace("\r\n", "\n").replace("\n", "\r\n")
    return control.get("value") or ("on" if control.get("type") == "checkbox" else "")


def _option_value(option: Element) -> str:
    value = option.get("value")
    return words_in(option) if value is None else value


def _selected(control: Element, what: Callable[[Element], str]) -> list[str]:
    options = list(control.iter("option"))
    chosen = [what(each) for each in options if each.get("selected") is not None]
    return chosen or [what(each) for each in options[:1]]


def _select(control: Element, label: str, answer: str) -> None:
    options = list(control.iter("option"))
    known = [words_in(each) for each in options]
    assert answer in known, f'"{label}" offers {known}; not "{answer}".'
    for each in options:
        each.attrib.pop("selected", None)
        if words_in(each) == answer:
            each.set("selected", "")


def _tick(control: Element, *, ticked: bool) -> None:
    control.attrib.pop("checked", None)
    if ticked:
        control.set("checked", "")


def _bytes(content: bytes) -> Any:
    return io.BytesIO(content)
