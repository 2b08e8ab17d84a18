"""The audit log of a company that was erased is deleted: by the owner of the tables, whom no service is.

For everybody else the log can only grow, and row-level security is forced on the owner, too: it is lifted for
short transactions, in which nobody else can read or write these tables. Each takes the end of the chain, so
that what is left is whole.
"""

import asyncio
from typing import Final
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import asyncpg_url, execute

_BATCH: Final = 5_000
_ATTEMPTS: Final = 5
_PAUSE_SECONDS: Final = 1.0
"""Until others have had their turn."""

_LOG: Final = ("audit_log", "audit_links", "audit_heads", "audit_unsealed")
_COUNT: Final = "SELECT count(*) AS entries FROM audit_log WHERE company_id = :company"
_MARK: Final = """
UPDATE company_erasures SET audit_erased_at = now() WHERE company_id = $1 AND finished_at IS NOT NULL
RETURNING company_id
"""
_LIFT: Final = "SET LOCAL lock_timeout = '2s';" + "".join(
    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in (*_LOG, "company_erasures")
)
_FORCE: Final = "".join(
    f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in (*_LOG, "company_erasures")
)
_END: Final = """
WITH links AS (
    DELETE FROM audit_links WHERE company_id = $1 AND position IN (
        SELECT position FROM audit_links WHERE company_id = $1 ORDER BY position DESC LIMIT $2
    ) RETURNING entry_id
), entries AS (
    DELETE FROM audit_log e USING links WHERE e.company_id = $1 AND e.id = links.entry_id
)
SELECT count(*) FROM links
"""
_NEW_END: Final = """
UPDATE audit_heads h SET position = l.position, hash = l.hash FROM (
    SELECT position, hash FROM audit_links WHERE company_id = $1 ORDER BY position DESC LIMIT 1
) AS l WHERE h.company_id = $1
"""
_UNSEALED: Final = """
WITH entries AS (
    DELETE FROM audit_log WHERE company_id = $1 AND id IN (
        SELECT id FROM audit_log WHERE company_id = $1 LIMIT $2
    ) RETURNING id
), unsealed AS (
    DELETE FROM audit_unsealed u USING entries WHERE u.company_id = $1 AND u.entry_id = entries.id
)
SELECT count(*) FROM entries
"""
_REST: Final = (
    "DELETE FROM audit_heads WHERE company_id = $1",
    "DELETE FROM audit_unsealed WHERE company_id = $1",
)


async def count(session: AsyncSession, company_id: UUID) -> int:
    """Return how many entries a company has, which any worker may see."""
    return int((await execute(session, _COUNT, company=company_id)).scalar_one())


async def erase(owner_url: str, company_id: UUID) -> int | None:
    """Delete a company's entries, and their chain; return how many there were.

    None, and nothing is deleted, if the company was not erased. If it fails, what is left goes the next time.
    """
    connection = await asyncpg.connect(asyncpg_url(owner_url))
    entries = 0
    try:
        while (gone := await _patiently(connection, company_id)) is not None:
            entries += gone
            if gone == 0:
                return entries
        return None
    finally:
        await connection.close()


async def _patiently(connection: "asyncpg.Connection[asyncpg.Record]", company_id: UUID) -> int | None:
    for _ in range(_ATTEMPTS - 1):
        try:
            return await _batch(connection, company_id)
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(_PAUSE_SECONDS)
    return await _batch(connection, company_id)


async def _batch(connection: "asyncpg.Connection[asyncpg.Record]", company_id: UUID) -> int | None:
    async with connection.transaction():
        await connection.execute(_LIFT)
        gone: int | None = None
        if await connection.fetchval(_MARK, company_id) is not None:
            gone = await _delete(connection, company_id)
        await connection.execute(_FORCE)
    return gone


async def _delete(connection: "asyncpg.Connection[asyncpg.Record]", company_id: UUID) -> int:
    """Delete the end of the chain; if there is none, entries that are not in it; in the end the rest."""
    if gone := int(await connection.fetchval(_END, company_id, _BATCH)):
        await connection.execute(_NEW_END, company_id)
        return gone
    if gone := int(await connection.fetchval(_UNSEALED, company_id, _BATCH)):
        return gone
    for statement in _REST:
        await connection.execute(statement, company_id)
    return 0
