"""What auth says through Redis about rights, signed: anyone who can write to Redis can grant nothing.

A statement is a JWS with the key that signs access tokens, so that every process can verify it by the key set
that auth publishes, and rotating that key needs nothing more. Its type names what it says, so that neither a
token nor another kind of statement passes for it. It says when it was made and expires soon: an old one that
is put back is good for no longer than that.
"""

import time
from collections.abc import Mapping
from typing import Any, Final, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt import PyJWK

from atende_platform.errors import Unauthenticated

_ALGORITHM: Final = "EdDSA"
_LEEWAY_SECONDS: Final = 5


class Signer(Protocol):
    """Auth's signing key as it now is."""

    @property
    def key_id(self) -> str: ...
    @property
    def signer(self) -> Ed25519PrivateKey: ...


class Keys(Protocol):
    """The public keys that auth publishes."""

    async def get(self, key_id: str) -> PyJWK: ...


class NotAStatement(Exception):
    """Auth did not say this, or not lately."""


def sign(signer: Signer, kind: str, claims: Mapping[str, Any], *, seconds: float) -> bytes:
    """Return a statement that is good for ``seconds``."""
    now = int(time.time())
    return jwt.encode(
        {**claims, "iat": now, "exp": now + int(seconds)},
        signer.signer,
        algorithm=_ALGORITHM,
        headers={"kid": signer.key_id, "typ": _type(kind)},
    ).encode()


async def verify(keys: Keys, kind: str, statement: bytes) -> dict[str, Any]:
    """Return the claims of a statement. Raises `NotAStatement`, and `Unavailable` while no key is known."""
    try:
        header = jwt.get_unverified_header(statement)
        if header.get("typ") != _type(kind) or "crit" in header or not isinstance(header.get("kid"), str):
            raise NotAStatement(f"not of the kind {kind}")
        claims: dict[str, Any] = jwt.decode(
            statement,
            await keys.get(header["kid"]),
            algorithms=[_ALGORITHM],
            leeway=_LEEWAY_SECONDS,
            options={"require": ["iat", "exp"], "verify_aud": False},
        )
    except Unauthenticated:
        raise NotAStatement("signed with an unknown key") from None
    except (jwt.PyJWTError, ValueError) as error:
        raise NotAStatement(repr(error)) from None
    return claims


def _type(kind: str) -> str:
    return f"atende-{kind}+jwt"
