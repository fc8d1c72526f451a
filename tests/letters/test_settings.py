"""The settings of mail: where letters go out, and who writes them."""

import pytest

from app.foundation.mail_server import MailServer, Security
from app.settings import Settings, SettingsProblem

FROM = "no-reply@council.example"


def settings(**environment):
    return Settings.from_environment({f"PORTAL_{name}": each for name, each in environment.items()})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, Security.STARTTLS, "", "")),
        ("smtp://u:p@mail.example:2525", ("mail.example", 2525, Security.STARTTLS, "u", "p")),
        ("smtp://u:p@m.example?starttls=yes", ("m.example", 587, Security.STARTTLS, "u", "p")),
        ("smtps://u:p@mail.example", ("mail.example", 465, Security.TLS, "u", "p")),
        ("smtps://u%40b:p%3A%2F%23@m.example/", ("m.example", 465, Security.TLS, "u@b", "p:/#")),
        ("smtp://mail.example?starttls=no", ("mail.example", 25, Security.NONE, "", "")),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, Security.NONE, "", "")),
        ("smtp://u:p@localhost", ("localhost", 25, Security.NONE, "u", "p")),
        ("smtp://[::1]:1025?starttls=yes", ("::1", 1025, Security.STARTTLS, "", "")),
    ],
)  # fmt: skip
def test_addresses_of_mail_servers(url, expected):
    found = settings(SMTP_URL=url, MAIL_FROM=FROM)
    server = found.mail_server
    assert isinstance(server, MailServer)
    assert (server.host, server.port, server.security, server.user, server.password) == expected
    assert found.mail_from == FROM
    assert found.can_send_letters
    assert not found.shows_letters


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "mail.example:587",
        "smtp://",
        "smtp://user@mail.example",
        "smtp://:se/cret@mail.example",
        "smtp://user:se/cret@mail.example",
        "smtp://user:se#cret@mail.example",
        "smtp://user:secret@mail.example:99999",
        "smtp://user:secret@mail.example:secret",
        "smtp://user:secret@mail.example?starttls=no",
        "smtp://user:secret@mail.example?starttls=maybe",
        "smtp://user:secret@mail.example?tls=yes",
        "smtp://user:secret@[mail.example",
        "smtp://user:secret@mail.example/path",
    ],
)
def test_other_addresses_stop_the_start_with_a_sentence_that_holds_no_password(url):
    with pytest.raises(SettingsProblem, match="Set PORTAL_SMTP_URL to the mail server") as problem:
        settings(SMTP_URL=url, MAIL_FROM=FROM)
    for part in ("secret", "se/cret", "se#cret", "'se'"):
        assert part not in str(problem.value)
    assert problem.value.__suppress_context__


@pytest.mark.parametrize("mail_from", ["", "council", "Council <a@b.example>", "a@b.c,d@e.f"])
def test_letters_come_from_one_address(mail_from):
    with pytest.raises(SettingsProblem, match="Set PORTAL_MAIL_FROM to the one address"):
        settings(SMTP_URL="smtp://mail.example", MAIL_FROM=mail_from)


def test_an_address_without_a_server_is_noticed():
    with pytest.raises(SettingsProblem, match="PORTAL_SMTP_URL"):
        settings(MAIL_FROM=FROM)


def test_without_a_server_a_demo_shows_letters_and_a_real_place_has_none():
    demo = settings()
    assert (demo.can_send_letters, demo.shows_letters) == (False, True)
    own = dict.fromkeys(("PLACE_NAME", "PARTNERSHIP", "PHONE", "POST", "EMAIL"), "ours")
    real = settings(DEMO="no", SECRET="x" * 40, ADDRESS="https://portal.example", **own)
    assert (real.can_send_letters, real.shows_letters) == (False, False)


def test_the_password_is_never_written_out():
    found = settings(SMTP_URL="smtps://user:secret@mail.example", MAIL_FROM=FROM)
    assert "secret" not in repr(found)
    assert "user" not in repr(found.mail_server)
