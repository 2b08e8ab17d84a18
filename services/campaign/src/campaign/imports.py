"""Files of phones: accepted by the API as they come, and read by the worker in chunks."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from atende_platform.errors import Conflict
from atende_platform.files import import_jobs
from atende_platform.files.columns import Reading
from atende_platform.files.import_jobs import MAX_WAITING
from atende_platform.files.people_files import MAX_NAME_CHARS, PersonRow
from atende_platform.files.rejects import as_stored, kept_cells
from atende_platform.files.uploads import Upload, read_upload
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from atende_platform.limits.quotas import Quotas, take_turns
from atende_platform.phones import region_of
from campaign.domain.audience import SourceKind
from campaign.repository import copies
from campaign.repository import imports as repository
from campaign.repository.imports import FileRow
from campaign.repository.sources import SourceRow, Sources
from campaign.schemas.audience import SourceRead
from campaign.schemas.target_files import TargetFilePreview
from campaign.service.audience import add_source, draft_and_sources, source_read
from campaign.service.campaigns import existing, require_room_for_rows
from campaign.service.exports import OpenSession
from campaign.service.phone_files import AudienceFile, Sample, sample
from campaign.settings import Settings

MAX_FILE_BYTES: Final = 20 * 1000 * 1000


# --- the API's part --------------------------------------------------------------------------


async def read(
    company_id: UUID, data: bytes, max_rows: int, quotas: Quotas, reading: Reading | None = None
) -> Upload[AudienceFile]:
    """Read an upload. Hold no session meanwhile. Raises `InvalidFields` for a reading that does not fit."""

    def opened(stored: bytes) -> AudienceFile:
        return AudienceFile(stored, reading)

    return await read_upload(company_id, data, quotas, opened, max_bytes=MAX_FILE_BYTES, max_rows=max_rows)


async def preview(
    open_session: OpenSession,
    actor: TenantContext,
    campaign_id: UUID,
    data: bytes,
    max_rows: int,
    quotas: Quotas,
    reading: Reading | None,
    language: Language,
) -> TargetFilePreview:
    """Return what a file would become in a draft's audience. Raises `NotFound`, and like `read`."""
    async with open_session(actor.company_id) as session:
        await existing(session, actor.company_id, campaign_id)
        region = region_of(await copies.find_locale(session, actor.company_id) or "")

    def sampled(stored: bytes) -> Sample:
        return sample(stored, region, reading)

    upload = await read_upload(
        actor.company_id, data, quotas, sampled, max_bytes=MAX_FILE_BYTES, max_rows=max_rows
    )
    return TargetFilePreview.of(upload.file, language)


async def submit(
    session: AsyncSession,
    actor: TenantContext,
    campaign_id: UUID,
    name: str | None,
    upload: Upload[AudienceFile],
    quotas: Quotas,
    at: datetime,
    reading: Reading | None = None,
) -> SourceRead:
    """Add a file to a draft's audience, to be imported.

    Raises `NotFound`, `IllegalAction`, and `Conflict` when too many files wait or are in the audience or the
    company has all the rows it may.
    """
    _, stored, file = upload
    campaign, sources = await draft_and_sources(session, actor.company_id, campaign_id, at)
    all_sources = Sources(session, actor.company_id)
    await take_turns(session, actor.company_id, "imports")
    if await all_sources.imports_under_way() >= MAX_WAITING:
        raise Conflict("too-many-imports", most=MAX_WAITING)
    await require_room_for_rows(all_sources, actor.company_id, quotas, max(1, stored.count(b"\n")))
    source = await add_source(
        session,
        actor,
        campaign,
        sources,
        SourceKind.FILE,
        status="queued",
        name=(name or "").replace("\0", "")[:MAX_NAME_CHARS] or None,
        region=region_of(await copies.find_locale(session, actor.company_id) or ""),
        columns=list(file.variables),
        header=list(file.people.header),
        uses=[use._asdict() for use in file.uses],
        reading=reading.stored() if reading else None,
    )
    await repository.add_file(session, source, stored)
    return source_read(source)


# --- the worker's part -----------------------------------------------------------------------


class Importer(import_jobs.Importer):
    """Does the imports that wait, those of several companies in turns."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__(self._claim)
        self._database = database
        self._chunk_rows = settings.campaign_import_chunk_rows

    async def _claim(self, but_not_of: Collection[UUID]) -> "ImportJob | None":
        async with self._database.worker() as session:
            job = await repository.LEASES.claim(session, but_not_of)
            data = await repository.file_of(session, job) if job else b""
        return ImportJob(self._database, job, data, self._chunk_rows) if job else None


class ImportJob(import_jobs.ImportJob[PersonRow]):
    """An import that this worker has claimed."""

    def __init__(self, database: Database, job: SourceRow, data: bytes, chunk_rows: int) -> None:
        super().__init__(job.company_id, job.id, job.attempts, chunk_rows)
        self._database = database
        self._job = job
        self._data = data

    def open(self) -> Iterator[PersonRow]:
        return AudienceFile(self._data, Reading.of(self._job.reading)).rows(self._job.region or "")

    def rows_done(self) -> int:
        return self._job.rows_done

    async def store(self, chunk: Sequence[PersonRow]) -> bool:
        async with self._database.worker() as session:
            if not await repository.lock(session, self._job):
                return False
            self._job = await repository.add_rows(session, self._job, [_file_row(row) for row in chunk])
        return True

    async def put_back(self) -> None:
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.LEASES.release(session, self._job)

    async def finish(self, status: str) -> None:
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.finish(session, self._job, status)


def _file_row(row: PersonRow) -> FileRow:
    if row.problem is not None:
        words = row.problem.words
        return FileRow(
            row.line,
            kept_cells(row),
            field=row.problem.field,
            problem=words.en,
            problem_pt=words.pt,
            problem_reason=as_stored(row.problem),
        )
    party = row.party  # The cells are kept should the person be in the file already.
    return FileRow(row.line, kept_cells(row), party.phone, row.identity, party.name, row.fields)
