"""The server that carries mail, as one address in the settings: smtp://user:password@host:587.

The talk with it is hidden from others on the way, except on this machine or where the address
says `?starttls=no`; a password never travels in the open.
"""

import enum
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from app.foundation.this_machine import LOOPBACK_HOSTS


class Security(enum.Enum):
    """How the conversation is hidden from others on the way."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


USUAL_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}
NO_ADDRESS = "it is no address of a mail server"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where it is, and as whom to talk to it."""

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read the address; raise ValueError, without quoting it, when it cannot be used."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:  # whose own words may quote a password
            raise ValueError(NO_ADDRESS) from None
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        is_here = parts.hostname in LOOPBACK_HOSTS
        starttls = options.pop("starttls", "no" if is_here else "yes")
        is_known = parts.scheme in {"smtp", "smtps"} and starttls in {"yes", "no"} and not options
        if not is_known or not parts.hostname or parts.path not in {"", "/"} or parts.fragment:
            raise ValueError(NO_ADDRESS)
        if bool(parts.username) != bool(parts.password):
            raise ValueError("a user needs a password, and a password a user")
        security = Security.STARTTLS if starttls == "yes" else Security.NONE
        if parts.scheme == "smtps":
            security = Security.TLS
        if security is Security.NONE and parts.password and not is_here:
            raise ValueError("the password would travel in the open")
        return cls(
            host=parts.hostname,
            port=port or USUAL_PORTS[security],
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )
