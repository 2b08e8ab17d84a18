"""Files that are looked at before they are imported: handed in, previewed as often as needed, started."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.files.columns import Mapped, Reading
from atende_platform.files.import_jobs import MAX_WAITING
from atende_platform.files.uploads import Upload, read_stored, read_upload
from atende_platform.http.problems import field_problem
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from atende_platform.limits.quotas import Quotas, take_turns
from chat.contacts.service import region_of_company, require_room
from chat.imports.domain import DRAFT_HOURS, MAX_DRAFTS, ImportStarted, TooManyImports
from chat.imports.files import MAX_FILE_BYTES, Sample, open_file, sample, source_of, uses_of
from chat.imports.people import known
from chat.imports.repository import Imports
from chat.imports.schemas import (
    ImportDraft,
    ImportPreview,
    ImportProblem,
    ImportReading,
    ImportStart,
    PreviewColumn,
    PreviewRow,
)
from chat.imports.service import facts_of, get

if TYPE_CHECKING:
    from chat.imports.files import ImportRow
    from chat.imports.models import ContactImport

OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]

_SHOWN: Final = 20
_EXAMPLES: Final = 3
_EXAMPLE_CHARS: Final = 100


async def draft(
    open_session: OpenSession,
    actor: TenantContext,
    data: bytes,
    file_name: str | None,
    max_rows: int,
    quotas: Quotas,
    language: Language,
) -> ImportDraft:
    """Keep a file for a day, and show what it would become. Of `MAX_DRAFTS` the oldest gives way.

    No session is held while the file is read. Raises like `read_upload`.
    """
    async with open_session(actor.company_id) as session:
        region = await region_of_company(session, actor.company_id)
    upload: Upload[Sample] = await read_upload(
        actor.company_id,
        data,
        quotas,
        lambda stored: sample(stored, region, None),
        max_bytes=MAX_FILE_BYTES,
        max_rows=max_rows,
    )
    async with open_session(actor.company_id) as session:
        await take_turns(session, actor.company_id, "imports")
        imports = Imports(session, actor.company_id)
        await imports.drop_drafts(but=MAX_DRAFTS - 1)
        job = await imports.add(
            upload.stored,
            status="draft",
            region=region,
            header=list(upload.file.file.header),
            columns=[use._asdict() for use in uses_of(upload.file.file)],
            source=source_of(data, upload.file.file),
            **facts_of(actor, upload.size, file_name),
        )
        shown = await _preview(session, job, upload.file, language)
        return ImportDraft.of(job, job.created_at + timedelta(hours=DRAFT_HOURS), shown)


async def preview(
    open_session: OpenSession, company_id: UUID, import_id: UUID, body: ImportReading, language: Language
) -> ImportPreview:
    """Return what a draft would become if its file were read so.

    Raises `ImportStarted` for what is no draft, and `InvalidFields` for a reading that does not fit the file.
    """
    async with open_session(company_id) as session:
        job, data = await _draft_of(session, company_id, import_id)
    reading = reading_of(body)
    seen = await read_stored(company_id, lambda: sample(data, job.region, reading))
    async with open_session(company_id) as session:
        return await _preview(session, job, seen, language)


async def start(
    open_session: OpenSession,
    actor: TenantContext,
    import_id: UUID,
    body: ImportStart,
    quotas: Quotas,
) -> "ContactImport":
    """Queue a draft to be imported as its file is said to be read.

    Raises like `preview` and, when too many imports wait or the company has all the contacts it may, like
    `chat.imports.service.submit`.
    """
    async with open_session(actor.company_id) as session:
        _, data = await _draft_of(session, actor.company_id, import_id)
    reading = reading_of(body)
    file = await read_stored(actor.company_id, lambda: open_file(data, reading))
    async with open_session(actor.company_id) as session:
        imports = Imports(session, actor.company_id)
        await take_turns(session, actor.company_id, "imports")
        if await imports.under_way() >= MAX_WAITING:
            raise TooManyImports(most=MAX_WAITING)
        await require_room(session, actor.company_id, quotas)
        job = await imports.start(
            import_id,
            on_existing=body.on_existing,
            header=list(file.header),
            columns=[use._asdict() for use in uses_of(file)],
            reading=reading.stored(),
        )
        if job is None:
            raise ImportStarted()
        details = {"bytes": job.file_bytes or 0}
        await audit.record(session, actor, Action.CONTACT_IMPORT_STARTED, job.id, details)
        return job


def reading_of(body: ImportReading) -> Reading:
    """Return what a body says of a file."""
    return Reading(body.has_header, [Mapped(each.position, each.use, each.field) for each in body.columns])


async def _draft_of(
    session: AsyncSession, company_id: UUID, import_id: UUID
) -> "tuple[ContactImport, bytes]":
    job = await get(session, company_id, import_id)
    if job.status != "draft":
        raise ImportStarted()
    data = await Imports(session, company_id).data_of(import_id)
    if data is None:
        raise NotFound("import-not-found")
    return job, data


async def _preview(
    session: AsyncSession, job: "ContactImport", seen: Sample, language: Language
) -> ImportPreview:
    taken = [row for row in seen.rows if not row.person.problem]
    refused = [row.person for row in seen.rows if row.person.problem]
    shown = taken[:_SHOWN]
    there = await known(session, job.company_id, [row.person for row in shown])
    table = seen.file.table
    return ImportPreview(
        format="xlsx" if job.source.get("format") == "xlsx" else "csv",
        encoding=job.source.get("encoding"),
        delimiter=job.source.get("delimiter") and table.delimiter,
        has_header=table.line > 0,
        header_line=table.line,
        columns=_columns(seen),
        rows=[_row(row, is_known=position in there) for position, row in enumerate(shown)],
        problems=[
            ImportProblem.model_validate({"line": row.line, **field_problem(row.problem, language)})
            for row in refused[:_SHOWN]
            if row.problem
        ],
        rows_read=len(seen.rows),
        rows_refused=len(refused),
    )


def _columns(seen: Sample) -> list[PreviewColumn]:
    examples = _examples([row.person.cells for row in seen.rows])
    fields = {position: name for name, position in seen.file.layout.fields}
    return [
        PreviewColumn(
            position=position,
            column=use.column,
            use=use.use,
            field=fields.get(position) if use.use == "field" else None,
            examples=examples[position],
        )
        for position, use in enumerate(uses_of(seen.file))
    ]


def _examples(rows: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for cells in rows:
        for position, cell in enumerate(cells):
            text = cell.strip()[:_EXAMPLE_CHARS]
            if text and len(found[position]) < _EXAMPLES:
                found[position].append(text)
    return found


def _row(row: "ImportRow", *, is_known: bool) -> PreviewRow:
    person = row.person
    return PreviewRow(
        line=person.line,
        name=person.party.name,
        phone=person.party.phone,
        user_id=person.party.bsuid,
        email=person.details.get("email"),
        organization=person.details.get("organization"),
        external_id=person.details.get("externalId"),
        notes=person.details.get("notes"),
        tags=list(person.tags or ()),
        custom_fields=person.fields,
        is_known=is_known,
        is_repeated=row.repeated,
    )
