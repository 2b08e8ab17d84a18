"""The credentials and Signal keys of held sessions: sealed here, and stored under their leases.

A key that a stale holder wrote would put the ratchet behind, and messages could not be read any more: each
write makes sure of owner and fence in its own statement (`gateway.repository.session_keys`).
"""

from collections.abc import Sequence
from typing import Final

from atende_platform.data.db import Database
from gateway.repository import session_keys
from gateway.repository.session_keys import CREDENTIALS, Key
from gateway.repository.sessions import Lease
from gateway.sealing import Sealer

_NO_ID: Final = ""


class KeyStore:
    """Reads and writes what bridges remember. Values are texts that only they understand."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def credentials(self, lease: Lease) -> str | None:
        """Return a session's credentials; None: it has not been paired. Raises `SealBroken`."""
        return (await self.read(lease, CREDENTIALS, [_NO_ID])).get(_NO_ID)

    async def store_credentials(self, lease: Lease, value: str) -> None:
        """Store a session's credentials. Raises `LeaseLost`."""
        await self._write(lease, [(CREDENTIALS, _NO_ID, value)])

    async def read(self, lease: Lease, kind: str, key_ids: Sequence[str]) -> dict[str, str]:
        """Return those of the keys that there are. Raises `SealBroken`."""
        async with self._database.worker_statement() as session:
            sealed = await session_keys.read(session, lease.company_id, lease.channel_id, kind, key_ids)
        return {
            key_id: self._sealer.open_key(
                value, company_id=lease.company_id, channel_id=lease.channel_id, kind=kind, key_id=key_id
            )
            for key_id, value in sealed.items()
        }

    async def write(self, lease: Lease, entries: Sequence[tuple[str, str, str | None]]) -> None:
        """Store keys by kind and id, all or none; None deletes one. Raises `LeaseLost`.

        Raises ``ValueError`` for the credentials, which are no key.
        """
        if any(kind == CREDENTIALS for kind, _, _ in entries):
            raise ValueError("credentials are not stored as a key")
        await self._write(lease, entries)

    async def wipe(self, lease: Lease) -> None:
        """Forget the credentials and all keys. Raises `LeaseLost`."""
        async with self._database.worker_statement() as session:
            await session_keys.wipe(session, lease)

    async def _write(self, lease: Lease, entries: Sequence[tuple[str, str, str | None]]) -> None:
        keys = [
            Key(kind, key_id, self._sealed(lease, kind, key_id, value)) for kind, key_id, value in entries
        ]
        async with self._database.worker_statement() as session:
            await session_keys.write(session, lease, keys)

    def _sealed(self, lease: Lease, kind: str, key_id: str, value: str | None) -> bytes | None:
        if value is None:
            return None
        return self._sealer.seal_key(
            value, company_id=lease.company_id, channel_id=lease.channel_id, kind=kind, key_id=key_id
        )
