"""The change of the key that seals the channels' credentials and the keys of their sessions."""

from typing import Final

import structlog

from atende_platform.data.db import Database
from gateway.repository import credentials, session_keys
from gateway.repository.credentials import Sealed
from gateway.repository.session_keys import StoredKey
from gateway.sealing import SealBroken, Sealer

log = structlog.get_logger(__name__)

BATCH: Final = 200


async def reseal(database: Database, sealer: Sealer) -> tuple[int, int]:
    """Seal with the current key what older keys sealed, a transaction for each batch.

    Returns how many were sealed anew, and how many cannot be opened with any key; those stay as they are.
    """
    of_channels = await _reseal_credentials(database, sealer)
    of_sessions = await _reseal_keys(database, sealer)
    return of_channels[0] + of_sessions[0], of_channels[1] + of_sessions[1]


async def _reseal_credentials(database: Database, sealer: Sealer) -> tuple[int, int]:
    resealed = broken = 0
    last: Sealed | None = None
    while True:
        async with database.worker() as session:
            batch = await credentials.sealed_before(session, sealer.mark, after=last, limit=BATCH)
            if not batch:
                return resealed, broken
            last = batch[-1]
            opened = [new for one in batch if (new := _sealed_anew(sealer, one)) is not None]
            await credentials.replace(session, opened)
        resealed += len(opened)
        broken += len(batch) - len(opened)


async def _reseal_keys(database: Database, sealer: Sealer) -> tuple[int, int]:
    resealed = broken = 0
    last: StoredKey | None = None
    while True:
        async with database.worker() as session:
            batch = await session_keys.sealed_before(session, sealer.mark, after=last, limit=BATCH)
            if not batch:
                return resealed, broken
            last = batch[-1]
            opened = [new for one in batch if (new := _key_sealed_anew(sealer, one)) is not None]
            await session_keys.replace(session, opened)
        resealed += len(opened)
        broken += len(batch) - len(opened)


def _sealed_anew(sealer: Sealer, old: Sealed) -> Sealed | None:
    company_id, channel_id, kind = old.company_id, old.channel_id, old.kind
    try:
        secret = sealer.open(old.sealed, company_id=company_id, channel_id=channel_id, kind=kind)
    except SealBroken as error:
        log.error("credential.not_opened", channel=str(channel_id), kind=kind, error=str(error))
        return None
    sealed = sealer.seal(secret, company_id=company_id, channel_id=channel_id, kind=kind)
    return Sealed(company_id, channel_id, kind, sealed)


def _key_sealed_anew(sealer: Sealer, old: StoredKey) -> StoredKey | None:
    company_id, channel_id, kind, key_id = old.company_id, old.channel_id, old.kind, old.key_id
    try:
        value = sealer.open_key(
            old.sealed, company_id=company_id, channel_id=channel_id, kind=kind, key_id=key_id
        )
    except SealBroken as error:
        log.error("session_key.not_opened", channel=str(channel_id), kind=kind, error=str(error))
        return None
    sealed = sealer.seal_key(value, company_id=company_id, channel_id=channel_id, kind=kind, key_id=key_id)
    return StoredKey(company_id, channel_id, kind, key_id, sealed)
