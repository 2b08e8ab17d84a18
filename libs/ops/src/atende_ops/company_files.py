"""Everything of a company as one file: a ZIP with a file of lines of JSON for each table of each service.

PostgreSQL's catalogue says which tables there are, so that one that is added tomorrow is exported, too. Each
service is read as of one moment. Nothing that opens anything is taken: no keys, tokens, passwords, nor other
bytes.
"""

import json
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import asyncpg

from atende_contracts.topics import ServiceName
from atende_platform.data.db import asyncpg_url

FORMAT: Final = 1
LEFT_OUT: Final = frozenset({"outbox", "inbox", "idempotency_keys", "company_erasures"})
"""What says nothing that does not stand elsewhere: how events and requests are taken once."""
SECRETS: Final = ("verify_token",)
"""Columns of text that open something. Those of bytes are never taken: they are sealed, hashed, or files that
somebody uploaded and that were read since."""
_ROWS: Final = 500
_TABLES: Final = """
SELECT c.relname AS name, coalesce(array_agg(b.attname) FILTER (WHERE b.attname IS NOT NULL), '{}') AS bytes
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
LEFT JOIN pg_attribute b ON b.attrelid = c.oid AND NOT b.attisdropped AND b.attnum > 0
    AND b.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.relname ORDER BY c.relname
"""


@dataclass(frozen=True)
class Written:
    """A file of the archive."""

    service: ServiceName
    table: str
    rows: int


async def export(
    databases: Mapping[ServiceName, str],
    company_id: UUID,
    file: Path,
    note: Callable[[Written], None] = lambda _: None,
) -> list[Written]:
    """Write the archive, from the databases of services by the URLs of their worker roles.

    It appears whole or not at all. Calls ``note`` after each file of it.
    """
    written: list[Written] = []
    begun = file.with_name(f".{file.name}.part")
    begun.unlink(missing_ok=True)  # of an export that was killed
    try:
        with _open(begun) as opened, ZipFile(opened, "w", ZIP_DEFLATED) as archive:
            for service, url in databases.items():
                async for one in _service(archive, service, url, company_id):
                    written.append(one)
                    note(one)
            archive.writestr("manifest.json", json.dumps(_manifest(company_id, written), indent=2))
        begun.replace(file)
    finally:
        begun.unlink(missing_ok=True)
    return written


def _open(file: Path) -> BinaryIO:
    """Open a new file that nobody else may read, from its first byte on."""
    return os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _manifest(company_id: UUID, written: Sequence[Written]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "companyId": str(company_id),
        "madeAt": datetime.now(UTC).isoformat(),
        "rows": {f"{each.service}/{each.table}.jsonl": each.rows for each in written},
        "files": f"{company_id}/ in the media storage, each under its id in gateway/media.jsonl",
    }


async def _service(
    archive: ZipFile, service: ServiceName, url: str, company_id: UUID
) -> AsyncIterator[Written]:
    connection = await asyncpg.connect(asyncpg_url(url))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for table in await connection.fetch(_TABLES):
                if table["name"] in LEFT_OUT:
                    continue
                left_out = [*table["bytes"], *SECRETS]
                rows = await _table(archive, connection, service, table["name"], left_out, company_id)
                yield Written(service, table["name"], rows)
    finally:
        await connection.close()


async def _table(
    archive: ZipFile,
    connection: "asyncpg.Connection[asyncpg.Record]",
    service: ServiceName,
    table: str,
    left_out: Sequence[str],
    company_id: UUID,
) -> int:
    query = (
        f"SELECT CAST(to_jsonb(line) - $2::text[] AS text) FROM {table} AS line"  # noqa: S608 (by the catalogue)
        " WHERE company_id = $1"
    )
    rows = 0
    with archive.open(f"{service}/{table}.jsonl", "w", force_zip64=True) as entry:
        async for line in connection.cursor(query, company_id, [*left_out], prefetch=_ROWS):
            entry.write(f"{line[0]}\n".encode())
            rows += 1
    return rows
