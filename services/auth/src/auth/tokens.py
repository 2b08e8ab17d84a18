"""Tokens: the signing keys and their file, access tokens, and the cryptography of refresh tokens.

The key file is ``{"keys": [private JWK, …]}``. The first key signs; all are published. The second
waits to become the first: verifiers know it long before anything is signed with it, so a rotation
is never noticed by a client. Keys with ``retired_at`` are published until the last token that
they signed has expired.
"""

import base64
import hashlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import jwt
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.algorithms import OKPAlgorithm
from jwt.utils import base64url_decode

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.identity.tokens import ALGORITHM, TOKEN_TYPE
from atende_platform.process.secret_settings import key_bytes_weakness

log = structlog.get_logger(__name__)

_PUBLIC_MEMBERS: Final = ("kty", "crv", "x", "kid", "use", "alg")
_REFRESH_PREFIX: Final = "art_"  # Lets scanners of repositories and logs recognise a leaked one.
_LINK_PREFIX: Final = "alt_"
INSTALLATION_PREFIX: Final = "ait_"
_REFRESH_BYTES: Final = 32
_NONCE_BYTES: Final = 12

Jwk = dict[str, Any]


class KeyFileError(Exception):
    """The key file is missing or is not what `init_keys` writes."""


# --- the key file ----------------------------------------------------------------------------


def init_keys(path: Path) -> bool:
    """Create the key file, readable by its owner only, unless it exists; return whether it was created."""
    try:
        _write(path, [_new_jwk(), _new_jwk()], replace=False)
    except FileExistsError:
        read_keys(path)
        return False
    return True


def rotate_keys(path: Path, *, retired_for: float) -> str:
    """Let the waiting key sign from now on, and make a new one wait; return the id of the new signer.

    The key that signed so far stays published for at least ``retired_for`` seconds: the longest
    life of what it signed.
    """
    keys = rotated(read_keys(path), retired_for=retired_for)
    replace_keys(path, keys)
    return str(keys[0]["kid"])


def rotated(keys: Sequence[Jwk], *, retired_for: float) -> list[Jwk]:
    """Return the keys of a file after a rotation, as `rotate_keys` says it; the first one signs."""
    now = int(time.time())
    retired = [key for key in keys[1:] if "retired_at" in key and key["retired_at"] + retired_for > now]
    waiting = [key for key in keys[1:] if "retired_at" not in key] or [_new_jwk()]
    return [*waiting, _new_jwk(), {**keys[0], "retired_at": now}, *retired]


def replace_keys(path: Path, keys: Sequence[Jwk]) -> None:
    """Write the key file anew; services read it within seconds."""
    _write(path, keys, replace=True)


def read_keys(path: Path) -> list[Jwk]:
    """Return the private JWKs of the file. Raises `KeyFileError`."""
    try:
        keys: list[Jwk] = json.loads(path.read_text(encoding="utf-8"))["keys"]
        for key in keys:
            if not key["kid"] or not isinstance(OKPAlgorithm.from_jwk(key), Ed25519PrivateKey):
                raise ValueError("a key without kid, or not a private Ed25519 key")
            if weakness := key_bytes_weakness(base64url_decode(key["d"])):
                raise ValueError(f"the key {key['kid']} {weakness}")
    except FileNotFoundError:
        raise KeyFileError(f"{path} is missing: run `python -m auth keys init`") from None
    except (OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
        raise KeyFileError(f"{path} is not a file of signing keys: {error!r}") from error
    if not keys:
        raise KeyFileError(f"{path} holds no key")
    return keys


def _new_jwk() -> Jwk:
    jwk: Jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    # RFC 7638: the id is the hash of the public key's required members.
    required = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(required.encode()).digest())
    return {
        "kty": jwk["kty"],
        "crv": jwk["crv"],
        "x": jwk["x"],
        "d": jwk["d"],
        "kid": thumbprint.decode().rstrip("="),
        "use": "sig",
        "alg": ALGORITHM,
    }


def _write(path: Path, keys: Sequence[Jwk], *, replace: bool) -> None:
    """Write the whole file or nothing: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"keys": keys}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            temporary.replace(path)
        else:
            path.hardlink_to(temporary)  # Unlike a rename, this fails when another was faster.
    finally:
        temporary.unlink(missing_ok=True)


class SigningKeys:
    """The keys of the file as they now are. `reload` it every few seconds.

    Raises `KeyFileError` when it cannot be read at first; later it keeps what it has.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _state_of(path)
        self._adopt(read_keys(path))

    def reload(self) -> bool:
        """Read the file again if it was changed; return whether the keys were replaced."""
        seen = _state_of(self._path)
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            self._adopt(read_keys(self._path))
        except KeyFileError as error:
            log.error("signing_keys.not_reloaded", error=str(error))
            return False
        log.info("signing_keys.reloaded", key_id=self.key_id)
        return True

    def _adopt(self, keys: list[Jwk]) -> None:
        signer = OKPAlgorithm.from_jwk(keys[0])
        if not isinstance(signer, Ed25519PrivateKey):
            raise AssertionError("read_keys lets only private keys through")
        self.signer = signer
        self.key_id = str(keys[0]["kid"])
        self.document: dict[str, Any] = {
            "keys": [
                {
                    "use": "sig",
                    "alg": ALGORITHM,
                    **{name: key[name] for name in _PUBLIC_MEMBERS if name in key},
                }
                for key in keys
            ]
        }


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when the file does; a secret mounted by Kubernetes changes its inode."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


# --- access tokens ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccessTokens:
    """Signs access tokens as `atende_platform.identity.tokens.TokenVerifier` wants them (RFC 9068)."""

    keys: SigningKeys
    issuer: str
    audience: str
    seconds: int

    def issue(
        self, *, company_id: UUID, user_id: UUID, session_id: UUID, role: Role, generation: UUID
    ) -> str:
        """Return a token that speaks for the user for the next ``seconds``."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "iat": now,
            "exp": now + self.seconds,
            "jti": str(uuid7()),
            "sub": str(user_id),
            "sid": str(session_id),
            "company_id": str(company_id),
            "role": str(role),
            "gen": str(generation),
        }
        header = {"kid": self.keys.key_id, "typ": TOKEN_TYPE}
        return jwt.encode(claims, self.keys.signer, algorithm=ALGORITHM, headers=header)


# --- refresh tokens --------------------------------------------------------------------------


def new_refresh_token() -> str:
    """Return an opaque token of 256 random bits."""
    return _REFRESH_PREFIX + secrets.token_urlsafe(_REFRESH_BYTES)


def hash_refresh_token(token: str) -> bytes:
    """Return how the token is stored. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def new_installation_token() -> str:
    """Return an opaque token of 256 random bits for an installation administrator."""
    return INSTALLATION_PREFIX + secrets.token_urlsafe(_REFRESH_BYTES)


def new_link_token() -> str:
    """Return an opaque token of 256 random bits for a link that is sent by e-mail."""
    return _LINK_PREFIX + secrets.token_urlsafe(_REFRESH_BYTES)


def hash_link_token(token: str) -> bytes:
    """Return how the token is stored. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def seal_successor(successor: str, presented: str) -> bytes:
    """Encrypt a successor so that only who presents its predecessor again can be given it again."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_successor_key(presented)).encrypt(nonce, successor.encode(), None)


def open_successor(sealed: bytes, presented: str) -> str:
    """Return what `seal_successor` encrypted. Raises ``ValueError`` for another predecessor."""
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(_successor_key(presented)).decrypt(nonce, ciphertext, None).decode()
    except InvalidTag:
        raise ValueError("sealed with another token") from None


def _successor_key(presented: str) -> bytes:
    # Not derivable from the stored SHA-256 of the token, so the database alone opens nothing.
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"atendechat refresh-token successor v1")
    return derivation.derive(presented.encode())
