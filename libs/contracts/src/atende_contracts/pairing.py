"""What a person scans or types to link a device, on its way from the gateway to those who manage channels.

It opens an account, so that it goes over Redis alone: it is in no event, no log and no table. The one in
force stands under `key_of` as long as it is good; each new one, and that there is none any more, is said on
`NEWS`.
"""

from typing import Final, Literal
from uuid import UUID

from pydantic import AwareDatetime

from atende_contracts.event import Value

NEWS: Final = "gateway:pairings"
"""The channel of Redis on which `PairingNews` are published, as JSON."""


def key_of(channel_id: UUID) -> str:
    """Return the key of Redis with a channel's `Pairing`, as JSON; it is gone when that is good no more."""
    return f"gateway:pairing:{channel_id}"


class Pairing(Value):
    """A code that links a device."""

    kind: Literal["qr", "code"]
    """``qr``: to be shown as a picture and scanned; ``code``: to be typed on the phone."""
    code: str
    expires_at: AwareDatetime

    def __repr__(self) -> str:
        return f"Pairing({self.kind})"


class PairingNews(Value):
    """A channel has another code to link a device with, or none any more."""

    company_id: UUID
    channel_id: UUID
    pairing: Pairing | None = None
