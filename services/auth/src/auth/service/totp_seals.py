"""The change of the key that seals the secrets of authenticator apps."""

from typing import Final
from uuid import UUID

import structlog

from atende_platform.data.db import Database
from atende_platform.sealing import SealBroken, Sealer
from auth.repository.totp import SealedTotp, Totps

log = structlog.get_logger(__name__)

BATCH: Final = 200


async def reseal(database: Database, sealer: Sealer) -> tuple[int, int]:
    """Seal with the current key what older keys sealed, a transaction for each batch.

    Returns how many were sealed anew, and how many cannot be opened with any key; those stay as they are. One
    that its owner replaces meanwhile is left alone: it is sealed with the current key already.
    """
    resealed = broken = 0
    last: UUID | None = None
    while True:
        async with database.worker() as session:
            batch = await Totps(session).sealed_before(sealer.mark, after=last, limit=BATCH)
            if not batch:
                return resealed, broken
            last = batch[-1].login_id
            opened = [(old, new) for old in batch if (new := _sealed_anew(sealer, old)) is not None]
            resealed += await Totps(session).replace_sealed(opened)
        broken += len(batch) - len(opened)


def _sealed_anew(sealer: Sealer, old: SealedTotp) -> bytes | None:
    try:
        secret = sealer.open(old.secret_enc, row=old.sealed_for)
    except SealBroken as error:
        log.error("totp.secret_not_resealed", login=str(old.login_id), error=str(error))
        return None
    return sealer.seal(secret, row=old.sealed_for)
