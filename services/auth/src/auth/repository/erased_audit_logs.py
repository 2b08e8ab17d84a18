"""The audit log of a company that was erased is deleted: by the owner of the tables, whom no service is.

For everybody else the log can only grow, and row-level security is forced on the owner, too: it is lifted for
the one transaction, in which nobody else can read or write these tables.
"""

from typing import Final
from uuid import UUID

import asyncpg

from atende_platform.data.db import asyncpg_url

_TABLES: Final = ("audit_log", "audit_links", "audit_heads", "audit_unsealed")
_ERASED: Final = (*_TABLES, "company_erasures")


class NotErased(Exception):
    """The company was not erased: its log stays."""


async def erase(owner_url: str, company_id: UUID, *, do: bool) -> int:
    """Delete a company's entries, and their chain; return how many there are. Only counts unless ``do``."""
    connection = await asyncpg.connect(asyncpg_url(owner_url))
    try:
        transaction = connection.transaction()
        await transaction.start()
        for table in _ERASED:
            await connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        entries = int(
            await connection.fetchval("SELECT count(*) FROM audit_log WHERE company_id = $1", company_id)
        )
        if not do:
            await transaction.rollback()
            return entries
        marked = await connection.execute(
            "UPDATE company_erasures SET audit_erased_at = now()"
            " WHERE company_id = $1 AND finished_at IS NOT NULL",
            company_id,
        )
        if marked != "UPDATE 1":
            await transaction.rollback()
            raise NotErased(str(company_id))
        for table in _TABLES:
            await connection.execute(f"DELETE FROM {table} WHERE company_id = $1", company_id)  # noqa: S608
        for table in _ERASED:
            await connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        await transaction.commit()
        return entries
    finally:
        await connection.close()
