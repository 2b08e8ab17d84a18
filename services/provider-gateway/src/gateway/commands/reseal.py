"""Changing the key that seals the credentials of channels."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from atende_ops.hooks import Resealing
from atende_platform.data.db import Database
from gateway.sealing import Sealer
from gateway.service import credentials
from gateway.settings import Settings


def reseal_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m gateway reseal``; return the exit status: 1 if a credential could not be opened."""
    if arguments:
        sys.stderr.write("usage: python -m gateway reseal\n")
        return 2
    resealed, broken = asyncio.run(_reseal(settings))
    sys.stdout.write(f"{resealed} credentials sealed with the current key\n")
    if broken:
        sys.stderr.write(f"{broken} cannot be opened with any key: give their channels new secrets\n")
    return 1 if broken else 0


async def _reseal(settings: Settings) -> tuple[int, int]:
    database = Database(settings)
    try:
        return await credentials.reseal(database, Sealer(settings.credential_keys))
    finally:
        await database.close()


RESEALING: Final = Resealing(
    service="gateway",
    settings=Settings,
    what="credentials of channels",
    setting="CREDENTIALS_KEY",
    remedy="give their channels new secrets.",
    is_set=lambda settings: bool(settings.credential_keys),
    run=_reseal,
)
"""For ``atende keys reseal``."""
