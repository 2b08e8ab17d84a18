"""The rows that imports refused, in a service's tables: kept for some weeks, of a company's newest imports.

A table of them has the key of its import (``company_id``, ``import_id``), and ``line``, ``field``,
``message``, ``message_pt``, ``reason`` and ``cells``; the table of imports has ``company_id``, ``id`` and
``created_at``.
"""

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.files.rejected_rows import RejectedRow, as_stored, stored_error

KEPT: Final = 20
"""Imports of a company whose refused rows are kept, at most: each may be as large as its file."""
M = TypeVar("M", bound=SQLModel)


class Rejects(Generic[M]):
    """The refused rows of one table, and the table of the imports that refused them.

    ``with_imports``: an import is kept for its refused rows only, and deleted with them.
    """

    def __init__(self, rows: type[M], imports: type[SQLModel], *, with_imports: bool = False) -> None:
        table = imports.__tablename__ if with_imports else rows.__tablename__
        import_id = "id" if with_imports else "import_id"
        self._rows: Final = rows
        self._insert: Final = batch.insert(rows, dict)
        self.page_sql: Final = f"""
SELECT * FROM {rows.__tablename__}
WHERE company_id = :company_id AND import_id = :import_id AND line > :after
ORDER BY line LIMIT :limit
"""  # noqa: S608 (made of the model)
        self.trim_sql: Final = f"""
DELETE FROM {table} WHERE company_id = :company_id AND {import_id} NOT IN (
    SELECT id FROM {imports.__tablename__} WHERE company_id = :company_id ORDER BY id DESC LIMIT :kept)
"""  # noqa: S608 (made of the model)
        self.purge_sql: Final = f"""
DELETE FROM {table} WHERE (company_id, {import_id}) IN (
    SELECT company_id, id FROM {imports.__tablename__}
    WHERE created_at < now() - make_interval(days => :days))
"""  # noqa: S608 (made of the model)

    async def add(
        self, session: AsyncSession, company_id: UUID, import_id: UUID, rows: Sequence[RejectedRow]
    ) -> None:
        """Keep rows that an import refused."""
        await self._insert.run(session, [_stored(company_id, import_id, row) for row in rows])

    async def page(
        self, session: AsyncSession, company_id: UUID, import_id: UUID, *, after: int, limit: int
    ) -> list[RejectedRow]:
        """Return rows that an import refused, after a line, in the order of their lines."""
        named = {"company_id": company_id, "import_id": import_id, "after": after, "limit": limit}
        found: Sequence[Any] = await batch.fetch(session, self._rows, self.page_sql, **named)
        return [
            RejectedRow(
                row.line, stored_error(row.field, row.reason, en=row.message, pt=row.message_pt), row.cells
            )
            for row in found
        ]

    async def make_room(self, session: AsyncSession, company_id: UUID) -> None:
        """Delete what a company's earlier imports refused, so that with the next one `KEPT` have rows."""
        await execute(session, self.trim_sql, company_id=company_id, kept=KEPT - 1)

    async def purge(self, session: AsyncSession, days: int) -> None:
        """Delete rows of imports that began so long ago: they are people's data that nobody uses any more."""
        await execute(session, self.purge_sql, days=days)


def _stored(company_id: UUID, import_id: UUID, row: RejectedRow) -> dict[str, Any]:
    return {
        "company_id": company_id,
        "import_id": import_id,
        "line": row.line,
        "field": row.error.field,
        "message": row.error.words.en,
        "message_pt": row.error.words.pt,
        "reason": as_stored(row.error),
        "cells": list(row.cells),
    }
