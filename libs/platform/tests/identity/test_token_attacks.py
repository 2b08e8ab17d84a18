"""Attacks on access tokens: none is believed, and none costs the service more than its refusal."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from atende_contracts.ids import uuid7
from atende_platform.errors import Unauthenticated
from atende_platform.identity.tokens import LEEWAY_SECONDS, KeySet, TokenVerifier
from atende_platform.testing.plugin import KEY_ID, public_jwks, signing_key

NOW: Final = int(time.time())
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""Of Ed25519's group: S and S + L satisfy the same equation, so RFC 8032 §5.1.7 demands S < L."""
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HEADER: Final[dict[str, Any]] = {"alg": "EdDSA", "typ": "at+jwt", "kid": KEY_ID}
CLAIMS: Final[dict[str, Any]] = {
    "iss": "atendechat",
    "aud": "atendechat-api",
    "iat": NOW,
    "exp": NOW + 900,
    "sub": str(uuid7()),
    "sid": str(uuid7()),
    "jti": str(uuid7()),
    "company_id": str(uuid7()),
    "role": "agent",
}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(header: bytes, claims: bytes, sign: Callable[[bytes], bytes] | None = None) -> str:
    """Return a token of exactly these bytes, signed by auth's own key unless another is given."""
    signed = f"{b64(header)}.{b64(claims)}"
    return f"{signed}.{b64((sign or signing_key().sign)(signed.encode()))}"


def forged(
    *, header: dict[str, Any] | None = None, sign: Callable[[bytes], bytes] | None = None, **claims: Any
) -> str:
    """Return a token with these deviations; one that is None is left out."""

    def changed(usual: dict[str, Any], by: dict[str, Any]) -> bytes:
        return json.dumps({k: v for k, v in {**usual, **by}.items() if v is not None}).encode()

    return raw(changed(HEADER, header or {}), changed(CLAIMS, claims), sign)


def with_hmac(secret: bytes, **header: Any) -> str:
    def sign(data: bytes) -> bytes:
        return hmac.digest(secret, data, "sha256")

    return forged(header={"alg": "HS256", **header}, sign=sign)


def _of_the_public_key(form: str) -> bytes:
    key = signing_key().public_key()
    jwk = public_jwks()["keys"][0]
    return {
        "PEM": lambda: key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "PEM without its last newline": lambda: key.public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ).strip(),
        "DER": lambda: key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "raw": lambda: key.public_bytes(Encoding.Raw, PublicFormat.Raw),
        "OpenSSH": lambda: key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "x of the JWK": lambda: str(jwk["x"]).encode(),
        "JWK": lambda: json.dumps(jwk).encode(),
        "JWK, compact": lambda: json.dumps(jwk, separators=(",", ":")).encode(),
        "JWKS": lambda: json.dumps(public_jwks()).encode(),
        "nothing": lambda: b"",
    }[form]()


FORMS: Final = (
    "PEM",
    "PEM without its last newline",
    "DER",
    "raw",
    "OpenSSH",
    "x of the JWK",
    "JWK",
    "JWK, compact",
    "JWKS",
    "nothing",
)


@pytest.fixture
def keys() -> KeySet:
    keys = KeySet("http://127.0.0.1:9/jwks.json", min_interval=3600)
    keys.put(public_jwks())
    keys._tried_at = time.monotonic()  # An unknown key id shall not ask for keys over the network.
    return keys


@pytest.fixture
def verifier(keys: KeySet) -> TokenVerifier:
    return TokenVerifier(keys, issuer="atendechat", audience="atendechat-api")


async def refused(verifier: TokenVerifier, token: str) -> str:
    """Return the code of the refusal, which is the same the second time."""
    with pytest.raises(Unauthenticated) as first:
        await verifier.verify(token)
    with pytest.raises(Unauthenticated) as second:
        await verifier.verify(token)
    assert not verifier._cache
    assert second.value.code == first.value.code
    return first.value.code


async def test_what_the_attacks_deviate_from_is_believed(verifier: TokenVerifier) -> None:
    assert await verifier.verify(forged())


# --- the algorithm ----------------------------------------------------------------------------


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "none ", "", "eddsa", "EdDSA ", "Ed25519"])
@pytest.mark.parametrize("signed", [True, False])
async def test_no_algorithm_but_ours_by_any_spelling(verifier: TokenVerifier, alg: str, signed: bool) -> None:
    token = forged(header={"alg": alg})
    assert await refused(verifier, token if signed else token.rpartition(".")[0] + ".") == "invalid-token"


@pytest.mark.parametrize("alg", [None, 0, True, ["EdDSA"], {"EdDSA": 1}])
async def test_an_algorithm_is_a_text(verifier: TokenVerifier, alg: Any) -> None:
    assert await refused(verifier, forged(header={"alg": alg})) == "invalid-token"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("alg", ["HS256", "EdDSA"])
async def test_what_everybody_can_fetch_is_no_secret(verifier: TokenVerifier, form: str, alg: str) -> None:
    assert await refused(verifier, with_hmac(_of_the_public_key(form), alg=alg)) == "invalid-token"


async def test_another_algorithms_right_signature_is_none(verifier: TokenVerifier) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    primes = rsa.generate_private_key(65537, 2048)
    for alg in ("ES256", "RS256", "PS256", "ES256K", "EdDSA"):
        for key in (curve, primes):
            token = jwt.encode(
                CLAIMS,
                key,
                algorithm="ES256" if key is curve else "RS256",
                headers={"typ": "at+jwt", "kid": KEY_ID},
            )
            assert await refused(verifier, token) == "invalid-token"
            assert await refused(verifier, forged(header={"alg": alg}, sign=_signing(key))) == "invalid-token"


def _signing(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    def sign(data: bytes) -> bytes:
        if isinstance(key, rsa.RSAPrivateKey):
            return RSAAlgorithm(SHA256).sign(data, key)
        return ECAlgorithm(SHA256).sign(data, key)

    return sign


# --- the key ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kid",
    [
        "another",
        "",
        KEY_ID.upper() + "x",
        KEY_ID + "\x00",
        "../../../../dev/null",
        "/proc/self/environ",
        "x' UNION SELECT 'AAAA' --",
        "http://169.254.169.254/latest",
        "|id",
        "k" * 2000,
        "\ud800",
        1,
        0,
        1.5,
        True,
        None,
        [KEY_ID],
        {"kid": KEY_ID},
    ],
)
async def test_a_key_id_is_only_looked_up(verifier: TokenVerifier, kid: Any) -> None:
    assert await refused(verifier, forged(header={"kid": kid})) == "invalid-token"


async def test_no_key_comes_with_the_token(verifier: TokenVerifier) -> None:
    own = Ed25519PrivateKey.generate()
    jwk = {**OKPAlgorithm.to_jwk(own.public_key(), as_dict=True), "kid": "mine", "alg": "EdDSA"}
    for carried in (
        {"jwk": jwk},
        {"jwk": {**jwk, "kid": KEY_ID}},
        {"jku": "http://127.0.0.1:9/mine.json"},
        {"x5u": "http://127.0.0.1:9/mine.pem"},
        {"x5c": [b64(b"certificate")]},
        {"x5t": b64(hashlib.sha256(b"certificate").digest())},
    ):
        for kid in (KEY_ID, "mine"):
            token = forged(header={**carried, "kid": kid}, sign=own.sign)
            assert await refused(verifier, token) == "invalid-token"
        # Nor do they make a right token a wrong one: they are not looked at.
        assert await verifier.verify(forged(header=carried))
        verifier._cache.clear()


async def test_a_key_of_another_kind_in_the_set_verifies_nothing(verifier: TokenVerifier) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    published = json.loads(ECAlgorithm.to_jwk(curve.public_key()))
    secret = {"kty": "oct", "k": b64(b"s" * 32), "kid": "shared"}
    verifier._keys.put({"keys": [*public_jwks()["keys"], {**published, "kid": "curve"}, secret]})
    assert await refused(verifier, forged(header={"kid": "curve"}, sign=_signing(curve))) == "invalid-token"
    assert await refused(verifier, with_hmac(b"s" * 32, kid="shared")) == "invalid-token"


# --- the header -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        {"crit": []},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
        {"crit": ["b64"], "b64": True},
        {"crit": "b64"},
        {"crit": {}},
        {"b64": False},
        {"typ": None},
        {"typ": ""},
        {"typ": "JWT"},
        {"typ": "at+jwt;x=1"},
        {"typ": " at+jwt"},
        {"typ": ["at+jwt"]},
        {"typ": "secevent+jwt"},
    ],
)
async def test_a_header_that_asks_for_more_or_for_something_else(
    verifier: TokenVerifier, header: dict[str, Any]
) -> None:
    assert await refused(verifier, forged(header=header)) == "invalid-token"


async def test_a_detached_payload_is_none(verifier: TokenVerifier) -> None:
    for header in ({"b64": False}, {"b64": False, "crit": ["b64"]}):
        head = b64(json.dumps({**HEADER, **header}).encode())
        signature = b64(signing_key().sign(f"{head}.{json.dumps(CLAIMS)}".encode()))
        assert await refused(verifier, f"{head}..{signature}") == "invalid-token"


# --- JSON -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        (b'{"alg":"none",' + json.dumps(HEADER).encode()[1:], None),
        (json.dumps(HEADER).encode()[:-1] + b',"alg":"EdDSA"}', None),
        (json.dumps(HEADER).encode()[:-1] + b',"\\u006bid":"another"}', None),
        (None, b'{"role":"owner",' + json.dumps(CLAIMS).encode()[1:]),
        (None, json.dumps(CLAIMS).encode()[:-1] + b',"role":"owner"}'),
        (None, json.dumps(CLAIMS).encode()[:-1] + b',"exp":99999999999}'),
        (None, json.dumps(CLAIMS).encode()[:-1] + b',"\\u0063ompany_id":"x"}'),
        (None, b'{"a":{"b":1,"b":2},' + json.dumps(CLAIMS).encode()[1:]),
    ],
)
async def test_a_name_that_comes_twice(
    verifier: TokenVerifier, header: bytes | None, claims: bytes | None
) -> None:
    token = raw(header or json.dumps(HEADER).encode(), claims or json.dumps(CLAIMS).encode())
    assert await refused(verifier, token) == "invalid-token"


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{",
        b"{}{}",
        b"\xff\xfe",
        b"[" * 2500,
        b'{"a":' * 500,
        b"1" * 2900,
        b'\xef\xbb\xbf{"alg":"EdDSA"}',
    ],
)
async def test_what_is_no_object(verifier: TokenVerifier, bad: bytes) -> None:
    for token in (raw(bad, json.dumps(CLAIMS).encode()), raw(json.dumps(HEADER).encode(), bad)):
        assert await refused(verifier, token) == "invalid-token"


# --- the claims -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        (claim, value)
        for claim in CLAIMS
        for value in (None, "", [], {}, "\x00", "x" * 500)
        if claim != "jti" or not isinstance(value, str)  # Any text is an id.
    ],
)
async def test_a_claim_that_is_missing_or_none(verifier: TokenVerifier, claim: str, value: Any) -> None:
    assert await refused(verifier, forged(**{claim: value})) == "invalid-token"
    if value is None:
        explicit = json.dumps({**CLAIMS, claim: None}).encode()
        assert await refused(verifier, raw(json.dumps(HEADER).encode(), explicit)) == "invalid-token"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.test"},
        {"iss": "atendechat/"},
        {"iss": "ATENDECHAT"},
        {"iss": ["atendechat"]},
        {"iss": 1},
        {"aud": "another-api"},
        {"aud": "atendechat"},
        {"aud": ["another-api"]},
        {"aud": ["atendechat-api"]},
        {"aud": ["another-api", "atendechat-api"]},
        {"aud": {"atendechat-api": 1}},
        {"aud": 1},
        {"role": "root"},
        {"role": "OWNER"},
        {"role": "owner "},
        {"role": ["owner"]},
        {"role": 1},
        {"company_id": "1"},
        {"company_id": "*"},
        {"company_id": "00000000-0000-0000-0000-00000000000g"},
        {"company_id": "' OR 1=1 --"},
        {"company_id": 1},
        {"company_id": [CLAIMS["company_id"]]},
        {"sub": 1},
        {"sub": "maria@empresa.test"},
        {"sid": "1"},
        {"jti": 1},
        {"exp": "never"},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"exp": [NOW + 900]},
        {"iat": "now"},
        {"iat": float("inf")},
        {"nbf": "now"},
        {"nbf": [NOW]},
    ],
)
async def test_a_claim_of_another_world(verifier: TokenVerifier, claims: dict[str, Any]) -> None:
    assert await refused(verifier, forged(**claims)) == "invalid-token"


# --- time -------------------------------------------------------------------------------------


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock of everything that reads one here."""

    def to(moment: float) -> None:
        class Then(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.fromtimestamp(moment, tz or UTC)

        monkeypatch.setattr("jwt.api_jwt.datetime", Then)
        monkeypatch.setattr(time, "time", lambda: moment)

    return to


@pytest.mark.parametrize("already_known", [True, False])
@pytest.mark.parametrize(
    ("late", "code"), [(-1, None), (-0.001, None), (0, "token-expired"), (1, "token-expired")]
)
async def test_a_token_expires_at_its_moment_whether_it_is_known_or_not(
    verifier: TokenVerifier,
    at: Callable[[float], None],
    already_known: bool,
    late: float,
    code: str | None,
) -> None:
    token = forged(exp=NOW + 100)
    if already_known:
        at(NOW + 99)
        await verifier.verify(token)
    at(NOW + 100 + LEEWAY_SECONDS + late)
    if code is None:
        await verifier.verify(token)
    else:
        with pytest.raises(Unauthenticated) as raised:
            await verifier.verify(token)
        assert raised.value.code == code


@pytest.mark.parametrize("claim", ["iat", "nbf"])
@pytest.mark.parametrize(("early", "believed"), [(-1, True), (0, True), (0.001, False), (1, False)])
async def test_a_token_begins_at_its_moment(
    verifier: TokenVerifier, at: Callable[[float], None], claim: str, early: float, believed: bool
) -> None:
    at(NOW + 50 - LEEWAY_SECONDS - early)
    token = forged(**{claim: NOW + 50})
    if believed:
        await verifier.verify(token)
    else:
        assert await refused(verifier, token) == "invalid-token"


async def test_an_expired_token_whose_signature_is_wrong_is_just_wrong(verifier: TokenVerifier) -> None:
    """Else the answer would tell whether made-up claims are old."""
    other = Ed25519PrivateKey.generate()
    assert await refused(verifier, forged(exp=1, sign=other.sign)) == "invalid-token"


# --- the spelling -----------------------------------------------------------------------------


async def test_one_token_has_one_spelling(verifier: TokenVerifier) -> None:
    token = forged()
    head, claims, signature = token.split(".")
    assert len(signature) == 86
    same_bytes = signature[:-1] + ALPHABET[ALPHABET.index(signature[-1]) + 1]
    assert base64.urlsafe_b64decode(same_bytes + "==") == base64.urlsafe_b64decode(signature + "==")
    for other in (
        f"{head}.{claims}.{same_bytes}",
        token + "=",
        token + "==",
        f"{head}=.{claims}.{signature}",
        f"{head}.{claims}=.{signature}",
        f"{head}.{claims}.{signature}.",
        f".{token}",
        f"{head}..{claims}.{signature}",
        token + "\n",
        " " + token,
        f"{head}.{claims}\n.{signature}",
        f"{head}.{claims}.{signature[:40]}!{signature[40:]}",
        f"{head}.{claims}.{signature.replace('-', '+').replace('_', '/')}A",
        token + "\x00",
        token.replace(".", "\u2024"),
        token[:-1] + chr(ord(token[-1]) + 0xFEE0),
    ):
        assert await refused(verifier, other) == "invalid-token", other


async def test_the_other_signature_that_the_curve_allows_is_refused(verifier: TokenVerifier) -> None:
    signed, _, signature = forged().rpartition(".")
    data = base64.urlsafe_b64decode(signature + "==")
    scalar = int.from_bytes(data[32:], "little")
    for times in range(1, 16):
        other = scalar + times * ORDER
        if other < 2**256:
            token = f"{signed}.{b64(data[:32] + other.to_bytes(32, 'little'))}"
            assert await refused(verifier, token) == "invalid-token"


@pytest.mark.parametrize(
    "point", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32, b"\xec" + b"\xff" * 30 + b"\x7f"]
)
async def test_points_of_small_order_sign_nothing(verifier: TokenVerifier, point: bytes) -> None:
    signed = forged(role="owner").rpartition(".")[0]
    assert await refused(verifier, f"{signed}.{b64(point + bytes(32))}") == "invalid-token"


async def test_a_token_of_more_than_4096_characters_is_not_read(
    verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = ""
    for size in range(2500, 3500):
        token = forged(padding="x" * size)
        if len(token) <= 4096:
            longest = token
    assert len(longest) > 4090
    assert await verifier.verify(longest)
    verifier._cache.clear()

    def unwanted(_: str) -> bytes:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("atende_platform.identity.tokens.base64url_decode", unwanted)
    assert await refused(verifier, forged(padding="x" * 3500)) == "invalid-token"
    assert await refused(verifier, "A" * 10_000_000) == "invalid-token"
    assert await refused(verifier, ("." * 5000) + "A" * 86) == "invalid-token"


# --- any change at all ------------------------------------------------------------------------

VALID: Final = forged()


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Return the valid token with characters changed, cut, doubled, moved or put in."""
    token = VALID
    for _ in range(draw(st.integers(1, 3))):
        first, last = sorted((draw(st.integers(0, len(token))), draw(st.integers(0, len(token)))))
        piece = token[first:last]
        new = draw(
            st.one_of(
                st.sampled_from(["", piece + piece, piece[::-1], piece.swapcase(), "=", "."]),
                st.text(ALPHABET + ".=", max_size=5),
                st.text(max_size=5),
            )
        )
        token = token[:first] + new + token[last:]
    return token


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(token=mutations())
async def test_no_mutation_of_a_valid_token_verifies(verifier: TokenVerifier, token: str) -> None:
    verifier._cache.clear()
    if token == VALID:
        await verifier.verify(token)
    else:
        assert await refused(verifier, token) == "invalid-token"


async def test_no_single_character_of_a_valid_token_can_be_another(verifier: TokenVerifier) -> None:
    for place, character in enumerate(VALID):
        for other in {ALPHABET[0], ALPHABET[1], ALPHABET[-1], ".", "=", character.swapcase()} - {character}:
            changed = VALID[:place] + other + VALID[place + 1 :]
            with pytest.raises(Unauthenticated):
                await verifier.verify(changed)
