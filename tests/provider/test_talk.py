"""What a provider says of somebody is believed only when every part of it is right."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from app.foundation.sign_in_provider import SignInProvider, is_safe_address
from app.provider import talk
from app.settings import Settings, SettingsProblem

NOW = 1_772_445_600
PROVIDER = SignInProvider(
    issuer="https://id.council.example", client_id="portal", client_secret="s" * 32, name="work"
)
KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "two", "alg": "ES256", "use": "sig"})
RIGHT = {
    "iss": PROVIDER.issuer, "aud": "portal", "sub": "mo", "nonce": "n", "iat": NOW, "exp": NOW + 60,
}  # fmt: skip


def about():
    return {"keys": KeySet([KEY, EC]).as_dict(private=False)}


def said(changes=None, *, key=KEY, alg="RS256", kid="one", without=()):
    claims = {
        name: value for name, value in {**RIGHT, **(changes or {})}.items() if name not in without
    }
    return jwt.encode({"alg": alg, "kid": kid}, claims, key, algorithms=[alg])


def subject(token, nonce="n"):
    return talk._subject_in(PROVIDER, about(), token, nonce, NOW)


def test_what_is_right_is_believed():
    assert subject(said()) == "mo"
    assert subject(said(key=EC, alg="ES256", kid="two")) == "mo"
    assert subject(said({"aud": ["portal"], "azp": "portal"})) == "mo"
    assert subject(said({"exp": NOW - 30})) == "mo"  # clocks differ a little


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"}, {"iss": PROVIDER.issuer + "/"}, {"aud": "other"},
        {"aud": ["portal", "other"]}, {"azp": "other"}, {"nonce": "other"}, {"nonce": ""},
        {"exp": NOW - 120}, {"iat": NOW + 3600}, {"sub": ""}, {"sub": "x" * 256}, {"sub": 5},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_claim_is_refused(changes):
    with pytest.raises(talk.ProviderTrouble):
        subject(said(changes))


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "nonce", "exp", "iat"])
def test_a_missing_claim_is_refused(name):
    with pytest.raises(talk.ProviderTrouble):
        subject(said(without=(name,)))


def test_signatures_of_others_are_refused():
    other = RSAKey.generate_key(2048, {"kid": "one"})
    secret = OctKey.import_key(PROVIDER.client_secret)
    unsigned = "eyJhbGciOiJub25lIn0." + said().split(".")[1] + "."
    changed = said().split(".")
    changed[1] = said({"sub": "ada"}).split(".")[1]
    for token in (
        said(key=other), said(key=secret, alg="HS256"), unsigned, ".".join(changed),
        said(kid="three"), "", "x", "a.b.c", "🚌.🚌.🚌",
    ):  # fmt: skip
        with pytest.raises(talk.ProviderTrouble):
            subject(token)


@pytest.mark.parametrize(
    "address", ["http://id.council.example", "ftp://x.y", "//x.y", "x", "", None, 5, "https://"]
)
def test_an_address_where_others_listen_is_refused(address):
    assert not is_safe_address(address)
    assert is_safe_address("https://id.council.example/a")
    assert is_safe_address("http://127.0.0.1:9")


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"}, {"token_endpoint": "http://id.council.example/t"},
        {"jwks_uri": None}, {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)  # fmt: skip
def test_a_provider_that_names_unsafe_addresses_is_refused(monkeypatch, changed):
    base = PROVIDER.issuer
    found = {
        "issuer": base, "token_endpoint": f"{base}/t", "jwks_uri": f"{base}/k",
        "authorization_endpoint": f"{base}/a",
    }  # fmt: skip
    monkeypatch.setattr(talk, "_known", {})
    monkeypatch.setattr(talk, "_fetched", lambda _address: {**found, **changed})
    with pytest.raises(talk.ProviderTrouble):
        talk.way_there(PROVIDER, "https://portal.example/back")


OIDC = {
    "PORTAL_OIDC_ISSUER": "https://id.council.example", "PORTAL_OIDC_CLIENT_ID": "portal",
    "PORTAL_OIDC_CLIENT_SECRET": "a secret of ours",
}  # fmt: skip


def test_settings_name_the_provider_whole_or_not_at_all():
    assert Settings.from_environment({}).provider is None
    provider = Settings.from_environment(OIDC).provider
    assert provider is not None
    assert (provider.name, provider.has_second_factor) == ("my work account", False)
    assert "a secret of ours" not in repr(provider)
    more = {"PORTAL_OIDC_NAME": "Council", "PORTAL_OIDC_HAS_SECOND_FACTOR": "yes"}
    provider = Settings.from_environment(OIDC | more).provider
    assert provider is not None
    assert (provider.name, provider.has_second_factor) == ("Council", True)


@pytest.mark.parametrize("name", OIDC)
def test_half_a_provider_stops_the_start(name):
    with pytest.raises(SettingsProblem):
        Settings.from_environment({each: OIDC[each] for each in OIDC if each != name})


def test_an_unsafe_issuer_stops_the_start():
    with pytest.raises(SettingsProblem, match="https"):
        Settings.from_environment(OIDC | {"PORTAL_OIDC_ISSUER": "http://id.council.example"})
    with pytest.raises(SettingsProblem):
        Settings.from_environment(OIDC | {"PORTAL_OIDC_HAS_SECOND_FACTOR": "perhaps"})
