"""Changing the key that seals the secrets of webhooks."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from atende_ops.hooks import Resealing
from atende_platform.data.db import Database
from chat.settings import Settings
from chat.webhooks import service as webhooks
from chat.webhooks.sending import Secrets


def reseal_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m chat reseal``; return the exit status: 1 if a secret could not be opened."""
    if arguments or not settings.webhook_keys:
        sys.stderr.write("usage: python -m chat reseal, with WEBHOOKS_KEY and WEBHOOKS_PREVIOUS_KEYS\n")
        return 2
    resealed, broken = asyncio.run(_reseal(settings))
    sys.stdout.write(f"{resealed} webhooks sealed with the current key\n")
    if broken:
        sys.stderr.write(f"{broken} cannot be opened with any key: their secrets must be rotated\n")
    return 1 if broken else 0


async def _reseal(settings: Settings) -> tuple[int, int]:
    database, secrets = Database(settings), Secrets(settings.webhook_keys)
    resealed, broken = 0, 0
    last: tuple[UUID, UUID] | None = (UUID(int=0), UUID(int=0))
    try:
        while last is not None:
            async with database.worker() as session:
                last, done, failed = await webhooks.reseal(session, secrets, last)
            resealed, broken = resealed + done, broken + failed
    finally:
        await database.close()
    return resealed, broken


RESEALING: Final = Resealing(
    service="chat",
    settings=Settings,
    what="secrets of outgoing webhooks",
    setting="WEBHOOKS_KEY",
    remedy="their secrets must be rotated.",
    is_set=lambda settings: bool(settings.webhook_keys),
    run=_reseal,
)
"""For ``atende keys reseal``."""
