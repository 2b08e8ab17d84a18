"""Access tokens signed with the system's own key, and API keys: right ones and every kind of wrong one."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import OKPAlgorithm

from atende_contracts.ids import uuid7
from atende_platform.identity.api_keys import id_of, new_key
from atende_sandbox.settings import Settings

Json = dict[str, Any]


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _joined(header: object, claims: object) -> str:
    return f"{_b64(json.dumps(header).encode())}.{_b64(json.dumps(claims).encode())}"


class Mint:
    """Signs as auth does: with the first key of its key file."""

    def __init__(self, settings: Settings) -> None:
        self.jwk: Json = json.loads((settings.secrets / "jwt-keys.json").read_text())["keys"][0]
        key = OKPAlgorithm.from_jwk(self.jwk)
        assert isinstance(key, Ed25519PrivateKey)
        self.key = key

    @property
    def header(self) -> Json:
        return {"alg": "EdDSA", "typ": "at+jwt", "kid": self.jwk["kid"]}

    def claims(self, *, company_id: str, user_id: str = "", role: str = "owner", **changed: Any) -> Json:
        """Return what a token says; a claim changed to None is left out."""
        now = int(time.time())
        claims = {
            "iss": "atendechat",
            "aud": "atendechat-api",
            "iat": now,
            "exp": now + 600,
            "jti": str(uuid7()),
            "sub": user_id or str(uuid7()),
            "sid": str(uuid7()),
            "company_id": company_id,
            "role": role,
            **changed,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims: Json, *, key: Ed25519PrivateKey | None = None, **header: Any) -> str:
        """Return a signed token; a header changed to None is left out."""
        changed = {name: value for name, value in {**self.header, **header}.items() if value is not None}
        signed = _joined(changed, claims)
        return f"{signed}.{_b64((key or self.key).sign(signed.encode()))}"

    def token(self, **claims: Any) -> str:
        """Return a token in which nothing is wrong but what is asked for."""
        return self.sign(self.claims(**claims))

    def hs256(self, claims: Json, secret: bytes) -> str:
        """Return a token whose HMAC takes something public for its secret."""
        signed = _joined({**self.header, "alg": "HS256"}, claims)
        return f"{signed}.{_b64(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    def public(self, encoding: Encoding, form: PublicFormat) -> bytes:
        return self.key.public_key().public_bytes(encoding, form)


def _own_key_inside(mint: Mint, claims: Json) -> str:
    key = Ed25519PrivateKey.generate()
    jwk = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return mint.sign(claims, key=key, jwk={**jwk, "kid": mint.jwk["kid"]})


def _other_company_pasted_in(mint: Mint, claims: Json) -> str:
    _, _, signature = mint.sign(claims).split(".")
    return f"{_joined(mint.header, {**claims, 'company_id': str(uuid7())})}.{signature}"


def _same_signature_again(mint: Mint, claims: Json) -> str:
    """Return a token whose signature has L added to its S: the curve's equation holds for both."""
    signed, _, signature = mint.sign(claims).rpartition(".")
    data = base64.urlsafe_b64decode(signature + "==")
    scalar = int.from_bytes(data[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    return f"{signed}.{_b64(data[:32] + scalar.to_bytes(32, 'little'))}"


def _role_twice(mint: Mint, claims: Json) -> str:
    twice = json.dumps(claims)[:-1] + ', "role": "owner"}'
    signed = f"{_b64(json.dumps(mint.header).encode())}.{_b64(twice.encode())}"
    return f"{signed}.{_b64(mint.key.sign(signed.encode()))}"


DEFECTS: Final[dict[str, Callable[[Mint, Json], str]]] = {
    "garbage": lambda _, __: "garbage",
    "three times garbage": lambda _, __: "a.b.c",
    "no signature": lambda mint, claims: mint.sign(claims).rpartition(".")[0] + ".",
    "alg none": lambda mint, claims: _joined({**mint.header, "alg": "none"}, claims) + ".",
    "alg none, signed": lambda mint, claims: mint.sign(claims, alg="none"),
    "HS256 with the public key, raw": lambda mint, claims: mint.hs256(
        claims, mint.public(Encoding.Raw, PublicFormat.Raw)
    ),
    "HS256 with the public key, PEM": lambda mint, claims: mint.hs256(
        claims, mint.public(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    ),
    "HS256 with the public key, as published": lambda mint, claims: mint.hs256(
        claims, mint.jwk["x"].encode()
    ),
    "alg nOnE": lambda mint, claims: _joined({**mint.header, "alg": "nOnE"}, claims) + ".",
    "alg of another curve": lambda mint, claims: mint.sign(claims, alg="ES256"),
    "alg RSA": lambda mint, claims: mint.sign(claims, alg="RS256"),
    "HS256 with the public key, JWK": lambda mint, claims: mint.hs256(
        claims, json.dumps({name: mint.jwk[name] for name in ("crv", "kty", "x")}).encode()
    ),
    "kid that is a path": lambda mint, claims: mint.sign(claims, kid="../../dev/null"),
    "kid that is SQL": lambda mint, claims: mint.sign(claims, kid="' UNION SELECT 'x' --"),
    "kid that is huge": lambda mint, claims: mint.sign(claims, kid="k" * 2000),
    "kid that is no text": lambda mint, claims: mint.sign(claims, kid=[mint.jwk["kid"]]),
    "unknown kid": lambda mint, claims: mint.sign(claims, kid="nobody"),
    "no kid": lambda mint, claims: mint.sign(claims, kid=None),
    "another's key": lambda mint, claims: mint.sign(claims, key=Ed25519PrivateKey.generate()),
    "another's key, carried inside": _own_key_inside,
    "company changed after signing": _other_company_pasted_in,
    "missing typ": lambda mint, claims: mint.sign(claims, typ=None),
    "an id token": lambda mint, claims: mint.sign(claims, typ="JWT"),
    "critical extension": lambda mint, claims: mint.sign(claims, crit=["exp"]),
    "payload beside the token": lambda mint, claims: mint.sign(claims, b64=False, crit=["b64"]),
    "role said twice": _role_twice,
    "the curve's other signature": _same_signature_again,
    "padded": lambda mint, claims: mint.sign(claims) + "==",
    "too long": lambda mint, claims: mint.sign({**claims, "padding": "x" * 4096}),
    "several audiences": lambda mint, claims: mint.sign({**claims, "aud": ["other", "atendechat-api"]}),
    "not yet": lambda mint, claims: mint.sign({**claims, "nbf": int(time.time()) + 60}),
    "expired": lambda mint, claims: mint.sign({**claims, "iat": 1, "exp": int(time.time()) - 60}),
    "issued tomorrow": lambda mint, claims: mint.sign({**claims, "iat": int(time.time()) + 86400}),
    "wrong audience": lambda mint, claims: mint.sign({**claims, "aud": "somebody-else"}),
    "wrong issuer": lambda mint, claims: mint.sign({**claims, "iss": "https://evil.test"}),
    "unknown role": lambda mint, claims: mint.sign({**claims, "role": "root"}),
    "no role": lambda mint, claims: mint.sign({k: v for k, v in claims.items() if k != "role"}),
    "no company": lambda mint, claims: mint.sign({k: v for k, v in claims.items() if k != "company_id"}),
    "a company that is none": lambda mint, claims: mint.sign({**claims, "company_id": "%"}),
    "header nested too deeply": lambda _, __: _b64(b"[" * 2900) + ".e30.AA",
    "claims that are no object": lambda mint, _: mint.sign([]),  # type: ignore[arg-type]
}
"""By what is wrong: a function from right claims to a token that must be refused."""

KEY_DEFECTS: Final[dict[str, Callable[[str], str]]] = {
    "wrong secret": lambda key: new_key(id_of(key)),
    "unknown id": lambda _: new_key(uuid7()),
    "cut": lambda key: key[:-1],
    "a typo": lambda key: key[:-10] + ("B" if key[-10] == "A" else "A") + key[-9:],
    "lengthened": lambda key: key + "A",
    "prefix only": lambda _: "atk_",
}
"""By what is wrong: a function from a right API key to one that must be refused."""
