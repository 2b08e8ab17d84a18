"""When the database was last backed up, as the script that backed it up noted in `installation.backups`.

The scripts of deploy/backup and deploy/production note it; `atende_platform.data.provision` makes the table.
Who backs up otherwise (an operator of PostgreSQL on Kubernetes) notes nothing, and nothing is said of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

_IS_THERE: Final = "SELECT to_regclass('installation.backups') IS NOT NULL"
_LAST: Final = "SELECT taken_at, due_at FROM installation.backups"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that is whole."""

    taken_at: datetime
    """When it was begun: what it knows."""
    due_at: datetime
    """By when there should be another."""


async def last_backup(session: AsyncSession) -> LastBackup | None:
    """Return the last backup that was noted; None: none was, or the database is not provisioned for it."""
    if not (await execute(session, _IS_THERE)).scalar_one():
        return None
    row = (await execute(session, _LAST)).first()
    return None if row is None else LastBackup(row.taken_at, row.due_at)
