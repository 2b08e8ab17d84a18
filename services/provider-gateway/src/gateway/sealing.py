"""Seals channels' credentials and sessions' keys for the database, see `atende_platform.sealing`.

A value copied into another company's or channel's row does not open.
"""

from uuid import UUID

from atende_platform import sealing
from atende_platform.sealing import SealBroken as SealBroken


class Sealer:
    """Seals with the first key, opens with any."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._sealer = sealing.Sealer(keys)

    @property
    def mark(self) -> bytes:
        """What every credential begins with that was sealed with the first key."""
        return self._sealer.mark

    def seal(self, secret: str, *, company_id: UUID, channel_id: UUID, kind: str) -> bytes:
        """Return the sealed form of a credential."""
        return self._sealer.seal(secret, row=_row(company_id, channel_id, kind))

    def open(self, sealed: bytes, *, company_id: UUID, channel_id: UUID, kind: str) -> str:
        """Return the credential. Raises `SealBroken`."""
        return self._sealer.open(sealed, row=_row(company_id, channel_id, kind))

    def seal_key(self, value: str, *, company_id: UUID, channel_id: UUID, kind: str, key_id: str) -> bytes:
        """Return the sealed form of a session's key, or of its credentials."""
        return self._sealer.seal(value, row=_key_row(company_id, channel_id, kind, key_id))

    def open_key(self, sealed: bytes, *, company_id: UUID, channel_id: UUID, kind: str, key_id: str) -> str:
        """Return a session's key. Raises `SealBroken`."""
        return self._sealer.open(sealed, row=_key_row(company_id, channel_id, kind, key_id))


def _row(company_id: UUID, channel_id: UUID, kind: str) -> str:
    return f"{company_id}|credentials|{channel_id}|{kind}"


def _key_row(company_id: UUID, channel_id: UUID, kind: str, key_id: str) -> str:
    return f"{company_id}|session_keys|{channel_id}|{kind}|{key_id}"
