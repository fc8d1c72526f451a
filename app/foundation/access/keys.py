"""Keyed digests, signed tokens, and what is stored encrypted.

The key comes from the settings and is never stored.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class KeyRing:
    """One secret, one key for each purpose, so that a token for one thing opens no other."""

    def __init__(self, secret: str) -> None:
        """Keep the installation's secret."""
        self._secret = secret.encode()

    def digest(self, purpose: str, text: str) -> str:
        """Return 64 hex characters that only this installation can make from the text."""
        return self._hmac(purpose, text).hex()

    def number(self, purpose: str, text: str) -> int:
        """Return a large whole number that only this installation can make from the text."""
        return int.from_bytes(self._hmac(purpose, text))

    def sign(self, purpose: str, text: str) -> str:
        """Return `text.signature`; the text must hold no full stop."""
        return f"{text}.{self._signature(purpose, text)}"

    def signed_text(self, purpose: str, signed: str) -> str | None:
        """Return the text when the signature is ours and for this purpose, else None."""
        text, _, signature = signed.rpartition(".")
        expected = self._signature(purpose, text)
        good = hmac.compare_digest(signature.encode("utf-8", "replace"), expected.encode())
        return text if text and good else None

    def encrypt(self, purpose: str, text: str, *, bound_to: str) -> str:
        """Return the text so that only this installation reads it, in the row it is bound to."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        hidden = self._cipher(purpose).encrypt(nonce, text.encode(), bound_to.encode())
        return base64.urlsafe_b64encode(nonce + hidden).decode()

    def decrypt(self, purpose: str, encrypted: str, *, bound_to: str) -> str | None:
        """Return what was encrypted; None when it is not ours, of another row, or was changed."""
        try:
            raw = base64.urlsafe_b64decode(encrypted)
            nonce, hidden = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
            return self._cipher(purpose).decrypt(nonce, hidden, bound_to.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def _cipher(self, purpose: str) -> AESGCM:
        return AESGCM(hmac.digest(self._secret, f"encrypt:{purpose}".encode(), hashlib.sha256))

    def _signature(self, purpose: str, text: str) -> str:
        return base64.urlsafe_b64encode(self._hmac(f"sign:{purpose}", text)[:18]).decode()

    def _hmac(self, purpose: str, text: str) -> bytes:
        key = hmac.digest(self._secret, purpose.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode("utf-8", "replace"), hashlib.sha256)


def new_token() -> str:
    """Return 128 random bits as text without a full stop."""
    return secrets.token_urlsafe(16)
