"""A real mail server on this machine, which answers as a test wants it to."""

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.foundation.mail_server import MailServer, Security
from tests.databases import free_port

LONGEST_WAIT = 30


@dataclass
class Manners:
    """How the server answers. Without an answer of its own it takes everything."""

    at_mail: str = ""
    at_rcpt: str = ""
    at_data: str = ""
    takes_seconds: float = 0
    drops_after_data: bool = False
    # The server holds the next letter until `go_on` is set, and says by `holds` that it does.
    waits: bool = False
    holds: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    # What it was given, whatever it answered then.
    given: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[LoginPassword] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
        """Return what it was given, as messages."""
        return [message_from_bytes(each, policy=policy.default) for each in self.given]  # type: ignore[arg-type]

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd looks for
        self, _server: Any, session: Any, _envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        """Keep who calls."""
        session.host_name = hostname
        self.callers.append(hostname)
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer to the sender."""
        envelope.mail_from = address
        return self.at_mail or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer to the address of a reader."""
        if self.at_rcpt:
            return self.at_rcpt.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Answer to the words."""
        self.given.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos)
        await asyncio.sleep(self.takes_seconds)
        if self.waits:
            self.holds.set()
            await asyncio.to_thread(self.go_on.wait, LONGEST_WAIT)
        if self.drops_after_data:
            server.transport.abort()
        return self.at_data or "250 OK"

    def log_in(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, login: LoginPassword
    ) -> AuthResult:
        """Let one user in."""
        self.logins.append(login)
        fits = login.password == b"p@ss:word/1"
        return AuthResult(success=fits, handled=fits)  # what is not handled, the server refuses


class RunningServer:
    """The server in a thread of its own, open while `with` lasts."""

    def __init__(
        self,
        manners: Manners,
        *,
        tls: SSLContext | None = None,
        from_start: bool = False,
        login: bool = False,
    ) -> None:
        self.manners = manners
        self.port = free_port()
        self._controller = Controller(
            manners,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=tls if from_start else None,
            tls_context=None if from_start else tls,
            require_starttls=tls is not None and not from_start,
            authenticator=manners.log_in if login else None,
            auth_required=login,
            auth_require_tls=tls is not None and not from_start,
        )

    def __enter__(self) -> "RunningServer":
        self._controller.start()
        self.manners.callers.clear()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.manners.go_on.set()
        self._controller.stop()

    @property
    def address(self) -> MailServer:
        """Return where it is, as the settings say it."""
        return MailServer(host="127.0.0.1", port=self.port, security=Security.NONE)
