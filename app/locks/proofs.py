"""Passkeys: what a browser is asked to make or show, and whether what it shows is right.

The package that knows how is heavy and seldom needed, so it is loaded at the first use.
No database here.
"""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_CREDENTIAL = 20_000
LONGEST_ID = 1_400  # 1023 bytes, as text


@dataclass(frozen=True)
class Site:
    """Where a passkey works: it never answers to any other name, so it cannot be caught there."""

    name: str
    host: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """What is stored of a passkey: nothing with which one could sign in."""

    credential_id: str
    public_key: str
    sign_count: int


def options_to_make(
    site: Site, challenge: bytes, *, handle: bytes, email: str, known: Sequence[str]
) -> str:
    """Return what the browser is asked to make: a passkey that names its owner by itself.

    It must ask for face, finger or the device's lock, so that it is two things at once.
    """
    import webauthn as w  # noqa: PLC0415 - heavy, see above
    from webauthn.helpers import structs as s  # noqa: PLC0415

    options = w.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=handle,
        user_name=email,
        challenge=challenge,
        authenticator_selection=s.AuthenticatorSelectionCriteria(
            resident_key=s.ResidentKeyRequirement.REQUIRED,
            user_verification=s.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return str(w.options_to_json(options))


def options_to_show(site: Site, challenge: bytes, *, known: Sequence[str] = ()) -> str:
    """Return what the browser is asked to show: one of the known passkeys, or any of ours."""
    import webauthn as w  # noqa: PLC0415 - heavy, see above
    from webauthn.helpers import structs as s  # noqa: PLC0415

    options = w.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=_descriptors(known),
        user_verification=s.UserVerificationRequirement.REQUIRED,
    )
    return str(w.options_to_json(options))


def made(site: Site, challenge: bytes, credential: str) -> NewPasskey | None:
    """Return the passkey that was made for this challenge, or None when it is not right."""
    import webauthn as w  # noqa: PLC0415 - heavy, see above
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    verified = None
    with contextlib.suppress(*_refusals()):
        verified = w.verify_registration_response(
            credential=_read(credential),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    if verified is None:
        return None
    return NewPasskey(
        bytes_to_base64url(verified.credential_id),
        bytes_to_base64url(verified.credential_public_key),
        verified.sign_count,
    )


def id_of(credential: str) -> str:
    """Return which passkey is shown, unproved so far, or nothing."""
    with contextlib.suppress(ValueError, RecursionError):
        named = _read(credential).get("id")
        if isinstance(named, str) and named.isascii() and len(named) <= LONGEST_ID:
            return named.rstrip("=")
    return ""


def shown(
    site: Site, challenge: bytes, credential: str, *, public_key: str, sign_count: int
) -> int | None:
    """Return how often a passkey was used, when it is shown rightly; else None."""
    import webauthn as w  # noqa: PLC0415 - heavy, see above
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415

    with contextlib.suppress(*_refusals()):
        return int(
            w.verify_authentication_response(
                credential=_read(credential),
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            ).new_sign_count
        )
    return None


def _read(credential: str) -> dict[str, Any]:
    if len(credential) > LONGEST_CREDENTIAL:
        raise ValueError("No passkey is so long.")
    read = json.loads(credential)
    if not isinstance(read, dict):
        raise ValueError("A passkey is an object.")
    return read


def _refusals() -> tuple[type[Exception], ...]:
    """Return what the package raises for a wrong passkey, and for what is none at all."""
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    return (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def _descriptors(known: Sequence[str]) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known]
