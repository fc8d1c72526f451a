"""Talking with the provider: where it is, the way there, and what it says of somebody.

The packages are heavy and seldom needed, so they are loaded at the first use. No database here;
whoever calls this has no transaction open, since the other side may be slow.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from app.foundation.sign_in_provider import SignInProvider, is_safe_address

PATIENCE = 5  # seconds for each answer
LEEWAY = 60  # seconds that its clock may differ from ours
KNOWN_FOR = 600  # seconds that its addresses and keys are remembered
# Signatures that only the provider can make; "none" and those made with a shared secret are not.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LONGEST_SUBJECT = 255  # as the standard says

_known: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderTrouble(Exception):
    """The provider did not answer, or said something that cannot be believed."""


@dataclass(frozen=True)
class Way:
    """Where the browser goes, and what we keep to know it again when it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


def way_there(provider: SignInProvider, back: str) -> Way:
    """Return the way to the provider's page; it is asked who it is, and for nothing else."""
    about = _about(provider)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    with _session(provider, back, about) as session:
        address, _state = session.create_authorization_url(
            about["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Way(str(address), state, nonce, verifier)


def subject_of(
    provider: SignInProvider, back: str, *, code: str, nonce: str, verifier: str, real_now: int
) -> str:
    """Return as whom the provider knows whoever came back with a code."""
    about = _about(provider)
    try:
        with _session(provider, back, about) as session:
            answer = session.fetch_token(
                about["token_endpoint"], grant_type="authorization_code", code=code,
                code_verifier=verifier, timeout=PATIENCE, allow_redirects=False,
            )  # fmt: skip
    except Exception as trouble:  # whatever the package or the line makes of a wrong answer
        raise ProviderTrouble(type(trouble).__name__) from None
    return _subject_in(provider, about, str(answer.get("id_token") or ""), nonce, real_now)


def _subject_in(
    provider: SignInProvider, about: dict[str, Any], id_token: str, nonce: str, real_now: int
) -> str:
    from joserfc import jwt  # noqa: PLC0415 - heavy, see above
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    expected = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": nonce},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "sub": {"essential": True},
    }
    try:
        keys = KeySet.import_key_set(about["keys"])
        claims = jwt.decode(id_token, keys, algorithms=list(ALGORITHMS)).claims
        jwt.JWTClaimsRegistry(now=real_now, leeway=LEEWAY, **expected).validate(claims)  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as trouble:
        _known.pop(provider.issuer, None)  # perhaps it has new keys: the next try asks for them
        raise ProviderTrouble(type(trouble).__name__) from None
    subject = claims["sub"]
    if claims.get("azp", provider.client_id) != provider.client_id or not _is_alone(claims["aud"]):
        raise ProviderTrouble("meant for another")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderTrouble("no subject")
    return subject


def _is_alone(audience: object) -> bool:
    return isinstance(audience, str) or (isinstance(audience, list) and len(audience) == 1)


def _session(provider: SignInProvider, back: str, about: dict[str, Any]) -> Any:
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - heavy

    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return OAuth2Session(  # type: ignore[no-untyped-call]  # it ships no types
        provider.client_id,
        provider.client_secret,
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic"
        if "client_secret_basic" in methods
        else "client_secret_post",
    )


def _about(provider: SignInProvider) -> dict[str, Any]:
    """Return the provider's addresses and keys, asked for at most every ten minutes."""
    known_at, about = _known.get(provider.issuer, (0.0, {}))
    if about and time.monotonic() - known_at < KNOWN_FOR:
        return about
    about = _fetched(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    addresses = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if about.get("issuer") != provider.issuer:
        raise ProviderTrouble("it calls itself something else")
    if not all(is_safe_address(about.get(each)) for each in addresses):
        raise ProviderTrouble("an address is not safe")
    about["keys"] = _fetched(about["jwks_uri"])
    _known[provider.issuer] = (time.monotonic(), about)
    return about


def _fetched(address: str) -> dict[str, Any]:
    import requests  # noqa: PLC0415 - heavy, see above

    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as trouble:
        raise ProviderTrouble(type(trouble).__name__) from None
    if not isinstance(found, dict):
        raise ProviderTrouble("no object")
    return found
