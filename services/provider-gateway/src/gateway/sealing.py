"""Seals secrets for the database: AES-256-GCM, bound to the row they belong to.

A sealed value is ``key id (4 bytes) | nonce (12) | ciphertext and tag``. The row's identity is
authenticated with it, so that a value copied into another company's or channel's row does not open.
"""

import hashlib
import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12


class SealBroken(Exception):
    """The value was sealed with a key we do not have, for another row, or was changed."""


class Sealer:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])

    def seal(self, secret: str, *, company_id: UUID, channel_id: UUID, kind: str) -> bytes:
        """Return the sealed form of a credential."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(
            nonce, secret.encode(), _row(company_id, channel_id, kind)
        )
        return self._current + nonce + sealed

    def open(self, sealed: bytes, *, company_id: UUID, channel_id: UUID, kind: str) -> str:
        """Return the credential. Raises `SealBroken`."""
        cipher = self._ciphers.get(sealed[:_ID_BYTES])
        nonce, ciphertext = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        if cipher is None:
            raise SealBroken("sealed with an unknown key")
        try:
            return cipher.decrypt(nonce, ciphertext, _row(company_id, channel_id, kind)).decode()
        except (InvalidTag, ValueError):
            raise SealBroken("not sealed for this row, or damaged") from None


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"gateway key id" + key).digest()[:_ID_BYTES]


def _row(company_id: UUID, channel_id: UUID, kind: str) -> bytes:
    return f"{company_id}|credentials|{channel_id}|{kind}".encode()
