"""The audit log of a company that was erased is deleted: by the owner of the tables, whom no service is.

For everybody else the log can only grow, and row-level security is forced on the owner, too: it is lifted for
the one transaction, in which nobody else can read or write these tables.
"""

from typing import Final
from uuid import UUID

import asyncpg

from atende_platform.data.db import asyncpg_url

_LOG: Final = ("audit_log", "audit_links", "audit_heads", "audit_unsealed")
_COUNT: Final = "SELECT count(*) FROM audit_log WHERE company_id = $1"
_MARK: Final = """
UPDATE company_erasures SET audit_erased_at = now() WHERE company_id = $1 AND finished_at IS NOT NULL
RETURNING company_id
"""
_LIFT: Final = "".join(
    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in (*_LOG, "company_erasures")
)
_FORCE: Final = _LIFT.replace("NO FORCE", "FORCE")
_DELETE: Final = tuple(f"DELETE FROM {table} WHERE company_id = $1" for table in _LOG)  # noqa: S608 (our own)


async def erase(owner_url: str, company_id: UUID, *, do: bool) -> int | None:
    """Delete a company's entries, and their chain; return how many there are. Only counts unless ``do``.

    None, and nothing is deleted, if the company was not erased.
    """
    connection = await asyncpg.connect(asyncpg_url(owner_url))
    try:
        async with connection.transaction():
            await connection.execute(_LIFT)
            entries: int | None = await connection.fetchval(_COUNT, company_id)
            if do and await connection.fetchval(_MARK, company_id) is None:
                entries = None
            elif do:
                for statement in _DELETE:
                    await connection.execute(statement, company_id)
            await connection.execute(_FORCE)
        return entries
    finally:
        await connection.close()
