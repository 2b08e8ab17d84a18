"""Files of phones: accepted by the API as they come, read by the worker in chunks.

A chunk is one transaction: its rows, the counts, and how far the import is. After a crash another
worker goes on with the next chunk; a chunk is never done twice.
"""

import asyncio
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.context import TenantContext
from atende_platform.db import Database
from atende_platform.errors import Conflict, InvalidInput, TooLarge
from atende_platform.phones import region_of
from atende_platform.quotas import Quotas
from atende_platform.transient import is_transient
from atende_platform.turns import Turns
from campaign.domain.audience import SourceKind
from campaign.repository import copies
from campaign.repository import imports as repository
from campaign.repository.imports import FileRow
from campaign.repository.sources import SourceRow, Sources
from campaign.schemas.audience import SourceRead
from campaign.service.audience import add_source, draft_and_sources, source_read
from campaign.service.campaigns import require_room_for_rows
from campaign.service.phone_files import MAX_NAME_CHARS, UnreadableFile, open_table, read_rows
from campaign.settings import Settings

log = structlog.get_logger(__name__)

MAX_FILE_BYTES: Final = 20 * 1000 * 1000
_MAX_UNDER_WAY: Final = 10
"""Imports of one company that may wait at a time: their files are kept until they are done."""
_MAX_ATTEMPTS: Final = 5


# --- the API's part --------------------------------------------------------------------------


async def submit(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    name: str | None,
    data: bytes,
    max_rows: int,
    quotas: Quotas,
) -> SourceRead:
    """Add a file to a draft's audience, to be imported.

    Raises `NotFound`, `IllegalAction`, `TooLarge`, `InvalidInput` for a file without phones or with too
    many rows, `Conflict` when too many files wait or are in the audience or the company has all the rows it
    may, and `TooManyRequests` beyond the files of an hour.
    """
    campaign, sources = await draft_and_sources(session, actor.company_id, campaign_id)
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"The file may have {MAX_FILE_BYTES} bytes at most.")
    try:
        table = await asyncio.to_thread(open_table, data)
    except UnreadableFile as error:
        raise InvalidInput(str(error), field="file") from None
    if max(data.count(b"\n"), data.count(b"\r")) > max_rows + 1:
        raise InvalidInput(f"The file may have {max_rows} rows at most.", field="file")
    all_sources = Sources(session, actor.company_id)
    if await all_sources.imports_under_way() >= _MAX_UNDER_WAY:
        raise Conflict(
            f"{_MAX_UNDER_WAY} files are being imported. Wait for one to be finished.",
            code="too-many-imports",
        )
    await quotas.count_import(actor.company_id)
    await require_room_for_rows(all_sources, actor.company_id, quotas, max(1, data.count(b"\n")))
    source = await add_source(
        session,
        actor,
        campaign,
        sources,
        SourceKind.FILE,
        status="queued",
        name=(name or "").replace("\0", "")[:MAX_NAME_CHARS] or None,
        region=region_of(await copies.find_locale(session, actor.company_id) or ""),
        columns=list(table.variables),
    )
    await repository.add_file(session, source, data)
    return source_read(source)


# --- the worker's part -----------------------------------------------------------------------


class Importer:
    """Does the imports that wait, those of several companies in turns."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._chunk_rows = settings.campaign_import_chunk_rows
        self._turns = Turns(self._claim)

    async def step(self) -> bool:
        """Do a chunk of an import; return whether to call again at once."""
        return await self._turns.step()

    async def run_due(self) -> None:
        """Do imports until none waits."""
        while await self.step():
            pass

    async def _claim(self, but_not_of: Collection[UUID]) -> "ImportJob | None":
        async with self._database.worker() as session:
            job = await repository.claim_due(session, but_not_of)
            data = await repository.file_of(session, job) if job else b""
        return ImportJob(self._database, job, data, self._chunk_rows) if job else None


class ImportJob:
    """An import that this worker has claimed."""

    def __init__(self, database: Database, job: SourceRow, data: bytes, chunk_rows: int) -> None:
        self._database = database
        self._job = job
        self._data = data
        self._chunk_rows = chunk_rows
        self._rows: Iterator[FileRow] | None = None

    @property
    def company_id(self) -> UUID:
        """Whose import it is."""
        return self._job.company_id

    async def step(self) -> bool:
        """Do the next chunk; return whether there is more to do."""
        job = self._job
        if job.attempts > _MAX_ATTEMPTS:
            log.error("import given up", source_id=str(job.id), company_id=str(job.company_id))
            await self._finish("failed")
            return False
        try:
            return await self._do_chunk()
        except Exception as error:
            if is_transient(error):
                raise
            log.error("import failed", source_id=str(job.id), exc_info=error)
            await self._finish("failed")
            return False

    async def put_back(self) -> None:
        """Leave the rest to whoever claims it next."""
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.release(session, self._job)

    async def _do_chunk(self) -> bool:
        if self._rows is None:
            self._rows = read_rows(self._data, self._job.region or "")
            await asyncio.to_thread(_take, self._rows, self._job.rows_done)
        chunk = await asyncio.to_thread(_take, self._rows, self._chunk_rows)
        if not chunk:
            await self._finish("finished")
            return False
        async with self._database.worker() as session:
            if not await repository.lock(session, self._job):
                log.warning("import taken over or removed", source_id=str(self._job.id))
                return False
            self._job = await repository.add_rows(session, self._job, chunk)
        return True

    async def _finish(self, status: str) -> None:
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.finish(session, self._job, status)


def _take(rows: Iterator[FileRow], count: int) -> list[FileRow]:
    return list(islice(rows, count))
