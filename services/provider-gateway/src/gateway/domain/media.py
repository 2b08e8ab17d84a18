"""Files of messages: their ids, when a fetch is tried again, and what a checksum says."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from atende_contracts.event import Party

FaultCode = Literal[
    "gone",  # the provider does not have it, or not any more
    "refused",  # the provider does not give it to this channel
    "too_large",
    "damaged",  # not what the provider's checksum says
    "untrusted_host",  # the provider named an address that is not among the allowed hosts
    "no_channel",  # its channel was removed
    "storage_full",  # the company keeps all the bytes it may
    "unavailable",  # the provider or our storage did not work
]

MOST_MINUTES: Final = 30
"""Of a recording that is made into a voice note."""
RETRY_FIRST_SECONDS: Final = 15.0
RETRY_LONGEST_SECONDS: Final = 3600.0
_PROVIDER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEX_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}")


class MediaFault(Exception):
    """A file could not be had. ``final``: trying again is of no use."""

    def __init__(self, code: FaultCode, detail: str = "", *, final: bool = False) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: FaultCode = code
        self.final = final


@dataclass(frozen=True, slots=True)
class MediaLocation:
    """Where the provider has a file, for a few minutes, and what it says of it."""

    url: str
    sha256: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """The file of a customer's message, as a fetch has claimed it."""

    company_id: UUID
    media_id: UUID
    channel_id: UUID
    provider_message_id: str
    sender: Party
    provider_media_id: str
    place: str | None
    """Where the provider has it, where its id does not say so."""
    mime_type: str | None
    sha256: str | None
    """As the provider gave it with the message."""
    filename: str | None
    voice: bool
    attempts: int
    """This one included. Also the fence: who has an older number may not record any more."""
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of ours on its way to the provider, for a channel that sends it."""

    company_id: UUID
    media_id: UUID
    channel_id: UUID
    mime_type: str | None
    attempts: int
    """This one included. Also the fence."""
    age_seconds: float


def media_id(company_id: UUID, channel_id: UUID, provider_message_id: str, sent_at: datetime) -> UUID:
    """Return the id of a message's file: the same for the same message, and ordered by its time.

    A UUIDv7 (RFC 9562) whose random part is a digest: the reporter of the message can name its file before
    it is stored, and however often it is reported.
    """
    named = f"{company_id}|{channel_id}|{provider_message_id}".encode()
    noise = int.from_bytes(hashlib.sha256(named).digest()[:10], "big")
    milliseconds = max(0, int(sent_at.timestamp() * 1000)) & (1 << 48) - 1
    value = milliseconds << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return UUID(int=value)


def is_provider_id(text: str) -> bool:
    """Tell whether this can be a provider's id of a file; it becomes part of a URL."""
    return _PROVIDER_ID.fullmatch(text) is not None


def retry_after(fault: MediaFault, *, attempts: int, age_seconds: float, give_up: float) -> float | None:
    """Return the seconds until the next try; None: there is none.

    The steps are wide, for providers punish who asks for the same file again and again.
    """
    after = min(RETRY_FIRST_SECONDS * 4.0 ** min(attempts - 1, 10), RETRY_LONGEST_SECONDS)
    return None if fault.final or age_seconds + after > give_up else after


def fits_digest(given: str | None, digest: bytes) -> bool:
    """Return whether a digest is the SHA-256 given, in hex or in base64; True of what is neither."""
    text = (given or "").strip()
    if _HEX_DIGEST.fullmatch(text):
        return bytes.fromhex(text) == digest
    try:
        raw = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return True
    return len(raw) != len(digest) or raw == digest
