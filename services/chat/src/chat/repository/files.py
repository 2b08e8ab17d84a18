"""What the gateway told us of files that companies uploaded to send them."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from chat.repository.rows import Row, as_json

File = tuple[UUID, UUID]
"""A company and the id of its file."""

_STORE: Final = """
INSERT INTO files_copy (company_id, id, mime_type, filename, size)
SELECT company_id, id, mime_type, filename, size
FROM jsonb_populate_recordset(CAST(NULL AS files_copy), CAST(:rows AS jsonb))
ORDER BY company_id, id
ON CONFLICT DO NOTHING
"""


async def store(session: AsyncSession, files: Sequence[Row]) -> None:
    """Store files; one that is known stays as it is."""
    await execute(session, _STORE, rows=as_json(files))


async def known(session: AsyncSession, files: Collection[File]) -> dict[File, dict[str, Any]]:
    """Return what is known of files, in the words of a message's ``media``."""
    if not files:
        return {}
    result = await execute(
        session,
        "SELECT company_id, id, mime_type, filename, size FROM files_copy"
        " JOIN unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS wanted (company_id, id)"
        " USING (company_id, id)",
        companies=[company_id for company_id, _ in files],
        ids=[id_ for _, id_ in files],
    )
    return {
        (row.company_id, row.id): {
            "state": "stored",
            "mime_type": row.mime_type,
            "filename": row.filename,
            "size": row.size,
        }
        for row in result
    }
