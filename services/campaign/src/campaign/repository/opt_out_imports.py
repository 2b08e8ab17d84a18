"""Imports of opt-outs, for the rows that were refused: they can be fetched for some weeks."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.db import execute
from atende_platform.rejected_rows import RejectedRow, as_stored, stored_error
from campaign.models import OptOutImport, OptOutReject

KEPT: Final = 20
"""Imports of a company whose refused rows are kept, at most: each may be as large as its file."""


async def purge(session: AsyncSession, days: int) -> None:
    """Delete what was imported so long ago: refused rows are people's data that nobody uses any more."""
    await execute(
        session,
        "DELETE FROM opt_out_imports WHERE created_at < now() - make_interval(days => :days)",
        days=days,
    )


class OptOutImports:
    """One company's imports of opt-outs."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, header: Sequence[str], refused: Sequence[RejectedRow]) -> UUID:
        """Keep the rows that a file's import refused, of the `KEPT` latest; return the import's id."""
        await execute(
            self._session,
            "DELETE FROM opt_out_imports WHERE company_id = :company_id AND id NOT IN ("
            "SELECT id FROM opt_out_imports WHERE company_id = :company_id ORDER BY id DESC LIMIT :kept)",
            company_id=self._company_id,
            kept=KEPT - 1,
        )
        made = OptOutImport(company_id=self._company_id, id=uuid7(), header=list(header))
        self._session.add(made)
        await self._session.flush()
        self._session.add_all(
            OptOutReject(
                company_id=self._company_id,
                import_id=made.id,
                line=row.line,
                field=row.error.field,
                message=row.error.words.en,
                message_pt=row.error.words.pt,
                reason=as_stored(row.error),
                cells=list(row.cells),
            )
            for row in refused
        )
        await self._session.flush()
        return made.id

    async def find(self, import_id: UUID) -> tuple[Sequence[str], Sequence[RejectedRow]] | None:
        """Return the names of an import's columns and the rows it refused, in the order of their lines."""
        made = await self._session.get(OptOutImport, (self._company_id, import_id))
        if made is None:
            return None
        query = (
            select(OptOutReject)
            .where(OptOutReject.company_id == self._company_id, OptOutReject.import_id == import_id)
            .order_by(col(OptOutReject.line))
        )
        return made.header, [
            RejectedRow(
                row.line, stored_error(row.field, row.reason, en=row.message, pt=row.message_pt), row.cells
            )
            for row in (await self._session.exec(query)).all()
        ]
