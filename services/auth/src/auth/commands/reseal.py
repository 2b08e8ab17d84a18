"""Changing the key that seals the secrets of authenticator apps."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from atende_ops.hooks import Resealing
from atende_platform.data.db import Database
from atende_platform.sealing import Sealer
from auth.service import totp_seals
from auth.settings import Settings


def reseal_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth reseal``; return the exit status: 1 if a secret could not be opened."""
    if arguments or not settings.totp_keys:
        sys.stderr.write("usage: python -m auth reseal, with TOTP_KEY and TOTP_PREVIOUS_KEYS\n")
        return 2
    try:
        resealed, broken = asyncio.run(_reseal(settings))
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{resealed} secrets of authenticator apps sealed with the current key\n")
    if broken:
        sys.stderr.write(f"{broken} cannot be opened with any key: their owners must enrol again\n")
    return 1 if broken else 0


async def _reseal(settings: Settings) -> tuple[int, int]:
    database = Database(settings)
    try:
        return await totp_seals.reseal(database, Sealer(settings.totp_keys))
    finally:
        await database.close()


RESEALING: Final = Resealing(
    service="auth",
    settings=Settings,
    what="secrets of authenticator apps",
    setting="TOTP_KEY",
    remedy="their owners must enrol again.",
    is_set=lambda settings: bool(settings.totp_keys),
    run=_reseal,
)
"""For ``atende keys reseal``."""
