"""Settings of one installation, read once from the environment; nothing else reads that."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.foundation.mail_addresses import is_address
from app.foundation.mail_server import MailServer
from app.foundation.sign_in_provider import SignInProvider
from app.foundation.this_machine import LOOPBACK_HOSTS

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEMO_SECRET = "only-for-the-demo-place-on-this-machine"  # noqa: S105 - refused outside demo mode
SHORTEST_SECRET = 32
COLOUR_FAMILIES = ("bramble", "loch", "pine", "slate")
LARGEST_NUMBER = 1000


class SettingsProblem(Exception):
    """A setting is missing or wrong; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a council sets. Each field is documented in `.env.example`."""

    secret: str = field(repr=False)
    database_url: str = field(repr=False)
    data_dir: Path
    address: str
    demo: bool
    site_name: str = "Thegither"
    place_name: str = "Braidvale"
    partnership: str = "Braidvale Community Planning Partnership"
    phone: str = "01632 960 100"
    post: str = "Freepost THEGITHER BRAIDVALE"
    email: str = "hello@braidvale.example"
    colours: str = "bramble"
    promise_check_days: int = 3
    promise_answer_weeks: int = 12
    quick_exit_url: str = "https://www.metoffice.gov.uk"
    log_requests: bool = True
    proxies: int = 0
    mail_server: MailServer | None = None
    mail_from: str = ""
    provider: SignInProvider | None = None

    @property
    def can_send_letters(self) -> bool:
        """Tell whether letters leave this machine; what needs mail asks this first."""
        return self.mail_server is not None

    @property
    def shows_letters(self) -> bool:
        """Tell whether letters are shown on a page instead: only in a demo that sends none."""
        return self.demo and not self.can_send_letters

    @property
    def has_letters(self) -> bool:
        """Tell whether people get letters: by mail, or on the page of the demo."""
        return self.can_send_letters or self.shows_letters

    @property
    def is_https(self) -> bool:
        """Tell whether cookies are Secure and carry the __Host- prefix."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """Return the host and port that requests must name."""
        return urlsplit(self.address).netloc

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raise SettingsProblem with a sentence when one cannot be used."""
        demo = _yes_or_no(environment, "PORTAL_DEMO", default=True)
        data_dir = Path(environment.get("PORTAL_DATA_DIR") or PROJECT_ROOT / "instance").resolve()
        port = environment.get("PORT") or "8000"
        defaults: dict[str, object] = {
            "secret": _secret(environment, demo=demo),
            "database_url": environment.get("PORTAL_DATABASE_URL")
            or f"sqlite:///{data_dir / 'portal.sqlite3'}",
            "data_dir": data_dir,
            "address": _address(environment.get("PORTAL_ADDRESS") or f"http://localhost:{port}"),
            "demo": demo,
            "log_requests": _yes_or_no(environment, "PORTAL_LOG_REQUESTS", default=True),
            **_mail(environment),
            "provider": _provider(environment),
        }
        for name, key in _TEXT_SETTINGS.items():
            if environment.get(name):
                defaults[key] = environment[name]
        for name, key in _NUMBER_SETTINGS.items():
            if environment.get(name):
                defaults[key] = _number(environment, name)
        missing = [name for name in _OF_A_REAL_PLACE if not demo and not environment.get(name)]
        if missing:
            raise SettingsProblem(
                f"Set {', '.join(missing)} to those of your place. What stands there else belongs "
                "to the demo place, and nobody may ring its phone."
            )
        if defaults.get("colours", "bramble") not in COLOUR_FAMILIES:
            raise SettingsProblem(f"Set PORTAL_COLOURS to one of {', '.join(COLOUR_FAMILIES)}.")
        return cls(**defaults)  # type: ignore[arg-type]  # keys are the fields named just above


_TEXT_SETTINGS = {
    "PORTAL_SITE_NAME": "site_name",
    "PORTAL_PLACE_NAME": "place_name",
    "PORTAL_PARTNERSHIP": "partnership",
    "PORTAL_PHONE": "phone",
    "PORTAL_POST": "post",
    "PORTAL_EMAIL": "email",
    "PORTAL_COLOURS": "colours",
    "PORTAL_QUICK_EXIT_URL": "quick_exit_url",
}
# Whoever needs somebody to talk to reads these: the ones of the demo place reach nobody.
_OF_A_REAL_PLACE = (
    "PORTAL_PLACE_NAME",
    "PORTAL_PARTNERSHIP",
    "PORTAL_PHONE",
    "PORTAL_POST",
    "PORTAL_EMAIL",
)
_NUMBER_SETTINGS = {
    "PORTAL_PROMISE_CHECK_DAYS": "promise_check_days",
    "PORTAL_PROMISE_ANSWER_WEEKS": "promise_answer_weeks",
    "PORTAL_PROXIES": "proxies",
}


def _yes_or_no(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "yes", "no"}:
        return default if value == "" else value == "yes"
    raise SettingsProblem(f"Set {name} to yes or no.")


def _number(environment: Mapping[str, str], name: str) -> int:
    value = environment[name]
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= LARGEST_NUMBER:
        raise SettingsProblem(f"Set {name} to a whole number from 1 to 1000.")
    return int(value)


def _secret(environment: Mapping[str, str], *, demo: bool) -> str:
    secret = environment.get("PORTAL_SECRET", "")
    if demo:
        return secret or DEMO_SECRET
    if len(secret) < SHORTEST_SECRET or secret == DEMO_SECRET:
        raise SettingsProblem(
            f"Set PORTAL_SECRET to at least {SHORTEST_SECRET} random characters, kept outside the "
            "database. Without it nobody's follow code or sign-in is safe. "
            "Only the demo place (PORTAL_DEMO=yes) starts without one."
        )
    return secret


def _address(address: str) -> str:
    """Accept https anywhere and http on this machine only (T28: links are built from this)."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return address.rstrip("/")
    if parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS:
        return address.rstrip("/")
    raise SettingsProblem(
        "Set PORTAL_ADDRESS to the https address people type. "
        "Plain http is only for this machine (http://localhost:8000)."
    )


def _mail(environment: Mapping[str, str]) -> dict[str, object]:
    """Read where letters go out, and who writes them; both or neither."""
    url, mail_from = environment.get("PORTAL_SMTP_URL"), environment.get("PORTAL_MAIL_FROM")
    if not url and not mail_from:
        return {}
    try:
        server = MailServer.from_url(url or "")
    except ValueError as problem:
        raise SettingsProblem(
            "Set PORTAL_SMTP_URL to the mail server, such as "
            "smtp://user:password@mail.example:587 or smtps://user:password@mail.example. "
            f"What stands there now cannot be used: {problem}. "
            "To send no letters, set neither it nor PORTAL_MAIL_FROM."
        ) from None
    if not mail_from or not is_address(mail_from):
        raise SettingsProblem(
            "Set PORTAL_MAIL_FROM to the one address that letters come from, such as "
            "no-reply@council.example, without a name beside it."
        )
    return {"mail_server": server, "mail_from": mail_from}


def _provider(environment: Mapping[str, str]) -> SignInProvider | None:
    """Read the council's own sign-in; all three settings or none."""
    issuer, client_id, secret = (
        environment.get(name, "")
        for name in (
            "PORTAL_OIDC_ISSUER",
            "PORTAL_OIDC_CLIENT_ID",
            "PORTAL_OIDC_CLIENT_SECRET",
        )
    )
    has_second_factor = _yes_or_no(environment, "PORTAL_OIDC_HAS_SECOND_FACTOR", default=False)
    if not issuer and not client_id and not secret:
        return None
    if not issuer or not client_id or not secret:
        raise SettingsProblem(
            "Set PORTAL_OIDC_ISSUER, PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET together, "
            "or none of them."
        )
    try:
        return SignInProvider(
            issuer=issuer,
            client_id=client_id,
            client_secret=secret,
            name=environment.get("PORTAL_OIDC_NAME") or "my work account",
            has_second_factor=has_second_factor,
        )
    except ValueError as problem:
        raise SettingsProblem(
            f"Set PORTAL_OIDC_ISSUER to the https address of the council's sign-in: {problem}."
        ) from None
