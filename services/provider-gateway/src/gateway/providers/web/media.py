"""Files of customers: fetched from WhatsApp's servers, and decrypted as they come, never all at once.

It is ``AES-256-CBC(file) | first 10 bytes of HMAC-SHA256(iv | encrypted)``, by keys derived of the message's.
The host is a setting of ours and no redirect is followed: a message says only what is asked of it there.
"""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7
from yarl import URL

from gateway.domain.channels import ChannelAccess
from gateway.domain.media import MediaFault, MediaLocation
from gateway.providers.transport import Transport
from gateway.providers.web.files import FilePlace, unseal
from gateway.sealing import Sealer

_MAC_BYTES: Final = 10
_BLOCK_BITS: Final = 128
_GONE: Final = frozenset({404, 410})
_HEADERS: Final = {"Origin": "https://web.whatsapp.com"}


@dataclass(frozen=True, slots=True)
class EncryptedLocation(MediaLocation):
    """Where a file is, with what decrypts it."""

    place: FilePlace | None = None

    def __repr__(self) -> str:
        return f"EncryptedLocation({self.size} bytes)"


class Keys(NamedTuple):
    """What encrypts one file."""

    iv: bytes
    cipher: bytes
    mac: bytes


def derive(place: FilePlace) -> Keys:
    """Return the keys of a file, derived of the one in its message."""
    info = f"WhatsApp {place.purpose} Keys".encode()
    expanded = HKDF(algorithm=SHA256(), length=112, salt=None, info=info).derive(place.key)
    return Keys(expanded[:16], expanded[16:48], expanded[48:80])


class WebMedia:
    """The files of WhatsApp Web's messages, at one host."""

    def __init__(self, transport: Transport, sealer: Sealer, *, base: str) -> None:
        self._transport = transport
        self._sealer = sealer
        self._base = base.rstrip("/")
        self._origin = URL(self._base).origin()

    async def location(self, channel: ChannelAccess, provider_media_id: str) -> MediaLocation:
        """Return where a file is. ``provider_media_id`` is its sealed place. Raises `MediaFault`."""
        try:
            place = unseal(provider_media_id, self._sealer, channel.company_id, channel.channel_id)
            url = URL(self._base + place.path, encoded=True)
            if url.origin() != self._origin:
                raise ValueError("not a path of the host")
        except ValueError as error:
            raise MediaFault("gone", str(error), final=True) from None
        return EncryptedLocation(str(url), size=place.size, place=place)

    @asynccontextmanager
    async def download(
        self,
        channel: ChannelAccess,
        location: MediaLocation,
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open a file, decrypted. Raises `MediaFault`, also while it is read."""
        if not isinstance(location, EncryptedLocation) or location.place is None:
            raise MediaFault("gone", "no file of WhatsApp Web", final=True)
        url = URL(location.url, encoded=True)
        try:
            async with self._transport.stream(url, headers=_HEADERS) as (status, chunks):
                if 300 <= status < 400:
                    raise MediaFault("untrusted_host", "a redirect")
                if status in _GONE:
                    # The phone could bring it there once more; nobody asks it to.
                    raise MediaFault("gone", f"HTTP {status}", final=True)
                if status != 200:
                    raise MediaFault("refused" if status in (401, 403) else "unavailable", f"HTTP {status}")
                yield decrypted(chunks, derive(location.place))
        except (aiohttp.ClientError, OSError) as error:
            raise _broken(error) from error


async def decrypted(chunks: AsyncIterator[bytes], keys: Keys) -> AsyncIterator[bytes]:
    """Yield what an encrypted file says. Raises `MediaFault`, at its end if it is not what it should be.

    What was yielded until then may be anything: the caller drops it when this raises.
    """
    cipher = Cipher(AES(keys.cipher), CBC(keys.iv)).decryptor()
    mac = hmac.new(keys.mac, keys.iv, "sha256")
    padding = PKCS7(_BLOCK_BITS).unpadder()
    held = b""
    try:
        async for chunk in chunks:
            held += chunk
            encrypted, held = held[:-_MAC_BYTES], held[-_MAC_BYTES:]
            mac.update(encrypted)
            if plain := padding.update(cipher.update(encrypted)):
                yield plain
    except (aiohttp.ClientError, OSError) as error:
        raise _broken(error) from error
    if not hmac.compare_digest(mac.digest()[:_MAC_BYTES], held):
        raise MediaFault("damaged", "not what its key signs")
    try:
        last = padding.update(cipher.finalize()) + padding.finalize()
    except ValueError as error:
        raise MediaFault("damaged", str(error)) from None
    if last:
        yield last


def _broken(error: Exception) -> MediaFault:
    return MediaFault("unavailable", f"{type(error).__name__}: {error}"[:300])
