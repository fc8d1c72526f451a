"""Talking to a real mail server, which accepts, refuses, says later, is slow, or hangs up."""

import ssl
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from app.foundation.mail_server import MailServer, Security
from app.letters.post_office import Letter, Outcome, PostOffice
from tests.databases import free_port
from tests.letters.mail_server import Manners, RunningServer

FROM = "no-reply@portal.example"
RIGHT = "p@ss:word/1"
LETTER = Letter(
    to_address="resident@example.org",
    subject="Your code",
    text="Your code is 123456.\n",
    html="<p>Your code is 123456.</p>",
    message_id="0f" * 16,
    made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
)


def send(server, letter=LETTER, **timing):
    with PostOffice(server, FROM, **timing) as office:
        return office.send(letter)


def said(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_a_letter_arrives_whole(mail_server):
    assert send(mail_server.address).outcome is Outcome.SENT
    (message,) = mail_server.manners.letters
    heads = {name: str(message[name]) for name in message}
    assert heads.pop("Content-Type").startswith("multipart/alternative")
    assert heads == {
        "From": FROM,
        "To": "resident@example.org",
        "Subject": "Your code",
        "Date": "Sun, 22 Nov 2026 09:30:00 +0000",
        "Message-ID": f"<{'0f' * 16}@portal.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"], "the last one is shown where both can be"
    assert said(message, "plain") == "Your code is 123456.\n"
    assert said(message, "html") == "<p>Your code is 123456.</p>\n"
    assert mail_server.manners.recipients == [["resident@example.org"]]


@pytest.mark.parametrize("length", [20, 300, 800])
def test_the_link_that_stops_letters_stands_in_one_piece_in_the_head(mail_server, length):
    """Folded or put in a code, mail programs would not know it (RFC 8058)."""
    link = "https://portal.example/stop-letters/?k=" + "a_B-9." * (length // 6)
    assert send(mail_server.address, replace(LETTER, stop_link=link)).outcome is Outcome.SENT
    (raw,) = mail_server.manners.given
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_a_letter_that_nobody_can_stop_has_no_such_head(mail_server):
    send(mail_server.address)
    (message,) = mail_server.manners.letters
    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "words",
    [
        "🚌 Bus 👩‍👧 to Coalbrae",
        "الحافلة الأخيرة من المستشفى",
        "{{config}} {{ 7 * 7 }} {% raw %}",
        "%(x)s %s %d 100%",
        "{0.__class__} ${HOME}",
        "<script>alert(1)</script> & more",
        "=?utf-8?q?Bcc:_c@d.example?=x",
        "a " * 200 + "end",
    ],
)
def test_every_language_and_sign_arrives_as_written(mail_server, words):
    text = f"{words}\n.\n..\nFrom me\n.{words}\n"
    letter = replace(LETTER, subject=words, text=text, html=f"<p>{words}</p>")
    assert send(mail_server.address, letter).outcome is Outcome.SENT
    (raw,) = mail_server.manners.given
    assert raw.isascii(), "some servers carry nothing else"
    assert max(len(line) for line in raw.splitlines()) < 998
    message = message_from_bytes(raw, policy=policy.default)
    assert said(message, "plain") == text
    assert said(message, "html") == f"<p>{words}</p>\n"
    if "=?" not in words:  # readers may take that for a coded word; it still is one subject
        assert message["Subject"] == words
    assert [name for name in message if name.lower() == "bcc"] == []


@pytest.mark.parametrize("head", ["subject", "to_address"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_no_second_head_gets_in_whatever_is_in_the_outbox(mail_server, head, end):
    wrong = replace(LETTER, **{head: f"a@b.example{end}Bcc: c@d.example"})
    answer = send(mail_server.address, wrong)
    assert answer.outcome is Outcome.REFUSED
    assert "@" not in answer.problem
    assert mail_server.manners.given == []


@pytest.mark.parametrize(
    ("manners", "outcome", "problem"),
    [
        ({"at_rcpt": "550 no mailbox ADDRESS here"}, Outcome.REFUSED, "RCPT 550"),
        ({"at_rcpt": "451 ADDRESS later"}, Outcome.LATER, "RCPT 451"),
        ({"at_rcpt": "452 full"}, Outcome.LATER, "RCPT 452"),
        ({"at_data": "554 we do not like it"}, Outcome.REFUSED, "DATA 554"),
        ({"at_data": "451 later"}, Outcome.LATER, "DATA 451"),
        ({"at_mail": "550 not from you"}, Outcome.LATER, "SMTPSenderRefused 550"),
        ({"at_mail": "451 later"}, Outcome.LATER, "SMTPSenderRefused 451"),
        ({"at_rcpt": "421 closing"}, Outcome.LATER, "RCPT 421"),
        ({"drops_after_data": True}, Outcome.LATER, "SMTPServerDisconnected"),
    ],
)
def test_what_the_server_says_decides(mail_server, manners, outcome, problem):
    for name, value in manners.items():
        setattr(mail_server.manners, name, value)
    answer = send(mail_server.address)
    assert (answer.outcome, answer.problem) == (outcome, problem)
    assert "resident" not in repr(answer)


def test_one_talk_carries_many_letters(mail_server):
    with PostOffice(mail_server.address, FROM) as office:
        outcomes = [office.send(LETTER).outcome for _ in range(3)]
        mail_server.manners.at_rcpt = "550 no"
        outcomes.append(office.send(LETTER).outcome)
        mail_server.manners.at_rcpt = ""
        outcomes.append(office.send(LETTER).outcome)
    assert outcomes == [Outcome.SENT] * 3 + [Outcome.REFUSED, Outcome.SENT]
    assert len(mail_server.manners.callers) == 1


@pytest.mark.parametrize("broken", [{"at_rcpt": "421 bye"}, {"drops_after_data": True}])
def test_after_a_broken_line_it_calls_again(mail_server, broken):
    (name,) = broken
    with PostOffice(mail_server.address, FROM) as office:
        setattr(mail_server.manners, name, broken[name])
        assert office.send(LETTER).is_cut_off
        setattr(mail_server.manners, name, type(broken[name])())
        assert office.send(LETTER).outcome is Outcome.SENT
    assert len(mail_server.manners.callers) == 2


def test_where_nobody_listens_it_waits():
    nobody = MailServer(host="127.0.0.1", port=free_port(), security=Security.NONE)
    answer = send(nobody)
    assert (answer.outcome, answer.is_cut_off) == (Outcome.LATER, True)
    assert answer.problem == "ConnectionRefusedError"


def test_a_server_that_does_not_answer_is_left(mail_server):
    mail_server.manners.waits = True
    answer = send(mail_server.address, patience=0.3)
    assert (answer.outcome, answer.is_cut_off) == (Outcome.LATER, True)
    assert answer.problem == "SMTPServerDisconnected"


def test_a_server_that_answers_too_long_is_cut_off(mail_server):
    mail_server.manners.waits = True
    answer = send(mail_server.address, patience=20, longest_talk=0.5)
    assert (answer.outcome, answer.is_cut_off) == (Outcome.LATER, True)


def test_a_slow_server_still_gets_the_letter(mail_server):
    mail_server.manners.takes_seconds = 0.5
    assert send(mail_server.address).outcome is Outcome.SENT


def test_the_name_of_this_machine_is_not_told(mail_server):
    send(mail_server.address)
    assert mail_server.manners.callers == ["portal.example"]


# --- Passwords and encryption ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    key, paper = folder / "key.pem", folder / "certificate.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", key, "-out", paper],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl makes the certificate of the mail server: install it.")
    return paper, key


@pytest.fixture
def encrypting(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with RunningServer(Manners(), tls=tls, login=True) as running:
        yield running


def with_login(running, *, password=RIGHT, security=Security.STARTTLS):
    return replace(running.address, user="portal", password=password, security=security)


def test_the_password_travels_encrypted(encrypting, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert send(with_login(encrypting)).outcome is Outcome.SENT
    (login,) = encrypting.manners.logins
    assert (login.login, login.password) == (b"portal", b"p@ss:word/1")
    assert len(encrypting.manners.given) == 1


def test_a_wrong_password_is_our_trouble_and_loses_no_letter(encrypting, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    answer = send(with_login(encrypting, password="wrong"))
    assert (answer.outcome, answer.is_cut_off) == (Outcome.LATER, True)
    assert answer.problem == "SMTPAuthenticationError 535"


def test_a_stranger_in_between_gets_neither_password_nor_letter(encrypting):
    answer = send(with_login(encrypting))
    assert answer.problem == "SSLCertVerificationError"
    assert (encrypting.manners.logins, encrypting.manners.given) == ([], [])


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # what somebody in between would ask for
def test_where_encryption_is_taken_away_nothing_is_told():
    with RunningServer(Manners(), login=True) as bare:
        answer = send(with_login(bare))
    assert (answer.outcome, answer.problem) == (Outcome.LATER, "SMTPNotSupportedError")
    assert (bare.manners.logins, bare.manners.given) == ([], [])


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not see that it is encrypted
def test_a_server_encrypted_from_the_first_word(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    with RunningServer(Manners(), tls=tls, login=True, from_start=True) as running:
        assert send(with_login(running, security=Security.TLS)).outcome is Outcome.SENT
    assert len(running.manners.given) == 1
