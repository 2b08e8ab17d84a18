"""Seals secrets for the database: AES-256-GCM, bound to the row they belong to.

A sealed value is ``key id (4 bytes) | nonce (12) | ciphertext and tag``. The row's identity is
authenticated with it, so that a value copied into another row does not open.
"""

import base64
import binascii
import hashlib
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12


class SealBroken(Exception):
    """The value was sealed with a key we do not have, for another row, or was changed."""


class Sealer:
    """Seals with the first key, opens with any. ``row`` says which row, and what in it, a value is of."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])

    @property
    def mark(self) -> bytes:
        """What every value begins with that was sealed with the first key."""
        return self._current

    def seal(self, secret: str, *, row: str) -> bytes:
        """Return the sealed form of a secret."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, secret.encode(), row.encode())
        return self._current + nonce + sealed

    def open(self, sealed: bytes, *, row: str) -> str:
        """Return the secret. Raises `SealBroken`."""
        cipher = self._ciphers.get(sealed[:_ID_BYTES])
        nonce, ciphertext = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        if cipher is None:
            raise SealBroken("sealed with an unknown key")
        try:
            return cipher.decrypt(nonce, ciphertext, row.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealBroken("not sealed for this row, or damaged") from None


def keys_of(setting: str, current: str, previous: str) -> tuple[bytes, ...]:
    """Return the keys of a setting, and of the one with those before it, a list with commas; current first.

    Raises ValueError, which names the setting, unless each is `KEY_BYTES` in base64. An empty one has none.
    """
    return tuple(
        _key_bytes(setting, text.strip()) for text in (current, *previous.split(",")) if text.strip()
    )


def _key_bytes(setting: str, text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{setting} must be {KEY_BYTES} bytes in base64")
    return key


def _key_id(key: bytes) -> bytes:
    # The label is in every value that is stored, no matter which service sealed it: it stays as it is.
    return hashlib.sha256(b"gateway key id" + key).digest()[:_ID_BYTES]
