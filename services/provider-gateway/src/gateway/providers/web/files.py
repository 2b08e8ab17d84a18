"""Where a message's file is at WhatsApp, and the key to it: sealed, as long as nobody fetches it.

What WhatsApp's servers keep is encrypted; the key comes with the message. Both together are an event's
``media_place``, which is stored and published without anybody but the gateway being able to open it.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from atende_contracts.bounds import MAX_MEDIA_PLACE
from gateway.providers.reading import Json, get
from gateway.sealing import SealBroken, Sealer

KEY_BYTES: Final = 32
MAX_PATH: Final = 560
"""Characters; those that WhatsApp gives have about 200. Sealed it fits into `MAX_MEDIA_PLACE`."""
_PATH: Final = re.compile(rf"/[A-Za-z0-9_.~%!$&'()*+,;=:@/?-]{{1,{MAX_PATH - 1}}}")
_URL: Final = re.compile(r"https://[a-z0-9.-]{1,100}(/.*)", re.DOTALL)
_PURPOSES: Final = {
    "image": "Image",
    "sticker": "Image",
    "video": "Video",
    "audio": "Audio",
    "document": "Document",
}
"""What WhatsApp calls the kinds of files where it derives the keys of one."""
_KIND: Final = "file"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file at WhatsApp: where it is on its servers, and how it is decrypted."""

    purpose: str
    key: bytes
    path: str
    """With the query that lets it be fetched."""
    size: int | None = None
    """Of the file itself, as its sender says."""


def read_place(section: Json, kind: str) -> FilePlace | None:
    """Return where a message's file of a kind is; None when the message does not tell."""
    key, path = _bytes(section.get("mediaKey")), section.get("directPath")
    if not isinstance(path, str) or not path:
        path = _path_of(section.get("url"))
    if key is None or len(key) != KEY_BYTES or not isinstance(path, str):
        return None
    if not _PATH.fullmatch(path) or path.startswith("//"):
        return None
    return FilePlace(_PURPOSES[kind], key, path, number(section.get("fileLength")))


def seal(place: FilePlace, sealer: Sealer, company_id: UUID, channel_id: UUID) -> str:
    """Return a place as a text that says nothing without our key."""
    size = "" if place.size is None else str(place.size)
    told = "\n".join((place.purpose, size, base64.b64encode(place.key).decode(), place.path))
    sealed = sealer.seal(told, company_id=company_id, channel_id=channel_id, kind=_KIND)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(sealed_place: str, sealer: Sealer, company_id: UUID, channel_id: UUID) -> FilePlace:
    """Return a place that was sealed. Raises ``ValueError`` for what is none of this channel's."""
    if len(sealed_place) > MAX_MEDIA_PLACE:
        raise ValueError("too long")
    try:
        sealed = base64.urlsafe_b64decode(sealed_place + "=" * (-len(sealed_place) % 4))
        told = sealer.open(sealed, company_id=company_id, channel_id=channel_id, kind=_KIND)
    except (binascii.Error, SealBroken) as error:
        raise ValueError(str(error)) from None
    purpose, size, key, path = told.split("\n")
    return FilePlace(purpose, base64.b64decode(key), path, int(size) if size else None)


def name_of_file(place: FilePlace) -> str:
    """Return what a file is called by: the same for the same one."""
    return hashlib.sha256(place.path.encode()).hexdigest()[:32]


def checksum(section: Json) -> str | None:
    """Return the SHA-256 of a message's file, in base64."""
    digest = _bytes(section.get("fileSha256"))
    return base64.b64encode(digest).decode() if digest is not None and len(digest) == 32 else None


def number(value: Any) -> int | None:
    """Return a number of protobuf's JSON, where large ones are texts; None for what is none, or negative."""
    if isinstance(value, dict):  # A Long that was written as it is in memory.
        low, high = get(value, "low"), get(value, "high")
        if not (type(low) is int and type(high) is int):
            return None
        value = (high << 32) + (low & 0xFFFFFFFF)
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 <= value < 1 << 63 else None


def _path_of(url: Any) -> str | None:
    match = _URL.fullmatch(url) if isinstance(url, str) and len(url) < 2 * MAX_PATH else None
    return match[1] if match else None


def _bytes(value: Any) -> bytes | None:
    if not isinstance(value, str) or len(value) > 4 * KEY_BYTES:
        return None
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
