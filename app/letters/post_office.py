"""Taking letters to the server that carries mail. No Flask and no database here.

What went wrong is told as a number or the name of an error, never in the words of the server:
those may quote the address.
"""

import contextlib
import email.policy
import enum
import smtplib
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self

from app.foundation.mail_server import MailServer, Security

PATIENCE = 10.0  # seconds that the server may take for each answer
# After this many seconds the line is cut, however slowly the server is still talking.
LONGEST_TALK = 120.0
STOP, STOP_BY_PRESS = "List-Unsubscribe", "List-Unsubscribe-Post"


class _Heads(email.policy.EmailPolicy):
    """Heads as everywhere, but the link that stops letters is never folded or put in a code."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return one head as bytes."""
        if name == STOP:
            return f"{name}: {value}".encode("ascii") + b"\r\n"
        return super().fold_binary(name, value)


# Plain letters of ASCII only, so that every server on the way can carry every language.
POLICY = _Heads(linesep="\r\n", cte_type="7bit")
REFUSED_FOR_GOOD = range(500, 600)
CLOSING = 421  # the server hangs up with it


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as it goes out."""

    to_address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str
    made_at: datetime
    stop_link: str = field(default="", repr=False)


class Outcome(enum.Enum):
    """What became of one try."""

    SENT = enum.auto()
    LATER = enum.auto()
    REFUSED = enum.auto()


@dataclass(frozen=True)
class Answer:
    """What became of one try, why, and whether the server can be talked to any further."""

    outcome: Outcome
    problem: str = ""
    is_cut_off: bool = False


def as_message(letter: Letter, mail_from: str, stop_mail: str = "") -> EmailMessage:
    """Return the letter in both forms, with a head that says no program need answer it.

    `stop_mail` is whom a mail program that cannot press may write to instead.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = mail_from
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.message_id}@{_domain(mail_from)}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_link:  # RFC 8058: one press in the reader's own mail program
        by_mail = f", <mailto:{stop_mail}?subject=Stop%20all%20letters>" if stop_mail else ""
        message[STOP] = f"<{letter.stop_link}>{by_mail}"
        message[STOP_BY_PRESS] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


class PostOffice:
    """One conversation with the server, begun at the first letter and ended with `with`."""

    def __init__(
        self,
        server: MailServer,
        mail_from: str,
        *,
        stop_mail: str = "",
        patience: float = PATIENCE,
        longest_talk: float = LONGEST_TALK,
    ) -> None:
        """Keep whom to talk to and who writes."""
        self._server = server
        self._mail_from = mail_from
        self._stop_mail = stop_mail
        self._patience = patience
        self._longest_talk = longest_talk
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin; nobody is called yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye, if anybody still listens."""
        if self._line is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._line.quit()
            self._line.close()
            self._line = None

    def send(self, letter: Letter) -> Answer:
        """Hand one letter over and return what became of it; never raises for the server."""
        cutter = threading.Timer(self._longest_talk, self._cut)
        cutter.daemon = True
        cutter.start()
        try:
            self._hand_over(letter, until=time.monotonic() + self._longest_talk)
        except smtplib.SMTPRecipientsRefused as refusal:
            ((code, _words),) = refusal.recipients.values()
            return self._said_no("RCPT", code)
        except smtplib.SMTPDataError as refusal:
            return self._said_no("DATA", refusal.smtp_code)
        except smtplib.SMTPResponseException as refusal:
            # At the greeting, the password or the sender: that is about us, not about the letter.
            return self._cut_off(f"{type(refusal).__name__} {refusal.smtp_code}")
        except (OSError, smtplib.SMTPException) as trouble:
            return self._cut_off(type(trouble).__name__)
        except ValueError as trouble:  # a head that no server may be given
            return Answer(Outcome.REFUSED, type(trouble).__name__)
        finally:
            cutter.cancel()
        return Answer(Outcome.SENT)

    def _hand_over(self, letter: Letter, *, until: float) -> None:
        message = as_message(letter, self._mail_from, self._stop_mail)
        if self._line is None:
            self._line = self._call()
            if time.monotonic() > until:  # so slow a greeting could not be cut
                raise TimeoutError
        # Not by send_message: that writes a line that begins with "From" as ">From".
        self._line.sendmail(self._mail_from, [letter.to_address], message.as_bytes())

    def _call(self) -> smtplib.SMTP:
        server, safe = self._server, ssl.create_default_context()
        # Who we are, by the name that the letters come from and not by that of this machine.
        us, patience = _domain(self._mail_from), self._patience
        if server.security is Security.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, us, timeout=patience, context=safe
            )
        else:
            line = smtplib.SMTP(server.host, server.port, us, timeout=patience)
        self._line = line  # so that it can be cut
        if server.security is Security.STARTTLS:
            line.starttls(context=safe)
        if server.user:
            line.login(server.user, server.password)
        return line

    def _cut(self) -> None:
        line = self._line
        if line is not None and line.sock is not None:
            with contextlib.suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)

    def _cut_off(self, problem: str) -> Answer:
        if self._line is not None:
            self._line.close()
            self._line = None
        return Answer(Outcome.LATER, problem, is_cut_off=True)

    def _said_no(self, step: str, code: int) -> Answer:
        if code == CLOSING:
            return self._cut_off(f"{step} {code}")
        outcome = Outcome.REFUSED if code in REFUSED_FOR_GOOD else Outcome.LATER
        return Answer(outcome, f"{step} {code}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
