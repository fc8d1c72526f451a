"""The council's own sign-in (OpenID Connect), as the settings name it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.foundation.this_machine import LOOPBACK_HOSTS


@dataclass(frozen=True, kw_only=True)
class SignInProvider:
    """Where people of the council sign in, and as whom we ask there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    # What the button says.
    name: str
    # Whether it lets nobody in without two steps of its own.
    has_second_factor: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for an address at which somebody on the way could listen."""
        if not is_safe_address(self.issuer):
            raise ValueError("it is no https address")


def is_safe_address(address: object) -> bool:
    """Tell whether an address is https, or on this machine."""
    parts = urlsplit(address if isinstance(address, str) else "")
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    return bool(parts.hostname) and (parts.scheme == "https" or is_here)
